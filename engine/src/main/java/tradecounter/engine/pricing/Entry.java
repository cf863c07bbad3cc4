package tradecounter.engine.pricing;

import java.util.List;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.PriceBreak;
import tradecounter.engine.pricing.PriceAnswer.Level;

/**
 * One price, wherever it was written down: a contract line or an item's price on a list.
 *
 * @param id the contract or the list
 * @param rank among entries of one level, the smaller is asked first: for lists the order in which
 *     the customer's lists are asked, for contracts 0
 * @param uom the unit of breaks, never empty
 * @param holdsUntilDay the last day of the price: earlier than {@code validToDay} if it is a
 *     discount off a price that ends sooner
 * @param mergeable whether later lists may add breaks under {@code MERGE}
 */
record Entry(
    Level level,
    int rank,
    String id,
    String uom,
    String currency,
    List<PriceBreak> breaks,
    int priceUnit,
    int validFromDay,
    int validToDay,
    int holdsUntilDay,
    boolean mergeable) {

  boolean isDated() {
    return validFromDay != Day.OPEN_START || validToDay != Day.OPEN_END;
  }
}
