package tradecounter.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The database's time, known from questions that take their time. */
final class CarriedTimeTest {
  private static final long MILLI = 1_000;

  /** Asked and answered in milliseconds of this process; the database says it is 1,000,000 ms. */
  private static CarriedTime read(long askedMillis, long answeredMillis) {
    return CarriedTime.read(1_000_000 * MILLI, askedMillis * 1_000_000, answeredMillis * 1_000_000);
  }

  private static long millis(CarriedTime time, long atMillis) {
    return Math.round(time.micros(atMillis * 1_000_000) / 1e3);
  }

  @Test
  void itIsTheMiddleOfQuestionAndAnswer() {
    assertThat(millis(read(100, 120), 120)).isEqualTo(1_000_010);
    assertThat(millis(read(100, 120), 620)).isEqualTo(1_000_510);
  }

  @Test
  void aQuickAnswerCountsMoreThanASlowOne() {
    CarriedTime quick = read(100, 102);
    CarriedTime slow = CarriedTime.read(1_000_500 * MILLI, 600_000_000, 4_600_000_000L);
    assertThat(millis(quick.and(slow), 4_600)).isBetween(1_004_498L, 1_004_502L);
    CarriedTime again = CarriedTime.read(1_004_600 * MILLI, 4_700_000_000L, 4_702_000_000L);
    assertThat(millis(slow.and(again), 4_702)).isBetween(1_004_600L, 1_004_602L);
  }

  @Test
  void anotherDatabaseIsBelieved() {
    CarriedTime other = CarriedTime.read(9_000_000 * MILLI, 200_000_000, 202_000_000);
    assertThat(read(100, 102).and(other)).isEqualTo(other);
  }

  /** Answered at 120 ms: it was between 1,000,000 and 1,000,020 ms then. */
  @ParameterizedTest
  @CsvSource({
    "1000000, 0",
    "1000020, 0",
    "1000025, 5",
    "999990, -10",
    "4600020, 3600000",
    "-2600000, -3600000"
  })
  void aClockIsOffByWhatIsBeyondDoubt(long shownMillis, long skewMillis) {
    assertThat(read(100, 120).skewMicros(shownMillis * MILLI, 120_000_000))
        .isEqualTo(skewMillis * MILLI);
  }

  /** With crystals that drift and answers that take up to a second, one of them in vain. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theTruthIsNeverDoubted(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double driftPerMillion = random.nextDouble(-100, 100);
    long offset = random.nextLong(1_000_000_000_000_000L);
    CarriedTime known = null;
    long nanos = random.nextLong(1_000_000_000_000L);
    long bestRoundTripMicros = Long.MAX_VALUE;
    for (int i = 0; i < 2_000; i++) {
      nanos += random.nextLong(TimeUnit.SECONDS.toNanos(2));
      long asked = nanos;
      long database = truth(offset, driftPerMillion, asked + random.nextLong(1_000_000_000));
      long answered = asked + 1_000_000_000;
      CarriedTime read = CarriedTime.read(database, asked, answered);
      known = known == null ? read : known.and(read);
      bestRoundTripMicros = Math.min(bestRoundTripMicros, (answered - asked) / 1_000);
      nanos = answered + random.nextLong(TimeUnit.SECONDS.toNanos(1));
      long now = truth(offset, driftPerMillion, nanos);
      assertThat(known.skewMicros(now, nanos)).as("seed %d, look %d", seed, i).isZero();
      assertThat(Math.abs(known.micros(nanos) - now))
          .as("seed %d, look %d", seed, i)
          .isLessThanOrEqualTo(bestRoundTripMicros / 2 + 500);
    }
  }

  private static long truth(long offset, double driftPerMillion, long nanos) {
    return offset + nanos / 1_000 + Math.round(nanos / 1e3 * driftPerMillion / 1e6);
  }
}
