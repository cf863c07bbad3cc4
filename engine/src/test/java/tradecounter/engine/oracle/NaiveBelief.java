package tradecounter.engine.oracle;

import static tradecounter.engine.oracle.NaiveWorld.units;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import tradecounter.engine.canonical.CommitmentPolicy;
import tradecounter.engine.canonical.LateSupplyPolicy;
import tradecounter.engine.canonical.StalePolicy;
import tradecounter.engine.canonical.SupplyPolicy;

/** How far the feeds are believed at one moment. */
final class NaiveBelief {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private final NaiveWorld world;
  private final Function<String, SupplyPolicy> policyOf;
  private final long nowMillis;

  NaiveBelief(NaiveWorld world, Function<String, SupplyPolicy> policyOf, long nowMillis) {
    this.world = world;
    this.policyOf = policyOf;
    this.nowMillis = nowMillis;
  }

  long nowMillis() {
    return nowMillis;
  }

  /** The strongest policy of those feeds that are stale. */
  StalePolicy stale(Set<String> feeds) {
    return feeds.stream()
        .filter(
            feed -> nowMillis - world.asOfMillis(feed) > policyOf.apply(feed).staleAfterMillis())
        .map(feed -> policyOf.apply(feed).stale())
        .max(Comparator.comparing(StalePolicy::kind).thenComparingLong(StalePolicy::haircutPercent))
        .orElse(StalePolicy.SERVE_FLAGGED);
  }

  LateSupplyPolicy late(Set<String> feeds) {
    List<LateSupplyPolicy> all = feeds.stream().map(policyOf).map(SupplyPolicy::late).toList();
    return new LateSupplyPolicy(
        all.stream().mapToInt(LateSupplyPolicy::graceDays).min().orElseThrow(),
        all.stream().mapToInt(LateSupplyPolicy::shiftDays).max().orElseThrow(),
        all.stream().mapToLong(LateSupplyPolicy::haircutPercent).max().orElseThrow(),
        all.stream().mapToInt(LateSupplyPolicy::dropAfterDays).min().orElseThrow());
  }

  CommitmentPolicy commitments(Set<String> feeds) {
    List<CommitmentPolicy> all =
        feeds.stream().map(policyOf).map(SupplyPolicy::commitments).toList();
    return new CommitmentPolicy(
        all.stream().mapToInt(CommitmentPolicy::validDays).min().orElseThrow(),
        all.stream().mapToInt(CommitmentPolicy::agedAfterDays).min().orElseThrow(),
        all.stream().mapToLong(CommitmentPolicy::agedHaircutPercent).max().orElseThrow());
  }

  /** What is left after so many percent, rounded down to the decimals of the item. */
  static BigDecimal cut(BigDecimal quantity, long percentMillionths, int decimals) {
    if (quantity.signum() <= 0 || percentMillionths == 0) {
      return quantity;
    }
    return quantity
        .multiply(HUNDRED.subtract(units(percentMillionths)))
        .divide(HUNDRED)
        .setScale(decimals, RoundingMode.FLOOR);
  }
}
