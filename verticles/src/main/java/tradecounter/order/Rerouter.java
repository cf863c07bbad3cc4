package tradecounter.order;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.engine.availability.Availability;
import tradecounter.engine.state.World;
import tradecounter.forward.ForwardStore;
import tradecounter.ledger.LedgerDesk;
import tradecounter.store.Database;

/**
 * Has the desk of the ledger ask other sources for what suppliers have refused, one after the
 * other, on a thread of its own. Every node may do so: the desk finds out that another has. What
 * the desk cannot take waits in Postgres.
 */
public final class Rerouter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Rerouter.class);
  private static final int AT_ONCE = 100;

  /** The desk may be away for a while: so often it may fail before a person is asked. */
  private static final int FAILURES = 60;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Database database;
  private final LedgerDesk ledger;
  private final Parts parts;
  private final Runnable found;
  private final long intervalMillis;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Map<Reroutes.Wanted, Integer> failures = new HashMap<>();
  private final Thread thread;

  /** What it takes to ask. */
  public record Parts(
      World world,
      Availability availability,
      AcceptOrder.Targets targets,
      ForwardStore forwards,
      OrderStore store,
      Orders orders) {}

  /**
   * @param found told when there is something to send
   */
  public Rerouter(
      Database database, LedgerDesk ledger, Parts parts, Runnable found, long intervalMillis) {
    this.database = database;
    this.ledger = ledger;
    this.parts = parts;
    this.found = found;
    this.intervalMillis = intervalMillis;
    this.thread = Thread.ofPlatform().name("rerouter").unstarted(this::run);
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
          List<Reroutes.Wanted> waiting =
              database.inTransaction(connection -> Reroutes.waiting(connection, AT_ONCE));
          failures.keySet().retainAll(waiting);
          for (Reroutes.Wanted one : waiting) {
            if (closing.getCount() > 0) {
              ask(one);
            }
          }
          away = false;
        } catch (SQLException e) {
          if (!away) {
            LOG.warn("other sources cannot be asked at the moment: {}", e.toString());
          }
          away = true;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One that fails again and again is left to a person, and keeps nobody else waiting. */
  private void ask(Reroutes.Wanted one) throws InterruptedException {
    boolean asking = failures.getOrDefault(one, 0) < FAILURES;
    try {
      long quantity =
          ledger
              .submit(new AskAnotherSource(parts, one, asking))
              .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      failures.remove(one);
      if (quantity > 0) {
        found.run();
      }
    } catch (TimeoutException | ExecutionException e) {
      if (failures.merge(one, 1, Integer::sum) == 1) {
        LOG.warn("nobody can be asked for line {} of {} yet", one.line(), one.document(), e);
      }
    }
  }

  @Override
  public void close() {
    closing.countDown();
    if (thread.isAlive()) {
      try {
        thread.join(PATIENCE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
