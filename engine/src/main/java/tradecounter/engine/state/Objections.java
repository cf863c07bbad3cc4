package tradecounter.engine.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.ObjectKey;
import tradecounter.engine.canonical.Price;
import tradecounter.engine.canonical.PriceList;
import tradecounter.engine.state.ProposedPrices.Objection;

/** What will not do what the author of a proposal thinks; the first of each change. One thread. */
final class Objections {
  private final Map<Integer, Objection> byIndex = new TreeMap<>();

  List<Objection> all() {
    return List.copyOf(byIndex.values());
  }

  void add(Objection objection) {
    byIndex.putIfAbsent(objection.index(), objection);
  }

  private void add(int index, String code, String detail) {
    add(new Objection(index, code, detail));
  }

  void nothingToDelete(int index, String what) {
    add(index, "nothing-to-delete", "there is no " + what + " that could be deleted");
  }

  /**
   * @param lists with everything that is proposed: a price may come before its list
   */
  void check(int index, Change change, World world, PriceLists lists) {
    switch (change.key()) {
      case ObjectKey.OfPrice key -> checkItem(index, key.item(), "price", world);
      case ObjectKey.OfCost key -> checkItem(index, key.item(), "cost", world);
      case ObjectKey.OfContractPrice key when key.target() == ContractPrice.Target.ITEM ->
          checkItem(index, key.targetKey(), "contract price", world);
      case ObjectKey.Simple _,
          ObjectKey.OfPosition _,
          ObjectKey.OfCommitment _,
          ObjectKey.OfContractPrice _,
          ObjectKey.OfTaxRate _,
          ObjectKey.OfExchangeRate _,
          ObjectKey.OfOrder _ -> {}
    }
    if (change instanceof Price price && lists.list(price.list()) == null) {
      listUnknown(index, "the price of item " + price.item(), price.list());
    } else if (change instanceof PriceList list && !list.formula().isNone()) {
      checkFormula(index, list, lists);
    }
  }

  private void checkItem(int index, String item, String what, World world) {
    ItemSnapshot snapshot = world.item(item);
    if (snapshot == null || snapshot.definitionOrNull() == null) {
      add(index, "item-unknown", "a " + what + " is of item " + item + ", which nobody knows");
    }
  }

  private void checkFormula(int index, PriceList list, PriceLists lists) {
    List<String> path = new ArrayList<>();
    for (Told<PriceList> told : lists.chain(list.list())) {
      path.add(told.value().list());
    }
    Told<PriceList> last = path.isEmpty() ? null : lists.list(path.getLast());
    if (last == null || last.value().formula().isNone()) {
      return;
    }
    String base = last.value().formula().list();
    int again = path.indexOf(path.getLast());
    if (again < path.size() - 1) {
      inCircle(index, list.list(), path.subList(again, path.size()));
    } else if (lists.list(base) == null) {
      listUnknown(index, "the formula of list " + path.getLast(), base);
    } else {
      path.add(base);
      add(
          index,
          "formula-too-deep",
          "list "
              + list.list()
              + " stands on more than "
              + PriceLists.MAXIMUM_CHAIN
              + " formulas: "
              + String.join(" ← ", path)
              + "; derive it from a list further down");
    }
  }

  private void inCircle(int index, String list, List<String> circle) {
    String circular =
        "list "
            + circle.getFirst()
            + " is derived from itself: "
            + String.join(" ← ", circle)
            + "; change the formula of one of them";
    add(
        index,
        "list-in-circle",
        circle.getFirst().equals(list)
            ? circular
            : "list " + list + " rests on a circle: " + circular);
  }

  private void listUnknown(int index, String what, String list) {
    add(index, "list-unknown", what + " names list " + list + ", which nobody knows");
  }
}
