package tradecounter.engine.availability;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.SourceKey;
import tradecounter.engine.hold.Departure;

/**
 * What the lines of one cart have been promised so far, in the order of taking. Not thread-safe.
 */
final class Taken {
  private final List<Departure> departures = new ArrayList<>(0);
  private final Map<String, List<Departure>> ofItem = new HashMap<>(0);
  private final List<Total> counted = new ArrayList<>(0);
  private final Map<String, List<Total>> countedOfItem = new HashMap<>(0);

  private record Total(String item, long quantity, Customer by) {}

  /** How far taking had got; see {@link #since} and {@link #backTo}. */
  record Mark(int departures, int counted) {}

  Mark mark() {
    return new Mark(departures.size(), counted.size());
  }

  /** What was taken after the mark. */
  List<Departure> since(Mark mark) {
    return List.copyOf(departures.subList(mark.departures(), departures.size()));
  }

  /** Puts back what was taken after the mark. */
  void backTo(Mark mark) {
    while (departures.size() > mark.departures()) {
      Departure last = departures.removeLast();
      ofItem.getOrDefault(last.item(), List.of()).removeLast();
    }
    while (counted.size() > mark.counted()) {
      Total last = counted.removeLast();
      countedOfItem.getOrDefault(last.item(), List.of()).removeLast();
    }
  }

  /** Takes what leaves a source for that customer. */
  void take(Departure departure, Customer by) {
    String item = departure.item();
    departures.add(departure);
    ofItem.computeIfAbsent(item, _ -> new ArrayList<>(2)).add(departure);
    count(item, departure.quantity(), by);
  }

  /** Counts what that customer was promised of an item that has no supply of its own. */
  void count(String item, long quantity, Customer by) {
    Total total = new Total(item, quantity, by);
    counted.add(total);
    countedOfItem.computeIfAbsent(item, _ -> new ArrayList<>(2)).add(total);
  }

  /** Whether anything of the item has been promised. */
  boolean touches(String item) {
    return !countedOfItem.getOrDefault(item, List.of()).isEmpty();
  }

  /** How much of the item has been promised to them altogether. */
  long total(String item, Predicate<Customer> to) {
    long sum = 0;
    for (Total total : countedOfItem.getOrDefault(item, List.of())) {
      if (to.test(total.by())) {
        sum = FixedPoint.saturatedSum(sum, total.quantity());
      }
    }
    return sum;
  }

  /** What is left of a source's curve. What leaves after the horizon is missing on its last day. */
  AtpCurve left(String item, SourceKey source, AtpCurve curve, int lastDay) {
    AtpCurve left = curve;
    for (Departure taken : ofItem.getOrDefault(item, List.of())) {
      if (taken.source().equals(source)) {
        left = left.minus(Math.min(taken.onDay(), lastDay), taken.quantity());
      }
    }
    return left;
  }

  /** How much of the item has been promised from the source. */
  long from(String item, SourceKey source) {
    long sum = 0;
    for (Departure taken : ofItem.getOrDefault(item, List.of())) {
      if (taken.source().equals(source)) {
        sum = FixedPoint.saturatedSum(sum, taken.quantity());
      }
    }
    return sum;
  }
}
