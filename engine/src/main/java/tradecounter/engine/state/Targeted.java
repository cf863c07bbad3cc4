package tradecounter.engine.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Item;

/**
 * Objects that name an item, or a category, or neither: found for an item by what they name. One
 * writer; any thread reads, lock-free, and sees each list as a whole.
 */
public final class Targeted<T> {
  private final ConcurrentHashMap<String, List<T>> ofItem = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, List<T>> ofCategory = new ConcurrentHashMap<>();
  private volatile List<T> ofAll = List.of();

  private final Function<T, String> item;
  private final Function<T, String> category;
  private final Comparator<T> byKey;

  Targeted(Function<T, String> item, Function<T, String> category, Function<T, String> key) {
    this.item = item;
    this.category = category;
    this.byKey = Comparator.comparing(key);
  }

  /** Puts the new one in the place of the old one: there is no instant without it. Writer only. */
  void replace(@Nullable T old, @Nullable T changed) {
    if (changed != null) {
      update(
          changed,
          list -> {
            list.removeIf(known -> byKey.compare(known, changed) == 0);
            list.add(changed);
            list.sort(byKey);
          });
    }
    if (old != null && (changed == null || !haveOneTarget(old, changed))) {
      update(old, list -> list.removeIf(known -> byKey.compare(known, old) == 0));
    }
  }

  private boolean haveOneTarget(T a, T b) {
    return item.apply(a).equals(item.apply(b)) && category.apply(a).equals(category.apply(b));
  }

  private void update(T target, java.util.function.Consumer<List<T>> change) {
    String itemKey = item.apply(target);
    String categoryKey = category.apply(target);
    if (itemKey.isEmpty() && categoryKey.isEmpty()) {
      List<T> copy = new ArrayList<>(ofAll);
      change.accept(copy);
      ofAll = List.copyOf(copy);
      return;
    }
    (itemKey.isEmpty() ? ofCategory : ofItem)
        .compute(
            itemKey.isEmpty() ? categoryKey : itemKey,
            (_, known) -> {
              List<T> copy = known == null ? new ArrayList<>() : new ArrayList<>(known);
              change.accept(copy);
              return copy.isEmpty() ? null : List.copyOf(copy);
            });
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
