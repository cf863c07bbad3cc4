package tradecounter.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.utils.AppInfoParser;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka on 127.0.0.1, one node that is broker and controller, in a JVM of its own, with its
 * data in a folder that stays. Topics are not created by their use.
 *
 * <p>The caller makes sure that one server uses the folder at a time ({@link EmbeddedServers} locks
 * it); a server that an earlier, killed run has left running there is stopped by {@link #start()}.
 *
 * <p>Thread-safe; operations run one after the other. Those on a server that does not run do
 * nothing.
 */
public final class KafkaServer implements AutoCloseable {
  static final String TITLE = "Kafka " + AppInfoParser.getVersion();

  private static final Duration START_TIME = Duration.ofSeconds(60);
  private static final Duration STOP_TIME = Duration.ofSeconds(15);
  private static final int CONNECT_TIMEOUT_MS = 1_000;
  private static final int ANSWER_TIMEOUT_MS = 5_000;

  private final Path folder;
  private final int port;
  private final int controllerPort;
  private final String howToChangePort;
  private @Nullable ServerProcess process;

  /**
   * Starts nothing yet.
   *
   * @param dataFolder created and formatted by the first {@link #start()}
   * @param port 0 for a free one, which is then kept for the life of this object
   */
  public KafkaServer(Path dataFolder, int port) {
    this(dataFolder, port, "give another port, or 0 for a free one");
  }

  KafkaServer(Path dataFolder, int port, String howToChangePort) {
    this.folder = dataFolder.toAbsolutePath().normalize();
    this.port = port == 0 ? Ports.free() : port;
    this.controllerPort = Ports.free();
    this.howToChangePort = howToChangePort;
  }

  /**
   * Returns when the broker answers and takes records.
   *
   * @throws EmbeddedStartException if the port is taken, the disk full, or the server fails
   */
  public synchronized KafkaServer start() {
    if (process != null && process.isAlive()) {
      return this;
    }
    claimPort();
    KafkaStorage storage = new KafkaStorage(folder);
    try {
      storage.prepare(port, controllerPort);
    } catch (IOException e) {
      throw ServerLog.failure(TITLE, folder, e);
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(storage.arguments());
    ServerProcess started = ServerProcess.start(TITLE, folder, command);
    process = started;
    // The socket first: a client that is refused complains loudly.
    started.awaitReady(START_TIME, this::listens);
    try (Admin admin = admin()) {
      started.awaitReady(START_TIME, () -> answers(admin));
    }
    return this;
  }

  /** Hands over and flushes; killed if that takes too long. */
  public synchronized void stop() {
    if (process != null) {
      process.stop(Signal.TERM, STOP_TIME);
      process = null;
    }
  }

  /** As {@code kill -9}. */
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

  /**
   * The process stands still until {@link #thaw()}: connections hang, nothing is refused. After
   * more than three seconds its own controller takes it for dead, and it needs some hundred
   * milliseconds after the thaw until it takes records and topics again; clients retry.
   */
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

  /** The value of {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return Ports.LOOPBACK + ":" + port;
  }

  public int port() {
    return port;
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
    ServerProcess.stopLeftover(folder, Signal.TERM, STOP_TIME);
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.ofLiteral(Ports.LOOPBACK), port), CONNECT_TIMEOUT_MS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean answers(Admin admin) {
    try {
      return !admin
          .describeCluster()
          .nodes()
          .get(ANSWER_TIMEOUT_MS, TimeUnit.MILLISECONDS)
          .isEmpty();
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Admin admin() {
    return Admin.create(
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers(),
            AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG,
            "50",
            AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
            "200"));
  }
}
