package tradecounter.engine.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.engine.Given.units;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.engine.Given;
import tradecounter.engine.availability.AvailabilityAnswer.Figures;
import tradecounter.engine.availability.AvailabilityAnswer.LateReceipt;
import tradecounter.engine.canonical.CommitmentPolicy;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.LateSupplyPolicy;
import tradecounter.engine.canonical.Receipt;
import tradecounter.engine.canonical.StalePolicy;
import tradecounter.engine.canonical.SupplyPolicy;

/** What overdue receipts count for (T2), and its neighbours. Policies are grace/shift/cut/drop. */
final class LateSupplyExamplesTest {

  private static SupplyPolicy late(String words) {
    String[] w = words.split("/", -1);
    return new SupplyPolicy(
        Long.MAX_VALUE,
        StalePolicy.SERVE_FLAGGED,
        new LateSupplyPolicy(
            Integer.parseInt(w[0]), Integer.parseInt(w[1]), units(w[2]), Integer.parseInt(w[3])),
        CommitmentPolicy.DEFAULT);
  }

  private static Item counted(int decimals) {
    Item a = Given.stocked("A", 12);
    return new Item(
        "A",
        "",
        "",
        a.policy(),
        false,
        "M",
        decimals,
        a.uoms(),
        true,
        "",
        a.components(),
        a.quantityRules(),
        a.substitutes(),
        a.horizonDays());
  }

