package tradecounter.engine.availability;

import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.availability.AvailabilityAnswer.Figures;
import tradecounter.engine.state.ItemSnapshot;

/**
 * What has been derived from one snapshot, kept with it until the item changes: what each location
 * can promise, and the figures for those who ask for nothing in particular, by network. Immutable;
 * more is added by copying, and if two threads do so at once, one of the two derives again later.
 *
 * @param policies by which it was derived: under others it is worth nothing
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, never written to.
record Kept(FeedPolicies policies, LocationSupply[] supplies, Answered[] answers) {
  private static final LocationSupply[] NO_SUPPLIES = {};
  private static final Answered[] NO_ANSWERS = {};

  /** Networks of one item beyond this number are answered anew each time. */
  private static final int MAXIMUM_ANSWERS = 8;

  /** The figures for whoever is reached like that, for as long as they stand. */
  record Answered(Reach reach, Figures figures, long fromMillis, long untilMillis) {
    boolean standsAt(long nowMillis) {
      return fromMillis <= nowMillis && nowMillis <= untilMillis;
    }
  }

  @SuppressWarnings("ReferenceEquality") // A change of the policies makes a new object.
  private static Kept of(FeedPolicies policies, ItemSnapshot snapshot) {
    return snapshot.derived() instanceof Kept kept && kept.policies == policies
        ? kept
        : new Kept(policies, NO_SUPPLIES, NO_ANSWERS);
  }

  /** What the location can promise, if it is kept and still stands. */
  static @Nullable LocationSupply supply(
      FeedPolicies policies, ItemSnapshot snapshot, Reach.Leg leg, long doubted) {
    for (LocationSupply supply : of(policies, snapshot).supplies) {
      if (supply.location() == leg.location()
          && supply.today() == leg.today()
          && supply.servesFrom() == leg.servesFrom()
          && supply.doubted() == doubted) {
        return supply;
      }
    }
    return null;
  }

  static void keep(FeedPolicies policies, ItemSnapshot snapshot, LocationSupply fresh) {
    Kept known = of(policies, snapshot);
    LocationSupply[] others =
        Arrays.stream(known.supplies)
            .filter(supply -> supply.location() != fresh.location())
            .toArray(LocationSupply[]::new);
    LocationSupply[] supplies = Arrays.copyOf(others, others.length + 1);
    supplies[others.length] = fresh;
    policies.world().keepDerived(snapshot, new Kept(policies, supplies, known.answers));
  }

  /** The figures for whoever is reached like that, if they are kept. */
  static @Nullable Figures figures(
      FeedPolicies policies, ItemSnapshot snapshot, Reach reach, Instant now) {
    for (Answered answered : of(policies, snapshot).answers) {
      if (answered.reach.isLike(reach) && answered.standsAt(now.toEpochMilli())) {
        return answered.figures;
      }
    }
    return null;
  }

  static void keep(FeedPolicies policies, ItemSnapshot snapshot, Answered fresh) {
    Kept known = of(policies, snapshot);
    Answered[] others =
        Arrays.stream(known.answers)
            .filter(answered -> !answered.figures.network().equals(fresh.figures.network()))
            .limit(MAXIMUM_ANSWERS - 1)
            .toArray(Answered[]::new);
    Answered[] answers = Arrays.copyOf(others, others.length + 1);
    answers[others.length] = fresh;
    policies.world().keepDerived(snapshot, new Kept(policies, known.supplies, answers));
  }
}
