package tradecounter.engine.canonical;

import static tradecounter.engine.canonical.InvalidFigureException.require;

import java.util.List;

/**
 * A price agreed with one customer, for one item or for a category.
 *
 * @param target what it is for
 * @param targetKey the item or the category
 * @param uom the unit of breaks and amounts, empty for the base unit
 * @param currency of the breaks, empty for the customer's own
 * @param breaks empty if the contract is a discount
 * @param discountPercent off the price the customer would have without contracts, in millionths of
 *     a percent; 0 with breaks
 */
public record ContractPrice(
    String contract,
    String customer,
    Target target,
    String targetKey,
    String uom,
    String currency,
    List<PriceBreak> breaks,
    long discountPercent,
    int validFromDay,
    int validToDay)
    implements Change {

  /** What a contract line names. */
  public enum Target {
    ITEM,
    CATEGORY
  }

  public ContractPrice {
    breaks = PriceBreak.ordered(breaks);
    require(
        discountPercent >= 0 && discountPercent <= FixedPoint.of(100),
        "discountPercent must be 0 to 100");
    require(breaks.isEmpty() || discountPercent == 0, "either breaks or discountPercent");
    require(validFromDay <= validToDay, "validFrom must not be after validTo");
  }
}
