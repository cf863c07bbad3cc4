package tradecounter.engine.availability;

import java.util.Arrays;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import tradecounter.engine.canonical.CommitmentPolicy;
import tradecounter.engine.canonical.LateSupplyPolicy;
import tradecounter.engine.canonical.StalePolicy;
import tradecounter.engine.canonical.SupplyPolicy;
import tradecounter.engine.state.World;

/**
 * How far each feed is believed. A figure that rests on several feeds is believed as far as the one
 * that is believed least. Feeds are bits, see {@link World#feed}. Any thread.
 */
final class FeedPolicies {
  private final World world;
  private final Function<String, SupplyPolicy> policyOfFeed;
  private volatile SupplyPolicy[] byNumber = new SupplyPolicy[0];

  FeedPolicies(World world, Function<String, SupplyPolicy> policyOfFeed) {
    this.world = world;
    this.policyOfFeed = policyOfFeed;
  }

  World world() {
    return world;
  }

  private SupplyPolicy of(int feed) {
    SupplyPolicy[] known = byNumber;
    return feed < known.length ? known[feed] : added()[feed];
  }

  private SupplyPolicy[] added() {
    SupplyPolicy[] known = byNumber;
    SupplyPolicy[] all = Arrays.copyOf(known, world.feedCount());
    for (int feed = known.length; feed < all.length; feed++) {
      all[feed] = policyOfFeed.apply(world.feed(feed).feed());
    }
    byNumber = all;
    return all;
  }

  /** The feeds that are stale now and whose figures therefore count for less. */
  long doubted(long nowMillis) {
    long bits = 0;
    for (int feed = 0; feed < world.feedCount(); feed++) {
      SupplyPolicy policy = of(feed);
      if (policy.stale().haircutPercent() > 0
          && policy.isStale(world.feed(feed).asOfMillis(), nowMillis)) {
        bits |= 1L << feed;
      }
    }
    return bits;
  }

  /** What a figure counts for that rests on these stale feeds. */
  StalePolicy stale(long doubtedBits) {
    StalePolicy strongest = StalePolicy.SERVE_FLAGGED;
    for (long rest = doubtedBits; rest != 0; rest &= rest - 1) {
      StalePolicy policy = of(Long.numberOfTrailingZeros(rest)).stale();
      if (policy.haircutPercent() > strongest.haircutPercent()
          || policy.kind() == StalePolicy.Kind.WITHHOLD) {
        strongest = policy;
      }
    }
    return strongest;
  }

  LateSupplyPolicy late(long bits) {
    return mostCautious(bits, SupplyPolicy::late, LateSupplyPolicy::mostCautious);
  }

  CommitmentPolicy commitments(long bits) {
    return mostCautious(bits, SupplyPolicy::commitments, CommitmentPolicy::mostCautious);
  }

  private <T> T mostCautious(
      long bits, Function<SupplyPolicy, T> part, BinaryOperator<T> moreCautious) {
    T result = part.apply(of(Long.numberOfTrailingZeros(bits)));
    for (long rest = bits & (bits - 1); rest != 0; rest &= rest - 1) {
      result = moreCautious.apply(result, part.apply(of(Long.numberOfTrailingZeros(rest))));
    }
    return result;
  }
}
