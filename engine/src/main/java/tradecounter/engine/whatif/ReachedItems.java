package tradecounter.engine.whatif;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Price;
import tradecounter.engine.state.ItemSnapshot;
import tradecounter.engine.state.PriceLists;
import tradecounter.engine.state.World;
import tradecounter.engine.whatif.Reach.What;

/** Finds what is meant, for many descriptions in one pass over the items. One thread. */
final class ReachedItems {
  private final World world;
  private final Set<What> wanted;

  /** By list, for which descriptions a price on it counts. */
  private final Map<String, List<What>> ofList = new HashMap<>();

  /** By item, what the proposed prices make of it. */
  private final Map<String, Set<What>> proposedOn = new HashMap<>();

  private final boolean asksForItems;

  /**
   * @param sides the price lists as they are and as proposed
   */
  ReachedItems(
      World world,
      Collection<PriceLists> sides,
      Collection<Change> changes,
      Collection<What> wanted) {
    this.world = world;
    this.wanted = Set.copyOf(wanted);
    boolean items = false;
    for (What what : this.wanted) {
      switch (what) {
        case What.PricedOn on -> {
          items = true;
          Set<String> lists = new HashSet<>();
          sides.forEach(side -> side.chain(on.list()).forEach(l -> lists.add(l.value().list())));
          lists.forEach(list -> ofList.computeIfAbsent(list, _ -> new ArrayList<>(1)).add(on));
        }
        case What.InCategory _ -> items = true;
        case What.Everything _, What.OneItem _ -> {}
      }
    }
    asksForItems = items;
    for (Change change : changes) {
      if (change instanceof Price price && ofList.containsKey(price.list())) {
        proposedOn
            .computeIfAbsent(price.item(), _ -> new HashSet<>())
            .addAll(ofList.getOrDefault(price.list(), List.of()));
      }
    }
  }

  /** The places of those that are meant, ascending; what means nothing is not there. */
  Map<What, int[]> among(List<String> items) {
    Map<What, IntStream.Builder> found = new HashMap<>();
    for (int place = 0; place < items.size(); place++) {
      Set<What> met = new HashSet<>();
      meet(items.get(place), met);
      met.retainAll(wanted);
      for (What what : met) {
        found.computeIfAbsent(what, _ -> IntStream.builder()).add(place);
      }
    }
    Map<What, int[]> places = new HashMap<>();
    found.forEach((what, builder) -> places.put(what, builder.build().toArray()));
    return places;
  }

  private void meet(String item, Set<What> met) {
    met.add(new What.Everything());
    met.add(new What.OneItem(item));
    met.addAll(proposedOn.getOrDefault(item, Set.of()));
    ItemSnapshot snapshot = asksForItems ? world.item(item) : null;
    Item definition = snapshot == null ? null : snapshot.definitionOrNull();
    if (snapshot == null || definition == null) {
      return;
    }
    if (!definition.category().isEmpty()) {
      met.add(new What.InCategory(definition.category()));
    }
    for (int at = 0; at < snapshot.priceCount() && !ofList.isEmpty(); at++) {
      Price price = snapshot.price(at);
      if (price != null) {
        met.addAll(ofList.getOrDefault(price.list(), List.of()));
      }
    }
  }
}
