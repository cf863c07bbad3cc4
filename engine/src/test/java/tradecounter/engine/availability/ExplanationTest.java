package tradecounter.engine.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static tradecounter.engine.Given.bundle;
import static tradecounter.engine.Given.component;
import static tradecounter.engine.Given.units;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tradecounter.engine.Given;
import tradecounter.engine.availability.AvailabilityAnswer.Figures;
import tradecounter.engine.availability.Explanation.OfItem;
import tradecounter.engine.availability.Explanation.OfPosition;
import tradecounter.engine.availability.Explanation.OfSource;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.CommitmentPolicy;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.LateSupplyPolicy;
import tradecounter.engine.canonical.Location;
import tradecounter.engine.canonical.Outage;
import tradecounter.engine.canonical.PositionChange;
import tradecounter.engine.canonical.PositionChange.Figure;
import tradecounter.engine.canonical.StalePolicy;
import tradecounter.engine.canonical.SupplyPolicy;

/** One answer in which everything happens, and that its explanation adds up to it. */
final class ExplanationTest {
  private static final int DAY_1 = Stage.DAY_1;
  private static final long NOW = Instant.parse("2026-11-23T09:00:00Z").toEpochMilli();
  private static final long HOUR = 3_600_000;

  /** Grace 2 days, then two days from today and half; dropped after 5. */
  private static final SupplyPolicy PLAIN =
      new SupplyPolicy(
          HOUR,
          StalePolicy.SERVE_FLAGGED,
          new LateSupplyPolicy(2, 2, units("50"), 5),
          new CommitmentPolicy(30, 3, units("20")));

  private static final SupplyPolicy DOUBTED =
      new SupplyPolicy(HOUR, StalePolicy.haircut(units("10")), PLAIN.late(), PLAIN.commitments());

  private final Figures figures = everything().explained("A", "0");
  private final OfItem a = figures.explanation().orElseThrow().items().getFirst();

  /** The horizon is ten days; DC2 is out today; DC1 is told by a feed that has gone silent. */
  private static Stage everything() {
    var stage = Stage.with("DC1 DC2+2 GONE S1+1 S2");
    stage.policy("erp", PLAIN).policy("wms", DOUBTED);
    stage.says(
        Given.item("A", Item.Policy.STOCKED, true, 10),
        Given.location("GONE", "UTC", Location.Status.CLOSED),
        new Outage("O-1", "DC2", Day.OPEN_START, DAY_1 + 1, "flood"));
    stage.saysAs(
        "wms",
        NOW - HOUR - 1,
        PositionChange.set(
            "A",
            "DC1",
            Map.of(
                Figure.ON_HAND, units("100"),
                Figure.ALLOCATED, units("20"),
                Figure.BLOCKED, units("5"),
                Figure.SAFETY_STOCK, units("15"))));
    stage.supply("A", "DC1 8@3, DC1 7@0, DC1 6@-2, DC1 5@-9, DC1 4@11, DC1 -9@4, DC1 -3@-5");
    stage.says(Given.receipt("PO-X", "A", "DC1", "2", Day.OPEN_END));
    stage.supply("A", "DC2 30, GONE 40");
    stage.says(
        new Commitment("S1", "A", units("50"), 2, NOW - 4 * 24 * HOUR, Long.MAX_VALUE, 0),
        new Commitment("S2", "A", units("60"), 0, NOW, NOW - 1, 0));
    return stage.fences("MIN 12 A SHOP, MIN 3 A WEB, MAX 90 A WEB").buyer("WEB");
  }

  private OfSource source(String key) {
    return a.sources().stream().filter(s -> s.source().key().equals(key)).findFirst().orElseThrow();
  }

  @Test
  void sourcesInTheOrderOfTheNetworkAndWhetherTheyServe() {
    assertThat(a.sources())
        .extracting(s -> s.source().key() + " " + s.serves())
        .containsExactly("DC1 YES", "DC2 OUTAGE", "GONE CLOSED", "S1 YES", "S2 YES");
    assertThat(a.neededPerUnit()).isEqualTo(units("1"));
    assertThat(a.lastDay()).isEqualTo(DAY_1 + 9);
    assertThat(source("DC2").outages()).extracting(Outage::reason).containsExactly("flood");
  }

  @Test
  void eachSourceHasItsFirstDays() {
    assertThat(a.sources())
        .filteredOn(s -> !s.source().key().equals("GONE"))
        .extracting(s -> s.firstDispatchDay() - DAY_1 + 1, s -> s.firstArrivalDay() - DAY_1 + 1)
        .as("DC2 is back on day 3 and two days away; S1 can ship from today on, one day away")
        .startsWith(tuple(1, 1), tuple(3, 5));
    assertThat(source("GONE").firstDispatchDay()).isEqualTo(Day.OPEN_END);
    assertThat(a.sources()).noneMatch(OfSource::afterCutOff);
  }

  @Test
  void aPositionAndWhatIsBelievedOfIt() {
    assertThat(source("DC1").position())
        .as("100 - 20 - 5 - 15 is free; a tenth is not believed")
        .contains(
            new OfPosition(
                units("100"),
                units("20"),
                units("5"),
                units("15"),
                units("60"),
                units("54"),
                StalePolicy.haircut(units("10"))));
  }

