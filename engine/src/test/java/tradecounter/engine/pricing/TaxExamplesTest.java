package tradecounter.engine.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Customer.Exemption;
import tradecounter.engine.canonical.Customer.PriceStrategy;
import tradecounter.engine.canonical.Customer.TaxStatus;
import tradecounter.engine.canonical.Customer.TaxTerms;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.pricing.PriceNotation.Window;

/**
 * What tax a line bears. DE has STANDARD 19 % and REDUCED 7 %, until yesterday they were 16 % and 5
 * %; NY has 8.875 %; JP 10 %; KW 5 %; CH 8.1 %; ZERO taxes nothing.
 */
final class TaxExamplesTest {
  private static final String RATES =
      "tax DE STANDARD 16 valid -90..-1; tax DE STANDARD 19 valid 0..;"
          + "tax DE REDUCED 5 valid -90..-1; tax DE REDUCED 7 valid 0..90;"
          + "tax NY STANDARD 8.875; tax JP STANDARD 10; tax KW STANDARD 5; tax CH STANDARD 8.1;"
          + "tax ZERO STANDARD 0; tax MANY STANDARD 7.250001; tax ALL STANDARD 1000;"
          + "tax SALE STANDARD 20; tax SALE STANDARD 10 valid 0..5;";

  private final PriceDesk desk = PriceDesk.of(RATES);

  private TaxAnswer on(
      Customer customer,
      String jurisdiction,
      String category,
      String net,
      String currency,
      int day) {
    CurrencyRounding rounding = new CurrencyRounding(Map.of("CHF", FixedPoint.parse("0.05")));
    return new Taxation(desk.world().taxRates(), rounding)
        .on(
            customer,
            jurisdiction,
            category,
            FixedPoint.parse(net),
            currency,
            PriceDesk.TODAY + day);
  }

  /** Exemptions such as {@code "DE CERT-1 0..5"} between commas. */
  private static Customer customer(String status, String exemptions) {
    return new Customer(
        "C",
        "",
        "",
        List.of(),
        List.of(),
        "EUR",
        "WEB",
        PriceStrategy.PRIORITY,
        new TaxTerms(
            TaxStatus.valueOf(status),
            Arrays.stream(exemptions.split(", ", -1))
                .filter(text -> !text.isEmpty())
                .map(text -> text.split(" ", -1))
                .map(words -> exemption(words[0], words[1], Window.of(words[2])))
                .toList()),
        List.of(),
        false,
        Customer.Status.ACTIVE);
  }

  private static Exemption exemption(String jurisdiction, String certificate, Window valid) {
    return new Exemption(jurisdiction, certificate, valid.from(), valid.to());
  }

  private static final Customer TAXABLE = customer("TAXABLE", "");

  /** Such as {@code "19 % DE STANDARD"}, {@code "exempt by CERT-1 until 5"}, or the cause. */
  private static String text(TaxAnswer answer) {
    return switch (answer) {
      case TaxAnswer.Taxed taxed ->
          FixedPoint.format(taxed.percent())
              + " % "
              + taxed.jurisdiction()
              + " "
              + taxed.taxCategory();
      case TaxAnswer.Exempt exempt ->
          "exempt"
              + (exempt.certificate().isEmpty() ? "" : " by " + exempt.certificate())
              + " until "
              + PriceDesk.day(exempt.validToDay());
      case TaxAnswer.Unknown unknown -> unknown.cause().toString();
    };
  }

