package tradecounter.engine.state;

import java.util.Map;
import java.util.TreeMap;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.ObjectKind;
import tradecounter.engine.canonical.Origin;

/** How far one partition of the log is applied, and what it must not apply again. Writer only. */
final class LaneState {
  private long nextOffset;
  private final Map<String, RecentIds> recentIds = new TreeMap<>();
  private final Map<OriginKey, Long> lastOrigins = new TreeMap<>();

  /** One partition of one feed's own topic. */
  record OriginKey(String feed, int partition) implements Comparable<OriginKey> {
    @Override
    public int compareTo(OriginKey other) {
      int byFeed = feed.compareTo(other.feed);
      return byFeed != 0 ? byFeed : Integer.compare(partition, other.partition);
    }
  }

  /** Its figures at one instant. */
  record Written(
      long nextOffset, Map<String, long[]> recentIds, Map<OriginKey, Long> lastOrigins) {}

  LaneState() {}

  LaneState(Written written) {
    nextOffset = written.nextOffset();
    written
        .recentIds()
        .forEach(
            (feed, ids) -> {
              RecentIds window = recentIds.computeIfAbsent(feed, _ -> new RecentIds());
              for (long id : ids) {
                window.add(id);
              }
            });
    lastOrigins.putAll(written.lastOrigins());
  }

  Written written() {
    Map<String, long[]> ids = new TreeMap<>();
    recentIds.forEach((feed, window) -> ids.put(feed, window.toArray()));
    return new Written(nextOffset, ids, new TreeMap<>(lastOrigins));
  }

  void advance(long offset) {
    nextOffset = offset + 1;
  }

  long nextOffset() {
    return nextOffset;
  }

  /**
   * Whether this very event came before. A sequence is judged with its object; what has none, and
   * contract prices, whose objects are not in memory, are recognised by id.
   */
  boolean repeats(Envelope envelope, ObjectKind kind, Origin origin) {
    if (!origin.equals(Origin.NONE)) {
      OriginKey key = new OriginKey(envelope.feed(), origin.partition());
      Long last = lastOrigins.get(key);
      if (last != null && origin.offset() <= last) {
        return true;
      }
      lastOrigins.put(key, origin.offset());
    }
    boolean judgedWithItsObject =
        Envelope.isSequence(envelope.order()) && kind != ObjectKind.CONTRACT_PRICE;
    return !judgedWithItsObject
        && !recentIds.computeIfAbsent(envelope.feed(), _ -> new RecentIds()).add(envelope.idHash());
  }
}
