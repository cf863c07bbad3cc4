package tradecounter.engine.pricing;

import static java.util.Comparator.comparing;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Customer.PriceStrategy;
import tradecounter.engine.canonical.PriceBreak;
import tradecounter.engine.pricing.Choice.Offer;

/**
 * Chooses one price of those that apply: by precedence, the lowest, or merged break by break.
 * Precedence is total and never the order of loading.
 */
final class Strategies {
  private Strategies() {}

  /** Level, place, formulas on the way, priority, dated first; then what {@link #order} adds. */
  private static final Comparator<Entry> BEFORE_MINIMUM =
      comparing(Entry::level)
          .thenComparingInt(Entry::rank)
          .thenComparingInt(Entry::depth)
          .thenComparingInt(Entry::priority)
          .thenComparing(Entry::isDated, Comparator.reverseOrder());

  private static final Comparator<Entry> AFTER_MINIMUM =
      comparing(Entry::validFromDay, Comparator.reverseOrder())
          .thenComparing(Entry::id)
          .thenComparing(entry -> entry.unit().uom());

  private static final Comparator<Entry> WITHOUT_MINIMUM =
      BEFORE_MINIMUM.thenComparing(AFTER_MINIMUM);

  /** Level, place, …, dated first, larger minimum, later start, smaller id, smaller unit. */
  static final Comparator<Offer> PRECEDENCE = Strategies::order;

  private static int order(Offer a, Offer b) {
    int order = BEFORE_MINIMUM.compare(a.entry(), b.entry());
    if (order == 0) {
      order =
          Measures.compare(
              b.reached().minimum(), b.entry().unit(), a.reached().minimum(), a.entry().unit());
    }
    return order != 0 ? order : AFTER_MINIMUM.compare(a.entry(), b.entry());
  }

  /**
   * What the strategy takes.
   *
   * @param entries that {@code offers} are from, in any order
   * @param offers by precedence; {@code null} is the answer to none
   */
  static @Nullable Choice choose(
      PriceStrategy strategy, List<Entry> entries, List<Offer> offers, Breaks breaks) {
    if (offers.isEmpty()) {
      return null;
    }
    return switch (strategy) {
      case PRIORITY -> of(offers.getFirst());
      case BEST -> best(entries, offers);
      case MERGE ->
          offers.getFirst().entry().isContract()
              ? of(offers.getFirst())
              : merged(entries, offers.getFirst(), breaks);
    };
  }

  private static Choice of(Offer winner) {
    return new Choice(winner, winner.entry().breaks());
  }

  private static Choice best(List<Entry> entries, List<Offer> offers) {
    Offer best = offers.getFirst();
    for (Offer offer : offers) {
      if (compareUnitPrices(offer, best) < 0) {
        best = offer;
      }
    }
    return new Choice(best, lowestBreaks(best.entry(), entries));
  }

  /** At each minimum of entries in the unit of {@code unit}, what the cheapest of them asks. */
  private static List<PriceBreak> lowestBreaks(Entry unit, List<Entry> entries) {
    TreeSet<Long> minimums = new TreeSet<>();
    List<Entry> comparable = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.sameUnit(unit)) {
        comparable.add(entry);
        entry.breaks().forEach(each -> minimums.add(each.minimum()));
      }
    }
    List<PriceBreak> lowest = new ArrayList<>(minimums.size());
    for (long minimum : minimums) {
      long amount = Long.MAX_VALUE;
      for (Entry entry : comparable) {
        amount = Math.min(amount, amountAt(entry, minimum));
      }
      lowest.add(new PriceBreak(minimum, amount));
    }
    return lowest;
  }

  private static long amountAt(Entry entry, long quantity) {
    long amount = Long.MAX_VALUE;
    for (PriceBreak next : entry.breaks()) {
      if (next.minimum() <= quantity) {
        amount = next.amount();
      }
    }
    return amount;
  }

  /** Lists are merged break by break, until one that does not allow it. */
  private static Choice merged(List<Entry> entries, Offer first, Breaks breaks) {
    List<Entry> inOrder = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      if (!entry.isContract()) {
        inOrder.add(entry);
      }
    }
    inOrder.sort(WITHOUT_MINIMUM);
    List<Offer> chosen = new ArrayList<>();
    for (Entry entry : inOrder) {
      if (chosen.isEmpty() || chosen.getFirst().entry().sameUnit(entry)) {
        for (PriceBreak next : entry.breaks()) {
          if (chosen.stream().noneMatch(o -> o.reached().minimum() == next.minimum())) {
            chosen.add(new Offer(entry, next));
          }
        }
      }
      if (!entry.mergeable()) {
        break;
      }
    }
    chosen.sort(Comparator.comparingLong(offer -> offer.reached().minimum()));
    Offer winner = null;
    for (Offer offer : chosen) {
      if (breaks.reaches(offer.entry(), offer.reached().minimum())) {
        winner = offer;
      }
    }
    return winner == null
        ? of(first)
        : new Choice(winner, chosen.stream().map(Offer::reached).toList());
  }

  /** By what one base unit costs, exactly. */
  static int compareUnitPrices(Offer a, Offer b) {
    return a.entry().sameUnit(b.entry())
        ? Long.compare(a.reached().amount(), b.reached().amount())
        : perBaseUnit(a).compareTo(perBaseUnit(b));
  }

  private static Ratio perBaseUnit(Offer offer) {
    Entry entry = offer.entry();
    return new Ratio(
        BigInteger.valueOf(offer.reached().amount())
            .multiply(BigInteger.valueOf(entry.unit().denominator())),
        BigInteger.valueOf(entry.unit().numerator())
            .multiply(BigInteger.valueOf(entry.priceUnit())));
  }
}
