package tradecounter.engine.canonical;

import static tradecounter.engine.canonical.InvalidFigureException.require;

/**
 * What one base unit of an item costs the distributor from a day on, until a later cost begins. For
 * margins; never shown to storefronts.
 *
 * @param location where it costs that, empty for everywhere
 */
public record Cost(String item, String location, long amount, String currency, int validFromDay)
    implements Change {

  public Cost {
    require(amount >= 0, "amount must not be negative");
  }
}
