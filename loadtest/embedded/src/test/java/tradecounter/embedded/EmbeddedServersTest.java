package tradecounter.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class EmbeddedServersTest {
  @TempDir Path folder;

  @Test
  void secondStartFindsItsData() throws Exception {
    List<String> progress = new CopyOnWriteArrayList<>();
    try (EmbeddedServers servers = EmbeddedServers.start(anyPorts(), progress::add)) {
      assertThat(progress)
          .containsExactlyInAnyOrder(
              "starting PostgreSQL 17.5 on port " + servers.postgres().port(),
              "starting Kafka 4.2.0 on port " + servers.kafka().port(),
              "starting Redis 6.2 on port " + servers.redis().port());
      assertThat(Commands.answer(servers.redis(), "PING")).isEqualTo("+PONG");
      Rows.execute(servers.postgres().jdbcUrl(), "CREATE TABLE part AS SELECT 'elbow' AS name");
      Records.createTopic(servers.kafka().bootstrapServers(), "parts");
      Records.send(servers.kafka().bootstrapServers(), "parts", "elbow");
    }

    try (EmbeddedServers servers = EmbeddedServers.start(anyPorts(), _ -> {})) {
      assertDataIsThere(servers);
    }
  }

  @Test
  void serversOfAKilledRunAreTakenOver() throws Exception {
    Path output = folder.resolve("child.log");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                JvmClassPath.current(),
                ChildRun.class.getName(),
                folder.toString())
            .redirectError(output.toFile())
            .start();
    try (BufferedReader lines = child.inputReader()) {
      assertThat(lines.readLine()).as(Files.readString(output)).isEqualTo(ChildRun.READY);
    }
    child.destroyForcibly();
    assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
    List<Long> orphans =
        Stream.of("postgres", "kafka", "redis")
            .map(folder::resolve)
            .map(EmbeddedServersTest::pidIn)
            .toList();
    assertThat(orphans).allMatch(EmbeddedServersTest::runs);

    try (EmbeddedServers servers = EmbeddedServers.start(anyPorts(), _ -> {})) {
      assertThat(orphans).noneMatch(EmbeddedServersTest::runs);
      assertDataIsThere(servers);
    }
  }

  @Test
  void takenPortIsOneClearLine() throws Exception {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(InetAddress.ofLiteral(Ports.LOOPBACK), 0));
      int port = taken.getLocalPort();
      EmbeddedOptions options =
          new EmbeddedOptions(
              folder, port, 0, 0, "set FOLDER", "set PG_PORT", "set KAFKA_PORT", "set REDIS_PORT");

      assertThatThrownBy(() -> EmbeddedServers.start(options, _ -> {}))
          .isInstanceOf(EmbeddedStartException.class)
          .hasMessage(
              "Port %d, needed by PostgreSQL 17.5, is taken; to choose another: set PG_PORT", port);
      assertThat(folder.resolve("kafka")).doesNotExist();

      assertThatThrownBy(
              () -> EmbeddedServers.start(EmbeddedOptions.at(folder, 0, 0, port), _ -> {}))
          .isInstanceOf(EmbeddedStartException.class)
          .hasMessageStartingWith("Port %d, needed by Redis 6.2, is taken; ", port);
      assertThat(folder.resolve("postgres")).doesNotExist();
    }
  }

  @Test
  void lockedFolderIsOneClearLine() {
    try (DataFolder held = DataFolder.claim(folder, "set FOLDER")) {
      assertThatThrownBy(() -> EmbeddedServers.start(anyPorts(), _ -> {}))
          .isInstanceOf(EmbeddedStartException.class)
          .hasMessage(
              "Data folder %s is in use by another run (process %d); stop that one,"
                  + " or, to choose another folder: give another one",
              held.path(), ProcessHandle.current().pid());
    }
  }

  private EmbeddedOptions anyPorts() {
    return EmbeddedOptions.at(folder, 0, 0, 0);
  }

  private static void assertDataIsThere(EmbeddedServers servers) throws Exception {
    assertThat(Rows.one(servers.postgres().jdbcUrl(), "SELECT name FROM part")).isEqualTo("elbow");
    assertThat(Records.all(servers.kafka().bootstrapServers(), "parts")).containsExactly("elbow");
  }

  private static long pidIn(Path serverFolder) {
    try {
      return Long.parseLong(Files.readString(serverFolder.resolve("server.pid")).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean runs(long pid) {
    return ProcessHandle.of(pid).map(ProcessTree::new).filter(ProcessTree::isAlive).isPresent();
  }
}
