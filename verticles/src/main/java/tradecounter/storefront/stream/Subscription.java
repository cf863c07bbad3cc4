package tradecounter.storefront.stream;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a client wants to hear.
 *
 * @param client the subject of its token: it may have so many streams and no more
 * @param items it is told the present state of these, and every change
 * @param category it is told every change of this category's items; empty for none
 * @param availability whether it wants figures
 * @param threshold whether it wants to hear that an item gets low, runs out or is there again
 */
public record Subscription(
    String client, Set<String> items, String category, boolean availability, boolean threshold) {
  public Subscription {
    items = Collections.unmodifiableSet(new LinkedHashSet<>(items));
  }

  boolean hasCategory() {
    return !category.isEmpty();
  }
}
