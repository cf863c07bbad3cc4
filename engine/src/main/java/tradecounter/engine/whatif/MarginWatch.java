package tradecounter.engine.whatif;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import tradecounter.engine.canonical.PriceList;
import tradecounter.engine.canonical.PriceList.Formula;
import tradecounter.engine.pricing.PriceAnswer.Level;
import tradecounter.engine.pricing.PriceAnswer.Priced;
import tradecounter.engine.state.PriceLists;
import tradecounter.engine.state.Told;
import tradecounter.engine.whatif.PriceReport.Margins;
import tradecounter.engine.whatif.PriceReport.Pair;
import tradecounter.engine.whatif.PriceReport.Thin;

/** Counts the prices that leave too little over the cost. One thread. */
final class MarginWatch {
  private static final Comparator<Thin> WORST_FIRST =
      Comparator.<Thin>comparingInt(thin -> thin.marginAfter().isPresent() ? 1 : 0)
          .thenComparing(thin -> thin.marginAfter().orElse(BigDecimal.ZERO))
          .thenComparing(Thin::pair);

  private final long minimumMarginPercent;
  private final Foremost<Thin> worst;
  private long costUnknown;
  private long belowBefore;
  private long belowAfter;
  private long newlyBelow;

  MarginWatch(long minimumMarginPercent, int largest) {
    this.minimumMarginPercent = minimumMarginPercent;
    this.worst = new Foremost<>(largest, WORST_FIRST);
  }

  /** One price of a pair and the cost it is held against, which may be unknown. */
  record Side(Priced priced, NetPrice net, long floor, OptionalLong cost) {
    boolean hasFloor() {
      return floor != Formula.NO_MINIMUM;
    }

    boolean isBelow() {
      return hasFloor()
          && cost.isPresent()
          && net.hasMarginBelow(NetPrice.decimal(floor), NetPrice.decimal(cost.getAsLong()));
    }

    Optional<BigDecimal> marginPercent() {
      return cost.isEmpty()
          ? Optional.empty()
          : net.marginPercent(NetPrice.decimal(cost.getAsLong()), PriceComparison.DECIMALS);
    }
  }

  /**
   * The cost is only looked up where there is a floor to hold the price against.
   *
   * @param costs of one base unit, by currency
   */
  Side side(Priced priced, NetPrice net, PriceLists lists, Function<String, OptionalLong> costs) {
    long floor = minimumMarginPercent;
    Level level = priced.winner().level();
    if (level == Level.CUSTOMER_LIST || level == Level.GROUP_LIST || level == Level.BASE_LIST) {
      Told<PriceList> list = lists.list(priced.winner().id());
      floor = Math.max(floor, list == null ? floor : list.value().formula().minimumMarginPercent());
    }
    return new Side(
        priced,
        net,
        floor,
        floor == Formula.NO_MINIMUM ? OptionalLong.empty() : costs.apply(priced.currency()));
  }

  void add(Pair pair, Optional<Side> before, Optional<Side> after) {
    boolean wasBelow = before.isPresent() && before.get().isBelow();
    if (wasBelow) {
      belowBefore++;
    }
    if (after.isEmpty() || !after.get().hasFloor()) {
      return;
    }
    Side side = after.get();
    if (side.cost().isEmpty()) {
      costUnknown++;
    } else if (side.isBelow()) {
      belowAfter++;
      newlyBelow += wasBelow ? 0 : 1;
      worst.add(
          new Thin(
              pair,
              before.map(Side::priced),
              side.priced(),
              side.cost().getAsLong(),
              NetPrice.decimal(side.floor()),
              before.flatMap(Side::marginPercent),
              side.marginPercent()));
    }
  }

  Margins margins() {
    return new Margins(costUnknown, belowBefore, belowAfter, newlyBelow, worst.inOrder());
  }
}
