package tradecounter.loadtest.load;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What a generator has seen in one window. Written by one thread, read when it has ended. */
final class Samples {
  private static final long MAX_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final int DIGITS = 3;

  private final Map<Kind, Histogram> latencies = new EnumMap<>(Kind.class);
  private final Map<String, Long> outcomes = new TreeMap<>();
  private final Histogram lateness = histogram();
  private long late;
  private long waited;
  private long bytes;
  private long tookNanos;
  private long loopCpuNanos;

  static Histogram histogram() {
    Histogram histogram = new Histogram(MAX_NANOS, DIGITS);
    histogram.setAutoResize(false);
    return histogram;
  }

  /** A request was started so long after it was meant to. */
  void started(long lateNanos) {
    lateness.recordValue(Math.clamp(lateNanos, 0, MAX_NANOS));
    if (lateNanos > Generator.LATE_NANOS) {
      late++;
    }
  }

  /** No connection was free for a request. */
  void waited() {
    waited++;
  }

  /**
   * A request has ended.
   *
   * @param latencyNanos from the intended start
   * @param outcome the status, or what went wrong
   */
  void finished(Kind kind, long latencyNanos, String outcome, long answerBytes) {
    latencies
        .computeIfAbsent(kind, _ -> histogram())
        .recordValue(Math.clamp(latencyNanos, 0, MAX_NANOS));
    outcomes.merge(outcome, 1L, Long::sum);
    bytes += answerBytes;
  }

  void ended(long windowNanos, long generatorLoopCpuNanos) {
    tookNanos = windowNanos;
    loopCpuNanos = generatorLoopCpuNanos;
  }

  Map<Kind, Histogram> latencies() {
    return latencies;
  }

  /** Of all kinds together. */
  Histogram latency() {
    Histogram sum = histogram();
    latencies.values().forEach(sum::add);
    return sum;
  }

  Map<String, Long> outcomes() {
    return outcomes;
  }

  long requests() {
    return outcomes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Answered with 200. */
  long answered() {
    return outcomes.getOrDefault("200", 0L);
  }

  /** How late the generator itself was. */
  Histogram lateness() {
    return lateness;
  }

  /** Starts that the generator missed by more than a millisecond. */
  long late() {
    return late;
  }

  /** Requests that found every connection busy. */
  long waitedForConnection() {
    return waited;
  }

  long bytes() {
    return bytes;
  }

  double seconds() {
    return tookNanos / 1e9;
  }

  /** The share of one core that the generator's event loop has used. */
  double loopShare() {
    return tookNanos == 0 ? 0 : (double) loopCpuNanos / tookNanos;
  }
}
