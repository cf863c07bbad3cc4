package tradecounter.engine.pricing;

import java.math.BigDecimal;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Customer.Exemption;
import tradecounter.engine.canonical.Customer.TaxStatus;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.TaxRate;
import tradecounter.engine.state.TaxRates;
import tradecounter.engine.state.Told;

/**
 * Answers what tax a line bears, from the rates that feeds tell: by the jurisdiction of the ship-to
 * and the tax category of the item. The customer's status goes first, then its exemptions, then the
 * rate. Pure: any thread.
 */
public final class Taxation {
  private static final BigDecimal HUNDRED_PERCENT =
      BigDecimal.valueOf(FixedPoint.of(100)).movePointRight(FixedPoint.DECIMALS);

  private final TaxRates rates;
  private final CurrencyRounding rounding;

  public Taxation(TaxRates rates, CurrencyRounding rounding) {
    this.rates = rates;
    this.rounding = rounding;
  }

  /**
   * What tax the net amount of one line bears.
   *
   * @param jurisdiction of the ship-to, empty if it names none
   * @param taxCategory of the item, empty if it has none
   * @param net the amount that is taxed, millionths
   * @throws ArithmeticException if the tax is beyond the range of a {@code long}
   */
  public TaxAnswer on(
      Customer customer,
      String jurisdiction,
      String taxCategory,
      long net,
      String currency,
      int onDay) {
    if (customer.tax().status() != TaxStatus.TAXABLE) {
      return new TaxAnswer.Exempt(
          jurisdiction,
          customer.tax().status() == TaxStatus.EXEMPT
              ? "the customer owes no tax"
              : "the customer accounts for the tax itself (reverse charge)",
          "",
          Day.OPEN_END);
    }
    if (jurisdiction.isEmpty()) {
      return new TaxAnswer.Unknown(
          TaxAnswer.Cause.JURISDICTION_MISSING,
          "",
          "the ship-to names no jurisdiction: the ERP has to say which one taxes it");
    }
    for (Exemption exemption : customer.tax().exemptions()) {
      if (exemption.jurisdiction().equals(jurisdiction)
          && Day.within(onDay, exemption.validFromDay(), exemption.validToDay())) {
        return new TaxAnswer.Exempt(
            jurisdiction,
            "the customer is exempt in " + jurisdiction,
            exemption.certificate(),
            exemption.validToDay());
      }
    }
    return byRate(jurisdiction, taxCategory, net, currency, onDay);
  }

  /**
   * The last day on which a line that is taxed bears the same percentage, by the rates and
   * exemptions known today; {@link Day#OPEN_END} if no end is known.
   *
   * @param onDay a day on which {@link #on} answers {@link TaxAnswer.Taxed}
   */
  public int lastDayOfRate(Customer customer, TaxAnswer.Taxed taxed, int onDay) {
    int day = onDay;
    while (true) {
      int next = rates.nextChange(taxed.jurisdiction(), taxed.taxCategory(), day);
      for (Exemption exemption : customer.tax().exemptions()) {
        if (exemption.jurisdiction().equals(taxed.jurisdiction())
            && exemption.validFromDay() > day) {
          next = Math.min(next, exemption.validFromDay());
        }
      }
      if (next == Day.OPEN_END || !isTaxedAlike(customer, taxed, next)) {
        return next == Day.OPEN_END ? next : next - 1;
      }
      day = next;
    }
  }

  private boolean isTaxedAlike(Customer customer, TaxAnswer.Taxed taxed, int onDay) {
    for (Exemption exemption : customer.tax().exemptions()) {
      if (exemption.jurisdiction().equals(taxed.jurisdiction())
          && Day.within(onDay, exemption.validFromDay(), exemption.validToDay())) {
        return false;
      }
    }
    Told<TaxRate> rate = rates.on(taxed.jurisdiction(), taxed.taxCategory(), onDay);
    return rate != null && rate.value().percent() == taxed.percent();
  }

  private TaxAnswer byRate(
      String jurisdiction, String taxCategory, long net, String currency, int onDay) {
    if (!rates.knows(jurisdiction)) {
      return new TaxAnswer.Unknown(
          TaxAnswer.Cause.JURISDICTION_UNKNOWN,
          jurisdiction,
          "no feed has told a tax rate of the jurisdiction " + jurisdiction);
    }
    if (taxCategory.isEmpty()) {
      return new TaxAnswer.Unknown(
          TaxAnswer.Cause.TAX_CATEGORY_MISSING, jurisdiction, "the item has no tax category");
    }
    Told<TaxRate> rate = rates.on(jurisdiction, taxCategory, onDay);
    if (rate == null) {
      return new TaxAnswer.Unknown(
          TaxAnswer.Cause.RATE_UNKNOWN,
          jurisdiction,
          "no rate of "
              + jurisdiction
              + " for the tax category "
              + taxCategory
              + " holds on that day");
    }
    long percent = rate.value().percent();
    long tax =
        rounding.paid(
            BigDecimal.valueOf(net).multiply(BigDecimal.valueOf(percent)),
            HUNDRED_PERCENT,
            currency);
    return new TaxAnswer.Taxed(jurisdiction, taxCategory, percent, tax, rate.feedBits());
  }
}
