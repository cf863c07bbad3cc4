package tradecounter.engine.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Objects under the keys by which they are found, those of a key in order. One writer; any thread
 * reads, lock-free, and sees the objects of a key as a whole.
 */
final class Grouped<T> {
  private final ConcurrentHashMap<String, List<T>> byKey = new ConcurrentHashMap<>();
  private final Comparator<T> order;
  private final Comparator<T> identity;

  /**
   * An empty one.
   *
   * @param order of the objects of one key
   * @param identity equal for an object and what takes its place
   */
  Grouped(Comparator<T> order, Comparator<T> identity) {
    this.order = order;
    this.identity = identity;
  }

  /** The same objects, to be changed apart from these. */
  Grouped(Grouped<T> others) {
    this(others.order, others.identity);
    byKey.putAll(others.byKey);
  }

  /** The objects of a key, in order. */
  List<T> of(String key) {
    return byKey.getOrDefault(key, List.of());
  }

  boolean isEmpty() {
    return byKey.isEmpty();
  }

  /** Each of them, those under several keys several times. */
  void forEach(Consumer<T> consumer) {
    byKey.values().forEach(objects -> objects.forEach(consumer));
  }

  /**
   * Puts the new one in the place of the old one: there is no instant without it. Writer only.
   *
   * @param oldKeys of {@code old}; empty if there is none
   * @param keys of {@code changed}; empty if there is none
   */
  void replace(Set<String> oldKeys, @Nullable T old, Set<String> keys, @Nullable T changed) {
    if (changed != null) {
      for (String key : keys) {
        byKey.compute(key, (_, known) -> with(known == null ? List.of() : known, changed));
      }
    }
    if (old != null) {
      for (String key : oldKeys) {
        if (!keys.contains(key)) {
          byKey.computeIfPresent(key, (_, known) -> without(known, old));
        }
      }
    }
  }

  private List<T> with(List<T> known, T changed) {
    List<T> objects = copyWithout(known, changed);
    objects.add(changed);
    objects.sort(order);
    return List.copyOf(objects);
  }

  private @Nullable List<T> without(List<T> known, T old) {
    List<T> objects = copyWithout(known, old);
    return objects.isEmpty() ? null : List.copyOf(objects);
  }

  private List<T> copyWithout(List<T> known, T object) {
    List<T> objects = new ArrayList<>(known.size() + 1);
    for (T each : known) {
      if (identity.compare(each, object) != 0) {
        objects.add(each);
      }
    }
    return objects;
  }
}
