package tradecounter.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The flags of this JVM, and other JVMs with the same ones. */
public final class JvmFlags {
  private JvmFlags() {}

  /** The flags without the system properties. */
  public static List<String> own() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !flag.startsWith("-D"))
        .toList();
  }

  /**
   * Starts a class in a JVM of its own, with the class path and the flags of this one.
   *
   * @param further flags and system properties of that JVM alone
   * @param log where its output goes
   */
  public static Process start(Class<?> main, List<String> further, List<String> arguments, Path log)
      throws IOException {
    return builder(main, further, arguments)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  /** Runs a class in a JVM of its own to its end, its output being ours. */
  public static int run(Class<?> main, List<String> further)
      throws IOException, InterruptedException {
    return builder(main, further, List.of()).inheritIO().start().waitFor();
  }

  private static ProcessBuilder builder(
      Class<?> main, List<String> further, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.addAll(own());
    command.addAll(further);
    command.addAll(List.of("-cp", System.getProperty("java.class.path", ""), main.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command);
  }
}
