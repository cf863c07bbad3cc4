package tradecounter.engine.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.engine.Given;
import tradecounter.engine.canonical.Customer.PriceStrategy;
import tradecounter.engine.pricing.PriceAnswer.Priced;

/** The last day on which the same question has the same answer, in days from today. */
final class ValidityExamplesTest {
  private static final PricingRules CONVERTING = new PricingRules(true, CurrencyRounding.ISO_4217);

  private static PriceDesk desk(String strategy, String world) {
    return PriceDesk.of(world)
        .under(CONVERTING)
        .by(Given.customer("C", PriceStrategy.valueOf(strategy), "GOLD:1", ""));
  }

  private static String validTo(PriceDesk desk) {
    return PriceDesk.day(((Priced) desk.ask("1")).validToDay());
  }

  @ParameterizedTest(name = "{0} → {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing changes                    | price BASE 10@1                                   | open",
        "the price ends                     | price BASE 10@1 valid ..7                         | 7",
        "it ends today                      | price BASE 10@1 valid ..0                         | 0",
        "the next price begins              | price BASE 10@1; price BASE 9@1 valid 5..         | 4",
        "it begins tomorrow                 | price BASE 10@1; price BASE 9@1 valid 1..         | 0",
        "of two the earlier                 | price BASE 10@1; price BASE 9@1 valid 5..; price BASE 8@1 valid 3.. | 2",
        "it begins before this one ends     | price BASE 10@1 valid ..7; price BASE 9@1 valid 5.. | 4",
        "it begins after this one has ended | price BASE 10@1 valid ..7; price BASE 9@1 valid 9.. | 7",
        "the price before has ended         | price BASE 10@1; price BASE 9@1 valid -9..-1        | open",
        "the same price, written again      | price BASE 10@1; price BASE 10@1 valid 5..        | open",
        "the same price, from then until then | price BASE 10@1 valid ..7; price BASE 10@1 valid 8.. | 7",
        "and another one after them         | price BASE 10@1 valid ..7; price BASE 10@1 valid 8..9 | 7",
        "it begins with a larger quantity   | price BASE 10@1; price BASE 9@5 valid 5..         | open",
        "with a larger break added          | price BASE 10@1; price BASE 10@1 9@5 valid 5..    | 4",
        "the list ends                      | price BASE 10@1; list L EUR priority 0 valid ..6; price L 9@1 | 6",
        "the list begins                    | price BASE 10@1; list L EUR priority 0 valid 6..; price L 9@1 | 5",
        "a list that is asked later begins  | price BASE 10@1; list L EUR priority 9 valid 6..; price L 9@1 | open",
        "one that is asked later ends       | price BASE 10@1; list L EUR priority 9 valid ..6; price L 9@1 | open",
        "a contract begins                  | price BASE 10@1; contract K 9@1 valid 3..         | 2",
        "a contract ends                    | price BASE 10@1; contract K 9@1 valid ..3         | 3",
        "a contract that is not reached begins | price BASE 10@1; contract K 9@5 valid 3..      | open",
        "a group's contract begins          | price BASE 10@1; contract K 9@1 buyers GOLD valid 3.. | 2",
        "a group's begins behind an own one | price BASE 10@1; contract L 8@1; contract K 9@1 buyers GOLD valid 3.. | open",
        "a discount begins                  | price BASE 10@1; contract K less 10 valid 3..     | 2",
        "a discount ends                    | price BASE 10@1; contract K less 10 valid ..3     | 3",
        "the price it is taken off ends     | price BASE 10@1 valid ..2; contract K less 10 valid ..3 | 2",
        "it ends, and an equal one goes on  | price BASE 10@1; price BASE 10@1 valid 0..2; contract K less 10 | 2",
        "the price it is taken off changes  | price BASE 10@1; price BASE 9@1 valid 2..; contract K less 10 | 1",
        "that price changes behind a contract | price BASE 10@1; price BASE 9@1 valid 2..; contract K 8@1 | open",
        "a price in an unknown unit begins  | price BASE 10@1; price BASE 9@1 in PALLET valid 2.. | open",
        "a price in another currency begins | price BASE 10@1; list USA USD priority 0; price USA 9@1 valid 2.. | open",
      })
  void untilAnEntryThatWinsBeginsOrTheWinnerEnds(String rule, String prices, String validTo) {
    assertThat(validTo(desk("PRIORITY", "list BASE EUR priority 5; " + prices)))
        .as(rule)
        .isEqualTo(validTo);
  }

  @ParameterizedTest(name = "{0} {1} → {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "BEST  | a cheaper one begins        | price L2 9@1 valid 4..       | 3",
        "BEST  | a dearer one begins         | price L2 11@1 valid 4..      | open",
        "BEST  | the dearer one ends         | price L2 11@1 valid ..4      | open",
        "BEST  | the cheaper one ends        | price L2 9@1 valid ..4       | 4",
        "BEST  | a cheaper break begins      | price L2 11@1 9@5 valid 4..  | 3",
        "BEST  | a cheaper break ends        | price L2 11@1 9@5 valid ..4  | 4",
        "BEST  | in another unit: no break of these | price L2 132@1 108@5 in BOX valid 4.. | open",
        "MERGE | a break is added            | price L2 9@5 valid 4..       | 3",
        "MERGE | an added break ends         | price L2 9@5 valid ..4       | 4",
        "MERGE | a break that is there begins | price L2 9@1 valid 4..      | open",
      })
  void otherQuantitiesPricesAreAPartOfTheAnswer(
      String strategy, String rule, String price, String validTo) {
    PriceDesk desk =
        desk(strategy, "list L1 EUR priority 1; list L2 EUR priority 2; price L1 10@1; " + price);
    assertThat(validTo(desk)).as(rule).isEqualTo(validTo);
  }

  @ParameterizedTest(name = "{0} → {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "it begins                          | promotion P percent 10 valid 3..              | 2",
        "it ends                            | promotion P percent 10 valid ..3              | 3",
        "it began before                    | promotion P percent 10 valid -3..             | open",
        "it ended before                    | promotion P percent 10 valid ..-3             | open",
        "it begins and would not lower      | promotion P fixed 11 valid 3..                | open",
        "it begins for others               | promotion P percent 10 customers X valid 3..  | open",
        "it begins for another item         | promotion P percent 10 items B valid 3..      | open",
        "it begins in another currency      | promotion P amount 1 currency USD valid 3..   | open",
        "it begins behind one that stands alone | promotion P percent 10 priority 1; promotion Q percent 20 valid 3.. | open",
        "it begins before one that stands alone | promotion P percent 10 priority 2; promotion Q percent 10 priority 1 valid 3.. | 2",
        "it begins beside one that stacks   | promotion P percent 10 stackable; promotion Q percent 20 stackable valid 3.. | 2",
        "it begins for a break              | promotion P percent 10 minimum 10 valid 3..   | 2",
        "it begins for more than any break  | promotion P percent 10 minimum 11 valid 3..   | open",
        "free ones of too few begin         | promotion P buy 3 get 1 valid 3..             | open",
        "free ones begin                    | promotion P buy 0.5 get 0.5 valid 3..         | 2",
        "one that ends when another begins  | promotion P percent 10 valid ..3; promotion Q percent 10 valid 4.. | 3",
        "a contract is net                  | promotion P percent 10 valid 3..; contract K 9@1 | open",
        "unless it says otherwise           | promotion P percent 10 valid 3..; contract K 9@1 promoted | 2",
      })
  void untilAPromotionBeginsOrEnds(String rule, String promotions, String validTo) {
    assertThat(validTo(desk("PRIORITY", "list BASE EUR; price BASE 10@1 8@10; " + promotions)))
        .as(rule)
        .isEqualTo(validTo);
  }

  @ParameterizedTest(name = "{0} → {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "the rate changes                    | list USA USD; price USA 100@1; rate USD EUR 0.9; rate USD EUR 0.8 since 4 | 3",
        "the same rate is told again         | list USA USD; price USA 100@1; rate USD EUR 0.9; rate USD EUR 0.9 since 4 | 3",
        "another rate changes                | list USA USD; price USA 100@1; rate USD EUR 0.9; rate USD GBP 0.8 since 4 | open",
        "there will be a price in EUR        | list USA USD; price USA 100@1; rate USD EUR 0.9; list BASE EUR; price BASE 90@1 valid 4.. | 3",
        "a rate of a price nobody needs      | list USA USD; price USA 100@1; rate USD EUR 0.9 since 4; list BASE EUR; price BASE 90@1 | open",
        "the rate of a formula changes       | list USA USD; price USA 100@1; list SHOP EUR from USA less 10; rate USD EUR 0.9; rate USD EUR 0.8 since 4 | 3",
        "the same rate of a formula          | list USA USD; price USA 100@1; list SHOP EUR from USA less 10; rate USD EUR 0.9; rate USD EUR 0.9 since 4 | open",
        "rounded away: 87 and 86 give 90     | list USA USD; price USA 100@1; list SHOP EUR from USA round 10; rate USD EUR 0.87; rate USD EUR 0.86 since 4 | open",
        "the base of a formula ends          | list BASE EUR groups OTHERS valid ..8; price BASE 100@1 valid ..6; list SHOP EUR from BASE less 10 valid ..9 | 6",
        "the list of a base ends             | list BASE EUR groups OTHERS valid ..5; price BASE 100@1 valid ..6; list SHOP EUR from BASE less 10 valid ..9 | 5",
        "the list with the formula ends      | list BASE EUR groups OTHERS valid ..8; price BASE 100@1 valid ..6; list SHOP EUR from BASE less 10 valid ..4 | 4",
        "the base's next price begins        | list BASE EUR groups OTHERS; price BASE 100@1; price BASE 90@1 valid 5..; list SHOP EUR from BASE less 10 | 4",
        "the price of a base begins          | list BASE EUR groups OTHERS; price BASE 100@1 valid 5..; list SHOP EUR priority 1 from BASE less 10; list LATER EUR priority 2; price LATER 9@1 | 4",
        "the rate of a base begins           | list USA USD groups OTHERS; price USA 100@1; rate USD EUR 0.9 since 5; list SHOP EUR priority 1 from USA; list LATER EUR priority 2; price LATER 9@1 | 4",
        "the cost that binds changes         | list BASE EUR groups OTHERS; price BASE 70@1; list SHOP EUR from BASE margin 25..; cost 60 EUR; cost 63 EUR since 6 | 5",
        "the cost will bind                  | list BASE EUR groups OTHERS; price BASE 80@1; list SHOP EUR from BASE margin 25..; cost 60 EUR; cost 63 EUR since 6 | 5",
        "the cost will not bind              | list BASE EUR groups OTHERS; price BASE 84@1; list SHOP EUR from BASE margin 25..; cost 60 EUR; cost 63 EUR since 6 | open",
        "the first cost is told              | list BASE EUR groups OTHERS; price BASE 70@1; list SHOP EUR from BASE margin 25..; cost 63 EUR since 6 | 5",
        "the cost of a list without margins  | list BASE EUR groups OTHERS; price BASE 70@1; list SHOP EUR from BASE; cost 63 EUR since 6 | open",
        "a cost everywhere instead of there  | list BASE EUR groups OTHERS; price BASE 70@1; list SHOP EUR from BASE margin 25..; cost 60 EUR at DC1; cost 57 EUR since 6 | 5",
        "the rate of the cost changes        | list BASE EUR groups OTHERS; price BASE 70@1; list SHOP EUR from BASE margin 25..; cost 60 USD; rate USD EUR 1; rate USD EUR 1.1 since 7 | 6",
      })
  void untilARateOrACostChangesThePrice(String rule, String world, String validTo) {
    assertThat(validTo(desk("PRIORITY", world))).as(rule).isEqualTo(validTo);
  }

  @ParameterizedTest(name = "{0} later days → {1}")
  @CsvSource({"0, open", "15, open", "16, open", "17, 16", "18, 16", "40, 16"})
  void sixteenLaterDaysAreTried(int days, String validTo) {
    String begins =
        IntStream.rangeClosed(1, days)
            .mapToObj(day -> "price LATE 9@1 valid " + day + "..")
            .collect(Collectors.joining("; "));
    PriceDesk desk =
        desk(
            "PRIORITY",
            "list BASE EUR priority 1; list LATE EUR priority 2; price BASE 10@1; " + begins);
    assertThat(validTo(desk)).isEqualTo(validTo);
  }

  @Test
  void promotionsOfAPriceThatIsNetAreNoDaysToTry() {
    String begin =
        IntStream.rangeClosed(1, 17)
            .mapToObj(day -> "promotion P" + day + " percent 10 valid " + day + "..")
            .collect(Collectors.joining("; "));
    assertThat(validTo(desk("PRIORITY", "contract K 10@1; " + begin))).isEqualTo("open");
  }

  @ParameterizedTest(name = "asked for day {0} → {1}")
  @CsvSource({"-20, -11", "-10, -6", "-5, -1", "0, 4", "5, 9", "10, open", "400, open"})
  void anyDayMayBeAskedFor(int day, String validTo) {
    PriceDesk desk =
        desk(
                "PRIORITY",
                "list BASE EUR; price BASE 10@1; price BASE 9@1 valid -10..-6;"
                    + "price BASE 8@1 valid 0..4; contract K 7@1 valid 5..9")
            .on(day);
    assertThat(validTo(desk)).isEqualTo(validTo);
  }

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "price BASE 10@0 8@12 group MIX; price BASE 21@0 of B group MIX valid ..3 | open",
        "price BASE 10@0 8@12 group MIX valid ..3; price BASE 21@0 of B group MIX | 3",
      })
  void theTotalsOfTheCartStayAsTheyAre(String prices, String validTo) {
    Priced first =
        (Priced) desk("PRIORITY", "list BASE EUR; " + prices).cart("A 6, B 6").getFirst();
    assertThat(first.unitPrice()).isEqualTo(Given.units("8"));
    assertThat(PriceDesk.day(first.validToDay())).isEqualTo(validTo);
  }
}
