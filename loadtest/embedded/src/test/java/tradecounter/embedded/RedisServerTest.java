package tradecounter.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class RedisServerTest {
  private final RedisServer server = SharedServers.redis();
  private final String key = SharedServers.freshPrefix() + "part";

  @BeforeEach
  void start() {
    server.start();
  }

  @Test
  void isTheVersionItSays() throws Exception {
    assertThat(Commands.answer(server, "INFO server"))
        .contains("redis_version:" + RedisProgram.VERSION + ".")
        .contains("tcp_port:" + server.port());
  }

  @Test
  void killRefusesAndAStartIsEmpty() throws Exception {
    try (Commands open = new Commands(server, 5_000)) {
      assertThat(open.answer("SET " + key + " elbow")).isEqualTo("+OK");
      assertThat(open.answer("GET " + key)).isEqualTo("elbow");

      server.kill();

      assertThatThrownBy(() -> open.answer("GET " + key)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> Commands.answer(server, "PING"))
          .isInstanceOf(ConnectException.class);
    } finally {
      server.start();
    }
    assertThat(Commands.answer(server, "GET " + key)).isEqualTo("$-1");
  }

  @Test
  void restartKeepsThePortAndWritesNothing() throws Exception {
    int port = server.port();
    assertThat(Commands.answer(server, "SET " + key + " elbow")).isEqualTo("+OK");

    server.restart();

    assertThat(server.port()).isEqualTo(port);
    assertThat(Commands.answer(server, "GET " + key)).isEqualTo("$-1");
    assertThat(server.logFile().resolveSibling("data")).isEmptyDirectory();
  }

  @Test
  void freezeHangsAndThawResumes() throws Exception {
    try (Commands open = new Commands(server, 500)) {
      assertThat(open.answer("PING")).isEqualTo("+PONG");
      server.freeze();
      try {
        assertThatThrownBy(() -> open.answer("PING")).isInstanceOf(SocketTimeoutException.class);
      } finally {
        server.thaw();
      }
    }
    assertThat(Commands.answer(server, "PING")).isEqualTo("+PONG");
  }

  @Test
  void frozenServerCanBeKilledAndStopped() {
    server.freeze();
    long frozen = server.pid();
    server.stop();
    assertThat(ProcessHandle.of(frozen).map(ProcessTree::new).filter(ProcessTree::isAlive))
        .isEmpty();
    server.start();
    server.freeze();
    server.kill();
    server.start();
    assertThat(server.pid()).isNotEqualTo(frozen);
  }

  @Test
  void ctrlCDoesNotReachIt() throws Exception {
    assertThat(Sessions.of(server.pid())).isNotEqualTo(Sessions.own()).isEqualTo(server.pid());
  }

  @Test
  void logGoesToItsFile() throws Exception {
    assertThat(Files.readString(server.logFile())).contains("Ready to accept connections");
  }
}
