package tradecounter.loadtest.load;

/**
 * Finds the rate at which a server stops keeping up: doubles it until it does not, then halves the
 * interval {@value #STEPS} times.
 */
final class SaturationSearch {
  private static final int FIRST = 1_000;
  private static final int LAST = 512_000;
  private static final int STEPS = 3;

  /** One short window. */
  interface Probe {
    /** Whether the server keeps up with the rate. */
    boolean keepsUp(int ratePerSecond) throws InterruptedException;
  }

  private SaturationSearch() {}

  /** The highest rate that it kept up with: at least half of the first one. */
  static int saturation(Probe probe) throws InterruptedException {
    int good = FIRST / 2;
    int bad = FIRST;
    while (bad <= LAST && probe.keepsUp(bad)) {
      good = bad;
      bad *= 2;
    }
    for (int step = 0; step < STEPS; step++) {
      int middle = good + (bad - good) / 2;
      if (probe.keepsUp(middle)) {
        good = middle;
      } else {
        bad = middle;
      }
    }
    return good;
  }

  /** Answers nearly all within the window, and one in a hundred not later than 50 ms. */
  static boolean keepsUp(Samples samples) {
    return samples.latency().getValueAtPercentile(99) < 50_000_000
        && samples.answered() == samples.requests();
  }
}