  private static String told(Figures figures) {
    return figures.lateReceipts().stream()
        .map(
            r ->
                r.receipt()
                    + " "
                    + FixedPoint.format(r.counted())
                    + switch (r.action()) {
                      case LateReceipt.Action.InGrace(int day) -> " in grace " + number(day);
                      case LateReceipt.Action.Shifted(int day) -> " shifted " + number(day);
                      case LateReceipt.Action.Dropped() -> " dropped";
                    })
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static int number(int day) {
    return day - Stage.DAY_1 + 1;
  }

  // ---------------------------------------------------------------- T2

  /** 200 should have come three days ago, 75 were due yesterday, 100 come in ten days (day 11). */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "as documented: fence 7, offset 1    | 0/1/0/7   | 0 125 125 125 225   | 125@2 DC1, 25@11 DC1",
        "the fence is at three days          | 0/1/0/3   | 0 125 125 125 225   | 125@2 DC1, 25@11 DC1",
        "beyond the fence                    | 0/1/0/2   | 0 0 0 0 25          | not all: 25@11 DC1",
        "no offset                           | 0/0/0/7   | 125 125 125 125 225 | 125@1 DC1, 25@11 DC1",
        "a larger offset                     | 0/3/0/7   | 0 0 0 125 225       | 125@4 DC1, 25@11 DC1",
        "an offset to the other receipt      | 0/10/0/14 | 0 0 0 0 225         | 150@11 DC1",
        "an offset beyond it                 | 0/11/0/14 | 0 0 0 0 25          | 25@11 DC1, 125@12 DC1",
        "a tenth of it is not believed       | 0/1/10/7  | 0 105 105 105 205   | 105@2 DC1, 45@11 DC1",
        "half of it                          | 0/1/50/7  | 0 25 25 25 125      | not all: 25@2 DC1, 100@11 DC1",
        "so little that demand takes it      | 0/1/70/7  | 0 0 0 0 85          | not all: 85@11 DC1",
        "grace                               | 3/1/0/7   | 125 125 125 125 225 | 125@1 DC1, 25@11 DC1",
        "grace is over                       | 2/1/0/7   | 0 125 125 125 225   | 125@2 DC1, 25@11 DC1",
      })
  void overdueSupplyMeetsOverdueDemand(String rule, String policy, String atp, String parts) {
    var stage = Stage.with("DC1").says(counted(0)).policy("erp", late(policy));
    stage.supply("A", "DC1 200@-2, DC1 -75@0, DC1 100@11");
    Figures figures = stage.figures("A", "150");
    String days =
        Stage.atp(figures, 4) + " " + FixedPoint.format(figures.atp().at(Stage.DAY_1 + 10));
    assertThat(days).as(rule).isEqualTo(atp);
    String from = Stage.text(figures.promise().orElseThrow()).replaceAll("PO-\\d", "DC1");
    assertThat(from).as(rule).isEqualTo(parts);
  }

  // ---------------------------------------------------------------- one receipt

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        // expected on day 1 is today; 10 pieces.
        "expected today it is not late      | 2/2/30/5  | 1  | 10 10 10 10 | ''",
        "nor if expected tomorrow           | 2/2/30/5  | 2  | 0 10 10 10  | ''",
        "the first day of grace             | 2/2/30/5  | 0  | 10 10 10 10 | PO-1 10 in grace 1",
        "the last day of grace              | 2/2/30/5  | -1 | 10 10 10 10 | PO-1 10 in grace 1",
        "a day after grace                  | 2/2/30/5  | -2 | 0 0 7 7     | PO-1 7 shifted 3",
        "the last day before it is dropped  | 2/2/30/5  | -4 | 0 0 7 7     | PO-1 7 shifted 3",
        "it is dropped                      | 2/2/30/5  | -5 | 0 0 0 0     | PO-1 0 dropped",
        "years late                         | 2/2/30/5  | -999 | 0 0 0 0   | PO-1 0 dropped",
        "no grace                           | 0/2/30/5  | 0  | 0 0 7 7     | PO-1 7 shifted 3",
        "neither grace nor patience         | 0/2/30/0  | 0  | 0 0 0 0     | PO-1 0 dropped",
        "dropped within its grace           | 9/2/30/3  | -3 | 0 0 0 0     | PO-1 0 dropped",
        "in grace until then                | 9/2/30/3  | -2 | 10 10 10 10 | PO-1 10 in grace 1",
        "shifted to today                   | 0/0/50/5  | 0  | 5 5 5 5     | PO-1 5 shifted 1",
        "shifted past the horizon           | 0/12/0/5  | 0  | 0 0 0 0     | PO-1 10 shifted 13",
        "nothing of it is believed          | 0/1/100/5 | 0  | 0 0 0 0     | PO-1 0 shifted 2",
      })
  void graceThenShiftedThenDropped(
      String rule, String policy, int expectedOn, String atp, String told) {
    var stage = Stage.with("DC1").says(counted(0)).policy("erp", late(policy));
    stage.supply("A", "DC1 10@" + expectedOn);
    assertThat(stage.atp("A", 4)).as(rule).isEqualTo(atp);
    assertThat(told(stage.figures("A", "0"))).as(rule).isEqualTo(told);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "whole pieces only,             10,       33.3,      0, 6",
    "tenths,                        10,       33.3,      1, 6.6",
    "hundredths,                    10,       33.3,      2, 6.67",
    "as fine as can be,             1,        33.333333, 6, 0.666666",
    "the smallest quantity,         0.000001, 0.000001,  6, 0",
    "the smallest haircut,          1,        0.000001,  6, 0.999999",
    "no haircut is not rounded,     10.5,     0,         0, 10.5",
    "half of an odd number,         7,        50,        0, 3",
  })
  void whatIsLeftIsRoundedDownToTheItemsDecimals(
      String rule, String quantity, String percent, int decimals, String counted) {
    var stage = Stage.with("DC1").says(counted(decimals));
    stage.policy("erp", late("0/1/" + percent + "/7"));
    stage.supply("A", "DC1 " + quantity + "@0");
    assertThat(stage.atp("A", 2)).as(rule).isEqualTo("0 " + counted);
    assertThat(told(stage.figures("A", "0"))).as(rule).isEqualTo("PO-1 " + counted + " shifted 2");
  }

  @Test
  void onlyWhatIsStillToComeIsLate() {
    var stage = Stage.with("DC1").policy("erp", late("0/1/50/7"));
    stage.says(partly("PO-1", 4, Receipt.Status.OPEN), partly("PO-2", 0, Receipt.Status.CANCELLED));
    assertThat(stage.atp("A", 2)).isEqualTo("0 3");
    assertThat(stage.figures("A", "0").lateReceipts())
        .containsExactly(
            new LateReceipt(
                "PO-1",
                units("6"),
                Stage.DAY_1 - 1,
                units("3"),
                new LateReceipt.Action.Shifted(Stage.DAY_1 + 1)));
  }

  private static Receipt partly(String receipt, int received, Receipt.Status status) {
    return new Receipt(
        receipt,
        "A",
        "DC1",
        units("10"),
        units(String.valueOf(received)),
        Stage.DAY_1 - 1,
        Receipt.Kind.PURCHASE,
        "",
        status);
  }

  // ---------------------------------------------------------------- several

  /** Both feeds told of the receipt. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "the shorter grace, the longer shift, the deeper cut | 5/1/0/7  | 0/3/20/9 | 0  | PO-1 8 shifted 4",
        "the other way round it is the same                  | 0/3/20/9 | 5/1/0/7  | 0  | PO-1 8 shifted 4",
        "grace that both grant                               | 5/1/0/7  | 2/3/20/9 | -1 | PO-1 10 in grace 1",
        "grace that one grants                               | 5/1/0/7  | 2/3/20/9 | -2 | PO-1 8 shifted 4",
        "the sooner drop                                     | 0/1/0/7  | 0/1/0/4  | -4 | PO-1 0 dropped",
        "not yet dropped by either                           | 0/1/0/7  | 0/1/0/4  | -3 | PO-1 10 shifted 2",
      })
  void ofTwoFeedsTheMoreDoubtfulCounts(
      String rule, String erp, String wms, int expectedOn, String told) {
    var stage = Stage.with("DC1").says(counted(0));
    stage.policy("erp", late(erp)).policy("wms", late(wms));
    var receipt = Given.receipt("PO-1", "A", "DC1", "10", Stage.DAY_1 + expectedOn - 1);
    stage.saysAs("erp", Envelope.NO_TIME, receipt).saysAs("wms", Envelope.NO_TIME, receipt);
    assertThat(told(stage.figures("A", "0"))).as(rule).isEqualTo(told);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing is late    | DC1 4, DC1 2@1, DC1 3@3             | 6 6 9 9   | ''",
        "everything is late | DC1 10@-5, DC1 10@-3, DC1 10@0      | 10 10 17 17 | PO-1 0 dropped, PO-2 7 shifted 3, PO-3 10 in grace 1",
        "one of each        | DC1 4, DC1 10@-4, DC1 5@1, DC1 6@2 | 9 15 22 22 | PO-1 7 shifted 3",
        "two days that meet | DC1 10@-2, DC1 5@3                  | 0 0 12 12 | PO-1 7 shifted 3",
        "demand eats it     | DC1 10@0, DC1 -10@3                 | 0 0 0 0   | PO-1 10 in grace 1",
      })
  void manyReceipts(String rule, String supply, String atp, String told) {
    var stage = Stage.with("DC1").says(counted(0)).policy("erp", late("2/2/30/5"));
    stage.supply("A", supply);
    assertThat(stage.atp("A", 4)).as(rule).isEqualTo(atp);
    assertThat(told(stage.figures("A", "0"))).as(rule).isEqualTo(told);
  }

  @Test
  void aReceiptWithoutADateIsNeitherLateNorPromised() {
    var stage = Stage.with("DC1").says(Given.receipt("PO-1", "A", "DC1", "9", Day.OPEN_END));
    assertThat(stage.atp("A", 3)).isEqualTo("0 0 0");
    assertThat(stage.figures("A", "0").lateReceipts()).isEmpty();
  }
}
