package tradecounter.engine.pricing;

/**
 * What the house has decided about prices.
 *
 * @param convertsCurrencies whether a price may be made from one in another currency where there is
 *     none in the currency asked for
 */
public record PricingRules(boolean convertsCurrencies, CurrencyRounding rounding) {
  /** No conversion, minor units. */
  public static final PricingRules PLAIN = new PricingRules(false, CurrencyRounding.ISO_4217);
}
