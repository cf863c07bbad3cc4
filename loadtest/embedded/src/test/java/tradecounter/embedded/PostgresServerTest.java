package tradecounter.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PostgresServerTest {
  private final PostgresServer server = SharedServers.postgres();

  @Test
  void isTheVersionItSays() throws Exception {
    assertThat(Rows.one(server.jdbcUrl(), "SHOW server_version")).isEqualTo(PostgresServer.VERSION);
  }

  @Test
  void commitsAreOnTheDisk() throws Exception {
    assertThat(Rows.one(server.jdbcUrl(), "SHOW fsync")).isEqualTo("on");
    assertThat(Rows.one(server.jdbcUrl(), "SHOW synchronous_commit")).isEqualTo("on");
    assertThat(Rows.one(server.jdbcUrl(), "SHOW full_page_writes")).isEqualTo("on");
  }

  @Test
  void killKeepsCommittedRows() throws Exception {
    String url = SharedServers.freshDatabase();
    Rows.execute(url, "CREATE TABLE part (name text)");
    try (Connection open = Rows.connect(url);
        Statement statement = open.createStatement()) {
      Rows.execute(url, "INSERT INTO part VALUES ('elbow')");
      open.setAutoCommit(false);
      statement.execute("INSERT INTO part VALUES ('never committed')");

      server.kill();

      assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> Rows.connect(url)).isInstanceOf(SQLException.class);
    } finally {
      server.start();
    }
    assertThat(Rows.one(url, "SELECT string_agg(name, ',') FROM part")).isEqualTo("elbow");
  }

  @Test
  void recycledProcessIdDoesNotPreventAStart() throws Exception {
    Path data = server.logFile().resolveSibling("data");
    server.kill();
    // What a reboot does: the id of the killed server now belongs to somebody else.
    Path pidFile = data.resolve("postmaster.pid");
    String stale = Files.readString(pidFile);
    String stranger = Long.toString(ProcessHandle.current().pid());
    Files.writeString(pidFile, stale.replaceFirst("\\d+", stranger));
    Files.writeString(data.resolveSibling("server.pid"), stranger);

    server.start();

    assertThat(Rows.one(server.jdbcUrl(), "SELECT 1")).isEqualTo("1");
  }

  @Test
  void freezeHangsAndThawResumes() throws Exception {
    try (Connection connection = Rows.connect(server.jdbcUrl());
        Statement statement = connection.createStatement()) {
      connection.setNetworkTimeout(Runnable::run, 500);
      server.freeze();
      assertThatThrownBy(() -> statement.execute("SELECT 1"))
          .hasRootCauseInstanceOf(SocketTimeoutException.class);
    } finally {
      server.thaw();
    }
    assertThat(Rows.one(server.jdbcUrl(), "SELECT 1")).isEqualTo("1");
  }

  @Test
  void restartKeepsPortAndRows() throws Exception {
    String url = SharedServers.freshDatabase();
    Rows.execute(url, "CREATE TABLE part AS SELECT 'elbow' AS name");

    server.restart();

    assertThat(Rows.one(url, "SELECT name FROM part")).isEqualTo("elbow");
  }

  @Test
  void ctrlCDoesNotReachIt() throws Exception {
    assertThat(Sessions.of(server.pid())).isNotEqualTo(Sessions.own()).isEqualTo(server.pid());
  }

  @Test
  void freshDatabasesDoNotSeeEachOther() throws Exception {
    String first = SharedServers.freshDatabase();
    String second = SharedServers.freshDatabase();
    Rows.execute(first, "CREATE TABLE part (name text)");

    assertThat(Rows.one(second, "SELECT count(*) FROM pg_tables WHERE tablename = 'part'"))
        .isEqualTo("0");
  }
}
