package tradecounter.engine.canonical;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The one number format of quantities and money: a {@code long} count of millionths.
 *
 * <p>One scale for everything means that figures of a position and the definition of its item may
 * arrive in either order and still give the same state; how many decimals an item allows is checked
 * where an event enters, not where it is stored. The range is ±9.2·10¹² whole units, the accepted
 * input is below 10¹².
 *
 * <p>Rounding: divisions that must round use {@link RoundingMode#HALF_UP}; availability rounds
 * down. Nothing here ever goes through floating point.
 */
public final class FixedPoint {
  public static final int DECIMALS = 6;
  public static final long ONE = 1_000_000L;

  /** Exclusive bound of an accepted input: 10¹² whole units. */
  public static final long INPUT_LIMIT = 1_000_000_000_000L * ONE;

  private static final long[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

  private FixedPoint() {}

  /** {@code whole} units. */
  public static long of(long whole) {
    return Math.multiplyExact(whole, ONE);
  }

  /** Ten to the power of {@code exponent}, 0 to 6. */
  public static long powerOfTen(int exponent) {
    return POWERS[exponent];
  }

  /** Whether {@code value} needs no more than {@code decimals} decimals. */
  public static boolean fits(long value, int decimals) {
    return value % POWERS[DECIMALS - decimals] == 0;
  }

  /**
   * Reads a plain decimal such as {@code -12.5}: digits, at most one point, at most six decimals
   * (further zeros do no harm), below 10¹² in magnitude, no exponent, no leading plus, no
   * superfluous leading zero.
   *
   * @throws NumberFormatException with a sentence fit for the sender
   */
  public static long parse(CharSequence text) {
    int length = text.length();
    int at = 0;
    boolean negative = length > 0 && text.charAt(0) == '-';
    if (negative) {
      at++;
    }
    int firstDigit = at;
    long whole = 0;
    while (at < length && isDigit(text.charAt(at))) {
      if (at - firstDigit == 12) {
        throw new NumberFormatException("'" + shortened(text) + "' is out of range (below 10^12)");
      }
      whole = whole * 10 + (text.charAt(at++) - '0');
    }
    if (at == firstDigit || (text.charAt(firstDigit) == '0' && at - firstDigit > 1)) {
      throw new NumberFormatException("'" + shortened(text) + "' is not a plain decimal number");
    }
    long fraction = 0;
    if (at < length && text.charAt(at) == '.') {
      int firstDecimal = ++at;
      while (at < length && isDigit(text.charAt(at))) {
        if (at - firstDecimal < DECIMALS) {
          fraction = fraction * 10 + (text.charAt(at) - '0');
        } else if (text.charAt(at) != '0') {
          throw new NumberFormatException("'" + shortened(text) + "' has more than 6 decimals");
        }
        at++;
      }
      int decimals = Math.min(at - firstDecimal, DECIMALS);
      if (at == firstDecimal) {
        throw new NumberFormatException("'" + shortened(text) + "' is not a plain decimal number");
      }
      fraction *= POWERS[DECIMALS - decimals];
    }
    if (at != length) {
      throw new NumberFormatException("'" + shortened(text) + "' is not a plain decimal number");
    }
    long magnitude = whole * ONE + fraction;
    return negative ? -magnitude : magnitude;
  }

  /** The shortest plain decimal: {@code 1500000} is {@code "1.5"}. */
  public static String format(long value) {
    return BigDecimal.valueOf(value, DECIMALS).stripTrailingZeros().toPlainString();
  }

  /** The plain decimal with at least {@code decimals} decimals: money as people write it. */
  public static String format(long value, int decimals) {
    BigDecimal plain = BigDecimal.valueOf(value, DECIMALS).stripTrailingZeros();
    return (plain.scale() < decimals ? plain.setScale(decimals, RoundingMode.UNNECESSARY) : plain)
        .toPlainString();
  }

  /**
   * {@code a · b ÷ divisor} with the exact product of any size, rounded as told.
   *
   * @throws ArithmeticException if the result leaves the range of a {@code long}
   */
  public static long multiplyDivide(long a, long b, long divisor, RoundingMode rounding) {
    long high = Math.multiplyHigh(a, b);
    long low = a * b;
    boolean fits = high == (low >> 63);
    // The two values without a counterpart of the other sign would overflow in plain arithmetic.
    if (fits && low != Long.MIN_VALUE && divisor != Long.MIN_VALUE) {
      return divide(low, divisor, rounding);
    }
    return BigDecimal.valueOf(a)
        .multiply(BigDecimal.valueOf(b))
        .divide(BigDecimal.valueOf(divisor), 0, rounding)
        .longValueExact();
  }

  /** The sum of two quantities; at the ends of the range it stays there instead of wrapping. */
  public static long saturatedSum(long a, long b) {
    long sum = a + b;
    boolean overflow = ((a ^ sum) & (b ^ sum)) < 0;
    return overflow ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
  }

  /** The product of two quantities that are not negative, rounded up; at most the largest long. */
  public static long timesCeiling(long a, long b) {
    return b == 0 || a / ONE < Long.MAX_VALUE / b
        ? multiplyDivide(a, b, ONE, RoundingMode.CEILING)
        : Long.MAX_VALUE;
  }

  /** How many whole {@code quantityPer} fit into the quantity, in millionths. */
  public static long wholeMultiples(long quantity, long quantityPer) {
    return saturatedMultiplyDivide(quantity / quantityPer, ONE, 1);
  }

  /** {@code a · b ÷ divisor}, rounded down; at the ends of the range it stays there. */
  public static long saturatedMultiplyDivide(long a, long b, long divisor) {
    try {
      return multiplyDivide(a, b, divisor, RoundingMode.FLOOR);
    } catch (ArithmeticException e) {
      return (a < 0) == (b < 0) == (divisor > 0) ? Long.MAX_VALUE : Long.MIN_VALUE;
    }
  }

  private static long divide(long dividend, long divisor, RoundingMode rounding) {
    return switch (rounding) {
      case FLOOR -> Math.floorDiv(dividend, divisor);
      case CEILING -> Math.ceilDiv(dividend, divisor);
      case HALF_UP -> {
        long quotient = dividend / divisor;
        long remainder = Math.abs(dividend % divisor);
        boolean up = remainder >= Math.abs(divisor) - remainder;
        boolean negative = (dividend < 0) != (divisor < 0);
        yield up ? quotient + (negative ? -1 : 1) : quotient;
      }
      case UP, DOWN, HALF_DOWN, HALF_EVEN, UNNECESSARY ->
          BigDecimal.valueOf(dividend)
              .divide(BigDecimal.valueOf(divisor), 0, rounding)
              .longValueExact();
    };
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static CharSequence shortened(CharSequence text) {
    return text.length() <= 32 ? text : text.subSequence(0, 32) + "…";
  }
}
