package tradecounter.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.configuration.Configuration;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Party;
import tradecounter.engine.pricing.Terms;
import tradecounter.engine.state.LogPosition.Lane;
import tradecounter.engine.state.PriceBook;
import tradecounter.engine.state.World;
import tradecounter.log.LogFollower;
import tradecounter.log.LoggedContractPrice;
import tradecounter.store.ContractPriceStore.Loaded;
import tradecounter.store.ContractPriceStore.Written;

/**
 * The contract terms of customers and buying groups: in memory for those who ask, in Postgres for
 * all.
 *
 * <p>No book is ever stale. Every event of the log goes into the <em>tail</em> and, in the same
 * locked step, into the party's book if that is in memory; a thread of its own writes the tail to
 * Postgres and then drops what is written. A load reads rows and their log positions in one
 * statement and, in one locked step, adds what the tail has beyond those positions and puts the
 * books into the cache. If the tail was trimmed beyond the positions in the meantime the load is
 * repeated: then, and only then, an event could be missing from both.
 *
 * <p>Whether a contract contradicts another is judged for books and table by the same code in the
 * same order, so that all nodes refuse the same; whoever writes it down writes the dead letter.
 *
 * <p>{@link #cached} is a look-up for each party, for event loops; everything that waits is
 * elsewhere.
 */
