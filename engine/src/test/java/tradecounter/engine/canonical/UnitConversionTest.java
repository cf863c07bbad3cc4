package tradecounter.engine.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.engine.canonical.Item.UnitOfMeasure;

final class UnitConversionTest {

  @ParameterizedTest(name = "{0} of {1}/{2} = {3}")
  @CsvSource({
    "12,     100, 1,  1200",
    "0.25,   100, 1,  25",
    "3,      1,   3,  1",
    "7,      7,   7,  7",
    "1.5,    1,   2,  0.75",
    "-2,     100, 1,  -200",
  })
  void intoTheBaseUnitExactly(String quantity, long numerator, long denominator, String base) {
    assertThat(
            UnitConversion.toBase(
                FixedPoint.parse(quantity), new UnitOfMeasure("U", numerator, denominator)))
        .isEqualTo(FixedPoint.parse(base));
  }

  @ParameterizedTest(name = "{0} of {1}/{2}")
  @CsvSource({
    "1, 1, 3",
    "0.000001, 1, 2",
    "1.000001, 1, 4",
    "999999999999, 1000, 1",
    "10000000000, 100, 1"
  })
  void whatIsNoWholeMillionthOrTooLargeIsNone(String quantity, long numerator, long denominator) {
    assertThat(
            UnitConversion.toBase(
                FixedPoint.parse(quantity), new UnitOfMeasure("U", numerator, denominator)))
        .isEqualTo(UnitConversion.NOT_WHOLE);
  }

  @ParameterizedTest(name = "{0} in {1}/{2} with {3} decimals is {4}")
  @CsvSource({
    "1250.75, 100, 1, 6, 12.5075, false",
    "1250.75, 100, 1, 2, 12.5,    true",
    "1250.75, 100, 1, 0, 12,      true",
    "100,     3,   1, 6, 33.333333, true",
    "99,      3,   1, 0, 33,      false",
    "10,      1,   3, 0, 30,      false",
    "0.7,     1,   1, 0, 0,       true",
    "-1250.75, 100, 1, 1, -12.6,  true",
    "-1200,   100, 1, 0, -12,     false",
  })
  void outOfTheBaseUnitDownToTheDecimals(
      String base, long numerator, long denominator, int decimals, String quantity, boolean lost) {
    UnitOfMeasure unit = new UnitOfMeasure("U", numerator, denominator, decimals);
    assertThat(UnitConversion.fromBase(FixedPoint.parse(base), unit))
        .isEqualTo(FixedPoint.parse(quantity));
    assertThat(UnitConversion.isRounded(FixedPoint.parse(base), unit)).isEqualTo(lost);
  }
}
