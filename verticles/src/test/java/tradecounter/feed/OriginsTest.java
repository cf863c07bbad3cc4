package tradecounter.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tradecounter.engine.canonical.Origin;

/** Origins of one partition only grow: what is read again comes behind what was read before. */
class OriginsTest {
  private static final long LARGE = 1L << 38;

  @Test
  void whatWasNeverRewoundIsNumberedByItsTopic() {
    assertThat(Origins.ofRecord(3, 77, 0)).isEqualTo(new Origin(3, 77));
    assertThat(Origins.ofEvent("t", 3, 77, 2, 0).offset()).isEqualTo(77 * 65_536 + 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 255, 256, 257, 511, 512, Origins.MOST_REWINDS})
  void eachRewindComesBehindTheOneBefore(int generation) {
    assertBehind(Origins.ofRecord(3, LARGE, generation - 1), Origins.ofRecord(3, 0, generation));
    assertBehind(
        Origins.ofEvent("t", 3, LARGE, 9, generation - 1),
        Origins.ofEvent("t", 3, 0, 0, generation));
  }

  /** Of another lineage, or later in the same. */
  private static void assertBehind(Origin before, Origin after) {
    assertThat(after.offset()).isNotNegative();
    assertThat(after.partition()).isNotNegative();
    assertThat(after.partition() != before.partition() || after.offset() > before.offset())
        .isTrue();
  }
}