  @ParameterizedTest(name = "{0}: {2} in {1}: tax {4}, gross {5}")
  @CsvSource(
      delimiter = '|',
      value = {
        "19 % of 100                        | DE   | 100     | EUR | 19      | 119",
        "of nothing                         | DE   | 0       | EUR | 0       | 0",
        "0.02 × 19 % = 0.0038               | DE   | 0.02    | EUR | 0       | 0.02",
        "0.03 × 19 % = 0.0057               | DE   | 0.03    | EUR | 0.01    | 0.04",
        "10.50 × 19 % = 1.995               | DE   | 10.5    | EUR | 2       | 12.5",
        "10.49 × 19 % = 1.9931              | DE   | 10.49   | EUR | 1.99    | 12.48",
        "8.875 % of 100                     | NY   | 100     | USD | 8.88    | 108.88",
        "0.04 × 8.875 % = 0.00355           | NY   | 0.04    | USD | 0       | 0.04",
        "six decimals of a percentage       | MANY | 1000000 | USD | 72500.01 | 1072500.01",
        "105 × 10 % = 10.5 yen              | JP   | 105     | JPY | 11      | 116",
        "104 × 10 % = 10.4 yen              | JP   | 104     | JPY | 10      | 114",
        "1.235 × 5 % = 0.06175 dinars       | KW   | 1.235   | KWD | 0.062   | 1.297",
        "1.23 × 5 % = 0.0615 is the middle  | KW   | 1.23    | KWD | 0.062   | 1.292",
        "10 × 8.1 % = 0.81 to five centimes | CH   | 10      | CHF | 0.8     | 10.8",
        "10.15 × 8.1 % = 0.82215            | CH   | 10.15   | CHF | 0.8     | 10.95",
        "10.20 × 8.1 % = 0.8262             | CH   | 10.2    | CHF | 0.85    | 11.05",
        "no per cent is a rate              | ZERO | 100     | EUR | 0       | 100",
        "the largest rate                   | ALL  | 0.01    | EUR | 0.1     | 0.11",
      })
  void isRoundedOnceALine(
      String rule, String jurisdiction, String net, String currency, String tax, String gross) {
    assertThat(on(TAXABLE, jurisdiction, "STANDARD", net, currency, 0))
        .as(rule)
        .isInstanceOfSatisfying(
            TaxAnswer.Taxed.class,
            taxed -> {
              assertThat(FixedPoint.format(taxed.tax())).as(rule).isEqualTo(tax);
              assertThat(FixedPoint.format(FixedPoint.parse(net) + taxed.tax()))
                  .as(rule)
                  .isEqualTo(gross);
            });
  }

