package tradecounter.forward;

/**
 * An order document that is to be sent to one target.
 *
 * @param forwardId its reference at the target, and its idempotency key
 * @param sequenceKey what keeps the order of the customer's documents, where the target wants one
 *     after the other; empty if nothing does
 * @param document JSON, canonical: it is mapped when it is sent
 */
public record NewForward(
    String forwardId, String orderId, String target, String sequenceKey, String document) {}
