package tradecounter.fuzz;

import com.code_intelligence.jazzer.Jazzer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One run of Jazzer on one target. */
record Fuzzer(Target target, Path seeds, int seconds) {
  /** Of every package that reads bytes for us: where its branches are is what guides the search. */
  private static final String GUIDES =
      String.join(
          ":",
          "tradecounter.**",
          "com.fasterxml.jackson.core.**",
          "de.siegmar.fastcsv.**",
          "com.ctc.wstx.**",
          "io.xlate.edi.**");

  /** It fails in Netty's queues, where its hook is given no method, and makes all others slow. */
  private static final String BROKEN_HOOK =
      "com.code_intelligence.jazzer.sanitizers.UnsafeSanitizer";

  private static final int HANG_SECONDS = 60;
  private static final int MAXIMUM_INPUT_BYTES = 4_096;
  private static final int START_SECONDS = 300;
  private static final int TRACE_LINES = 12;
  private static final Pattern DONE = Pattern.compile("Done (\\d+) runs in \\d+ second");
  private static final Pattern REPRODUCER = Pattern.compile("Test unit written to (\\S+)");

  /**
   * How a run ended.
   *
   * @param inputs how many were tried, if it came to its end
   */
  record Outcome(Optional<String> failure, long inputs) {}

  /**
   * Runs it to its end.
   *
   * @param seed of chance; 0: another one each time
   */
  Outcome run(int seed) throws IOException, InterruptedException {
    Path folder = Path.of("target", "fuzz", target.folder()).toAbsolutePath();
    Path corpus = Files.createDirectories(folder.resolve("corpus"));
    Path log = folder.resolve("jazzer.log");
    List<String> command = command(folder);
    command.addAll(List.of("-seed=" + seed, corpus.toString(), seeds.toString()));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      if (!process.waitFor(seconds + START_SECONDS, TimeUnit.SECONDS)) {
        return failed("it did not end", log);
      }
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(log, StandardCharsets.ISO_8859_1);
    Matcher done = DONE.matcher(said);
    return process.exitValue() == 0 && done.find()
        ? new Outcome(Optional.empty(), Long.parseLong(done.group(1)))
        : failed(finding(said), log);
  }

  private List<String> command(Path folder) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+EnableDynamicAgentLoading",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Jazzer.class.getName(),
            "--target_class=" + Fuzzing.class.getName(),
            "--target_args=" + target.name(),
            "--instrumentation_includes=" + GUIDES,
            "--disabled_hooks=" + BROKEN_HOOK,
            "--reproducer_path=" + folder,
            "-artifact_prefix=" + folder + "/",
            "-max_total_time=" + seconds,
            "-timeout=" + HANG_SECONDS,
            "-max_len=" + MAXIMUM_INPUT_BYTES,
            "-rss_limit_mb=0",
            "-print_final_stats=1"));
    return command;
  }

  /** The exception, and what to do with the input that leads to it. */
  private String finding(String said) {
    int exception = said.indexOf("== Java Exception: ");
    String what =
        exception < 0
            ? "it ended early"
            : said.substring(exception)
                .lines()
                .limit(TRACE_LINES)
                .collect(Collectors.joining("\n"));
    Matcher reproducer = REPRODUCER.matcher(said);
    return reproducer.find()
        ? what + "; mend it, and keep " + reproducer.group(1) + " in " + seeds
        : what;
  }

  private Outcome failed(String what, Path log) {
    return new Outcome(Optional.of(target + ": " + what + "; see " + log), 0);
  }
}
