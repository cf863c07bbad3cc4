package tradecounter.engine.pricing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Customer.GroupMembership;
import tradecounter.engine.canonical.Party;
import tradecounter.engine.state.PriceBook;

/**
 * The contracts that serve one customer, nearest first: its own, those of the accounts above it,
 * then those of its buying groups by the customer's priority of the group. Immutable.
 */
public record Terms(List<Agreements> agreements) {
  /** A customer without contracts. */
  public static final Terms NONE = new Terms(List.of());

  /**
   * So many accounts above a customer are asked; more, or accounts in a circle, are passed over.
   */
  public static final int MAXIMUM_PARENTS = 8;

  /** What is agreed with one party; {@code distance} 0 is the customer itself. */
  public record Agreements(Party party, int distance, PriceBook book) {}

  public Terms {
    agreements = List.copyOf(agreements);
  }

  /**
   * Whose contracts serve a customer, nearest first.
   *
   * @param customers looks up an account by its key
   */
  public static List<Party> parties(
      Customer customer, Function<String, Optional<Customer>> customers) {
    List<Party> parties = new ArrayList<>();
    if (!customer.customer().isEmpty()) {
      parties.add(Party.customer(customer.customer()));
    }
    String parent = customer.parent();
    while (!parent.isEmpty()
        && parties.size() <= MAXIMUM_PARENTS
        && !parties.contains(Party.customer(parent))) {
      parties.add(Party.customer(parent));
      parent = customers.apply(parent).map(Customer::parent).orElse("");
    }
    for (GroupMembership membership : customer.groups()) {
      parties.add(Party.buyingGroup(membership.group()));
    }
    return parties;
  }

  /**
   * The terms of {@link #parties}, without those who have agreed on nothing.
   *
   * @param books the book of each party
   */
  public static Terms of(List<Party> parties, Function<Party, PriceBook> books) {
    List<Agreements> agreements = new ArrayList<>(1);
    for (int distance = 0; distance < parties.size(); distance++) {
      PriceBook book = books.apply(parties.get(distance));
      if (book.size() > 0) {
        agreements.add(new Agreements(parties.get(distance), distance, book));
      }
    }
    return agreements.isEmpty() ? NONE : new Terms(agreements);
  }
}
