package tradecounter.storefront.line;

import java.util.Optional;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.state.World;
import tradecounter.http.Problem;
import tradecounter.security.Caller;

/** Which customer a request is for, and where it ships to. */
public final class Buyers {
  private final World world;

  public Buyers(World world) {
    this.world = world;
  }

  /**
   * The customer that is named, else the one the token is bound to, else {@link Customer#ANYBODY}.
   * One that the token may not see is answered exactly as one that does not exist.
   *
   * @param named empty if the request names none
   */
  public Customer customer(Caller caller, String named) {
    String key = named.isEmpty() ? caller.customer() : named;
    if (key.isEmpty()) {
      return Customer.ANYBODY;
    }
    return (caller.sees(key) ? world.customer(key) : Optional.<Customer>empty())
        .orElseThrow(
            () ->
                Problem.of(404, "customer-unknown", "there is no customer '" + key + "'")
                    .asException());
  }

  /** As {@link #customer}, but somebody has to be named. */
  public Customer namedCustomer(Caller caller, String named) {
    Customer customer = customer(caller, named);
    if (customer.customer().isEmpty()) {
      throw Problem.badRequest("customer-missing", "name a customer: the token is not bound to one")
          .asException();
    }
    return customer;
  }

  /**
   * The region of a ship-to: of the customer's address of that key; if nobody is named, the region
   * of that name itself. Without a ship-to it is the customer's only address, if it has just one.
   */
  public String region(Customer customer, String shipTo) {
    return customer.customer().isEmpty()
        ? shipTo
        : address(customer, shipTo).map(Customer.ShipTo::region).orElse("");
  }

  /**
   * The customer's address of that key; without a ship-to its only address, if it has just one.
   * Leaves with a 404 if there is no such address.
   */
  public Optional<Customer.ShipTo> address(Customer customer, String shipTo) {
    if (shipTo.isEmpty()) {
      return customer.shipTos().size() == 1
          ? Optional.of(customer.shipTos().getFirst())
          : Optional.empty();
    }
    for (Customer.ShipTo address : customer.shipTos()) {
      if (address.shipTo().equals(shipTo)) {
        return Optional.of(address);
      }
    }
    throw Problem.of(
            404,
            "ship-to-unknown",
            "customer " + customer.customer() + " has no ship-to '" + shipTo + "'")
        .asException();
  }
}
