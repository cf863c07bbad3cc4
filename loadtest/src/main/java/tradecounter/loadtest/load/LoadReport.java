package tradecounter.loadtest.load;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/** What the windows say together: Markdown for people, HdrHistogram files for tools. */
final class LoadReport {
  private static final double NANOS_PER_MICRO = 1_000;
  private static final double[] PERCENTILES = {50, 90, 99, 99.9, 100};

  private final Map<String, String> conditions;
  private final List<Window> windows;

  /**
   * @param conditions name and value, in the order of the report
   */
  LoadReport(Map<String, String> conditions, List<Window> windows) {
    this.conditions = new LinkedHashMap<>(conditions);
    this.windows = List.copyOf(windows);
  }

  /**
   * Writes {@code report.md}, a {@code .hgrm} for each server and load instead of former ones, and
   * {@code load.hlog}.
   */
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (DirectoryStream<Path> former = Files.newDirectoryStream(folder, "*.hgrm")) {
      for (Path file : former) {
        Files.delete(file);
      }
    }
    Files.writeString(folder.resolve("report.md"), markdown());
    for (Load load : loads()) {
      for (String target : targets()) {
        Path file =
            folder.resolve(target + "-" + load.rate() + "-" + load.keys().title() + ".hgrm");
        try (PrintStream out = new PrintStream(file.toFile(), StandardCharsets.UTF_8)) {
          sum(of(load, target)).outputPercentileDistribution(out, NANOS_PER_MICRO);
        }
      }
    }
    writeLog(folder.resolve("load.hlog"));
  }

  private void writeLog(Path file) throws IOException {
    try (PrintStream out = new PrintStream(file.toFile(), StandardCharsets.UTF_8)) {
      HistogramLogWriter log = new HistogramLogWriter(out);
      log.outputComment("[Latency from the intended start, in nanoseconds; tag: server-keys-kind]");
      log.outputLogFormatVersion();
      log.outputLegend();
      for (Window window : windows) {
        window
            .samples()
            .latencies()
            .forEach(
                (kind, histogram) -> {
                  histogram.setTag(
                      window.target() + "-" + window.keys().title() + "-" + kind.name());
                  histogram.setStartTimeStamp(
                      window.endedAtMillis() - (long) (1_000 * window.samples().seconds()));
                  histogram.setEndTimeStamp(window.endedAtMillis());
                  log.outputIntervalHistogram(histogram);
                });
      }
    }
  }

  String markdown() {
    StringBuilder text = new StringBuilder("# Load test\n\n## Conditions\n\n");
    text.append("| | |\n|---|---|\n");
    conditions.forEach(
        (name, value) -> text.append("| ").append(name).append(" | ").append(value).append(" |\n"));
    text.append("\n## Summary\n\n").append(summary());
    text.append("\n## Kinds\n\nLatency in µs from the intended start, all windows together.\n\n");
    text.append("| server | rate/s | keys | kind | requests | p50 | p90 | p99 | p99.9 | max |\n");
    text.append("|---|---|---|---|---|---|---|---|---|---|\n");
    for (Load load : loads()) {
      for (String target : targets()) {
        kinds(load, target, text);
      }
    }
    text.append("\n## Windows\n\n");
    text.append(
        "| window | server | rate/s | keys | answered/s | p50 | p90 | p99 | p99.9 | max |"
            + " CPU µs/request | missed starts | waited for a connection | outcomes |\n");
    text.append("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
    for (Window window : windows) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %d | %s | %d | %s | %.0f |%s %.1f | %d | %d | %s |%n",
              window.number(),
              window.target(),
              window.ratePerSecond(),
              window.keys().title(),
              window.throughput(),
              percentiles(window.samples().latency()),
              window.cpuMicrosPerRequest(),
              window.samples().late(),
              window.samples().waitedForConnection(),
              window.samples().outcomes()));
    }
    return text.toString();
  }

  private void kinds(Load load, String target, StringBuilder text) {
    Map<Kind, Histogram> sums = new TreeMap<>();
    for (Window window : of(load, target)) {
      window
          .samples()
          .latencies()
          .forEach(
              (kind, histogram) ->
                  sums.computeIfAbsent(kind, _ -> Samples.histogram()).add(histogram));
    }
    sums.forEach(
        (kind, histogram) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "| %s | %d | %s | %s | %d |%s%n",
                    target,
                    load.rate(),
                    load.keys().title(),
                    kind.title(),
                    histogram.getTotalCount(),
                    percentiles(histogram))));
  }

  /** One line for each server and load, and the ratios; then the warnings. */
  String summary() {
    StringBuilder text = new StringBuilder(2_000);
    text.append(
        "| server | rate/s | keys | windows | answered/s | p50 µs | p90 | p99 | p99.9 | max |"
            + " CPU µs/request | without the updates | outcomes |\n");
    text.append("|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
    for (Load load : loads()) {
      for (String target : targets()) {
        line(load, target, text);
      }
      ratio(load, text);
    }
    text.append('\n').append(generator());
    return text.toString();
  }

  private void line(Load load, String target, StringBuilder text) {
    List<Window> some = of(load, target);
    Map<String, Long> outcomes = new TreeMap<>();
    some.forEach(
        window -> window.samples().outcomes().forEach((o, n) -> outcomes.merge(o, n, Long::sum)));
    text.append(
        String.format(
            Locale.ROOT,
            "| %s | %d | %s | %d | %.0f |%s %.1f | %.1f | %s |%n",
            target,
            load.rate(),
            load.keys().title(),
            some.size(),
            median(some, Window::throughput),
            percentiles(sum(some)),
            median(some, Window::cpuMicrosPerRequest),
            netCpuMicros(load, target),
            outcomes));
  }

  private void ratio(Load load, StringBuilder text) {
    List<Window> service = of(load, Window.SERVICE);
    List<Window> bare = of(load, Window.BARE);
    if (service.isEmpty() || bare.isEmpty()) {
      return;
    }
    Histogram ours = sum(service);
    Histogram theirs = sum(bare);
    text.append("| **ratio** | ").append(load.rate()).append(" | ").append(load.keys().title());
    text.append(
        String.format(
            Locale.ROOT,
            " | | %.2f |",
            median(service, Window::throughput) / median(bare, Window::throughput)));
    for (double percentile : PERCENTILES) {
      text.append(
          String.format(
              Locale.ROOT,
              " %.2f |",
              (double) ours.getValueAtPercentile(percentile)
                  / theirs.getValueAtPercentile(percentile)));
    }
    text.append(
        String.format(
            Locale.ROOT,
            " %.2f | %.2f | |%n",
            median(service, Window::cpuMicrosPerRequest)
                / median(bare, Window::cpuMicrosPerRequest),
            netCpuMicros(load, Window.SERVICE) / netCpuMicros(load, Window.BARE)));
  }

  /**
   * CPU for each request without what the feed updates cost: that is what the service uses while
   * the bare server has the load.
   */
  double netCpuMicros(Load load, String target) {
    List<Window> some = of(load, target);
    if (!target.equals(Window.SERVICE)) {
      return median(some, Window::cpuMicrosPerRequest);
    }
    double updates =
        median(of(load, Window.BARE), w -> w.serviceCpuNanos() / 1e3 / w.samples().seconds());
    return median(
        some, w -> (w.cpuNanos() / 1e3 - updates * w.samples().seconds()) / w.samples().requests());
  }

  private String generator() {
    double loop = windows.stream().mapToDouble(w -> w.samples().loopShare()).max().orElse(0);
    double cores = windows.stream().mapToDouble(Window::generatorCores).max().orElse(0);
    long bottlenecks = windows.stream().filter(Window::isGeneratorBottleneck).count();
    long missed = windows.stream().mapToLong(w -> w.samples().late()).sum();
    long requests = windows.stream().mapToLong(w -> w.samples().requests()).sum();
    String text =
        String.format(
            Locale.ROOT,
            "Generator: its event loop used at most %.0f %% of a core, its process %.2f of %d cores;"
                + " %d of %d starts were late by more than 1 ms.%n",
            100 * loop,
            cores,
            Runtime.getRuntime().availableProcessors(),
            missed,
            requests);
    return bottlenecks == 0
        ? text
        : text
            + String.format(
                Locale.ROOT,
                "%nWARNING: the generator, or the machine, was the bottleneck in %d of %d windows"
                    + " (more than 0.1 %% of the starts missed, or its loop busier than 90 %%):"
                    + " their high percentiles say more about it than about the servers.%n",
                bottlenecks,
                windows.size());
  }

  private static String percentiles(Histogram histogram) {
    StringBuilder text = new StringBuilder();
    for (double percentile : PERCENTILES) {
      text.append(
          String.format(
              Locale.ROOT,
              " %.0f |",
              histogram.getValueAtPercentile(percentile) / NANOS_PER_MICRO));
    }
    return text.toString();
  }

  /** A rate and a kind of keys. */
  record Load(int rate, Keys keys) {}

  private Set<Load> loads() {
    return new java.util.LinkedHashSet<>(
        windows.stream().map(w -> new Load(w.ratePerSecond(), w.keys())).toList());
  }

  private Set<String> targets() {
    return new TreeSet<>(windows.stream().map(Window::target).toList()).descendingSet();
  }

  private List<Window> of(Load load, String target) {
    List<Window> some = new ArrayList<>();
    for (Window window : windows) {
      if (window.target().equals(target)
          && new Load(window.ratePerSecond(), window.keys()).equals(load)) {
        some.add(window);
      }
    }
    return some;
  }

  private static Histogram sum(List<Window> some) {
    Histogram sum = Samples.histogram();
    some.forEach(window -> sum.add(window.samples().latency()));
    return sum;
  }

  static double median(List<Window> some, ToDoubleFunction<Window> value) {
    double[] sorted = some.stream().mapToDouble(value).toArray();
    if (sorted.length == 0) {
      return Double.NaN;
    }
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
