package tradecounter.engine.oracle;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** An exact number: {@code numerator ÷ denominator}, the denominator positive. */
record Fraction(BigInteger numerator, BigInteger denominator) implements Comparable<Fraction> {
  static final Fraction ZERO = of(0);
  static final Fraction HUNDRED = of(100);

  static Fraction of(long whole) {
    return new Fraction(BigInteger.valueOf(whole), BigInteger.ONE);
  }

  static Fraction of(long numerator, long denominator) {
    return of(numerator).over(of(denominator));
  }

  static Fraction of(BigDecimal decimal) {
    return decimal.scale() <= 0
        ? new Fraction(decimal.toBigIntegerExact(), BigInteger.ONE)
        : new Fraction(decimal.unscaledValue(), BigInteger.TEN.pow(decimal.scale()));
  }

  Fraction plus(Fraction other) {
    return new Fraction(
        numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
        denominator.multiply(other.denominator));
  }

  Fraction minus(Fraction other) {
    return plus(new Fraction(other.numerator.negate(), other.denominator));
  }

  Fraction times(Fraction other) {
    return new Fraction(
        numerator.multiply(other.numerator), denominator.multiply(other.denominator));
  }

  Fraction over(Fraction other) {
    BigInteger sign = BigInteger.valueOf(other.numerator.signum());
    return new Fraction(
        numerator.multiply(other.denominator).multiply(sign),
        denominator.multiply(other.numerator).multiply(sign));
  }

  /** The largest whole number that is not above. */
  Fraction floor() {
    return of(rounded(0, RoundingMode.FLOOR));
  }

  BigDecimal rounded(int decimals, RoundingMode rounding) {
    return new BigDecimal(numerator).divide(new BigDecimal(denominator), decimals, rounding);
  }

  boolean isAbove(Fraction other) {
    return compareTo(other) > 0;
  }

  @Override
  public int compareTo(Fraction other) {
    return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
  }
}
