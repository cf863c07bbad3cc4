package tradecounter.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import tradecounter.benchmarks.log.PostToVisible;
import tradecounter.benchmarks.order.OrderThroughput;
import tradecounter.benchmarks.pricing.ContractScale;
import tradecounter.benchmarks.state.Hydration;
import tradecounter.benchmarks.storefront.EndPointYardstick;

/**
 * Runs the benchmarks whose names match, JMH's first, then the yardsticks, each in a JVM of its
 * own. All of it is meant for some ten minutes; the results are in {@code
 * benchmarks/target/results}.
 *
 * <pre>
 *   mvn -q -Pbenchmark verify -DskipTests
 *   mvn -q -Pbenchmark verify -DskipTests -Dbench=PricingBenchmark -Djmh="-f 3 -wi 5 -i 10"
 *   mvn -q -Pbenchmark verify -DskipTests -Dbench=Hydration -Dset="items=100000"
 * </pre>
 */
public final class Benchmarks {
  /** A yardstick and the flags it needs. */
  private record Yardstick(Class<?> main, List<String> flags) {}

  private static final List<Yardstick> YARDSTICKS =
      List.of(
          new Yardstick(EndPointYardstick.class, List.of("-Xmx1g")),
          new Yardstick(OrderThroughput.class, List.of("-Xmx1g")),
          new Yardstick(PostToVisible.class, List.of("-Xmx1g")),
          new Yardstick(Hydration.class, List.of("-Xms6g", "-Xmx6g")),
          new Yardstick(ContractScale.class, List.of("-Xms4g", "-Xmx4g")));

  /** In a pair of methods, what the other one is divided by. */
  private static final List<String> BASELINES =
      List.of("jackson", "library", "hashMap", "memcpy", "warm");

  private Benchmarks() {}

  public static void main(String[] arguments)
      throws RunnerException, CommandLineOptionException, IOException, InterruptedException {
    Pattern wanted = Pattern.compile(System.getProperty("bench", ".*"));
    runJmh(wanted);
    for (Yardstick yardstick : YARDSTICKS) {
      if (wanted.matcher(yardstick.main().getName()).find()) {
        run(yardstick);
      }
    }
  }

  private static void run(Yardstick yardstick) throws IOException, InterruptedException {
    List<String> flags = new ArrayList<>(yardstick.flags());
    flags.add("-Dset=" + System.getProperty("set", ""));
    flags.add("-Dresults=" + Report.folder());
    int status = JvmFlags.run(yardstick.main(), flags);
    if (status != 0) {
      System.err.println(yardstick.main().getSimpleName() + " failed");
      System.exit(status);
    }
  }

  private static void runJmh(Pattern wanted) throws RunnerException, CommandLineOptionException {
    String options = System.getProperty("jmh", "").strip();
    var given = new CommandLineOptions(options.isEmpty() ? new String[0] : options.split(" +"));
    var all =
        new OptionsBuilder()
            .parent(given)
            .include(wanted.pattern())
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .resultFormat(ResultFormatType.JSON)
            .result(Report.folder().resolve("jmh-raw.json").toString())
            .build();
    try {
      report(new Runner(all).run());
    } catch (NoBenchmarksException e) {
      // Only yardsticks are wanted.
      System.out.println("# no JMH benchmark matches " + wanted);
    }
  }

  private static void report(Collection<RunResult> results) {
    Report report = new Report("jmh");
    BenchmarkParams conditions = results.iterator().next().getParams();
    report.condition(
        "jmh",
        "forks %d, warm-up %s, measurement %s"
            .formatted(conditions.getForks(), conditions.getWarmup(), conditions.getMeasurement()));
    Map<String, Map<String, Double>> pairs = new TreeMap<>();
    for (RunResult result : results) {
      Result<?> score = result.getPrimaryResult();
      String where = simpleName(result) + parameters(result.getParams());
      String method = score.getLabel();
      report.add(
          new Figure(
              where + " " + method,
              score.getScore(),
              score.getStatistics().getMin(),
              score.getStatistics().getMax(),
              score.getScoreUnit()));
      Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
      if (allocated != null) {
        report.add(Figure.of(where + " " + method + " allocates", allocated.getScore(), "B/op"));
      }
      pairs.computeIfAbsent(where, _ -> new TreeMap<>()).put(method, score.getScore());
    }
    pairs.forEach((where, scores) -> ratio(where, scores, report));
    report.write();
  }

  private static void ratio(String where, Map<String, Double> scores, Report report) {
    for (String baseline : BASELINES) {
      Double base = scores.get(baseline);
      if (base != null) {
        scores.forEach(
            (method, score) -> {
              if (!method.equals(baseline)) {
                report.add(
                    Figure.of(where + " " + method + " / " + baseline, score / base, "ratio"));
              }
            });
      }
    }
  }

  private static String simpleName(RunResult result) {
    String[] parts = result.getParams().getBenchmark().split("\\.", -1);
    return parts[parts.length - 2];
  }

  private static String parameters(BenchmarkParams parameters) {
    StringBuilder text = new StringBuilder();
    for (String key : parameters.getParamsKeys()) {
      text.append(' ').append(key).append('=').append(parameters.getParam(key));
    }
    return text.toString();
  }
}
