package tradecounter.engine.canonical;

import static tradecounter.engine.canonical.InvalidFigureException.require;

/**
 * What is added to a net price in one jurisdiction, by the tax category of the item.
 *
 * @param percent millionths of a percent
 */
public record TaxRate(
    String jurisdiction, String taxCategory, long percent, int validFromDay, int validToDay)
    implements Change {

  public TaxRate {
    require(percent >= 0 && percent <= FixedPoint.of(1_000), "percent must be 0 to 1000");
    require(validFromDay <= validToDay, "validFrom must not be after validTo");
  }
}
