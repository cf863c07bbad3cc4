package tradecounter.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeysTest {
  private static final int DRAWS = 200_000;
  private static final int COUNT = 1_023;

  private static double[] shares(Keys keys) {
    double[] shares = new double[COUNT];
    SplittableRandom random = new SplittableRandom(7);
    for (int draw = 0; draw < DRAWS; draw++) {
      shares[(int) keys.draw(random, COUNT)] += 1.0 / DRAWS;
    }
    return shares;
  }

  private static double sum(double[] shares, int from, int to) {
    double sum = 0;
    for (int key = from; key < to; key++) {
      sum += shares[key];
    }
    return sum;
  }

  @Test
  void uniformAsksForEveryKeyAsOften() {
    double[] shares = shares(Keys.UNIFORM);
    assertThat(sum(shares, 0, 102)).isCloseTo(102.0 / COUNT, within(0.005));
    assertThat(sum(shares, 921, 1_023)).isCloseTo(102.0 / COUNT, within(0.005));
    assertThat(shares).doesNotContain(0);
  }

  @Test
  void zipfAsksForTheFirstAsOftenAsForTheLastHalf() {
    double[] shares = shares(Keys.ZIPF);
    assertThat(shares[0]).isCloseTo(0.1, within(0.005));
    assertThat(sum(shares, 511, 1_023)).isCloseTo(0.1, within(0.005));
  }

  @ParameterizedTest
  @EnumSource
  void oneKeyIsEnough(Keys keys) {
    assertThat(keys.draw(new SplittableRandom(1), 1)).isZero();
  }

  @Test
  void mixIsWhatItSays() {
    Kind.Mix mix = Kind.Mix.of(List.of(70, 25, 5));
    SplittableRandom random = new SplittableRandom(3);
    int bulk = 0;
    int price = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      Kind kind = mix.draw(random);
      bulk += kind == Kind.BULK_AVAILABILITY ? 1 : 0;
      price += kind == Kind.PRICE ? 1 : 0;
    }
    assertThat((double) bulk / DRAWS).isCloseTo(0.05, within(0.003));
    assertThat((double) price / DRAWS).isCloseTo(0.25, within(0.005));
    assertThat(mix).hasToString("70 % availability, 25 % price, 5 % availability of 100 lines");
  }

  @Test
  void mixMakesAHundred() {
    assertThatIllegalArgumentException().isThrownBy(() -> Kind.Mix.of(List.of(70, 25, 6)));
    assertThatIllegalArgumentException().isThrownBy(() -> Kind.Mix.of(List.of(100)));
    assertThatIllegalArgumentException().isThrownBy(() -> Kind.Mix.of(List.of(-5, 100, 5)));
  }
}
