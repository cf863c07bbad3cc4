package tradecounter.engine.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tradecounter.engine.canonical.Item.QuantityRules;
import tradecounter.engine.canonical.Item.UnitOfMeasure;

final class QuantityCheckTest {
  private static final long SEED = 20_261_123;
  private static final String VALID = "valid";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what                   | decimals | min | max | multiple | n       | d | u | asked          | outcome                | below         | above
          no rule                  | 0        | 0   | 0   | 0        | 1       | 1 | 0 | 7              | valid                  |               |
          no rule, half a piece    | 0        | 0   | 0   | 0        | 1       | 1 | 0 | 7.5            | quantity-decimals      | 7             | 8
          less than one piece      | 0        | 0   | 0   | 0        | 1       | 1 | 0 | 0.5            | quantity-decimals      |               | 1
          a million pieces         | 0        | 0   | 0   | 1000     | 1       | 1 | 0 | 1000000        | valid                  |               |
          a million and one        | 0        | 0   | 0   | 1000     | 1       | 1 | 0 | 1000001        | quantity-not-multiple  | 1000000       | 1001000
          sold by the million      | 0        | 0   | 0   | 0        | 1000000 | 1 | 0 | 1.5            | quantity-decimals      | 1             | 2
          pieces by the million    | 0        | 0   | 0   | 0        | 1000000 | 1 | 6 | 0.000001       | valid                  |               |
          the least                | 0        | 10  | 0   | 4        | 1       | 1 | 0 | 3              | quantity-below-minimum |               | 12
          at the least             | 0        | 12  | 0   | 4        | 1       | 1 | 0 | 12             | valid                  |               |
          the most                 | 0        | 0   | 30  | 4        | 1       | 1 | 0 | 31             | quantity-above-maximum | 28            |
          far above the most       | 0        | 0   | 30  | 4        | 1       | 1 | 0 | 900000000000   | quantity-above-maximum | 28            |
          the most is the only one | 0        | 25  | 30  | 14       | 1       | 1 | 0 | 27             | quantity-not-multiple  |               | 28
          the most below one step  | 0        | 0   | 30  | 50       | 1       | 1 | 0 | 20             | quantity-not-multiple  |               |
          no step between the two  | 0        | 29  | 31  | 7        | 1       | 1 | 0 | 30             | quantity-not-multiple  |               |
          cable by the quarter     | 2        | 0   | 0   | 0.25     | 1       | 1 | 2 | 1.3            | quantity-not-multiple  | 1.25          | 1.5
          cable by the drum        | 2        | 0   | 0   | 0.25     | 100     | 1 | 3 | 0.003          | quantity-not-multiple  |               | 0.005
          drum of three decimals   | 2        | 0   | 0   | 0.25     | 100     | 1 | 3 | 0.005          | valid                  |               |
          drum with four decimals  | 2        | 0   | 0   | 0.25     | 100     | 1 | 4 | 0.003          | quantity-not-multiple  | 0.0025        | 0.005
          whole drums only         | 2        | 0   | 0   | 0.25     | 100     | 1 | 0 | 1.5            | quantity-decimals      | 1             | 2
          a drum below the least   | 2        | 500 | 0   | 0.25     | 100     | 1 | 0 | 2              | quantity-below-minimum |               | 5
          a drum above the most    | 2        | 0   | 250 | 0.25     | 100     | 1 | 0 | 3              | quantity-above-maximum | 2             |
          a drum is above the most | 2        | 0   | 50  | 0.25     | 100     | 1 | 0 | 1              | quantity-above-maximum |               |
          thirds                   | 0        | 0   | 0   | 0        | 1       | 3 | 0 | 2              | quantity-decimals      |               | 3
          thirds of whole ones     | 0        | 0   | 0   | 0        | 1       | 3 | 0 | 6              | valid                  |               |
          thirds by two            | 0        | 0   | 0   | 2        | 1       | 3 | 0 | 9              | quantity-not-multiple  | 6             | 12
          seven thirds             | 1        | 0   | 0   | 0        | 7       | 3 | 1 | 0.7            | quantity-decimals      | 0.6           | 0.9
          up to the end of numbers | 0        | 0   | 0   | 0        | 1       | 1 | 0 | 999999999999.5 | quantity-decimals      | 999999999999  |
          the end of base numbers  | 0        | 0   | 0   | 0        | 1000    | 1 | 3 | 999999999.9995 | quantity-decimals      | 999999999.999 |
          """)
  void examples(
      String what,
      int decimals,
      String minimum,
      String maximum,
      String multiple,
      long numerator,
      long denominator,
      int unitDecimals,
      String asked,
      String outcome,
      @Nullable String below,
      @Nullable String above) {
    Item item =
        item(
            decimals,
            new QuantityRules(
                FixedPoint.parse(minimum), FixedPoint.parse(maximum), FixedPoint.parse(multiple)));
    UnitOfMeasure unit = new UnitOfMeasure("U", numerator, denominator, unitDecimals);
    QuantityCheck check = QuantityCheck.of(item, unit, FixedPoint.parse(asked));
    switch (check) {
      case QuantityCheck.Valid _ -> assertThat(VALID).as(what).isEqualTo(outcome);
      case QuantityCheck.Invalid invalid -> {
        assertThat(invalid.rule().code()).as(what).isEqualTo(outcome);
        assertThat(invalid.below()).as(what + " below").isEqualTo(quantity(below));
        assertThat(invalid.above()).as(what + " above").isEqualTo(quantity(above));
      }
    }
  }

  private static OptionalLong quantity(@Nullable String text) {
    return text == null ? OptionalLong.empty() : OptionalLong.of(FixedPoint.parse(text));
  }

  @Test
  void theSentenceNamesTheRuleAndWhatToAskFor() {
    Item item = item(0, new QuantityRules(FixedPoint.of(10), FixedPoint.of(100), FixedPoint.of(4)));
    assertThat(detail(item, "3")).isEqualTo("the least of it is 10 EA; ask for 12 EA");
    assertThat(detail(item, "101")).isEqualTo("the most of it is 100 EA; ask for 100 EA");
    assertThat(detail(item, "13")).isEqualTo("it comes in multiples of 4 EA; ask for 12 or 16 EA");
    assertThat(detail(item, "12.5")).isEqualTo("SKU comes in whole EA; ask for 12 or 16 EA");
    assertThat(detail(item(2, new QuantityRules(0, 1, 0)), "1"))
        .isEqualTo("the most of it is 0.000001 EA; no quantity in EA keeps all its rules");
  }

  private static String detail(Item item, String quantity) {
    return ((QuantityCheck.Invalid)
            QuantityCheck.of(item, item.unit("EA"), FixedPoint.parse(quantity)))
        .detail();
  }

  @ParameterizedTest
  @EnumSource(QuantityCheck.Rule.class)
  void everyRuleHasAStableCode(QuantityCheck.Rule rule) {
    assertThat(rule.code()).matches("quantity-[a-z-]+");
  }

  /** Against trying every quantity, in worlds small enough to try. */
  @Test
  void theNearestQuantitiesAreThoseThatTryingFinds() {
    Random random = new Random(SEED);
    int invalid = 0;
    for (int round = 0; round < 1_000; round++) {
      int decimals = random.nextInt(4, 7);
      long minimum = random.nextInt(3) == 0 ? 0 : random.nextLong(60);
      long maximum = random.nextInt(3) == 0 ? 0 : minimum + random.nextLong(1, 400);
      long multiple = random.nextInt(3) == 0 ? 0 : random.nextLong(1, 60);
      UnitOfMeasure unit =
          new UnitOfMeasure(
              "U", random.nextLong(1, 8), random.nextLong(1, 8), random.nextInt(4, 7));
      Item item = item(decimals, new QuantityRules(minimum, maximum, multiple));
      long asked = random.nextLong(1, 700);
      String where = "seed " + SEED + " round " + round + ": " + item + " " + unit + " " + asked;
      switch (QuantityCheck.of(item, unit, asked)) {
        case QuantityCheck.Valid _ ->
            assertThat(mayBeOrdered(item, unit, asked)).as(where).isTrue();
        case QuantityCheck.Invalid found -> {
          invalid++;
          assertThat(mayBeOrdered(item, unit, asked)).as(where).isFalse();
          assertThat(found.below())
              .as(where)
              .isEqualTo(
                  LongStream.iterate(asked - 1, q -> q > 0, q -> q - 1)
                      .filter(q -> mayBeOrdered(item, unit, q))
                      .findFirst());
          // No step is longer than 7 · 59 · 100.
          assertThat(found.above())
              .as(where)
              .isEqualTo(
                  LongStream.rangeClosed(asked + 1, asked + 45_000)
                      .filter(q -> mayBeOrdered(item, unit, q))
                      .findFirst());
        }
      }
    }
    assertThat(invalid).isBetween(300, 990);
  }

  /** The definition, word by word. */
  private static boolean mayBeOrdered(Item item, UnitOfMeasure unit, long quantity) {
    if (quantity * unit.numerator() % unit.denominator() != 0) {
      return false;
    }
    long millionths = quantity * unit.numerator() / unit.denominator();
    QuantityRules rules = item.quantityRules();
    return quantity % FixedPoint.powerOfTen(6 - unit.decimals()) == 0
        && millionths % FixedPoint.powerOfTen(6 - item.quantityDecimals()) == 0
        && millionths >= rules.minimum()
        && (rules.maximum() == 0 || millionths <= rules.maximum())
        && (rules.multiple() == 0 || millionths % rules.multiple() == 0);
  }

  private static Item item(int decimals, QuantityRules rules) {
    return new Item(
        "SKU",
        "",
        "",
        Item.Policy.STOCKED,
        false,
        "EA",
        decimals,
        List.of(),
        true,
        "",
        List.of(),
        rules,
        List.of(),
        Item.DEFAULT_HORIZON_DAYS);
  }
}
