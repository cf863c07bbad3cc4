package tradecounter.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis on 127.0.0.1 as a process of its own. It keeps nothing on the disk unless asked to
 * ({@code SAVE}): after each start it is empty, or as old as what was saved.
 *
 * <p>The caller makes sure that one server uses the folder at a time ({@link EmbeddedServers} locks
 * it); a server that an earlier, killed run has left running there is stopped by {@link #start()}.
 *
 * <p>Thread-safe; operations run one after the other. Those on a server that does not run do
 * nothing.
 */
public final class RedisServer implements AutoCloseable {
  static final String TITLE = "Redis " + RedisProgram.VERSION;

  private static final Duration START_TIME = Duration.ofSeconds(30);
  private static final Duration STOP_TIME = Duration.ofSeconds(10);
  private static final int ANSWER_TIMEOUT_MS = 5_000;

  private final Path folder;
  private final int port;
  private final String howToChangePort;
  private @Nullable ServerProcess process;

  /**
   * Starts nothing yet.
   *
   * @param folder for its log; created by the first {@link #start()}
   * @param port 0 for a free one, which is then kept for the life of this object
   */
  public RedisServer(Path folder, int port) {
    this(folder, port, "give another port, or 0 for a free one");
  }

  RedisServer(Path folder, int port, String howToChangePort) {
    this.folder = folder.toAbsolutePath().normalize();
    this.port = port == 0 ? Ports.free() : port;
    this.howToChangePort = howToChangePort;
  }

  /**
   * Returns when the server answers.
   *
   * @throws EmbeddedStartException if the port is taken, the disk full, or the server fails
   */
  public synchronized RedisServer start() {
    if (process != null && process.isAlive()) {
      return this;
    }
    claimPort();
    Path program = RedisProgram.unpacked();
    try {
      Files.createDirectories(data());
    } catch (IOException e) {
      throw ServerLog.failure(TITLE, folder, e);
    }
    ServerProcess started = ServerProcess.start(TITLE, folder, command(program));
    process = started;
    started.awaitReady(START_TIME, this::answers);
    return this;
  }

  /** Closes all connections and ends; killed if that takes too long. */
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

  /** Stops and starts it on the same port, empty. */
  public synchronized void restart() {
    stop();
    start();
  }

  /** The process stands still until {@link #thaw()}: connections hang, nothing is refused. */
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

  /** Its address as clients take it, such as {@code redis://127.0.0.1:6379}. */
  public String uri() {
    return "redis://" + Ports.LOOPBACK + ":" + port;
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

  private List<String> command(Path program) {
    return List.of(
        program.toString(),
        "--port",
        Integer.toString(port),
        "--bind",
        Ports.LOOPBACK,
        "--dir",
        data().toString(),
        "--save",
        "",
        "--appendonly",
        "no",
        // With a title of its own it could not be told from a stranger's server.
        "--set-proc-title",
        "no");
  }

  private boolean answers() {
    try {
      return "+PONG".equals(ask("PING"));
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The first line of its answer, as the protocol has it.
   *
   * @param command in one line, such as {@code CONFIG SET maxmemory 1}
   * @throws IOException if it does not answer
   */
  public String ask(String command) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.ofLiteral(Ports.LOOPBACK), port), ANSWER_TIMEOUT_MS);
      socket.setSoTimeout(ANSWER_TIMEOUT_MS);
      socket.getOutputStream().write((command + "\r\n").getBytes(US_ASCII));
      String answer =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine();
      if (answer == null) {
        throw new IOException("Redis has closed the connection");
      }
      return answer;
    }
  }

  private Path data() {
    return folder.resolve("data");
  }
}