public final class PriceBooks implements LogFollower.ContractPriceListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PriceBooks.class);
  private static final int WRITE_BATCH = 2_000;

  /** When the tail is this large the follower waits for Postgres: memory stays bounded. */
  private static final long MAXIMUM_TAIL_BYTES = 256L << 20;

  /** What a book takes in the cache beside its lines: keys, references, the objects themselves. */
  private static final int ENTRY_BYTES = 256;

  private final World world;
  private final ContractPriceStore store;
  private final Cache<Party, Held> books;
  private final BookLoads loads;
  private final Thread writer;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final LongAdder prefetchesDropped = new LongAdder();
  private final LongAdder refused = new LongAdder();

  // Guarded by lock.
  private final Object lock = new Object();
  private final Tail tail = new Tail();
  private final Map<Lane, Long> trimmed = new HashMap<>();
  private final Map<Lane, Long> acceptedOf = new HashMap<>();
  private Map<Lane, Long> lastAhead = Map.of();
  private long accepted;
  private long written;
  private boolean open = true;

  /**
   * A book in memory.
   *
   * @param ahead how far it contains the log, where that was ahead of this node when it was read
   */
  private record Held(PriceBook book, Map<Lane, Long> ahead) {}

  /** Too many customers wait for their first price book: try again later. */
  public static final class OverloadedException extends RuntimeException {
    OverloadedException() {
      super("too many price books are being loaded", null, false, false);
    }
  }

  public PriceBooks(World world, ContractPriceStore store, Configuration.Prices prices) {
    this.world = world;
    this.store = store;
    this.books =
        Caffeine.newBuilder()
            .maximumWeight(prices.cachedBytes())
            .weigher(
                (Party party, Held held) ->
                    (int) Math.min(Integer.MAX_VALUE, ENTRY_BYTES + held.book().bytes()))
            .recordStats()
            .build();
    this.loads = new BookLoads(prices, this::read);
    this.writer = Thread.ofPlatform().name("contract-writer").unstarted(this::write);
  }

  public void start() {
    writer.start();
  }

  /** Whether its thread runs. */
  public boolean isAlive() {
    return writer.isAlive();
  }

  // ---------------------------------------------------------------- reading

  /** The contracts that serve the customer if all are in memory. Any thread, never blocks. */
  public Optional<Terms> cached(Customer customer) {
    List<Party> parties = Terms.parties(customer, world::customer);
    Map<Party, PriceBook> found = new HashMap<>();
    for (Party party : parties) {
      Held held = books.getIfPresent(party);
      if (held == null) {
        return Optional.empty();
      }
      found.put(party, held.book());
    }
    return Optional.of(terms(parties, found));
  }

  private static Terms terms(List<Party> parties, Map<Party, PriceBook> books) {
    return Terms.of(parties, party -> books.getOrDefault(party, PriceBook.EMPTY));
  }

  /**
   * The contracts that serve the customer. What is not in memory is loaded in one round trip; loads
   * of one party at the same time are one load. Completes on a loader thread, at once if nothing is
   * to load; fails with {@link OverloadedException} or what Postgres says.
   */
  public CompletableFuture<Terms> load(Customer customer) {
    List<Party> parties = Terms.parties(customer, world::customer);
    Map<Party, PriceBook> found = new HashMap<>();
    List<Party> missing = new ArrayList<>();
    for (Party party : parties) {
      Held present = books.getIfPresent(party);
      if (present == null) {
        missing.add(party);
      } else {
        found.put(party, present.book());
      }
    }
    Map<Party, CompletableFuture<PriceBook>> awaited = loads.load(missing);
    return CompletableFuture.allOf(awaited.values().toArray(CompletableFuture[]::new))
        .thenApply(
            _ -> {
              awaited.forEach((party, book) -> found.put(party, book.join()));
              return terms(parties, found);
            });
  }

  /** What is agreed with one party, whomever it serves; as {@link #load(Customer)}. */
  public CompletableFuture<PriceBook> load(Party party) {
    Held present = books.getIfPresent(party);
    return present != null
        ? CompletableFuture.completedFuture(present.book())
        : Objects.requireNonNull(loads.load(List.of(party)).get(party));
  }

  /**
   * Loads in the background what a customer is likely to ask for soon. Never waits, never fails;
   * nothing is done while half of the places to wait are taken by those who do ask.
   */
  public void prefetch(String customer) {
    Optional<Customer> known = world.customer(customer);
    if (known.isEmpty() || cached(known.get()).isPresent()) {
      return;
    }
    if (loads.isBusy()) {
      prefetchesDropped.increment();
      return;
    }
    var _ =
        load(known.get())
            .whenComplete(
                (_, failure) -> {
                  if (failure != null) {
                    prefetchesDropped.increment();
                  }
                });
  }

  private Map<Party, PriceBook> read(Set<Party> parties) throws SQLException {
    while (true) {
      Loaded loaded = store.load(parties);
      Map<Party, PriceBook> read = new HashMap<>();
      parties.forEach(party -> read.put(party, loaded.book(world, party)));
      if (merge(read, loaded.positions())) {
        return read;
      }
    }
  }

  /**
   * Brings the books to the end of the log and into the cache.
   *
   * @return false if they are too old for that
   */
  private boolean merge(Map<Party, PriceBook> loaded, Map<Lane, Long> positions) {
    synchronized (lock) {
      for (var lane : trimmed.entrySet()) {
        if (positions.getOrDefault(lane.getKey(), 0L) < lane.getValue()) {
          return false;
        }
      }
      Map<Lane, Long> ahead = ahead(positions);
      loaded.replaceAll(
          (party, book) -> {
            PriceBook current = book;
            for (LoggedContractPrice logged : tail.of(party)) {
              if (!contains(positions, logged)) {
                current = with(current, logged);
              }
            }
            books.put(party, new Held(current, ahead));
            // From here on the cache is what is current; who comes later must not join this load.
            loads.separate(party);
            return current;
          });
      return true;
    }
  }

  /** Where another node has written what this one has not come to; one map for many books. */
  private Map<Lane, Long> ahead(Map<Lane, Long> positions) {
    Map<Lane, Long> ahead = new HashMap<>(positions);
    ahead.entrySet().removeIf(p -> p.getValue() <= acceptedOf.getOrDefault(p.getKey(), 0L));
    if (!ahead.equals(lastAhead)) {
      lastAhead = Map.copyOf(ahead);
    }
    return lastAhead;
  }

  private static boolean contains(Map<Lane, Long> positions, LoggedContractPrice logged) {
    return logged.position().offset() < positions.getOrDefault(logged.position().lane(), 0L);
  }

  private PriceBook with(PriceBook book, LoggedContractPrice logged) {
    return book.with(world, logged.event().envelope(), logged.event().change());
  }

  // ---------------------------------------------------------------- following the log

  /** On the follower's thread. Blocks only while the tail is full. */
  @Override
  public void accept(LoggedContractPrice logged) {
    Party party = logged.target().party();
    synchronized (lock) {
      while (tail.bytes() >= MAXIMUM_TAIL_BYTES && open) {
        try {
          lock.wait(1_000);
        } catch (InterruptedException e) {
          // Rather one more than fits than one that is lost.
          Thread.currentThread().interrupt();
          break;
        }
      }
      accepted++;
      acceptedOf.put(logged.position().lane(), logged.position().offset() + 1);
      tail.add(logged);
      Held held = books.getIfPresent(party);
      // Another node may have written what this one only now comes to: it is in the book already.
      if (held != null && !contains(held.ahead(), logged)) {
        PriceBook changed = with(held.book(), logged);
        if (!changed.equals(held.book())) {
          books.put(party, new Held(changed, held.ahead()));
        }
      }
      lock.notifyAll();
    }
  }

  /** How many events were accepted so far. */
  public long accepted() {
    synchronized (lock) {
      return accepted;
    }
  }

  /**
   * Waits until the first {@code count} accepted events are in Postgres: a checkpoint must not be
   * ahead of the contract prices, or a restart would begin behind events that nobody has kept.
   *
   * @return whether they are, within the time
   */
  public boolean awaitWritten(long count, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    synchronized (lock) {
      while (written < count) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          return false;
        }
        lock.wait(left);
      }
      return true;
    }
  }

  /** How many events are not in Postgres yet. */
  public int tailLength() {
    synchronized (lock) {
      return tail.size();
    }
  }

  /** How many contracts this node has put to the dead letters. */
  public long refused() {
    return refused.sum();
  }

  /** How often a customer's books were not loaded ahead, or could not be. */
  public long prefetchesDropped() {
    return prefetchesDropped.sum();
  }

  /** Makes every customer cold, as after a restart. */
  public void evictAll() {
    books.invalidateAll();
  }

  public CacheStats cacheStats() {
    return books.stats();
  }

  private void write() {
    boolean failing = false;
    try {
      for (List<LoggedContractPrice> batch = next(); !batch.isEmpty(); batch = next()) {
        try {
          Written done = store.write(batch);
          refused.add(done.refused());
          trim(batch.size(), done.positions());
          failing = false;
        } catch (SQLException e) {
          if (!failing) {
            LOG.warn("contract prices could not be written, trying again: {}", e.toString());
          }
          failing = true;
          if (closing.await(500, TimeUnit.MILLISECONDS)) {
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The oldest events; empty when closed and everything is written. */
  private List<LoggedContractPrice> next() throws InterruptedException {
    synchronized (lock) {
      while (tail.isEmpty() && open) {
        lock.wait();
      }
      return tail.oldest(WRITE_BATCH);
    }
  }

  private void trim(int count, Map<Lane, Long> positions) {
    synchronized (lock) {
      trimmed.putAll(positions);
      written += count;
      tail.removeOldest(count);
      lock.notifyAll();
    }
  }

  /** Writes what is left, if Postgres answers. */
  @Override
  public void close() {
    closing.countDown();
    synchronized (lock) {
      open = false;
      lock.notifyAll();
    }
    try {
      // One that was never started cannot be waited for.
      if (writer.isAlive()) {
        var _ = writer.join(Duration.ofSeconds(15));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    loads.close();
  }
}
