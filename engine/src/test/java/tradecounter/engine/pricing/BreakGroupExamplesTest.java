package tradecounter.engine.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.engine.Given;
import tradecounter.engine.canonical.Customer.PriceStrategy;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.pricing.PriceAnswer.Priced;

/**
 * Breaks that lines of a cart reach together. Unless a table says otherwise, from 12 pieces on A
 * costs 8 instead of 10 and B 15 instead of 20, in one break group.
 */
final class BreakGroupExamplesTest {
  private static final String LIST = "list BASE EUR priority 5; ";
  private static final String A = "price BASE 10@0 8@12 group MIX; ";
  private static final String B = "price BASE 20@0 15@12 of B group MIX; ";

  /** Such as {@code "8 BASE of 12 / 20 BASE"}: what reached the break if not the line alone. */
  private static String cart(PriceDesk desk, String lines) {
    return desk.cart(lines).stream()
        .map(answer -> PriceDesk.text(answer) + together(answer))
        .collect(Collectors.joining(" / "));
  }

  private static String together(PriceAnswer answer) {
    return answer instanceof Priced priced && priced.breakQuantity() != priced.quantity()
        ? " of " + FixedPoint.format(priced.breakQuantity())
        : "";
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a line alone                    | A 11               | 10 BASE",
        "a line alone reaches it         | A 12               | 8 BASE",
        "two items together              | A 6, B 6           | 8 BASE of 12 / 15 BASE of 12",
        "one too few                     | A 6, B 5           | 10 BASE of 11 / 20 BASE of 11",
        "a millionth too few             | A 6, B 5.999999    | 10 BASE of 11.999999 / 20 BASE of 11.999999",
        "one line would have reached it  | A 1, B 12          | 8 BASE of 13 / 15 BASE of 13",
        "the same item on two lines      | A 6, A 6           | 8 BASE of 12 / 8 BASE of 12",
        "on three                        | A 4, B 4, A 4      | 8 BASE of 12 / 15 BASE of 12 / 8 BASE of 12",
        "half a BOX of 12 is 6           | A 0.5 BOX, B 6     | 96 BASE of 1 / 15 BASE of 12",
        "a BOX of B is 10: 16 together   | A 6, B 1 BOX       | 8 BASE of 16 / 150 BASE of 1.6",
        "three M are one piece           | A 3 M, B 11        | 2.666667 BASE of 36 / 15 BASE of 12",
        "a third and 11.666667           | A 1 M, B 11.666667 | 2.666667 BASE of 36.000001 / 15 BASE of 12",
        "a third and 11.666666           | A 1 M, B 11.666666 | 3.333333 BASE of 35.999998 / 20 BASE of 11.999999",
        "an unknown item adds nothing    | A 6, X 6           | 10 BASE / unknown item X",
        "an unknown unit adds nothing    | A 6, B 6 PALLET    | 10 BASE / unknown unit PALLET",
        "a huge quantity                 | A 1, B 999999999999 | 8 BASE of 1000000000000 / no sum",
      })
  void linesReachABreakTogether(String rule, String lines, String answers) {
    PriceDesk desk = PriceDesk.of(LIST + A + B);
    assertThat(
            cart(desk, lines)
                .replace("the figures are beyond what can be computed exactly", "no sum"))
        .as(rule)
        .isEqualTo(answers);
  }

  @ParameterizedTest(name = "{0} → {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "no group                       | price BASE 10@0 8@12; price BASE 20@0 15@12 of B | 10 BASE / 20 BASE",
        "only one of them has a group   | price BASE 10@0 8@12 group MIX; price BASE 20@0 15@12 of B | 10 BASE / 20 BASE",
        "two groups                     | price BASE 10@0 8@12 group MIX; price BASE 20@0 15@12 of B group SET | 10 BASE / 20 BASE",
        "a group of two lists           | price BASE 10@0 8@12 group MIX; list MORE EUR; price MORE 20@0 15@12 of B group MIX | 10 BASE / 20 MORE",
        "not valid today                | price BASE 10@0 8@12 group MIX; price BASE 20@0 15@12 of B group MIX valid 1..; price BASE 9@0 of B | 10 BASE / 9 BASE",
        "another break                  | price BASE 10@0 8@12 group MIX; price BASE 20@0 15@13 of B group MIX | 8 BASE of 12 / 20 BASE of 12",
        "in different units             | price BASE 10@0 8@12 group MIX; price BASE 200@0 150@1.2 of B in BOX group MIX | 8 BASE of 12 / 15 BASE of 12",
        "one contract                   | contract K 9@0 7@12 group MIX; contract K 19@0 17@12 of B group MIX | 7 K of 12 / 17 K of 12",
        "two contracts                  | contract K 9@0 7@12 group MIX; contract L 19@0 17@12 of B group MIX | 9 K / 19 L",
        "one of its own, one of a group's | contract K 9@0 7@12 group MIX; contract K 19@0 17@12 of B group MIX buyers BG | 9 K / 19 K",
        "a list and a contract of its name | price BASE 10@0 8@12 group MIX; contract BASE 19@0 17@12 of B group MIX | 10 BASE / 19 BASE",
        "a contract for the category    | contract K 9@0 7@12 group MIX category PIPES | 7 K of 12 / 7 K of 12",
        "a price that does not win counts | price BASE 10@0 8@12 group MIX; price BASE 20@0 15@12 of B group MIX; contract K 1@0 of B | 8 BASE of 12 / 1 K",
        "two prices of a line count once | price BASE 10@0 8@18 group MIX; price BASE 100@2 in BOX group MIX; price BASE 20@0 15@12 of B group MIX | 10 BASE of 12 / 15 BASE of 12",
        "a formula keeps the group      | price BASE 10@0 8@12 group MIX; price BASE 20@0 15@12 of B group MIX; list SHOP EUR from BASE less 10 | 7.2 SHOP of 12 / 13.5 SHOP of 12",
        "a derived and a written price  | price BASE 10@0 8@12 group MIX; list SHOP EUR from BASE less 10; price SHOP 19@0 16@12 of B group MIX | 7.2 SHOP of 12 / 16 SHOP of 12",
        "a discount off such a price    | price BASE 10@0 8@12 group MIX; price BASE 20@0 15@12 of B group MIX; contract K less 10 | 7.2 K of 12 / 15 BASE of 12",
        "a promotion counts the line    | price BASE 10@0 8@12 group MIX; price BASE 20@0 15@12 of B group MIX; promotion P percent 50 minimum 7 | 8 BASE of 12 / 15 BASE of 12",
      })
  void onlyWithinAGroupOfOneListOrContract(String rule, String prices, String answers) {
    PriceDesk desk =
        PriceDesk.of(LIST + prices).by(Given.customer("C", PriceStrategy.PRIORITY, "BG:1", ""));
    assertThat(cart(desk, "A 6, B 6")).as(rule).isEqualTo(answers);
  }

  @Test
  void itemsOfAnotherBaseUnitDoNotCount() {
    PriceDesk desk = PriceDesk.of(LIST + A + "price BASE 5@0 4@12 of W group MIX");
    assertThat(cart(desk, "A 6, W 6")).isEqualTo("10 BASE / 5 BASE");
    assertThat(cart(desk, "A 6, W 6, W 6")).isEqualTo("10 BASE / 4 BASE of 12 / 4 BASE of 12");
  }

  @ParameterizedTest(name = "{0}: {2} → {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "the first list's break by its group    | price MORE 9@0 7@20           | A 6, B 14 | 8 BASE of 20",
        "the second's counts the line           | price MORE 9@0 7@20           | A 20, B 1 | 7 MORE",
        "the second's has B not in its group    | price MORE 9@0 7@20 group MIX | A 6, B 14 | 8 BASE of 20",
        "the second's reaches by its own group  | price MORE 9@0 7@20 group MIX; price MORE 19@0 of B group MIX | A 6, B 14 | 7 MORE of 20",
        "not enough for the second's            | price MORE 9@0 7@20 group MIX; price MORE 19@0 of B group MIX | A 6, B 13 | 8 BASE of 19",
        "not enough for the first's             | price MORE 9@0 7@20 group MIX; price MORE 19@0 of B group MIX | A 6, B 5 | 10 BASE of 11",
      })
  void mergedBreaksAreReachedByTheGroupOfTheirOwnList(
      String rule, String further, String lines, String first) {
    PriceDesk desk =
        PriceDesk.of(LIST + A + B + "list MORE EUR priority 6; " + further).by("MERGE");
    assertThat(cart(desk, lines)).as(rule).startsWith(first + " / ");
  }

  @ParameterizedTest(name = "{0}: {1} → {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "8 together is below 9 | A 6, B 6 | 8 BASE of 12",
        "9 is below 10 alone   | A 6, B 5 | 9 MORE",
      })
  void bestComparesWhatIsReachedTogether(String rule, String lines, String first) {
    PriceDesk desk =
        PriceDesk.of(LIST + A + B + "list MORE EUR priority 6; price MORE 9@0").by("BEST");
    assertThat(cart(desk, lines)).as(rule).startsWith(first + " / ");
  }

  @Test
  void aQuestionByItselfReachesWhatItReaches() {
    PriceDesk desk = PriceDesk.of(LIST + A + B);
    assertThat(desk.won("11")).isEqualTo("10 BASE");
    assertThat(desk.priced("12").breakQuantity()).isEqualTo(desk.priced("12").quantity());
  }

  @Test
  void theExtendedPriceIsThatOfTheLineAlone() {
    PriceDesk desk = PriceDesk.of(LIST + A + B);
    assertThat(desk.cart("A 6, B 6"))
        .extracting(answer -> FixedPoint.format(((Priced) answer).extendedPrice()))
        .containsExactly("48", "90");
  }
}
