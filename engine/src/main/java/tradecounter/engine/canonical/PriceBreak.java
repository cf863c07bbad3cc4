package tradecounter.engine.canonical;

import static tradecounter.engine.canonical.InvalidFigureException.require;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** From {@code minimum} (in the entry's unit) on, {@code amount} per price unit. */
public record PriceBreak(long minimum, long amount) {
  public PriceBreak {
    require(minimum >= 0, "breaks: minimum must not be negative");
    require(amount >= 0, "breaks: amount must not be negative");
  }

  /** Sorted by minimum, each minimum once. */
  static List<PriceBreak> ordered(List<PriceBreak> breaks) {
    List<PriceBreak> sorted = new ArrayList<>(breaks);
    sorted.sort(Comparator.comparingLong(PriceBreak::minimum));
    for (int i = 1; i < sorted.size(); i++) {
      require(
          sorted.get(i - 1).minimum() != sorted.get(i).minimum(),
          "breaks: the minimum " + FixedPoint.format(sorted.get(i).minimum()) + " is given twice");
    }
    return List.copyOf(sorted);
  }

  static void requirePriceUnit(int priceUnit) {
    require(
        priceUnit == 1 || priceUnit == 100 || priceUnit == 1000,
        "priceUnit must be 1, 100 or 1000");
  }
}
