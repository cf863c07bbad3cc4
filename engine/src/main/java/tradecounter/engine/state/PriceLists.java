package tradecounter.engine.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Customer.GroupMembership;
import tradecounter.engine.canonical.PriceList;

/**
 * All price lists, found by whom they are for: a customer is priced from a handful of many
 * thousands. One writer; any thread reads, lock-free, and sees each list as a whole.
 */
public final class PriceLists {
  private static final Comparator<Told<PriceList>> BY_PRIORITY =
      Comparator.comparing(
          Told::value, Comparator.comparingInt(PriceList::priority).thenComparing(PriceList::list));

  private static final Comparator<Told<PriceList>> BY_KEY =
      Comparator.comparing(told -> told.value().list());
  private static final String EVERYBODY = "";

  private final ConcurrentHashMap<String, Told<PriceList>> byKey = new ConcurrentHashMap<>();
  private final Grouped<Told<PriceList>> ofCustomer;
  private final Grouped<Told<PriceList>> ofGroup;
  private final Grouped<Told<PriceList>> base;
  private final AtomicLong version = new AtomicLong();

  /** So many formulas may stand one upon the other: lists beyond give nothing by formula. */
  public static final int MAXIMUM_CHAIN = 16;

  PriceLists() {
    ofCustomer = new Grouped<>(BY_PRIORITY, BY_KEY);
    ofGroup = new Grouped<>(BY_PRIORITY, BY_KEY);
    base = new Grouped<>(BY_PRIORITY, BY_KEY);
  }

  /** The same lists, to be changed apart from these. */
  PriceLists(PriceLists others) {
    byKey.putAll(others.byKey);
    ofCustomer = new Grouped<>(others.ofCustomer);
    ofGroup = new Grouped<>(others.ofGroup);
    base = new Grouped<>(others.base);
  }

  /** Puts the new one in the place of the old one: there is no instant without it. Writer only. */
  void replace(String key, @Nullable Told<PriceList> changed) {
    @Nullable Told<PriceList> old = changed == null ? byKey.remove(key) : byKey.put(key, changed);
    ofCustomer.replace(customers(old), old, customers(changed), changed);
    ofGroup.replace(groups(old), old, groups(changed), changed);
    base.replace(everybody(old), old, everybody(changed), changed);
    version.incrementAndGet();
  }

  private static Set<String> customers(@Nullable Told<PriceList> told) {
    return told != null && told.value().kind() == PriceList.Kind.CUSTOMER
        ? told.value().customers()
        : Set.of();
  }

  private static Set<String> groups(@Nullable Told<PriceList> told) {
    return told != null && told.value().kind() == PriceList.Kind.GROUP
        ? told.value().groups()
        : Set.of();
  }

  private static Set<String> everybody(@Nullable Told<PriceList> told) {
    return told != null && told.value().kind() == PriceList.Kind.BASE
        ? Set.of(EVERYBODY)
        : Set.of();
  }

  /** Changes with every change of a list. */
  public long version() {
    return version.get();
  }

  /** The list with this key, if there is one. */
  public @Nullable Told<PriceList> list(String key) {
    return byKey.get(key);
  }

  /**
   * The list and those it is derived from, each from the next: just itself if it is not derived,
   * empty if there is no such list. Ends where a list is not known, with the list that comes a
   * second time, or when {@link #MAXIMUM_CHAIN} formulas stand one upon the other.
   */
  public List<Told<PriceList>> chain(String key) {
    List<Told<PriceList>> chain = new ArrayList<>(1);
    @Nullable Told<PriceList> next = byKey.get(key);
    while (next != null && chain.size() <= MAXIMUM_CHAIN) {
      boolean again = chain.contains(next);
      chain.add(next);
      boolean last = again || next.value().formula().isNone();
      next = last ? null : byKey.get(next.value().formula().list());
    }
    return chain;
  }

  /**
   * The lists that a customer is priced from, most specific first: its own (those it names, in its
   * order, then those that name it), then the lists of its groups by the customer's priority of the
   * group and then the list's, then the base lists of its channel. Each list once, never in the
   * order of loading.
   */
  public List<Told<PriceList>> applicableTo(Customer customer) {
    List<Told<PriceList>> lists = new ArrayList<>();
    for (String key : customer.lists()) {
      Told<PriceList> named = byKey.get(key);
      if (named != null) {
        addOnce(lists, named, customer);
      }
    }
    for (Told<PriceList> list : ofCustomer.of(customer.customer())) {
      addOnce(lists, list, customer);
    }
    for (GroupMembership membership : customer.groups()) {
      for (Told<PriceList> list : ofGroup.of(membership.group())) {
        addOnce(lists, list, customer);
      }
    }
    for (Told<PriceList> list : base.of(EVERYBODY)) {
      addOnce(lists, list, customer);
    }
    return lists;
  }

  /** Unless it is there already, or is kept for other customers. */
  private static void addOnce(
      List<Told<PriceList>> lists, Told<PriceList> told, Customer customer) {
    PriceList list = told.value();
    boolean served =
        (list.customers().isEmpty() || list.customers().contains(customer.customer()))
            && (list.channels().isEmpty() || list.channels().contains(customer.channel()));
    if (served && lists.stream().noneMatch(known -> known.value().list().equals(list.list()))) {
      lists.add(told);
    }
  }
}
