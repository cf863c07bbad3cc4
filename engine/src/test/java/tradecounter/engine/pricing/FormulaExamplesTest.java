package tradecounter.engine.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.pricing.PriceAnswer.Priced;

/** Lists whose prices a formula makes of another list's (T19), and their neighbours. */
final class FormulaExamplesTest {
  private static final String LISTS =
      "list BASE EUR priority 9; list SHOP EUR priority 1 from BASE ";

  @ParameterizedTest(name = "{0}: {1} {2} → {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "87.5, then 90, then 89.99 (T19)        | 100      | less 12.5 round 10 plus -0.01 | 89.99",
        "the formula says no more than from     | 100      | ''                            | 100",
        "a discount                             | 100      | less 12.5                     | 87.5",
        "a mark-up is a discount below zero     | 100      | less -25                      | 125",
        "the largest mark-up is tenfold         | 100      | less -1000                    | 1100",
        "nothing is left                        | 100      | less 100                      | 0",
        "6.6666667 to six decimals              | 10       | less 33.333333                | 6.666667",
        "6.6666666 would be rounded up as well  | 10       | less 33.333334                | 6.666667",
        "half a millionth goes up               | 0.000001 | less 50                       | 0.000001",
        "one and a half millionths become two   | 0.000003 | less 50                       | 0.000002",
        "0.49 of a millionth goes down          | 0.000001 | less 51                       | 0",
        "below the half                         | 87.499999 | round 1                      | 87",
        "a tie goes up                          | 87.5     | round 1                       | 88",
        "a tie of tens                          | 85       | round 10                      | 90",
        "just below the tie of tens             | 84.999999 | round 10                     | 80",
        "a tie of five cents                    | 1.025    | round 0.05                    | 1.05",
        "just below the tie of five cents       | 1.024999 | round 0.05                    | 1",
        "101.01 times 0.99 is 101 times 0.99    | 100      | round 0.99                    | 99.99",
        "a small price is rounded away          | 4.999999 | round 10                      | 0",
        "or up to the first multiple            | 5        | round 10                      | 10",
        "rounded to nothing is not rounded      | 87.5     | round 0 plus 1                | 88.5",
        "the discount comes before the rounding | 94       | less 50 round 10              | 50",
        "a surcharge                            | 100      | plus 2.5                      | 102.5",
        "a surcharge below zero                 | 100      | plus -2.5                     | 97.5",
        "a surcharge is not rounded             | 87.5     | round 10 plus 0.37            | 90.37",
        "down to zero                           | 5        | plus -5                       | 0",
      })
  void stepsComeInTheirOrder(String rule, String base, String formula, String won) {
    PriceDesk desk = PriceDesk.of(LISTS + formula + "; price BASE " + base + "@1");
    assertThat(desk.won("1")).as(rule).isEqualTo(won + " SHOP");
  }

  @ParameterizedTest(name = "{0}: {1} {2}, {3} → {4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "60 ÷ 0.75 is the floor                 | 100 | less 50 | margin 25..  | cost 60 EUR | 80",
        "above the floor it stays               | 100 | less 10 | margin 25..  | cost 60 EUR | 90",
        "10 ÷ 0.3 = 33.33… is rounded up        | 10  | ''      | margin 70..  | cost 10 EUR | 33.333334",
        "50 ÷ 0.8 is the ceiling                | 100 | ''      | margin ..20  | cost 50 EUR | 62.5",
        "below the ceiling it stays             | 60  | ''      | margin ..20  | cost 50 EUR | 60",
        "10 ÷ 0.3 = 33.33… is rounded down      | 100 | ''      | margin ..70  | cost 10 EUR | 33.333333",
        "between 62.50 and 100                  | 80  | ''      | margin 20..50 | cost 50 EUR | 80",
        "not above 100                          | 120 | ''      | margin 20..50 | cost 50 EUR | 100",
        "not below 62.50                        | 60  | ''      | margin 20..50 | cost 50 EUR | 62.5",
        "where they cross the minimum counts    | 100 | ''      | margin 70..70 | cost 10 EUR | 33.333334",
        "no margin: not below the cost          | 50  | ''      | margin 0..   | cost 60 EUR | 60",
        "a loss of a fifth of the price: ÷ 1.2  | 40  | ''      | margin -20.. | cost 60 EUR | 50",
        "at most at such a loss                 | 90  | ''      | margin ..-20 | cost 60 EUR | 50",
        "after the surcharge                    | 100 | less 50 plus 5 | margin 25.. | cost 60 EUR | 80",
        "61 ÷ 0.75 is not rounded to ten        | 100 | less 50 round 10 | margin 25.. | cost 61 EUR | 81.333334",
        "what costs nothing has no floor        | 100 | less 50 | margin 25..  | cost 0 EUR  | 50",
        "an unknown cost passes it over         | 100 | less 50 | margin 25..  | ''          | 50",
        "the ceiling too                        | 100 | ''      | margin ..20  | ''          | 100",
        "the cost of another item               | 100 | less 50 | margin 25..  | cost 60 EUR of B | 50",
        "a cost from tomorrow on                | 100 | less 50 | margin 25..  | cost 60 EUR since 1 | 50",
        "a cost from today on                   | 100 | less 50 | margin 25..  | cost 60 EUR since 0 | 80",
        "the latest counts                      | 100 | less 50 | margin 25..  | cost 60 EUR since -9; cost 45 EUR since -1; cost 90 EUR since 1 | 60",
        "by location: the highest               | 100 | less 50 | margin 25..  | cost 60 EUR at DC1; cost 45 EUR at DC2 | 80",
        "the highest of the latest              | 100 | less 50 | margin 25..  | cost 90 EUR at DC1 since -9; cost 45 EUR at DC1 since -1; cost 60 EUR at DC2 since -5 | 80",
        "everywhere goes before locations       | 100 | less 50 | margin 25..  | cost 45 EUR; cost 90 EUR at DC1 | 60",
        "even if it is older                    | 100 | less 50 | margin 25..  | cost 45 EUR since -9; cost 90 EUR at DC1 since -1 | 60",
        "not if it is of tomorrow               | 100 | less 50 | margin 25..  | cost 45 EUR since 1; cost 60 EUR at DC1 | 80",
        "66 USD are 59.40; ÷ 0.75               | 100 | less 50 | margin 25..  | cost 66 USD; rate USD EUR 0.9 | 79.2",
        "at the rate of the day                 | 100 | less 50 | margin 25..  | cost 66 USD; rate USD EUR 0.9 since 0; rate USD EUR 2 since 1 | 79.2",
        "no rate: the cost is not known         | 100 | less 50 | margin 25..  | cost 66 USD | 50",
        "nor by the rate of the other direction | 100 | less 50 | margin 25..  | cost 66 USD; rate EUR USD 1.1 | 50",
        "half a millionth of cost goes up       | 0   | ''      | margin 0..   | cost 0.000005 USD; rate USD EUR 0.1 | 0.000001",
        "the highest after the conversion       | 100 | less 50 | margin 25..  | cost 66 USD at DC1; rate USD EUR 0.5; cost 45 EUR at DC2 | 60",
        "a location without a rate is left out  | 100 | less 50 | margin 25..  | cost 66 USD at DC1; cost 45 EUR at DC2 | 60",
      })
  void theMarginKeepsTheAmountWithinItsBounds(
      String rule, String base, String steps, String margin, String costs, String won) {
    PriceDesk desk =
        PriceDesk.of(LISTS + steps + " " + margin + "; price BASE " + base + "@1; " + costs);
    assertThat(desk.won("1")).as(rule).isEqualTo(won + " SHOP");
  }

  @ParameterizedTest(name = "{0}: {1} {2} → {4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "twelve times 5, ÷ 0.75       | 50@1 in BOX   | 1 BOX | cost 5 EUR    | 80        | 80",
        "told by the piece            | 50@1 in BOX   | 12 EA | cost 5 EUR    | 6.666667  | 80",
        "a third of 60, ÷ 0.75        | 10@1 in M     | 3 M   | cost 60 EUR   | 26.666667 | 80",
        "a thousand times 0.06        | 50@1 per 1000 | 500   | cost 0.06 EUR | 80        | 40",
        "a hundred BOX of 12          | 50@1 in BOX per 100 | 50 BOX | cost 0.05 EUR | 80 | 40",
      })
  void theCostIsThatOfTheUnitAndPriceUnit(
      String rule, String price, String quantity, String cost, String unitPrice, String extended) {
    PriceDesk desk = PriceDesk.of(LISTS + "margin 25..; price BASE " + price + "; " + cost);
    assertThat(figures(desk.priced(quantity))).as(rule).isEqualTo(unitPrice + " / " + extended);
  }

  @ParameterizedTest(name = "{0}: {1} {2} → {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "500 at 89.99 a thousand: 44.995 | 100@1 per 1000 | 500   | 89.99    | 45",
        "1000 of them                    | 100@1 per 1000 | 1000  | 89.99    | 89.99",
        "89.99 a BOX                     | 100@1 in BOX   | 1 BOX | 89.99    | 89.99",
        "89.99 ÷ 12 = 7.4991666…         | 100@1 in BOX   | 12 EA | 7.499167 | 89.99",
      })
  void stepsCountPerPriceUnitOfTheUnit(
      String rule, String price, String quantity, String unitPrice, String extended) {
    PriceDesk desk = PriceDesk.of(LISTS + "less 12.5 round 10 plus -0.01; price BASE " + price);
    assertThat(figures(desk.priced(quantity))).as(rule).isEqualTo(unitPrice + " / " + extended);
  }

  private static String figures(Priced priced) {
    return FixedPoint.format(priced.unitPrice())
        + " / "
        + FixedPoint.format(priced.extendedPrice());
  }

  @Test
  void everyBreakIsDerived() {
    PriceDesk desk = PriceDesk.of(LISTS + "less 10 plus 1; price BASE 100@1 80@10 0@100");
    assertThat(PriceDesk.table(desk.priced("1"))).isEqualTo("91@1 73@10 1@100");
    assertThat(desk.won("10")).isEqualTo("73 SHOP");
  }

  // ---------------------------------------------------------------- lists from lists from lists

  @ParameterizedTest(name = "{0} → {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "10 % off 10 % off 100, plus 1         | PRIORITY | price BASE 100@1                       | 82 GOLD",
        "what is written goes first            | PRIORITY | price BASE 100@1; price GOLD 95@1      | 95 GOLD",
        "even from a larger quantity on        | PRIORITY | price BASE 100@1; price GOLD 95@5      | 82 GOLD",
        "one formula goes before two           | PRIORITY | price BASE 100@1; price TRADE 95@1     | 86.5 GOLD",
        "though one of two formulas is dated   | PRIORITY | price BASE 100@1 valid 0..9; price TRADE 95@1 | 86.5 GOLD",
        "by BEST the lowest of all             | BEST     | price BASE 100@1; price TRADE 95@1     | 82 GOLD",
        "by MERGE the nearest break by break   | MERGE    | price BASE 100@1; price TRADE 95@5     | 82 GOLD",
        "nobody wrote a price                  | PRIORITY | price BASE 100@1 of B                  | no contract and no price list of this customer names the item",
      })
  void aListMayStartFromOneThatHasAFormula(
      String rule, String strategy, String prices, String won) {
    PriceDesk desk =
        PriceDesk.of(
                "list BASE EUR priority 9 groups OTHERS; list TRADE EUR groups OTHERS from BASE less 10;"
                    + "list GOLD EUR from TRADE less 10 plus 1;"
                    + prices)
            .by(strategy);
    assertThat(desk.won("1")).as(rule).isEqualTo(won);
  }

  @Test
  void eachListOfAChainRounds() {
    PriceDesk desk =
        PriceDesk.of(
            "list BASE EUR priority 9; list TRADE EUR priority 8 from BASE less 50;"
                + "list GOLD EUR from TRADE less 50; price BASE 0.000005@1");
    assertThat(desk.won("1"))
        .as("5 become 2.5, so 3; 3 become 1.5, so 2")
        .isEqualTo("0.000002 GOLD");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "nobody told the base list            | list L EUR from NOWHERE less 10 | 10 L | L FILTERED derived from list NOWHERE, which nobody has told",
        "two lists from each other            | list L EUR from M; list M EUR groups OTHERS from L; price M 5@1 | 10 L | L FILTERED derived from itself: L ← M ← L",
        "three lists in a circle              | list L EUR from M; list M EUR groups OTHERS from N; list N EUR groups OTHERS from L | 10 L | L FILTERED derived from itself: L ← M ← N ← L",
        "no rate between the currencies       | list L EUR from D less 10; list D USD groups OTHERS; price D 5@1 | 10 L | L FILTERED no exchange rate from USD to EUR",
        "only a rate of the other direction   | list L EUR from D less 10; list D USD groups OTHERS; price D 5@1; rate EUR USD 1.1 | 10 L | L FILTERED no exchange rate from USD to EUR",
        "below zero                           | list L EUR from D plus -5.000001; list D EUR groups OTHERS; price D 5@1 | 10 L | L FILTERED the formula gives a negative price",
        "one break below zero                 | list L EUR from D plus -5; list D EUR groups OTHERS; price D 9@1 4@100 | 10 L | L FILTERED the formula gives a negative price",
      })
  void aFormulaThatGivesNothingIsSaidSo(String rule, String lists, String won, String filtered) {
    PriceDesk desk = PriceDesk.of(lists + "; price L 10@1");
    assertThat(desk.won("1")).as(rule).isEqualTo(won);
    assertThat(PriceDesk.candidates(desk.priced("1").explanation().candidates()))
        .as(rule)
        .isEqualTo("L WON it goes first; " + filtered);
  }

  @Test
  void aFormulaAloneThatGivesNothingIsNoPrice() {
    assertThat(PriceDesk.of("list L EUR from NOWHERE").won("1"))
        .isEqualTo("no entry applies: L (derived from list NOWHERE, which nobody has told)");
  }

  @Test
  void aListOutsideACircleGetsWhatIsWrittenInIt() {
    PriceDesk desk =
        PriceDesk.of(
            "list OUT EUR from L less 10; list L EUR groups OTHERS from M; list M EUR groups OTHERS from L;"
                + "price L 10@1; price M 5@1");
    assertThat(desk.won("1")).isEqualTo("9 OUT");
  }

  /** List 0 from list 1 from … from list n, on which there is a price. */
  private static PriceDesk chain(int formulas) {
    StringBuilder lists = new StringBuilder("list L%s EUR groups OTHERS; ".formatted(formulas));
    for (int list = formulas - 1; list > 0; list--) {
      lists.append("list L%s EUR groups OTHERS from L%s plus 1; ".formatted(list, list + 1));
    }
    return PriceDesk.of(
        lists + "list L0 EUR from L1 plus 1; price L%s 100@1; price L0 999@1".formatted(formulas));
  }

  @Test
  void sixteenFormulasStandOneUponTheOther() {
    assertThat(PriceDesk.candidates(chain(16).priced("1").explanation().candidates()))
        .isEqualTo(
            "L0 WON it goes first; L0 LOST a written price goes before one that a formula makes of"
                + " another list's");
    assertThat(chain(16).priced("1").explanation().candidates().getLast().unitPrice())
        .isEqualTo(116_000_000);
    assertThat(PriceDesk.candidates(chain(17).priced("1").explanation().candidates()))
        .startsWith(
            "L0 WON it goes first; L0 FILTERED more than 16 formulas one upon the other: L0 ←");
    assertThat(chain(5_000).won("1")).isEqualTo("999 L0");
  }

  /** What cannot be computed is one list's matter, not the item's. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a margin beyond the range  | list L EUR from BASE margin 99.9999..; cost 900000000000 EUR",
        "a mark-up beyond the range | list H EUR groups OTHERS; price H 999999999999@1; list L EUR from H less -1000 ",
        "a rate beyond the range    | list H USD groups OTHERS; price H 999999999999@1; rate USD EUR 100; list L EUR from H",
      })
  void figuresBeyondTheRangeLeaveOtherPricesAlone(String rule, String lists) {
    PriceDesk desk = PriceDesk.of("list BASE EUR priority 9; price BASE 10@1; " + lists);
    assertThat(PriceDesk.candidates(desk.priced("1").explanation().candidates()))
        .as(rule)
        .isEqualTo(
            "BASE WON it goes first; L FILTERED the figures are beyond what can be computed"
                + " exactly");
  }

  @Test
  void anAmountBelowZeroOnTheWayIsLiftedByTheMargin() {
    PriceDesk desk = PriceDesk.of(LISTS + "plus -5 margin 0..; price BASE 4@1; cost 3 EUR");
    assertThat(desk.won("1")).isEqualTo("3 SHOP");
  }

  // ---------------------------------------------------------------- currencies and days

  @ParameterizedTest(name = "{0}: {2} → {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "90, less 10 % 81                      | 100      | rate USD EUR 0.9                         | less 10 | 81",
        "it is converted before it is rounded  | 100      | rate USD EUR 0.87                        | round 10 plus -0.01 | 89.99",
        "half a millionth goes up              | 0.000001 | rate USD EUR 0.5                         | ''      | 0.000001",
        "at the rate of the day                | 100      | rate USD EUR 0.8 since -9; rate USD EUR 0.9 since 0; rate USD EUR 0.7 since 1 | '' | 90",
        "at ten decimals of the rate           | 10000    | rate USD EUR 0.0000000123                | ''      | 0.000123",
      })
  void aBaseInAnotherCurrencyIsConvertedFirst(
      String rule, String base, String rates, String formula, String won) {
    PriceDesk desk =
        PriceDesk.of(
            "list BASE USD priority 9; list SHOP EUR priority 1 from BASE "
                + formula
                + "; price BASE "
                + base
                + "@1; "
                + rates);
    assertThat(desk.won("1")).as(rule).isEqualTo(won + " SHOP");
  }

  @ParameterizedTest(name = "list {1}, base list {2}, price {3}: from {4} to {5}")
  @CsvSource(
      delimiter = '|',
      value = {
        "from the price, to the base list      | 0..10 | 2..8 | 4..20 | 4 | 8",
        "from the base list, to the price      | 0..10 | 4..9 | 2..8  | 4 | 8",
        "from the list to its end              | 4..8  | 0..9 | 2..10 | 4 | 8",
        "one day of the list                   | 5..5  | 0..9 | 2..10 | 5 | 5",
        "only the price ends                   | ..    | ..   | 2..6  | 2 | 6",
      })
  void itHoldsWhileBothListsAndThePriceDo(
      String rule, String list, String baseList, String price, int first, int last) {
    PriceDesk desk =
        PriceDesk.of(
            "list SHOP EUR from BASE less 10 valid %s; list BASE EUR groups OTHERS valid %s; price BASE 100@1 valid %s"
                .formatted(list, baseList, price));
    assertThat(holds(desk.on(first - 1))).as(rule).isEqualTo("none");
    assertThat(holds(desk.on(first))).as(rule).isEqualTo("90 until " + last);
    assertThat(holds(desk.on(last))).as(rule).isEqualTo("90 until " + last);
    assertThat(holds(desk.on(last + 1))).as(rule).isEqualTo("none");
  }

  private static String holds(PriceDesk desk) {
    return desk.ask("1") instanceof Priced priced
        ? FixedPoint.format(priced.unitPrice()) + " until " + PriceDesk.day(priced.validToDay())
        : "none";
  }
}
