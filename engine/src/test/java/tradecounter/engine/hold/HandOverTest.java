package tradecounter.engine.hold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.engine.hold.HandOver.OrderLine;

/** When an order stops taking from supply: with the figure that shows it. */
final class HandOverTest {
  private static final long NOW = 0;

  /** {@code issued L 2}, {@code listed L M}, {@code upTo 50}, {@code onHand 4}. */
  private static long available(String log, OrderLine... lines) {
    long onHand = 0;
    HandOver shown = HandOver.NONE;
    for (String event : log.split("; ", -1)) {
      String[] words = event.split(" ", -1);
      switch (words[0]) {
        case "onHand" -> onHand = Long.parseLong(words[1]);
        case "issued" -> shown = shown.issued(words[1], Long.parseLong(words[2]), NOW);
        case "listed" -> shown = shown.listed(Set.of(words[1].split("\\+", -1)), NOW);
        case "upTo" -> shown = shown.upTo(Long.parseLong(words[1]));
        default -> throw new IllegalArgumentException(event);
      }
    }
    for (OrderLine line : lines) {
      onHand -= shown.remaining(line);
    }
    return onHand;
  }

  private static OrderLine line(String key, long quantity) {
    return new OrderLine(key, quantity, HandOver.NOT_ACKNOWLEDGED);
  }

  @ParameterizedTest(name = "{0}: {1} → {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "T7 before the ERP's figure       | onHand 2                                | 1",
        "T7 sold 1, the ERP lists it      | onHand 2; onHand 1; listed L            | 1",
        "T7 another order is listed       | onHand 2; onHand 1; listed N            | 0",
        "T7 shipped, on the list no more  | onHand 2; onHand 1; listed L; listed N  | 1",
        "T7 listed twice                  | onHand 2; onHand 1; listed L; listed L  | 1",
      })
  void aListedLineIsNotSubtractedTwice(String rule, String log, long available) {
    assertThat(available(log, line("L", 1))).as(rule).isEqualTo(available);
  }

  @ParameterizedTest(name = "{0}: {1} → {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "T8 two orders of 1               | onHand 5                                 | 3",
        "T8 the first is issued           | onHand 5; onHand 4; issued L 1           | 3",
        "T8 both are issued               | onHand 5; onHand 3; issued L 1; issued M 1 | 3",
        "T9 nothing is delivered          | onHand 2                                 | 0",
        "T9 the ERP says 2 again          | onHand 2; onHand 2                       | 0",
        "an issue that came back          | onHand 5; onHand 4; issued L 1; onHand 5; issued L -1 | 3",
        "more was issued than ordered     | onHand 5; onHand 3; issued L 2           | 2",
      })
  void aGrossFigureShowsALineWhenItsGoodsAreIssued(String rule, String log, long available) {
    assertThat(available(log, line("L", 1), line("M", 1))).as(rule).isEqualTo(available);
  }

  @Test
  void whatIsIssuedInPartsIsShownInParts() {
    HandOver shown = HandOver.NONE.issued("L", 3, NOW).issued("L", 4, NOW);
    assertThat(shown.remaining(line("L", 10))).isEqualTo(3);
    assertThat(shown.issued("L", 3, NOW).remaining(line("L", 10))).isZero();
  }

  /** T10. */
  @Test
  void openHoldsAreTakenFromWhatIsThere() {
    assertThat(available("onHand 80", line("L", 20), line("M", 9))).isEqualTo(51);
  }

  @ParameterizedTest(name = "acknowledged at {0}, watermark {1} → {2}")
  @CsvSource({
    "50, 49, 10",
    "50, 50, 0",
    "50, 51, 0",
  })
  void aWatermarkShowsWhatWasAcknowledgedUpToIt(long at, long watermark, long remaining) {
    assertThat(HandOver.NONE.upTo(watermark).remaining(new OrderLine("L", 10, at)))
        .isEqualTo(remaining);
  }

  /** Nobody can know whether the figure has it: rather too little is sold than too much. */
  @Test
  void whatIsNotAcknowledgedStillTakes() {
    assertThat(HandOver.NONE.upTo(Long.MAX_VALUE - 1).remaining(line("L", 10))).isEqualTo(10);
  }

  @Test
  void anOlderWatermarkTakesNothingBack() {
    assertThat(HandOver.NONE.upTo(50).upTo(40).remaining(new OrderLine("L", 10, 45))).isZero();
  }

  @Test
  void whatWasShownLongAgoIsForgotten() {
    long later = TimeUnit.DAYS.toMillis(HandOver.REMEMBERED_DAYS);
    HandOver shown = HandOver.NONE.listed(Set.of("L"), NOW).listed(Set.of("M"), NOW + 1);
    assertThat(shown.issued("N", 1, NOW + later).remaining(line("L", 1))).isZero();
    HandOver after = shown.issued("N", 1, NOW + later + 1);
    assertThat(after.remaining(line("L", 1))).isEqualTo(1);
    assertThat(after.remaining(line("M", 1))).isZero();
  }
}