  @ParameterizedTest(name = "{0}: {1} {2} on day {3} → {4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "the rate of today               | DE    | STANDARD | 0   | 19 % DE STANDARD",
        "of yesterday, its last day      | DE    | STANDARD | -1  | 16 % DE STANDARD",
        "on its first day                | DE    | STANDARD | -90 | 16 % DE STANDARD",
        "before it                       | DE    | STANDARD | -91 | RATE_UNKNOWN",
        "an open end                     | DE    | STANDARD | 900 | 19 % DE STANDARD",
        "by the category of the item     | DE    | REDUCED  | 0   | 7 % DE REDUCED",
        "on the last day                 | DE    | REDUCED  | 90  | 7 % DE REDUCED",
        "after it                        | DE    | REDUCED  | 91  | RATE_UNKNOWN",
        "a category nobody told there    | NY    | REDUCED  | 0   | RATE_UNKNOWN",
        "a category nobody told anywhere | DE    | LUXURY   | 0   | RATE_UNKNOWN",
        "an item without a category      | DE    | ''       | 0   | TAX_CATEGORY_MISSING",
        "a jurisdiction nobody told      | FR    | STANDARD | 0   | JURISDICTION_UNKNOWN",
        "that before the category        | FR    | ''       | 0   | JURISDICTION_UNKNOWN",
        "a ship-to without one           | ''    | STANDARD | 0   | JURISDICTION_MISSING",
        "and no category                 | ''    | ''       | 0   | JURISDICTION_MISSING",
        "no per cent is no exemption     | ZERO  | STANDARD | 0   | 0 % ZERO STANDARD",
        "of two the one that began last  | SALE  | STANDARD | 5   | 10 % SALE STANDARD",
        "the other after it has ended    | SALE  | STANDARD | 6   | 20 % SALE STANDARD",
        "and before it begins            | SALE  | STANDARD | -1  | 20 % SALE STANDARD",
      })
  void theRateIsThatOfTheJurisdictionTheCategoryAndTheDay(
      String rule, String jurisdiction, String category, int day, String answer) {
    assertThat(text(on(TAXABLE, jurisdiction, category, "100", "EUR", day)))
        .as(rule)
        .isEqualTo(answer);
  }

  @ParameterizedTest(name = "{0} → {5}")
  @CsvSource(
      delimiter = '|',
      value = {
        "exempt everywhere                  | EXEMPT         | ''             | DE | 0  | exempt until open",
        "where nobody knows a rate          | EXEMPT         | ''             | FR | 0  | exempt until open",
        "and without a jurisdiction         | EXEMPT         | ''             | '' | 0  | exempt until open",
        "the status before a certificate    | EXEMPT         | DE CERT-1 0..5 | DE | 0  | exempt until open",
        "reverse charge                     | REVERSE_CHARGE | ''             | DE | 0  | exempt until open",
        "reverse charge, no jurisdiction    | REVERSE_CHARGE | ''             | '' | 0  | exempt until open",
        "the day before the certificate     | TAXABLE        | DE CERT-1 0..5 | DE | -1 | 16 % DE STANDARD",
        "its first day                      | TAXABLE        | DE CERT-1 0..5 | DE | 0  | exempt by CERT-1 until 5",
        "its last day                       | TAXABLE        | DE CERT-1 0..5 | DE | 5  | exempt by CERT-1 until 5",
        "the day after                      | TAXABLE        | DE CERT-1 0..5 | DE | 6  | 19 % DE STANDARD",
        "one without dates                  | TAXABLE        | DE CERT-1 ..   | DE | 0  | exempt by CERT-1 until open",
        "one of another jurisdiction        | TAXABLE        | DE CERT-1 ..   | NY | 0  | 8.875 % NY STANDARD",
        "where nobody knows a rate          | TAXABLE        | FR CERT-1 ..   | FR | 0  | exempt by CERT-1 until open",
        "it needs a jurisdiction            | TAXABLE        | DE CERT-1 ..   | '' | 0  | JURISDICTION_MISSING",
        "one after the other                | TAXABLE        | DE CERT-1 ..-1, DE CERT-2 0..5 | DE | 0 | exempt by CERT-2 until 5",
        "one for each jurisdiction          | TAXABLE        | DE CERT-1 .., NY CERT-2 .. | NY | 0 | exempt by CERT-2 until open",
      })
  void theStatusGoesFirstThenExemptionsThenTheRate(
      String rule, String status, String exemptions, String jurisdiction, int day, String answer) {
    TaxAnswer answered =
        on(customer(status, exemptions), jurisdiction, "STANDARD", "100", "EUR", day);
    assertThat(text(answered)).as(rule).isEqualTo(answer);
  }

  @Test
  void reverseChargeIsSaidSo() {
    assertThat(on(customer("REVERSE_CHARGE", ""), "DE", "STANDARD", "100", "EUR", 0))
        .isInstanceOfSatisfying(
            TaxAnswer.Exempt.class,
            exempt -> assertThat(exempt.reason()).contains("reverse charge"));
  }

  @Test
  void twoLinesAreRoundedEachForItself() {
    TaxAnswer.Taxed line = (TaxAnswer.Taxed) on(TAXABLE, "DE", "STANDARD", "0.03", "EUR", 0);
    TaxAnswer.Taxed both = (TaxAnswer.Taxed) on(TAXABLE, "DE", "STANDARD", "0.06", "EUR", 0);
    assertThat(FixedPoint.format(line.tax() + line.tax())).isEqualTo("0.02");
    assertThat(FixedPoint.format(both.tax())).isEqualTo("0.01");
  }
}
