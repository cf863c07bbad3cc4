package tradecounter.engine.canonical;

import static tradecounter.engine.canonical.InvalidFigureException.require;

import java.math.RoundingMode;

/** How much of a doubtful quantity is believed. Percent are in millionths. */
public final class Haircut {
  /** Nothing is believed. */
  public static final long ALL = 100 * FixedPoint.ONE;

  private Haircut() {}

  static void check(long percent) {
    require(percent >= 0 && percent <= ALL, "haircutPercent must be 0 to 100");
  }

  /**
   * What is left of a quantity after so many percent are cut off, rounded down to the decimals of
   * the item. What is negative stays as it is: a shortage is not doubtful.
   */
  public static long apply(long quantity, long percent, int decimals) {
    if (quantity <= 0 || percent == 0) {
      return quantity;
    }
    long left = FixedPoint.multiplyDivide(quantity, ALL - percent, ALL, RoundingMode.FLOOR);
    return left - left % FixedPoint.powerOfTen(FixedPoint.DECIMALS - decimals);
  }
}
