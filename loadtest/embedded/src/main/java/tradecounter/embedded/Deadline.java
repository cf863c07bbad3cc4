package tradecounter.embedded;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for something that gives no notice, with an end. */
final class Deadline {
  private static final long RETRY_NS = Duration.ofMillis(20).toNanos();

  private final long endNs;

  private Deadline(long endNs) {
    this.endNs = endNs;
  }

  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  boolean isOver() {
    return System.nanoTime() - endNs >= 0;
  }

  /** Asks until the answer is yes (true) or the time is over or the thread interrupted (false). */
  boolean await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      if (isOver() || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(RETRY_NS);
    }
    return true;
  }
}
