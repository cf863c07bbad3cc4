package tradecounter.engine.availability;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.state.ItemSnapshot;
import tradecounter.engine.state.World;

/** What bundles are made of, down to the items that are none. Not thread-safe. */
final class Composition {
  /** Bundles in bundles, so deep and no deeper. */
  static final int MAXIMUM_NESTING = 8;

  private final World world;
  private final Map<String, Map<String, Long>> bottoms = new HashMap<>(0);

  Composition(World world) {
    this.world = world;
  }

  void addNeeds(Item bundle, long bundles, int depth, Map<String, Long> into) {
    bottomOf(bundle, depth)
        .forEach(
            (item, needed) ->
                into.merge(
                    item, FixedPoint.timesCeiling(bundles, needed), FixedPoint::saturatedSum));
  }

  /** What one bundle takes of each item at the bottom; each inner bundle is looked into once. */
  private Map<String, Long> bottomOf(Item bundle, int depth) {
    Map<String, Long> known = bottoms.get(bundle.item());
    if (known != null || depth >= MAXIMUM_NESTING) {
      return known == null ? Map.of() : known;
    }
    // Bundles in a circle need nothing of themselves here; they are not available anyway.
    bottoms.put(bundle.item(), Map.of());
    Map<String, Long> bottom = new LinkedHashMap<>();
    for (Item.Component component : bundle.components()) {
      if (counts(component)) {
        Item item = definition(component.item());
        if (item != null && item.policy() == Item.Policy.BUNDLE) {
          addNeeds(item, component.quantity(), depth + 1, bottom);
        } else {
          bottom.merge(component.item(), component.quantity(), FixedPoint::saturatedSum);
        }
      }
    }
    bottoms.put(bundle.item(), bottom);
    return bottom;
  }

  static boolean counts(Item.Component component) {
    return !component.optional() && component.stocked();
  }

  private @Nullable Item definition(String item) {
    ItemSnapshot snapshot = world.item(item);
    return snapshot == null ? null : snapshot.definitionOrNull();
  }
}
