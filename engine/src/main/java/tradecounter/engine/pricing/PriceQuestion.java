package tradecounter.engine.pricing;

import tradecounter.engine.canonical.Customer;
import tradecounter.engine.state.PriceBook;

/**
 * What is asked for one item.
 *
 * @param book the customer's contract terms
 * @param quantity in {@code uom}, millionths, positive
 * @param uom empty for the item's base unit
 * @param currency empty for the customer's own
 * @param onDay the date the price is for
 */
public record PriceQuestion(
    String item,
    Customer customer,
    PriceBook book,
    long quantity,
    String uom,
    String currency,
    int onDay) {}
