package tradecounter.engine.oracle;

import static tradecounter.engine.canonical.FixedPoint.ONE;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The lots by which a world is drawn from a seed, around some day that is its today. */
final class Lots {
  private final Random random;
  final int today;
  final Instant now;

  Lots(long seed) {
    random = new Random(seed);
    LocalDate date = LocalDate.of(2028, 2, 20).plusDays(random.nextInt(20));
    today = (int) date.toEpochDay();
    now =
        date.atTime(random.nextInt(24), random.nextInt(60), random.nextInt(2), random.nextInt(2))
            .atZone(ZoneId.of("UTC"))
            .toInstant();
  }

  void shuffle(List<?> list) {
    Collections.shuffle(list, random);
  }

  int pick(int bound) {
    return random.nextInt(bound);
  }

  <T> T oneOf(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  boolean sometimes(int percent) {
    return random.nextInt(100) < percent;
  }

  int someDay() {
    return today + pick(16) - 5;
  }

  long someQuantity() {
    return (1 + pick(25)) * (sometimes(15) ? ONE / 2 : ONE);
  }

  /** Now and then as little or as much as can be asked for. */
  long somePricedQuantity() {
    return sometimes(92)
        ? someQuantity()
        : oneOf(List.of(1L, ONE - 1, 1_000 * ONE, 12_345_678L, 100_000_000_000L * ONE));
  }

  int nearToday(int daysBefore, int daysAfter) {
    return today - pick(daysBefore + 1) + pick(daysAfter + 1);
  }

  long somePercent() {
    return sometimes(30) ? 0 : oneOf(List.of(10L, 25L, 33L, 50L, 100L)) * ONE;
  }

  /** Mostly one of two, so that they have many prices. */
  String pricedItem() {
    return sometimes(80) ? oneOf(List.of("I1", "B1")) : oneOf(GeneratedWorld.ITEMS);
  }

  String stockedItem() {
    return GeneratedWorld.ITEMS.get(pick(3));
  }
}
