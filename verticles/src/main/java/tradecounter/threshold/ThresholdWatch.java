package tradecounter.threshold;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.configuration.Configuration;
import tradecounter.engine.availability.Availability;
import tradecounter.engine.availability.AvailabilityAnswer;
import tradecounter.engine.availability.AvailabilityQuestion;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.state.World;
import tradecounter.json.JsonText;
import tradecounter.news.NewEvent;
import tradecounter.news.Outbox;
import tradecounter.store.Database;
import tradecounter.store.Lease;
import tradecounter.storefront.stream.ChangeHub;
import tradecounter.storefront.stream.StockState;

/**
 * Tells when an item with a threshold has crossed it, as a buyer sees it whom nobody names: once,
 * whatever the number of nodes. What crosses and comes back before it has settled is not told.
 *
 * <p>Hears on the log follower's thread; looks, settles and tells on a thread of its own. One node
 * at a time tells; what was told is in Postgres, so that a restart tells nothing again.
 */
public final class ThresholdWatch implements ChangeHub.Hearing, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ThresholdWatch.class);
  private static final String TYPE = "tradecounter.availability.threshold.v1";
  private static final long TURN_MILLIS = 200;
  private static final long REST_MILLIS = 1_000;
  private static final long LEASE_MILLIS = 10_000;
  private static final long LEASE_TRIED_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** More changed items than that, and all are looked at. */
  private static final int MAXIMUM_HEARD = 65_536;

  private final World world;
  private final Availability availability;
  private final Database database;
  private final Configuration.Thresholds settings;
  private final InstantSource clock;
  private final Lease lease = new Lease("thresholds", LEASE_MILLIS);
  private final Counter crossings;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /** What the log follower has brought and the thread has not taken yet. */
  private final Object door = new Object();

  private Set<String> heard = new HashSet<>();
  private boolean manyHeard = true;

  // Of the thread alone.
  private Map<String, StockState> told = new HashMap<>();
  private final Map<String, Long> crossedAtNanos = new HashMap<>();
  private long sweptAtNanos = System.nanoTime() - TimeUnit.DAYS.toNanos(1);
  private long triedAtNanos = System.nanoTime() - LEASE_TRIED_NANOS;
  private boolean away;

  /** An item against its threshold. */
  private record Stock(Item item, StockState state, long available, long low) {}

  public ThresholdWatch(
      World world,
      Availability availability,
      Database database,
      Configuration.Thresholds settings,
      InstantSource clock,
      MeterRegistry registry) {
    this.world = world;
    this.availability = availability;
    this.database = database;
    this.settings = settings;
    this.clock = clock;
    this.crossings =
        Counter.builder("tradecounter.threshold.crossings")
            .description("Crossings of thresholds that this node has told")
            .register(registry);
    thread = Thread.ofPlatform().name("threshold-watch").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** Whether its thread runs. */
  public boolean isAlive() {
    return thread.isAlive();
  }

  @Override
  public void changed(Set<String> items, boolean many) {
    synchronized (door) {
      if (!manyHeard && !many && heard.size() + items.size() <= MAXIMUM_HEARD) {
        heard.addAll(items);
      } else {
        manyHeard = true;
        heard.clear();
      }
    }
  }

  private void run() {
    try {
      while (!closing.await(away ? REST_MILLIS : TURN_MILLIS, TimeUnit.MILLISECONDS)) {
        try {
          turn();
          away = false;
        } catch (SQLException | RuntimeException e) {
          if (!away) {
            LOG.warn("thresholds are not watched at the moment: {}", e.toString());
          }
          away = true;
          changed(Set.of(), true); // What was taken from the door is looked at again.
        }
      }
      var _ = database.inTransaction(lease::leave);
    } catch (SQLException e) {
      LOG.warn("another node can tell only after the lease: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void turn() throws SQLException {
    Set<String> items;
    boolean many;
    synchronized (door) {
      items = heard;
      many = manyHeard;
      heard = new HashSet<>();
      manyHeard = false;
    }
    if (world.thresholds().isEmpty()) {
      return;
    }
    long now = System.nanoTime();
    if (many || now - sweptAtNanos >= TimeUnit.MILLISECONDS.toNanos(settings.sweepMillis())) {
      sweep(now);
      sweptAtNanos = now;
    } else {
      items.forEach(item -> look(item, now));
    }
    settle(now);
  }

  // ---------------------------------------------------------------- looking

  private void sweep(long nowNanos) throws SQLException {
    told = database.inOneStatement(StockStates::told);
    world.items().forEach(item -> look(item.item(), nowNanos));
  }

  private void look(String item, long nowNanos) {
    Optional<Stock> stock = stock(item);
    if (stock.isPresent() && stock.get().state() != told.getOrDefault(item, StockState.IN_STOCK)) {
      crossedAtNanos.putIfAbsent(item, nowNanos);
    } else {
      crossedAtNanos.remove(item);
    }
  }

  /** Empty if no threshold applies, or if there is nothing to say of the item. */
  private Optional<Stock> stock(String item) {
    AvailabilityAnswer answer =
        availability.answer(
            AvailabilityQuestion.of(item, Customer.ANYBODY, "", 0, clock.instant()));
    return switch (answer) {
      case AvailabilityAnswer.Figures figures -> {
        OptionalLong low = StockState.low(world.thresholds(), figures.item());
        yield low.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Stock(
                    figures.item(),
                    StockState.of(figures.available(), low),
                    figures.available(),
                    low.getAsLong()));
      }
      case AvailabilityAnswer.UnknownItem _,
          AvailabilityAnswer.NotSold _,
          AvailabilityAnswer.NoNetwork _ ->
          Optional.empty();
    };
  }

  // ---------------------------------------------------------------- telling

  /**
   * Whether this node tells. It goes on as long as it can: a node that is behind with the log would
   * tell that what has crossed has come back.
   */
  private boolean tells(long nowNanos) throws SQLException {
    if (lease.leftMillis() < LEASE_MILLIS / 2 && nowNanos - triedAtNanos >= LEASE_TRIED_NANOS) {
      triedAtNanos = nowNanos;
      return database.inTransaction(lease::take);
    }
    return lease.leftMillis() > 0;
  }

  private void settle(long nowNanos) throws SQLException {
    boolean tells = tells(nowNanos);
    long settleNanos = TimeUnit.MILLISECONDS.toNanos(settings.settleMillis());
    for (Iterator<Map.Entry<String, Long>> each = crossedAtNanos.entrySet().iterator();
        each.hasNext(); ) {
      Map.Entry<String, Long> crossed = each.next();
      if (nowNanos - crossed.getValue() >= settleNanos) {
        Optional<Stock> stock = stock(crossed.getKey());
        if (tells && stock.isPresent()) {
          tell(stock.get());
        }
        each.remove(); // Whoever tells next finds it by a sweep, if it is not told.
      }
    }
  }

  private void tell(Stock stock) throws SQLException {
    String item = stock.item().item();
    Optional<StockState> before =
        database.inTransaction(
            connection -> {
              if (!lease.take(connection)) {
                return Optional.empty();
              }
              StockState was = StockStates.note(connection, item, stock.state());
              if (was != stock.state()) {
                Outbox.write(connection, List.of(event(stock, was)));
              }
              return Optional.of(was);
            });
    if (before.isPresent()) {
      told.put(item, stock.state());
      if (before.get() != stock.state()) {
        crossings.increment();
      }
    }
  }

  private static NewEvent event(Stock stock, StockState was) {
    return new NewEvent(
        TYPE,
        stock.item().item(),
        "",
        JsonText.of(
            json -> {
              json.writeStartObject();
              json.writeStringField("item", stock.item().item());
              json.writeStringField("uom", stock.item().baseUom());
              json.writeStringField("state", stock.state().name());
              json.writeStringField("was", was.name());
              JsonText.quantity(json, "available", stock.available());
              JsonText.quantity(json, "low", stock.low());
              json.writeEndObject();
            }));
  }

  @Override
  public void close() {
    closing.countDown();
    if (thread.isAlive()) {
      try {
        thread.join(REST_MILLIS * 5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
