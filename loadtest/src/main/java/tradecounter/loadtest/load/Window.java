package tradecounter.loadtest.load;

/**
 * One measured window.
 *
 * @param target {@link #SERVICE} or {@link #BARE}
 * @param number of the pair of windows, from 1
 * @param cpuNanos what the process of the target has used, -1 if unknown
 * @param serviceCpuNanos what the service has used, whoever was the target
 * @param generatorCpuNanos what this process has used
 * @param endedAtMillis wall clock, for the histogram log
 */
record Window(
    String target,
    int ratePerSecond,
    Keys keys,
    int number,
    Samples samples,
    long cpuNanos,
    long serviceCpuNanos,
    long generatorCpuNanos,
    long endedAtMillis) {
  static final String SERVICE = "service";
  static final String BARE = "bare";

  /** The generator has missed more starts than one in a thousand, or its loop had no time left. */
  static final double MISSED_LIMIT = 0.001;

  static final double LOOP_LIMIT = 0.9;

  boolean isService() {
    return target.equals(SERVICE);
  }

  /** CPU time for each request, with all else that the process did; NaN if unknown. */
  double cpuMicrosPerRequest() {
    return cpuNanos < 0 ? Double.NaN : cpuNanos / 1e3 / samples.requests();
  }

  double percentileMicros(double percentile) {
    return samples.latency().getValueAtPercentile(percentile) / 1e3;
  }

  double throughput() {
    return samples.answered() / samples.seconds();
  }

  double missedShare() {
    return (double) samples.late() / samples.requests();
  }

  /** The cores' worth of CPU that the generator's whole process has used. */
  double generatorCores() {
    return generatorCpuNanos / 1e9 / samples.seconds();
  }

  boolean isGeneratorBottleneck() {
    return missedShare() > MISSED_LIMIT || samples.loopShare() > LOOP_LIMIT;
  }
}
