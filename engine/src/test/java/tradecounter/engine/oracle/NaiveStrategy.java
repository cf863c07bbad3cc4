package tradecounter.engine.oracle;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tradecounter.engine.canonical.Customer.PriceStrategy;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Item.UnitOfMeasure;
import tradecounter.engine.oracle.NaiveEntry.Group;
import tradecounter.engine.oracle.NaiveEntry.Tier;

/** Which of all entries gives the price, for one quantity. */
final class NaiveStrategy {
  private final Item item;
  private final PriceStrategy strategy;
  private final Fraction baseUnits;
  private final Map<Group, Fraction> together;

  /**
   * @param baseUnits the quantity of the line
   * @param together what the lines of a cart have of each group, in base units
   */
  NaiveStrategy(
      Item item, PriceStrategy strategy, Fraction baseUnits, Map<Group, Fraction> together) {
    this.item = item;
    this.strategy = strategy;
    this.baseUnits = baseUnits;
    this.together = together;
  }

  /**
   * An entry and the tier that is reached.
   *
   * @param base what a discount is off
   */
  record Offer(NaiveEntry entry, Tier reached, Optional<Offer> base) {
    BigDecimal minimum() {
      return reached.minimum();
    }
  }

  /** Who wins, and what other quantities cost in its unit. */
  record Choice(Offer winner, List<Tier> tiers) {}

  static Fraction baseUnitsPer(UnitOfMeasure unit) {
    return Fraction.of(unit.numerator(), unit.denominator());
  }

  /** The quantity that counts for an entry, in base units. */
  Fraction counting(NaiveEntry entry) {
    return entry.group().map(g -> together.getOrDefault(g, baseUnits)).orElse(baseUnits);
  }

  private Fraction inBaseUnits(NaiveEntry entry, BigDecimal quantity) {
    return Fraction.of(quantity).times(baseUnitsPer(item.unit(entry.uom())));
  }

  private boolean isReached(NaiveEntry entry, Tier tier) {
    return !inBaseUnits(entry, tier.minimum()).isAbove(counting(entry));
  }

  /** What the entries offer for the quantity, those that offer nothing left out. */
  List<Offer> offers(List<NaiveEntry> entries) {
    List<Offer> offers = new ArrayList<>();
    for (NaiveEntry entry : entries) {
      entry.tiers().stream()
          .filter(tier -> isReached(entry, tier))
          .max(Comparator.comparing(Tier::minimum))
          .ifPresent(reached -> offers.add(new Offer(entry, reached, Optional.empty())));
    }
    return offers;
  }

  /** Empty if there are no offers. */
  Optional<Choice> choose(List<NaiveEntry> entries, List<Offer> offers) {
    if (offers.isEmpty()) {
      return Optional.empty();
    }
    Offer first = offers.stream().min(precedence()).orElseThrow();
    return Optional.of(
        switch (strategy) {
          case PRIORITY -> new Choice(first, first.entry().tiers());
          case BEST -> best(entries, offers);
          case MERGE ->
              first.entry().isContract()
                  ? new Choice(first, first.entry().tiers())
                  : merge(entries, first);
        });
  }

  Comparator<Offer> precedence() {
    Comparator<Offer> larger = Comparator.comparing(o -> inBaseUnits(o.entry(), o.minimum()));
    return Comparator.comparing((Offer o) -> o.entry().level())
        .thenComparingInt(o -> o.entry().rank())
        .thenComparingInt(o -> o.entry().depth())
        .thenComparingInt(o -> o.entry().priority())
        .thenComparingInt(o -> o.entry().isDated() ? 0 : 1)
        .thenComparing(larger.reversed())
        .thenComparingLong(o -> -(long) o.entry().from())
        .thenComparing(o -> o.entry().id())
        .thenComparing(o -> o.entry().uom());
  }

  private Fraction perBaseUnit(Offer offer) {
    return Fraction.of(offer.reached().amount())
        .over(Fraction.of(offer.entry().priceUnit()))
        .over(baseUnitsPer(item.unit(offer.entry().uom())));
  }

  private Choice best(List<NaiveEntry> entries, List<Offer> offers) {
    Offer winner =
        offers.stream()
            .min(Comparator.comparing(this::perBaseUnit).thenComparing(precedence()))
            .orElseThrow();
    List<NaiveEntry> comparable =
        entries.stream().filter(e -> e.sameUnitAs(winner.entry())).toList();
    Set<BigDecimal> minima = new TreeSet<>();
    comparable.forEach(e -> e.tiers().forEach(tier -> minima.add(tier.minimum())));
    List<Tier> table = new ArrayList<>();
    for (BigDecimal minimum : minima) {
      Tier lowest =
          comparable.stream()
              .flatMap(
                  e ->
                      e.tiers().stream()
                          .filter(tier -> tier.minimum().compareTo(minimum) <= 0)
                          .max(Comparator.comparing(Tier::minimum))
                          .stream())
              .min(Comparator.comparing(Tier::amount))
              .orElseThrow();
      table.add(new Tier(minimum, lowest.amount(), lowest.written(), lowest.steps()));
    }
    return new Choice(winner, table);
  }

  private Choice merge(List<NaiveEntry> entries, Offer first) {
    List<NaiveEntry> inOrder =
        entries.stream()
            .filter(e -> !e.isContract())
            .sorted(
                Comparator.comparing(NaiveEntry::level)
                    .thenComparingInt(NaiveEntry::rank)
                    .thenComparingInt(NaiveEntry::depth)
                    .thenComparingInt(e -> e.isDated() ? 0 : 1)
                    .thenComparingLong(e -> -(long) e.from())
                    .thenComparing(NaiveEntry::id)
                    .thenComparing(NaiveEntry::uom))
            .toList();
    List<Offer> table = new ArrayList<>();
    for (NaiveEntry entry : inOrder) {
      if (table.isEmpty() || table.getFirst().entry().sameUnitAs(entry)) {
        for (Tier tier : entry.tiers()) {
          if (table.stream().noneMatch(o -> o.minimum().compareTo(tier.minimum()) == 0)) {
            table.add(new Offer(entry, tier, Optional.empty()));
          }
        }
      }
      if (!entry.merge()) {
        break;
      }
    }
    Comparator<Offer> byMinimum = Comparator.comparing(Offer::minimum);
    return table.stream()
        .filter(o -> isReached(o.entry(), o.reached()))
        .max(byMinimum)
        .map(o -> new Choice(o, table.stream().sorted(byMinimum).map(Offer::reached).toList()))
        .orElseGet(() -> new Choice(first, first.entry().tiers()));
  }
}
