package tradecounter.engine.whatif;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.pricing.PricingRules;
import tradecounter.engine.state.PriceLists;
import tradecounter.engine.state.ProposedPrices;
import tradecounter.engine.state.World;
import tradecounter.engine.whatif.Reach.What;
import tradecounter.engine.whatif.Reach.Whom;

/**
 * Which of some customers' prices of which of some items a proposal can change, found from what its
 * events name: a file of contracts for thousands of customers touches a few items of each, and the
 * customers × the items are many times more. What is not touched is certainly unchanged. Immutable.
 */
public final class Touched {
  private static final int[] NOTHING = {};

  private final int customers;
  private final Map<Whom, Set<What>> reached = new HashMap<>();
  private final Map<Whom, int[]> whom;
  private final Map<What, int[]> what;
  private final List<Integer> untouching = new ArrayList<>();

  /**
   * @param customers who is asked for
   * @param items what is asked for
   */
  public Touched(
      World world,
      ProposedPrices proposed,
      Compared compared,
      PricingRules rules,
      List<Customer> customers,
      List<String> items) {
    this.customers = customers.size();
    List<Change> changes = proposed.changes();
    List<List<Reach>> reaches =
        changes.stream()
            .map(change -> Reach.of(change, proposed.former(change), compared, rules))
            .toList();
    Set<Whom> anybody = new HashSet<>();
    Set<What> anything = new HashSet<>();
    for (List<Reach> ofChange : reaches) {
      for (Reach reach : ofChange) {
        anybody.add(reach.whom());
        anything.add(reach.what());
      }
    }
    Collection<PriceLists> sides = proposed.priceLists();
    whom = new ReachedCustomers(world, sides, compared.currency(), anybody).among(customers);
    what = new ReachedItems(world, sides, changes, anything).among(items);
    for (int index = 0; index < reaches.size(); index++) {
      List<Reach> there = reaches.get(index).stream().filter(this::isThere).toList();
      there.forEach(r -> reached.computeIfAbsent(r.whom(), _ -> new HashSet<>()).add(r.what()));
      if (there.isEmpty()) {
        untouching.add(index);
      }
    }
  }

  private boolean isThere(Reach reach) {
    return whom.containsKey(reach.whom()) && what.containsKey(reach.what());
  }

  /** Which of the proposal's changes touch nothing that is asked for, from 0, ascending. */
  public List<Integer> untouching() {
    return Collections.unmodifiableList(untouching);
  }

  /**
   * For each customer the places of the items that are touched, ascending. Customers who are
   * touched alike share an array.
   *
   * @param maximum it ends with the customer with whom there are more pairs: the result is shorter
   */
  public List<int[]> items(long maximum) {
    List<List<int[]>> parts = new ArrayList<>(customers);
    for (int place = 0; place < customers; place++) {
      parts.add(new ArrayList<>(1));
    }
    reached.forEach(
        (who, all) -> {
          int[] items = union(all.stream().map(each -> what.getOrDefault(each, NOTHING)).toList());
          for (int place : whom.getOrDefault(who, NOTHING)) {
            parts.get(place).add(items);
          }
        });
    // Arrays are equal if they are the same: customers of the same lists are computed once.
    Map<List<int[]>, int[]> known = new HashMap<>();
    List<int[]> items = new ArrayList<>(customers);
    long pairs = 0;
    for (int place = 0; place < customers && pairs <= maximum; place++) {
      int[] ofCustomer = known.computeIfAbsent(parts.get(place), Touched::union);
      pairs += ofCustomer.length;
      items.add(ofCustomer);
    }
    return items;
  }

  /** Each place once, ascending. */
  public static int[] union(Collection<int[]> parts) {
    return switch (parts.size()) {
      case 0 -> NOTHING;
      case 1 -> parts.iterator().next();
      default -> parts.stream().flatMapToInt(Arrays::stream).sorted().distinct().toArray();
    };
  }
}
