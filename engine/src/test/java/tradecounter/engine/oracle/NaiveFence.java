package tradecounter.engine.oracle;

import static java.math.BigDecimal.ZERO;
import static tradecounter.engine.oracle.NaiveWorld.units;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import tradecounter.engine.canonical.Customer;
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

  /** Beyond the horizon as on its last day; nothing is kept before today. */
  private boolean keepsBackOn(LocalDate day, Protection protection) {
    LocalDate last = view.today().plusDays(item.horizonDays() - 1L);
    return !day.isBefore(view.today()) && covers(protection, day.isAfter(last) ? last : day);
  }

  /** What the buyer may still have; empty if there is no bound. */
  private Optional<BigDecimal> cap() {
    return protections.stream()
        .filter(p -> p.bound() == Bound.MAXIMUM && view.isForBuyer(p) && covers(p, view.onDay()))
        .map(p -> units(p.quantity()).subtract(gone(p)).max(ZERO))
        .min(BigDecimal::compareTo);
  }

  /** What those that it is for hold, or were promised by earlier lines. */
  private BigDecimal gone(Protection protection) {
    BigDecimal gone =
        view.taken().promised(item.item(), customer -> NaiveView.isFor(protection, customer));
    for (NaiveHolds.Open hold : view.world().holds().open(item.item())) {
      boolean theirs =
          view.world()
              .one(Customer.class, hold.line().customer())
              .filter(customer -> NaiveView.isFor(protection, customer))
              .isPresent();
      gone = theirs ? gone.add(hold.quantity()) : gone;
    }
    return gone;
  }

  BigDecimal capped(BigDecimal quantity) {
    return cap().map(quantity::min).orElse(quantity);
  }

  // ---------------------------------------------------------------- what is kept for others

  /** What is kept for others, and the sources that give it, the first to give first. */
  private record Kept(Protection protection, List<Integer> givers) {}

  /** One after the other: those of the item, then those of its category. */
  private List<Kept> kept(int sources, BiPredicate<Protection, Integer> mayGive) {
    return protections.stream()
        .filter(p -> p.bound() == Bound.MINIMUM && !view.isForBuyer(p))
        .sorted(
            Comparator.comparing((Protection p) -> p.item().isEmpty())
                .thenComparing(Protection::protection))
        .map(
            p ->
                new Kept(
                    p,
                    IntStream.range(0, sources)
                        .map(i -> sources - 1 - i)
                        .filter(i -> mayGive.test(p, i))
                        .boxed()
                        .toList()))
        .toList();
  }

  /** What is left on the day of so much at each source. */
  private List<BigDecimal> left(LocalDate day, List<BigDecimal> there, List<Kept> kept) {
    List<BigDecimal> left = new ArrayList<>(there);
    for (Kept one : kept) {
      if (keepsBackOn(day, one.protection())) {
        BigDecimal toGive = units(one.protection().quantity());
        for (int source : one.givers()) {
          BigDecimal given = left.get(source).min(toGive);
          left.set(source, left.get(source).subtract(given));
          toGive = toGive.subtract(given);
        }
      }
    }
    return left;
  }

  private BigDecimal now(List<BigDecimal> there, List<Kept> kept, IntPredicate askedFor) {
    List<BigDecimal> left = left(view.today(), there, kept);
    return capped(
        IntStream.range(0, left.size())
            .filter(askedFor)
            .mapToObj(left::get)
            .reduce(ZERO, BigDecimal::add));
  }

  private static List<DayByDay> leastEver(
      List<DayByDay> there, Function<LocalDate, List<BigDecimal>> left) {
    LocalDate first = there.getFirst().first();
    LocalDate last = there.getFirst().last();
    Map<LocalDate, List<BigDecimal>> byDay = new HashMap<>();
    List<DayByDay> result = new ArrayList<>();
    for (int s = 0; s < there.size(); s++) {
      int source = s;
      result.add(
          DayByDay.of(first, last, day -> byDay.computeIfAbsent(day, left).get(source))
              .leastEver());
    }
    return result;
  }

  private List<DayByDay> leftEver(List<DayByDay> there, List<Kept> kept) {
    return there.isEmpty() || kept.isEmpty()
        ? there
        : leastEver(there, day -> left(day, there.stream().map(t -> t.on(day)).toList(), kept));
  }

  // ---------------------------------------------------------------- of several sources

  private List<Kept> kept(List<NaiveSource> sources) {
    return kept(sources.size(), (p, i) -> view.mayServeThoseItIsFor(p, sources.get(i)));
  }

  BigDecimal now(List<NaiveSource> sources) {
    return now(
        sources.stream().map(NaiveSource::now).toList(),
        kept(sources),
        i -> view.asksFor(sources.get(i)));
  }

  /** What is left of each source; all know the same days. */
  List<DayByDay> left(List<NaiveSource> sources, List<DayByDay> there) {
    return leftEver(there, kept(sources));
  }

  // ---------------------------------------------------------------- of bundles

  BigDecimal now(BigDecimal bundles) {
    return now(List.of(bundles), kept(1, (_, _) -> true), _ -> true);
  }

  DayByDay left(DayByDay bundles) {
    return leftEver(List.of(bundles), kept(1, (_, _) -> true)).getFirst();
  }
}
