package tradecounter.engine.oracle;

import static java.math.BigDecimal.ZERO;
import static tradecounter.engine.oracle.NaiveWorld.units;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Protection;
import tradecounter.engine.canonical.Protection.Bound;

/** What is kept of one item for others, and how much of it the buyer may have at most. */
final class NaiveFence {
  private final NaiveView view;
  private final Item item;
  private final List<Protection> protections;

  NaiveFence(NaiveView view, Item item) {
    this.view = view;
    this.item = item;
    this.protections = view.protectionsOf(item);
  }

  private static boolean covers(Protection protection, LocalDate day) {
    return !day.isBefore(LocalDate.ofEpochDay(protection.validFromDay()))
        && !day.isAfter(LocalDate.ofEpochDay(protection.validToDay()));
  }

  /** What must still be there on the day for others; beyond the horizon as on its last day. */
  BigDecimal keptOn(LocalDate day) {
    LocalDate last = view.today().plusDays(item.horizonDays() - 1L);
    LocalDate looked = day.isAfter(last) ? last : day;
    BigDecimal kept = ZERO;
    for (Protection protection : protections) {
      boolean forOthers = protection.bound() == Bound.MINIMUM && !view.isForBuyer(protection);
      if (forOthers && covers(protection, looked)) {
        kept = kept.add(units(protection.quantity()));
      }
    }
    return kept;
  }

  /** What the buyer may still have; empty if there is no bound. */
  private Optional<BigDecimal> cap() {
    return protections.stream()
        .filter(p -> p.bound() == Bound.MAXIMUM && view.isForBuyer(p) && covers(p, view.onDay()))
        .map(p -> units(p.quantity()))
        .min(BigDecimal::compareTo)
        .map(smallest -> smallest.subtract(view.taken().promised(item.item())).max(ZERO));
  }

  BigDecimal capped(BigDecimal quantity) {
    return cap().map(quantity::min).orElse(quantity);
  }

  BigDecimal now(BigDecimal there) {
    return capped(there.subtract(keptOn(view.today())).max(ZERO));
  }

  /** What is left of each source, if the last one gives first what is kept for others. */
  List<DayByDay> left(List<DayByDay> sources) {
    if (protections.isEmpty()) {
      return sources;
    }
    List<DayByDay> result = new ArrayList<>();
    for (int s = 0; s < sources.size(); s++) {
      List<DayByDay> after = sources.subList(s + 1, sources.size());
      DayByDay source = sources.get(s);
      DayByDay remaining =
          DayByDay.of(source.first(), source.last(), day -> remaining(source, after, day));
      result.add(remaining.leastEver());
    }
    return result;
  }

  private BigDecimal remaining(DayByDay source, List<DayByDay> after, LocalDate day) {
    BigDecimal toGive = day.isBefore(view.today()) ? ZERO : keptOn(day);
    for (DayByDay later : after) {
      toGive = toGive.subtract(later.on(day));
    }
    return source.on(day).subtract(toGive.max(ZERO)).max(ZERO);
  }
}
