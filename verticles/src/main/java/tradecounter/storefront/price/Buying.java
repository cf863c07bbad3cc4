package tradecounter.storefront.price;

import java.util.Optional;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.pricing.PriceQuestion;
import tradecounter.engine.pricing.Terms;
import tradecounter.storefront.line.QuestionLine;

/**
 * What all lines of one question for prices have in common.
 *
 * @param shipTo decides the tax; empty if nobody knows where the goods go
 * @param currency empty for the customer's own
 * @param onDay the day of the prices
 * @param explain whether to tell how each price came about
 * @param detailed whether to name what did not give the price, and how the house makes its prices
 */
public record Buying(
    Customer customer,
    Optional<Customer.ShipTo> shipTo,
    Terms terms,
    String currency,
    int onDay,
    boolean explain,
    boolean detailed) {

  PriceQuestion question(QuestionLine line, long quantity) {
    return new PriceQuestion(
        line.item(), customer, terms, quantity, line.uom(), currency, onDay, explain);
  }
}
