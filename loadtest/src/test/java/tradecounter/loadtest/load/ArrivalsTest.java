package tradecounter.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ArrivalsTest {
  @Test
  void startsAreEvenAndDoNotDrift() {
    Arrivals arrivals = Arrivals.during(3, 1_000_000);
    assertThat(arrivals.startNanos(0)).isZero();
    assertThat(arrivals.startNanos(1)).isEqualTo(333_333_333);
    assertThat(arrivals.startNanos(2)).isEqualTo(666_666_666);
    assertThat(arrivals.startNanos(2_999_997)).isEqualTo(999_999_000_000_000L);
    assertThat(arrivals.lengthNanos()).isEqualTo(1_000_000_000_000_000L);
  }

  @Test
  void everySecondHasAsManyStartsAsTheRateSays() {
    Arrivals arrivals = Arrivals.during(7_001, 5);
    int[] starts = new int[5];
    for (int request = 0; request < arrivals.count(); request++) {
      starts[(int) (arrivals.startNanos(request) / 1_000_000_000)]++;
    }
    assertThat(starts).containsOnly(7_001);
  }

  @Test
  void isBounded() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Arrivals(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Arrivals(1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> Arrivals.during(1_000_000, 600));
  }
}
