package tradecounter.feed;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Deletion;
import tradecounter.engine.canonical.ObjectKind;
import tradecounter.engine.canonical.PriceList;
import tradecounter.engine.state.PriceLists;
import tradecounter.engine.state.Told;
import tradecounter.engine.state.World;

/**
 * Judges price lists by what other lists, and they themselves, have been so far: no formula leads
 * back to its own list or stands on more than {@value PriceLists#MAXIMUM_CHAIN} others, and a list
 * keeps its currency, because its prices are amounts of it.
 *
 * <p>What a list is, is what was last admitted here, until the world shows a change of that list,
 * at most {@value #MEMORY_SECONDS} seconds: two events of one batch may close a circle, but what
 * never shows, because it was superseded or lost, or what another node has changed since, stops
 * nobody for long. Nodes do not know what the others have admitted, and the lists that are derived
 * from one are not known by it, so a circle or a long chain may still come about; pricing then says
 * so, everywhere alike.
 *
 * <p>Any thread. The lock is held for some map look-ups, and taken for price lists only.
 */
final class AdmittedLists {
  static final long MEMORY_SECONDS = 10;

  private static final int MAXIMUM_ADMITTED = 100_000;

  private final World world;
  private final LongSupplier nanoTime;

  /** By list, the earliest first. Guarded by this. */
  private final Map<String, Admitted> admitted = new LinkedHashMap<>();

  /**
   * Why a list must not be admitted.
   *
   * @param code for programs
   * @param detail one sentence for a pricing clerk
   */
  record Objection(String code, String detail) {}

  /**
   * What of a list others depend on.
   *
   * @param base the list it is derived from, empty for none
   * @param currency empty if there is no such list
   */
  private record Terms(String base, String currency) {
    static final Terms NO_LIST = new Terms("", "");

    static Terms of(@Nullable Told<PriceList> told) {
      return told == null ? NO_LIST : of(told.value());
    }

    static Terms of(PriceList list) {
      return new Terms(list.formula().list(), list.currency());
    }
  }

  /**
   * @param terms what it will be
   * @param before what the world showed of the list at that time
   */
  private record Admitted(Terms terms, @Nullable Told<PriceList> before, long atNanos) {}

  AdmittedLists(World world, LongSupplier nanoTime) {
    this.world = world;
    this.nanoTime = nanoTime;
  }

  /** Why the change must not be admitted, if so. */
  Optional<Objection> objection(Change change) {
    return change instanceof PriceList list
        ? objection(list.list(), Terms.of(list))
        : Optional.empty();
  }

  /** As {@link #objection}; without one, the change is on its way and counts for those after it. */
  Optional<Objection> admit(Change change) {
    return switch (change) {
      case PriceList list -> admit(list.list(), Terms.of(list));
      case Deletion(var key) when key.objectKind() == ObjectKind.PRICE_LIST ->
          admit(key.toString(), Terms.NO_LIST);
      default -> Optional.empty();
    };
  }

  private synchronized Optional<Objection> admit(String list, Terms terms) {
    Optional<Objection> objection = objection(list, terms);
    if (objection.isEmpty()) {
      @Nullable Told<PriceList> shown = world.priceLists().list(list);
      admitted.remove(list);
      if (!terms.equals(Terms.of(shown))) {
        forget();
        admitted.put(list, new Admitted(terms, shown, nanoTime.getAsLong()));
      }
    }
    return objection;
  }

  private synchronized Optional<Objection> objection(String list, Terms terms) {
    String known = current(list).currency();
    return known.isEmpty() || terms.currency().isEmpty() || known.equals(terms.currency())
        ? formula(list, terms.base())
        : Optional.of(
            new Objection(
                "currency-changed",
                "list %1$s is in %2$s and its prices are amounts of %2$s: give the list in %3$s"
                        .formatted(list, known, terms.currency())
                    + " another key"));
  }

  /**
   * Ends where nothing is derived any more, where a circle of others begins again, or one step
   * behind the longest chain there may be.
   */
  private Optional<Objection> formula(String list, String base) {
    List<String> chain = new ArrayList<>(List.of(list));
    String next = base;
    while (!next.isEmpty() && chain.size() <= PriceLists.MAXIMUM_CHAIN + 1) {
      boolean again = chain.contains(next);
      chain.add(next);
      if (next.equals(list)) {
        return Optional.of(
            new Objection(
                "formula-circular",
                "list "
                    + list
                    + " is derived from itself: "
                    + String.join(" ← ", chain)
                    + "; change the formula of one of them"));
      }
      if (again) {
        return Optional.empty();
      }
      next = current(next).base();
    }
    return chain.size() <= PriceLists.MAXIMUM_CHAIN + 1
        ? Optional.empty()
        : Optional.of(
            new Objection(
                "formula-too-deep",
                "list "
                    + list
                    + " stands on more than "
                    + PriceLists.MAXIMUM_CHAIN
                    + " formulas: "
                    + String.join(" ← ", chain)
                    + "; derive it from a list further down"));
  }

  @SuppressWarnings("ReferenceEquality") // Every change of a list is told anew.
  private Terms current(String list) {
    @Nullable Told<PriceList> shown = world.priceLists().list(list);
    Admitted last = admitted.get(list);
    return last != null && last.before() == shown && !isOld(last) ? last.terms() : Terms.of(shown);
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
