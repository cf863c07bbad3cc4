package tradecounter.engine.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.TaxRate;

/** All tax rates. One writer; any thread reads, lock-free. */
public final class TaxRates {
  private static final Comparator<Told<TaxRate>> LATEST_FIRST =
      Comparator.comparing(
          Told::value,
          Comparator.comparing(TaxRate::taxCategory)
              .thenComparing(Comparator.comparingInt(TaxRate::validFromDay).reversed()));

  private final ConcurrentHashMap<String, List<Told<TaxRate>>> ofJurisdiction =
      new ConcurrentHashMap<>();

  void replace(@Nullable Told<TaxRate> old, @Nullable Told<TaxRate> changed) {
    @Nullable Told<TaxRate> any = changed != null ? changed : old;
    if (any == null) {
      return;
    }
    TaxRate rate = any.value();
    ofJurisdiction.compute(
        rate.jurisdiction(),
        (_, known) -> {
          List<Told<TaxRate>> list = known == null ? new ArrayList<>() : new ArrayList<>(known);
          list.removeIf(other -> other.value().key().equals(rate.key()));
          if (changed != null) {
            list.add(changed);
          }
          list.sort(LATEST_FIRST);
          return list.isEmpty() ? null : List.copyOf(list);
        });
  }

  /** Whether any rate of the jurisdiction is known. */
  public boolean knows(String jurisdiction) {
    return ofJurisdiction.containsKey(jurisdiction);
  }

  /**
   * The first day after the given one on which a rate of the category begins, or has ended the day
   * before; {@link Day#OPEN_END} if there is none.
   */
  public int nextChange(String jurisdiction, String taxCategory, int day) {
    int next = Day.OPEN_END;
    for (Told<TaxRate> told : ofJurisdiction.getOrDefault(jurisdiction, List.of())) {
      TaxRate rate = told.value();
      if (rate.taxCategory().equals(taxCategory)) {
        if (rate.validFromDay() > day) {
          next = Math.min(next, rate.validFromDay());
        }
        if (rate.validToDay() >= day && rate.validToDay() != Day.OPEN_END) {
          next = Math.min(next, rate.validToDay() + 1);
        }
      }
    }
    return next;
  }

  /** The rate that holds on the day, the one that began last if there are several. */
  public @Nullable Told<TaxRate> on(String jurisdiction, String taxCategory, int day) {
    for (Told<TaxRate> told : ofJurisdiction.getOrDefault(jurisdiction, List.of())) {
      TaxRate rate = told.value();
      if (rate.taxCategory().equals(taxCategory)
          && Day.within(day, rate.validFromDay(), rate.validToDay())) {
        return told;
      }
    }
    return null;
  }
}
