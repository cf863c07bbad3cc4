package tradecounter.webhook;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;

/**
 * When to try again: somewhere between at once and the wait that the schedule has, so that those
 * who failed together do not come again together. Immutable.
 *
 * @param waitsMillis the longest wait before each further attempt
 */
record RetrySchedule(List<Long> waitsMillis) {
  RetrySchedule {
    waitsMillis = List.copyOf(waitsMillis);
  }

  /**
   * How long to wait after the attempt of that number, from 1; empty if it was the last.
   *
   * @param askedMillis what the endpoint has asked for, 0 if nothing: respected up to the longest
   *     wait there is
   * @param random a number from 0 to below its argument
   */
  OptionalLong after(int attempt, long askedMillis, LongUnaryOperator random) {
    if (attempt > waitsMillis.size()) {
      return OptionalLong.empty();
    }
    long jittered = 1 + random.applyAsLong(waitsMillis.get(attempt - 1));
    long longest = waitsMillis.stream().mapToLong(Long::longValue).max().orElse(0);
    return OptionalLong.of(Math.max(jittered, Math.min(askedMillis, longest)));
  }
}
