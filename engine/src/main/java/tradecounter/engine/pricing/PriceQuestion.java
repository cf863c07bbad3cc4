package tradecounter.engine.pricing;

import tradecounter.engine.canonical.Customer;

/**
 * What is asked for one item.
 *
 * @param terms the contracts that serve the customer
 * @param quantity in {@code uom}, millionths, positive
 * @param uom empty for the item's base unit
 * @param currency empty for the customer's own
 * @param onDay the date the price is for
 * @param explain whether to tell every candidate and how the price came about
 */
public record PriceQuestion(
    String item,
    Customer customer,
    Terms terms,
    long quantity,
    String uom,
    String currency,
    int onDay,
    boolean explain) {

  PriceQuestion explained() {
    return new PriceQuestion(item, customer, terms, quantity, uom, currency, onDay, true);
  }

  PriceQuestion onDay(int other) {
    return new PriceQuestion(item, customer, terms, quantity, uom, currency, other, false);
  }
}
