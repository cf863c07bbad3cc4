package tradecounter.engine.oracle;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A quantity for each of some days in a row: nothing before them, the last one ever after. */
record DayByDay(LocalDate first, List<BigDecimal> quantities) {

  static DayByDay of(LocalDate first, LocalDate last, Function<LocalDate, BigDecimal> quantity) {
    List<BigDecimal> quantities = new ArrayList<>();
    for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
      quantities.add(quantity.apply(day));
    }
    return new DayByDay(first, quantities);
  }

  BigDecimal on(LocalDate day) {
    long at = ChronoUnit.DAYS.between(first, day);
    return at < 0 ? BigDecimal.ZERO : quantities.get((int) Math.min(at, quantities.size() - 1L));
  }

  LocalDate last() {
    return first.plusDays(quantities.size() - 1L);
  }

  /** For each day the least of all days from that one on. */
  DayByDay leastEver() {
    BigDecimal[] least = quantities.toArray(BigDecimal[]::new);
    for (int at = least.length - 2; at >= 0; at--) {
      least[at] = least[at].min(least[at + 1]);
    }
    return new DayByDay(first, List.of(least));
  }

  /** For each day what all have together. */
  static DayByDay sum(LocalDate first, LocalDate last, List<DayByDay> all) {
    return of(
        first,
        last,
        day -> {
          BigDecimal sum = BigDecimal.ZERO;
          for (DayByDay one : all) {
            sum = sum.add(one.on(day));
          }
          return sum;
        });
  }
}
