package tradecounter.engine.oracle;

import static tradecounter.engine.oracle.NaiveWorld.millionths;
import static tradecounter.engine.oracle.NaiveWorld.units;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Customer.Exemption;
import tradecounter.engine.canonical.Customer.TaxStatus;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.TaxRate;
import tradecounter.engine.pricing.CurrencyRounding;
import tradecounter.engine.pricing.TaxAnswer;

/** Taxes from the rules: the status, then exemptions, then the rate. Reasons are left empty. */
final class NaiveTaxation {
  private final NaiveWorld world;
  private final CurrencyRounding rounding;

  NaiveTaxation(NaiveWorld world, CurrencyRounding rounding) {
    this.world = world;
    this.rounding = rounding;
  }

  TaxAnswer on(
      Customer customer, String jurisdiction, String category, long net, String money, int day) {
    if (customer.tax().status() != TaxStatus.TAXABLE) {
      return new TaxAnswer.Exempt(jurisdiction, "", "", Day.OPEN_END);
    }
    if (jurisdiction.isEmpty()) {
      return unknown(TaxAnswer.Cause.JURISDICTION_MISSING, jurisdiction);
    }
    Optional<Exemption> exempt =
        customer.tax().exemptions().stream()
            .filter(e -> e.jurisdiction().equals(jurisdiction))
            .filter(e -> e.validFromDay() <= day && day <= e.validToDay())
            .findFirst();
    if (exempt.isPresent()) {
      return new TaxAnswer.Exempt(
          jurisdiction, "", exempt.get().certificate(), exempt.get().validToDay());
    }
    List<TaxRate> there =
        world.all(TaxRate.class).stream()
            .filter(r -> r.jurisdiction().equals(jurisdiction))
            .toList();
    if (there.isEmpty()) {
      return unknown(TaxAnswer.Cause.JURISDICTION_UNKNOWN, jurisdiction);
    }
    if (category.isEmpty()) {
      return unknown(TaxAnswer.Cause.TAX_CATEGORY_MISSING, jurisdiction);
    }
    return there.stream()
        .filter(r -> r.taxCategory().equals(category))
        .filter(r -> r.validFromDay() <= day && day <= r.validToDay())
        .max(Comparator.comparingInt(TaxRate::validFromDay))
        .<TaxAnswer>map(rate -> taxed(rate, net, money))
        .orElseGet(() -> unknown(TaxAnswer.Cause.RATE_UNKNOWN, jurisdiction));
  }

  private static TaxAnswer unknown(TaxAnswer.Cause cause, String jurisdiction) {
    return new TaxAnswer.Unknown(cause, jurisdiction, "");
  }

  private TaxAnswer taxed(TaxRate rate, long net, String money) {
    BigDecimal smallest = units(rounding.smallestAmount(money));
    BigDecimal tax =
        Fraction.of(units(net))
            .times(Fraction.of(units(rate.percent())))
            .over(Fraction.HUNDRED.times(Fraction.of(smallest)))
            .rounded(0, RoundingMode.HALF_UP)
            .multiply(smallest);
    return new TaxAnswer.Taxed(
        rate.jurisdiction(), rate.taxCategory(), rate.percent(), millionths(tax), 0);
  }

  /** The answer without sentences for people and without feeds. */
  static TaxAnswer withoutReasons(TaxAnswer answer) {
    return switch (answer) {
      case TaxAnswer.Taxed t ->
          new TaxAnswer.Taxed(t.jurisdiction(), t.taxCategory(), t.percent(), t.tax(), 0);
      case TaxAnswer.Exempt e ->
          new TaxAnswer.Exempt(e.jurisdiction(), "", e.certificate(), e.validToDay());
      case TaxAnswer.Unknown u -> new TaxAnswer.Unknown(u.cause(), u.jurisdiction(), "");
    };
  }
}
