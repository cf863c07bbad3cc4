package tradecounter.engine.state;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
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
    List<PriceList> others = byPriority.stream().filter(l -> !l.list().equals(list)).toList();
    if (changed == null) {
      return new PriceLists(others);
    }
    PriceList[] all = Arrays.copyOf(others.toArray(PriceList[]::new), others.size() + 1);
    all[others.size()] = changed;
    return new PriceLists(Arrays.stream(all).sorted(BY_PRIORITY).toList());
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
    var own =
        java.util.stream.Stream.concat(
            customer.lists().stream().map(this::list).filter(Objects::nonNull),
            byPriority.stream()
                .filter(l -> l.kind() == PriceList.Kind.CUSTOMER)
                .filter(l -> l.customers().contains(customer.customer())));
    var groups =
        customer.groups().stream()
            .map(GroupMembership::group)
            .flatMap(
                group ->
                    byPriority.stream()
                        .filter(l -> l.kind() == PriceList.Kind.GROUP)
                        .filter(l -> l.groups().contains(group)));
    var base =
        byPriority.stream()
            .filter(l -> l.kind() == PriceList.Kind.BASE)
            .filter(l -> l.channels().isEmpty() || l.channels().contains(customer.channel()));
    return java.util.stream.Stream.of(own, groups, base)
        .flatMap(lists -> lists)
        .filter(l -> l.customers().isEmpty() || l.customers().contains(customer.customer()))
        .distinct()
        .toList();
  }
}
