package tradecounter.audit;

import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.configuration.Configuration;
import tradecounter.engine.availability.Availability;
import tradecounter.engine.order.RefusalPolicy;
import tradecounter.forward.ForwardStore;
import tradecounter.forward.Target;
import tradecounter.ledger.LedgerComparison;
import tradecounter.order.Orders;
import tradecounter.order.TroubleBook;
import tradecounter.store.Database;

/**
 * Compares what belongs together, on and on, in pages with pauses between: of what all nodes share
 * one node at a time, of its own read model each node. While Postgres is away it waits.
 */
public final class Auditor implements AutoCloseable {
  /** The audit that one node at a time does for all. */
  static final String SHARED = "shared";

  private static final Logger LOG = LoggerFactory.getLogger(Auditor.class);
  private static final long COUNT_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Database database;
  private final Configuration.Audit settings;
  private final AuditMeters meters;
  private final AuditRound shared;
  private final AuditRound own;
  private final AuditRepairs repairs;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  // Of the thread alone.
  private long sharedAtNanos = System.nanoTime();
  private long ownAtNanos = System.nanoTime();
  private long countedAtNanos = System.nanoTime() - COUNT_NANOS;
  private boolean away;

  /**
   * What it compares.
   *
   * @param silence what follows when a supplier does not answer in time
   * @param node tells this process from all others, also from those before it
   */
  public record Parts(
      String node,
      Configuration.Audit settings,
      Database database,
      Availability availability,
      LedgerComparison comparison,
      List<Target> targets,
      Orders orders,
      ForwardStore forwards,
      TroubleBook troubles,
      RefusalPolicy silence,
      MeterRegistry registry,
      InstantSource clock) {}

  public Auditor(Parts parts, AuditRepairs.Parts mending) {
    this.database = parts.database();
    this.settings = parts.settings();
    this.meters = new AuditMeters(parts.registry(), parts.targets(), parts.clock());
    AuditRound.Tools tools =
        new AuditRound.Tools(
            database,
            settings,
            parts.orders(),
            parts.forwards(),
            parts.troubles(),
            parts.silence());
    Map<String, Long> answerWithinMillis =
        parts.targets().stream()
            .filter(target -> target.answerWithinMillis() > 0)
            .collect(Collectors.toMap(Target::name, Target::answerWithinMillis));
    OrdersCheck orders = new OrdersCheck(database, answerWithinMillis);
    HoldsCheck holds = new HoldsCheck(database, settings.reflectWithinMillis());
    this.shared =
        new AuditRound(
            SHARED,
            parts.node(),
            List.of(
                orders,
                holds,
                new SupplyCheck(database, parts.availability(), parts.clock()),
                new TargetsCheck(database, parts.targets(), settings)),
            tools);
    this.own =
        new AuditRound(
            parts.node(),
            parts.node(),
            List.of(new ReadModelCheck(database, parts.comparison(), parts.node())),
            tools);
    this.repairs = new AuditRepairs(database, parts.node(), orders, holds, mending);
    this.thread = Thread.ofPlatform().name("auditor").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** Whether its thread runs. */
  public boolean isAlive() {
    return thread.isAlive();
  }

  /** Carries out what findings propose. */
  public AuditRepairs repairs() {
    return repairs;
  }

  private void run() {
    try {
      long wait = 0;
      while (!closing.await(wait, TimeUnit.MILLISECONDS)) {
        wait = turn();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long turn() {
    try {
      long now = System.nanoTime();
      if (now - sharedAtNanos >= 0) {
        sharedAtNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(shared.turn());
      }
      if (now - ownAtNanos >= 0) {
        ownAtNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(own.turn());
      }
      if (now - countedAtNanos >= COUNT_NANOS) {
        meters.count(database);
        var _ = database.inTransaction(AuditRuns::purge);
        countedAtNanos = System.nanoTime();
      }
      away = false;
      long next = Math.min(sharedAtNanos - System.nanoTime(), ownAtNanos - System.nanoTime());
      return Math.clamp(TimeUnit.NANOSECONDS.toMillis(next), 1, 5_000);
    } catch (SQLException | RuntimeException e) {
      if (!away) {
        LOG.warn("nothing is compared at the moment: {}", e.toString());
      }
      away = true;
      return Math.max(settings.pauseMillis(), 1_000);
    }
  }

  /** Stops after the current page. */
  @Override
  public void close() {
    closing.countDown();
    if (thread.isAlive()) {
      try {
        thread.join(Duration.ofSeconds(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
