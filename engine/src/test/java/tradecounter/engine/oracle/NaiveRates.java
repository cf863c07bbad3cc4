package tradecounter.engine.oracle;

import static tradecounter.engine.oracle.NaiveWorld.units;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tradecounter.engine.canonical.Cost;
import tradecounter.engine.canonical.ExchangeRate;

/** What a currency is worth in another, and what items cost, on a day. */
final class NaiveRates {
  private final NaiveWorld world;

  NaiveRates(NaiveWorld world) {
    this.world = world;
  }

  /** The latest that has begun; never the other way round, never through a third currency. */
  Optional<ExchangeRate> rate(String from, String to, int day) {
    return world.all(ExchangeRate.class).stream()
        .filter(r -> r.from().equals(from) && r.to().equals(to) && r.validFromDay() <= day)
        .max(Comparator.comparingInt(ExchangeRate::validFromDay));
  }

  static Fraction factor(ExchangeRate rate) {
    return Fraction.of(BigDecimal.valueOf(rate.rate(), ExchangeRate.DECIMALS));
  }

  static BigDecimal converted(BigDecimal amount, ExchangeRate rate) {
    return Fraction.of(amount).times(factor(rate)).rounded(6, RoundingMode.HALF_UP);
  }

  /** What a base unit costs: what it costs everywhere, or else where it costs most. */
  Optional<Fraction> cost(String item, String currency, int day) {
    List<Cost> begun =
        world.all(Cost.class).stream()
            .filter(c -> c.item().equals(item) && c.validFromDay() <= day)
            .toList();
    Comparator<Cost> byStart = Comparator.comparingInt(Cost::validFromDay);
    Optional<Cost> everywhere = begun.stream().filter(c -> c.location().isEmpty()).max(byStart);
    if (everywhere.isPresent()) {
      return in(currency, everywhere.get(), day);
    }
    return begun.stream()
        .map(Cost::location)
        .distinct()
        .map(place -> begun.stream().filter(c -> c.location().equals(place)).max(byStart))
        .flatMap(Optional::stream)
        .flatMap(cost -> in(currency, cost, day).stream())
        .max(Comparator.naturalOrder());
  }

  private Optional<Fraction> in(String currency, Cost cost, int day) {
    Fraction amount = Fraction.of(units(cost.amount()));
    return Objects.equals(cost.currency(), currency)
        ? Optional.of(amount)
        : rate(cost.currency(), currency, day)
            .map(rate -> Fraction.of(converted(units(cost.amount()), rate)));
  }
}
