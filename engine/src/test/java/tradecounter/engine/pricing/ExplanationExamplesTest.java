package tradecounter.engine.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.engine.Given;
import tradecounter.engine.canonical.Customer.PriceStrategy;
import tradecounter.engine.pricing.PriceAnswer.NoPrice;
import tradecounter.engine.pricing.PriceAnswer.Priced;
import tradecounter.engine.pricing.PriceAnswer.Step;

/** How a price came about, step by step, and what became of everything else. */
final class ExplanationExamplesTest {
  private static final PricingRules CONVERTING = new PricingRules(true, CurrencyRounding.ISO_4217);

  private static PriceDesk desk(String strategy, String world) {
    return PriceDesk.of(world)
        .under(CONVERTING)
        .by(Given.customer("C", PriceStrategy.valueOf(strategy), "GOLD:1 SILVER:2", ""));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a list            | 1  | list BASE EUR; price BASE 10@1 8@10 | LIST BASE 10",
        "a break           | 10 | list BASE EUR; price BASE 10@1 8@10 | LIST BASE 10, BREAK BASE 8",
        "the break reached | 99 | list BASE EUR; price BASE 10@1 8@10 7@50 6@100 | LIST BASE 10, BREAK BASE 7",
        "a formula (T19)   | 1  | list BASE EUR priority 9; price BASE 100@1; list SHOP EUR from BASE less 12.5 round 10 plus -0.01 | LIST BASE 100, DISCOUNT SHOP 87.5, ROUNDING SHOP 90, SURCHARGE SHOP 89.99",
        "of a break, with a margin | 10 | list BASE EUR priority 9; price BASE 100@1 50@10; list SHOP EUR from BASE less 10 margin 25..; cost 60 EUR | LIST BASE 100, BREAK BASE 50, DISCOUNT SHOP 45, MARGIN SHOP 80",
        "a margin without a cost | 1 | list BASE EUR priority 9; price BASE 100@1; list SHOP EUR from BASE less 10 margin 25.. | LIST BASE 100, DISCOUNT SHOP 90, MARGIN SHOP 90",
        "a formula without a step | 1 | list BASE EUR priority 9; price BASE 100@1; list SHOP EUR from BASE | LIST BASE 100",
        "a formula on a formula | 1 | list BASE EUR priority 9; price BASE 100@1; list TRADE EUR priority 8 from BASE less 10; list SHOP EUR from TRADE less 10 plus 1 | LIST BASE 100, DISCOUNT TRADE 90, DISCOUNT SHOP 81, SURCHARGE SHOP 82",
        "a base in dollars | 1  | list USA USD; price USA 100@1; rate USD EUR 0.9; list SHOP EUR from USA less 10 | LIST USA 100 USD, CONVERSION SHOP 90, DISCOUNT SHOP 81",
        "a contract        | 1  | contract K 7@1 | CONTRACT K 7",
        "a contract over a list | 1 | list BASE EUR; price BASE 10@1 8@10; contract K 7@1 | LIST BASE 10, CONTRACT K 7",
        "a contract over a break | 10 | list BASE EUR; price BASE 10@1 8@10; contract K 7@1 | LIST BASE 10, BREAK BASE 8, CONTRACT K 7",
        "a contract over a formula | 1 | list BASE EUR priority 9; price BASE 100@1; list SHOP EUR from BASE less 10; contract K 7@1 | LIST BASE 100, DISCOUNT SHOP 90, CONTRACT K 7",
        "a dearer contract | 1  | list BASE EUR; price BASE 10@1; contract K 12@1 | LIST BASE 10, CONTRACT K 12",
        "a group's discount off a break | 10 | list BASE EUR; price BASE 10@1 8@10; contract K less 10 buyers GOLD | LIST BASE 10, BREAK BASE 8, CONTRACT K 7.2",
        "a promotion       | 1  | list BASE EUR; price BASE 10@1; promotion P percent 10 | LIST BASE 10, PROMOTION P 9",
        "two promotions    | 1  | list BASE EUR; price BASE 10@1; promotion P percent 10 stackable; promotion Q amount 1 stackable | LIST BASE 10, PROMOTION P 9, PROMOTION Q 8",
        "a free one        | 4  | list BASE EUR; price BASE 10@1; promotion P buy 3 get 1 | LIST BASE 10, PROMOTION P 10",
        "all of it         | 10 | list BASE EUR; price BASE 10@1 8@10; contract K less 50 promoted; promotion P amount 1.5 | LIST BASE 10, BREAK BASE 8, CONTRACT K 4, PROMOTION P 2.5",
        "a conversion      | 1  | list USA USD; price USA 100@1; rate USD EUR 0.9 | LIST USA 100 USD, CONVERSION USD 90",
        "of a break        | 10 | list USA USD; price USA 100@1 80@10; rate USD EUR 0.9; promotion P amount 2 | LIST USA 100 USD, BREAK USA 80 USD, CONVERSION USD 72, PROMOTION P 70",
        "of a formula      | 1  | list USA USD priority 9; price USA 100@1; list SHOP USD from USA less 10; rate USD EUR 0.9 | LIST USA 100 USD, DISCOUNT SHOP 90 USD, CONVERSION USD 81",
        "of a contract     | 1  | contract K 50@1 currency USD; rate USD EUR 0.9 | CONTRACT K 50 USD, CONVERSION USD 45",
        "a discount off a conversion | 1 | list USA USD; price USA 100@1; rate USD EUR 0.9; contract K less 10 | LIST USA 100 USD, CONVERSION USD 90, CONTRACT K 81",
        "by the piece of a BOX | 12 | list BASE EUR; price BASE 120@1 in BOX; promotion P percent 10 | LIST BASE 10, PROMOTION P 9",
        "by the BOX of pieces | 1 BOX | list BASE EUR; price BASE 10@1 8@12 | LIST BASE 120, BREAK BASE 96",
        "per 1000          | 10 | list BASE EUR; price BASE 10@1 per 1000; promotion P amount 0.001 | LIST BASE 10, PROMOTION P 9",
        "a contract by the BOX over a list per 1000 | 1 BOX | list BASE EUR; price BASE 8000@1 per 1000; contract K 84@1 in BOX | LIST BASE 96, CONTRACT K 84",
      })
  void theWaterfallEndsAtTheUnitPrice(
      String rule, String quantity, String world, String waterfall) {
    Priced priced = desk("PRIORITY", world).priced(quantity);
    assertThat(PriceDesk.waterfall(priced)).as(rule).isEqualTo(waterfall);
    assertThat(priced.explanation().waterfall().getLast().unitPrice())
        .as(rule)
        .isEqualTo(priced.unitPrice());
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "MERGE | 1  | LIST L1 9",
        "MERGE | 2  | LIST L1 9, BREAK L1 8",
        "MERGE | 4  | LIST L2 8, BREAK L2 7",
        "MERGE | 5  | LIST L1 9, BREAK L1 6",
        "BEST  | 1  | LIST L2 8",
        "BEST  | 2  | LIST L2 8, BREAK L2 7",
        "BEST  | 5  | LIST L1 9, BREAK L1 6",
      })
  void theStepsAreThoseOfTheListThatWon(String strategy, String quantity, String waterfall) {
    PriceDesk desk =
        desk(
            strategy,
            "list L1 EUR priority 1; list L2 EUR priority 2;"
                + "price L1 9@1 8@2 6@5; price L2 8@1 7@2 7@4");
    assertThat(PriceDesk.waterfall(desk.priced(quantity))).isEqualTo(waterfall);
  }

  @Test
  void everyStepSaysWhatItDoes() {
    Priced priced =
        desk(
                "PRIORITY",
                "list BASE USD priority 9; price BASE 200@1 100@5; rate USD EUR 0.5;"
                    + "list SHOP EUR from BASE less 12.5 round 10 plus -0.01 margin 50..; cost 30 EUR;"
                    + "contract K less 10 promoted; promotion P percent 10")
            .priced("5");
    assertThat(PriceDesk.waterfall(priced))
        .isEqualTo(
            "LIST BASE 200 USD, BREAK BASE 100 USD, CONVERSION SHOP 50, DISCOUNT SHOP 43.75,"
                + " ROUNDING SHOP 40, SURCHARGE SHOP 39.99, MARGIN SHOP 60, CONTRACT K 54,"
                + " PROMOTION P 48.6");
    assertThat(priced.explanation().waterfall())
        .extracting(Step::reason)
        .containsExactly(
            "price list BASE",
            "from 5 EA on",
            "at the rate of the day",
            "12.5 % less",
            "rounded to a multiple of 10",
            "surcharge -0.01",
            "raised to the list's smallest margin",
            "10 % off by contract K",
            "promotion P");
  }

  @Test
  void aMarginThatCouldNotBeCheckedIsSaidSo() {
    Priced priced =
        desk(
                "PRIORITY",
                "list BASE EUR priority 9; price BASE 100@1; list SHOP EUR from BASE less -10 margin 25..")
            .priced("1");
    assertThat(priced.explanation().waterfall())
        .extracting(Step::reason)
        .containsExactly(
            "price list BASE", "10 % more", "no cost is known: the margin is not checked");
  }

  // ---------------------------------------------------------------- everything else

  @ParameterizedTest(name = "{0}: {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "levels             | PRIORITY | list BASE EUR; price BASE 10@1; list G EUR groups GOLD; price G 11@1; list O EUR customers C; price O 12@1; contract K 13@1 category PIPES; contract L 14@1 | L WON it goes first; K LOST CONTRACT goes before CONTRACT_CATEGORY; O LOST CONTRACT goes before CUSTOMER_LIST; G LOST CONTRACT goes before GROUP_LIST; BASE LOST CONTRACT goes before BASE_LIST",
        "parties            | PRIORITY | contract K 10@1 buyers GOLD; contract L 11@1; contract M 9@1 buyers SILVER | L WON it goes first; K LOST the contract of customer C is nearer; M LOST the contract of customer C is nearer",
        "groups             | PRIORITY | contract K 10@1 buyers GOLD; contract M 9@1 buyers SILVER | K WON it goes first; M LOST the contract of buying group GOLD is nearer",
        "lists              | PRIORITY | list L EUR priority 2; price L 10@1; list M EUR priority 1; price M 11@1 | M WON it goes first; L LOST M is asked before L",
        "formulas           | PRIORITY | list L EUR from M less 10; price L 10@1; list M EUR priority 2 groups OTHERS; price M 9@1 | L WON it goes first; L LOST a written price goes before one that a formula makes of another list's",
        "contracts          | PRIORITY | contract K 10@1; contract L 11@1 priority 1 | L WON it goes first; K LOST L has priority 1, K has 1000",
        "dates              | PRIORITY | list L EUR; price L 10@1; price L 9@1 valid 0.. | L WON it goes first; L LOST a dated price goes before one without dates",
        "minimums           | PRIORITY | contract K 10@1; contract M 11@0.5 | K WON it goes first; M LOST the larger minimum goes first",
        "starts             | PRIORITY | list L EUR; price L 10@1 valid -2..; price L 9@1 valid -1.. | L WON it goes first; L LOST the later start goes first",
        "cheaper            | BEST     | list L EUR priority 2; price L 10@1; list M EUR priority 1; price M 11@1; contract K 12@1 | L WON nothing is cheaper; K LOST the winner is cheaper; M LOST the winner is cheaper",
        "as cheap           | BEST     | list L EUR priority 2; price L 10@1; list M EUR priority 1; price M 10@1; contract K 12@1 | M WON nothing is cheaper; K LOST the winner is cheaper; L LOST M is asked before L",
        "a discount as well | PRIORITY | list L EUR; price L 10@1; contract K less 10; contract M less 20 priority 2000 | K WON it goes first; M LOST K has priority 1000, M has 2000; L LOST CONTRACT goes before BASE_LIST",
      })
  void aLoserIsToldWhy(String rule, String strategy, String world, String candidates) {
    Priced priced = desk(strategy, world).priced("1");
    assertThat(PriceDesk.candidates(priced.explanation().candidates()))
        .as(rule)
        .isEqualTo(candidates);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "of yesterday      | price BASE 9@1 valid -9..-1    | BASE FILTERED not valid on the day: until 2026-11-22",
        "of tomorrow       | price BASE 9@1 valid 1..     | BASE FILTERED not valid on the day: from 2026-11-24 on",
        "a list of tomorrow | list L EUR valid 1..; price L 9@1 | L FILTERED not valid on the day: from 2026-11-24 on",
        "a discount of tomorrow | contract K less 10 valid 1.. | K FILTERED not valid on the day: from 2026-11-24 on",
        "an unknown unit   | price BASE 9@1 in PALLET     | BASE FILTERED priced in PALLET, which is not a unit of the item",
        "not enough        | price BASE 9@5 in BOX        | BASE FILTERED only from 60 EA",
        "another currency  | list USA USD; price USA 9@1  | USA FILTERED in USD, asked for EUR",
        "a contract in another currency | contract K 9@1 currency USD | K FILTERED in USD, asked for EUR",
        "an unknown base   | list L EUR from GHOST        | L FILTERED derived from list GHOST, which nobody has told",
        "a promotion of tomorrow | promotion P percent 10 valid 1.. | P FILTERED not valid on the day: from 2026-11-24 on",
        "in another currency | promotion P amount 1 currency USD | P FILTERED in USD, asked for EUR",
        "in an unknown unit | promotion P amount 1 in PALLET | P FILTERED by PALLET, which is not a unit of the item",
        "of not enough     | promotion P percent 10 minimum 2 | P FILTERED only for larger quantities",
        "that raises       | promotion P fixed 11          | P FILTERED it would not lower the price",
        "free of too few   | promotion P buy 3 get 1       | P FILTERED it would not lower the price",
        "after one that stands alone | promotion P percent 10; promotion Q percent 10 | Q FILTERED P lets no other apply",
        "that stands alone | promotion P percent 10 stackable; promotion Q percent 10 | Q FILTERED it applies only alone, and P goes before it",
        "for somebody else | promotion P percent 10 customers X | ''",
      })
  void whatDoesNotApplyIsToldWhy(String rule, String further, String filtered) {
    Priced priced = PriceDesk.of("list BASE EUR; price BASE 10@1; " + further).priced("1");
    assertThat(PriceDesk.candidates(priced.explanation().candidates()))
        .as(rule)
        .isEqualTo("BASE WON it goes first" + (filtered.isEmpty() ? "" : "; " + filtered));
  }

  @Test
  void theSecondThatMakesAPartFreeIsToldWhy() {
    Priced priced =
        PriceDesk.of(
                "list BASE EUR; price BASE 10@1; promotion P buy 3 get 1 stackable;"
                    + "promotion Q buy 1 get 1 stackable")
            .priced("4");
    assertThat(PriceDesk.candidates(priced.explanation().candidates()))
        .isEqualTo(
            "BASE WON it goes first; Q FILTERED another one makes a part of the quantity free");
  }

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "contract K 9@1                                        | K WON it goes first; BASE LOST CONTRACT goes before BASE_LIST; P FILTERED the price of K is net of promotions; Q FILTERED not valid on the day: from 2026-11-24 on",
        "contract K less 10                                    | K WON it goes first; BASE LOST CONTRACT goes before BASE_LIST; P FILTERED the price of K is net of promotions; Q FILTERED not valid on the day: from 2026-11-24 on",
        "list NET EUR priority 0 net; price NET 9@1            | NET WON it goes first; BASE LOST NET is asked before BASE; P FILTERED the price of NET is net of promotions; Q FILTERED not valid on the day: from 2026-11-24 on",
        "contract K 9@1 promoted                               | K WON it goes first; BASE LOST CONTRACT goes before BASE_LIST; Q FILTERED not valid on the day: from 2026-11-24 on",
      })
  void aPromotionThatMustNotLowerThePriceIsToldWhy(String further, String candidates) {
    Priced priced =
        PriceDesk.of(
                "list BASE EUR; price BASE 10@1; promotion P percent 10;"
                    + "promotion Q percent 10 valid 1..; "
                    + further)
            .priced("1");
    assertThat(PriceDesk.candidates(priced.explanation().candidates())).isEqualTo(candidates);
  }

  @Test
  void aDiscountOffNothingIsToldWhy() {
    NoPrice none = (NoPrice) PriceDesk.of("contract K less 10").ask("1");
    assertThat(PriceDesk.candidates(none.candidates()))
        .isEqualTo("K FILTERED no list price that the discount could be taken off");
  }

  @Test
  void underMergeALoserIsToldWhoseBreakIsTaken() {
    Priced priced =
        desk(
                "MERGE",
                "list L1 EUR priority 1; list L2 EUR priority 2;"
                    + "price L1 9@1 8@2 6@5; price L2 8@1 7@2 7@4")
            .priced("4");
    assertThat(PriceDesk.candidates(priced.explanation().candidates()))
        .isEqualTo(
            "L2 WON it gives the merged break that is reached; L1 LOST L2 gives the merged break that is reached");
  }
}
