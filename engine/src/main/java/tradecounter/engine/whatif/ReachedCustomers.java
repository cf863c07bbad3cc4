package tradecounter.engine.whatif;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Customer.GroupMembership;
import tradecounter.engine.canonical.Party;
import tradecounter.engine.canonical.PriceList;
import tradecounter.engine.canonical.Promotion.Scope;
import tradecounter.engine.pricing.Terms;
import tradecounter.engine.state.PriceLists;
import tradecounter.engine.state.Told;
import tradecounter.engine.state.World;
import tradecounter.engine.whatif.Reach.Whom;

/**
 * Finds who is meant, for many descriptions in one pass over the customers: each is asked what it
 * is, never each description whom it fits. One thread.
 */
final class ReachedCustomers {
  private final World world;
  private final List<PriceLists> sides;
  private final String currency;
  private final Set<Whom> wanted;

  private final Map<String, List<Whom.Within>> ofCustomer = new HashMap<>();
  private final Map<String, List<Whom.Within>> ofGroup = new HashMap<>();
  private final List<Whom.Within> ofAnybody = new ArrayList<>();
  private final List<Whom.OnRate> rates = new ArrayList<>();
  private final List<Map<String, Set<Whom>>> throughLists = new ArrayList<>();
  private final boolean asksForLists;

  /**
   * @param sides the price lists as they are and as proposed: either may be what reaches somebody
   * @param currency in which all are asked, empty for each in its own
   */
  ReachedCustomers(
      World world, Collection<PriceLists> sides, String currency, Collection<Whom> wanted) {
    this.world = world;
    this.sides = List.copyOf(sides);
    this.currency = currency;
    this.wanted = Set.copyOf(wanted);
    boolean lists = false;
    for (Whom whom : this.wanted) {
      switch (whom) {
        case Whom.Within within -> note(within);
        case Whom.OnRate rate -> {
          rates.add(rate);
          lists = true;
        }
        case Whom.OnList _, Whom.OnMargins _ -> lists = true;
        case Whom.Everybody _, Whom.ServedBy _, Whom.Paying _ -> {}
      }
    }
    asksForLists = lists;
    this.sides.forEach(_ -> throughLists.add(new HashMap<>()));
  }

  private void note(Whom.Within within) {
    Scope scope = within.scope();
    if (scope.customers().isEmpty() && scope.customerGroups().isEmpty()) {
      ofAnybody.add(within);
    }
    scope.customers().forEach(c -> ofCustomer.computeIfAbsent(c, _ -> some()).add(within));
    scope.customerGroups().forEach(g -> ofGroup.computeIfAbsent(g, _ -> some()).add(within));
  }

  private static List<Whom.Within> some() {
    return new ArrayList<>(1);
  }

  /** The places of those who are meant, ascending; who means nobody is not there. */
  Map<Whom, int[]> among(List<Customer> customers) {
    Map<Whom, IntStream.Builder> found = new HashMap<>();
    for (int place = 0; place < customers.size(); place++) {
      Set<Whom> met = new HashSet<>();
      meet(customers.get(place), met);
      met.retainAll(wanted);
      for (Whom whom : met) {
        found.computeIfAbsent(whom, _ -> IntStream.builder()).add(place);
      }
    }
    Map<Whom, int[]> places = new HashMap<>();
    found.forEach((whom, builder) -> places.put(whom, builder.build().toArray()));
    return places;
  }

  private void meet(Customer customer, Set<Whom> met) {
    met.add(new Whom.Everybody());
    met.add(new Whom.Paying(currency.isEmpty() ? customer.currency() : currency));
    for (Party party : Terms.parties(customer, world::customer)) {
      met.add(new Whom.ServedBy(party));
    }
    meet(ofCustomer.getOrDefault(customer.customer(), List.of()), customer, met);
    for (GroupMembership membership : customer.groups()) {
      meet(ofGroup.getOrDefault(membership.group(), List.of()), customer, met);
    }
    meet(ofAnybody, customer, met);
    for (int side = 0; asksForLists && side < sides.size(); side++) {
      PriceLists lists = sides.get(side);
      Map<String, Set<Whom>> known = throughLists.get(side);
      for (Told<PriceList> told : lists.applicableTo(customer)) {
        met.addAll(known.computeIfAbsent(told.value().list(), list -> through(lists, list)));
      }
    }
  }

  private static void meet(List<Whom.Within> scopes, Customer customer, Set<Whom> met) {
    for (Whom.Within within : scopes) {
      if (within.scope().covers(customer)) {
        met.add(within);
      }
    }
  }

  private Set<Whom> through(PriceLists lists, String list) {
    Set<Whom> met = new HashSet<>();
    List<Told<PriceList>> chain = lists.chain(list);
    for (int at = 0; at < chain.size(); at++) {
      PriceList each = chain.get(at).value();
      boolean heedsCost = each.formula().clampsMargin();
      met.add(new Whom.OnList(each.list()));
      if (heedsCost) {
        met.add(new Whom.OnMargins());
      }
      String base = at + 1 < chain.size() ? chain.get(at + 1).value().currency() : "";
      for (Whom.OnRate rate : rates) {
        if (each.currency().equals(rate.to()) && (heedsCost || base.equals(rate.from()))) {
          met.add(rate);
        }
      }
    }
    met.retainAll(wanted);
    return met;
  }
}
