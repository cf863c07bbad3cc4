package tradecounter.engine.whatif;

import java.util.Optional;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.pricing.Terms;

/**
 * A customer with the contracts that serve it, as they are and as proposed.
 *
 * @param after empty if the proposal says nothing of them
 */
public record Buyer(Customer customer, Terms before, Optional<Terms> after) {}
