package tradecounter.engine.canonical;

import java.math.BigInteger;
import java.util.OptionalLong;
import tradecounter.engine.canonical.Item.UnitOfMeasure;

/**
 * The quantities of an item that may be ordered in one unit: {@code first · step, …, last · step}.
 *
 * <p>With a unit of n/d base units and u decimals, an item of b decimals and a multiple m (all
 * quantities in millionths), k · 10^(6−u) of the unit are k · 10^(6−u) · n/d of the base unit, and
 * have to be a whole multiple of M = lcm(m, 10^(6−b)). That is so for every K-th k, with
 *
 * <pre>
 *   K = d · M / gcd(10^(6−u) · n, d · M)
 * </pre>
 *
 * The numbers on the way leave the range of a {@code long} by far.
 *
 * @param step millionths of the unit
 * @param first how many steps the smallest quantity is
 * @param last how many steps the largest is; less than {@code first} if there is none
 */
record ValidQuantities(BigInteger step, BigInteger first, BigInteger last) {
  /** The largest figure that is read at all. */
  private static final BigInteger LARGEST = BigInteger.valueOf(FixedPoint.INPUT_LIMIT - 1);

  static ValidQuantities of(Item item, UnitOfMeasure unit) {
    BigInteger numerator = BigInteger.valueOf(unit.numerator());
    BigInteger denominator = BigInteger.valueOf(unit.denominator());
    BigInteger finest = smallest(unit.decimals());
    BigInteger multiple = smallest(item.quantityDecimals());
    if (item.quantityRules().multiple() > 0) {
      multiple = leastCommonMultiple(multiple, BigInteger.valueOf(item.quantityRules().multiple()));
    }
    BigInteger wanted = denominator.multiply(multiple);
    BigInteger step = finest.multiply(wanted.divide(finest.multiply(numerator).gcd(wanted)));
    BigInteger baseStep = step.multiply(numerator).divide(denominator);

    BigInteger minimum = BigInteger.valueOf(item.quantityRules().minimum());
    BigInteger maximum =
        item.quantityRules().maximum() > 0
            ? BigInteger.valueOf(item.quantityRules().maximum())
            : LARGEST;
    BigInteger atLeast = minimum.add(baseStep).subtract(BigInteger.ONE).divide(baseStep);
    return new ValidQuantities(
        step, atLeast.max(BigInteger.ONE), maximum.divide(baseStep).min(LARGEST.divide(step)));
  }

  /** The largest that is no more than a quantity, which is not valid itself. */
  OptionalLong below(long quantity) {
    return times(BigInteger.valueOf(quantity).divide(step).min(last));
  }

  /** The smallest that is more than a quantity. */
  OptionalLong above(long quantity) {
    return times(BigInteger.valueOf(quantity).divide(step).add(BigInteger.ONE).max(first));
  }

  private OptionalLong times(BigInteger steps) {
    return steps.compareTo(first) < 0 || steps.compareTo(last) > 0
        ? OptionalLong.empty()
        : OptionalLong.of(steps.multiply(step).longValueExact());
  }

  private static BigInteger smallest(int decimals) {
    return BigInteger.valueOf(FixedPoint.powerOfTen(FixedPoint.DECIMALS - decimals));
  }

  private static BigInteger leastCommonMultiple(BigInteger a, BigInteger b) {
    return a.divide(a.gcd(b)).multiply(b);
  }
}
