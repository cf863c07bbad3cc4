package tradecounter.engine.canonical;

import static tradecounter.engine.canonical.InvalidFigureException.require;

import java.util.List;

/**
 * What an item costs on a list.
 *
 * @param uom the unit of breaks and amounts, empty for the base unit
 * @param priceUnit the amount is per this many {@code uom}: 1, 100 or 1000
 */
public record Price(
    String list,
    String item,
    String uom,
    List<PriceBreak> breaks,
    int priceUnit,
    int validFromDay,
    int validToDay)
    implements Change {

  public Price {
    breaks = PriceBreak.ordered(breaks);
    require(!breaks.isEmpty(), "breaks: at least one");
    require(
        priceUnit == 1 || priceUnit == 100 || priceUnit == 1000,
        "priceUnit must be 1, 100 or 1000");
    require(validFromDay <= validToDay, "validFrom must not be after validTo");
  }
}
