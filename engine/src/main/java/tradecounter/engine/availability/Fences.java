package tradecounter.engine.availability;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Protection;
import tradecounter.engine.canonical.Protection.Bound;
import tradecounter.engine.state.Targeted;

/**
 * The ring-fences of one item, as one buyer meets them. Immutable.
 *
 * <p>What is kept for others must still be there on each day of its window, so that it is kept back
 * from before: with P(x) kept on day x, a source that can promise c(d) alone can promise
 *
 * <pre>
 *   a(d) = min over x ≥ d of max(0, c(x) − P(x))
 * </pre>
 *
 * Of several sources the last of the network gives first, the one before it what that one cannot
 * give, and so on. What is capped is capped by the day that is asked for.
 */
final class Fences {
  /** Nothing is protected. */
  static final Fences NONE = new Fences(List.of(), Long.MAX_VALUE, 0, 0);

  private final List<Protection> forOthers;
  private final long cap;
  private final int today;
  private final int lastDay;

  private Fences(List<Protection> forOthers, long cap, int today, int lastDay) {
    this.forOthers = forOthers;
    this.cap = cap;
    this.today = today;
    this.lastDay = lastDay;
  }

  static Fences of(Targeted<Protection> protections, Item item, Customer buyer, Reach reach) {
    if (protections.isEmpty()) {
      return NONE;
    }
    List<Protection> all = all(protections, item);
    if (all.isEmpty()) {
      return NONE;
    }
    List<Protection> forOthers = new ArrayList<>();
    long cap = Long.MAX_VALUE;
    for (Protection protection : all) {
      if (caps(protection, buyer, reach)) {
        cap = Math.min(cap, protection.quantity());
      } else if (protection.bound() == Bound.MINIMUM && !protection.isFor(buyer)) {
        forOthers.add(protection);
      }
    }
    return new Fences(forOthers, cap, reach.today(), reach.today() + item.horizonDays() - 1);
  }

  /** Those of the item and those of its category. */
  static List<Protection> all(Targeted<Protection> protections, Item item) {
    List<Protection> all = new ArrayList<>(protections.ofItem(item));
    all.addAll(protections.ofCategory(item));
    return all;
  }

  private static boolean caps(Protection protection, Customer buyer, Reach reach) {
    return protection.bound() == Bound.MAXIMUM
        && protection.isFor(buyer)
        && Day.within(reach.onDay(), protection.validFromDay(), protection.validToDay());
  }

  /** Whether the fence takes something from what this buyer may have. */
  static boolean applies(Protection protection, Customer buyer, Reach reach, int lastDay) {
    return caps(protection, buyer, reach)
        || (protection.bound() == Bound.MINIMUM
            && !protection.isFor(buyer)
            && protection.quantity() > 0
            && protection.validToDay() >= reach.today()
            && protection.validFromDay() <= lastDay);
  }

  /** No more than this can be promised; {@link Long#MAX_VALUE} if there is no such bound. */
  long cap() {
    return cap;
  }

  /** What is kept for others on the day; beyond the horizon as on its last day. */
  long keptForOthers(int day) {
    int looked = Math.min(day, lastDay);
    long kept = 0;
    for (Protection protection : forOthers) {
      if (Day.within(looked, protection.validFromDay(), protection.validToDay())) {
        kept = saturatedSum(kept, protection.quantity());
      }
    }
    return kept;
  }

  /** Of so much that is there today, what is left for this buyer. */
  long leftToday(long available) {
    return Math.min(cap, Math.max(0, available - keptForOthers(today)));
  }

  /** Of these curves of the sources, in the network's order, what is left of each. */
  List<AtpCurve> left(List<AtpCurve> curves) {
    if (forOthers.isEmpty()) {
      return curves;
    }
    int[] days = AtpCurve.allDays(curves, daysOfChange());
    long[] toGive = new long[days.length];
    for (int i = 0; i < days.length; i++) {
      toGive[i] = keptForOthers(days[i]);
    }
    AtpCurve[] left = new AtpCurve[curves.size()];
    for (int source = left.length - 1; source >= 0; source--) {
      left[source] = left(curves.get(source), days, toGive);
    }
    return Arrays.asList(left);
  }

  /** What is left of one source; {@code toGive} becomes what the sources before it have to give. */
  private static AtpCurve left(AtpCurve curve, int[] days, long[] toGive) {
    long[] left = new long[days.length];
    long least = Long.MAX_VALUE;
    for (int i = days.length - 1; i >= 0; i--) {
      long there = curve.at(days[i]);
      long given = Math.min(there, toGive[i]);
      toGive[i] -= given;
      least = Math.min(least, there - given);
      left[i] = least;
    }
    return AtpCurve.of(days, left);
  }

  /** Today, and the days on which more or less is kept. */
  private int[] daysOfChange() {
    int[] days = new int[1 + 2 * forOthers.size()];
    int size = 0;
    days[size++] = today;
    for (Protection protection : forOthers) {
      if (protection.validFromDay() > today && protection.validFromDay() <= lastDay) {
        days[size++] = protection.validFromDay();
      }
      if (protection.validToDay() >= today && protection.validToDay() < lastDay) {
        days[size++] = protection.validToDay() + 1;
      }
    }
    return Arrays.copyOf(days, size);
  }

  private static long saturatedSum(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
