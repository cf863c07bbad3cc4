package tradecounter.engine.availability;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.Protection;
import tradecounter.engine.canonical.Protection.Bound;
import tradecounter.engine.hold.ItemHolds;
import tradecounter.engine.state.ItemSnapshot;
import tradecounter.engine.state.Targeted;
import tradecounter.engine.state.Topology;
import tradecounter.engine.state.World;

/**
 * The ring-fences of one item, as one buyer meets them. Immutable.
 *
 * <p>What is kept for others must still be there on each day of its window, so that it is kept back
 * from before: of a source that can promise c(x) on day x, and of which g(x) is kept on that day,
 *
 * <pre>
 *   a(d) = min over x ≥ d of c(x) − g(x)
 * </pre>
 *
 * is left. It is kept at sources from which those it is for can be served at all, by whatever
 * network; of several the last of the buyer's network gives first, the one before it what that one
 * cannot give, and so on. What is capped is capped by the day that is asked for, and by what those
 * it is for hold already or were promised before.
 */
final class Fences {
  /** Nothing is protected. */
  static final Fences NONE = new Fences(List.of(), Long.MAX_VALUE, 0, 0);

  private final List<Keeping> forOthers;
  private final long cap;
  private final int today;
  private final int lastDay;

  /**
   * What is kept for others.
   *
   * @param servesThem whether they can be served from the source, by its place in the network
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared, never written to.
  private record Keeping(Protection protection, boolean[] servesThem) {}

  private Fences(List<Keeping> forOthers, long cap, int today, int lastDay) {
    this.forOthers = forOthers;
    this.cap = cap;
    this.today = today;
    this.lastDay = lastDay;
  }

  /**
   * The fences.
   *
   * @param taken what was promised before
   */
  static Fences of(World world, Item item, Customer buyer, Reach reach, Taken taken) {
    if (world.protections().isEmpty()) {
      return NONE;
    }
    List<Protection> all = all(world.protections(), item);
    if (all.isEmpty()) {
      return NONE;
    }
    List<Keeping> forOthers = new ArrayList<>();
    long cap = Long.MAX_VALUE;
    for (Protection protection : all) {
      if (caps(protection, buyer, reach)) {
        long gone =
            FixedPoint.saturatedSum(
                held(world, item, protection), taken.total(item.item(), protection::isFor));
        cap = Math.min(cap, Math.max(0, protection.quantity() - gone));
      } else if (protection.bound() == Bound.MINIMUM && !protection.isFor(buyer)) {
        forOthers.add(new Keeping(protection, servesThem(protection, reach)));
      }
    }
    return new Fences(forOthers, cap, reach.today(), reach.today() + item.horizonDays() - 1);
  }

  /** What those that the fence is for hold already. */
  private static long held(World world, Item item, Protection protection) {
    ItemSnapshot snapshot = world.item(item.item());
    long held = 0;
    for (ItemHolds.Open hold :
        snapshot == null ? List.<ItemHolds.Open>of() : snapshot.holds().open()) {
      if (world.customer(hold.line().customer()).filter(protection::isFor).isPresent()) {
        held = FixedPoint.saturatedSum(held, hold.quantity());
      }
    }
    return held;
  }

  private static boolean[] servesThem(Protection protection, Reach reach) {
    boolean[] serves = new boolean[reach.legs().size()];
    for (Topology.Route route : reach.topology().routes()) {
      if (admits(route.network().match(), protection)) {
        for (Network.Source theirs : route.network().sources()) {
          for (Reach.Leg leg : reach.legs()) {
            serves[leg.index()] |=
                leg.source().kind() == theirs.kind() && leg.source().key().equals(theirs.key());
          }
        }
      }
    }
    return serves;
  }

  /** Whether somebody whom the fence is for may be served by a network of this match. */
  private static boolean admits(Network.Match match, Protection protection) {
    return protection.channel().isEmpty()
        ? match.customerGroups().isEmpty()
            || match.customerGroups().contains(protection.customerGroup())
        : match.channels().isEmpty() || match.channels().contains(protection.channel());
  }

  /** Those of the item by key, then those of its category by key. */
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

  /**
   * Of what is there today, how much this buyer can have.
   *
   * @param free by source, none negative; used up
   * @param legs where the sources stand in the network; {@code null} if it is one bundle's
   * @param asked from which of the sources it may come
   */
  long leftToday(long[] free, int @Nullable [] legs, IntPredicate asked) {
    keepBack(free, legs, today);
    long left = 0;
    for (int source = 0; source < free.length; source++) {
      if (asked.test(source)) {
        left = FixedPoint.saturatedSum(left, free[source]);
      }
    }
    return Math.min(cap, left);
  }

  /**
   * Of these curves, what is left of each.
   *
   * @param legs where the sources stand in the network; {@code null} if it is one bundle's
   */
  List<AtpCurve> left(List<AtpCurve> curves, int @Nullable [] legs) {
    if (forOthers.isEmpty()) {
      return curves;
    }
    int[] days = AtpCurve.allDays(curves, daysOfChange());
    long[][] left = new long[curves.size()][days.length];
    long[] there = new long[curves.size()];
    for (int i = 0; i < days.length; i++) {
      for (int source = 0; source < there.length; source++) {
        there[source] = curves.get(source).at(days[i]);
      }
      keepBack(there, legs, days[i]);
      for (int source = 0; source < there.length; source++) {
        left[source][i] = there[source];
      }
    }
    List<AtpCurve> result = new ArrayList<>(left.length);
    for (long[] ofSource : left) {
      for (int i = days.length - 2; i >= 0; i--) {
        ofSource[i] = Math.min(ofSource[i], ofSource[i + 1]);
      }
      result.add(AtpCurve.of(days, ofSource));
    }
    return result;
  }

  /** Takes what is kept on the day away; beyond the horizon as on its last day. */
  private void keepBack(long[] there, int @Nullable [] legs, int day) {
    int looked = Math.min(day, lastDay);
    for (Keeping keeping : forOthers) {
      Protection protection = keeping.protection();
      long missing =
          Day.within(looked, protection.validFromDay(), protection.validToDay())
              ? protection.quantity()
              : 0;
      for (int source = there.length - 1; source >= 0 && missing > 0; source--) {
        if (legs == null || keeping.servesThem()[legs[source]]) {
          long given = Math.min(there[source], missing);
          there[source] -= given;
          missing -= given;
        }
      }
    }
  }

  /** Today, and the days on which more or less is kept. */
  private int[] daysOfChange() {
    int[] days = new int[1 + 2 * forOthers.size()];
    int size = 0;
    days[size++] = today;
    for (Keeping keeping : forOthers) {
      Protection protection = keeping.protection();
      if (protection.validFromDay() > today && protection.validFromDay() <= lastDay) {
        days[size++] = protection.validFromDay();
      }
      if (protection.validToDay() >= today && protection.validToDay() < lastDay) {
        days[size++] = protection.validToDay() + 1;
      }
    }
    return Arrays.copyOf(days, size);
  }
}
