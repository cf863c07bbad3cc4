package tradecounter.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A server process and all its descendants; it need not be a child of this JVM. */
public record ProcessTree(ProcessHandle root) {
  private static final Duration KILL_TIME = Duration.ofSeconds(10);
  private static final Duration FREEZE_TIME = Duration.ofSeconds(10);

  /** Stops every process of the tree until {@link #thaw()}; returns when none of them runs. */
  public void freeze() {
    freezeAll();
  }

  public void thaw() {
    Set<ProcessHandle> all = all();
    Signal.CONT.send(all);
  }

  /** Asks the root to end, and kills what is left of the tree when {@code patience} is over. */
  void stop(Signal signal, Duration patience) {
    thaw();
    signal.send(List.of(root));
    if (!Deadline.in(patience).await(() -> isGone(root))) {
      kill();
    }
  }

  /** SIGKILL to every process of the tree; returns when all are gone. */
  void kill() {
    // Frozen first: a process that runs could start another between the look and the kill.
    Set<ProcessHandle> all = freezeAll();
    all.forEach(ProcessHandle::destroyForcibly);
    Deadline.in(KILL_TIME).await(() -> all.stream().allMatch(ProcessTree::isGone));
  }

  boolean isAlive() {
    return !isGone(root);
  }

  private Set<ProcessHandle> freezeAll() {
    Set<ProcessHandle> frozen = new LinkedHashSet<>();
    List<ProcessHandle> running = List.of(root);
    while (!running.isEmpty()) {
      Signal.STOP.send(running);
      List<ProcessHandle> stopping = running;
      Deadline.in(FREEZE_TIME).await(() -> stopping.stream().allMatch(ProcessTree::stands));
      frozen.addAll(running);
      running = root.descendants().filter(Predicate.not(frozen::contains)).toList();
    }
    return frozen;
  }

  /**
   * Whether none of its threads runs. A signal is sent before it is obeyed: on a busy machine the
   * others run on until one thread has its turn and stops them.
   */
  private static boolean stands(ProcessHandle process) {
    try (Stream<Path> threads =
        Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
      return threads.allMatch(ProcessTree::threadStands);
    } catch (IOException | UncheckedIOException e) {
      // It is gone, or this system does not tell.
      return true;
    }
  }

  private static boolean threadStands(Path thread) {
    try {
      String stat = Files.readString(thread.resolve("stat"));
      return "TtZX".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) >= 0;
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * Lets no process of the tree write a file beyond this size, nor one that it starts; a negative
   * size lifts the limit.
   */
  void limitFileSize(long bytes) {
    limitFileSize(root, bytes);
    // Who is started from now on has the limit of the root.
    root.descendants().forEach(process -> limitFileSize(process, bytes));
  }

  private static void limitFileSize(ProcessHandle process, long bytes) {
    // The hard limit stays: without special rights it could not be raised again.
    List<String> command =
        List.of(
            "prlimit",
            "--fsize=" + (bytes < 0 ? "unlimited" : Long.toString(bytes)) + ":",
            "--pid=" + process.pid());
    try {
      int status =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
      if (status != 0 && !isGone(process)) {
        throw new IllegalStateException(command + " failed with status " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Set<ProcessHandle> all() {
    Set<ProcessHandle> all = new LinkedHashSet<>();
    root.descendants().forEach(all::add);
    all.add(root);
    return all;
  }

  private static boolean isGone(ProcessHandle process) {
    return !process.isAlive() || isZombie(process.pid());
  }

  /**
   * An adopted child that its new parent has not waited for yet: dead, but not for the JDK. While
   * other threads of it are still ending, its first one looks so too, but its ports are taken.
   */
  private static boolean isZombie(long pid) {
    Path process = Path.of("/proc", Long.toString(pid));
    try (Stream<Path> threads = Files.list(process.resolve("task"))) {
      String stat = Files.readString(process.resolve("stat"));
      return stat.startsWith("Z", stat.lastIndexOf(')') + 2) && threads.count() <= 1;
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }
}
