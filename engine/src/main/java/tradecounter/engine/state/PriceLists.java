package tradecounter.engine.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Customer.GroupMembership;
import tradecounter.engine.canonical.PriceList;

/** All price lists at one instant. Immutable. */
public final class PriceLists {
  static final PriceLists NONE = new PriceLists(List.of());

  private static final Comparator<PriceList> BY_PRIORITY =
      Comparator.comparingInt(PriceList::priority).thenComparing(PriceList::list);

  private final List<PriceList> byPriority;

  private PriceLists(List<PriceList> byPriority) {
    this.byPriority = byPriority;
  }

  PriceLists with(String list, @Nullable PriceList changed) {
    List<PriceList> lists = new ArrayList<>(byPriority);
    lists.removeIf(known -> known.list().equals(list));
    if (changed != null) {
      lists.add(changed);
      lists.sort(BY_PRIORITY);
    }
    return new PriceLists(List.copyOf(lists));
  }

  /** The list with this key, if there is one. */
  public @Nullable PriceList list(String key) {
    for (PriceList list : byPriority) {
      if (list.list().equals(key)) {
        return list;
      }
    }
    return null;
  }

  /**
   * The lists that a customer is priced from, most specific first: its own (those it names, in its
   * order, then those that name it), then the lists of its groups by the customer's priority of the
   * group and then the list's, then the base lists of its channel. Each list once, never in the
   * order of loading.
   */
  public List<PriceList> applicableTo(Customer customer) {
    List<PriceList> lists = new ArrayList<>();
    for (String key : customer.lists()) {
      PriceList named = list(key);
      if (named != null) {
        addOnce(lists, named, customer);
      }
    }
    for (PriceList list : byPriority) {
      if (list.kind() == PriceList.Kind.CUSTOMER
          && list.customers().contains(customer.customer())) {
        addOnce(lists, list, customer);
      }
    }
    for (GroupMembership membership : customer.groups()) {
      for (PriceList list : byPriority) {
        if (list.kind() == PriceList.Kind.GROUP && list.groups().contains(membership.group())) {
          addOnce(lists, list, customer);
        }
      }
    }
    for (PriceList list : byPriority) {
      if (list.kind() == PriceList.Kind.BASE) {
        addOnce(lists, list, customer);
      }
    }
    return lists;
  }

  /** Unless it is there already, or is kept for other customers. */
  private static void addOnce(List<PriceList> lists, PriceList list, Customer customer) {
    boolean served =
        (list.customers().isEmpty() || list.customers().contains(customer.customer()))
            && (list.channels().isEmpty() || list.channels().contains(customer.channel()));
    if (served && lists.stream().noneMatch(known -> known.list().equals(list.list()))) {
      lists.add(list);
    }
  }
}
