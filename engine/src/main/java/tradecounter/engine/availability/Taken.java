package tradecounter.engine.availability;

import java.util.HashMap;
import java.util.Map;
import tradecounter.engine.canonical.FixedPoint;

/** What the lines of one cart have been promised so far, by item and source. Not thread-safe. */
final class Taken {
  private record Departure(String source, int onDay) {}

  private final Map<String, Map<Departure, Long>> ofItem = new HashMap<>(0);
  private final Map<String, Long> totals = new HashMap<>(0);

  /** Takes so much of the item from a source, leaving on that day. */
  void take(String item, String source, int dispatchDay, long quantity) {
    ofItem
        .computeIfAbsent(item, _ -> new HashMap<>(2))
        .merge(new Departure(source, dispatchDay), quantity, FixedPoint::saturatedSum);
    count(item, quantity);
  }

  /** Counts what was promised of an item that has no supply of its own. */
  void count(String item, long quantity) {
    totals.merge(item, quantity, FixedPoint::saturatedSum);
  }

  /** Whether anything of the item has been promised. */
  boolean touches(String item) {
    return totals.containsKey(item);
  }

  /** How much of the item has been promised altogether. */
  long total(String item) {
    return totals.getOrDefault(item, 0L);
  }

  /** What is left of a source's curve. What leaves after the horizon is missing on its last day. */
  AtpCurve left(String item, String source, AtpCurve curve, int lastDay) {
    AtpCurve left = curve;
    for (Map.Entry<Departure, Long> taken : ofItem.getOrDefault(item, Map.of()).entrySet()) {
      if (taken.getKey().source().equals(source)) {
        left = left.minus(Math.min(taken.getKey().onDay(), lastDay), taken.getValue());
      }
    }
    return left;
  }

  /** How much of the item has been promised from the source. */
  long from(String item, String source) {
    long sum = 0;
    for (Map.Entry<Departure, Long> taken : ofItem.getOrDefault(item, Map.of()).entrySet()) {
      if (taken.getKey().source().equals(source)) {
        sum = FixedPoint.saturatedSum(sum, taken.getValue());
      }
    }
    return sum;
  }
}
