package tradecounter.engine.availability;

import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.availability.AvailabilityAnswer.Figures;
import tradecounter.engine.state.ItemSnapshot;
import tradecounter.engine.state.World;

/**
 * What has been derived from one snapshot, kept with it until the item changes: what each location
 * can promise, and the figures for those who ask for nothing in particular, by network. Immutable;
 * more is added by copying, and if two threads do so at once, one of the two derives again later.
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, never written to.
record Kept(LocationSupply[] supplies, Answered[] answers) {
  private static final Kept NOTHING = new Kept(new LocationSupply[0], new Answered[0]);

  /** Networks of one item beyond this number are answered anew each time. */
  private static final int MAXIMUM_ANSWERS = 8;

  /** The figures for whoever is reached like that, for as long as they stand. */
  record Answered(Reach reach, Figures figures, long fromMillis, long untilMillis) {
    boolean standsAt(long nowMillis) {
      return fromMillis <= nowMillis && nowMillis <= untilMillis;
    }
  }

  private static Kept of(ItemSnapshot snapshot) {
    return snapshot.derived() instanceof Kept kept ? kept : NOTHING;
  }

  /** What the location can promise, if it is kept and still stands. */
  static @Nullable LocationSupply supply(ItemSnapshot snapshot, Reach.Leg leg, long doubted) {
    for (LocationSupply supply : of(snapshot).supplies) {
      if (supply.location() == leg.location()
          && supply.today() == leg.today()
          && supply.servesFrom() == leg.servesFrom()
          && supply.doubted() == doubted) {
        return supply;
      }
    }
    return null;
  }

  static void keep(World world, ItemSnapshot snapshot, LocationSupply fresh) {
    Kept known = of(snapshot);
    LocationSupply[] others =
        Arrays.stream(known.supplies)
            .filter(supply -> supply.location() != fresh.location())
            .toArray(LocationSupply[]::new);
    LocationSupply[] supplies = Arrays.copyOf(others, others.length + 1);
    supplies[others.length] = fresh;
    world.keepDerived(snapshot, new Kept(supplies, known.answers));
  }

  /** The figures for whoever is reached like that, if they are kept. */
  static @Nullable Figures figures(ItemSnapshot snapshot, Reach reach, Instant now) {
    for (Answered answered : of(snapshot).answers) {
      if (answered.reach.isLike(reach) && answered.standsAt(now.toEpochMilli())) {
        return answered.figures;
      }
    }
    return null;
  }

  static void keep(World world, ItemSnapshot snapshot, Answered fresh) {
    Kept known = of(snapshot);
    Answered[] others =
        Arrays.stream(known.answers)
            .filter(answered -> !answered.figures.network().equals(fresh.figures.network()))
            .limit(MAXIMUM_ANSWERS - 1)
            .toArray(Answered[]::new);
    Answered[] answers = Arrays.copyOf(others, others.length + 1);
    answers[others.length] = fresh;
    world.keepDerived(snapshot, new Kept(known.supplies, answers));
  }
}
