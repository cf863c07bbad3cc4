package tradecounter.engine.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Item;

/**
 * Objects that name items, or categories, or neither: found for an item by what they name. One
 * writer; any thread reads, lock-free, and sees each list as a whole.
 */
public final class Targeted<T> {
  private final ConcurrentHashMap<String, List<T>> ofItem = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, List<T>> ofCategory = new ConcurrentHashMap<>();
  private volatile List<T> ofAll = List.of();

  private final Function<T, Set<String>> items;
  private final Function<T, Set<String>> categories;
  private final Comparator<T> byKey;

  Targeted(
      Function<T, Set<String>> items,
      Function<T, Set<String>> categories,
      Function<T, String> key) {
    this.items = items;
    this.categories = categories;
    this.byKey = Comparator.comparing(key);
  }

  /** The same objects, to be changed apart from these. */
  Targeted(Targeted<T> others) {
    items = others.items;
    categories = others.categories;
    byKey = others.byKey;
    ofItem.putAll(others.ofItem);
    ofCategory.putAll(others.ofCategory);
    ofAll = others.ofAll;
  }

  /** The items an object names; none and no category means that it is for all. */
  Set<String> itemsOf(T object) {
    return items.apply(object);
  }

  /** Whether it is for more than the items that it names. */
  boolean reachesFurther(T object) {
    return !categories.apply(object).isEmpty() || items.apply(object).isEmpty();
  }

  /** Puts the new one in the place of the old one: there is no instant without it. Writer only. */
  void replace(@Nullable T old, @Nullable T changed) {
    if (changed != null) {
      items.apply(changed).forEach(item -> update(ofItem, item, list -> put(list, changed)));
      categories.apply(changed).forEach(c -> update(ofCategory, c, list -> put(list, changed)));
      if (isForAll(changed)) {
        ofAll = updated(ofAll, list -> put(list, changed));
      }
    }
    if (old != null) {
      Consumer<List<T>> remove = list -> list.removeIf(it -> byKey.compare(it, old) == 0);
      for (String item : items.apply(old)) {
        if (changed == null || !items.apply(changed).contains(item)) {
          update(ofItem, item, remove);
        }
      }
      for (String category : categories.apply(old)) {
        if (changed == null || !categories.apply(changed).contains(category)) {
          update(ofCategory, category, remove);
        }
      }
      if (isForAll(old) && (changed == null || !isForAll(changed))) {
        ofAll = updated(ofAll, remove);
      }
    }
  }

  private boolean isForAll(T value) {
    return items.apply(value).isEmpty() && categories.apply(value).isEmpty();
  }

  private void put(List<T> list, T changed) {
    list.removeIf(known -> byKey.compare(known, changed) == 0);
    list.add(changed);
    list.sort(byKey);
  }

  private void update(
      ConcurrentHashMap<String, List<T>> index, String target, Consumer<List<T>> change) {
    index.compute(
        target,
        (_, known) -> {
          List<T> changed = updated(known == null ? List.of() : known, change);
          return changed.isEmpty() ? null : changed;
        });
  }

  private List<T> updated(List<T> known, Consumer<List<T>> change) {
    List<T> copy = new ArrayList<>(known);
    change.accept(copy);
    return List.copyOf(copy);
  }

  /** Each of them, those that name several items or categories several times. */
  void forEach(Consumer<T> consumer) {
    ofItem.values().forEach(list -> list.forEach(consumer));
    ofCategory.values().forEach(list -> list.forEach(consumer));
    ofAll.forEach(consumer);
  }

  /** Whether there is nothing at all: what a hot path asks first. */
  public boolean isEmpty() {
    return ofItem.isEmpty() && ofCategory.isEmpty() && ofAll.isEmpty();
  }

  /** Those that name the item itself, by key. */
  public List<T> ofItem(Item of) {
    return ofItem.getOrDefault(of.item(), List.of());
  }

  /** Those that name its category, by key. */
  public List<T> ofCategory(Item of) {
    return of.category().isEmpty() ? List.of() : ofCategory.getOrDefault(of.category(), List.of());
  }

  /** Those that name nothing, by key. */
  public List<T> ofAll() {
    return ofAll;
  }
}
