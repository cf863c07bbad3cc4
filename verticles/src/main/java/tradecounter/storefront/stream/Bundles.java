package tradecounter.storefront.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.state.ItemSnapshot;
import tradecounter.engine.state.World;

/** Which bundles an item is in. One writer; any thread reads. */
final class Bundles {
  private final World world;
  private final ConcurrentHashMap<String, Set<String>> bundlesOf = new ConcurrentHashMap<>();

  // Only the writer sees these.
  private final Map<String, List<String>> componentsOf = new HashMap<>();

  Bundles(World world) {
    this.world = world;
  }

  /** Notes what the item is made of now. */
  void update(String item) {
    ItemSnapshot snapshot = world.item(item);
    Item definition = snapshot == null ? null : snapshot.definitionOrNull();
    List<String> now =
        definition == null
            ? List.of()
            : definition.components().stream().map(Item.Component::item).toList();
    List<String> before = componentsOf.getOrDefault(item, List.of());
    if (now.equals(before)) {
      return;
    }
    for (String component : before) {
      bundlesOf.computeIfPresent(component, (_, bundles) -> without(bundles, item));
    }
    for (String component : now) {
      bundlesOf.computeIfAbsent(component, _ -> ConcurrentHashMap.newKeySet()).add(item);
    }
    if (now.isEmpty()) {
      componentsOf.remove(item);
    } else {
      componentsOf.put(item, now);
    }
  }

  @SuppressWarnings("NullAway") // No value is how a map is told to forget the key.
  private static Set<String> without(Set<String> bundles, String bundle) {
    bundles.remove(bundle);
    return bundles.isEmpty() ? null : bundles;
  }

  /** Adds the item and every bundle it is in, directly or by another bundle. */
  void addWithBundles(String item, Set<String> to) {
    Deque<String> reached = new ArrayDeque<>(List.of(item));
    for (String next = reached.poll(); next != null; next = reached.poll()) {
      if (to.add(next)) {
        reached.addAll(bundlesOf.getOrDefault(next, Set.of()));
      }
    }
  }
}
