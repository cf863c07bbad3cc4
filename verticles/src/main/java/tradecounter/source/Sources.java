package tradecounter.source;

import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.configuration.Configuration;
import tradecounter.configuration.FeedConfiguration;
import tradecounter.configuration.Transport;
import tradecounter.delivery.DeliveryStore;
import tradecounter.feed.FeedDoor;
import tradecounter.store.Database;
import tradecounter.store.Lease;

/**
 * Asks the sources that do not come by themselves: folders, REST interfaces, databases. Follows the
 * files of the feeds, leaves paused feeds alone, and asks each source by one node at a time and
 * again later if it fails. A thread of its own looks who is due; each round has a thread of its
 * own, so one that hangs holds up nobody else, and there are never more than feeds.
 */
public final class Sources implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sources.class);

  private final Parts parts;
  private final SourceStore store;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Semaphore wake = new Semaphore(0);
  private final ExecutorService rounds =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("source-", 0).factory());
  private final Map<String, Asked> asked = new ConcurrentHashMap<>();
  private final List<Asked> retired = new ArrayList<>();
  private final Thread thread;
  private volatile Map<String, Long> wishes = Map.of();
  private boolean away;

  /**
   * What it works with.
   *
   * @param received hears of each new delivery
   */
  public record Parts(
      Database database,
      DeliveryStore deliveries,
      FeedDoor door,
      Runnable received,
      Configuration.Deliveries settings,
      InstantSource clock) {}

  public Sources(Parts parts) {
    this.parts = parts;
    this.store = new SourceStore(parts.database());
    this.thread = Thread.ofPlatform().name("sources").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** Whether its thread runs. */
  public boolean isAlive() {
    return thread.isAlive();
  }

  /** Whether deliveries are fetched by this transport. */
  public static boolean isAsked(Transport transport) {
    return switch (transport) {
      case Transport.Push _, Transport.Kafka _ -> false;
      case Transport.Folder _, Transport.Rest _, Transport.Jdbc _ -> true;
    };
  }

  /** What is wrong with sources at the moment, in a sentence by feed, as far as this node asks. */
  public Map<String, String> problems() {
    return standings().entrySet().stream()
        .filter(standing -> !standing.getValue().detail().isEmpty())
        .collect(
            Collectors.toUnmodifiableMap(
                Map.Entry::getKey, standing -> standing.getValue().detail()));
  }

  /** How it stands with the sources, by feed. Any thread. */
  public Map<String, Standing> standings() {
    Map<String, Standing> standings = new HashMap<>();
    asked.forEach((feed, one) -> standings.put(feed, one.standing()));
    return standings;
  }

  /** Something is wanted: it need not wait for the next look. Any thread. */
  void nudge() {
    wake.release();
  }

  private void run() {
    try {
      while (closing.getCount() > 0) {
        look();
        if (wake.tryAcquire(pauseMillis(), TimeUnit.MILLISECONDS)) {
          wake.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** As long as between two looks at Postgres for what other nodes have received. */
  private long pauseMillis() {
    long shortest = parts.settings().pollMillis();
    for (Asked one : asked.values()) {
      shortest = Math.min(shortest, one.everyMillis());
    }
    return shortest;
  }

  private void look() {
    follow();
    if (asked.isEmpty() && retired.isEmpty()) {
      return;
    }
    try {
      Set<String> paused = store.paused();
      wishes = store.wishes();
      retired.removeIf(Asked::isClosed);
      retired.forEach(this::hand);
      for (Asked one : asked.values()) {
        if (!paused.contains(one.feed().feed())) {
          hand(one);
        }
      }
      away = false;
    } catch (SQLException e) {
      if (!away) {
        LOG.warn("sources wait for Postgres: {}", e.toString());
      }
      away = true;
    }
  }

  /** The files of the feeds may have changed. */
  private void follow() {
    Set<String> gone = new HashSet<>(asked.keySet());
    for (String name : parts.door().feeds()) {
      FeedConfiguration feed = parts.door().configuration(name).orElse(null);
      if (feed != null && isAsked(feed.transport())) {
        Asked known = asked.get(name);
        if (known != null && known.feed().equals(feed)) {
          gone.remove(name);
        } else if (known == null) {
          asked.put(
              name,
              new Asked(
                  feed, source(feed), new Lease("source/" + name, parts.settings().leaseMillis())));
        }
      }
    }
    for (String name : gone) {
      Asked old = asked.remove(name);
      if (old != null) {
        old.retire();
        retired.add(old);
        nudge();
      }
    }
  }

  private Source source(FeedConfiguration feed) {
    Deliveries deliveries =
        new Deliveries(feed, parts.deliveries(), parts.received(), parts.settings());
    return switch (feed.transport()) {
      case Transport.Folder folder -> new FolderSource(folder, deliveries, store, parts.clock());
      case Transport.Rest rest -> new RestSource(rest, deliveries, parts.clock());
      case Transport.Jdbc jdbc -> new JdbcSource(jdbc, deliveries, parts.clock());
      case Transport.Push _, Transport.Kafka _ ->
          throw new IllegalArgumentException("nobody is asked by " + feed.transport());
    };
  }

  private void hand(Asked one) {
    if (!one.begin()) {
      return;
    }
    if (!one.isRetired() && !hasToDo(one)) {
      one.end();
      return;
    }
    rounds.execute(
        () -> {
          try {
            work(one);
          } catch (RuntimeException | Error e) {
            // A source that shows a fault of ours must not stop the others.
            LOG.error("the source of feed {} cannot be asked", one.feed().feed(), e);
            failed(one, "internal error: " + e, 0);
          } finally {
            one.end();
          }
        });
  }

  private boolean hasToDo(Asked one) {
    long leftMillis = one.lease().leftMillis();
    return one.isDue()
        || isWished(one)
        || (leftMillis > 0 && leftMillis < parts.settings().leaseMillis() / 2);
  }

  /** Who fails is not asked more often because it is wished. */
  private boolean isWished(Asked one) {
    Standing standing = one.standing();
    return standing.asksHere() && standing.failures() == 0 && wishes.containsKey(one.feed().feed());
  }

  private void work(Asked one) {
    try {
      if (one.isRetired()) {
        one.close();
        parts.database().inTransaction(one.lease()::leave);
        return;
      }
      if (!parts.database().inTransaction(one.lease()::take)) {
        one.standing(one.standing().elsewhere());
        one.due(Math.max(1, parts.settings().leaseMillis() / 3));
        return;
      }
      if (one.isDue() || isWished(one)) {
        ask(one);
      }
    } catch (SQLException e) {
      failed(one, "Postgres: " + e.getMessage(), 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask(Asked one) throws SQLException, InterruptedException {
    String feed = one.feed().feed();
    Long wish = wishes.get(feed);
    OptionalLong anew = wish == null ? OptionalLong.empty() : OptionalLong.of(wish);
    Round round =
        new Round(
            new Round.Parts(parts.database(), parts.settings().leaseMillis(), closing),
            one.lease(),
            one::isRetired,
            anew);
    try {
      String problem = one.source().ask(round);
      if (anew.isPresent()) {
        store.fulfilled(feed, anew.getAsLong());
        wishes = without(wishes, feed);
      }
      succeeded(one, problem);
    } catch (AskFailedException e) {
      failed(one, e.detail(), e.notBefore().toMillis());
    } catch (IOException e) {
      failed(one, e.toString(), 0);
    } catch (Round.EndedException e) {
      LOG.info("the source of feed {} is left to others", feed);
    }
  }

  private static Map<String, Long> without(Map<String, Long> wishes, String feed) {
    Map<String, Long> rest = new HashMap<>(wishes);
    rest.remove(feed);
    return Map.copyOf(rest);
  }

  private void succeeded(Asked one, String problem) {
    Standing before = one.standing();
    one.due(one.everyMillis());
    one.standing(before.succeeded(parts.clock().instant(), problem));
    if (before.failures() > 0) {
      LOG.info("the source of feed {} is well again", one.feed().feed());
    }
    tell(one, before, problem);
  }

  private void failed(Asked one, String why, long notBeforeMillis) {
    Standing before = one.standing();
    Standing now = before.failed(parts.clock().instant(), why);
    one.standing(now);
    one.due(Math.max(notBeforeMillis, one.backoffMillis(now.failures())));
    tell(one, before, why);
    if (one.feed().transport() instanceof Transport.Folder) {
      leave(one);
    }
  }

  /** Another node may have the folder that this one has not. */
  private void leave(Asked one) {
    try {
      parts.database().inTransaction(one.lease()::leave);
    } catch (SQLException e) {
      LOG.warn(
          "the folder of feed {} is left to others later: {}", one.feed().feed(), e.toString());
    }
  }

  /** Once, until it is something else. */
  private static void tell(Asked one, Standing before, String what) {
    if (!what.isEmpty() && !Objects.equals(before.detail(), what)) {
      LOG.warn("the source of feed {}: {}{}", one.feed().feed(), what, one.feed().owner().said());
    }
  }

  /** Ends after the step that is under way; another node, or the next start, goes on. */
  @Override
  public void close() {
    closing.countDown();
    nudge();
    try {
      if (thread.isAlive()) {
        thread.join(10_000);
      }
      rounds.shutdown();
      if (!rounds.awaitTermination(5, TimeUnit.SECONDS)) {
        var _ = rounds.shutdownNow();
        if (!rounds.awaitTermination(5, TimeUnit.SECONDS)) {
          LOG.warn("a source is left in the middle of an answer");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Asked one : asked.values()) {
      one.close();
      if (one.lease().leftMillis() > 0) {
        leave(one);
      }
    }
  }
}
