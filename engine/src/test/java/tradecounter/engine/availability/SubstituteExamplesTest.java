package tradecounter.engine.availability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.engine.Given;
import tradecounter.engine.availability.AvailabilityAnswer.Figures;
import tradecounter.engine.availability.AvailabilityAnswer.NotSold;
import tradecounter.engine.availability.AvailabilityAnswer.Substitution;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Item.Substitute;
import tradecounter.engine.canonical.Item.Substitute.Kind;

/** What is offered when the item itself cannot be had in time. */
final class SubstituteExamplesTest {

  /** {@code "B! C1 D2"}: B takes its place; C and D may be offered instead, by rank. */
  private static Item item(String key, String uom, boolean sellable, String instead) {
    List<Substitute> substitutes =
        instead.isEmpty()
            ? List.of()
            : Stream.of(instead.split(" ", -1)).map(SubstituteExamplesTest::substitute).toList();
    Item plain = Given.stocked(key);
    return new Item(
        key,
        "",
        "",
        plain.policy(),
        false,
        uom,
        0,
        plain.uoms(),
        sellable,
        "",
        plain.components(),
        plain.quantityRules(),
        substitutes,
        plain.horizonDays());
  }

  private static Substitute substitute(String word) {
    boolean supersedes = word.contains("!");
    String[] parts = word.split("[!/]", -1);
    int rank = parts[1].isEmpty() ? 1 : Integer.parseInt(parts[1]);
    return new Substitute(parts[0], supersedes ? Kind.SUPERSEDES : Kind.ALTERNATIVE, rank);
  }

  private static Item item(String key, String instead) {
    return item(key, "EA", true, instead);
  }

  /** DC2 is three days away. */
  private static Stage stage(Item... items) {
    return Stage.with("DC1 DC2+3").says(items);
  }

  private static Stage stock(Stage stage, String table) {
    for (String line : table.isEmpty() ? new String[0] : table.split("; ", -1)) {
      stage.supply(line.substring(0, 1), line.substring(2));
    }
    return stage;
  }

  /** {@code "B 5 of A"}: item, available, and what it stands in for. */
  private static String offered(List<Substitution> offers) {
    return offers.stream()
        .map(s -> s.item().item() + " " + FixedPoint.format(s.available()) + " of " + s.of())
        .collect(Collectors.joining(", "));
  }

  private static String offered(Stage stage, String quantity) {
    return offered(stage.figures("A", quantity).substitutes());
  }

  // ---------------------------------------------------------------- when

