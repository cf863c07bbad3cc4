package tradecounter.engine.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.engine.Given.bundle;
import static tradecounter.engine.Given.component;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.engine.Given;
import tradecounter.engine.canonical.Customer.PriceStrategy;
import tradecounter.engine.canonical.Demand;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.PositionChange;
import tradecounter.engine.canonical.PositionChange.Figure;
import tradecounter.engine.canonical.Reflection;
import tradecounter.engine.hold.HandOver;

/** What is held is not promised to others. */
final class HoldExamplesTest {

  @ParameterizedTest(name = "{0}: {1} with {2} held → {3}, by date {4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "T3 three locations        | DC1 20, DC2 25, DC3 10 | C DC1 15            | 40 | 40 40 40",
        "T10                       | DC1 80                 | C DC1 20, D DC1 9   | 51 | 51 51 51",
        "all of it                 | DC1 5                  | C DC1 5             | 0  | 0 0 0",
        "more than there is        | DC1 5, DC2 3           | C DC1 6             | 3  | 3 3 3",
        "nothing                   | DC1 5                  |                     | 5  | 5 5 5",
        "to leave tomorrow         | DC1 5                  | C DC1 2@2           | 3  | 3 3 3",
        "what a receipt brings     | DC1 5, DC1 10@3        | C DC1 10@3          | 5  | 5 5 5",
        "more than it brings       | DC1 5, DC1 10@3        | C DC1 12@3          | 3  | 3 3 3",
        "before it comes           | DC1 5, DC1 10@3        | C DC1 4@2           | 1  | 1 1 11",
        "after it has come         | DC1 5, DC1 10@2        | C DC1 10@3          | 5  | 5 5 5",
        "two that a receipt serves | DC1 5, DC1 10@2        | C DC1 6@2, D DC1 6@3 | 3 | 3 3 3",
        "overdue                   | DC1 5                  | C DC1 2@-3          | 3  | 3 3 3",
        "beyond the horizon        | DC1 5                  | C DC1 2@400         | 3  | 3 3 3",
        "of a supplier's word      | S1 50                  | C S1 20             | 0  | 30 30 30",
        "more than his word        | S1 50                  | C S1 60             | 0  | 0 0 0",
        "nobody's shelf but his    | DC1 5, S1 50           | C S1 20             | 5  | 35 35 35",
        "at a place without figures | DC1 5                 | C DC2 2             | 5  | 5 5 5",
      })
  void whatIsHeldIsNotAvailable(
      String rule, String supply, String held, String available, String atp) {
    var stage =
        Stage.with("DC1 DC2 DC3 S1").supply("A", supply).holds("A", held == null ? "" : held);
    assertThat(stage.available("A")).as(rule).isEqualTo(available);
    assertThat(stage.atp("A", 3)).as(rule).isEqualTo(atp);
  }

  /** T11: X has 10 and serves channel 1; Y has 5 and serves both. */
  @Test
  void aHoldInOneChannelIsSeenInTheOther() {
    var stage =
        Stage.of(Given.stocked("A"), Given.location("X"), Given.location("Y"))
            .says(
                Given.networkOfChannel(
                    "N1", "CH1", Given.atLocation("X", 1, 0), Given.atLocation("Y", 2, 0)),
                Given.networkOfChannel("N2", "CH2", Given.atLocation("Y", 1, 0)))
            .supply("A", "X 10, Y 5");
    assertThat(stage.buyer("CH1").available("A")).isEqualTo("15");
    assertThat(stage.buyer("CH2").available("A")).isEqualTo("5");
    Reservation all = stage.buyer("CH1").reserve(stage.reserving(), "A:15", false);
    assertThat(taken(all)).isEqualTo("10 of X, 5 of Y");
    stage.holds("A", "C X 10, C Y 5");
    assertThat(stage.buyer("CH2").available("A")).isEqualTo("0");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "T14 two locations              | DC1 10, DC2 15 |           | A:13      | 10 of DC1, 3 of DC2",
        "T14 four of the first are held | DC1 10, DC2 15 | C DC1 4   | A:13      | 6 of DC1, 7 of DC2",
        "T16 two bundles, one component | DC1 1          |           | K:1 K:1   | refused",
        "two lines, enough for one      | DC1 5          |           | A:3 A:3   | refused",
        "two lines, enough for both     | DC1 6          |           | A:3 A:3   | 3 of DC1, 3 of DC1",
        "of a supplier                  | DC1 1, S1 9    |           | A:5       | 1 of DC1, 4 of S1",
      })
  void allOrNothingIsReserved(
      String rule, String supply, String held, String asked, String expected) {
    var stage =
        Stage.with("DC1 DC2 S1")
            .says(bundle("K", component("A", "1")))
            .supply("A", supply)
            .holds("A", held == null ? "" : held);
    assertThat(taken(stage.reserve(stage.reserving(), asked, false))).as(rule).isEqualTo(expected);
  }

  @Test
  void aRefusedReservationTakesNothingFromTheNext() {
    var stage = Stage.with("DC1").supply("A", "DC1 5").supply("B", "DC1 1");
    var reserving = stage.reserving();
    assertThat(taken(stage.reserve(reserving, "A:4 B:2", false))).isEqualTo("refused");
    assertThat(taken(stage.reserve(reserving, "A:3", false))).isEqualTo("3 of DC1");
    assertThat(taken(stage.reserve(reserving, "A:3", false))).isEqualTo("refused");
    assertThat(taken(stage.reserve(reserving, "A:3 B:3", true))).isEqualTo("2 of DC1, 1 of DC1");
    assertThat(taken(stage.reserve(reserving, "A:1", true))).isEqualTo("refused");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "the group holds nothing yet | MAX 8 A group:GOLD | DC1 20 |            | 8",
        "it holds five               | MAX 8 A group:GOLD | DC1 20 | C-1 DC1 5  | 3",
        "it holds more than it may   | MAX 8 A group:GOLD | DC1 20 | C-1 DC1 9  | 0",
        "somebody else holds five    | MAX 8 A group:GOLD | DC1 20 | C-2 DC1 5  | 8",
      })
  void aMaximumCountsWhatIsHeld(
      String rule, String fences, String supply, String held, String available) {
    var stage =
        Stage.with("DC1")
            .says(Given.customer("C-1", PriceStrategy.PRIORITY, "GOLD:1", ""))
            .supply("A", supply)
            .fences(fences)
            .holds("A", held == null ? "" : held)
            .buyer("group:GOLD");
    assertThat(stage.available("A")).as(rule).isEqualTo(available);
  }

  @Test
  void theFigureAndTheHoldChangePlacesInOneSnapshot() {
    var stage = Stage.with("DC1").supply("A", "DC1 2").ordered("A", "DC1", "1", "O-1/1");
    assertThat(stage.available("A")).isEqualTo("1");
    stage.says(listed("DC1", "1", "O-1/1"));
    assertThat(stage.available("A")).as("T7").isEqualTo("1");
    // News of the hold comes again, or late: the figure shows it already.
    stage.ordered("A", "DC1", "1", "O-1/1");
    assertThat(stage.available("A")).isEqualTo("1");
    stage.says(listed("DC1", "0", "O-1/1"));
    assertThat(stage.available("A")).isEqualTo("0");
  }

  @Test
  void anAllocationTakesTheHoldsPlaceAndTheIssueTheAllocations() {
    var stage = Stage.with("DC1").supply("A", "DC1 10").ordered("A", "DC1", "4", "O-1/1");
    assertThat(stage.available("A")).isEqualTo("6");
    stage.says(moved(Map.of(Figure.ALLOCATED, Given.units("3"))));
    assertThat(stage.available("A")).as("3 are allocated, 1 is still held").isEqualTo("6");
    stage.says(
        moved(Map.of(Figure.ALLOCATED, Given.units("-3"), Figure.ON_HAND, Given.units("-3"))));
    assertThat(stage.available("A")).as("3 have gone").isEqualTo("6");
    stage.says(moved(Map.of(Figure.ON_HAND, Given.units("-1"))));
    assertThat(stage.available("A")).as("the last one without allocation").isEqualTo("6");
    stage.says(moved(Map.of(Figure.ON_HAND, Given.units("1"))));
    assertThat(stage.available("A")).as("it came back, and is still ours to send").isEqualTo("6");
  }

  @Test
  void demandOfTheErpTakesTheHoldsPlace() {
    var stage = Stage.with("DC1").supply("A", "DC1 10").ordered("A", "DC1", "4", "O-1/1");
    stage.says(
        new Demand("SO-9", "A", "DC1", Given.units("4"), Stage.DAY_1, "O-1/1", Demand.Status.OPEN));
    assertThat(stage.atp("A", 2)).isEqualTo("6 6");
  }

  @Test
  void ordersOfOthersAreNotRemembered() {
    var shown = HandOver.NONE.after(listed("DC1", "1", "WEB-7/1"), 0);
    assertThat(shown).isEqualTo(HandOver.NONE);
  }

  private static PositionChange listed(String location, String onHand, String line) {
    return PositionChange.set("A", location, Map.of(Figure.ON_HAND, Given.units(onHand)))
        .reflecting(new Reflection(Set.of(line), Reflection.UNSAID));
  }

  private static PositionChange moved(Map<Figure, Long> figures) {
    return PositionChange.adjust("A", "DC1", figures).ofLine("O-1/1");
  }

  private static String taken(Reservation reservation) {
    return reservation.granted()
        ? String.join(
            ", ",
            reservation.departures().stream()
                .flatMap(List::stream)
                .map(d -> FixedPoint.format(d.quantity()) + " of " + d.source().key())
                .toList())
        : "refused";
  }
}
