package tradecounter.engine.canonical;

import static tradecounter.engine.canonical.InvalidFigureException.require;

import java.util.List;

/**
 * What an item costs on a list.
 *
 * @param uom the unit of breaks and amounts, empty for the base unit
 * @param priceUnit the amount is per this many {@code uom}: 1, 100 or 1000
 * @param breakGroup lines of a cart whose price on this list names the same group reach its breaks
 *     together; empty: each line for itself
 */
public record Price(
    String list,
    String item,
    String uom,
    List<PriceBreak> breaks,
    int priceUnit,
    String breakGroup,
    int validFromDay,
    int validToDay)
    implements Change {

  public Price {
    breaks = PriceBreak.ordered(breaks);
    require(!breaks.isEmpty(), "breaks: at least one");
    PriceBreak.requirePriceUnit(priceUnit);
    require(validFromDay <= validToDay, "validFrom must not be after validTo");
  }
}
