package tradecounter.engine.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.engine.Given.bundle;
import static tradecounter.engine.Given.component;
import static tradecounter.engine.Given.day;
import static tradecounter.engine.Given.onHand;
import static tradecounter.engine.Given.units;

import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.engine.Given;
import tradecounter.engine.availability.AvailabilityAnswer.Figures;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.CommitmentPolicy;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.LateSupplyPolicy;
import tradecounter.engine.canonical.PositionChange;
import tradecounter.engine.canonical.PositionChange.Figure;
import tradecounter.engine.canonical.StalePolicy;
import tradecounter.engine.canonical.SupplyPolicy;

/** What figures count for whose feed has been silent for too long. The limit is an hour. */
final class StaleExamplesTest {
  private static final long HOUR = 3_600_000;
  private static final long NOW = Instant.parse("2026-11-23T09:00:00Z").toEpochMilli();
  private static final long SILENT = NOW - HOUR - 1;

  /** {@code FLAG}, {@code WITHHOLD} or the percent of a haircut. */
  private static SupplyPolicy stale(String words) {
    StalePolicy policy =
        switch (words) {
          case "FLAG" -> StalePolicy.SERVE_FLAGGED;
          case "WITHHOLD" -> StalePolicy.WITHHOLD;
          default -> StalePolicy.haircut(units(words));
        };
    return new SupplyPolicy(
        HOUR,
        policy,
        new LateSupplyPolicy(0, 1, units("50"), 7),
        new CommitmentPolicy(30, 3, units("20")));
  }

