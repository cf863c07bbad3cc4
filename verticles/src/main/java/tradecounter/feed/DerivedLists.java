package tradecounter.feed;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Deletion;
import tradecounter.engine.canonical.ObjectKind;
import tradecounter.engine.canonical.PriceList;
import tradecounter.engine.state.Told;
import tradecounter.engine.state.World;

/**
 * Finds price lists whose formula leads back to themselves, over any number of other lists.
 *
 * <p>What a list is derived from is what was last admitted here, until the world shows a change of
 * that list, at most {@value #MEMORY_SECONDS} seconds: two events of one batch may close a circle,
 * but what never shows, because it was superseded or lost, or what another node has changed since,
 * stops nobody for long. Nodes do not know what the others have admitted, so a circle may still
 * come about; pricing then says so, everywhere alike.
 *
 * <p>Any thread. The lock is held for some map look-ups, and taken for price lists only.
 */
final class DerivedLists {
  static final long MEMORY_SECONDS = 10;

  private static final int MAXIMUM_ADMITTED = 100_000;
  private static final int MAXIMUM_STEPS = 1_000;

  /** A longer circle is told without its middle. */
  private static final int NAMED_LISTS = 6;

  private final World world;
  private final LongSupplier nanoTime;

  /** By list, the earliest first. Guarded by this. */
  private final Map<String, Admitted> admitted = new LinkedHashMap<>();

  /**
   * @param base the list it will be derived from, empty for none
   * @param before what the world showed of the list at that time
   */
  private record Admitted(String base, @Nullable Told<PriceList> before, long atNanos) {}

  DerivedLists(World world, LongSupplier nanoTime) {
    this.world = world;
    this.nanoTime = nanoTime;
  }

  /** Why the change must not be admitted, for a pricing clerk; empty if it may. */
  String objection(Change change) {
    return change instanceof PriceList list && !list.formula().isNone()
        ? circle(list.list(), list.formula().list())
        : "";
  }

  /** As {@link #objection}; without one, the change is on its way and counts for those after it. */
  String admit(Change change) {
    return switch (change) {
      case PriceList list -> admit(list.list(), list.formula().list());
      case Deletion(var key) when key.objectKind() == ObjectKind.PRICE_LIST ->
          admit(key.toString(), "");
      default -> "";
    };
  }

  private synchronized String admit(String list, String base) {
    String circle = circle(list, base);
    if (circle.isEmpty()) {
      @Nullable Told<PriceList> shown = world.priceLists().list(list);
      admitted.remove(list);
      if (!base.equals(baseOf(shown))) {
        forget();
        admitted.put(list, new Admitted(base, shown, nanoTime.getAsLong()));
      }
    }
    return circle;
  }

  private synchronized String circle(String list, String base) {
    List<String> path = new ArrayList<>(List.of(list));
    Set<String> passed = new HashSet<>();
    String next = base;
    while (!next.isEmpty() && passed.add(next) && passed.size() <= MAXIMUM_STEPS) {
      path.add(next);
      if (next.equals(list)) {
        return "list "
            + list
            + " is derived from itself: "
            + String.join(" ← ", named(path))
            + "; change the formula of one of them";
      }
      next = baseOf(next);
    }
    return "";
  }

  private static List<String> named(List<String> path) {
    if (path.size() <= NAMED_LISTS) {
      return path;
    }
    List<String> ends = new ArrayList<>(path.subList(0, NAMED_LISTS / 2));
    ends.add("…");
    ends.addAll(path.subList(path.size() - NAMED_LISTS / 2, path.size()));
    return ends;
  }

  @SuppressWarnings("ReferenceEquality") // Every change of a list is told anew.
  private String baseOf(String list) {
    @Nullable Told<PriceList> shown = world.priceLists().list(list);
    Admitted last = admitted.get(list);
    if (last != null && last.before() == shown && !isOld(last)) {
      return last.base();
    }
    return baseOf(shown);
  }

  private static String baseOf(@Nullable Told<PriceList> told) {
    return told == null ? "" : told.value().formula().list();
  }

  /** Forgets what is old, and the earliest if there are too many. */
  private void forget() {
    Iterator<Admitted> earliest = admitted.values().iterator();
    while (earliest.hasNext() && (isOld(earliest.next()) || admitted.size() >= MAXIMUM_ADMITTED)) {
      earliest.remove();
    }
  }

  private boolean isOld(Admitted last) {
    return nanoTime.getAsLong() - last.atNanos() > TimeUnit.SECONDS.toNanos(MEMORY_SECONDS);
  }
}
