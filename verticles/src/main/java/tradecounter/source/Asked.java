package tradecounter.source;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import tradecounter.configuration.FeedConfiguration;
import tradecounter.configuration.Transport;
import tradecounter.store.Lease;

/**
 * A feed whose source is asked, as its file says at the moment. Whoever has {@link #begin begun}
 * may use it, until it {@link #end ends}.
 */
final class Asked {
  private static final long LONGEST_BACKOFF_MILLIS = 300_000;

  private final FeedConfiguration feed;
  private final Source source;
  private final Lease lease;
  private final long everyMillis;
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile boolean retired;
  private volatile boolean closed;
  private volatile Standing standing = Standing.UNKNOWN;
  private long dueNanos = System.nanoTime();

  Asked(FeedConfiguration feed, Source source, Lease lease) {
    this.feed = feed;
    this.source = source;
    this.lease = lease;
    this.everyMillis = everyMillis(feed.transport());
  }

  private static long everyMillis(Transport transport) {
    return switch (transport) {
      case Transport.Folder folder -> folder.everyMillis();
      case Transport.Rest rest -> rest.everyMillis();
      case Transport.Jdbc jdbc -> jdbc.everyMillis();
      case Transport.Push _, Transport.Kafka _ ->
          throw new IllegalArgumentException("nobody is asked by " + transport);
    };
  }

  FeedConfiguration feed() {
    return feed;
  }

  Source source() {
    return source;
  }

  Lease lease() {
    return lease;
  }

  Standing standing() {
    return standing;
  }

  void standing(Standing now) {
    standing = now;
  }

  boolean begin() {
    return busy.compareAndSet(false, true);
  }

  void end() {
    busy.set(false);
  }

  /** Its file says something else by now. */
  void retire() {
    retired = true;
  }

  boolean isRetired() {
    return retired;
  }

  void close() {
    source.close();
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }

  /** Whether it is time to ask. Of who has begun. */
  boolean isDue() {
    return System.nanoTime() - dueNanos >= 0;
  }

  /** Of who has begun. */
  void due(long inMillis) {
    dueNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(inMillis);
  }

  long everyMillis() {
    return everyMillis;
  }

  /** Twice as long after each failure. */
  long backoffMillis(int failures) {
    long longest = Math.max(everyMillis, LONGEST_BACKOFF_MILLIS);
    return Math.min(everyMillis << Math.min(failures - 1, 20), longest);
  }
}
