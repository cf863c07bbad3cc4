package tradecounter.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadOptionsTest {
  private static LoadOptions read(Map<String, String> properties) {
    return LoadOptions.read(name -> properties.getOrDefault(name, ""));
  }

  @Test
  void defaults() {
    LoadOptions options = read(Map.of());
    assertThat(options.service()).isEmpty();
    assertThat(options.push()).isTrue();
    assertThat(options.rates()).isEmpty();
    assertThat(options.keys()).containsExactly(Keys.ZIPF, Keys.UNIFORM);
    assertThat(options.mix()).isEqualTo(Kind.Mix.of(List.of(70, 25, 5)));
    assertThat(options.size().items()).isEqualTo(20_000);
    assertThat(options.windows()).isEqualTo(9);
    assertThat(options.seconds()).isEqualTo(5);
    assertThat(options.warmupSeconds()).isEqualTo(20);
    assertThat(options.connections()).isEqualTo(64);
    assertThat(options.updatesPerSecond()).isEqualTo(500);
    assertThat(options.seed()).isEqualTo(1);
  }

  @Test
  void runningServiceIsNotPushedToUnlessAsked() {
    LoadOptions options =
        read(
            Map.of(
                "load.service", "http://localhost:8080",
                "load.token", "t",
                "load.pid", "17",
                "load.rates", "1000, 2000",
                "load.keys", "uniform"));
    assertThat(options.service()).contains(URI.create("http://localhost:8080"));
    assertThat(options.push()).isFalse();
    assertThat(options.pid()).contains(17L);
    assertThat(options.rates()).containsExactly(1_000, 2_000);
    assertThat(options.keys()).containsExactly(Keys.UNIFORM);
  }

  @ParameterizedTest
  @CsvSource({
    "load.service, http://localhost:8080",
    "load.rates, 0",
    "load.keys, gauss",
    "load.seconds, 0",
    "load.windows, 101",
    "load.connections, 0",
    "load.updates, -1",
    "load.warmup, many"
  })
  void refuses(String name, String value) {
    assertThatIllegalArgumentException().isThrownBy(() -> read(Map.of(name, value)));
  }
}
