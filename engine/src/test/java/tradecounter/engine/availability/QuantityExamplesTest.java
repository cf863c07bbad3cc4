package tradecounter.engine.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.engine.Given.bundle;
import static tradecounter.engine.Given.component;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Very many and very little: nothing is lost on the way. */
final class QuantityExamplesTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a million pieces and one         | DC1 1000000, DC2 1            | 1000001 1000001             | 1000001       | 1000000@1 DC1, 1@1 DC2",
        "one more than a million          | DC1 1000000                   | 1000000 1000000             | 1000001       | not all: 1000000@1 DC1",
        "the most that can be told        | DC1 999999999999              | 999999999999 999999999999   | 999999999999  | 999999999999@1 DC1",
        "one short of it, and one         | DC1 999999999998, DC2 1       | 999999999999 999999999999   | 999999999999  | 999999999998@1 DC1, 1@1 DC2",
        "to the last millionth            | DC1 999999999999, DC2 0.000001 | 999999999999.000001 999999999999.000001 | 999999999999.000001 | 999999999999@1 DC1, 0.000001@1 DC2",
        "the sum of two such quantities   | DC1 999999999999, DC1 999999999999@2, DC2 2 | 1000000000001 2000000000000 | 999999999999.999999 | 999999999999@1 DC1, 0.999999@1 DC2",
        "a demand of nearly all           | DC1 999999999999, DC1 -999999999998.999999@2 | 0.000001 0.000001 | 0.000001 | 0.000001@1 DC1",
        "the smallest quantity            | DC1 0.000001                  | 0.000001 0.000001           | 0.000001      | 0.000001@1 DC1",
        "twice the smallest               | DC1 0.000001                  | 0.000001 0.000001           | 0.000002      | not all: 0.000001@1 DC1",
        "lengths that add up              | DC1 0.3, DC1 0.3@2            | 0.3 0.6                     | 0.6           | 0.3@1 DC1, 0.3@2 PO-1",
        "a length less a length           | DC1 12.125, DC1 -0.125@2      | 12 12                       | 12            | 12@1 DC1",
      })
  void countedToTheLast(String rule, String supply, String atp, String quantity, String parts) {
    var stage = Stage.with("DC1 DC2").supply("A", supply);
    assertThat(stage.atp("A", 2)).as(rule).isEqualTo(atp);
    assertThat(stage.promised("A", quantity)).as(rule).isEqualTo(parts);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a millionth each from a million,    1000000,       0.000001, 1000000000000",
    "a million each from nearly 10^12,   999999999999,  1000000,  999999",
    "a third each is not rounded up,     1,             0.333333, 3",
    "nor down,                           1,             0.333334, 2",
    "two millionths each,                0.000005,      0.000002, 2",
    "more than there is,                 0.999999,      1,        0",
  })
  void bundlesOfVeryManyAndVeryLittle(String rule, String stock, String each, String bundles) {
    var stage = Stage.with("DC1").says(bundle("KIT", component("A", each)));
    stage.supply("A", "DC1 " + stock);
    assertThat(stage.available("KIT")).as(rule).isEqualTo(bundles);
    assertThat(stage.atp("KIT", 1)).as(rule).isEqualTo(bundles);
  }
}
