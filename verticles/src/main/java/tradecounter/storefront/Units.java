package tradecounter.storefront;

import java.math.BigDecimal;
import java.math.RoundingMode;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Item.UnitOfMeasure;

/** Quantities between an item's units. */
final class Units {
  /** The quantity is not an exact number of base units. */
  static final long NOT_WHOLE = Long.MIN_VALUE;

  private Units() {}

  /** Base units in millionths, exactly, or {@link #NOT_WHOLE}. */
  static long toBase(long quantity, UnitOfMeasure unit) {
    if (unit.numerator() == unit.denominator()) {
      return quantity;
    }
    BigDecimal[] result =
        BigDecimal.valueOf(quantity)
            .multiply(BigDecimal.valueOf(unit.numerator()))
            .divideAndRemainder(BigDecimal.valueOf(unit.denominator()));
    boolean fits = result[0].abs().compareTo(BigDecimal.valueOf(FixedPoint.INPUT_LIMIT)) < 0;
    return result[1].signum() == 0 && fits ? result[0].longValueExact() : NOT_WHOLE;
  }

  /** The unit's quantity in millionths, rounded down: never more than there is. */
  static long fromBase(long quantity, UnitOfMeasure unit) {
    return unit.numerator() == unit.denominator()
        ? quantity
        : FixedPoint.multiplyDivide(
            quantity, unit.denominator(), unit.numerator(), RoundingMode.FLOOR);
  }
}
