package tradecounter.engine.pricing;

import java.math.BigInteger;

/**
 * An exact fraction, for quantities between units that do not come out even. Not reduced: it lives
 * for one comparison or one product.
 *
 * @param denominator positive
 */
record Ratio(BigInteger numerator, BigInteger denominator) implements Comparable<Ratio> {
  static final Ratio ZERO = of(0, 1);

  static Ratio of(long numerator, long denominator) {
    return new Ratio(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
  }

  Ratio plus(Ratio other) {
    return denominator.equals(other.denominator)
        ? new Ratio(numerator.add(other.numerator), denominator)
        : new Ratio(
            numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
            denominator.multiply(other.denominator));
  }

  Ratio minus(Ratio other) {
    return plus(new Ratio(other.numerator.negate(), other.denominator));
  }

  Ratio times(long factor, long divisor) {
    return new Ratio(
        numerator.multiply(BigInteger.valueOf(factor)),
        denominator.multiply(BigInteger.valueOf(divisor)));
  }

  /** How many whole {@code part} are in it; neither is negative. */
  BigInteger wholes(Ratio part) {
    return numerator.multiply(part.denominator).divide(denominator.multiply(part.numerator));
  }

  /** Rounded down; not negative. */
  BigInteger floor() {
    return numerator.divide(denominator);
  }

  @Override
  public int compareTo(Ratio other) {
    return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
  }
}
