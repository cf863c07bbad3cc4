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

  private final ConcurrentHashMap<String, Told<PriceList>> byKey = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, List<Told<PriceList>>> ofCustomer =
      new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, List<Told<PriceList>>> ofGroup =
      new ConcurrentHashMap<>();
  private volatile List<Told<PriceList>> base = List.of();
  private final AtomicLong version = new AtomicLong();

  /** A formula on a formula on … counts up to here. */
  private static final int MAXIMUM_CHAIN = 64;

  PriceLists() {}

  /** The same lists, to be changed apart from these. */
  PriceLists(PriceLists others) {
    byKey.putAll(others.byKey);
    ofCustomer.putAll(others.ofCustomer);
    ofGroup.putAll(others.ofGroup);
    base = others.base;
  }

  /** Puts the new one in the place of the old one: there is no instant without it. Writer only. */
  void replace(String key, @Nullable Told<PriceList> changed) {
    @Nullable Told<PriceList> old = byKey.get(key);
    if (changed != null) {
      byKey.put(key, changed);
      customers(changed.value()).forEach(c -> update(ofCustomer, c, key, changed));
      groups(changed.value()).forEach(g -> update(ofGroup, g, key, changed));
      if (changed.value().kind() == PriceList.Kind.BASE) {
        base = updated(base, key, changed);
      }
    } else {
      byKey.remove(key);
    }
    if (old != null) {
      withdraw(key, old.value(), changed == null ? null : changed.value());
    }
    version.incrementAndGet();
  }

  private void withdraw(String key, PriceList old, @Nullable PriceList changed) {
    for (String customer : customers(old)) {
      if (changed == null || !customers(changed).contains(customer)) {
        update(ofCustomer, customer, key, null);
      }
    }
    for (String group : groups(old)) {
      if (changed == null || !groups(changed).contains(group)) {
        update(ofGroup, group, key, null);
      }
    }
    if (old.kind() == PriceList.Kind.BASE
        && (changed == null || changed.kind() != PriceList.Kind.BASE)) {
      base = updated(base, key, null);
    }
  }

  private static Set<String> customers(PriceList list) {
    return list.kind() == PriceList.Kind.CUSTOMER ? list.customers() : Set.of();
  }

  private static Set<String> groups(PriceList list) {
    return list.kind() == PriceList.Kind.GROUP ? list.groups() : Set.of();
  }

  private static void update(
      ConcurrentHashMap<String, List<Told<PriceList>>> index,
      String whom,
      String key,
      @Nullable Told<PriceList> changed) {
    index.compute(
        whom,
        (_, known) -> {
          List<Told<PriceList>> lists = updated(known == null ? List.of() : known, key, changed);
          return lists.isEmpty() ? null : lists;
        });
  }

  private static List<Told<PriceList>> updated(
      List<Told<PriceList>> known, String key, @Nullable Told<PriceList> changed) {
    List<Told<PriceList>> lists = new ArrayList<>(known);
    lists.removeIf(list -> list.value().list().equals(key));
    if (changed != null) {
      lists.add(changed);
      lists.sort(BY_PRIORITY);
    }
    return List.copyOf(lists);
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
   * second time, or after 64 lists.
   */
  public List<Told<PriceList>> chain(String key) {
    List<Told<PriceList>> chain = new ArrayList<>(1);
    @Nullable Told<PriceList> next = byKey.get(key);
    while (next != null && chain.size() < MAXIMUM_CHAIN) {
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
    for (Told<PriceList> list : ofCustomer.getOrDefault(customer.customer(), List.of())) {
      addOnce(lists, list, customer);
    }
    for (GroupMembership membership : customer.groups()) {
      for (Told<PriceList> list : ofGroup.getOrDefault(membership.group(), List.of())) {
        addOnce(lists, list, customer);
      }
    }
    for (Told<PriceList> list : base) {
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
