package tradecounter.engine.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.engine.Given.bundle;
import static tradecounter.engine.Given.component;
import static tradecounter.engine.Given.units;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.engine.availability.AvailabilityAnswer.Figures;
import tradecounter.engine.canonical.Network.Sourcing;

/** Lines that belong together and take from one another (T16), and their neighbours. */
final class CartExamplesTest {

  /** ONE is an A, ALSO is an A, KIT two A and one B, PALLET three kits and one B. */
  private static Stage stage(Sourcing rule, String sources) {
    return Stage.with(rule, sources)
        .says(
            bundle("ONE", component("A", "1")),
            bundle("ALSO", component("A", "1")),
            bundle("KIT", component("A", "2"), component("B", "1")),
            bundle("PALLET", component("KIT", "3"), component("B", "1")));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "the last one is not sold twice (T16)  | 1  | 0 | ONE:1 ALSO:1   | 1@1 COMPONENTS / not all: | false",
        "nor to two lines of one bundle        | 1  | 0 | ONE:1 ONE:1    | 1@1 COMPONENTS / not all: | false",
        "two are enough for both               | 2  | 0 | ONE:1 ALSO:1   | 1@1 COMPONENTS / 1@1 COMPONENTS | true",
        "the same item twice                   | 5  | 0 | A:3 A:2        | 3@1 DC1 / 2@1 DC1 | true",
        "the same item once too often          | 5  | 0 | A:3 A:3        | 3@1 DC1 / not all: 2@1 DC1 | false",
        "an incomplete line takes what it gets | 5  | 0 | A:9 A:1        | not all: 5@1 DC1 / not all: | false",
        "the other order                       | 5  | 0 | A:1 A:9        | 1@1 DC1 / not all: 4@1 DC1 | false",
        "different items do not meet           | 5  | 3 | A:5 B:3        | 5@1 DC1 / 3@1 DC1 | true",
        "a bundle and its component            | 5  | 9 | KIT:2 A:1      | 2@1 COMPONENTS / 1@1 DC1 | true",
        "one component too many                | 5  | 9 | KIT:2 A:2      | 2@1 COMPONENTS / not all: 1@1 DC1 | false",
        "the component before the bundle       | 5  | 9 | A:2 KIT:2      | 2@1 DC1 / not all: 1@1 COMPONENTS | false",
        "its other component                   | 5  | 9 | KIT:2 B:8      | 2@1 COMPONENTS / not all: 7@1 DC1 | false",
        "an incomplete bundle takes its parts  | 5  | 9 | KIT:3 A:1      | not all: 2@1 COMPONENTS / 1@1 DC1 | false",
        "a bundle in a bundle                  | 12 | 9 | PALLET:1 KIT:3 | 1@1 COMPONENTS / 3@1 COMPONENTS | true",
        "one inner bundle too many             | 12 | 9 | PALLET:1 KIT:4 | 1@1 COMPONENTS / not all: 3@1 COMPONENTS | false",
        "what is shared in the bundle          | 18 | 5 | PALLET:1 B:2   | 1@1 COMPONENTS / not all: 1@1 DC1 | false",
        "no quantity takes nothing             | 5  | 0 | A:0 A:5        | - / 5@1 DC1 | true",
        "nor does it afterwards                | 5  | 0 | A:5 A:0        | 5@1 DC1 / - | true",
        "what nobody knows cannot be had       | 5  | 0 | A:1 GHOST:1    | 1@1 DC1 / UnknownItem | false",
      })
  void eachLineTakesWhatItIsPromised(
      String rule, String a, String b, String lines, String promised, boolean complete) {
    var stage = stage(Sourcing.RANK, "DC1").supply("A", "DC1 " + a).supply("B", "DC1 " + b);
    CartAnswer cart = stage.cart(lines);
    assertThat(Stage.text(cart)).as(rule).isEqualTo(promised);
    assertThat(cart.complete()).as(rule).isEqualTo(complete);
    assertThat(cart.asked()).isTrue();
  }

  @ParameterizedTest(name = "{1}: {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        // By date; DC2 is two days away.
        "the rest of a receipt               | RANK | DC1 3, DC1 3@4 | A:4 A:2      | 3@1 DC1, 1@4 PO-1 / 2@4 PO-1",
        "what leaves later is gone before    | RANK | DC1 3          | A:2@4 A:2    | 2@4 DC1 / not all: 1@1 DC1",
        "what comes later serves the later   | RANK | DC1 3, DC1 2@4 | A:2@4 A:3    | 2@4 DC1 / 3@1 DC1",
        "the far one for the second line     | RANK | DC1 3, DC2 4   | A:3 A:2      | 3@1 DC1 / 2@3 DC2",
        "a bundle takes by rank              | RANK | DC1 2, DC2 3   | ONE:3 A:2    | 2@1 COMPONENTS, 1@3 COMPONENTS / 2@3 DC2",
        "a bundle takes from one source      | FEWEST_SPLITS | DC1 2, DC3 3 | ONE:3 A:2 | 3@1 COMPONENTS / 2@1 DC1",
        "by rank it would be the other       | RANK          | DC1 2, DC3 3 | ONE:3 A:2 | 3@1 COMPONENTS / 2@1 DC3",
        // Commitments.
        "a word is used up                   | RANK | S1 10          | A:6 A:6      | 6@1 S1 / not all: 4@1 S1",
        "on whichever day                    | RANK | S1 10          | A:6@4 A:6    | 6@4 S1 / not all: 4@1 S1",
        "warehouse and supplier              | RANK | DC1 5, S1 10   | A:6 A:6      | 5@1 DC1, 1@1 S1 / 6@1 S1",
        "the rest is below the minimum order | RANK | S1 10 min 5    | A:6 A:5      | 6@1 S1 / not all:",
        "the rest is the minimum order       | RANK | S1 10 min 5    | A:5 A:5      | 5@1 S1 / 5@1 S1",
        "bundles use it up too               | RANK | S1 10          | ONE:6 A:6    | 6@1 COMPONENTS / not all: 4@1 S1",
      })
  void laterLinesSeeWhatIsLeft(
      String rule, Sourcing sourcing, String supply, String lines, String promised) {
    var stage = stage(sourcing, "DC1 DC2+2 DC3 S1").supply("A", supply);
    assertThat(Stage.text(stage.cart(lines))).as(rule).isEqualTo(promised);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a cap is shared by the lines           | MAX 5 A WEB   | A:3 A:3     | 3@1 DC1 / not all: 2@1 DC1",
        "and filled exactly                     | MAX 5 A WEB   | A:3 A:2     | 3@1 DC1 / 2@1 DC1",
        "components count towards theirs        | MAX 5 A WEB   | ONE:3 A:3   | 3@1 COMPONENTS / not all: 2@1 DC1",
        "so do two bundles                      | MAX 5 A WEB   | ONE:3 ALSO:3 | 3@1 COMPONENTS / not all: 2@1 COMPONENTS",
        "a bundle counts towards its own        | MAX 2 ONE WEB | ONE:2 ONE:1 | 2@1 COMPONENTS / not all:",
        "not towards another's                  | MAX 2 ONE WEB | ONE:2 ALSO:3 | 2@1 COMPONENTS / 3@1 COMPONENTS",
        "what is kept is kept from all lines    | MIN 12 A SHOP | A:4 A:6     | 4@1 DC1 / not all: 4@1 DC1",
        "what is taken leaves before it is kept | MIN 20 A SHOP | A:1         | not all:",
      })
  void fencesHoldForTheWholeCart(String rule, String fences, String lines, String promised) {
    var stage = stage(Sourcing.RANK, "DC1").supply("A", "DC1 20").fences(fences).buyer("WEB");
    assertThat(Stage.text(stage.cart(lines))).as(rule).isEqualTo(promised);
  }

  @Test
  void theLastSourceStillGivesWhatIsKept() {
    var stage = stage(Sourcing.RANK, "DC1 DC2").supply("A", "DC1 10, DC2 5");
    stage.fences("MIN 4 A SHOP").buyer("WEB");
    assertThat(Stage.text(stage.cart("A:8 A:4")))
        .as("2 and 5 are left; of the 5 four are kept")
        .isEqualTo("8@1 DC1 / not all: 2@1 DC1, 1@1 DC2");
  }

  @Test
  void theFiguresOfALineAreNotChangedByEarlierLines() {
    var stage = stage(Sourcing.RANK, "DC1").supply("A", "DC1 5, DC1 2@3");
    Figures second = (Figures) stage.cart("A:5 A:1").lines().getLast();
    assertThat(second.available()).isEqualTo(units("5"));
    assertThat(Stage.atp(second, 3)).isEqualTo("5 5 7");
    assertThat(Stage.text(second.promise().orElseThrow())).isEqualTo("1@3 PO-1");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "the day of the later line,            A:5 B:1, 4, true",
    "the day of the earlier line,          B:1 A:5, 4, true",
    "lines without a quantity do not wait, A:1 B:0, 1, true",
  })
  void theCartIsThereWithItsLastPart(String rule, String lines, int day, boolean complete) {
    var stage = stage(Sourcing.RANK, "DC1").supply("A", "DC1 3, DC1 3@4").supply("B", "DC1 1");
    CartAnswer cart = stage.cart(lines);
    assertThat(cart.complete()).as(rule).isEqualTo(complete);
    assertThat(cart.day()).as(rule).isEqualTo(Stage.DAY_1 + day - 1);
  }

  @Test
  void whereNothingIsAskedForNothingIsPromised() {
    assertThat(stage(Sourcing.RANK, "DC1").cart("A:0 B:0").asked()).isFalse();
  }
}
