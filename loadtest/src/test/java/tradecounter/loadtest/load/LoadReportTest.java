package tradecounter.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadReportTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  /** 1,000 requests of 1, 2, … 1,000 ms times the factor, in 10 s. */
  private static Samples samples(int factor, long lateNanos) {
    Samples samples = new Samples();
    for (int request = 1; request <= 1_000; request++) {
      samples.started(lateNanos);
      samples.finished(
          Kind.AVAILABILITY, MILLI * request * factor, request <= 10 ? "503" : "200", 100);
    }
    samples.ended(TimeUnit.SECONDS.toNanos(10), TimeUnit.SECONDS.toNanos(1));
    return samples;
  }

  private static Window window(String target, int number, Samples samples, long cpuMillis) {
    return new Window(
        target,
        100,
        Keys.ZIPF,
        number,
        samples,
        cpuMillis * MILLI,
        (target.equals(Window.SERVICE) ? cpuMillis : 20) * MILLI,
        2_000 * MILLI,
        1_800_000_000_000L + number);
  }

  private static LoadReport report(long lateNanos) {
    List<Window> windows = new ArrayList<>();
    long[] cpuMillis = {100, 300, 120};
    for (int number = 1; number <= 3; number++) {
      windows.add(window(Window.SERVICE, number, samples(2, lateNanos), cpuMillis[number - 1]));
      windows.add(window(Window.BARE, number, samples(1, lateNanos), 50));
    }
    return new LoadReport(Map.of("JDK", "25"), windows);
  }

  @Test
  void percentilesAreThoseOfTheHistograms() {
    assertThat(report(0).summary())
        .contains("| service | 100 | zipf | 3 | 99 | 1000")
        .contains("| bare | 100 | zipf | 3 | 99 | 500");
    Window window = window(Window.SERVICE, 1, samples(1, 0), 100);
    assertThat(window.percentileMicros(50)).isCloseTo(500_000, within(500.0));
    assertThat(window.percentileMicros(99.9)).isCloseTo(999_000, within(1_000.0));
    assertThat(window.throughput()).isCloseTo(99, within(1e-9));
  }

  @Test
  void cpuIsTheMedianWindowsAndUpdatesAreTakenOff() {
    LoadReport report = report(0);
    // 120 ms for 1,000 requests; 20 ms of them for updates, as in the bare server's windows.
    assertThat(report.summary()).contains(" 120.0 | 100.0 | {200=2970, 503=30} |");
    assertThat(report.summary()).contains(" 50.0 | 50.0 | {200=2970, 503=30} |");
    assertThat(report.netCpuMicros(new LoadReport.Load(100, Keys.ZIPF), Window.SERVICE))
        .isCloseTo(100, within(1e-9));
  }

  @Test
  void ratiosAreToTheBareServer() {
    assertThat(report(0).summary())
        .contains(
            "| **ratio** | 100 | zipf | | 1.00 | 2.00 | 2.00 | 2.00 | 2.00 | 2.00 | 2.40 | 2.00");
  }

  @Test
  void warnsWhenTheGeneratorWasLate() {
    assertThat(report(0).summary())
        .contains("at most 10 % of a core, its process 0.20 of")
        .contains("0 of 6000 starts were late")
        .doesNotContain("WARNING");
    assertThat(report(2 * MILLI).summary())
        .contains("6000 of 6000 starts were late")
        .contains("WARNING")
        .contains("in 6 of 6 windows");
  }

  @Test
  void unknownCpuIsNotANumber() {
    Window elsewhere =
        new Window(Window.SERVICE, 100, Keys.ZIPF, 1, samples(1, 0), -1, -1, 2_000 * MILLI, 0);
    assertThat(elsewhere.cpuMicrosPerRequest()).isNaN();
  }

  @Test
  void filesAreReadableByOtherTools(@TempDir Path folder) throws IOException {
    report(0).write(folder);
    assertThat(Files.readString(folder.resolve("report.md"))).contains("| JDK | 25 |");
    assertThat(Files.readString(folder.resolve("bare-100-zipf.hgrm"))).contains("Total count");
    assertThat(folder.resolve("service-100-zipf.hgrm")).isNotEmptyFile();
    List<EncodableHistogram> read = new ArrayList<>();
    try (HistogramLogReader log = new HistogramLogReader(folder.resolve("load.hlog").toFile())) {
      for (EncodableHistogram next = log.nextIntervalHistogram();
          next != null;
          next = log.nextIntervalHistogram()) {
        read.add(next);
      }
    }
    assertThat(read).hasSize(6);
    assertThat(read.getFirst().getTag()).isEqualTo("service-zipf-AVAILABILITY");
    assertThat(read.getFirst().getMaxValueAsDouble()).isCloseTo(2e9, within(2e6));
  }
}