  @Test
  void eachReceiptWithItsReason() {
    assertThat(source("DC1").receipts())
        .extracting(r -> r.receipt().receipt() + " " + r.counted() / 1_000_000 + " " + r.why())
        .containsExactlyInAnyOrder(
            "PO-1 8 ON_DATE",
            "PO-2 7 IN_GRACE",
            "PO-3 3 SHIFTED",
            "PO-4 0 DROPPED",
            "PO-5 4 BEYOND_HORIZON",
            "PO-X 0 NO_DATE");
    assertThat(source("DC1").receipts())
        .filteredOn(r -> r.why() == Explanation.OfReceipt.Why.SHIFTED)
        .extracting(Explanation.OfReceipt::countedOnDay)
        .containsExactly(DAY_1 + 2);
  }

  @Test
  void eachDemandWithItsDay() {
    assertThat(source("DC1").demands())
        .extracting(d -> d.demand().quantity() / 1_000_000 + "@" + (d.countedOnDay() - DAY_1 + 1))
        .as("what is overdue is taken today")
        .containsExactlyInAnyOrder("9@4", "3@1");
  }

  @Test
  void eachCommitmentWithItsReason() {
    assertThat(source("S1").commitments())
        .extracting(c -> c.counted() / 1_000_000 + " " + c.why() + " " + c.ageDays())
        .containsExactly("40 AGED 4");
    assertThat(source("S1").commitments().getFirst().shipsOnDay()).isEqualTo(DAY_1 + 2);
    assertThat(source("S2").commitments())
        .extracting(c -> c.counted() + " " + c.why())
        .containsExactly("0 EXPIRED");
  }

  @Test
  void eachRingFenceAndWhetherItApplies() {
    assertThat(a.protections())
        .extracting(
            p ->
                p.protection().bound()
                    + " "
                    + p.protection().quantity() / 1_000_000
                    + " "
                    + p.isForBuyer()
                    + " "
                    + p.applies())
        .containsExactlyInAnyOrder(
            "MINIMUM 12 false true", "MINIMUM 3 true false", "MAXIMUM 90 true true");
  }

  /**
   * DC1 by day: 54 + 7 - 3 = 58; on day 3 + 8 + 3 = 69; on day 4 - 9 = 60. So 58 58 60, and 60 on.
   * DC2 has 30 from day 3 on, S1 40 from day 3 on. 12 are kept: S1 gives them from day 3 on, DC1
   * before. The buyer gets no more than 90.
   */
  @Test
  void theNumbersAddUp() {
    assertThat(curves(false))
        .containsExactly("58 58 60 60", "0 0 30 30", "0 0 0 0", "0 0 40 40", "0 0 0 0");
    assertThat(curves(true))
        .containsExactly("46 46 60 60", "0 0 30 30", "0 0 0 0", "0 0 28 28", "0 0 0 0");
    assertThat(Stage.atp(figures, 4)).isEqualTo("46 46 90 90");
    assertThat(figures.available()).as("54 - 12").isEqualTo(units("42"));
    assertThat(figures.withheldByProtection()).isEqualTo(units("12"));
    assertThat(a.atp().at(DAY_1 + 3)).isEqualTo(units("90"));
  }

  private List<String> curves(boolean fenced) {
    return a.sources().stream()
        .map(s -> fenced ? s.atp() : s.beforeProtection())
        .map(
            curve ->
                curve.at(DAY_1) / 1_000_000
                    + " "
                    + curve.at(DAY_1 + 1) / 1_000_000
                    + " "
                    + curve.at(DAY_1 + 2) / 1_000_000
                    + " "
                    + curve.at(DAY_1 + 3) / 1_000_000)
        .toList();
  }

  /** From the positions, receipts and demands alone, as section "Availability" says. */
  @Test
  void theCurveOfALocationFollowsFromItsNumbers() {
    OfSource dc1 = source("DC1");
    for (int day = DAY_1; day <= a.lastDay(); day++) {
      long least = Long.MAX_VALUE;
      for (int t = day; t <= a.lastDay(); t++) {
        least = Math.min(least, projected(dc1, t));
      }
      assertThat(dc1.beforeProtection().at(day)).as("day %d", day).isEqualTo(Math.max(0, least));
    }
  }

  private static long projected(OfSource source, int day) {
    long sum = source.position().orElseThrow().counted();
    for (Explanation.OfReceipt receipt : source.receipts()) {
      sum += receipt.countedOnDay() <= day ? receipt.counted() : 0;
    }
    for (Explanation.OfDemand demand : source.demands()) {
      sum -= demand.countedOnDay() <= day ? demand.demand().outstanding() : 0;
    }
    return sum;
  }

  @Test
  void aBundleIsExplainedByWhatItIsMadeOf() {
    var stage = everything();
    stage.says(
        bundle("KIT", component("A", "2"), component("B", "1")),
        bundle("PALLET", component("KIT", "3"), component("B", "1")));
    Explanation why = stage.explained("PALLET", "0").explanation().orElseThrow();
    assertThat(why.items())
        .extracting(i -> i.item() + " " + i.neededPerUnit() / 1_000_000)
        .containsExactlyInAnyOrder("PALLET 1", "A 6", "B 4");
    assertThat(why.network().network()).isEqualTo("N");
  }

  @Test
  void whoDoesNotAskForItGetsNone() {
    assertThat(everything().figures("A", "0").explanation()).isEmpty();
  }
}
