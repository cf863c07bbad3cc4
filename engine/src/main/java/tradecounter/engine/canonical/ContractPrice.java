package tradecounter.engine.canonical;

import static tradecounter.engine.canonical.InvalidFigureException.require;

import java.util.List;

/**
 * A price agreed with one party, for one item or for a category.
 *
 * @param party with whom: a contract of a customer also serves the accounts below it, one of a
 *     buying group serves its members
 * @param target what it is for
 * @param targetKey the item or the category
 * @param uom the unit of breaks and amounts, empty for the base unit
 * @param currency of the breaks, empty for the currency of whoever asks; a discount is only off
 *     prices in it, off any if it is empty
 * @param breaks empty if the contract is a discount
 * @param priceUnit the amounts are per this many {@code uom}: 1, 100 or 1000
 * @param discountPercent off the price the customer would have without contracts, in millionths of
 *     a percent; 0 with breaks
 * @param priority among contracts of one party for one target the smallest is asked first
 * @param breakGroup lines of a cart whose entry of this contract names the same group reach its
 *     breaks together; empty: each line for itself
 * @param promotions whether promotions may lower the price further
 */
public record ContractPrice(
    String contract,
    Party party,
    Target target,
    String targetKey,
    String uom,
    String currency,
    List<PriceBreak> breaks,
    int priceUnit,
    long discountPercent,
    int priority,
    String breakGroup,
    boolean promotions,
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
    PriceBreak.requirePriceUnit(priceUnit);
    require(
        discountPercent >= 0 && discountPercent <= FixedPoint.of(100),
        "discountPercent must be 0 to 100");
    require(breaks.isEmpty() || discountPercent == 0, "either breaks or discountPercent");
    require(
        !breaks.isEmpty() || (breakGroup.isEmpty() && priceUnit == 1),
        "breakGroup and priceUnit come with breaks, not with discountPercent");
    require(validFromDay <= validToDay, "validFrom must not be after validTo");
  }

  /** Whether it is a discount on what the lists give, instead of a price of its own. */
  public boolean isDiscount() {
    return breaks.isEmpty();
  }

  public boolean isDated() {
    return validFromDay != Day.OPEN_START || validToDay != Day.OPEN_END;
  }
}
