package tradecounter.engine.state;

import java.util.HashMap;
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
  private final Map<String, long[]> newestTimes = new HashMap<>();

  /** A feed that sends from several threads may be so much out of order without a fault. */
  private static final long CLOCK_TOLERANCE_MILLIS = 60_000;

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
      long nextOffset,
      Map<String, long[]> recentIds,
      Map<OriginKey, Long> lastOrigins,
      Map<String, Long> newestTimes) {}

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
    written.newestTimes().forEach((feed, time) -> newestTimes.put(feed, new long[] {time}));
  }

  Written written() {
    Map<String, long[]> ids = new TreeMap<>();
    recentIds.forEach((feed, window) -> ids.put(feed, window.toArray()));
    Map<String, Long> times = new TreeMap<>();
    newestTimes.forEach((feed, time) -> times.put(feed, time[0]));
    return new Written(nextOffset, ids, new TreeMap<>(lastOrigins), times);
  }

  void advance(long offset) {
    nextOffset = offset + 1;
  }

  long nextOffset() {
    return nextOffset;
  }

  /**
   * Whether the event is dated well before another that the same feed sent before it. Judged per
   * partition, where the order of the log is the order of the feed.
   */
  boolean clockRanBack(Envelope envelope, long loggedAtMillis) {
    if (envelope.timeMillis() == Envelope.NO_TIME) {
      return false;
    }
    long[] newest = newestTimes.computeIfAbsent(envelope.feed(), _ -> new long[] {Long.MIN_VALUE});
    // A date in the future must not make everything after it look old.
    newest[0] = Math.max(newest[0], Math.min(envelope.timeMillis(), loggedAtMillis));
    return newest[0] - envelope.timeMillis() > CLOCK_TOLERANCE_MILLIS;
  }

  /**
   * Whether this very event came before. A sequence is judged with its object; what has none, and
   * contract prices and news of orders, whose objects are not in memory, are recognised by id.
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
        Envelope.isSequence(envelope.order())
            && kind != ObjectKind.CONTRACT_PRICE
            && kind.topic() != ObjectKind.Topic.FULFILMENT;
    return !judgedWithItsObject
        && !recentIds.computeIfAbsent(envelope.feed(), _ -> new RecentIds()).add(envelope.idHash());
  }
}
