package tradecounter.engine.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.engine.Given.atSupplier;
import static tradecounter.engine.Given.commitment;
import static tradecounter.engine.Given.item;
import static tradecounter.engine.Given.units;

import java.time.DayOfWeek;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.engine.availability.AvailabilityAnswer.Promise;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.CommitmentPolicy;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.Item.Policy;
import tradecounter.engine.canonical.LateSupplyPolicy;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.StalePolicy;
import tradecounter.engine.canonical.SupplyPolicy;
import tradecounter.engine.canonical.WorkCalendar;

/** What suppliers ship themselves: which items, how their word ages, and when it leaves. */
final class DropShipExamplesTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "never stocked: only the supplier serves | DROP_SHIP | false | 0 | 0 0 10 10 | 10@4 S1",
        "eligible: both serve                    | STOCKED   | true  | 4 | 4 4 14 14 | 4@1 DC1, 6@4 S1",
        "not eligible: only the warehouse serves | STOCKED   | false | 4 | 4 4 4 4   | not all: 4@1 DC1",
      })
  void whoServesWhichItem(
      String rule, Policy policy, boolean eligible, String available, String atp, String parts) {
    var stage = Stage.with("DC1 S1+1").says(item("A", policy, eligible, 30));
    stage.supply("A", "DC1 4, S1 10@3");
    assertThat(stage.available("A")).as(rule).isEqualTo(available);
    assertThat(stage.atp("A", 4)).as(rule).isEqualTo(atp);
    assertThat(stage.promised("A", "10")).as(rule).isEqualTo(parts);
  }

  @Test
  void aSupplierOutsideTheNetworkServesNobody() {
    var stage = Stage.with("DC1 S1").supply("A", "S2 10");
    assertThat(stage.atp("A", 2)).isEqualTo("0 0");
    assertThat(stage.figures("A", "0").suppliers()).isEmpty();
  }

  // ---------------------------------------------------------------- how a word ages

  /**
   * It is 09:00 on 23 November. A word without an end is good for five days; after more than three
   * it counts for 30 % less.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "just said,                           2026-11-23T09:00:00Z,     '',                       10",
    "dated in the future,                 2026-11-24T09:00:00Z,     '',                       10",
    "three days old,                      2026-11-20T09:00:00Z,     '',                       10",
    "a millisecond less than four days,   2026-11-19T09:00:00.001Z, '',                       10",
    "four days old,                       2026-11-19T09:00:00Z,     '',                       7",
    "five days old,                       2026-11-18T09:00:00Z,     '',                       7",
    "a millisecond less than six days,    2026-11-17T09:00:00.001Z, '',                       7",
    "six days old,                        2026-11-17T09:00:00Z,     '',                       0",
    "its own end is later than the rule,  2026-11-17T09:00:00Z,     2026-12-31T00:00:00Z,     7",
    "its own end is now,                  2026-11-17T09:00:00Z,     2026-11-23T09:00:00Z,     7",
    "its own end was a millisecond ago,   2026-11-17T09:00:00Z,     2026-11-23T08:59:59.999Z, 0",
    "a fresh word that has ended,         2026-11-23T08:00:00Z,     2026-11-23T08:59:59.999Z, 0",
  })
  void aWordAgesByWholeDays(String rule, String asOf, String until, String counted) {
    var stage = Stage.with("S1").policy("erp", aging(5, 3, "30"));
    long end = until.isEmpty() ? Long.MAX_VALUE : Instant.parse(until).toEpochMilli();
    stage.says(new Commitment("S1", "A", units("10"), 1, millis(asOf), end, 0));
    assertThat(stage.atp("A", 3)).as(rule).isEqualTo("0 " + counted + " " + counted);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "the deeper cut of the two,  9, 3, 30, 9, 3, 50, 5",
    "the earlier age of the two, 9, 9, 0,  9, 3, 30, 7",
    "the earlier end of the two, 9, 9, 0,  3, 9, 0,  0",
    "neither has reached it,     4, 4, 30, 9, 9, 50, 10",
  })
  void ofTwoFeedsTheMoreDoubtfulCounts(
      String rule,
      int valid1,
      int aged1,
      String cut1,
      int valid2,
      int aged2,
      String cut2,
      String counted) {
    var stage = Stage.with("S1");
    stage.policy("erp", aging(valid1, aged1, cut1)).policy("portal", aging(valid2, aged2, cut2));
    var fourDaysOld =
        new Commitment(
            "S1", "A", units("10"), 0, millis("2026-11-19T09:00:00Z"), Long.MAX_VALUE, 0);
    stage.saysAs("erp", Envelope.NO_TIME, fourDaysOld);
    stage.saysAs("portal", Envelope.NO_TIME, fourDaysOld);
    assertThat(stage.atp("A", 1)).as(rule).isEqualTo(counted);
  }

  private static long millis(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }

  private static SupplyPolicy aging(int validDays, int agedAfterDays, String percent) {
    return new SupplyPolicy(
        Long.MAX_VALUE,
        StalePolicy.SERVE_FLAGGED,
        LateSupplyPolicy.DEFAULT,
        new CommitmentPolicy(validDays, agedAfterDays, units(percent)));
  }

  // ---------------------------------------------------------------- minimum order

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing in particular is asked for | 0  | 50 | -",
        "one less than the minimum          | 19 | 0  | not all:",
        "the minimum                        | 20 | 50 | 20@1 S1",
        "all of it                          | 50 | 50 | 50@1 S1",
        "more than there is                 | 51 | 50 | not all: 50@1 S1",
      })
  void lessThanTheMinimumIsNotShipped(String rule, String quantity, String atp, String parts) {
    var stage = Stage.with("S1").supply("A", "S1 50 min 20");
    var figures = stage.figures("A", quantity);
    assertThat(Stage.atp(figures, 1)).as(rule).isEqualTo(atp);
    assertThat(figures.promise().map(Stage::text).orElse("-")).as(rule).isEqualTo(parts);
    assertThat(figures.suppliers()).as("it is listed in any case").hasSize(1);
  }

  // ---------------------------------------------------------------- when it leaves

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    // It arrives from Monday to Friday, one day after it left.
    "without a lead time today,           2026-11-23T09:00:00Z, 0,  1, 1, 2",
    "a supplier has no cut-off,           2026-11-23T23:59:59Z, 0,  1, 1, 2",
    "after its lead time,                 2026-11-23T09:00:00Z, 3,  1, 4, 5",
    "nobody delivers at the weekend,      2026-11-23T09:00:00Z, 4,  1, 5, 8",
    "a supplier ships on Saturday,        2026-11-23T09:00:00Z, 5,  1, 6, 8",
    "it waits for the day asked for,      2026-11-23T09:00:00Z, 1,  4, 4, 5",
    "the day asked for is long ready,     2026-11-23T09:00:00Z, 3,  2, 4, 5",
  })
  void leavesAfterItsLeadTime(
      String rule, String now, int lead, int onDay, int leaves, int arrives) {
    var weekdays = WorkCalendar.of(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), List.of());
    var stage =
        Stage.of(
            item("A", Policy.DROP_SHIP, false, 30),
            new Network(
                "N",
                Network.Match.EVERYTHING,
                1,
                List.of(atSupplier("S1", 1, 1)),
                Network.Sourcing.RANK,
                weekdays),
            commitment("S1", "A", "10", lead));
    Promise promise = stage.at(now).onDay(onDay).promise("A", "4");
    assertThat(promise.parts())
        .as(rule)
        .containsExactly(
            new Promise.Part(
                units("4"),
                Stage.DAY_1 + arrives - 1,
                Stage.DAY_1 + leaves - 1,
                Promise.Routing.SUPPLIER,
                "S1",
                "S1"));
  }
}
