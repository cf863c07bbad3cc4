package tradecounter.engine.state;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Item;

/**
 * Objects that name an item, or a category, or neither: found for an item by what they name. One
 * writer; any thread reads, lock-free, and sees each list as a whole.
 */
public final class Targeted<T> {
  private static final String ALL = "";

  private final Grouped<T> ofItem;
  private final Grouped<T> ofCategory;
  private final Grouped<T> ofAll;
  private final Function<T, String> item;
  private final Function<T, String> category;

  /**
   * An empty one.
   *
   * @param item the item that an object names, empty if none
   * @param category the category that it names, empty if none
   */
  Targeted(Function<T, String> item, Function<T, String> category, Function<T, String> key) {
    this.item = item;
    this.category = category;
    Comparator<T> byKey = Comparator.comparing(key);
    ofItem = new Grouped<>(byKey, byKey);
    ofCategory = new Grouped<>(byKey, byKey);
    ofAll = new Grouped<>(byKey, byKey);
  }

  /** Whether it is for more than the item that it names. */
  boolean reachesFurther(T object) {
    return item.apply(object).isEmpty() || !category.apply(object).isEmpty();
  }

  /** The item it names, empty if none. */
  String itemOf(T object) {
    return item.apply(object);
  }

  /** Puts the new one in the place of the old one: there is no instant without it. Writer only. */
  void replace(@Nullable T old, @Nullable T changed) {
    ofItem.replace(items(old), old, items(changed), changed);
    ofCategory.replace(categories(old), old, categories(changed), changed);
    ofAll.replace(all(old), old, all(changed), changed);
  }

  private Set<String> items(@Nullable T object) {
    return object == null ? Set.of() : orNone(item.apply(object));
  }

  private Set<String> categories(@Nullable T object) {
    return object == null ? Set.of() : orNone(category.apply(object));
  }

  private Set<String> all(@Nullable T object) {
    boolean forAll =
        object != null && item.apply(object).isEmpty() && category.apply(object).isEmpty();
    return forAll ? Set.of(ALL) : Set.of();
  }

  private static Set<String> orNone(String key) {
    return key.isEmpty() ? Set.of() : Set.of(key);
  }

  /** Whether there is nothing at all: what a hot path asks first. */
  public boolean isEmpty() {
    return ofItem.isEmpty() && ofCategory.isEmpty() && ofAll.isEmpty();
  }

  /** Those that name the item itself, by key. */
  public List<T> ofItem(Item of) {
    return ofItem.of(of.item());
  }

  /** Those that name its category, by key. */
  public List<T> ofCategory(Item of) {
    return of.category().isEmpty() ? List.of() : ofCategory.of(of.category());
  }

  /** Those that name nothing, by key. */
  public List<T> ofAll() {
    return ofAll.of(ALL);
  }
}
