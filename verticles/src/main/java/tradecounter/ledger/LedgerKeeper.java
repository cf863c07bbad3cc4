package tradecounter.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.engine.hold.HeldLine;
import tradecounter.engine.hold.Hold;
import tradecounter.engine.hold.HoldEvent;
import tradecounter.engine.hold.HoldLifeCycle;
import tradecounter.engine.hold.HoldStep;
import tradecounter.engine.hold.ItemHolds;
import tradecounter.engine.state.ItemSnapshot;
import tradecounter.engine.state.World;
import tradecounter.log.LogFollower;
import tradecounter.log.LogProgress;
import tradecounter.store.Database;
import tradecounter.store.QuoteRedemptions;

/**
 * Keeps the ledger tidy, now and then, on every node: writes down which holds have expired, notes
 * on order lines what this node's figures show of them, and forgets what nobody needs any more.
 * Several nodes may do so at once; what one has done another leaves alone.
 *
 * <p>Nothing waits for it: an expired hold can no longer be ordered, whether or not it is written
 * down, and a line that is shown takes from supply no more, whether or not that is noted.
 */
public final class LedgerKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerKeeper.class);
  private static final int AT_ONCE = 200;

  private final World world;
  private final Database database;
  private final LogFollower writer;
  private final LedgerFollower follower;
  private final Runnable committed;
  private final long intervalMillis;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /** More of a line than the ledger has noted is shown. */
  private record Shown(String hold, String line, long quantity) {}

  /** What the figures show, and at which position of the log. */
  private record Sighting(LogProgress at, List<Shown> lines) {}

  /**
   * @param committed told after each commit that changed what is held
   */
  public LedgerKeeper(
      World world,
      Database database,
      LogFollower writer,
      LedgerFollower follower,
      Runnable committed,
      long intervalMillis) {
    this.world = world;
    this.database = database;
    this.writer = writer;
    this.follower = follower;
    this.committed = committed;
    this.intervalMillis = intervalMillis;
    this.thread = Thread.ofPlatform().name("ledger-keeper").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** Whether its thread runs. */
  public boolean isAlive() {
    return thread.isAlive();
  }

  private void run() {
    boolean away = false;
    try {
      while (!closing.await(intervalMillis, TimeUnit.MILLISECONDS)) {
        try {
          expire();
          reflect();
          purge();
          away = false;
        } catch (SQLException | ExecutionException | TimeoutException e) {
          if (!away) {
            LOG.warn("the ledger is not kept tidy at the moment: {}", e.toString());
          }
          away = true;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // ---------------------------------------------------------------- what has expired

  private void expire() throws SQLException {
    int expired;
    do {
      expired = database.inTransaction(LedgerKeeper::expire);
      if (expired > 0) {
        committed.run();
      }
    } while (expired == AT_ONCE);
  }

  private static int expire(Connection connection) throws SQLException {
    TreeSet<String> due = new TreeSet<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT hold FROM hold WHERE status = 'ACTIVE' AND expires_at <= clock_timestamp()"
                + " ORDER BY expires_at LIMIT ? FOR UPDATE SKIP LOCKED")) {
      select.setInt(1, AT_ONCE);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          due.add(rows.getString(1));
        }
      }
    }
    long now = HoldLedger.nowMillis(connection);
    List<HoldChange> changes = new ArrayList<>();
    for (Hold hold : HoldLedger.read(connection, due).values()) {
      if (HoldLifeCycle.step(hold, new HoldEvent.Expire(), now) instanceof HoldStep.Moved moved) {
        changes.add(HoldChange.changed(hold, moved.hold()));
      }
    }
    HoldLedger.write(connection, changes, Optional.empty());
    return due.size();
  }

  // ---------------------------------------------------------------- what figures show

  private void reflect()
      throws SQLException, InterruptedException, ExecutionException, TimeoutException {
    Sighting sighting = writer.between(this::look).get(30, TimeUnit.SECONDS);
    if (sighting.lines().isEmpty()) {
      return;
    }
    Map<String, List<Shown>> byHold = new TreeMap<>();
    sighting.lines().forEach(s -> byHold.computeIfAbsent(s.hold(), _ -> new ArrayList<>()).add(s));
    List<String> holds = List.copyOf(byHold.keySet());
    for (int from = 0; from < holds.size(); from += AT_ONCE) {
      List<String> some = holds.subList(from, Math.min(holds.size(), from + AT_ONCE));
      boolean changed =
          database.inTransaction(connection -> note(connection, some, byHold, sighting.at()));
      if (changed) {
        committed.run();
      }
    }
  }

  /** On the writer's thread: figures and position belong together there. */
  private Sighting look() {
    List<Shown> shown = new ArrayList<>();
    for (String item : follower.held()) {
      ItemSnapshot snapshot = world.item(item);
      ItemHolds holds = snapshot == null ? ItemHolds.NONE : snapshot.holds();
      for (HeldLine line : holds.lines()) {
        long quantity = line.quantity() - holds.remaining(line);
        if (quantity > line.reflected() && !line.orderLine().isEmpty()) {
          shown.add(new Shown(line.hold(), line.line(), quantity));
        }
      }
    }
    return new Sighting(writer.progress(), shown);
  }

  private static boolean note(
      Connection connection, List<String> holds, Map<String, List<Shown>> shown, LogProgress at)
      throws SQLException {
    long now = HoldLedger.nowMillis(connection);
    List<HoldChange> changes = new ArrayList<>();
    for (Hold before : HoldLedger.lock(connection, new TreeSet<>(holds)).values()) {
      Map<String, Long> reflected = new HashMap<>();
      before.lines().forEach(line -> reflected.put(line.line(), line.reflected()));
      Hold hold = before;
      for (Shown line : shown.getOrDefault(before.hold(), List.of())) {
        long more = line.quantity() - reflected.getOrDefault(line.line(), line.quantity());
        if (more > 0
            && HoldLifeCycle.step(hold, new HoldEvent.Reflect(line.line(), more), now)
                instanceof HoldStep.Moved moved) {
          hold = moved.hold();
        }
      }
      if (!hold.equals(before)) {
        changes.add(HoldChange.changed(before, hold));
      }
    }
    HoldLedger.write(connection, changes, Optional.of(at));
    return !changes.isEmpty();
  }

  // ---------------------------------------------------------------- what nobody needs

  private void purge() throws SQLException {
    var _ =
        database.inTransaction(
            connection ->
                LedgerEntries.purge(connection, AT_ONCE)
                    + AnsweredKeys.purge(connection, AT_ONCE)
                    + QuoteRedemptions.purge(connection)
                    + purgeNews(connection));
  }

  /** What an ERP said of orders that are not ours after all. */
  private static int purgeNews(Connection connection) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM order_news_waiting WHERE heard_at < now() - interval '30 days'")) {
      return delete.executeUpdate();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    if (thread.isAlive()) {
      try {
        thread.join(java.time.Duration.ofSeconds(15));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
