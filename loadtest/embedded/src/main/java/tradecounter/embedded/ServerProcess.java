package tradecounter.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A server in a session of its own: a Ctrl-C in our terminal does not reach it, and it outlives us
 * if we are killed. It notes its process id in {@code server.pid} of its folder, so that the next
 * run finds it. Output goes to {@code server.log}, input is empty.
 */
final class ServerProcess {
  private static final Path NOWHERE = Path.of("/dev/null");

  /** Ctrl-C isolation of systems without the setsid program, such as macOS. */
  private static final List<String> PERL_SETSID =
      List.of("perl", "-MPOSIX", "-e", "POSIX::setsid(); exec @ARGV or die $!");

  private final String server;
  private final ProcessTree tree;
  private final ServerLog log;

  private ServerProcess(String server, ProcessTree tree, ServerLog log) {
    this.server = server;
    this.tree = tree;
    this.log = log;
  }

  static Path logFile(Path folder) {
    return folder.resolve("server.log");
  }

  /**
   * Starts {@code command}, one of whose first words must contain the path of {@code folder}.
   *
   * @throws EmbeddedStartException if the program cannot be executed
   */
  static ServerProcess start(String server, Path folder, List<String> command) {
    List<String> words = new ArrayList<>(ownSession());
    // The process notes its id itself: we could be killed before we had done it.
    words.addAll(List.of("/bin/sh", "-c", "echo $$ > \"$0\" && exec \"$@\""));
    words.add(pidFile(folder).toString());
    words.addAll(command);
    ServerLog log = ServerLog.fromNow(logFile(folder));
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectInput(NOWHERE.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.file().toFile()))
              .start();
      return new ServerProcess(server, new ProcessTree(process.toHandle()), log);
    } catch (IOException e) {
      throw ServerLog.failure(server, folder, e);
    }
  }

  /** Stops the server that an earlier run, killed, has left running on this folder, if any. */
  static void stopLeftover(Path folder, Signal signal, Duration patience) {
    leftover(folder).ifPresent(process -> new ProcessTree(process).stop(signal, patience));
  }

  private static Optional<ProcessHandle> leftover(Path folder) {
    try {
      long pid = Long.parseLong(Files.readString(pidFile(folder)).strip());
      return ProcessHandle.of(pid).filter(process -> serves(process, folder));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Whether this is a server of the folder, and not a stranger who got its process id since. */
  static boolean serves(ProcessHandle process, Path folder) {
    return process.info().commandLine().orElse("").contains(folder + File.separator);
  }

  /**
   * Waits until {@code ready}; a server that fails to become so is killed.
   *
   * @throws EmbeddedStartException with its complaint if it ends before, or with the time
   */
  void awaitReady(Duration patience, BooleanSupplier ready) {
    Deadline.in(patience).await(() -> !isAlive() || ready.getAsBoolean());
    if (!isAlive() || !ready.getAsBoolean()) {
      kill();
      throw log.complaint(server);
    }
  }

  void stop(Signal signal, Duration patience) {
    tree.stop(signal, patience);
  }

  void kill() {
    tree.kill();
  }

  void freeze() {
    tree.freeze();
  }

  void thaw() {
    tree.thaw();
  }

  void limitFileSize(long bytes) {
    tree.limitFileSize(bytes);
  }

  boolean isAlive() {
    return tree.isAlive();
  }

  long pid() {
    return tree.root().pid();
  }

  private static Path pidFile(Path folder) {
    return folder.resolve("server.pid");
  }

  private static List<String> ownSession() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
    boolean hasSetsid =
        Stream.of(path.split(File.pathSeparator, -1))
            .map(folder -> Path.of(folder, "setsid"))
            .anyMatch(Files::isExecutable);
    return hasSetsid ? List.of("setsid") : PERL_SETSID;
  }
}
