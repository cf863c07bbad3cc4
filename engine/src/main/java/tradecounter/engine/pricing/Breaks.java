package tradecounter.engine.pricing;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Item.UnitOfMeasure;
import tradecounter.engine.canonical.PriceBreak;

/**
 * Which break of an entry a quantity reaches: the line's own quantity, or that of all lines of a
 * cart that count together.
 *
 * @param quantity of the line, in {@code unit}
 * @param totals in base units, by break group of the cart
 */
record Breaks(long quantity, UnitOfMeasure unit, String baseUom, Map<Group, Ratio> totals) {

  /** Entries that reach their breaks together: of one list or contract, by one base unit. */
  record Group(String of, String breakGroup, String baseUom) {
    static Group of(Entry entry, String baseUom) {
      // A list and a contract of one key are two things.
      String of = entry.party().map(party -> party + "\n").orElse("") + entry.id();
      return new Group(of, entry.breakGroup(), baseUom);
    }
  }

  /** Adds up what the lines of a cart count together. */
  static final class Totals {
    private final Map<Group, Ratio> totals = new HashMap<>();

    /** Counts a line once for each group that its entries name. */
    void count(Iterable<Entry> entries, long quantity, UnitOfMeasure unit, String baseUom) {
      Set<Group> named = new HashSet<>(2);
      for (Entry entry : entries) {
        if (!entry.breakGroup().isEmpty() && named.add(Group.of(entry, baseUom))) {
          totals.merge(Group.of(entry, baseUom), Measures.inBase(quantity, unit), Ratio::plus);
        }
      }
    }

    Map<Group, Ratio> totals() {
      return totals;
    }
  }

  /** The total in base units, or {@code null} if the line counts for itself. */
  @Nullable Ratio total(Entry entry) {
    return entry.breakGroup().isEmpty() || totals.isEmpty()
        ? null
        : totals.get(Group.of(entry, baseUom));
  }

  boolean reaches(Entry entry, long minimum) {
    Ratio total = total(entry);
    return total == null
        ? Measures.compare(quantity, unit, minimum, entry.unit()) >= 0
        : total.compareTo(Measures.inBase(minimum, entry.unit())) >= 0;
  }

  /** The last break that is reached. */
  @Nullable PriceBreak reached(Entry entry) {
    PriceBreak reached = null;
    for (PriceBreak next : entry.breaks()) {
      if (!reaches(entry, next.minimum())) {
        break;
      }
      reached = next;
    }
    return reached;
  }
}
