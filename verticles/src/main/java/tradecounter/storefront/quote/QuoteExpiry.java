package tradecounter.storefront.quote;

import java.time.Instant;
import java.util.List;
import java.util.function.IntPredicate;
import tradecounter.storefront.price.LinePrice;
import tradecounter.storefront.price.PriceDay;

/** Until when a quote holds. */
final class QuoteExpiry {
  private QuoteExpiry() {}

  /**
   * So long as is configured, but not beyond the end of the last day on which every price and every
   * tax is what it is now.
   *
   * @param hasSameTaxes whether all lines bear the same taxes on a later day
   */
  static Instant of(
      PriceDay days,
      Instant now,
      int validMillis,
      List<LinePrice.Known> prices,
      IntPredicate hasSameTaxes) {
    int today = days.at(now);
    Instant configured = now.plusMillis(validMillis);
    int last = days.at(configured.minusMillis(1));
    for (LinePrice.Known price : prices) {
      last = Math.min(last, price.priced().validToDay());
    }
    int holds = today;
    while (holds < last && hasSameTaxes.test(holds + 1)) {
      holds++;
    }
    Instant end = days.endOf(holds);
    return configured.isBefore(end) ? configured : end;
  }
}
