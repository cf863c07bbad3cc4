package tradecounter.engine.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FixedPointTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "-0, 0, 0",
    "1, 1000000, 1",
    "-1, -1000000, -1",
    "12.5, 12500000, 12.5",
    "-12.5, -12500000, -12.5",
    "0.000001, 1, 0.000001",
    "-0.000001, -1, -0.000001",
    "0.1, 100000, 0.1",
    "1.0, 1000000, 1",
    "1.500000, 1500000, 1.5",
    "1.5000000000, 1500000, 1.5",
    "100, 100000000, 100",
    "999999999999, 999999999999000000, 999999999999",
    "999999999999.999999, 999999999999999999, 999999999999.999999",
    "-999999999999.999999, -999999999999999999, -999999999999.999999",
  })
  void readsPlainDecimalsAndWritesTheShortest(String text, long millionths, String shortest) {
    assertThat(FixedPoint.parse(text)).isEqualTo(millionths);
    assertThat(FixedPoint.format(millionths)).isEqualTo(shortest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        ".",
        "-.",
        ".5",
        "-.5",
        "5.",
        "+5",
        "+0",
        "00",
        "01",
        "-01",
        "00.5",
        "1e3",
        "1E3",
        "1e-3",
        "1e9999999",
        "1.2.3",
        "1,5",
        "1 ",
        " 1",
        "1 000",
        "0x1F",
        "1f",
        "1d",
        "1_000",
        "NaN",
        "Infinity",
        "--1",
        "-+1",
        "٣",
        "１２",
        "1.٥",
        "½",
        "1\u0000",
        "\"1\"",
        "0.0000001",
        "1.2345678",
        "1000000000000",
        "-1000000000000",
        "1000000000000.0",
        "99999999999999999999999999999999999999999999"
      })
  void refusesEverythingElse(String text) {
    assertThatThrownBy(() -> FixedPoint.parse(text))
        .isExactlyInstanceOf(NumberFormatException.class);
  }

  @Test
  void aRefusalQuotesNoMoreThanTheBeginningOfALongText() {
    assertThatThrownBy(() -> FixedPoint.parse("9".repeat(100_000)))
        .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(100));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 2, 0.00",
    "1000000, 2, 1.00",
    "1500000, 2, 1.50",
    "1234500, 2, 1.2345",
    "-50000, 2, -0.05",
    "100000000, 0, 100",
    "100000000, 3, 100.000",
    "1, 2, 0.000001",
  })
  void writesMoneyWithAtLeastTheDecimalsOfItsCurrency(long millionths, int decimals, String text) {
    assertThat(FixedPoint.format(millionths, decimals)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "1000000, 0, true",
    "1500000, 0, false",
    "1500000, 1, true",
    "1, 6, true",
    "1, 5, false",
    "-1500000, 0, false",
    "0, 0, true",
  })
  void knowsHowManyDecimalsAValueNeeds(long millionths, int decimals, boolean fits) {
    assertThat(FixedPoint.fits(millionths, decimals)).isEqualTo(fits);
  }

  @Test
  void everyParsedValueIsWrittenAsItself() {
    Random random = new Random(7);
    for (int i = 0; i < 100_000; i++) {
      long value = random.nextLong(-FixedPoint.INPUT_LIMIT + 1, FixedPoint.INPUT_LIMIT);
      value /= FixedPoint.powerOfTen(random.nextInt(7));
      assertThat(FixedPoint.parse(FixedPoint.format(value))).isEqualTo(value);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = RoundingMode.class,
      names = {"UNNECESSARY"},
      mode = EnumSource.Mode.EXCLUDE)
  void multipliesAndDividesExactlyAtAllSignsAndExtremes(RoundingMode rounding) {
    long[] extremes = {
      0,
      1,
      -1,
      2,
      -2,
      3,
      -3,
      10,
      999_999,
      1_000_000,
      -1_000_000,
      Integer.MAX_VALUE,
      Integer.MIN_VALUE,
      Long.MAX_VALUE,
      Long.MAX_VALUE - 1,
      Long.MIN_VALUE,
      Long.MIN_VALUE + 1,
      Long.MAX_VALUE / 2,
      Long.MAX_VALUE / 2 + 1,
      Long.MIN_VALUE / 2,
      FixedPoint.INPUT_LIMIT
    };
    for (long a : extremes) {
      for (long b : extremes) {
        for (long divisor : extremes) {
          sameAsBigDecimal(a, b, divisor, rounding);
        }
      }
    }
    Random random = new Random(11);
    LongSupplier any = () -> random.nextLong() >> random.nextInt(64);
    for (int i = 0; i < 50_000; i++) {
      sameAsBigDecimal(any.getAsLong(), any.getAsLong(), any.getAsLong(), rounding);
    }
  }

  private static void sameAsBigDecimal(long a, long b, long divisor, RoundingMode rounding) {
    LongSupplier expected =
        () ->
            BigDecimal.valueOf(a)
                .multiply(BigDecimal.valueOf(b))
                .divide(BigDecimal.valueOf(divisor), 0, rounding)
                .longValueExact();
    LongSupplier actual = () -> FixedPoint.multiplyDivide(a, b, divisor, rounding);
    String what = a + " · " + b + " ÷ " + divisor + " " + rounding;
    assertThat(outcome(actual)).as(what).isEqualTo(outcome(expected));
  }

  private static String outcome(LongSupplier computation) {
    try {
      return Long.toString(computation.getAsLong());
    } catch (ArithmeticException outOfRange) {
      return "out of range";
    }
  }
}
