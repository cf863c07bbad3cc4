package tradecounter.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.configuration.Configuration;
import tradecounter.engine.availability.Availability;
import tradecounter.engine.hold.Hold;
import tradecounter.store.Database;

/**
 * Where holds and orders are decided. One thread takes what waits, up to a batch, into one
 * transaction: it locks what the commands touch, brings the read model up to exactly that state of
 * the ledger, lets the engine decide one command after the other, writes, and commits once for all.
 * So a hot item costs one commit for many buyers, no decision is ever taken on an old ledger, and
 * nothing is decided twice.
 *
 * <p>After the commit, first the read model of this node shows it, then the callers are answered,
 * and the other nodes are nudged.
 */
public final class LedgerDesk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerDesk.class);

  /** A deadlock, a serialization failure, or a key that another node has used meanwhile. */
  private static final Set<String> WORTH_ANOTHER_TRY = Set.of("40P01", "40001", "23505");

  private static final int ATTEMPTS = 5;

  private final Database database;
  private final Availability availability;
  private final LedgerFollower follower;
  private final Runnable committed;
  private final int batch;
  private final long timeoutNanos;
  private final BlockingQueue<Pending<?>> waiting;
  private final Map<String, Boolean> inFlight = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean open = true;

  /** Too many wait, or Postgres does not answer: try again later. */
  public static final class UnavailableException extends RuntimeException {
    UnavailableException(String message, @Nullable Throwable cause) {
      super(message, cause, false, false);
    }
  }

  /** A request with the same key is being worked on. */
  public static final class InFlightException extends RuntimeException {
    InFlightException() {
      super("a request with this key is in flight", null, false, false);
    }
  }

  /** The key was used for another request. */
  public static final class KeyReusedException extends RuntimeException {
    KeyReusedException() {
      super("the key was used for another request", null, false, false);
    }
  }

  /**
   * @param committed told after each commit that changed what is held
   */
  public LedgerDesk(
      Database database,
      Availability availability,
      LedgerFollower follower,
      Runnable committed,
      Configuration.Ledger settings) {
    this.database = database;
    this.availability = availability;
    this.follower = follower;
    this.committed = committed;
    this.batch = settings.batch();
    this.waiting = new ArrayBlockingQueue<>(settings.queue());
    this.timeoutNanos = TimeUnit.MILLISECONDS.toNanos(settings.timeoutMillis());
    this.thread = Thread.ofPlatform().name("ledger-desk").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** Whether its thread runs. */
  public boolean isAlive() {
    return thread.isAlive();
  }

  /** How many commands wait. */
  public int waiting() {
    return waiting.size();
  }

  /**
   * Has the command decided and written. Completes on the desk's thread, after this node's read
   * model shows what was written; fails with {@link UnavailableException} — then it may have been
   * written all the same, if a commit was under way — {@link InFlightException}, {@link
   * KeyReusedException} or what the command threw. Any thread. It fails when twice the time is over
   * that one may wait, whatever Postgres does; on another thread then.
   */
  public <T> CompletableFuture<T> submit(Command<T> command) {
    String inFlightKey = command.key().map(key -> key.caller() + "\0" + key.key()).orElse("");
    if (!inFlightKey.isEmpty() && inFlight.putIfAbsent(inFlightKey, true) != null) {
      return CompletableFuture.failedFuture(new InFlightException());
    }
    Pending<T> pending = new Pending<>(command, new CompletableFuture<>(), System.nanoTime());
    CompletableFuture<T> answer =
        inFlightKey.isEmpty()
            ? pending.answer()
            : pending.answer().whenComplete((_, _) -> inFlight.remove(inFlightKey));
    if (!waiting.offer(pending)) {
      pending.fail(new UnavailableException("too many wait to hold or order", null));
    } else if (!open && waiting.remove(pending)) {
      // The thread has ended: it may have looked for who still waits before this one came.
      pending.fail(new UnavailableException("the node is closing", null));
    }
    return inTime(answer);
  }

  /**
   * Nobody waits for as long as a turn may hang in a Postgres that stands still. The key stays in
   * flight until the turn is over: who repeats the request before hears so.
   */
  private <T> CompletableFuture<T> inTime(CompletableFuture<T> answer) {
    return answer
        .copy()
        .orTimeout(2 * timeoutNanos, TimeUnit.NANOSECONDS)
        .exceptionallyCompose(
            failure ->
                CompletableFuture.failedFuture(
                    failure instanceof TimeoutException
                        ? new UnavailableException("Postgres has not answered yet", failure)
                        : failure));
  }

  private void run() {
    try {
      while (open) {
        Pending<?> first = waiting.poll(200, TimeUnit.MILLISECONDS);
        if (first != null) {
          List<Pending<?>> taken = new ArrayList<>(batch);
          taken.add(first);
          waiting.drainTo(taken, batch - 1);
          long now = System.nanoTime();
          taken.removeIf(pending -> isTooOld(pending, now));
          work(taken);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open = false;
      List<Pending<?>> left = new ArrayList<>();
      waiting.drainTo(left);
      left.forEach(pending -> pending.fail(new UnavailableException("the node is closing", null)));
    }
  }

  private boolean isTooOld(Pending<?> pending, long now) {
    boolean old = now - pending.since() > timeoutNanos;
    if (old) {
      pending.fail(new UnavailableException("it has waited too long", null));
    }
    return old;
  }

  private void work(List<Pending<?>> commands) throws InterruptedException {
    if (commands.isEmpty()) {
      return;
    }
    for (int attempt = 1; ; attempt++) {
      try {
        Answers answers = new Answers();
        List<LedgerEntry> entries = committed(commands, answers);
        publish(entries);
        answers.give();
        return;
      } catch (SQLException e) {
        // A pool that has no connection to give says so without a state.
        if (attempt == ATTEMPTS || !WORTH_ANOTHER_TRY.contains(String.valueOf(e.getSQLState()))) {
          failed(commands, e);
          return;
        }
        LOG.debug("a turn is tried again: {}", e.toString());
      } catch (TurnFailedException e) {
        LOG.error("a turn of the ledger failed", e.getCause());
        if (commands.size() > 1) {
          singly(commands);
        } else {
          commands.forEach(pending -> pending.fail(new UnavailableException("the turn failed", e)));
        }
        return;
      }
    }
  }

  /** What one command breaks is no reason to refuse the others. */
  private void failed(List<Pending<?>> commands, SQLException failure) throws InterruptedException {
    boolean ofTheConnection =
        failure.getSQLState() == null
            || failure.getSQLState().startsWith("08")
            || failure.getSQLState().startsWith("57")
            || failure.getSQLState().startsWith("53");
    if (commands.size() == 1 || ofTheConnection) {
      LOG.warn("nothing can be held or ordered at the moment: {}", failure.toString());
      commands.forEach(
          pending -> pending.fail(new UnavailableException("Postgres does not answer", failure)));
    } else {
      singly(commands);
    }
  }

  private void singly(List<Pending<?>> commands) throws InterruptedException {
    for (Pending<?> pending : commands) {
      if (!isTooOld(pending, System.nanoTime())) {
        work(List.of(pending));
      }
    }
  }

  /** Nothing of the turn is written. */
  private static final class TurnFailedException extends RuntimeException {
    TurnFailedException(Throwable cause) {
      super("the turn failed", cause, false, false);
    }
  }

  private List<LedgerEntry> committed(List<Pending<?>> commands, Answers answers)
      throws SQLException {
    try {
      return database.inTransaction(connection -> turn(connection, commands, answers));
    } catch (RuntimeException | Error e) {
      throw new TurnFailedException(e);
    }
  }

  private void publish(List<LedgerEntry> entries) throws InterruptedException {
    if (entries.isEmpty()) {
      return;
    }
    try {
      committed.run();
      follower.apply(entries);
    } catch (SQLException | ExecutionException | TimeoutException | RuntimeException e) {
      // It is committed; this node hears of it as the others do.
      LOG.warn("the read model does not show a commit yet: {}", e.toString());
    }
  }

  // ---------------------------------------------------------------- one transaction

  private List<LedgerEntry> turn(Connection connection, List<Pending<?>> commands, Answers answers)
      throws SQLException {
    try (Statement limits = connection.createStatement()) {
      limits.execute("SET LOCAL lock_timeout = '5s'");
    }
    // A repetition touches nothing: it waits for nobody's locks.
    List<Pending<?>> toDecide = answers.look(connection, commands);
    Set<String> orders = new TreeSet<>();
    Set<String> customers = new TreeSet<>();
    Set<String> holds = new TreeSet<>();
    Set<String> items = new TreeSet<>();
    for (Pending<?> pending : toDecide) {
      if (!pending.command().customer().isEmpty()) {
        customers.add(pending.command().customer());
      }
      orders.addAll(pending.command().orders());
      holds.addAll(pending.command().holds());
      items.addAll(pending.command().items());
    }
    HoldLedger.lockOrders(connection, orders);
    Map<String, Turn.Account> accounts = accounts(connection, customers);
    Map<String, Hold> read = HoldLedger.lock(connection, holds);
    read.values().forEach(hold -> hold.lines().forEach(line -> items.add(line.item())));
    reach(connection, HoldLedger.lockItems(connection, items));
    Turn turn =
        new Turn(
            connection, HoldLedger.nowMillis(connection), availability.reserving(), read, accounts);
    for (Pending<?> pending : toDecide) {
      pending.decide(turn, answers);
    }
    requireLocked(items, turn.changes());
    List<LedgerEntry> entries = HoldLedger.write(connection, turn.changes(), Optional.empty());
    turn.writeRows();
    answers.keep(connection);
    return entries;
  }

  /** A bundle may be made of other items by now than when the locks were taken: decide again. */
  private static void requireLocked(Set<String> locked, List<HoldChange> changes)
      throws SQLException {
    for (HoldChange change : changes) {
      for (Hold.Line line : change.after().lines()) {
        if (!locked.contains(line.item())) {
          throw new SQLException("item " + line.item() + " is not locked", "40001");
        }
      }
    }
  }

  private void reach(Connection connection, Map<String, Long> versions) throws SQLException {
    try {
      follower.reach(connection, versions);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while the read model catches up", "57014", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new SQLException("the read model does not catch up", "57014", e);
    }
  }

  private static Map<String, Turn.Account> accounts(Connection connection, Set<String> customers)
      throws SQLException {
    if (customers.isEmpty()) {
      return Map.of();
    }
    HoldLedger.lockCustomers(connection, customers);
    Map<String, Turn.Account> accounts = new HashMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT c.customer, (SELECT count(*) FROM hold h WHERE h.customer = c.customer"
                + " AND h.status = 'ACTIVE' AND h.expires_at > clock_timestamp()),"
                + " (SELECT coalesce(sum(o.open_amount), 0) FROM customer_order o"
                + " WHERE o.customer = c.customer AND o.open_amount > 0)"
                + " FROM unnest(?) AS c (customer)")) {
      select.setArray(1, HoldLedger.texts(connection, customers));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          accounts.put(
              rows.getString(1),
              new Turn.Account(
                  rows.getInt(2),
                  rows.getBigDecimal(3)
                      .min(java.math.BigDecimal.valueOf(Long.MAX_VALUE))
                      .longValue()));
        }
      }
    }
    return accounts;
  }

  /** Ends after the turn that is under way; who still waits is turned away. */
  @Override
  public void close() {
    open = false;
    if (thread.isAlive()) {
      try {
        thread.join(java.time.Duration.ofSeconds(15));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
