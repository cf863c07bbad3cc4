package tradecounter.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.commons.io.FileUtils;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL on 127.0.0.1 as a process of its own, with its data in a folder that stays.
 *
 * <p>A commit is on the disk before it is acknowledged, as in production. The caller makes sure
 * that one server uses the folder at a time ({@link EmbeddedServers} locks it); a server that an
 * earlier, killed run has left running there is stopped by {@link #start()}.
 *
 * <p>Thread-safe; operations run one after the other. Those on a server that does not run do
 * nothing.
 */
public final class PostgresServer implements AutoCloseable {
  public static final String USER = "tradecounter";
  public static final String PASSWORD = "tradecounter";
  public static final String VERSION = PostgresBinaries.VERSION;

  /** The database of {@link #jdbcUrl()}. */
  public static final String DATABASE = "tradecounter";

  static final String TITLE = "PostgreSQL " + VERSION;

  private static final int MAX_CONNECTIONS = 100;
  private static final Duration START_TIME = Duration.ofSeconds(60);
  private static final Duration STOP_TIME = Duration.ofSeconds(20);
  private static final int CONNECT_TIMEOUT_S = 5;
  private static final int QUERY_TIMEOUT_S = 30;

  private final Path folder;
  private final int port;
  private final String howToChangePort;
  private @Nullable ServerProcess process;

  /**
   * Starts nothing yet.
   *
   * @param dataFolder created and initialised by the first {@link #start()}
   * @param port 0 for a free one, which is then kept for the life of this object
   */
  public PostgresServer(Path dataFolder, int port) {
    this(dataFolder, port, "give another port, or 0 for a free one");
  }

  PostgresServer(Path dataFolder, int port, String howToChangePort) {
    this.folder = dataFolder.toAbsolutePath().normalize();
    this.port = port == 0 ? Ports.free() : port;
    this.howToChangePort = howToChangePort;
  }

  /**
   * Returns when the server answers a query.
   *
   * @throws EmbeddedStartException if the port is taken, the disk full, or the server fails
   */
  public synchronized PostgresServer start() {
    if (process != null && process.isAlive()) {
      return this;
    }
    claimPort();
    PostgresBinaries binaries = PostgresBinaries.unpacked();
    try {
      initialise(binaries);
      forgetStranger();
    } catch (IOException e) {
      throw ServerLog.failure(TITLE, folder, e);
    }
    ServerProcess started = ServerProcess.start(TITLE, folder, serverCommand(binaries));
    process = started;
    started.awaitReady(START_TIME, this::answers);
    return this;
  }

  /** Fast shutdown: open transactions are rolled back, everything is flushed. */
  public synchronized void stop() {
    if (process != null) {
      process.stop(Signal.INT, STOP_TIME);
      process = null;
    }
  }

  /** As {@code kill -9} of all its processes at once. */
  public synchronized void kill() {
    if (process != null) {
      process.kill();
      process = null;
    }
  }

  /** Stops and starts it on the same port and data. */
  public synchronized void restart() {
    stop();
    start();
  }

  /** Its processes stand still until {@link #thaw()}: connections hang, nothing is refused. */
  public synchronized void freeze() {
    if (process != null) {
      process.freeze();
    }
  }

  public synchronized void thaw() {
    if (process != null) {
      process.thaw();
    }
  }

  /**
   * From now on the disk is full: no file can be written beyond this size. What is smaller can be
   * written on, and so can the log ({@code pg_wal}), whose files have 16 MB, unless the size is
   * smaller than that. Linux only; needs no special rights.
   */
  public synchronized void limitFileSize(long bytes) {
    if (process != null) {
      process.limitFileSize(bytes);
    }
  }

  /** There is room again. */
  public synchronized void unlimitFileSize() {
    if (process != null) {
      process.limitFileSize(-1);
    }
  }

  /** Creates an empty database beside {@link #DATABASE}. */
  public void createDatabase(String name) {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE \"" + name.replace("\"", "\"\"") + "\"");
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot create database " + name, e);
    }
  }

  /** Without user and password: see {@link #user()}, {@link #password()}. */
  public String jdbcUrl() {
    return jdbcUrl(DATABASE);
  }

  public String jdbcUrl(String database) {
    return "jdbc:postgresql://" + Ports.LOOPBACK + ":" + port + "/" + database;
  }

  public String host() {
    return Ports.LOOPBACK;
  }

  public int port() {
    return port;
  }

  public String user() {
    return USER;
  }

  public String password() {
    return PASSWORD;
  }

  /** The file with the server's own log. */
  public Path logFile() {
    return ServerProcess.logFile(folder);
  }

  @Override
  public void close() {
    stop();
  }

  synchronized long pid() {
    return process == null ? -1 : process.pid();
  }

  /** Stops what a killed run has left running here, then checks that the port is free. */
  void claimPort() {
    stopLeftover(folder);
    Ports.requireFree(port, TITLE, howToChangePort);
  }

  static void stopLeftover(Path folder) {
    ServerProcess.stopLeftover(folder, Signal.INT, STOP_TIME);
  }

  private void initialise(PostgresBinaries binaries) throws IOException {
    if (Files.exists(data())) {
      return;
    }
    Path fresh = Files.createDirectories(folder).resolve("data.new");
    FileUtils.deleteDirectory(fresh.toFile());
    Path passwordFile = Files.writeString(folder.resolve("password"), PASSWORD);
    ServerLog log = ServerLog.fromNow(logFile());
    List<String> command =
        binaries.command(
            "initdb",
            "--pgdata=" + fresh,
            "--username=" + USER,
            "--pwfile=" + passwordFile,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8");
    try {
      File output = log.file().toFile();
      int status =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(output))
              .start()
              .waitFor();
      if (status != 0) {
        throw log.complaint(TITLE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedStartException(TITLE + " did not start: interrupted", e);
    } finally {
      Files.delete(passwordFile);
    }
    // The last step, so that a run that dies before it leaves nothing half done.
    Files.move(fresh, data(), StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Deletes {@code postmaster.pid} if it names a living process that is not a server of ours: its
   * id was given out again after a crash, and PostgreSQL would take it for its rival. A dead one is
   * left to PostgreSQL, which then also looks for survivors that hold its shared memory.
   */
  private void forgetStranger() throws IOException {
    Path pidFile = data().resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return;
    }
    long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
    boolean stranger =
        ProcessHandle.of(pid).filter(other -> !ServerProcess.serves(other, folder)).isPresent();
    if (stranger) {
      Files.delete(pidFile);
    }
  }

  private List<String> serverCommand(PostgresBinaries binaries) {
    return binaries.command(
        "postgres",
        "-D",
        data().toString(),
        "-p",
        Integer.toString(port),
        "-c",
        "listen_addresses=" + Ports.LOOPBACK,
        "-c",
        "unix_socket_directories=",
        "-c",
        "max_connections=" + MAX_CONNECTIONS,
        "-c",
        "shared_buffers=256MB",
        "-c",
        "max_wal_size=2GB",
        "-c",
        "checkpoint_timeout=15min",
        "-c",
        "jit=off");
  }

  /** Whether it answers; at the first time it also gets its database. */
  private boolean answers() {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      boolean hasDatabase;
      try (ResultSet found =
          statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
        hasDatabase = found.next();
      }
      if (!hasDatabase) {
        statement.execute("CREATE DATABASE " + DATABASE);
      }
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  private Connection connect(String database) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", USER);
    properties.setProperty("password", PASSWORD);
    properties.setProperty("connectTimeout", Integer.toString(CONNECT_TIMEOUT_S));
    properties.setProperty("socketTimeout", Integer.toString(QUERY_TIMEOUT_S));
    return DriverManager.getConnection(jdbcUrl(database), properties);
  }

  private Path data() {
    return folder.resolve("data");
  }
}
