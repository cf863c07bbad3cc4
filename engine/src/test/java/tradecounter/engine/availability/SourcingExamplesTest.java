package tradecounter.engine.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.engine.Given.atLocation;
import static tradecounter.engine.Given.location;
import static tradecounter.engine.Given.network;
import static tradecounter.engine.Given.stocked;
import static tradecounter.engine.Given.units;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.engine.availability.AvailabilityAnswer.Promise;
import tradecounter.engine.canonical.Network.Sourcing;
import tradecounter.engine.canonical.PositionChange;
import tradecounter.engine.canonical.PositionChange.Figure;

/** Where a quantity is taken from (T14, T3), and their neighbours. */
final class SourcingExamplesTest {

  @ParameterizedTest(name = "{1}: {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        // RANK: the first gives what it has, the next one the rest.
        "the first gives all it has (T14)      | RANK | DC1 10, DC2 15         | 13 | 10@1 DC1, 3@1 DC2",
        "the first alone has enough            | RANK | DC1 10, DC2 15         | 10 | 10@1 DC1",
        "everything there is                   | RANK | DC1 10, DC2 15         | 25 | 10@1 DC1, 15@1 DC2",
        "a source without stock is passed over | RANK | DC1 0, DC2 15          | 13 | 13@1 DC2",
        "a shortage is not made up by another  | RANK | DC1 -4, DC2 15         | 13 | 13@1 DC2",
        "forty of forty (T3)                   | RANK | DC1 20, DC2 10, DC3 10 | 40 | 20@1 DC1, 10@1 DC2, 10@1 DC3",
        // FEWEST_SPLITS: one source if one has enough.
        "one source has enough                 | FEWEST_SPLITS | DC1 10, DC2 15        | 13 | 13@1 DC2",
        "the first of those with enough        | FEWEST_SPLITS | DC1 5, DC2 15, DC3 20 | 12 | 12@1 DC2",
        "the first, where it has enough        | FEWEST_SPLITS | DC1 10, DC2 15        | 10 | 10@1 DC1",
        "no source has enough                  | FEWEST_SPLITS | DC1 10, DC2 15        | 16 | 10@1 DC1, 6@1 DC2",
        "the first pair that has enough        | FEWEST_SPLITS | DC1 5, DC2 6, DC3 10  | 15 | 5@1 DC1, 10@1 DC3",
        "the first two fall short by one       | FEWEST_SPLITS | DC1 5, DC2 6, DC3 10  | 12 | 5@1 DC1, 7@1 DC3",
        "the first two do                      | FEWEST_SPLITS | DC1 5, DC2 6, DC3 10  | 11 | 5@1 DC1, 6@1 DC2",
        "only the last two do                  | FEWEST_SPLITS | DC1 5, DC2 6, DC3 10  | 16 | 6@1 DC2, 10@1 DC3",
        "all three are needed                  | FEWEST_SPLITS | DC1 5, DC2 6, DC3 10  | 17 | 5@1 DC1, 6@1 DC2, 6@1 DC3",
        // EARLIEST: on one day by rank.
        "on one day the rank decides           | EARLIEST | DC1 10, DC2 15             | 13 | 10@1 DC1, 3@1 DC2",
      })
  void ofWhatIsThereToday(String rule, Sourcing sourcing, String stock, String q, String parts) {
    var stage = Stage.with(sourcing, "DC1 DC2 DC3").supply("A", stock);
    assertThat(stage.promised("A", q)).as(rule).isEqualTo(parts);
    assertThat(stage.whole("A", q)).as(rule).isEqualTo(parts);
  }

  @Test
  void whatIsAllocatedAtTheFirstIsTakenFromTheSecond() {
    var stage = Stage.with("DC1 DC2").supply("A", "DC1 10, DC2 15");
    stage.says(PositionChange.set("A", "DC1", Map.of(Figure.ALLOCATED, units("4"))));
    assertThat(stage.promised("A", "13")).isEqualTo("6@1 DC1, 7@1 DC2");
  }

  @Test
  void sourcesOfOneRankGoAsTheyAreDeclared() {
    var stage =
        Stage.of(
            stocked("A"),
            location("DC1"),
            location("DC2"),
            location("DC3"),
            network(
                "N", atLocation("DC3", 2, 0), atLocation("DC2", 1, 0), atLocation("DC1", 1, 0)));
    stage.supply("A", "DC1 5, DC2 5, DC3 5");
    assertThat(stage.promised("A", "11")).isEqualTo("5@1 DC2, 5@1 DC1, 1@1 DC3");
  }

  // ---------------------------------------------------------------- by date

  @ParameterizedTest(name = "{1}: {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        // DC1 is 3 days away, DC2 is near.
        "the near one sends first, the far one the rest | RANK          | DC1+3 DC2 | DC1 10, DC2 8 | 12 | 8@1 DC2, 4@4 DC1 | 10@4 DC1, 2@1 DC2",
        "in one go the earlier is preferred             | EARLIEST      | DC1+3 DC2 | DC1 10, DC2 8 | 12 | 8@1 DC2, 4@4 DC1 | 4@4 DC1, 8@1 DC2",
        "in one go neither has enough alone             | FEWEST_SPLITS | DC1+3 DC2 | DC1 10, DC2 8 | 12 | 8@1 DC2, 4@4 DC1 | 10@4 DC1, 2@1 DC2",
        "in one go the far one is enough                | FEWEST_SPLITS | DC1+3 DC2 | DC1 15, DC2 8 | 12 | 8@1 DC2, 4@4 DC1 | 12@4 DC1",
        "the near one is enough, and sooner             | RANK          | DC1+3 DC2 | DC1 10, DC2 8 | 8  | 8@1 DC2           | 8@1 DC2",
        // DC2 and DC3 arrive on one day, after DC1.
        "on the last day by rank                        | RANK          | DC1 DC2+2 DC3+2 | DC1 4, DC2 3, DC3 9 | 10 | 4@1 DC1, 3@3 DC2, 3@3 DC3 | 4@1 DC1, 3@3 DC2, 3@3 DC3",
        "on the last day from as few as possible        | FEWEST_SPLITS | DC1 DC2+2 DC3+2 | DC1 4, DC2 3, DC3 9 | 10 | 4@1 DC1, 6@3 DC3          | 4@1 DC1, 6@3 DC3",
        "on the last day as much as all have            | FEWEST_SPLITS | DC1 DC2+2 DC3+2 | DC1 4, DC2 3, DC3 9 | 16 | 4@1 DC1, 3@3 DC2, 9@3 DC3 | 4@1 DC1, 3@3 DC2, 9@3 DC3",
        // Receipts and their day.
        "stock first, then the receipt                  | RANK          | DC1       | DC1 10, DC1 5@3      | 12 | 10@1 DC1, 2@3 PO-1 | 12@3 DC1",
        "a receipt of a nearer day and a far source     | RANK          | DC1 DC2+2 | DC1 10@5, DC2 8      | 12 | 8@3 DC2, 4@5 PO-1  | 10@5 DC1, 2@3 DC2",
        "the same, the earlier arrival first            | EARLIEST      | DC1 DC2+2 | DC1 10@5, DC2 8      | 12 | 8@3 DC2, 4@5 PO-1  | 4@5 DC1, 8@3 DC2",
        "a demand later on keeps its quantity back      | RANK          | DC1 DC2+2 | DC1 10, DC1 -6@9, DC2 8 | 5 | 4@1 DC1, 1@3 DC2 | 4@1 DC1, 1@3 DC2",
      })
  void byTheDayOfArrival(
      String rule,
      Sourcing sourcing,
      String sources,
      String supply,
      String quantity,
      String parts,
      String whole) {
    var stage = Stage.with(sourcing, sources).supply("A", supply);
    assertThat(stage.promised("A", quantity)).as(rule).isEqualTo(parts);
    assertThat(stage.whole("A", quantity)).as(rule).isEqualTo(whole);
  }

  @ParameterizedTest(name = "{1}: {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "all wait for the last               | RANK          | DC1 10, DC2 8 | 12 | 10@4 DC1, 2@4 DC2",
        "those that come first still wait    | EARLIEST      | DC1 10, DC2 8 | 12 | 4@4 DC1, 8@4 DC2",
        "one parcel instead of two           | FEWEST_SPLITS | DC1 15, DC2 8 | 12 | 12@4 DC1",
        "nobody waits for what is not needed | RANK          | DC1 10, DC2 8 | 8  | 8@1 DC2",
        "incomplete is told as it comes      | RANK          | DC1 10, DC2 8 | 19 | not all: 8@1 DC2, 10@4 DC1",
      })
  void togetherOnTheLastDay(
      String rule, Sourcing sourcing, String stock, String quantity, String parts) {
    var stage = Stage.with(sourcing, "DC1+3 DC2").supply("A", stock).together();
    Promise promise = stage.promise("A", quantity);
    assertThat(Stage.text(promise)).as(rule).isEqualTo(parts);
    assertThat(promise.together()).as(rule).isEqualTo(promise.complete());
  }

  // ---------------------------------------------------------------- minimum orders

  @ParameterizedTest(name = "{1}: {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "the warehouse has enough alone         | RANK          | DC1 20, S1 50 min 20              | 20 | 20@1 DC1            | 20@1 DC1",
        "five from the warehouse and a minimum  | RANK          | DC1 20, S1 50 min 20              | 25 | 5@1 DC1, 20@1 S1    | 5@1 DC1, 20@1 S1",
        "all from the supplier is one parcel    | FEWEST_SPLITS | DC1 20, S1 50 min 20              | 25 | 5@1 DC1, 20@1 S1    | 25@1 S1",
        "one more than the warehouse has        | RANK          | DC1 20, S1 50 min 20              | 21 | 1@1 DC1, 20@1 S1    | 1@1 DC1, 20@1 S1",
        "more than warehouse and minimum        | RANK          | DC1 20, S1 50 min 20              | 45 | 20@1 DC1, 25@1 S1   | 20@1 DC1, 25@1 S1",
        "the gap below the minimum              | RANK          | DC1 10, S1 50 min 20              | 15 | not all: 10@1 DC1   | ''",
        "the minimum closes the gap             | RANK          | DC1 10, S1 50 min 20              | 20 | 20@1 S1             | 20@1 S1",
        "nobody has so much                     | RANK          | DC1 20, S1 50 min 20              | 71 | not all: 20@1 DC1, 50@1 S1 | ''",
        "a commitment below its own minimum     | RANK          | DC1 20, S1 10 min 20              | 25 | not all: 20@1 DC1   | ''",
        "a minimum that comes later             | RANK          | DC1 10, S1 50@4 min 20            | 25 | 5@1 DC1, 20@4 S1    | 5@1 DC1, 20@4 S1",
        "the smaller minimum is enough          | RANK          | DC1 10, S1 50 min 20, S2 8 min 5  | 17 | 10@1 DC1, 7@1 S2    | 10@1 DC1, 7@1 S2",
        "of two suppliers the first             | RANK          | DC1 10, S1 50 min 20, S2 50 min 5 | 30 | 10@1 DC1, 20@1 S1   | 10@1 DC1, 20@1 S1",
        "the first where the second falls short | RANK          | DC1 10, S1 50 min 20, S2 8 min 5  | 22 | 2@1 DC1, 20@1 S1    | 2@1 DC1, 20@1 S1",
        "both minimums are needed               | RANK          | DC1 10, S1 50 min 20, S2 8 min 5  | 65 | 10@1 DC1, 50@1 S1, 5@1 S2 | 10@1 DC1, 50@1 S1, 5@1 S2",
        "the second minimum does not fit beside | RANK          | DC1 3, S1 30 min 20, S2 30 min 20 | 35 | not all: 3@1 DC1, 30@1 S1 | ''",
        "both minimums fit exactly              | RANK          | S1 30 min 20, S2 30 min 20        | 40 | 20@1 S1, 20@1 S2    | 20@1 S1, 20@1 S2",
        "a minimum of exactly what is committed | RANK          | DC1 3, S1 20 min 20               | 23 | 3@1 DC1, 20@1 S1    | 3@1 DC1, 20@1 S1",
      })
  void aSourceWithAMinimumIsUsedForNothingOrForThat(
      String rule, Sourcing sourcing, String supply, String quantity, String parts, String whole) {
    var stage = Stage.with(sourcing, "DC1 S1 S2").supply("A", supply);
    assertThat(stage.promised("A", quantity)).as(rule).isEqualTo(parts);
    assertThat(stage.whole("A", quantity)).as(rule).isEqualTo(whole);
  }

  // ---------------------------------------------------------------- not enough

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "forty-one of forty (T3)           | DC1 20, DC2 10, DC3 10      | 41 | not all: 20@1 DC1, 10@1 DC2, 10@1 DC3",
        "nothing anywhere                  | ''                          | 1  | not all:",
        "all stock is promised later on    | DC1 5, DC1 -5@3             | 1  | not all:",
        "what comes after the horizon      | DC1 5@91                    | 1  | not all:",
        "what comes on its last day        | DC1 5@90                    | 1  | 1@90 PO-1",
        "a demand after the horizon        | DC1 5, DC1 -5@91            | 5  | 5@1 DC1",
        "what can be had, by day           | DC2 4, DC1 3@2              | 9  | not all: 4@1 DC2, 3@2 PO-1",
      })
  void whatCannotBeHadInFull(String rule, String supply, String quantity, String parts) {
    var stage = Stage.with("DC1 DC2 DC3").supply("A", supply);
    Promise promise = stage.promise("A", quantity);
    assertThat(Stage.text(promise)).as(rule).isEqualTo(parts);
    assertThat(promise.inTime()).as(rule).isEqualTo(promise.complete());
    assertThat(promise.whole().isEmpty()).as(rule).isEqualTo(!promise.complete());
  }

  @Test
  void noQuantityIsNoPromise() {
    assertThat(Stage.with("DC1").supply("A", "DC1 5").figures("A", "0").promise()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "the day it all arrives, 4, true",
    "a day too late,         3, false",
    "a day to spare,         5, true",
  })
  void inTimeIsCompleteByTheDayAskedFor(String rule, int byDay, boolean inTime) {
    var stage = Stage.with("DC1+3 DC2").supply("A", "DC1 10, DC2 8").byDay(byDay);
    Promise promise = stage.promise("A", "12");
    assertThat(promise.inTime()).as(rule).isEqualTo(inTime);
    assertThat(List.of(promise.complete(), promise.day())).containsExactly(true, Stage.DAY_1 + 3);
  }
}
