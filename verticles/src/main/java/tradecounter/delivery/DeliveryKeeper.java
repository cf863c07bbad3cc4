package tradecounter.delivery;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.configuration.Configuration;
import tradecounter.configuration.FeedConfiguration;
import tradecounter.delivery.Delivery.Outcome;
import tradecounter.delivery.Delivery.State;
import tradecounter.delivery.DeliveryApplier.InterruptedApplicationException;
import tradecounter.delivery.DeliveryCheck.Checked;
import tradecounter.edi.EdiError;
import tradecounter.edi.Interchange;
import tradecounter.edi.Verdict;
import tradecounter.edi.Verdicts;
import tradecounter.engine.order.ProgressStep.TroubleType;
import tradecounter.engine.state.World;
import tradecounter.feed.FeedDoor;
import tradecounter.ledger.HoldLedger;
import tradecounter.log.LogAppender;
import tradecounter.log.Topics;
import tradecounter.order.OrderAcknowledgements;
import tradecounter.order.TroubleBook;
import tradecounter.store.Database;
import tradecounter.store.Lease;

/**
 * Looks for deliveries that wait, checks and applies them: those of one feed one after the other,
 * by one node at a time, a few feeds at once. On threads of its own, which block.
 */
public final class DeliveryKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryKeeper.class);
  private static final long PURGE_EVERY_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final Database database;
  private final DeliveryStore store;
  private final FeedDoor door;
  private final DeliveryCheck check;
  private final DeliveryApplier applier;
  private final TroubleBook troubles;
  private final Configuration.Deliveries settings;
  private final ExecutorService workers;
  private final Set<String> busy = ConcurrentHashMap.newKeySet();
  private final Semaphore wake = new Semaphore(0);
  private final Thread thread;
  private volatile boolean open = true;

  /** What it works with. */
  public record Parts(
      Database database,
      DeliveryStore store,
      FeedDoor door,
      World world,
      LogAppender appender,
      Topics topics,
      TroubleBook troubles,
      OrderAcknowledgements acknowledgements,
      Configuration.Deliveries settings) {}

  public DeliveryKeeper(Parts parts) {
    this.database = parts.database();
    this.store = parts.store();
    this.door = parts.door();
    this.settings = parts.settings();
    this.troubles = parts.troubles();
    this.check = new DeliveryCheck(store, door, parts.world(), settings);
    this.applier = new DeliveryApplier(parts, check);
    this.workers =
        Executors.newFixedThreadPool(
            settings.parallel(), Thread.ofPlatform().name("deliveries-", 0).factory());
    this.thread = Thread.ofPlatform().name("delivery-keeper").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** Whether its thread runs. */
  public boolean isAlive() {
    return thread.isAlive();
  }

  /** Something has been received: it need not wait for the next look. Any thread. */
  public void nudge() {
    wake.release();
  }

  private void run() {
    long purgedAt = System.nanoTime() - PURGE_EVERY_NANOS;
    while (open) {
      try {
        for (String feed : store.waitingFeeds()) {
          hand(feed);
        }
        if (System.nanoTime() - purgedAt >= PURGE_EVERY_NANOS) {
          store.purge(settings.keepMillis());
          purgedAt = System.nanoTime();
        }
      } catch (SQLException e) {
        LOG.warn("deliveries wait for Postgres: {}", e.toString());
      }
      try {
        if (wake.tryAcquire(settings.pollMillis(), TimeUnit.MILLISECONDS)) {
          wake.drainPermits();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void hand(String feed) {
    if (door.configuration(feed).isPresent()
        && busy.size() < settings.parallel()
        && busy.add(feed)) {
      workers.execute(
          () -> {
            try {
              work(feed);
            } catch (SQLException | IOException e) {
              LOG.warn("deliveries of feed {} wait: {}", feed, e.toString());
            } catch (InterruptedApplicationException e) {
              LOG.info("another node goes on with the deliveries of feed {}", feed);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            } catch (RuntimeException | Error e) {
              // One delivery that shows a fault of ours must not stop those of other feeds.
              LOG.error("a delivery of feed {} cannot be applied", feed, e);
            } finally {
              busy.remove(feed);
            }
          });
    }
  }

  private void work(String feed)
      throws SQLException, IOException, InterruptedException, InterruptedApplicationException {
    Lease lease = new Lease("delivery/" + feed, settings.leaseMillis());
    if (!database.inTransaction(lease::take)) {
      return;
    }
    try {
      Optional<Delivery> next = store.next(feed);
      while (open && next.isPresent() && door.configuration(feed).isPresent()) {
        take(next.get(), door.configuration(feed).get(), lease);
        next = store.next(feed);
      }
    } finally {
      database.inTransaction(lease::leave);
    }
  }

  private void take(Delivery delivery, FeedConfiguration feed, Lease lease)
      throws SQLException, IOException, InterruptedException, InterruptedApplicationException {
    BooleanSupplier mayGoOn = () -> mayGoOn(lease, feed);
    if (!mayGoOn.getAsBoolean()) {
      throw new InterruptedApplicationException();
    }
    String version = feed.version();
    boolean begun = delivery.state() == State.APPLYING;
    boolean sameVersion = delivery.version().equals(version);
    if (begun && feed.sweptKinds().isEmpty() && sameVersion) {
      applier.apply(delivery, feed, goingOn(delivery, Outcome.NONE), mayGoOn);
      return;
    }
    Checked checked = check.check(delivery, feed);
    if (!mayGoOn.getAsBoolean()) {
      throw new InterruptedApplicationException();
    }
    switch (checked) {
      case Checked.Fit found -> {
        Checked.Fit fit = maySweep(delivery, feed, sameVersion) ? found : found.notSwept();
        BitSet skipped =
            begun ? RecordRanges.read(store.skipped(delivery.delivery())) : fit.skipped();
        if (!begun || !sameVersion) {
          store.startApplying(
              delivery.delivery(), version, RecordRanges.text(skipped), fit.acknowledgement());
        }
        Delivery applying = store.find(delivery.delivery()).orElseThrow();
        applier.apply(applying, feed, fit, mayGoOn);
        isGone(delivery);
      }
      case Checked.Exchanged exchanged -> exchange(delivery, feed, exchanged, mayGoOn);
      case Checked.Stopped stopped when begun ->
          // It was found fit once, and part of it is applied: the rest is, too.
          applier.apply(delivery, feed, goingOn(delivery, stopped.outcome()), mayGoOn);
      case Checked.Stopped stopped -> stop(delivery, feed, stopped);
    }
  }

  /**
   * Whether it is the newest word on what is there: not if a later snapshot is applied already, or
   * another version of the feed's file has named a part of it.
   */
  private boolean maySweep(Delivery delivery, FeedConfiguration feed, boolean sameVersion)
      throws SQLException {
    boolean begun = delivery.state() == State.APPLYING;
    return (!begun || sameVersion)
        && (!delivery.released()
            || store.appliedAfter(delivery).stream()
                .noneMatch(name -> Snapshots.isSnapshot(feed, name)));
  }

  /** Each interchange is applied as a whole or refused, and its sender told so. */
  private void exchange(
      Delivery delivery,
      FeedConfiguration feed,
      Checked.Exchanged exchanged,
      BooleanSupplier mayGoOn)
      throws SQLException, IOException, InterruptedException, InterruptedApplicationException {
    Optional<Checked.Fit> accepted =
        database.inTransaction(connection -> judged(connection, delivery, feed, exchanged));
    if (accepted.isPresent()) {
      Delivery applying = store.find(delivery.delivery()).orElseThrow();
      applier.apply(applying, feed, accepted.get(), mayGoOn);
      isGone(delivery);
    }
  }

  private Optional<Checked.Fit> judged(
      Connection connection, Delivery delivery, FeedConfiguration feed, Checked.Exchanged exchanged)
      throws SQLException {
    if (delivery.released()) {
      return Optional.of(releasedAgain(connection, delivery, feed, exchanged));
    }
    Verdicts verdicts =
        Verdicts.judge(
            connection,
            feed.feed(),
            String.valueOf(delivery.delivery()),
            feed.format(),
            exchanged.interchanges(),
            exchanged.refusals(),
            Instant.ofEpochMilli(HoldLedger.nowMillis(connection)));
    byte[] acknowledgement = verdicts.acknowledgement().orElse(new byte[0]);
    List<Verdict> refused =
        verdicts.verdicts().stream().filter(verdict -> !verdict.accepted()).toList();
    Outcome outcome = refused.isEmpty() ? exchanged.unreadable() : outcome(refused, exchanged);
    if (!outcome.equals(Outcome.NONE)) {
      raise(connection, delivery, feed, TroubleType.FEED_REFUSED, outcome);
    }
    boolean begun = delivery.state() == State.APPLYING;
    if (refused.size() == exchanged.interchanges().size() && !begun) {
      var _ =
          DeliveryStore.stop(
              connection,
              delivery.delivery(),
              State.REFUSED,
              outcome,
              exchanged.progress(),
              "",
              acknowledgement);
      return Optional.empty();
    }
    BitSet skipped = verdicts.skipped();
    if (!begun || !delivery.version().equals(feed.version())) {
      DeliveryStore.startApplying(
          connection,
          delivery.delivery(),
          feed.version(),
          RecordRanges.text(skipped),
          acknowledgement);
    }
    return Optional.of(
        new Checked.Fit(
            exchanged.progress(),
            skipped,
            refused.isEmpty() ? exchanged.comparison() : Optional.empty(),
            exchanged.order(),
            outcome,
            acknowledgement));
  }

  /** Its sender has had his answer: what is acceptable is applied once more, and nobody is told. */
  private static Checked.Fit releasedAgain(
      Connection connection, Delivery delivery, FeedConfiguration feed, Checked.Exchanged exchanged)
      throws SQLException {
    BitSet skipped = new BitSet();
    for (Interchange interchange : exchanged.interchanges()) {
      boolean refused =
          !interchange.acceptable()
              || exchanged.refusals().keySet().stream().anyMatch(interchange::contains);
      if (refused) {
        skipped.set(
            Math.toIntExact(interchange.firstRecord()),
            Math.toIntExact(interchange.firstRecord() + interchange.records()));
      }
    }
    byte[] nothing = {};
    if (delivery.state() != State.APPLYING || !delivery.version().equals(feed.version())) {
      DeliveryStore.startApplying(
          connection, delivery.delivery(), feed.version(), RecordRanges.text(skipped), nothing);
    }
    return new Checked.Fit(
        exchanged.progress(),
        skipped,
        Optional.empty(),
        exchanged.order(),
        exchanged.unreadable(),
        nothing);
  }

  private static Outcome outcome(List<Verdict> refused, Checked.Exchanged exchanged) {
    EdiError first = refused.getFirst().reason();
    return new Outcome(
        first.fault().code(),
        refused.size()
            + " of "
            + exchanged.interchanges().size()
            + " interchanges refused; the first: "
            + first.detail(),
        "line " + first.line() + (first.tag().isEmpty() ? "" : ", segment " + first.tag()));
  }

  private Checked.Fit goingOn(Delivery delivery, Outcome outcome) throws SQLException {
    return new Checked.Fit(
        delivery.progress(),
        RecordRanges.read(store.skipped(delivery.delivery())),
        Optional.empty(),
        new SweepEvents.Order.Arriving(),
        outcome,
        new byte[0]);
  }

  /** Not if the feed's file has changed, its feed is paused, or another node has taken over. */
  private boolean mayGoOn(Lease lease, FeedConfiguration feed) {
    if (!open || !door.configuration(feed.feed()).filter(feed::equals).isPresent()) {
      return false;
    }
    if (lease.leftMillis() > settings.leaseMillis() / 2) {
      return true;
    }
    try {
      return database.inTransaction(
          connection -> !DeliveryStore.isPaused(connection, feed.feed()) && lease.take(connection));
    } catch (SQLException e) {
      LOG.warn("the lease of a feed's deliveries cannot be prolonged: {}", e.toString());
      return false;
    }
  }

  private static String subject(Delivery delivery) {
    return "delivery:" + delivery.delivery();
  }

  private void stop(Delivery delivery, FeedConfiguration feed, Checked.Stopped stopped)
      throws SQLException {
    var _ =
        database.inTransaction(
            connection -> {
              boolean first =
                  DeliveryStore.stop(
                      connection,
                      delivery.delivery(),
                      stopped.state(),
                      stopped.outcome(),
                      stopped.progress(),
                      Snapshots.text(stopped.difference()),
                      stopped.acknowledgement());
              return first
                  && raise(
                      connection,
                      delivery,
                      feed,
                      stopped.state() == State.QUARANTINED
                          ? TroubleType.FEED_QUARANTINED
                          : TroubleType.FEED_REFUSED,
                      stopped.outcome());
            });
  }

  private boolean raise(
      Connection connection,
      Delivery delivery,
      FeedConfiguration feed,
      TroubleType type,
      Outcome outcome)
      throws SQLException {
    return troubles.raise(
        connection,
        "",
        feed.feed(),
        type,
        subject(delivery),
        "feed "
            + feed.feed()
            + ", "
            + delivery.name()
            + ": "
            + outcome.detail()
            + (outcome.place().isEmpty() ? "" : " (" + outcome.place() + ")")
            + feed.owner().said());
  }

  /** What a person was asked about is done with. */
  private void isGone(Delivery delivery) throws SQLException {
    if (delivery.released()) {
      var _ =
          database.inTransaction(
              connection ->
                  troubles.isGone(
                      connection,
                      delivery.feed(),
                      TroubleType.FEED_QUARANTINED,
                      subject(delivery)));
    }
  }

  /** Ends after the batch that is under way; another node, or the next start, goes on. */
  @Override
  public void close() {
    open = false;
    nudge();
    workers.shutdown();
    try {
      if (thread.isAlive()) {
        thread.join(10_000);
      }
      if (!workers.awaitTermination(10, TimeUnit.SECONDS)) {
        List<Runnable> left = workers.shutdownNow();
        LOG.warn("a delivery is given up in the middle; {} more wait", left.size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
