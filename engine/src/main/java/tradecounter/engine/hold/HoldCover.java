package tradecounter.engine.hold;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tradecounter.engine.canonical.FixedPoint;

/**
 * What of an order its hold covers: line by line, as long as it lasts (T13). What it does not cover
 * has to be reserved as new; what is left over is given back. Not thread-safe.
 */
public final class HoldCover {
  /**
   * What covers one ordered line.
   *
   * @param quantity of what was asked for
   * @param departures what that takes, as it was held
   */
  public record Cover(long quantity, List<Departure> departures) {
    public Cover {
      departures = List.copyOf(departures);
    }
  }

  private final List<Hold.Line> lines;
  private final Map<String, Long> used = new HashMap<>();

  /** Covers with all that is open of the hold. */
  public HoldCover(Hold hold) {
    this.lines = hold.lines();
  }

  /**
   * Takes what there is for so much of an item.
   *
   * @param askedItem the item or bundle, as it was held
   * @param needs what one of it takes of each item that is no bundle
   */
  public Cover take(String askedItem, Map<String, Long> needs, long quantity) {
    long covered = needs.isEmpty() ? 0 : quantity;
    for (Map.Entry<String, Long> need : needs.entrySet()) {
      long left = 0;
      for (Hold.Line line : lines) {
        if (line.askedItem().equals(askedItem) && line.item().equals(need.getKey())) {
          left = FixedPoint.saturatedSum(left, left(line));
        }
      }
      covered =
          Math.min(
              covered,
              need.getValue() == FixedPoint.ONE
                  ? left
                  : FixedPoint.wholeMultiples(left, need.getValue()));
    }
    List<Departure> departures = new ArrayList<>();
    for (Map.Entry<String, Long> need : needs.entrySet()) {
      take(askedItem, need.getKey(), FixedPoint.timesCeiling(covered, need.getValue()), departures);
    }
    return new Cover(covered, departures);
  }

  private void take(String askedItem, String item, long quantity, List<Departure> departures) {
    long wanted = quantity;
    for (Hold.Line line : lines) {
      if (line.askedItem().equals(askedItem) && line.item().equals(item)) {
        long taken = Math.min(wanted, left(line));
        if (taken > 0) {
          used.merge(line.line(), taken, Long::sum);
          departures.add(
              new Departure(item, line.source(), line.leavesOnDay(), line.arrivesOnDay(), taken));
          wanted -= taken;
        }
      }
    }
  }

  private long left(Hold.Line line) {
    return line.open() - used.getOrDefault(line.line(), 0L);
  }
}
