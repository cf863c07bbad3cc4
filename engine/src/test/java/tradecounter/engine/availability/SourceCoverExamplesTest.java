package tradecounter.engine.availability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.engine.Given;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.PositionChange;
import tradecounter.engine.canonical.PositionChange.Figure;
import tradecounter.engine.hold.HeldLine;

/** Of what was promised, what a location does not have by the day on which it is to leave. */
final class SourceCoverExamplesTest {

  @ParameterizedTest(name = "{0}: {1} with {2} held → uncovered {3}, oversold {4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing held                  | DC1 5                 |                         |             | 0",
        "all is there                  | DC1 5                 | C DC1 3, D DC1 2        |             | 0",
        "the last one held goes first  | DC1 4                 | C DC1 3, D DC1 2        | H-2 1       | 1",
        "and the one before            | DC1 2                 | C DC1 3, D DC1 2        | H-2 2, H-1 1 | 3",
        "a receipt comes in time       | DC1 0, DC1 5@3        | C DC1 5@3               |             | 0",
        "a receipt has slipped         | DC1 0, DC1 5@6        | C DC1 5@3               | H-1 5       | 0",
        "it has slipped in part        | DC1 2, DC1 5@6        | C DC1 5@3               | H-1 3       | 0",
        "there is no receipt any more  | DC1 0                 | C DC1 5@3               | H-1 5       | 0",
        "later does not take from now  | DC1 5, DC1 5@3        | C DC1 5@3, D DC1 5      |             | 0",
        "who held first has it         | DC1 5                 | C DC1 5@3, D DC1 5      | H-2 5       | 0",
        "the ERP's demand goes before  | DC1 5, DC1 -2@2       | C DC1 5                 | H-1 2       | 0",
        "figures below what is held    | DC1 -1                | C DC1 2                 | H-1 2       | 3",
        "overdue to leave              | DC1 1                 | C DC1 2@-3              | H-1 1       | 1",
        "beyond the horizon            | DC1 1                 | C DC1 2@400             | H-1 1       | 0",
        "another place has it          | DC1 1, DC2 9          | C DC1 2                 | H-1 1       | 1",
      })
  void whoHeldFirstIsServedFirst(
      String rule, String supply, String held, String uncovered, String oversold) {
    SourceCover cover =
        Stage.with("DC1 DC2")
            .supply("A", supply)
            .holds("A", held == null ? "" : held)
            .cover("A", "DC1");
    assertThat(uncovered(cover)).as(rule).isEqualTo(uncovered == null ? "" : uncovered);
    assertThat(FixedPoint.format(cover.oversold())).as(rule).isEqualTo(oversold);
  }

  private static String uncovered(SourceCover cover) {
    return cover.uncovered(Comparator.comparing(HeldLine::hold)).stream()
        .map(one -> one.line().hold() + " " + FixedPoint.format(one.quantity()))
        .collect(Collectors.joining(", "));
  }

  @Test
  void safetyStockServesThoseWhoHoldAlready() {
    SourceCover cover =
        Stage.with("DC1")
            .says(
                PositionChange.set(
                    "A",
                    "DC1",
                    Map.of(
                        Figure.ON_HAND, Given.units("5"), Figure.SAFETY_STOCK, Given.units("4"))))
            .holds("A", "C DC1 5")
            .cover("A", "DC1");
    assertThat(uncovered(cover)).isEmpty();
    assertThat(cover.oversold()).isZero();
  }
}
