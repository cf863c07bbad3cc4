package tradecounter.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.engine.hold.HeldLine;
import tradecounter.engine.state.World;
import tradecounter.ledger.LedgerEntries.ItemState;
import tradecounter.log.LogFollower;
import tradecounter.log.LogProgress;
import tradecounter.store.Database;

/**
 * Brings what is held into the read model: all of it at the start, then what any node notes, within
 * milliseconds if nudged, else by looking every {@code pollMillis}. A thread of its own reads; the
 * read model is written on the thread of the one writer, version by version: of an item no version
 * is left out or applied twice, in whatever order news comes.
 *
 * <p>While Postgres is away, what is held stays as it is known; nothing can be held then.
 */
public final class LedgerFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerFollower.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final World world;
  private final Database database;
  private final LogFollower writer;
  private final long pollMillis;
  private final Semaphore wanted = new Semaphore(0);
  private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
  private final Thread thread;
  private volatile boolean open = true;
  private LedgerEntries.Seen seen = LedgerEntries.Seen.NOTHING;

  // Only the writer's thread sees these.
  private final Set<String> held = new HashSet<>();

  /** Entries that say of a line what this node's figures do not show yet; any thread looks. */
  private final Map<String, LedgerEntry> ahead = new ConcurrentHashMap<>();

  public LedgerFollower(World world, Database database, LogFollower writer, long pollMillis) {
    this.world = world;
    this.database = database;
    this.writer = writer;
    this.pollMillis = pollMillis;
    this.thread = Thread.ofPlatform().name("ledger-follower").unstarted(this::run);
  }

  /** Begins; the writer of the read model must have begun to follow the log. */
  public void start() {
    thread.start();
  }

  /** Completes when all that was held at the start is in the read model. */
  public CompletableFuture<Void> caughtUp() {
    return caughtUp;
  }

  /** Whether its thread runs. */
  public boolean isAlive() {
    return thread.isAlive();
  }

  /** Has it look at Postgres without delay. Any thread. */
  public void nudge() {
    if (wanted.availablePermits() == 0) {
      wanted.release();
    }
  }

  private void run() {
    boolean away = false;
    try {
      while (open) {
        try {
          // After a crash Postgres gives numbers of transactions that left no trace once more:
          // what was seen before says nothing about them.
          if (!caughtUp.isDone() || away) {
            takeUp();
            caughtUp.complete(null);
          } else {
            follow();
          }
          away = false;
        } catch (SQLException | TimeoutException e) {
          if (!away) {
            LOG.warn("what is held cannot be followed at the moment: {}", e.toString());
          }
          away = true;
        }
        var _ =
            wanted.tryAcquire(away ? Math.max(pollMillis, 500) : pollMillis, TimeUnit.MILLISECONDS);
        wanted.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      LOG.error("what is held can be followed no more", e);
    }
  }

  private void takeUp()
      throws SQLException, InterruptedException, ExecutionException, TimeoutException {
    List<ItemState> states =
        inOneState(
            connection -> {
              seen = LedgerEntries.seen(connection);
              return LedgerEntries.states(connection, Optional.empty());
            });
    await(writer.between(() -> takeUp(states)));
  }

  private void follow()
      throws SQLException, InterruptedException, ExecutionException, TimeoutException {
    Optional<LedgerEntries.Noted> noted =
        database.inTransaction(connection -> LedgerEntries.since(connection, seen));
    if (noted.isEmpty()) {
      takeUp();
      return;
    }
    apply(noted.get().entries());
    seen = noted.get().seen();
    if (!ahead.isEmpty()) {
      var _ = await(writer.between(this::lookAgain));
    }
  }

  /**
   * Applies entries of versions that may be known, and whatever is missing before them. Waits until
   * it is done.
   */
  void apply(Collection<LedgerEntry> entries)
      throws SQLException, InterruptedException, ExecutionException, TimeoutException {
    if (entries.isEmpty()) {
      return;
    }
    Set<String> gaps = await(writer.between(() -> applyKnown(entries)));
    if (!gaps.isEmpty()) {
      List<ItemState> states =
          inOneState(connection -> LedgerEntries.states(connection, Optional.of(gaps)));
      await(writer.between(() -> takeUp(states)));
    }
  }

  /** Brings these items to at least these versions. Waits until it is done. */
  void reach(Connection connection, Map<String, Long> versions)
      throws SQLException, InterruptedException, ExecutionException, TimeoutException {
    Map<String, Long> known = new HashMap<>();
    versions.forEach(
        (item, version) -> {
          long here = world.holdsVersion(item);
          if (here < version) {
            known.put(item, here);
          }
        });
    if (!known.isEmpty()) {
      apply(LedgerEntries.after(connection, known));
      Set<String> behind = new HashSet<>(known.keySet());
      behind.removeIf(item -> world.holdsVersion(item) >= versions.getOrDefault(item, 0L));
      if (!behind.isEmpty()) {
        // Its entries are forgotten, or nothing is held of it any more.
        List<ItemState> states = LedgerEntries.states(connection, Optional.of(behind));
        await(writer.between(() -> takeUp(states)));
      }
    }
  }

  /** Takes up all that is held of an item, whatever is known of it. Waits until it is done. */
  public void renew(String item)
      throws SQLException, InterruptedException, ExecutionException, TimeoutException {
    List<ItemState> states =
        inOneState(connection -> LedgerEntries.states(connection, Optional.of(Set.of(item))));
    await(writer.between(() -> takeUp(states, true)));
  }

  private <T> T await(CompletableFuture<T> done)
      throws InterruptedException, ExecutionException, TimeoutException {
    return done.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private <T> T inOneState(Database.Work<T> work) throws SQLException {
    return database.inTransaction(
        connection -> {
          connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
          return work.on(connection);
        });
  }

  // ---------------------------------------------------------------- on the writer's thread

  private Set<String> applyKnown(Collection<LedgerEntry> entries) {
    LogProgress applied = writer.progress();
    Map<String, TreeMap<Long, List<HeldLine>>> news = new HashMap<>();
    for (LedgerEntry entry : entries) {
      if (entry.version() > world.holdsVersion(entry.item())) {
        news.computeIfAbsent(entry.item(), _ -> new TreeMap<>())
            .computeIfAbsent(entry.version(), _ -> new ArrayList<>())
            .add(entry.lineAt(applied));
        note(entry, applied);
      }
    }
    Set<String> gaps = new HashSet<>();
    news.forEach(
        (item, versions) ->
            versions.forEach(
                (version, lines) -> {
                  if (version == world.holdsVersion(item) + 1) {
                    world.applyHolds(item, version, lines);
                    held.add(item);
                  } else {
                    gaps.add(item);
                  }
                }));
    return gaps;
  }

  private void note(LedgerEntry entry, LogProgress applied) {
    if (entry.isAheadOf(applied)) {
      ahead.put(entry.name(), entry);
    } else {
      ahead.remove(entry.name());
    }
  }

  /** The figures may show by now what the ledger says they show. */
  private boolean lookAgain() {
    LogProgress applied = writer.progress();
    for (LedgerEntry entry : List.copyOf(ahead.values())) {
      if (!entry.isAheadOf(applied)) {
        ahead.remove(entry.name());
        world.applyHolds(
            entry.item(), world.holdsVersion(entry.item()), List.of(entry.lineAt(applied)));
      }
    }
    return ahead.isEmpty();
  }

  private Optional<Void> takeUp(List<ItemState> states) {
    return takeUp(states, false);
  }

  private Optional<Void> takeUp(List<ItemState> states, boolean again) {
    LogProgress applied = writer.progress();
    for (ItemState state : states) {
      long here = world.holdsVersion(state.item());
      if (state.version() > here || (again && state.version() == here)) {
        state.entries().forEach(entry -> note(entry, applied));
        world.takeUpHolds(
            state.item(),
            state.version(),
            state.entries().stream().map(entry -> entry.lineAt(applied)).toList());
        held.add(state.item());
      }
    }
    return Optional.empty();
  }

  /** The items of which anything is held. On the writer's thread, see {@link LogFollower}. */
  Set<String> held() {
    held.removeIf(
        item -> {
          var snapshot = world.item(item);
          return snapshot == null || snapshot.holds().lines().isEmpty();
        });
    return Set.copyOf(held);
  }

  @Override
  public void close() {
    open = false;
    nudge();
    if (thread.isAlive()) {
      try {
        thread.join(Duration.ofSeconds(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
