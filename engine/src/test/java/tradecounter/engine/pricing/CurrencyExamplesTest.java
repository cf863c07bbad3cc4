package tradecounter.engine.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.engine.canonical.ExchangeRate;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.pricing.PriceAnswer.NoPrice;
import tradecounter.engine.pricing.PriceAnswer.Priced;

/** Prices made from another currency's, and how money of each currency is rounded. */
final class CurrencyExamplesTest {
  private static final PricingRules CONVERTING = new PricingRules(true, CurrencyRounding.ISO_4217);

  /** Such as {@code "90 BASE from USD at 0.9 of day -3"}. */
  private static String text(PriceAnswer answer) {
    return PriceDesk.text(answer)
        + (answer instanceof Priced priced
            ? priced
                .conversion()
                .map(
                    conversion ->
                        " from "
                            + conversion.from()
                            + " at "
                            + BigDecimal.valueOf(conversion.rate(), ExchangeRate.DECIMALS)
                                .stripTrailingZeros()
                                .toPlainString()
                            + " of day "
                            + PriceDesk.day(conversion.rateFromDay()))
                .orElse("")
            : "");
  }

  @ParameterizedTest(name = "{0} → {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "100 USD at 0.9                         | price USA 100@1; rate USD EUR 0.9 since -3 | 90 USA from USD at 0.9 of day -3",
        "not where there is one in EUR          | price USA 100@1; rate USD EUR 0.9; price BASE 95@1 | 95 BASE",
        "not even of a contract                 | contract K 50@1 currency USD; rate USD EUR 0.9; price BASE 95@1 | 95 BASE",
        "the one in EUR is not reached          | price USA 100@1; rate USD EUR 0.9 since -3; price BASE 95@10 | 90 USA from USD at 0.9 of day -3",
        "the one in EUR is of tomorrow          | price USA 100@1; rate USD EUR 0.9 since -3; price BASE 95@1 valid 1.. | 90 USA from USD at 0.9 of day -3",
        "a contract goes first then             | price USA 100@1; contract K 50@1 currency USD; rate USD EUR 0.9 since -3 | 45 K from USD at 0.9 of day -3",
        "a discount off a converted price       | price USA 100@1; contract K less 10; rate USD EUR 0.9 since -3 | 81 K from USD at 0.9 of day -3",
        "a discount off the price in EUR        | price USA 100@1; contract K less 10; rate USD EUR 0.9; price BASE 95@1 | 85.5 K",
        "a discount off prices in EUR           | contract K less 10 currency EUR; price BASE 95@1 | 85.5 K",
        "a discount off prices in USD           | contract K less 10 currency USD; price BASE 95@1 | 95 BASE",
        "half a millionth goes up               | price USA 0.000001@1; rate USD EUR 0.5 since 0 | 0.000001 USA from USD at 0.5 of day 0",
        "just below it goes down                | price USA 0.000001@1; rate USD EUR 0.4999999999 since 0 | 0 USA from USD at 0.4999999999 of day 0",
        "three thirds                           | price USA 3@1; rate USD EUR 0.3333333333 since 0 | 1 USA from USD at 0.3333333333 of day 0",
        "a rate of ten decimals                 | price USA 10000@1; rate USD EUR 0.0000000123 since 0 | 0.000123 USA from USD at 0.0000000123 of day 0",
        "the rate of the day                    | price USA 100@1; rate USD EUR 0.8 since -9; rate USD EUR 0.9 since 0; rate USD EUR 0.7 since 1 | 90 USA from USD at 0.9 of day 0",
        "only a rate of tomorrow                | price USA 100@1; rate USD EUR 0.7 since 1 | no entry applies: USA (in USD, asked for EUR, and no rate of the day leads there)",
        "no rate                                | price USA 100@1 | no entry applies: USA (in USD, asked for EUR, and no rate of the day leads there)",
        "a rate of the other direction          | price USA 100@1; rate EUR USD 1.1 | no entry applies: USA (in USD, asked for EUR, and no rate of the day leads there)",
        "two rates, one after the other         | price USA 100@1; rate USD GBP 0.8; rate GBP EUR 1.2 | no entry applies: USA (in USD, asked for EUR, and no rate of the day leads there)",
        "the list that is asked first           | price USA 100@1; price UK 70@1; rate USD EUR 0.9 since -3; rate GBP EUR 1.2 | 90 USA from USD at 0.9 of day -3",
        "the list that has a rate               | price USA 100@1; price UK 70@1; rate GBP EUR 1.2 since -4 | 84 UK from GBP at 1.2 of day -4",
        "too large for any figure               | price USA 999999999999@1; rate USD EUR 100000 | no entry applies: USA (the figures are beyond what can be computed exactly)",
        "nothing stays nothing                  | price USA 0@1; rate USD EUR 0.9 since 0 | 0 USA from USD at 0.9 of day 0",
      })
  void aPriceIsConvertedWhereThereIsNoneInTheCurrency(String rule, String prices, String answer) {
    PriceDesk desk =
        PriceDesk.of(
                "list BASE EUR priority 9; list USA USD priority 1; list UK GBP priority 2;"
                    + prices)
            .under(CONVERTING);
    assertThat(text(desk.ask("1"))).as(rule).isEqualTo(answer);
  }

  @ParameterizedTest(name = "{0}: {1} in {2} → {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "never unless it is wanted    | false | EUR | no entry applies: USA (in USD, asked for EUR)",
        "if it is                     | true  | EUR | 90 USA from USD at 0.9 of day -3",
        "in its own currency          | true  | USD | 100 USA",
        "nor into a third currency    | true  | GBP | no entry applies: USA (in USD, asked for GBP, and no rate of the day leads there)",
      })
  void onlyIfTheHouseConverts(String rule, boolean converts, String currency, String answer) {
    PriceDesk desk =
        PriceDesk.of("list USA USD; price USA 100@1; rate USD EUR 0.9 since -3")
            .under(new PricingRules(converts, CurrencyRounding.ISO_4217))
            .in(currency);
    assertThat(text(desk.ask("1"))).as(rule).isEqualTo(answer);
  }

  @ParameterizedTest(name = "{0}: {1}, {2} → {3}, {4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "70 GBP are 84, 100 USD 90     | BEST  | 1  | 84 UK from GBP at 1.2 of day -3  | 84@1 72@10",
        "60 GBP are 72                 | BEST  | 10 | 72 UK from GBP at 1.2 of day -3  | 84@1 72@10",
        "merged across currencies      | MERGE | 5  | 90 USA from USD at 0.9 of day -3 | 90@1 72@10",
        "the break of the second list  | MERGE | 10 | 72 UK from GBP at 1.2 of day -3  | 90@1 72@10",
      })
  void strategiesCompareWhatWasConverted(
      String rule, String strategy, String quantity, String answer, String table) {
    PriceDesk desk =
        PriceDesk.of(
                "list USA USD priority 1; list UK GBP priority 2; price USA 100@1;"
                    + "price UK 70@1 60@10; rate USD EUR 0.9 since -3; rate GBP EUR 1.2 since -3")
            .by(strategy)
            .under(CONVERTING);
    assertThat(text(desk.ask(quantity))).as(rule).isEqualTo(answer);
    assertThat(PriceDesk.table(desk.priced(quantity))).as(rule).isEqualTo(table);
  }

  // ---------------------------------------------------------------- rounding

  @ParameterizedTest(name = "{0}: {1} at {2} {3} → {4}, {5}")
  @CsvSource(
      delimiter = '|',
      value = {
        "no decimals: half a yen goes up    | 1       | 0.5@0             | JPY | 0.5      | 1",
        "below the half                     | 1       | 0.499999@0        | JPY | 0.499999 | 0",
        "3 × 33.5 = 100.5                   | 3       | 33.5@0            | JPY | 33.5     | 101",
        "1500 of 99 a thousand: 148.5       | 1500    | 99@0 per 1000     | JPY | 99       | 149",
        "three decimals: half a fils        | 1       | 0.0005@0          | KWD | 0.0005   | 0.001",
        "below the half                     | 1       | 0.000499@0        | KWD | 0.000499 | 0",
        "3 × 1.2345 = 3.7035                | 3       | 1.2345@0          | KWD | 1.2345   | 3.704",
        "five centimes: 3.33                | 3       | 1.11@0            | CHF | 1.11     | 3.35",
        "3.32                               | 2       | 1.66@0            | CHF | 1.66     | 3.3",
        "3.325 is the middle                | 5       | 0.665@0           | CHF | 0.665    | 3.35",
        "3.324995 is below it               | 5       | 0.664999@0        | CHF | 0.664999 | 3.3",
        "a rule of CHF is none of EUR       | 3       | 1.11@0            | EUR | 1.11     | 3.33",
        "0.0001 a thousand: one             | 1       | 0.0001@0 per 1000 | EUR | 0.0001   | 0",
        "50,000: half a cent                | 50000   | 0.0001@0 per 1000 | EUR | 0.0001   | 0.01",
        "49,999                             | 49999   | 0.0001@0 per 1000 | EUR | 0.0001   | 0",
        "10,000,000                         | 10000000 | 0.0001@0 per 1000 | EUR | 0.0001  | 1",
        "0.0001 a piece by the BOX          | 100 BOX | 0.0001@0          | EUR | 0.0012   | 0.12",
        "0.0001 a BOX by the piece          | 1200    | 0.0001@0 in BOX   | EUR | 0.000008 | 0.01",
        "nothing is a price                 | 1000    | 0@0               | EUR | 0        | 0",
        "a millionth of a piece             | 0.000001 | 9999@0           | EUR | 9999     | 0.01",
      })
  void isRoundedOnceByTheRuleOfTheCurrency(
      String rule, String quantity, String price, String currency, String unit, String extended) {
    PriceDesk desk =
        PriceDesk.of("list BASE " + currency + "; price BASE " + price)
            .under(
                new PricingRules(
                    false, new CurrencyRounding(Map.of("CHF", FixedPoint.parse("0.05")))))
            .in(currency);
    Priced priced = desk.priced(quantity);
    assertThat(FixedPoint.format(priced.unitPrice())).as(rule).isEqualTo(unit);
    assertThat(FixedPoint.format(priced.extendedPrice())).as(rule).isEqualTo(extended);
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({"CHF, 0.01", "EUR, 0.01", "JPY, 1", "KWD, 0.001", "BHD, 0.001", "CLF, 0.0001"})
  void withoutARuleTheMinorUnitCounts(String currency, String smallest) {
    assertThat(CurrencyRounding.ISO_4217.smallestAmount(currency))
        .isEqualTo(FixedPoint.parse(smallest));
  }

  @ParameterizedTest(name = "{0} at {1} → {2}")
  @CsvSource({
    "999999999999, 9@0, 8999999999991",
    "999999999999, 9.2@0, 9199999999990.8",
    "999999999999, 9.3@0, no sum",
    "999999999999, 999999999999@0, no sum",
    "999999999999, 999999999999@0 per 1000, no sum",
    "999999999999, 9000@0 per 1000, 8999999999991",
    "9223372036.85, 1000@0, 9223372036850",
    "9223372036.854, 1000@0, 9223372036854",
    "9223372036.854775, 1000@0, no sum",
    "999999999999.999999, 0.000001@0, 1000000",
    "999999999999 BOX, 1@0, no sum",
    "0.000001, 999999999999@0, 1000000",
    "0.000001 BOX, 999999999999@0, no sum",
  })
  void whatCannotBeComputedExactlyIsSaidSo(String quantity, String price, String extended) {
    PriceAnswer answer = PriceDesk.of("list BASE EUR; price BASE " + price).ask(quantity);
    String told =
        switch (answer) {
          case Priced priced -> FixedPoint.format(priced.extendedPrice());
          case NoPrice none -> {
            assertThat(none.reason())
                .isEqualTo("the figures are beyond what can be computed exactly");
            yield "no sum";
          }
          case PriceAnswer.UnknownItem _, PriceAnswer.UnknownUnit _ -> "unknown";
        };
    assertThat(told).isEqualTo(extended);
  }
}
