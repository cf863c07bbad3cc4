package tradecounter.storefront.line;

/**
 * Which fields an availability answer has, by what was asked and by who asks.
 *
 * @param on whether a first day was asked for
 * @param by whether a last day was asked for
 * @param detailed whether the caller may see locations, suppliers, receipts and what is kept back
 * @param anyCustomer whether the caller may see what belongs to other customers
 */
public record AnswerShape(boolean on, boolean by, boolean detailed, boolean anyCustomer) {}
