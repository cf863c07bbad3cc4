package tradecounter.engine.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.logging.Logger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Buyers hold, extend, release, order and cancel at three nodes that crash, freeze and lag; the
 * ledger loses commits or the word of them; the ERP and a supplier of any class take orders late,
 * twice or not at all, and their feeds show them before, at or after the acknowledgement, in any of
 * the three ways, doubled and out of order. At every step no more is sold than was ever there, and
 * each node offers what its figures and the ledger leave, to the unit. Once all is well again each
 * accepted order is at its targets exactly once, or somebody was told why not, and nothing is held
 * any more.
 *
 * <p>Longer, or again from one seed on: {@code mvn -pl engine verify -Dtest=JourneyTest
 * -Dtradecounter.schedules=1000000 -Dtradecounter.seed=42}.
 */
final class JourneyTest {
  private static final Logger LOG = Logger.getLogger(JourneyTest.class.getName());
  private static final long SEED = Long.getLong("tradecounter.seed", 0);
  private static final int SCHEDULES = Integer.getInteger("tradecounter.schedules", 52_000);

  /** Enough for the rarest of the mistakes several times over. */
  private static final int SCHEDULES_TO_FIND_A_MISTAKE = 20_000;

  @Test
  void soldOnceAndAtItsTargetOnce() {
    Seen seen = new Seen();
    LongStream.range(SEED, SEED + SCHEDULES).forEach(seed -> play(seed, JourneyMistake.NONE, seen));
    LOG.info(
        () ->
            SCHEDULES + " schedules of everything together from seed " + SEED + ": " + seen.counts);
    if (SCHEDULES >= 10_000) {
      // A simulation in which nothing happens proves nothing either.
      assertThat(seen.counts)
          .as("what happened")
          .allSatisfy((_, count) -> assertThat(count).isPositive());
    }
  }

  @ParameterizedTest
  @EnumSource(value = JourneyMistake.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void findsEachMistake(JourneyMistake mistake) {
    assertThatThrownBy(
            () ->
                LongStream.range(0, SCHEDULES_TO_FIND_A_MISTAKE)
                    .forEach(seed -> play(seed, mistake, new Seen())))
        .isInstanceOf(AssertionError.class)
        .satisfies(
            error ->
                LOG.info(
                    () -> mistake + " is found: " + error.toString().lines().limit(3).toList()));
  }

  private static void play(long seed, JourneyMistake mistake, Seen seen) {
    try {
      new Journey(seed, mistake, seen).run();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "play it again with -Dtradecounter.schedules=1 -Dtradecounter.seed=" + seed + "\n" + e,
          e);
    }
  }
}
