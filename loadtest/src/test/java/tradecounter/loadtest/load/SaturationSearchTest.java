package tradecounter.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SaturationSearchTest {
  @ParameterizedTest
  @ValueSource(ints = {1_000, 1_900, 10_000, 77_000, 400_000})
  void findsTheRateWithinAnEighth(int capacity) throws InterruptedException {
    assertThat(SaturationSearch.saturation(rate -> rate <= capacity))
        .isLessThanOrEqualTo(capacity)
        .isGreaterThan(capacity - Math.max(125, capacity / 8));
  }

  @Test
  void endsForServersThatAlwaysOrNeverKeepUp() throws InterruptedException {
    AtomicInteger probes = new AtomicInteger();
    SaturationSearch.saturation(_ -> probes.incrementAndGet() > 0);
    assertThat(probes.get()).isLessThan(20);
    assertThat(SaturationSearch.saturation(_ -> false)).isEqualTo(500);
  }
}
