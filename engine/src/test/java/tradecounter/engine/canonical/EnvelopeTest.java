package tradecounter.engine.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EnvelopeTest {
  /** Counters as systems write them: neighbours must not be taken for each other. */
  @ParameterizedTest
  @ValueSource(ints = {10, 16, 36})
  void countersOfAnyBaseHaveHashesOfTheirOwn(int base) {
    Set<Long> hashes = new HashSet<>();
    for (int i = 0; i < 200_000; i++) {
      String number = Integer.toString(i, base);
      hashes.add(Envelope.hashOf("/erp", "EVT-" + number.toUpperCase(Locale.ROOT)));
      hashes.add(Envelope.hashOf("/wms", "evt-" + number));
    }
    assertThat(hashes).hasSize(400_000);
  }
}
