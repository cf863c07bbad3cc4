package tradecounter.engine.pricing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Map;
import tradecounter.engine.canonical.FixedPoint;

/**
 * The one rule by which money is rounded, per currency: amounts that are paid (extended prices,
 * taxes, totals) are rounded half up, away from zero on the half, to a multiple of the currency's
 * smallest amount. That is its minor unit by ISO 4217 (JPY 1, EUR 0.01, KWD 0.001) unless set
 * otherwise (CHF 0.05 where one rounds to five centimes). Unit prices are not amounts that are
 * paid: they have up to six decimals.
 */
public final class CurrencyRounding {
  /** Minor units by ISO 4217 for every currency. */
  public static final CurrencyRounding ISO_4217 = new CurrencyRounding(Map.of());

  private final Map<String, Long> smallestAmounts;

  /**
   * @param smallestAmounts by currency, in millionths, where it is not the minor unit
   */
  public CurrencyRounding(Map<String, Long> smallestAmounts) {
    this.smallestAmounts = Map.copyOf(smallestAmounts);
  }

  /**
   * The amount as it is paid, in millionths.
   *
   * @param dividend ÷ {@code divisor} is the exact amount in currency units
   * @throws ArithmeticException beyond what a {@code long} of millionths holds
   */
  public long paid(BigDecimal dividend, BigDecimal divisor, String currency) {
    BigDecimal smallest = BigDecimal.valueOf(smallestAmount(currency), FixedPoint.DECIMALS);
    return dividend
        .divide(divisor.multiply(smallest), 0, RoundingMode.HALF_UP)
        .multiply(smallest)
        .movePointRight(FixedPoint.DECIMALS)
        .longValueExact();
  }

  /** In millionths. */
  public long smallestAmount(String currency) {
    Long set = smallestAmounts.get(currency);
    return set != null ? set : FixedPoint.powerOfTen(FixedPoint.DECIMALS - decimals(currency));
  }

  /** The decimals in which a currency is paid, by ISO 4217; 2 for a code it does not know. */
  public static int decimals(String currency) {
    try {
      return Math.clamp(Currency.getInstance(currency).getDefaultFractionDigits(), 0, 6);
    } catch (IllegalArgumentException unknownCode) {
      return 2;
    }
  }
}
