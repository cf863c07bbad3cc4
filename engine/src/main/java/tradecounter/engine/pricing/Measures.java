package tradecounter.engine.pricing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import tradecounter.engine.canonical.Item.UnitOfMeasure;

/**
 * Carries quantities and amounts between units of one item. Both in millionths; an amount is per
 * some unit, so it goes the other way round than a quantity.
 */
final class Measures {
  private Measures() {}

  /** The quantity in base units, exactly. */
  static Ratio inBase(long quantity, UnitOfMeasure unit) {
    return Ratio.of(quantity, 1).times(unit.numerator(), unit.denominator());
  }

  /** The quantity of base units in a unit, exactly. */
  static Ratio fromBase(Ratio quantity, UnitOfMeasure unit) {
    return quantity.times(unit.denominator(), unit.numerator());
  }

  /** Compares two quantities, exactly. */
  static int compare(long quantity, UnitOfMeasure unit, long other, UnitOfMeasure otherUnit) {
    return sameSize(unit, otherUnit)
        ? Long.compare(quantity, other)
        : inBase(quantity, unit).compareTo(inBase(other, otherUnit));
  }

  /**
   * A quantity in another unit.
   *
   * @throws ArithmeticException beyond the range of a {@code long}
   */
  static long quantity(long quantity, UnitOfMeasure from, UnitOfMeasure to, RoundingMode rounding) {
    if (sameSize(from, to)) {
      return quantity;
    }
    return scaled(
        quantity,
        Math.multiplyExact(from.numerator(), to.denominator()),
        Math.multiplyExact(from.denominator(), to.numerator()),
        rounding);
  }

  /**
   * An amount per {@code fromPriceUnit} of a unit as one per {@code toPriceUnit} of another,
   * rounded half up.
   *
   * @throws ArithmeticException beyond the range of a {@code long}
   */
  static long amount(
      long amount, UnitOfMeasure from, int fromPriceUnit, UnitOfMeasure to, int toPriceUnit) {
    if (fromPriceUnit == toPriceUnit && sameSize(from, to)) {
      return amount;
    }
    return BigDecimal.valueOf(amount)
        .multiply(BigDecimal.valueOf(to.numerator()))
        .multiply(BigDecimal.valueOf(from.denominator()))
        .multiply(BigDecimal.valueOf(toPriceUnit))
        .divide(
            BigDecimal.valueOf(to.denominator())
                .multiply(BigDecimal.valueOf(from.numerator()))
                .multiply(BigDecimal.valueOf(fromPriceUnit)),
            0,
            RoundingMode.HALF_UP)
        .longValueExact();
  }

  private static long scaled(long value, long factor, long divisor, RoundingMode rounding) {
    return BigDecimal.valueOf(value)
        .multiply(BigDecimal.valueOf(factor))
        .divide(BigDecimal.valueOf(divisor), 0, rounding)
        .longValueExact();
  }

  private static boolean sameSize(UnitOfMeasure a, UnitOfMeasure b) {
    return a.numerator() == b.numerator() && a.denominator() == b.denominator();
  }
}
