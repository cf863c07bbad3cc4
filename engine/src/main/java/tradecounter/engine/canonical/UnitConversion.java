package tradecounter.engine.canonical;

import java.math.BigDecimal;
import tradecounter.engine.canonical.Item.UnitOfMeasure;

/** Quantities between the units of an item: exact into the base unit, rounded down out of it. */
public final class UnitConversion {
  /** The quantity is not a whole number of millionths of the base unit, or too large. */
  public static final long NOT_WHOLE = Long.MIN_VALUE;

  private UnitConversion() {}

  /**
   * Base units in millionths, exactly, or {@link #NOT_WHOLE}.
   *
   * @param quantity in the unit, millionths
   */
  public static long toBase(long quantity, UnitOfMeasure unit) {
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

  /**
   * The unit's quantity in millionths, rounded down to the unit's decimals: never more than there
   * is, and what is negative becomes no less negative.
   *
   * @param quantity in the base unit, millionths
   */
  public static long fromBase(long quantity, UnitOfMeasure unit) {
    long millionths = millionthsFromBase(quantity, unit);
    return millionths
        - Math.floorMod(millionths, FixedPoint.powerOfTen(FixedPoint.DECIMALS - unit.decimals()));
  }

  /** As {@link #fromBase}, to the full six decimals: what was asked for comes back as it was. */
  public static long millionthsFromBase(long quantity, UnitOfMeasure unit) {
    return unit.numerator() == unit.denominator()
        ? quantity
        : FixedPoint.saturatedMultiplyDivide(quantity, unit.denominator(), unit.numerator());
  }

  /** Whether {@link #fromBase} loses something of the quantity. */
  public static boolean isRounded(long quantity, UnitOfMeasure unit) {
    return toBase(fromBase(quantity, unit), unit) != quantity;
  }
}
