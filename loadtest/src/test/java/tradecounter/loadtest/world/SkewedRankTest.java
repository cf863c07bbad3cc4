package tradecounter.loadtest.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SkewedRankTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 7, 8, 1_000, 10_000_000})
  void staysInRange(long count) {
    SplittableRandom random = new SplittableRandom(count);
    for (int i = 0; i < 1_000; i++) {
      assertThat(SkewedRank.draw(random, count)).isBetween(0L, count - 1);
    }
  }

  @Test
  void everyDoublingOfTheRankIsDrawnAsOften() {
    SplittableRandom random = new SplittableRandom(42);
    int[] draws = new int[10];
    for (int i = 0; i < 100_000; i++) {
      draws[63 - Long.numberOfLeadingZeros(SkewedRank.draw(random, 1_023) + 1)]++;
    }
    assertThat(draws).satisfies(d -> assertThat(d[0]).isCloseTo(10_000, within(500)));
    assertThat(draws).satisfies(d -> assertThat(d[9]).isCloseTo(10_000, within(500)));
  }
}
