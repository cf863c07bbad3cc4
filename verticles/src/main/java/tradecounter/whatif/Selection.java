package tradecounter.whatif;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.state.ItemSnapshot;
import tradecounter.engine.state.World;
import tradecounter.engine.whatif.Touched;
import tradecounter.http.Problem;
import tradecounter.whatif.WhatIfQuestion.Chosen;

/**
 * Which customers are asked for which items.
 *
 * @param items each once
 * @param itemsOf for each customer the places of the items in {@code items}, ascending
 */
@SuppressWarnings("ArrayRecordComponent")
record Selection(List<Customer> customers, List<String> items, List<int[]> itemsOf) {

  /** Who and what is meant; leaves with a 422 that lists what is unknown, or where nothing is. */
  static Selection of(WhatIfQuestion question, World world) {
    List<Problem.Entry> wrong = new ArrayList<>();
    List<Customer> customers = customers(question.customers(), world, wrong);
    List<String> items = items(question.items(), world, wrong);
    if (!wrong.isEmpty()) {
      throw new Problem(422, wrong.getFirst().code(), wrong.getFirst().detail(), wrong)
          .asException();
    }
    int[] all = new int[items.size()];
    Arrays.setAll(all, place -> place);
    return new Selection(customers, items, Collections.nCopies(customers.size(), all));
  }

  /** The same, but of each customer's items only those that are touched. */
  Selection touched(Touched touched, long maximum) {
    return new Selection(customers, items, touched.items(maximum));
  }

  /** Of these places those from one to another, as keys. */
  List<String> items(int[] places, int first, int last) {
    int from = Arrays.binarySearch(places, first);
    List<String> keys = new ArrayList<>();
    for (int at = from < 0 ? -from - 1 : from; at < places.length && places[at] <= last; at++) {
      keys.add(items.get(places[at]));
    }
    return keys;
  }

  long pairs() {
    return itemsOf.stream().mapToLong(places -> places.length).sum();
  }

  /** How many customers are asked for anything. */
  int customerCount() {
    return (int) itemsOf.stream().filter(places -> places.length > 0).count();
  }

  /** How many items anybody is asked for. */
  int itemCount() {
    boolean[] asked = new boolean[items.size()];
    itemsOf.stream()
        .distinct()
        .forEach(
            places -> {
              for (int place : places) {
                asked[place] = true;
              }
            });
    int count = 0;
    for (boolean one : asked) {
      count += one ? 1 : 0;
    }
    return count;
  }

  private static List<Customer> customers(Chosen chosen, World world, List<Problem.Entry> wrong) {
    Stream<Customer> all = world.customers();
    return switch (chosen) {
      case Chosen.Affected _, Chosen.All _ -> ordered(all);
      case Chosen.In in -> {
        List<Customer> members =
            ordered(all.filter(c -> c.groups().stream().anyMatch(g -> g.group().equals(in.key()))));
        if (members.isEmpty()) {
          wrong.add(none("/customers/group", "no customer is in group '" + in.key() + "'"));
        }
        yield members;
      }
      case Chosen.Named named -> named(named.keys(), world::customer, "customer", wrong);
    };
  }

  private static List<Customer> ordered(Stream<Customer> customers) {
    return customers.sorted(Comparator.comparing(Customer::customer)).toList();
  }

  private static List<String> items(Chosen chosen, World world, List<Problem.Entry> wrong) {
    Stream<Item> sold = world.items().filter(Item::sellable);
    return switch (chosen) {
      case Chosen.Affected _, Chosen.All _ -> sold.map(Item::item).sorted().toList();
      case Chosen.In in -> {
        List<String> items =
            sold.filter(i -> i.category().equals(in.key())).map(Item::item).sorted().toList();
        if (items.isEmpty()) {
          wrong.add(none("/items/category", "no item of category '" + in.key() + "' is sold"));
        }
        yield items;
      }
      case Chosen.Named named ->
          named(
                  named.keys(),
                  key -> Optional.ofNullable(world.item(key)).flatMap(ItemSnapshot::definition),
                  "item",
                  wrong)
              .stream()
              .map(Item::item)
              .toList();
    };
  }

  private static <T> List<T> named(
      List<String> keys,
      Function<String, Optional<T>> known,
      String what,
      List<Problem.Entry> wrong) {
    List<T> found = new ArrayList<>(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      String key = keys.get(i);
      Optional<T> one = known.apply(key);
      if (one.isEmpty()) {
        wrong.add(
            new Problem.Entry(
                "/" + what + "s/" + i,
                what + "-unknown",
                "there is no " + what + " '" + key + "'"));
      }
      one.ifPresent(found::add);
    }
    return found;
  }

  private static Problem.Entry none(String pointer, String detail) {
    return new Problem.Entry(pointer, "selection-empty", detail);
  }
}
