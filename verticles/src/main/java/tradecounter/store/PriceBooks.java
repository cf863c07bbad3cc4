package tradecounter.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.configuration.Configuration;
import tradecounter.decode.Decoded;
import tradecounter.engine.state.LogPosition;
import tradecounter.engine.state.LogPosition.Lane;
import tradecounter.engine.state.PriceBook;
import tradecounter.engine.state.World;
import tradecounter.log.LogFollower;
import tradecounter.store.ContractPriceStore.Loaded;
import tradecounter.store.ContractPriceStore.Logged;

/**
 * The customers' contract terms: in memory for those who ask, in Postgres for all.
 *
 * <p>No book is ever stale. Every event of the log goes into the <em>tail</em> and, in the same
 * locked step, into the customer's book if that is in memory; a thread of its own writes the tail
 * to Postgres and then drops what is written. A load reads lines and their log positions in one
 * transaction and, in one locked step, adds what the tail has beyond those positions and puts the
 * book into the cache. If the tail was trimmed beyond the positions in the meantime the load is
 * repeated: then, and only then, an event could be missing from both.
 *
 * <p>{@link #cached} is one look-up, for event loops; everything that waits is elsewhere.
 */
public final class PriceBooks implements LogFollower.ContractPriceListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PriceBooks.class);
  private static final int LARGE_BOOK = 1_000;
  private static final int WRITE_BATCH = 2_000;

  /** When the tail is this long the follower waits for Postgres: memory stays bounded. */
  private static final int MAXIMUM_TAIL = 1_000_000;

  private final World world;
  private final ContractPriceStore store;
  private final Cache<String, Held> books;
  private final Map<String, CompletableFuture<PriceBook>> loading = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor loaders;
  private final Thread writer;
  private final CountDownLatch closing = new CountDownLatch(1);

  // Guarded by lock.
  private final Object lock = new Object();
  private final ArrayDeque<Logged> tail = new ArrayDeque<>();
  private final Map<String, List<Logged>> tailOfCustomer = new HashMap<>();
  private final Map<Lane, Long> trimmed = new HashMap<>();
  private long accepted;
  private long written;
  private boolean open = true;

  /** A book in memory and how far Postgres contained the log when it was read from there. */
  private record Held(PriceBook book, Loaded loaded) {}

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
            .maximumWeight(prices.cachedContractLines())
            .weigher((String customer, Held held) -> 1 + held.book().size())
            .recordStats()
            .build();
    this.loaders =
        new ThreadPoolExecutor(
            prices.loadThreads(),
            prices.loadThreads(),
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(prices.loadQueue()),
            Thread.ofPlatform().name("price-book-", 1).factory());
    loaders.allowCoreThreadTimeOut(true);
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

  /** The customer's book if it is in memory. Any thread, never blocks. */
  public Optional<PriceBook> cached(String customer) {
    Held held = books.getIfPresent(customer);
    return held == null ? Optional.empty() : Optional.of(held.book());
  }

  /**
   * The customer's book, loaded if need be; loads of one customer at the same time are one load.
   * Completes on a loader thread; fails with {@link OverloadedException} or what Postgres says.
   */
  public CompletableFuture<PriceBook> load(String customer) {
    Held present = books.getIfPresent(customer);
    if (present != null) {
      return CompletableFuture.completedFuture(present.book());
    }
    CompletableFuture<PriceBook> fresh = new CompletableFuture<>();
    CompletableFuture<PriceBook> running = loading.putIfAbsent(customer, fresh);
    if (running != null) {
      return running;
    }
    try {
      loaders.execute(() -> complete(customer, fresh));
    } catch (RejectedExecutionException e) {
      loading.remove(customer, fresh);
      fresh.completeExceptionally(new OverloadedException());
    }
    return fresh;
  }

  private void complete(String customer, CompletableFuture<PriceBook> future) {
    try {
      PriceBook book = read(customer);
      loading.remove(customer, future);
      future.complete(book);
    } catch (SQLException | RuntimeException e) {
      loading.remove(customer, future);
      future.completeExceptionally(e);
    }
  }

  private PriceBook read(String customer) throws SQLException {
    while (true) {
      Loaded loaded = store.load(customer);
      Optional<PriceBook> merged = merge(customer, loaded);
      if (merged.isPresent()) {
        return merged.get();
      }
    }
  }

  private Optional<PriceBook> merge(String customer, Loaded loaded) {
    Map<String, PriceBook.Line> lines = new HashMap<>();
    loaded.lines().forEach(line -> lines.put(line.key(), line));
    synchronized (lock) {
      for (var lane : trimmed.entrySet()) {
        if (loaded.positions().getOrDefault(lane.getKey(), 0L) < lane.getValue()) {
          return Optional.empty();
        }
      }
      for (Logged logged : tailOfCustomer.getOrDefault(customer, List.of())) {
        if (!loaded.contains(logged)) {
          PriceBook.Line absent = PriceBook.Line.absent(logged.event().change().key());
          PriceBook.Line line = lines.getOrDefault(absent.key(), absent);
          lines.put(
              absent.key(), line.with(world, logged.event().envelope(), logged.event().change()));
        }
      }
      PriceBook book = PriceBook.of(lines.values());
      books.put(customer, new Held(book, loaded.withoutLines()));
      // From here on the cache is what is current; whoever comes later must not join this load.
      loading.remove(customer);
      return Optional.of(book);
    }
  }

  private PriceBook with(PriceBook book, Logged logged) {
    return book.with(world, logged.event().envelope(), logged.event().change());
  }

  // ---------------------------------------------------------------- following the log

  /** On the follower's thread. Blocks only while the tail is full. */
  @Override
  public void accept(LogPosition position, Decoded.Event event) {
    Logged logged = new Logged(position, event);
    synchronized (lock) {
      while (tail.size() >= MAXIMUM_TAIL && open) {
        try {
          lock.wait(1_000);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
      accepted++;
      tail.addLast(logged);
      tailOfCustomer.computeIfAbsent(logged.customer(), _ -> new ArrayList<>()).add(logged);
      Held held = books.getIfPresent(logged.customer());
      // Another node may have written what this one only now comes to: it is in the book already.
      if (held != null && held.book().size() > LARGE_BOOK) {
        // Remaking a large book for each of many changes would hold up the log: it is loaded anew.
        books.invalidate(logged.customer());
      } else if (held != null && !held.loaded().contains(logged)) {
        books.put(logged.customer(), new Held(with(held.book(), logged), held.loaded()));
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

  /** Makes every customer cold, as after a restart. */
  void evictAll() {
    books.invalidateAll();
  }

  public CacheStats cacheStats() {
    return books.stats();
  }

  private void write() {
    boolean failing = false;
    try {
      for (List<Logged> batch = next(); !batch.isEmpty(); batch = next()) {
        try {
          trim(batch.size(), store.write(batch));
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
  private List<Logged> next() throws InterruptedException {
    synchronized (lock) {
      while (tail.isEmpty() && open) {
        lock.wait();
      }
      return tail.stream().limit(WRITE_BATCH).toList();
    }
  }

  private void trim(int count, Map<Lane, Long> positions) {
    synchronized (lock) {
      trimmed.putAll(positions);
      written += count;
      for (int i = 0; i < count; i++) {
        Logged oldest = tail.removeFirst();
        List<Logged> ofCustomer = tailOfCustomer.get(oldest.customer());
        if (ofCustomer != null) {
          ofCustomer.remove(oldest);
          if (ofCustomer.isEmpty()) {
            tailOfCustomer.remove(oldest.customer());
          }
        }
      }
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
    loaders.shutdownNow();
  }
}
