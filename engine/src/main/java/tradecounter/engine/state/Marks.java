package tradecounter.engine.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.ObjectKey;
import tradecounter.engine.canonical.Verdict;

/**
 * How far each feed's word on one object has been applied. Immutable.
 *
 * <p>A counted event is applied once per number and only forwards. A timed one is applied if it is
 * not older than the last; two different events of the same instant are both applied, in log order.
 * One with neither is applied as it arrives. Events without a number that come a second time are
 * caught by the id of the last one here and by {@link RecentIds}.
 */
final class Marks {
  static final Marks NONE = new Marks(new int[0], new long[0], new long[0]);

  private final int[] feeds;
  private final long[] orders;
  private final long[] idHashes;

  Marks(int[] feeds, long[] orders, long[] idHashes) {
    this.feeds = feeds;
    this.orders = orders;
    this.idHashes = idHashes;
  }

  static Verdict judge(long lastOrder, long lastIdHash, Envelope envelope) {
    long order = envelope.order();
    if (order == Envelope.BY_ARRIVAL) {
      return lastIdHash == envelope.idHash() ? Verdict.DUPLICATE : Verdict.APPLIED;
    }
    if (order == lastOrder) {
      return Envelope.isSequence(order) || lastIdHash == envelope.idHash()
          ? Verdict.DUPLICATE
          : Verdict.APPLIED;
    }
    if (order < lastOrder) {
      return Verdict.SUPERSEDED;
    }
    return Envelope.isSequence(lastOrder) && order > lastOrder + 1
        ? Verdict.APPLIED_AFTER_GAP
        : Verdict.APPLIED;
  }

  Verdict judge(int feed, Envelope envelope) {
    int at = indexOf(feed);
    return at < 0 ? Verdict.APPLIED : judge(orders[at], idHashes[at], envelope);
  }

  Marks with(int feed, Envelope envelope) {
    int at = indexOf(feed);
    int length = feeds.length;
    int[] newFeeds = at < 0 ? Arrays.copyOf(feeds, length + 1) : feeds;
    long[] newOrders = Arrays.copyOf(orders, newFeeds.length);
    long[] newIdHashes = Arrays.copyOf(idHashes, newFeeds.length);
    if (at < 0) {
      at = length;
      newFeeds[at] = feed;
    }
    newOrders[at] = Math.max(newOrders[at], envelope.order());
    newIdHashes[at] = Envelope.isSequence(newOrders[at]) ? 0 : envelope.idHash();
    return new Marks(newFeeds, newOrders, newIdHashes);
  }

  int size() {
    return feeds.length;
  }

  int feed(int at) {
    return feeds[at];
  }

  long order(int at) {
    return orders[at];
  }

  long idHash(int at) {
    return idHashes[at];
  }

  /** A bit for each feed that has written. */
  long feedBits() {
    long bits = 0;
    for (int feed : feeds) {
      bits |= 1L << feed;
    }
    return bits;
  }

  private int indexOf(int feed) {
    for (int i = 0; i < feeds.length; i++) {
      if (feeds[i] == feed) {
        return i;
      }
    }
    return -1;
  }

  /** An object and how far it has been written; no value if it was deleted. */
  record Marked<T>(ObjectKey key, @Nullable T value, Marks marks) {
    Verdict judge(int feed, Envelope envelope) {
      return marks.judge(feed, envelope);
    }

    /** What there is, with its feeds; {@code null} if there is nothing. */
    @Nullable Told<T> told() {
      return value == null ? null : new Told<>(value, marks.feedBits());
    }

    Marked<T> with(int feed, Envelope envelope, @Nullable T changed) {
      return new Marked<>(key, changed, marks.with(feed, envelope));
    }
  }
}
