package tradecounter.engine.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Customer.GroupMembership;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Promotion;
import tradecounter.engine.canonical.Promotion.Scope;

/**
 * All promotions, found by what they are for and, if that is everything, by whom they are for: an
 * item is priced from a handful of many thousands. One writer; any thread reads, lock-free.
 */
public final class Promotions {
  private static final String ANYBODY = "";
  private static final Comparator<Told<Promotion>> BY_KEY =
      Comparator.comparing(told -> told.value().promotion());

  /** Where promotions are found, and by which keys. */
  private record Shelf(Grouped<Told<Promotion>> promotions, Function<Scope, Set<String>> keys) {
    Shelf(Function<Scope, Set<String>> keys) {
      this(new Grouped<>(BY_KEY, BY_KEY), keys);
    }

    Shelf copy() {
      return new Shelf(new Grouped<>(promotions), keys);
    }

    Set<String> keys(@Nullable Told<Promotion> told) {
      return told == null ? Set.of() : keys.apply(told.value().scope());
    }
  }

  private final Shelf ofItem;
  private final Shelf ofCategory;
  private final Shelf ofCustomer;
  private final Shelf ofGroup;
  private final Shelf ofAnybody;
  private final List<Shelf> shelves;

  Promotions() {
    this(
        new Shelf(Scope::items),
        new Shelf(Scope::categories),
        new Shelf(scope -> isForAllItems(scope) ? scope.customers() : Set.of()),
        new Shelf(scope -> isForAllItems(scope) ? scope.customerGroups() : Set.of()),
        new Shelf(
            scope ->
                isForAllItems(scope)
                        && scope.customers().isEmpty()
                        && scope.customerGroups().isEmpty()
                    ? Set.of(ANYBODY)
                    : Set.of()));
  }

  /** The same promotions, to be changed apart from these. */
  Promotions(Promotions others) {
    this(
        others.ofItem.copy(),
        others.ofCategory.copy(),
        others.ofCustomer.copy(),
        others.ofGroup.copy(),
        others.ofAnybody.copy());
  }

  private Promotions(
      Shelf ofItem, Shelf ofCategory, Shelf ofCustomer, Shelf ofGroup, Shelf ofAnybody) {
    this.ofItem = ofItem;
    this.ofCategory = ofCategory;
    this.ofCustomer = ofCustomer;
    this.ofGroup = ofGroup;
    this.ofAnybody = ofAnybody;
    shelves = List.of(ofItem, ofCategory, ofCustomer, ofGroup, ofAnybody);
  }

  private static boolean isForAllItems(Scope scope) {
    return scope.items().isEmpty() && scope.categories().isEmpty();
  }

  /** Puts the new one in the place of the old one: there is no instant without it. Writer only. */
  void replace(@Nullable Told<Promotion> old, @Nullable Told<Promotion> changed) {
    for (Shelf shelf : shelves) {
      shelf.promotions().replace(shelf.keys(old), old, shelf.keys(changed), changed);
    }
  }

  /** Each of them, those that name several things several times. */
  void forEach(Consumer<Told<Promotion>> consumer) {
    shelves.forEach(shelf -> shelf.promotions().forEach(consumer));
  }

  /** Whether there is nothing at all: what a hot path asks first. */
  public boolean isEmpty() {
    return ofItem.promotions().isEmpty()
        && ofCategory.promotions().isEmpty()
        && ofCustomer.promotions().isEmpty()
        && ofGroup.promotions().isEmpty()
        && ofAnybody.promotions().isEmpty();
  }

  /** Those for the item and the customer, whatever their days, each once, in no special order. */
  public List<Told<Promotion>> covering(Item item, Customer customer) {
    List<Told<Promotion>> found = new ArrayList<>(2);
    add(ofItem, item.item(), customer, found);
    if (!item.category().isEmpty()) {
      add(ofCategory, item.category(), customer, found);
    }
    add(ofCustomer, customer.customer(), customer, found);
    for (GroupMembership membership : customer.groups()) {
      add(ofGroup, membership.group(), customer, found);
    }
    add(ofAnybody, ANYBODY, customer, found);
    return found;
  }

  private static void add(Shelf shelf, String key, Customer customer, List<Told<Promotion>> found) {
    // One that names the item and its category stands on two shelves.
    List<Told<Promotion>> before = List.copyOf(found);
    for (Told<Promotion> told : shelf.promotions().of(key)) {
      if (told.value().scope().covers(customer) && !before.contains(told)) {
        found.add(told);
      }
    }
  }
}
