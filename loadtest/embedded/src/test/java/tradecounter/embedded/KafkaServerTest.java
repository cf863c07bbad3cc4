package tradecounter.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class KafkaServerTest {
  private final KafkaServer server = SharedServers.kafka();
  private final String servers = server.bootstrapServers();
  private final String topic = SharedServers.freshPrefix() + "parts";

  @Test
  void killKeepsAcknowledgedRecords() throws Exception {
    Records.createTopic(servers, topic);
    Records.send(servers, topic, "elbow", "tee");

    server.kill();
    server.start();

    assertThat(Records.all(servers, topic)).containsExactly("elbow", "tee");
    Records.send(servers, topic, "union");
    assertThat(Records.all(servers, topic)).containsExactly("elbow", "tee", "union");
  }

  @Test
  void restartKeepsPortAndTopics() throws Exception {
    Records.createTopic(servers, topic);

    server.restart();

    assertThat(Records.topics(servers)).contains(topic);
  }

  @Test
  void freezeHangsAndThawResumes() throws Exception {
    Records.createTopic(servers, topic);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      assertThat(admin.listTopics().names().get(10, TimeUnit.SECONDS)).contains(topic);
      server.freeze();
      try {
        assertThat(statesOfThreads()).containsOnly("T");
        assertThatThrownBy(() -> admin.listTopics().names().get(500, TimeUnit.MILLISECONDS))
            .isInstanceOf(TimeoutException.class);
      } finally {
        server.thaw();
      }
    }
    assertThat(Records.topics(servers)).contains(topic);
  }

  private Set<String> statesOfThreads() throws IOException {
    try (Stream<Path> threads =
        Files.list(Path.of("/proc", String.valueOf(server.pid()), "task"))) {
      Set<String> states = new TreeSet<>();
      for (Path thread : threads.toList()) {
        String stat = Files.readString(thread.resolve("stat"));
        states.add(stat.substring(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3));
      }
      return states;
    }
  }

  @Test
  void ctrlCDoesNotReachIt() throws Exception {
    assertThat(Sessions.of(server.pid())).isNotEqualTo(Sessions.own()).isEqualTo(server.pid());
  }

  @Test
  void logGoesToItsFile() throws Exception {
    assertThat(Files.readString(server.logFile()))
        .contains("Kafka Server started")
        .doesNotContain("SLF4J(", "WARNING:", "ERROR StatusLogger", "WARN StatusLogger");
  }
}
