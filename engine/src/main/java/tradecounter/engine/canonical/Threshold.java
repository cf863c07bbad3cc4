package tradecounter.engine.canonical;

import static tradecounter.engine.canonical.InvalidFigureException.require;

/**
 * From when on an item is low: for one item, for the items of a category, or, if it names neither,
 * for all that have no threshold of their own.
 *
 * @param low millionths of the base unit; with so much or less an item is low
 */
public record Threshold(String threshold, String item, String category, long low)
    implements Change {
  public Threshold {
    require(item.isEmpty() || category.isEmpty(), "give item or category, or neither");
    require(low >= 0, "low must not be negative");
  }
}
