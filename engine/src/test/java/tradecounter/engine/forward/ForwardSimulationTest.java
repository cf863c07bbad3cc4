package tradecounter.engine.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Accepted orders on their way to an ERP of each class: three nodes that crash, freeze and wake up
 * in the middle of anything, a network that loses and doubles, an ERP that commits before, after,
 * late or never, and lies about it; customers who cancel and people who decide. Whatever happens,
 * once all is well again each order is at the ERP exactly once, or somebody was told why not.
 *
 * <p>Longer, or again from one seed on: {@code mvn -pl engine verify -Dtest=ForwardSimulationTest
 * -Dtradecounter.schedules=1000000 -Dtradecounter.seed=42}.
 */
final class ForwardSimulationTest {
  private static final long SEED = Long.getLong("tradecounter.seed", 0);
  private static final int SCHEDULES = Integer.getInteger("tradecounter.schedules", 48_000);

  /** Enough for the rarest of the mistakes several times over. */
  private static final int SCHEDULES_TO_FIND_A_MISTAKE = 60_000;

  @Test
  void exactlyOneOrderOrSomebodyIsTold() {
    ForwardSimulation.Seen seen = new ForwardSimulation.Seen();
    LongStream.range(SEED, SEED + SCHEDULES).forEach(seed -> play(seed, ForwardMistake.NONE, seen));
    if (SCHEDULES >= 1_000) {
      // A simulation in which nothing happens proves nothing either.
      assertThat(seen.counts)
          .as("what happened")
          .allSatisfy((_, count) -> assertThat(count).isPositive());
    }
  }

  @ParameterizedTest
  @EnumSource(value = ForwardMistake.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void findsEachMistake(ForwardMistake mistake) {
    assertThatThrownBy(
            () ->
                LongStream.range(0, SCHEDULES_TO_FIND_A_MISTAKE)
                    .forEach(seed -> play(seed, mistake, new ForwardSimulation.Seen())))
        .isInstanceOf(AssertionError.class);
  }

  private static void play(long seed, ForwardMistake mistake, ForwardSimulation.Seen seen) {
    try {
      new ForwardSimulation(seed, mistake, seen).run();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "play it again with -Dtradecounter.schedules=1 -Dtradecounter.seed=" + seed + "\n" + e,
          e);
    }
  }
}
