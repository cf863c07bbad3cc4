package tradecounter.engine.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tradecounter.engine.Log;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.FeedRules;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.ObjectKind;
import tradecounter.engine.canonical.OrderInclusion;
import tradecounter.engine.canonical.PositionChange;
import tradecounter.engine.canonical.PositionChange.Figure;
import tradecounter.engine.canonical.Receipt;
import tradecounter.engine.canonical.SupplyPolicy;
import tradecounter.engine.state.World;

/**
 * What vanishes, what becomes zero, what changes: of what this feed has told, and of nothing else.
 */
class SnapshotComparisonTest {
  private static final FeedRules RULES =
      new FeedRules(
          "stock",
          Set.of(ObjectKind.COMMITMENT, ObjectKind.RECEIPT),
          Set.of(Figure.ON_HAND),
          Set.of(),
          Set.of(Receipt.Kind.ASN),
          OrderInclusion.NET_LISTED,
          SupplyPolicy.DEFAULT);

  private final World world = new World();
  private final Log log = new Log(world);

  @BeforeEach
  void tell() {
    log.sayAs("stock", onHand("A", "X", 5));
    log.sayAs("stock", onHand("B", "X", 3));
    log.sayAs("stock", onHand("C", "Y", 1));
    log.sayAs("stock", onHand("GONE", "X", 4));
    log.sayAs("stock", onHand("GONE", "X", 0));
    log.sayAs("other", onHand("D", "X", 9));
    log.sayAs("stock", commitment("S-1", "A", 10));
  }

  private static PositionChange onHand(String item, String location, long quantity) {
    return PositionChange.set(item, location, Map.of(Figure.ON_HAND, quantity * FixedPoint.ONE));
  }

  private static Commitment commitment(String supplier, String item, long quantity) {
    return new Commitment(supplier, item, quantity * FixedPoint.ONE, 3, 0, Long.MAX_VALUE, 0);
  }

  private SnapshotComparison of(String within, ObjectKind... kinds) {
    return new SnapshotComparison(world, RULES, EnumSet.copyOf(List.of(kinds)), within, 100);
  }

  private static List<String> vanished(SnapshotComparison comparison) {
    List<String> keys = new ArrayList<>();
    comparison.forEachVanished((Change change) -> keys.add(change.key().toString()));
    return keys;
  }

  @Test
  void whatIsNotNamedHasVanished() {
    SnapshotComparison comparison = of("", ObjectKind.POSITION);
    comparison.mark(onHand("A", "X", 5));
    comparison.mark(onHand("NEW", "X", 1));
    SnapshotDifference difference = comparison.difference();
    assertThat(difference.known()).isEqualTo(3);
    assertThat(difference.vanishing()).isEqualTo(2);
    assertThat(difference.zeroing()).isZero();
    assertThat(difference.changing()).isZero();
    assertThat(vanished(comparison)).containsExactlyInAnyOrder("B@X", "C@Y");
  }

  @Test
  void onlyWhatSharesTheScopeCounts() {
    SnapshotComparison comparison = of("location", ObjectKind.POSITION);
    comparison.mark(onHand("A", "X", 5));
    assertThat(comparison.difference().known()).isEqualTo(2);
    assertThat(vanished(comparison)).containsExactly("B@X");
  }

  @Test
  void whatBecomesZeroOrAnotherIsCountedAndShown() {
    SnapshotComparison comparison = of("", ObjectKind.POSITION);
    comparison.mark(onHand("A", "X", 0));
    comparison.mark(onHand("B", "X", 4));
    comparison.mark(onHand("C", "Y", 1));
    SnapshotDifference difference = comparison.difference();
    assertThat(difference.vanishing()).isZero();
    assertThat(difference.zeroing()).isEqualTo(1);
    assertThat(difference.changing()).isEqualTo(2);
    assertThat(difference.shown())
        .containsExactly(
            new SnapshotDifference.Shown("position", "A@X", "onHand 5", "onHand 0"),
            new SnapshotDifference.Shown("position", "B@X", "onHand 3", "onHand 4"));
  }

  @Test
  void otherKindsAreLeftAlone() {
    SnapshotComparison comparison = of("", ObjectKind.COMMITMENT);
    comparison.mark(onHand("A", "X", 0));
    SnapshotDifference difference = comparison.difference();
    assertThat(difference.known()).isEqualTo(1);
    assertThat(difference.vanishing()).isEqualTo(1);
    assertThat(difference.changing()).isZero();
    assertThat(vanished(comparison)).containsExactly("S-1/A");
  }

  @Test
  void aWordThatIsOnlyNewerIsNoChange() {
    SnapshotComparison comparison = of("", ObjectKind.COMMITMENT);
    comparison.mark(new Commitment("S-1", "A", 10 * FixedPoint.ONE, 4, 99, Long.MAX_VALUE, 0));
    assertThat(comparison.difference().changing()).isZero();
  }

  @Test
  void sharesAreExceededByMoreOnly() {
    SnapshotDifference difference = new SnapshotDifference(200, 40, 0, 0, List.of());
    assertThat(difference.exceeds(40, 20_000_000)).isFalse();
    assertThat(difference.exceeds(41, 20_000_000)).isTrue();
    assertThat(difference.exceeds(200, 100_000_000)).isFalse();
    assertThat(difference.exceeds(1, 0)).isTrue();
    assertThat(new SnapshotDifference(0, 0, 0, 0, List.of()).exceeds(0, 0)).isFalse();
  }
}