  /** B may be offered instead of A; wanted are 5, on day 3 at the latest. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "it can be had                         | 5 | A DC1 5; B DC1 9             | ''",
        "it comes in time                      | 5 | A DC1 5@3; B DC1 9           | ''",
        "it comes a day too late               | 5 | A DC1 5@4; B DC1 9           | B 9 of A",
        "it is too far away                    | 5 | A DC2 5; B DC1 9             | B 9 of A",
        "there is not enough of it             | 5 | A DC1 4; B DC1 9             | B 9 of A",
        "there is none of it                   | 5 | B DC1 5                      | B 5 of A",
        "the other is not enough either        | 5 | A DC1 4; B DC1 4             | ''",
        "the other comes in time               | 5 | B DC1 5@3                    | B 0 of A",
        "the other comes too late as well      | 5 | B DC1 5@4                    | ''",
        "the other is too far away as well     | 5 | B DC2 5                      | ''",
        "both together are not offered         | 5 | A DC1 3; B DC1 2             | ''",
        "none asked for, none there            | 0 | B DC1 2                      | B 2 of A",
        "none asked for, one there             | 0 | A DC1 1; B DC1 2             | ''",
        "none asked for, one to come           | 0 | A DC1 1@9; B DC1 2           | ''",
        "none asked for, the other to come     | 0 | B DC1 2@3                    | ''",
        "none asked for, some on the shelf but promised | 0 | A DC1 4, DC1 -4@9; B DC1 2 | ''",
        "nothing helps                         | 0 | ''                           | ''",
      })
  void isOfferedOnlyIfItHelps(String rule, String quantity, String supply, String offered) {
    var stage = stock(stage(item("A", "B/1"), item("B", "")), supply).byDay(3);
    assertThat(offered(stage, quantity)).as(rule).isEqualTo(offered);
  }

  @Test
  void itsPromiseIsForTheQuantityAskedFor() {
    var stage = stock(stage(item("A", "B/1"), item("B", "")), "A DC1 4; B DC1 3, DC1 9@2");
    Substitution only = stage.figures("A", "5").substitutes().getFirst();
    assertThat(Stage.text(only.promise().orElseThrow())).isEqualTo("3@1 DC1, 2@2 PO-1");
    assertThat(List.of(only.kind(), only.rank())).containsExactly(Kind.ALTERNATIVE, 1);
    assertThat(stock(stage(item("A", "B/1"), item("B", "")), "B DC1 3").figures("A", "0"))
        .extracting(f -> f.substitutes().getFirst().promise().isEmpty())
        .isEqualTo(true);
  }

  // ---------------------------------------------------------------- in which order

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "by rank,                              C/2 B/1 D/3, B C D",
    "of one rank by key,                   D/1 C/1 B/1, B C D",
    "what takes its place comes first,     B/1 C!9,     C B",
    "of two that do so by rank,            B!2 C!1 D/1, C B D",
    "in whatever order they are declared,  D/3 B/1 C/2, B C D",
  })
  void takersOfItsPlaceThenAlternatives(String rule, String instead, String order) {
    var stage = stage(item("A", instead), item("B", ""), item("C", ""), item("D", ""));
    stock(stage, "B DC1 9; C DC1 9; D DC1 9");
    assertThat(stage.figures("A", "5").substitutes())
        .as(rule)
        .extracting(s -> s.item().item())
        .containsExactly(order.split(" ", -1));
  }

  // ---------------------------------------------------------------- chains

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "the first helps: no need to go on,        B!,      C!,      B DC1 9; C DC1 9, B 9 of A",
    "the second helps,                         B!,      C!,      C DC1 9,          C 9 of B",
    "a loop ends,                              B!,      A!,      '',               ''",
    "a loop with a way out,                    B!,      A! C!2,  C DC1 9,          C 9 of B",
    "not for what may be offered instead of it, B!,     C/1,     C DC1 9,          ''",
    "an alternative is not looked through,     B/1,     C!,      C DC1 9,          ''",
    "each is offered once,                     B! C/1,  C!,      C DC1 9,          C 9 of B",
  })
  void whatTakesThePlaceIsLookedThrough(
      String rule, String ofA, String ofB, String supply, String offered) {
    var stage = stock(stage(item("A", ofA), item("B", ofB), item("C", "")), supply);
    assertThat(offered(stage, "5")).as(rule).isEqualTo(offered);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "the eighth in the chain is found, I, I 9 of H",
    "the ninth is not,                 J, ''",
  })
  void eightDeepAndNoFurther(String rule, String inStock, String offered) {
    var stage = Stage.with("DC1");
    for (char key = 'A'; key < 'J'; key++) {
      stage.says(item(String.valueOf(key), (char) (key + 1) + "!"));
    }
    stage.says(item("J", "")).supply(inStock, "DC1 9");
    assertThat(offered(stage, "5")).as(rule).isEqualTo(offered);
  }

  // ---------------------------------------------------------------- what is not offered

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "sold in the same unit,   EA, true,  B 9 of A",
    "sold in another unit,    M,  true,  ''",
    "not sold any more,       EA, false, ''",
  })
  void whatCannotTakeThePlace(String rule, String uom, boolean sellable, String offered) {
    var stage = stage(item("A", "B!"), item("B", uom, sellable, ""));
    assertThat(offered(stock(stage, "B DC1 9"), "5")).as(rule).isEqualTo(offered);
  }

  @Test
  void whatNobodyKnowsIsNotOffered() {
    assertThat(offered(stage(item("A", "Z! Y/1")), "5")).isEmpty();
  }

  // ---------------------------------------------------------------- sold no more

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "what takes its place,                     B!,     A DC1 9; B DC1 9, B 9 of A",
    "an alternative,                           B/1,    B DC1 9,          B 9 of A",
    "both,                                     B! C/1, B DC1 9; C DC1 6, 'B 9 of A, C 6 of A'",
    "only what can be had,                     B! C/1, C DC1 6,          C 6 of A",
  })
  void anItemThatIsSoldNoMoreNamesItsHeirs(
      String rule, String instead, String supply, String offered) {
    var stage = stage(item("A", "EA", false, instead), item("B", ""), item("C", ""));
    AvailabilityAnswer answer = stock(stage, supply).ask("A", "5");
    assertThat(offered(((NotSold) answer).substitutes())).as(rule).isEqualTo(offered);
  }

  @Test
  void itGoesOnToTheHeirOfAnHeirThatIsSoldNoMore() {
    var stage = stage(item("A", "EA", false, "B!"), item("B", "EA", false, "C!"), item("C", ""));
    AvailabilityAnswer answer = stock(stage, "C DC1 9").ask("A", "5");
    assertThat(offered(((NotSold) answer).substitutes())).isEqualTo("C 9 of B");
  }

  @Test
  void anItemThatIsSoldNoMoreWithoutAnHeirIsUnknown() {
    var unknown = new AvailabilityAnswer.UnknownItem("A");
    assertThat(stage(item("A", "EA", false, "")).ask("A", "5")).isEqualTo(unknown);
    var without = stage(item("A", "EA", false, "B!"), item("B", ""));
    assertThat(without.ask("A", "5")).as("nothing of it can be had").isEqualTo(unknown);
    assertThat(stage(item("A", "")).figures("A", "5")).isInstanceOf(Figures.class);
  }
}
