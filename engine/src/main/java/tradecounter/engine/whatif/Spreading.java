package tradecounter.engine.whatif;

import java.math.BigDecimal;
import java.math.RoundingMode;
import tradecounter.engine.whatif.PriceReport.Spread;

/** Sums up how far prices move one way. One thread. */
final class Spreading {
  static final int MEAN_DECIMALS = 10;

  private long count;
  private BigDecimal nearest = BigDecimal.ZERO;
  private BigDecimal farthest = BigDecimal.ZERO;
  private BigDecimal sum = BigDecimal.ZERO;

  /**
   * @param told the change as it is told
   * @param exact the change with {@link #MEAN_DECIMALS}
   */
  void add(BigDecimal told, BigDecimal exact) {
    if (count == 0 || told.abs().compareTo(nearest.abs()) < 0) {
      nearest = told;
    }
    if (told.abs().compareTo(farthest.abs()) > 0) {
      farthest = told;
    }
    sum = sum.add(exact);
    count++;
  }

  Spread spread() {
    return new Spread(
        count,
        nearest,
        farthest,
        count == 0
            ? BigDecimal.ZERO
            : sum.divide(
                BigDecimal.valueOf(count), PriceComparison.DECIMALS, RoundingMode.HALF_UP));
  }
}
