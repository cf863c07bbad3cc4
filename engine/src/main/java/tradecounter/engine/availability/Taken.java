package tradecounter.engine.availability;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the lines of one cart have been promised so far, by item and source. Not thread-safe. */
final class Taken {
  private record Quantity(String source, int onDay, long quantity) {}

  private final Map<String, List<Quantity>> ofItem = new HashMap<>(0);
  private final Map<String, Long> totals = new HashMap<>(0);

  /** Takes so much of the item from a source, leaving on that day. */
  void take(String item, String source, int dispatchDay, long quantity) {
    ofItem
        .computeIfAbsent(item, _ -> new ArrayList<>(1))
        .add(new Quantity(source, dispatchDay, quantity));
    count(item, quantity);
  }

  /** Counts what was promised of an item that has no supply of its own. */
  void count(String item, long quantity) {
    totals.merge(item, quantity, Math::addExact);
  }

  boolean isEmpty() {
    return totals.isEmpty();
  }

  /** How much of the item has been promised altogether. */
  long total(String item) {
    return totals.getOrDefault(item, 0L);
  }

  /** What is left of a source's curve. What leaves after the horizon is missing on its last day. */
  AtpCurve left(String item, String source, AtpCurve curve, int lastDay) {
    AtpCurve left = curve;
    for (Quantity taken : ofItem.getOrDefault(item, List.of())) {
      if (taken.source().equals(source)) {
        left = left.minus(Math.min(taken.onDay(), lastDay), taken.quantity());
      }
    }
    return left;
  }
}