  private static String told(Figures figures) {
    return figures.staleSupply().stream()
        .map(
            s ->
                s.source()
                    + " "
                    + FixedPoint.format(s.quantity())
                    + " as "
                    + FixedPoint.format(s.counted())
                    + " "
                    + s.policy().kind())
        .collect(Collectors.joining(", "));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "heard now                          | WITHHOLD | 0       | 10 | 10 | ''",
        "exactly an hour ago is fresh       | WITHHOLD | 3600000 | 10 | 10 | ''",
        "a millisecond more is not          | WITHHOLD | 3600001 | 10 | 0  | DC1 10 as 0 WITHHOLD",
        "an hour ago, with a haircut        | 30       | 3600000 | 10 | 10 | ''",
        "a millisecond more                 | 30       | 3600001 | 10 | 7  | DC1 10 as 7 HAIRCUT",
        "served all the same                | FLAG     | 3600001 | 10 | 10 | ''",
        "years ago                          | 30       | 99999999999 | 10 | 7 | DC1 10 as 7 HAIRCUT",
        "rounded down to whole pieces       | 33.3     | 3600001 | 10 | 6  | DC1 10 as 6 HAIRCUT",
        "one piece and one percent          | 1        | 3600001 | 1  | 0  | DC1 1 as 0 HAIRCUT",
        "all of it cut                      | 100      | 3600001 | 10 | 0  | DC1 10 as 0 HAIRCUT",
        "no percent is no cut               | 0        | 3600001 | 10 | 10 | ''",
        "nothing is nothing                 | WITHHOLD | 3600001 | 0  | 0  | ''",
      })
  void aPositionWhoseFeedIsSilent(
      String rule, String policy, long silence, String quantity, String counted, String told) {
    var stage = Stage.with("DC1").policy("wms", stale(policy));
    stage.saysAs("wms", NOW - silence, onHand("A", "DC1", quantity));
    assertThat(stage.available("A")).as(rule).isEqualTo(counted);
    assertThat(stage.atp("A", 2)).as(rule).isEqualTo(counted + " " + counted);
    assertThat(told(stage.figures("A", "0"))).as(rule).isEqualTo(told);
  }

  @Test
  void theSameWorldGrowsStaleAndFreshAgain() {
    var stage = Stage.with("DC1").policy("wms", stale("WITHHOLD"));
    stage.saysAs("wms", NOW, onHand("A", "DC1", "10"));
    assertThat(stage.at(NOW + HOUR).available("A")).isEqualTo("10");
    assertThat(stage.at(NOW + HOUR + 1).available("A")).isEqualTo("0");
    stage.saysAs("wms", NOW + 5, onHand("B", "DC1", "1"));
    assertThat(stage.available("A")).as("any word of the feed confirms it").isEqualTo("10");
  }

  @Test
  void aShortageIsNotDoubted() {
    var stage = Stage.with("DC1").policy("wms", stale("WITHHOLD"));
    stage.saysAs("wms", SILENT, onHand("A", "DC1", "-3")).supply("A", "DC1 10@2");
    assertThat(stage.atp("A", 2)).isEqualTo("0 7");
    assertThat(told(stage.figures("A", "0"))).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "withheld supply is still owed, WITHHOLD, 0 0 0",
    "half of it is believed,        50,       1 1 1",
    "all of it is believed,         FLAG,     6 6 6",
  })
  void demandsCountInFull(String rule, String policy, String atp) {
    var stage = Stage.with("DC1").policy("wms", stale(policy));
    stage.saysAs(
        "wms",
        SILENT,
        onHand("A", "DC1", "10"),
        Given.demand("SO-1", "A", "DC1", "4", Stage.DAY_1));
    assertThat(stage.atp("A", 3)).as(rule).isEqualTo(atp);
  }

  @Test
  void aDemandOfASilentFeedCountsInFullToo() {
    var stage = Stage.with("DC1").policy("wms", stale("WITHHOLD")).supply("A", "DC1 10");
    stage.saysAs("wms", SILENT, Given.demand("SO-1", "A", "DC1", "4", Stage.DAY_1));
    assertThat(stage.atp("A", 2)).isEqualTo("6 6");
  }

  // ---------------------------------------------------------------- receipts and commitments

  /** Late receipts count for half, tomorrow. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "on its date,                   2,  10, 50,       5, PO-1 10 as 5 HAIRCUT",
    "withheld,                      2,  10, WITHHOLD, 0, PO-1 10 as 0 WITHHOLD",
    "served all the same,           2,  10, FLAG,    10, ''",
    "late: half of the half,        0,  10, 50,       2, PO-1 5 as 2 HAIRCUT",
    "late and withheld,             0,  10, WITHHOLD, 0, PO-1 5 as 0 WITHHOLD",
    "too late to be cut any more,  -9,  10, 50,       0, ''",
  })
  void aReceiptIsCutOnTopOfBeingLate(
      String rule, int expectedOn, String quantity, String policy, String counted, String told) {
    var stage = Stage.with("DC1").policy("wms", stale(policy));
    int expected = Stage.DAY_1 + expectedOn - 1;
    stage.saysAs("wms", SILENT, Given.receipt("PO-1", "A", "DC1", quantity, expected));
    assertThat(stage.atp("A", 2)).as(rule).isEqualTo("0 " + counted);
    assertThat(told(stage.figures("A", "0"))).as(rule).isEqualTo(told);
  }

  /** After three days commitments count for a fifth less. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a young word,            2026-11-23, 50,       5,  S1 10 as 5 HAIRCUT",
    "an aged one,             2026-11-18, 50,       4,  S1 8 as 4 HAIRCUT",
    "an aged one is withheld, 2026-11-18, WITHHOLD, 0,  S1 8 as 0 WITHHOLD",
    "served all the same,     2026-11-18, FLAG,     8,  ''",
  })
  void aCommitmentIsCutOnTopOfItsAge(
      String rule, String asOf, String policy, String counted, String told) {
    var stage = Stage.with("S1").policy("portal", stale(policy));
    long said = day(asOf) * 86_400_000L;
    stage.saysAs(
        "portal", SILENT, new Commitment("S1", "A", units("10"), 0, said, Long.MAX_VALUE, 0));
    assertThat(stage.atp("A", 1)).as(rule).isEqualTo(counted);
    assertThat(told(stage.figures("A", "0"))).as(rule).isEqualTo(told);
  }

  // ---------------------------------------------------------------- several feeds

  /** The ERP tells on hand 10, the WMS that 2 of it are allocated. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "both fresh,                            30,       WITHHOLD, 0,       0,       8, ''",
    "the deeper cut of the two,             30,       50,       3600001, 3600001, 4, DC1 8 as 4 HAIRCUT",
    "whichever it is,                       50,       30,       3600001, 3600001, 4, DC1 8 as 4 HAIRCUT",
    "withholding is more than a haircut,    WITHHOLD, 50,       3600001, 3600001, 0, DC1 8 as 0 WITHHOLD",
    "even than one of all,                  100,      WITHHOLD, 3600001, 3600001, 0, DC1 8 as 0 WITHHOLD",
    "whichever comes first,                 WITHHOLD, 100,      3600001, 3600001, 0, DC1 8 as 0 WITHHOLD",
    "a haircut is more than to serve it,    FLAG,     50,       3600001, 3600001, 4, DC1 8 as 4 HAIRCUT",
    "only the stale one's policy counts,    50,       WITHHOLD, 3600001, 0,       4, DC1 8 as 4 HAIRCUT",
    "one stale feed is enough,              WITHHOLD, 50,       0,       3600001, 4, DC1 8 as 4 HAIRCUT",
  })
  void ofTwoSilentFeedsTheStrongestPolicyCounts(
      String rule,
      String erp,
      String wms,
      long erpSilence,
      long wmsSilence,
      String counted,
      String told) {
    var stage = Stage.of(Stage.eligible("A"), Given.location("DC1"));
    stage = stage.says(Given.network("N", Given.atLocation("DC1", 1, 0)));
    stage.policy("figures", stale(erp)).policy("wms", stale(wms));
    stage.saysAs("figures", NOW - erpSilence, onHand("A", "DC1", "10"));
    stage.saysAs(
        "wms",
        NOW - wmsSilence,
        PositionChange.set("A", "DC1", Map.of(Figure.ALLOCATED, units("2"))));
    assertThat(stage.available("A")).as(rule).isEqualTo(counted);
    assertThat(told(stage.figures("A", "0"))).as(rule).isEqualTo(told);
  }

  @Test
  void onlyWhatTheSilentFeedToldIsCut() {
    var stage = Stage.with("DC1 DC2").policy("wms", stale("WITHHOLD"));
    stage.supply("A", "DC1 10").saysAs("wms", SILENT, onHand("A", "DC2", "7"));
    assertThat(stage.available("A")).isEqualTo("10");
    assertThat(told(stage.figures("A", "0"))).isEqualTo("DC2 7 as 0 WITHHOLD");
  }

  @Test
  void aBundleCountsWhatItsComponentsCountFor() {
    var stage = Stage.with("DC1").policy("wms", stale("50"));
    stage.says(bundle("KIT", component("A", "2"), component("B", "1")));
    stage.supply("B", "DC1 9").saysAs("wms", SILENT, onHand("A", "DC1", "10"));
    assertThat(stage.available("KIT")).isEqualTo("2");
    assertThat(stage.atp("KIT", 1)).isEqualTo("2");
    assertThat(told(stage.figures("KIT", "0"))).isEqualTo("DC1 10 as 5 HAIRCUT");
  }
}
