package tradecounter.store;

import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import tradecounter.configuration.Configuration;
import tradecounter.engine.canonical.Party;
import tradecounter.engine.state.PriceBook;

/** The loads of price books that are under way, each party's once, on a few threads. Any thread. */
final class BookLoads implements AutoCloseable {
  private final Map<Party, CompletableFuture<PriceBook>> loading = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor loaders;
  private final int places;
  private final Reader reader;

  /** Reads some parties' books, on a loader thread. */
  interface Reader {
    Map<Party, PriceBook> read(Set<Party> parties) throws SQLException;
  }

  BookLoads(Configuration.Prices prices, Reader reader) {
    this.places = prices.loadQueue();
    this.reader = reader;
    this.loaders =
        new ThreadPoolExecutor(
            prices.loadThreads(),
            prices.loadThreads(),
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(places),
            Thread.ofPlatform().name("price-book-", 1).factory());
    loaders.allowCoreThreadTimeOut(true);
  }

  /**
   * Joins the loads that run and begins one for all the others. Each fails with {@link
   * PriceBooks.OverloadedException} or what the reader throws.
   */
  Map<Party, CompletableFuture<PriceBook>> load(Collection<Party> parties) {
    Map<Party, CompletableFuture<PriceBook>> awaited = new HashMap<>();
    Map<Party, CompletableFuture<PriceBook>> begun = new HashMap<>();
    for (Party party : parties) {
      CompletableFuture<PriceBook> fresh = new CompletableFuture<>();
      CompletableFuture<PriceBook> running = loading.putIfAbsent(party, fresh);
      awaited.put(party, running == null ? fresh : running);
      if (running == null) {
        begun.put(party, fresh);
      }
    }
    if (!begun.isEmpty()) {
      try {
        loaders.execute(() -> complete(begun));
      } catch (RejectedExecutionException e) {
        fail(begun, new PriceBooks.OverloadedException());
      }
    }
    return awaited;
  }

  /** Whoever comes from now on must not join the party's load. */
  void separate(Party party) {
    loading.remove(party);
  }

  /** Whether more than half of the places to wait are taken. */
  boolean isBusy() {
    return loaders.getQueue().size() * 2 > places;
  }

  private void complete(Map<Party, CompletableFuture<PriceBook>> begun) {
    try {
      Map<Party, PriceBook> books = reader.read(begun.keySet());
      begun.forEach(
          (party, future) -> {
            loading.remove(party, future);
            future.complete(Objects.requireNonNull(books.get(party)));
          });
    } catch (SQLException | RuntimeException e) {
      fail(begun, e);
    }
  }

  private void fail(Map<Party, CompletableFuture<PriceBook>> begun, Exception cause) {
    begun.forEach(
        (party, future) -> {
          loading.remove(party, future);
          future.completeExceptionally(cause);
        });
  }

  @Override
  public void close() {
    loaders.shutdownNow();
  }
}
