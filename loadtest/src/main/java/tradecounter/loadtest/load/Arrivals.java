package tradecounter.loadtest.load;

import java.util.concurrent.TimeUnit;

/**
 * When requests are meant to start: evenly, and whatever has become of those before (an open
 * model).
 *
 * @param ratePerSecond at least 1
 * @param count how many requests
 */
public record Arrivals(int ratePerSecond, int count) {
  static final int MAX_COUNT = 50_000_000;

  public Arrivals {
    if (ratePerSecond < 1 || count < 1 || count > MAX_COUNT) {
      throw new IllegalArgumentException(
          "a rate of at least 1 and 1 to " + MAX_COUNT + " requests, not " + ratePerSecond);
    }
  }

  /** Arrivals for a time. */
  public static Arrivals during(int ratePerSecond, int seconds) {
    return new Arrivals(ratePerSecond, Math.multiplyExact(ratePerSecond, seconds));
  }

  /** The intended start of a request, from 0, after the begin of the window: exact, no drift. */
  public long startNanos(int request) {
    return Math.multiplyExact((long) request, TimeUnit.SECONDS.toNanos(1)) / ratePerSecond;
  }

  /** How long the window is. */
  public long lengthNanos() {
    return startNanos(count);
  }
}
