package tradecounter.engine.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.engine.Given;
import tradecounter.engine.canonical.Customer.PriceStrategy;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.pricing.PriceAnswer.Lowered;
import tradecounter.engine.pricing.PriceAnswer.Priced;

/** What promotions make of a price that was found. */
final class PromotionExamplesTest {
  private static final String TEN = "list BASE EUR; price BASE 10@0; ";

  private static String applied(Priced priced) {
    return priced.promotions().stream().map(Lowered::promotion).collect(Collectors.joining(" "));
  }

  private static String figures(Priced priced) {
    return FixedPoint.format(priced.unitPrice())
        + " / "
        + FixedPoint.format(priced.extendedPrice());
  }

  // ---------------------------------------------------------------- effects

  @ParameterizedTest(name = "{0}: {1} of {2}, {3} → {4} each, {5}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a percentage                    | 3     | 10@0          | percent 15       | 8.5      | 25.5",
        "9.99 × 0.666667 = 6.66000333    | 1     | 9.99@0        | percent 33.3333  | 6.660003 | 6.66",
        "half a millionth goes up        | 1     | 0.000003@0    | percent 50       | 0.000002 | 0",
        "all of it                       | 3     | 10@0          | percent 100      | 0        | 0",
        "an amount                       | 3     | 10@0          | amount 2.5       | 7.5      | 22.5",
        "not below zero                  | 3     | 10@0          | amount 10.01     | 0        | 0",
        "6 a BOX are 0.50 a piece        | 12    | 10@0          | amount 6 in BOX  | 9.5      | 114",
        "1 a piece is 12 a BOX           | 2 BOX | 100@0 in BOX  | amount 1         | 88       | 176",
        "1 a BOX, told by the piece      | 12    | 100@0 in BOX  | amount 1 in BOX  | 8.25     | 99",
        "10 ÷ 12 = 0.8333… a piece       | 12    | 10@0          | amount 10 in BOX | 9.166667 | 110",
        "0.01 a piece is 10 a thousand   | 500   | 100@0 per 1000 | amount 0.01     | 90       | 45",
        "a fixed price                   | 3     | 10@0          | fixed 7          | 7        | 21",
        "96 a BOX are 8 a piece          | 12    | 10@0          | fixed 96 in BOX  | 8        | 96",
        "8 a piece are 96 a BOX          | 1 BOX | 120@0 in BOX  | fixed 8          | 96       | 96",
        "for nothing                     | 3     | 10@0          | fixed 0          | 0        | 0",
        "0.05 a piece is 50 a thousand   | 500   | 100@0 per 1000 | fixed 0.05      | 50       | 25",
      })
  void lowersTheUnitPrice(
      String rule,
      String quantity,
      String price,
      String effect,
      String unitPrice,
      String extended) {
    Priced priced =
        PriceDesk.of("list BASE EUR; price BASE " + price + "; promotion P " + effect)
            .priced(quantity);
    assertThat(figures(priced)).as(rule).isEqualTo(unitPrice + " / " + extended);
    assertThat(applied(priced)).as(rule).isEqualTo("P");
    assertThat(priced.freeQuantity()).as(rule).isZero();
  }

  @ParameterizedTest(name = "{0}: {1}, {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a fixed price above it              | 10@0       | fixed 11   | 10",
        "a fixed price that it has           | 10@0       | fixed 10   | 10",
        "a fixed price above it, by the BOX  | 10@0       | fixed 121 in BOX | 10",
        "a percentage of nothing             | 0@0        | percent 10 | 0",
        "an amount off nothing               | 0@0        | amount 1   | 0",
        "half a millionth that goes up again | 0.000001@0 | percent 50 | 0.000001",
        "nothing free of too few             | 10@0       | buy 3 get 1 | 10",
      })
  void neverRaisesThePriceAndIsNotNamedForNothing(
      String rule, String price, String effect, String unitPrice) {
    Priced priced =
        PriceDesk.of("list BASE EUR; price BASE " + price + "; promotion P " + effect).priced("3");
    assertThat(FixedPoint.format(priced.unitPrice())).as(rule).isEqualTo(unitPrice);
    assertThat(priced.promotions()).as(rule).isEmpty();
  }

  @ParameterizedTest(name = "{0}: {2} of {1}: {3} free, pays {4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "the fourth                        | buy 3 get 1       | 4     | 10@0 | 1        | 30",
        "the next one is paid              | buy 3 get 1       | 5     | 10@0 | 1        | 40",
        "three of the second set are paid  | buy 3 get 1       | 7     | 10@0 | 1        | 60",
        "the eighth                        | buy 3 get 1       | 8     | 10@0 | 2        | 60",
        "half of the fourth                | buy 3 get 1       | 3.5   | 10@0 | 0.5      | 30",
        "the first two are paid            | buy 2 get 3       | 4     | 10@0 | 2        | 20",
        "the whole set                     | buy 2 get 3       | 5     | 10@0 | 3        | 20",
        "of the second set two are paid    | buy 2 get 3       | 7     | 10@0 | 3        | 40",
        "then they are free again          | buy 2 get 3       | 8     | 10@0 | 4        | 40",
        "1.25 of 2 begins the free one     | buy 1 get 1       | 3.25  | 10@0 | 1.25     | 20",
        "sets of three quarters            | buy 0.5 get 0.25  | 1     | 10@0 | 0.25     | 7.5",
        "by the BOX: 8 of 20 pieces        | buy 1 get 1 in BOX | 20   | 10@0 | 8        | 120",
        "one of two BOX                    | buy 1 get 1 in BOX | 2 BOX | 10@0 | 1       | 120",
        "by the piece, asked by the BOX    | buy 11 get 1      | 2 BOX | 10@0 | 0.166666 | 220",
        "a third of a piece is free        | buy 2 get 1 in M  | 1     | 30000@0 | 0.333333 | 20000",
        "of a thousand pieces at 10        | buy 3 get 1       | 1000  | 10@0 per 1000 | 250 | 7.5",
        "nothing paid, nothing to pay      | buy 1 get 1       | 2     | 0@0  | 1        | 0",
        "a huge quantity                   | buy 1 get 1       | 999999999999 | 1@0 | 499999999999 | 500000000000",
      })
  void thePaidOnesOfASetComeFirst(
      String rule, String effect, String quantity, String price, String free, String extended) {
    Priced priced =
        PriceDesk.of("list BASE EUR; price BASE " + price + "; promotion P " + effect)
            .priced(quantity);
    assertThat(FixedPoint.format(priced.freeQuantity())).as(rule).isEqualTo(free);
    assertThat(FixedPoint.format(priced.extendedPrice())).as(rule).isEqualTo(extended);
    assertThat(priced.promotions().getFirst().freeQuantity()).isEqualTo(priced.freeQuantity());
    assertThat(priced.promotions().getFirst().unitPrice())
        .as("the unit price is what it was")
        .isEqualTo(priced.unitPrice())
        .isEqualTo(priced.breaks().getFirst().unitPrice());
  }

  // ---------------------------------------------------------------- several

  @ParameterizedTest(name = "{0} → {2} by {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "one alone, by priority               | P percent 10 priority 2; Q percent 5 priority 1 | 9.5 | Q",
        "then by key                          | Q percent 5; P percent 10                       | 9   | P",
        "whatever they name                   | Q percent 5 items A; P percent 10; R percent 20 categories PIPES | 9 | P",
        "not the larger one                   | P percent 5; Q percent 50                       | 9.5 | P",
        "nothing after one that stands alone  | P percent 10 priority 1; Q percent 50 stackable priority 2 | 9 | P",
        "nor the other way round              | P percent 10 stackable priority 1; Q percent 50 priority 2 | 9 | P",
        "but those that stack go on           | P percent 10 stackable priority 1; Q percent 50 priority 2; R amount 1 stackable priority 3 | 8 | P R",
        "10 % off what 10 % left              | P percent 10 stackable; Q percent 10 stackable  | 8.1 | P Q",
        "an amount, then a percentage         | P amount 1 stackable; Q percent 10 stackable    | 8.1 | P Q",
        "a percentage, then an amount         | P percent 10 stackable; Q amount 1 stackable    | 8   | P Q",
        "a fixed price, then half of it       | P fixed 7 stackable; Q percent 50 stackable     | 3.5 | P Q",
        "half of it is below the fixed price  | P percent 50 stackable; Q fixed 7 stackable     | 5   | P",
        "three amounts                        | P amount 1 stackable; Q amount 2 stackable; R amount 3 stackable | 4 | P Q R",
        "off zero there is nothing            | P amount 12 stackable; Q percent 10 stackable   | 0   | P",
        "one that does not lower keeps none off | P fixed 11 priority 1; Q percent 10 priority 2 | 9 | Q",
        "nor does it from stacking            | P fixed 11 priority 1; Q percent 10 stackable priority 2; R percent 10 stackable priority 3 | 8.1 | Q R",
        "nor one for larger quantities        | P percent 50 minimum 5 priority 1; Q percent 10 priority 2 | 9 | Q",
      })
  void comeByPriorityAndKeyAndStackOnlyIfBothDo(
      String rule, String promotions, String unitPrice, String by) {
    Priced priced =
        PriceDesk.of(TEN + "promotion " + promotions.replace("; ", "; promotion ")).priced("4");
    assertThat(FixedPoint.format(priced.unitPrice())).as(rule).isEqualTo(unitPrice);
    assertThat(applied(priced)).as(rule).isEqualTo(by);
  }

  @ParameterizedTest(name = "{0}: {2}, {3} free, by {4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "with a lower unit price    | P percent 10 stackable; Q buy 3 get 1 stackable    | 9 / 27  | 1 | P Q",
        "and before it              | P buy 3 get 1 stackable; Q percent 10 stackable    | 9 / 27  | 1 | P Q",
        "only one of them           | P buy 3 get 1 stackable; Q buy 1 get 1 stackable   | 10 / 30 | 1 | P",
        "the second if the first has too few | P buy 4 get 1 stackable; Q buy 1 get 1 stackable | 10 / 20 | 2 | Q",
        "alone                      | P buy 3 get 1; Q percent 50 stackable              | 10 / 30 | 1 | P",
      })
  void freeOnesStackOnce(String rule, String promotions, String figures, String free, String by) {
    Priced priced =
        PriceDesk.of(TEN + "promotion " + promotions.replace("; ", "; promotion ")).priced("4");
    assertThat(figures(priced)).as(rule).isEqualTo(figures);
    assertThat(FixedPoint.format(priced.freeQuantity())).as(rule).isEqualTo(free);
    assertThat(applied(priced)).as(rule).isEqualTo(by);
  }

  // ---------------------------------------------------------------- for what and for whom

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "everything             | ''                           | 9",
        "the item               | items A                      | 9",
        "another item           | items B                      | 10",
        "its category           | categories PIPES             | 9",
        "another category       | categories VALVES            | 10",
        "another item or its category | items B categories PIPES | 9",
        "the item or another category | items A,B categories VALVES | 9",
        "both: but once         | items A categories PIPES     | 9",
        "the customer           | customers C                  | 9",
        "another customer       | customers X                  | 10",
        "its group              | groups GOLD                  | 9",
        "its other group        | groups STAFF,SILVER          | 9",
        "another group          | groups SILVER                | 10",
        "another customer or its group | customers X groups GOLD | 9",
        "the customer or another group | customers C groups SILVER | 9",
        "its channel            | channels WEB,SHOP            | 9",
        "another channel        | channels SHOP                | 10",
        "the item, another customer | items A customers X      | 10",
        "the item, another channel  | items A channels SHOP    | 10",
        "another item, the customer | items B customers C      | 10",
        "all of them            | items A customers C groups GOLD channels WEB | 9",
      })
  void holdsForWhatItNames(String rule, String scope, String unitPrice) {
    PriceDesk desk =
        PriceDesk.of(TEN + "promotion P percent 10 stackable " + scope)
            .by(Given.customer("C", PriceStrategy.PRIORITY, "GOLD:1 STAFF:2", ""));
    assertThat(desk.won("1")).as(rule).isEqualTo(unitPrice + " BASE");
  }

  @ParameterizedTest(name = "on day {0} → {1}")
  @CsvSource({"-1, 10", "0, 9", "5, 9", "6, 10"})
  void holdsFromItsFirstToItsLastDay(int day, String unitPrice) {
    PriceDesk desk = PriceDesk.of(TEN + "promotion P percent 10 valid 0..5").on(day);
    assertThat(desk.won("1")).isEqualTo(unitPrice + " BASE");
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "one too few               | minimum 12        | 11.999999 | 10",
        "just enough               | minimum 12        | 12        | 9",
        "eleven pieces are no BOX  | minimum 1 in BOX  | 11        | 10",
        "twelve are                | minimum 1 in BOX  | 12        | 9",
        "three M are one piece     | minimum 1         | 3 M       | 3",
        "two are not               | minimum 1         | 2.999999 M | 3.333333",
        "a BOX of pieces           | minimum 12        | 1 BOX     | 108",
        "half a BOX                | minimum 12        | 0.5 BOX   | 120",
      })
  void holdsFromItsMinimumInWhateverUnit(
      String rule, String minimum, String quantity, String unitPrice) {
    PriceDesk desk = PriceDesk.of(TEN + "promotion P percent 10 " + minimum);
    assertThat(desk.won(quantity)).as(rule).isEqualTo(unitPrice + " BASE");
  }

  @ParameterizedTest(name = "{0} → {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a list allows it            | ''                                            | 9 BASE",
        "unless it says no           | list NET EUR priority 0 net; price NET 10@0   | 10 NET",
        "a derived list allows it    | list SHOP EUR priority 0 from BASE less 10    | 8.1 SHOP",
        "unless it says no itself    | list SHOP EUR priority 0 net from BASE less 10 | 9 SHOP",
        "its base has no say in it   | list NET EUR priority 5 net; price NET 10@0; list SHOP EUR priority 0 from NET | 9 SHOP",
        "a contract is net           | contract K 8@0                                | 8 K",
        "unless it says otherwise    | contract K 8@0 promoted                       | 7.2 K",
        "a discount is net           | contract K less 10                            | 9 K",
        "unless it says otherwise    | contract K less 10 promoted                   | 8.1 K",
      })
  void lowersOnlyWhatMayBeLowered(String rule, String further, String won) {
    PriceDesk desk = PriceDesk.of(TEN + "promotion P percent 10; " + further);
    assertThat(desk.won("1")).as(rule).isEqualTo(won);
  }

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource({"PRIORITY, 9 BASE", "BEST, 9.5 NET", "MERGE, 9 BASE"})
  void thePriceIsChosenBeforeItIsLowered(String strategy, String won) {
    PriceDesk desk =
        PriceDesk.of(TEN + "list NET EUR priority 5 net; price NET 9.5@0; promotion P percent 10")
            .by(strategy);
    assertThat(desk.won("1")).isEqualTo(won);
  }

  @ParameterizedTest(name = "{0} in {1}: {2} → {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "an amount of the currency     | EUR | amount 1              | 9 BASE",
        "an amount of another          | EUR | amount 1 currency USD | 10 BASE",
        "a fixed price of another      | EUR | fixed 1 currency USD  | 10 BASE",
        "asked in the other            | USD | amount 1 currency USD | 19 USA",
        "a percentage has no currency  | USD | percent 10            | 18 USA",
        "off what was converted        | GBP | amount 1 currency GBP | 4 BASE",
        "nor is it converted           | GBP | amount 1              | 5 BASE",
        "an unknown unit               | EUR | amount 1 in PALLET    | 10 BASE",
      })
  void countsInItsOwnCurrencyAndUnit(String rule, String currency, String effect, String won) {
    PriceDesk desk =
        PriceDesk.of(TEN + "list USA USD; price USA 20@0; rate EUR GBP 0.5; promotion P " + effect)
            .under(new PricingRules(true, new CurrencyRounding(Map.of())))
            .in(currency);
    assertThat(desk.won("1")).as(rule).isEqualTo(won);
  }

  @ParameterizedTest(name = "{0}: {1} → {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "every break is lowered          | percent 10             | 9@1 7.2@10",
        "those that reach the minimum    | percent 10 minimum 10  | 10@1 7.2@10",
        "those above a fixed price       | fixed 9                | 9@1 8@10",
        "nor do free ones keep others off | buy 3 get 1 priority 1; promotion Q percent 10 | 9@1 7.2@10",
        "free ones are no unit price     | buy 3 get 1            | 10@1 8@10",
      })
  void breaksAreToldAsTheyWouldBePaid(String rule, String effect, String table) {
    PriceDesk desk = PriceDesk.of("list BASE EUR; price BASE 10@1 8@10; promotion P " + effect);
    assertThat(PriceDesk.table(desk.priced("4"))).as(rule).isEqualTo(table);
  }

  @Test
  void eachIsToldWithThePriceAfterIt() {
    Priced priced =
        PriceDesk.of(TEN + "promotion P percent 10 stackable; promotion Q amount 1.5 stackable")
            .priced("2 BOX");
    assertThat(priced.promotions())
        .containsExactly(
            new Lowered("P", "", Given.units("108"), 0),
            new Lowered("Q", "", Given.units("90"), 0));
    assertThat(figures(priced)).isEqualTo("90 / 180");
  }
}
