package tradecounter.engine.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.ExchangeRate;

/** All exchange rates. One writer; any thread reads, lock-free. */
public final class ExchangeRates {
  private static final Comparator<Told<ExchangeRate>> LATEST_FIRST =
      Comparator.comparingInt((Told<ExchangeRate> told) -> told.value().validFromDay()).reversed();

  private final ConcurrentHashMap<Pair, List<Told<ExchangeRate>>> rates = new ConcurrentHashMap<>();

  private record Pair(String from, String to) {}

  ExchangeRates() {}

  /** The same rates, to be changed apart from these. */
  ExchangeRates(ExchangeRates others) {
    rates.putAll(others.rates);
  }

  void replace(@Nullable Told<ExchangeRate> old, @Nullable Told<ExchangeRate> changed) {
    @Nullable Told<ExchangeRate> any = changed != null ? changed : old;
    if (any == null) {
      return;
    }
    ExchangeRate rate = any.value();
    rates.compute(
        new Pair(rate.from(), rate.to()),
        (_, known) -> {
          List<Told<ExchangeRate>> list =
              known == null ? new ArrayList<>() : new ArrayList<>(known);
          list.removeIf(other -> other.value().validFromDay() == rate.validFromDay());
          if (changed != null) {
            list.add(changed);
          }
          list.sort(LATEST_FIRST);
          return list.isEmpty() ? null : List.copyOf(list);
        });
  }

  /** All rates of the pair, the latest first; never the other way round, never through a third. */
  public List<Told<ExchangeRate>> all(String from, String to) {
    return rates.getOrDefault(new Pair(from, to), List.of());
  }

  /** The rate that holds on the day, if there is one. */
  public @Nullable Told<ExchangeRate> on(String from, String to, int day) {
    for (Told<ExchangeRate> told : all(from, to)) {
      if (told.value().validFromDay() <= day) {
        return told;
      }
    }
    return null;
  }
}
