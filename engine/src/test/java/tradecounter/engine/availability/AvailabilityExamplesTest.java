package tradecounter.engine.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.engine.Given.atLocation;
import static tradecounter.engine.Given.atSupplier;
import static tradecounter.engine.Given.bundle;
import static tradecounter.engine.Given.commitment;
import static tradecounter.engine.Given.component;
import static tradecounter.engine.Given.item;
import static tradecounter.engine.Given.location;
import static tradecounter.engine.Given.network;
import static tradecounter.engine.Given.networkOfChannel;
import static tradecounter.engine.Given.stocked;
import static tradecounter.engine.Given.units;
import static tradecounter.engine.availability.Situation.DAY_1;
import static tradecounter.engine.availability.Situation.oneLocation;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.engine.Given;
import tradecounter.engine.availability.AvailabilityAnswer.Figures;
import tradecounter.engine.availability.AvailabilityAnswer.LateReceipt;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Location;
import tradecounter.engine.canonical.PositionChange.Figure;

/** The worked examples of availability, and their neighbours. Day 1 is today. */
final class AvailabilityExamplesTest {

  // ---------------------------------------------------------------- by date (T1)

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "what is promised later is kept back today | 7 | 20 | 1:-3 4:-15 3:10 5:1 6:3 | 12 12 12 12 13 16 16",
        "shipping what was due changes nothing     | 7 | 17 | 4:-15 3:10 5:1 6:3      | 12 12 12 12 13 16 16",
        "nothing at all                            | 3 | 0  | ''                      | 0 0 0",
        "stock alone is there every day            | 3 | 5  | ''                      | 5 5 5",
        "a receipt today counts today              | 3 | 0  | 1:4                     | 4 4 4",
        "a demand today counts today               | 3 | 5  | 1:-2                    | 3 3 3",
        "an overdue demand counts today            | 3 | 5  | -9:-2                   | 3 3 3",
        "the last day of the horizon counts        | 3 | 5  | 3:-2                    | 3 3 3",
        "the day after the horizon does not        | 3 | 5  | 4:-2 4:9                | 5 5 5",
        "a receipt on the last day counts there    | 3 | 5  | 3:2                     | 5 5 7",
        "more demand than supply leaves nothing    | 3 | 5  | 2:-9                    | 0 0 0",
        "what is short today may be whole later    | 3 | 0  | 1:-5 3:8                | 0 0 3",
        "receipts of one day add up                | 3 | 0  | 2:1 2:2 2:3             | 0 6 6",
        "a receipt does not help before it comes   | 4 | 10 | 2:-10 3:10              | 0 0 10 10",
        "a horizon of one day sees today only      | 1 | 5  | 2:-5                    | 5 5 5",
        "a day's receipt covers the day's demand   | 3 | 0  | 2:-5 2:5                | 0 0 0",
        "an unknown date is never promised         | 3 | 1  | 2147483647:5            | 1 1 1",
      })
  void promisesByDate(String rule, int horizon, String onHand, String movements, String atp) {
    int days = atp.replaceAll("[^ ]", "").length() + 1;
    assertThat(oneLocation(horizon).onHand("DC1", onHand).movements(movements).atp(days))
        .as(rule)
        .isEqualTo(atp);
  }

  @Test
  void onDay4WithTheTenNotArrivedAndDropped() {
    var dayFour =
        oneLocation(7)
            .onHand("DC1", "17")
            .movements("4:-15 3:10 5:1 6:3")
            .late(1, 0)
            .at("2026-11-26T09:00:00Z");
    assertThat(dayFour.atp(7)).isEqualTo("2 3 6 6 6 6 6");
    assertThat(dayFour.figures().lateReceipts())
        .containsExactly(
            new LateReceipt("PO-2", units("10"), DAY_1 + 2, 0, new LateReceipt.Action.Dropped()));
  }

  // ---------------------------------------------------------------- late supply (T2)

  @Test
  void overdueSupplyIsExpectedTomorrowAndOverdueDemandIsTakenToday() {
    var delayed = oneLocation(30).movements("-2:200 0:-75 11:100").late(1, 7);
    Figures figures = delayed.figures();
    assertThat(List.of(figures.atp().at(DAY_1), figures.atp().at(DAY_1 + 1)))
        .containsExactly(0L, units("125"));
    assertThat(figures.atp().at(DAY_1 + 9)).isEqualTo(units("125"));
    assertThat(figures.atp().at(DAY_1 + 10)).isEqualTo(units("225"));
    assertThat(delayed.promised("150")).isEqualTo("125@2 PO-1, 25@11 PO-3");
    assertThat(figures.lateReceipts())
        .containsExactly(
            new LateReceipt(
                "PO-1",
                units("200"),
                DAY_1 - 3,
                units("200"),
                new LateReceipt.Action.Shifted(DAY_1 + 1)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "on its day it is not late,              1, 1, 7, 4 4 4 4, false",
    "a day late it is expected tomorrow,     0, 1, 7, 0 4 4 4, true",
    "with no shift it is expected today,     0, 0, 7, 4 4 4 4, true",
    "it may be shifted further,              0, 3, 7, 0 0 0 4, true",
    "beyond the horizon it does not count,   0, 9, 7, 0 0 0 0, true",
    "on the last day of grace it counts,    -6, 1, 7, 0 4 4 4, true",
    "the day after the last it is dropped,  -7, 1, 7, 0 0 0 0, true",
    "without grace it is dropped at once,    0, 1, 0, 0 0 0 0, true",
  })
  void lateReceiptsFollowTheirFeedsPolicy(
      String rule, int expectedOn, int shift, int dropAfter, String atp, boolean told) {
    var late = oneLocation(4).receipt(expectedOn, "4").late(shift, dropAfter);
    assertThat(late.atp(4)).as(rule).isEqualTo(atp);
    assertThat(late.figures().lateReceipts().isEmpty()).as(rule).isEqualTo(!told);
  }

  @Test
  void aLateComponentIsToldInTheAnswerOfItsBundle() {
    var kit = oneLocation(5).and(bundle("KIT", component("A", "2"))).receipt(0, "4");
    assertThat(kit.atp("KIT", 3)).isEqualTo("0 2 2");
    assertThat(kit.figures("KIT").lateReceipts()).hasSize(1);
  }

  // ---------------------------------------------------------------- now (T3, T5, T11)

  @Test
  void allLocationsTogetherServeFortyAndNotFortyOne() {
    var three =
        Situation.network(atLocation("DC1", 1, 0), atLocation("DC2", 2, 0), atLocation("DC3", 3, 0))
            .onHand("DC1", "20")
            .onHand("DC2", "25")
            .onHand("DC3", "10")
            .figure("DC2", Figure.ALLOCATED, "15");
    assertThat(three.available()).isEqualTo("40");
    assertThat(three.promised("40")).isEqualTo("20@1 DC1, 10@1 DC2, 10@1 DC3");
    assertThat(three.promised("41")).startsWith("not all: ");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "demand as allocated,                  4, 2, 3, 0, 0,  0, 0, 1",
    "demand as due today,                  4, 2, 0, 0, 3,  2, 0, 1",
    "all of safety stock withheld,         9, 2, 3, 0, 0,  4, 4, 2",
    "none withheld where none is left,     3, 2, 3, 0, 0,  0, 0, 0",
    "safety stock alone,                   2, 2, 0, 0, 0,  0, 0, 2",
    "blocked stock is not for sale,        9, 0, 0, 4, 0,  5, 5, 0",
    "nothing on hand,                      0, 2, 0, 0, 0,  0, 0, 0",
    "demand eats into safety stock first,  9, 4, 0, 0, 7,  5, 0, 2",
  })
  void safetyStockIsWithheldAndSaidSo(
      String rule,
      String onHand,
      String safety,
      String allocated,
      String blocked,
      String dueToday,
      String available,
      String atpToday,
      String withheld) {
    var position =
        oneLocation(7)
            .onHand("DC1", onHand)
            .figure("DC1", Figure.SAFETY_STOCK, safety)
            .figure("DC1", Figure.ALLOCATED, allocated)
            .figure("DC1", Figure.BLOCKED, blocked)
            .demand(1, dueToday);
    assertThat(List.of(position.available(), position.atp(1), position.withheld()))
        .as(rule)
        .containsExactly(available, atpToday, withheld);
  }

  @Test
  void eachChannelSeesItsOwnNetwork() {
    var channels =
        Situation.of(
                stocked("A"),
                location("X"),
                location("Y"),
                networkOfChannel("N1", "1", atLocation("X", 1, 0), atLocation("Y", 2, 0)),
                networkOfChannel("N2", "2", atLocation("Y", 1, 0)))
            .onHand("X", "10")
            .onHand("Y", "5");
    assertThat(channels.buyer(Given.buyerIn("1", false)).available()).isEqualTo("15");
    assertThat(channels.buyer(Given.buyerIn("2", false)).available()).isEqualTo("5");
    assertThat(channels.buyer(Given.buyerIn("3", false)).ask("A", "1", Day.OPEN_START))
        .isEqualTo(new AvailabilityAnswer.NoNetwork("A", ""));
  }

  @Test
  void aShortageAtOneLocationDoesNotEatTheStockOfAnother() {
    var two = Situation.network(atLocation("DC1", 1, 0), atLocation("DC2", 2, 0));
    two.onHand("DC1", "-7").onHand("DC2", "5");
    assertThat(two.available()).isEqualTo("5");
    assertThat(two.atp(2)).isEqualTo("5 5");
  }

  @Test
  void aClosedLocationAndOneNobodyKnowsServeNobody() {
    var closed =
        Situation.network(atLocation("DC1", 1, 0), atLocation("NOWHERE", 2, 0))
            .onHand("DC1", "5")
            .onHand("NOWHERE", "7")
            .receipt(2, "3")
            .and(location("DC1", "UTC", Location.Status.CLOSED));
    assertThat(closed.available()).isEqualTo("0");
    assertThat(closed.atp(3)).isEqualTo("0 0 0");
    assertThat(closed.figures().locations())
        .singleElement()
        .satisfies(l -> assertThat(l.open()).isFalse());
  }

  @Test
  void anItemThatIsNotSoldIsUnknown() {
    assertThat(oneLocation(3).ask("B", "1", Day.OPEN_START))
        .isEqualTo(new AvailabilityAnswer.UnknownItem("B"));
    assertThat(oneLocation(3).onHand("B", "DC1", "4").ask("B", "1", Day.OPEN_START))
        .as("only figures, no definition")
        .isEqualTo(new AvailabilityAnswer.UnknownItem("B"));
  }

  // ---------------------------------------------------------------- quantities

  @Test
  void whatIsSoldByLengthIsPromisedByLength() {
    var cable = oneLocation(5).onHand("DC1", "12.125").movements("2:-0.125 3:0.000001");
    assertThat(cable.atp(3)).isEqualTo("12 12 12.000001");
    assertThat(cable.promised("12.000001")).isEqualTo("12@1 DC1, 0.000001@3 PO-2");
  }

  @Test
  void aMillionPiecesAreCountedToTheLast() {
    var screws = oneLocation(5).onHand("DC1", "1000000").receipt(3, "999999");
    assertThat(screws.promised("1999999")).isEqualTo("1000000@1 DC1, 999999@3 PO-1");
    assertThat(screws.promised("2000000")).startsWith("not all");
  }

  // ---------------------------------------------------------------- promise

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "what is there goes first              | 10 | 10@1 DC1",
        "then what comes                       | 12 | 10@1 DC1, 2@3 PO-1",
        "a nearer location waits for its stock | 15 | 10@1 DC1, 5@3 PO-1",
        "the far one helps where it is sooner  | 18 | 10@1 DC1, 5@3 PO-1, 3@4 DC2",
        "all there is                          | 23 | 10@1 DC1, 5@3 PO-1, 8@4 DC2",
        "more than there is                    | 24 | not all: 10@1 DC1, 5@3 PO-1, 8@4 DC2",
      })
  void takesWhatArrivesFirstThenWhatTheNetworkRanksFirst(
      String rule, String quantity, String promise) {
    var two = Situation.network(atLocation("DC1", 1, 0), atLocation("DC2", 2, 3));
    two.onHand("DC1", "10").onHand("DC2", "8").receipt(3, "5");
    assertThat(two.promised(quantity)).as(rule).isEqualTo(promise);
  }

  @Test
  void stockOnHandIsNotTakenForTheReceiptOfTheSameDay() {
    assertThat(oneLocation(5).onHand("DC1", "10").receipt(1, "2").promised("9"))
        .isEqualTo("9@1 DC1");
    assertThat(oneLocation(5).receipt(1, "2").promised("2")).isEqualTo("2@1 PO-1");
  }

  @Test
  void whoWantsItCompleteGetsItAllOnTheLastDay() {
    var complete =
        oneLocation(9).onHand("DC1", "10").receipt(4, "5").buyer(Given.buyerIn("WEB", true));
    assertThat(complete.promised("12")).isEqualTo("12@4 DC1");
    assertThat(complete.promised("10")).isEqualTo("10@1 DC1");
    assertThat(complete.promised("99"))
        .as("what cannot be complete is told as it comes")
        .isEqualTo("not all: 10@1 DC1, 5@4 PO-1");
  }

  @Test
  void anExhaustedHorizonPromisesNothing() {
    var sold = oneLocation(3).onHand("DC1", "5").movements("3:-5 4:100");
    assertThat(sold.promised("1")).isEqualTo("not all: ");
    assertThat(sold.figures().promise()).as("no quantity, no promise").isEmpty();
  }

  @Test
  void onALaterDateTheSameCurveIsReadFromThere() {
    var later = oneLocation(9).onHand("DC1", "5").movements("3:4 6:2");
    Figures onDay4 = (Figures) later.ask("A", "10", DAY_1 + 3);
    assertThat(onDay4.available()).isEqualTo(units("9"));
    assertThat(onDay4.atp().at(DAY_1 + 3)).isEqualTo(units("9"));
    assertThat(Situation.text(onDay4.promise().orElseThrow()))
        .as("nothing before that day")
        .isEqualTo("9@4 DC1, 1@6 PO-2");
    Figures inThePast = (Figures) later.ask("A", "5", DAY_1 - 100);
    assertThat(Situation.text(inThePast.promise().orElseThrow())).isEqualTo("5@1 DC1");
  }

  // ---------------------------------------------------------------- calendars

  @ParameterizedTest(name = "{0}: today is {2}")
  @CsvSource({
    "before midnight in New York, 2026-11-24T04:59:59Z, 2026-11-23, 0",
    "midnight in New York,        2026-11-24T05:00:00Z, 2026-11-24, 4",
  })
  void todayIsTheDateAtTheFirstLocation(String rule, String now, String today, String atp) {
    var newYork =
        Situation.of(
                stocked("A", 30),
                location("NYC", "America/New_York", Location.Status.OPEN),
                location("AKL", "Pacific/Auckland", Location.Status.OPEN),
                network("N", atLocation("NYC", 1, 0), atLocation("AKL", 2, 0)))
            .receipt("A", "NYC", 2, "4")
            .at(now);
    assertThat(newYork.figures().today()).as(rule).isEqualTo(Given.day(today));
    assertThat(newYork.atp(1)).as(rule).isEqualTo(atp);
  }

  @Test
  void aReceiptIsLateByTheDateAtItsOwnLocation() {
    // 11:30 UTC on the 23rd is already the 24th in Auckland.
    var both =
        Situation.of(
                stocked("A", 30),
                location("NYC", "America/New_York", Location.Status.OPEN),
                location("AKL", "Pacific/Auckland", Location.Status.OPEN),
                network("N", atLocation("NYC", 1, 0), atLocation("AKL", 2, 0)))
            .receipt("A", "NYC", 1, "4")
            .receipt("A", "AKL", 1, "8")
            .late(1, 7)
            .at("2026-11-23T11:30:00Z");
    assertThat(both.atp(3)).isEqualTo("4 4 12");
    assertThat(both.figures().lateReceipts())
        .extracting(LateReceipt::receipt)
        .containsExactly("PO-2");
  }

  @Test
  void aLeapDayIsADay() {
    int eve = Given.day("2028-02-28");
    var leap =
        oneLocation(3)
            .and(
                Given.receipt("PO-1", "A", "DC1", "4", eve + 1),
                Given.receipt("PO-2", "A", "DC1", "2", eve + 2))
            .at(Instant.parse("2028-02-28T12:00:00Z").toString());
    assertThat(leap.atp(3)).isEqualTo("0 4 6");
    assertThat(Given.day("2028-03-01")).isEqualTo(eve + 2);
  }

  // ---------------------------------------------------------------- suppliers

  private static Situation dropShipped(Commitment... commitments) {
    return Situation.of(
            item("A", Item.Policy.DROP_SHIP, false, 30),
            location("DC1"),
            network("N", atLocation("DC1", 1, 0), atSupplier("S1", 2, 1), atSupplier("S2", 3, 0)))
        .and(commitments);
  }

  @Test
  void twoSuppliersAreTwoSources() {
    var two = dropShipped(commitment("S1", "A", "10", 2), commitment("S2", "A", "5", 4));
    assertThat(two.atp(6)).isEqualTo("0 0 10 10 15 15");
    assertThat(two.available()).as("nothing is on our own shelves").isEqualTo("0");
    assertThat(two.promised("12")).isEqualTo("10@4 S1, 2@5 S2");
    assertThat(two.figures().suppliers()).hasSize(2);
  }

  @Test
  void anItemThatIsNotEligibleIsNotDropShipped() {
    var stockedOnly =
        Situation.network(atLocation("DC1", 1, 0), atSupplier("S1", 2, 0))
            .and(commitment("S1", "A", "10", 2));
    assertThat(stockedOnly.atp(4)).isEqualTo("0 0 0 0");
    var eligible = stockedOnly.and(item("A", Item.Policy.STOCKED, true, 30));
    assertThat(eligible.onHand("DC1", "1").atp(4)).isEqualTo("1 1 11 11");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "in its last millisecond it counts, 2026-11-23T09:00:00Z, 0 0 10",
    "after that it does not,            2026-11-23T09:00:00.001Z, 0 0 0",
  })
  void aCommitmentCountsWhileItIsValid(String rule, String now, String atp) {
    long until = Instant.parse("2026-11-23T09:00:00Z").toEpochMilli();
    var supplier = dropShipped(new Commitment("S1", "A", units("10"), 2, 0, until, 0));
    assertThat(supplier.at(now).atp(3)).as(rule).isEqualTo(atp);
  }

  @Test
  void aSupplierShipsByItsLeadTimeFromTodayWhateverDayIsAskedFor() {
    var supplier = dropShipped(commitment("S2", "A", "10", 3));
    Figures onDay6 = (Figures) supplier.ask("A", "4", DAY_1 + 5);
    assertThat(onDay6.available()).isEqualTo(units("10"));
    assertThat(Situation.text(onDay6.promise().orElseThrow())).isEqualTo("4@6 S2");
    assertThat(onDay6.suppliers().getFirst().shipsOnDay()).isEqualTo(DAY_1 + 3);
  }

  @Test
  void lessThanASuppliersMinimumIsNotPromised() {
    var supplier =
        dropShipped(new Commitment("S2", "A", units("50"), 2, 0, Long.MAX_VALUE, units("20")));
    assertThat(supplier.promised("19")).isEqualTo("not all: ");
    assertThat(supplier.promised("20")).isEqualTo("20@3 S2");
    assertThat(supplier.and(bundle("KIT", component("A", "5"))).promised("KIT", "4"))
        .as("a kit of five reaches it with four")
        .isEqualTo("4@3 COMPONENTS");
  }

  // ---------------------------------------------------------------- bundles (T15)

  private static Situation kit() {
    return Situation.of(
        stocked("A", 30),
        stocked("B", 30),
        location("DC1"),
        network("N", atLocation("DC1", 1, 0)),
        bundle("KIT", component("A", "2"), component("B", "1")));
  }

  @Test
  void aBundleIsWhatItsScarcestComponentAllowsByDate() {
    var kit =
        kit().onHand("A", "DC1", "10").receipt("A", "DC1", 6, "6").receipt("B", "DC1", 4, "8");
    assertThat(kit.atp("KIT", 7)).isEqualTo("0 0 0 5 5 8 8");
    assertThat(kit.available("KIT")).isEqualTo("0");
    assertThat(kit.promised("KIT", "6")).isEqualTo("5@4 COMPONENTS, 1@6 COMPONENTS");
    assertThat(kit.figures("KIT").components()).hasSize(2);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "one short of two,         3, 9, 1",
    "the other is scarce,      9, 1, 1",
    "a component is missing,   9, 0, 0",
    "both come out even,       6, 3, 3",
    "half a component is none, 5.5, 2.5, 2",
  })
  void onlyWholeBundlesCount(String rule, String a, String b, String bundles) {
    var kit = kit().onHand("A", "DC1", a).onHand("B", "DC1", b);
    assertThat(kit.available("KIT")).as(rule).isEqualTo(bundles);
    assertThat(kit.atp("KIT", 1)).as(rule).isEqualTo(bundles);
  }

  @Test
  void optionalAndUnstockedComponentsDoNotLimit() {
    var kit =
        kit()
            .and(
                bundle(
                    "KIT",
                    component("A", "2"),
                    new Item.Component("B", units("1"), true, true),
                    new Item.Component("LABOUR", units("1"), false, false)))
            .onHand("A", "DC1", "4");
    assertThat(kit.available("KIT")).isEqualTo("2");
  }

  @Test
  void aBundleInABundleIsBuiltFromItsParts() {
    var nested =
        kit()
            .and(bundle("PALLET", component("KIT", "3"), component("B", "1")))
            .onHand("A", "DC1", "100")
            .onHand("B", "DC1", "8");
    assertThat(nested.available("KIT")).isEqualTo("8");
    assertThat(nested.available("PALLET"))
        .as("each takes three B in its kits and one beside them")
        .isEqualTo("2");
    assertThat(nested.atp("PALLET", 1)).isEqualTo("2");
  }

  @Test
  void twoInnerBundlesCannotBothTakeTheLastOne() {
    var shared =
        kit()
            .and(
                bundle("LEFT", component("A", "1")),
                bundle("RIGHT", component("A", "1")),
                bundle("PAIR", component("LEFT", "1"), component("RIGHT", "1")))
            .onHand("A", "DC1", "1");
    assertThat(shared.available("LEFT")).isEqualTo("1");
    assertThat(shared.available("PAIR")).isEqualTo("0");
    assertThat(shared.atp("PAIR", 2)).isEqualTo("0 0");
  }

  @Test
  void aBundleThatContainsItselfByAWayRoundIsNotAvailable() {
    var round =
        kit().and(bundle("ONE", component("TWO", "1")), bundle("TWO", component("ONE", "1")));
    assertThat(round.available("ONE")).isEqualTo("0");
    assertThat(round.atp("ONE", 2)).isEqualTo("0 0");
  }

  @Test
  void aComponentThatNobodyDefinedIsNotThere() {
    var kit = kit().and(bundle("KIT", component("GHOST", "1"))).onHand("GHOST", "DC1", "9");
    assertThat(kit.available("KIT")).isEqualTo("0");
  }
}
