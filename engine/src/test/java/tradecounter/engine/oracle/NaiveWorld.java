package tradecounter.engine.oracle;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tradecounter.engine.Log.Event;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Deletion;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.ObjectKey;
import tradecounter.engine.canonical.PositionChange;
import tradecounter.engine.canonical.PositionChange.Figure;

/**
 * What all feeds together have said, by the rules of feeds and nothing else: a map of the objects
 * as they stand, in plain decimals, searched from end to end for every question.
 */
final class NaiveWorld {
  private final Map<ObjectKey, Change> objects = new LinkedHashMap<>();
  private final Map<ObjectKey.OfPosition, BigDecimal[]> figures = new HashMap<>();
  private final Map<ObjectKey, Set<String>> feedsOf = new HashMap<>();
  private final Map<String, Long> asOfMillis = new HashMap<>();
  private final Map<List<Object>, Long> lastOrders = new HashMap<>();
  private final Set<List<String>> seen = new HashSet<>();
  private final NaiveHolds holds = new NaiveHolds();
  private final Map<Class<?>, List<? extends Change>> sorted = new HashMap<>();
  private final Map<List<Object>, Optional<? extends Change>> found = new HashMap<>();

  static BigDecimal units(long millionths) {
    return BigDecimal.valueOf(millionths, FixedPoint.DECIMALS);
  }

  static long millionths(BigDecimal units) {
    return units.movePointRight(FixedPoint.DECIMALS).longValueExact();
  }

  /** Whether the event changed anything; the log took it at that time. */
  boolean hear(Event event, long loggedAtMillis) {
    Envelope envelope = event.envelope();
    long said = envelope.timeMillis() == Envelope.NO_TIME ? loggedAtMillis : envelope.timeMillis();
    asOfMillis.merge(envelope.feed(), Math.min(said, loggedAtMillis), Math::max);
    List<Object> subject = List.of(envelope.feed(), event.change().key());
    long last = lastOrders.getOrDefault(subject, Long.MIN_VALUE);
    boolean counted = Envelope.isSequence(envelope.order());
    boolean repeated =
        counted ? envelope.order() == last : !seen.add(List.of(envelope.feed(), envelope.id()));
    boolean older = envelope.order() != Envelope.BY_ARRIVAL && envelope.order() < last;
    if (repeated || older) {
      return false;
    }
    lastOrders.put(subject, Math.max(last, envelope.order()));
    feedsOf.computeIfAbsent(event.change().key(), _ -> new HashSet<>()).add(envelope.feed());
    write(event.change());
    return true;
  }

  private void write(Change change) {
    sorted.clear();
    found.clear();
    holds.hear(change);
    if (change instanceof PositionChange position) {
      write(position);
    } else if (change instanceof Deletion deletion) {
      objects.remove(deletion.key());
      if (deletion.key() instanceof ObjectKey.OfPosition position) {
        figures.remove(position);
      }
    } else {
      objects.put(change.key(), change);
    }
  }

  private void write(PositionChange change) {
    BigDecimal[] known =
        figures.computeIfAbsent(
            new ObjectKey.OfPosition(change.item(), change.location()), _ -> zeros());
    for (Figure figure : Figure.values()) {
      if (change.gives(figure)) {
        BigDecimal given = units(change.figure(figure.index()));
        known[figure.index()] = change.absolute() ? given : known[figure.index()].add(given);
      }
    }
  }

  private static BigDecimal[] zeros() {
    BigDecimal[] zeros = new BigDecimal[PositionChange.FIGURES];
    Arrays.fill(zeros, BigDecimal.ZERO);
    return zeros;
  }

  NaiveHolds holds() {
    return holds;
  }

  /** All living objects of a kind, by key. */
  @SuppressWarnings("unchecked") // Only such objects are under the type.
  <T extends Change> List<T> all(Class<T> type) {
    return (List<T>)
        sorted.computeIfAbsent(
            type,
            _ ->
                objects.values().stream()
                    .filter(type::isInstance)
                    .sorted(Comparator.comparing(o -> o.key().toString()))
                    .toList());
  }

  <T extends Change> Optional<T> one(Class<T> type, String key) {
    return found
        .computeIfAbsent(
            List.of(type, key),
            _ -> all(type).stream().filter(o -> o.key().toString().equals(key)).findFirst())
        .map(type::cast);
  }

  BigDecimal figure(String item, String location, Figure figure) {
    BigDecimal[] known = figures.get(new ObjectKey.OfPosition(item, location));
    return known == null ? BigDecimal.ZERO : known[figure.index()];
  }

  /** On hand − allocated − blocked − safety stock. */
  BigDecimal free(String item, String location) {
    return figure(item, location, Figure.ON_HAND)
        .subtract(figure(item, location, Figure.ALLOCATED))
        .subtract(figure(item, location, Figure.BLOCKED))
        .subtract(figure(item, location, Figure.SAFETY_STOCK));
  }

  /** Every feed whose word on the object was ever taken. */
  Set<String> feedsOf(ObjectKey key) {
    return feedsOf.getOrDefault(key, Set.of());
  }

  /** The newest time that the feed has told, no later than the log took it. */
  long asOfMillis(String feed) {
    return asOfMillis.getOrDefault(feed, 0L);
  }
}
