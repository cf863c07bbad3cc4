package tradecounter.loadtest.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program in a JVM of its own, with this one's class path and flags. It says when it is ready
 * ({@link #sayReady}) and ends when its input does ({@link #awaitEnd}): also when we are killed.
 */
final class ChildJvm implements AutoCloseable {
  private static final String READY = "ready ";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final String said;

  /**
   * Starts it and waits until it is ready.
   *
   * @param log where its errors go
   */
  static ChildJvm start(Class<?> program, Path log, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags());
    command.addAll(List.of("-classpath", System.getProperty("java.class.path")));
    command.add(program.getName());
    command.addAll(arguments);
    return new ChildJvm(
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start(),
        program.getSimpleName() + " did not start, see " + log);
  }

  /** The flags of this JVM, but those of its debugger and profiler. */
  static List<String> flags() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !flag.startsWith("-agentlib") && !flag.startsWith("-XX:StartFlight"))
        .toList();
  }

  private ChildJvm(Process process, String failure) throws IOException {
    this.process = process;
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line;
    do {
      line = out.readLine();
      if (line == null) {
        throw new IOException(failure);
      }
      if (!line.startsWith(READY)) {
        System.out.println(line);
      }
    } while (!line.startsWith(READY));
    said = line.substring(READY.length());
    Thread.ofPlatform()
        .name("output of a child")
        .daemon()
        .start(() -> out.lines().forEach(_ -> {}));
  }

  /** What it said when it was ready. */
  String said() {
    return said;
  }

  long pid() {
    return process.pid();
  }

  /** For the child: what was to be started is there. */
  static void sayReady(String words) {
    System.out.println(READY + words);
  }

  /** For the child: returns when it should end. */
  static void awaitEnd() throws IOException {
    while (System.in.read() >= 0) {
      // Nobody writes; the end of the input is the signal.
    }
  }

  @Override
  public void close() {
    try {
      process.outputWriter(StandardCharsets.UTF_8).close();
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
