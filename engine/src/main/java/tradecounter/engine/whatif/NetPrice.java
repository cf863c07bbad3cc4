package tradecounter.engine.whatif;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.pricing.PriceAnswer.Priced;

/**
 * What one unit costs after promotions, exactly: what is free is paid with the rest.
 *
 * @param amount ÷ {@code per} currency units
 */
record NetPrice(BigDecimal amount, BigDecimal per) implements Comparable<NetPrice> {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  static NetPrice of(Priced priced) {
    return new NetPrice(
        decimal(priced.unitPrice()).multiply(decimal(priced.quantity() - priced.freeQuantity())),
        decimal(priced.quantity()).multiply(BigDecimal.valueOf(priced.priceUnit())));
  }

  static BigDecimal decimal(long millionths) {
    return BigDecimal.valueOf(millionths, FixedPoint.DECIMALS);
  }

  boolean isZero() {
    return amount.signum() == 0;
  }

  @Override
  public int compareTo(NetPrice other) {
    return amount.multiply(other.per).compareTo(other.amount.multiply(per));
  }

  /**
   * The change from here to {@code other} in percent, rounded half up; empty from zero on, where
   * there is no percentage.
   */
  Optional<BigDecimal> percentTo(NetPrice other, int decimals) {
    BigDecimal here = amount.multiply(other.per);
    return isZero()
        ? Optional.empty()
        : Optional.of(
            other
                .amount
                .multiply(per)
                .subtract(here)
                .multiply(HUNDRED)
                .divide(here, decimals, RoundingMode.HALF_UP));
  }

  /** Which share of the price is not cost, in percent, rounded half up; empty for a price of 0. */
  Optional<BigDecimal> marginPercent(BigDecimal cost, int decimals) {
    return isZero()
        ? Optional.empty()
        : Optional.of(
            amount
                .subtract(cost.multiply(per))
                .multiply(HUNDRED)
                .divide(amount, decimals, RoundingMode.HALF_UP));
  }

  /**
   * Whether less than this share of the price is not cost, exactly.
   *
   * @param floor percent; below 100
   */
  boolean hasMarginBelow(BigDecimal floor, BigDecimal cost) {
    return amount.multiply(HUNDRED.subtract(floor)).compareTo(cost.multiply(per).multiply(HUNDRED))
        < 0;
  }
}
