package tradecounter.management;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import tradecounter.engine.state.FeedState;
import tradecounter.engine.state.World;
import tradecounter.feed.FeedDoor;
import tradecounter.ledger.LedgerDesk;
import tradecounter.ledger.Nudges;
import tradecounter.log.LogAppender;
import tradecounter.log.LogFollower;
import tradecounter.order.FulfilmentKeeper;
import tradecounter.store.Checkpointer;
import tradecounter.store.DatabaseClock;
import tradecounter.store.PriceBooks;

/** What is measured, by name. All meters are read when they are scraped, nothing is polled. */
public final class Meters implements AutoCloseable {
  private static final long LOOP_PROBE_MILLIS = 500;

  private final Set<String> watched = ConcurrentHashMap.newKeySet();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();

  public Meters() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    gc.bindTo(registry);
  }

  public PrometheusMeterRegistry registry() {
    return registry;
  }

  /** Measures how late the event loop of the calling context runs its timers. */
  public void watchEventLoop(Vertx vertx, Context context, int number) {
    Timer lateness =
        Timer.builder("tradecounter.event.loop.lateness")
            .description("How late a timer of the event loop fires")
            .tag("loop", String.valueOf(number))
            .publishPercentiles(0.5, 0.99)
            .register(registry);
    context.runOnContext(
        _ -> {
          long[] last = {System.nanoTime()};
          vertx.setPeriodic(
              LOOP_PROBE_MILLIS,
              _ -> {
                long now = System.nanoTime();
                long late = now - last[0] - TimeUnit.MILLISECONDS.toNanos(LOOP_PROBE_MILLIS);
                lateness.record(Duration.ofNanos(Math.max(0, late)));
                last[0] = now;
              });
        });
  }

  /**
   * The figures of all feeds there are; those that come later are added when it is called again.
   */
  public void watchFeeds(World world, FeedDoor door, InstantSource clock) {
    for (String feed : door.feeds()) {
      if (watched.add(feed)) {
        watchFeed(world, feed, clock, door);
      }
    }
  }

  private void watchFeed(World world, String feed, InstantSource clock, FeedDoor door) {
    feedCounter(world, feed, "applied", FeedState::applied);
    feedCounter(world, feed, "duplicate", FeedState::duplicate);
    feedCounter(world, feed, "superseded", FeedState::superseded);
    feedCounter(world, feed, "gaps", FeedState::gaps);
    feedCounter(world, feed, "clock.ran.back", FeedState::timesClockRanBack);
    Gauge.builder(
            "tradecounter.feed.clock.stands.still",
            world,
            w ->
                state(w, feed)
                    .filter(
                        s ->
                            s.clockStandsStill(
                                door.supply(feed).staleAfterMillis(), clock.millis()))
                    .map(_ -> 1.0)
                    .orElse(0.0))
        .description("1 while the feed speaks, but always of the same old time")
        .tag("feed", feed)
        .register(registry);
    FunctionCounter.builder("tradecounter.feed.refused", door, d -> d.refused(feed))
        .description("Events that went to the dead letters since the start")
        .tag("feed", feed)
        .register(registry);
    Gauge.builder(
            "tradecounter.feed.lag.seconds",
            world,
            w ->
                state(w, feed)
                    .map(s -> Math.max(0, clock.millis() - s.asOfMillis()) / 1000.0)
                    .orElse(Double.NaN))
        .description("How long ago the feed's last word was")
        .tag("feed", feed)
        .register(registry);
  }

  private void feedCounter(
      World world, String feed, String name, ToDoubleFunction<FeedState> value) {
    FunctionCounter.builder(
            "tradecounter.feed." + name,
            world,
            w -> state(w, feed).map(value::applyAsDouble).orElse(0.0))
        .tag("feed", feed)
        .register(registry);
  }

  private static java.util.Optional<FeedState> state(World world, String feed) {
    List<FeedState> feeds = world.feeds();
    return feeds.stream().filter(f -> f.feed().equals(feed)).findFirst();
  }

  /** The meters of the log and of what is behind it. */
  public void watchLog(
      World world,
      LogFollower follower,
      LogAppender appender,
      PriceBooks books,
      Checkpointer checkpointer) {
    gauge("tradecounter.items", world, World::itemCount, "Items the read model knows");
    gauge("tradecounter.customers", world, World::customerCount, "Customers it knows");
    gauge("tradecounter.log.applied", follower, LogFollower::applied, "Records applied");
    gauge("tradecounter.log.undecodable", follower, LogFollower::undecodable, "Unreadable records");
    gauge("tradecounter.log.queued", appender, LogAppender::queued, "Batches waiting for the log");
    gauge("tradecounter.contract.tail", books, PriceBooks::tailLength, "Contract prices unwritten");
    counter(
        "tradecounter.contract.refused",
        books,
        PriceBooks::refused,
        "Contracts that contradict another, put to the dead letters by this node");
    counter(
        "tradecounter.contract.prefetch.dropped",
        books,
        PriceBooks::prefetchesDropped,
        "Price books that were not loaded ahead, or could not be");
    gauge(
        "tradecounter.checkpoint.written.seconds",
        checkpointer,
        c -> c.writtenAtMillis() / 1000.0,
        "When the read model was last written down, seconds since 1970");
  }

  /** Measures how holds and orders are written. */
  public void watchLedger(LedgerDesk desk, Nudges nudges, FulfilmentKeeper fulfilment) {
    gauge("tradecounter.ledger.waiting", desk, LedgerDesk::waiting, "Holds and orders that wait");
    counter(
        "tradecounter.ledger.nudges.failed",
        nudges,
        Nudges::failures,
        "Nudges of other nodes that Redis did not take");
    counter(
        "tradecounter.fulfilment.applied",
        fulfilment,
        FulfilmentKeeper::applied,
        "Events of orders applied by this node");
    counter(
        "tradecounter.fulfilment.refused",
        fulfilment,
        FulfilmentKeeper::turned,
        "Events of orders that this node has put to the dead letters");
  }

  /** Measures how far off the machine's clock is. */
  public void watchClock(DatabaseClock clock) {
    gauge(
        "tradecounter.clock.skew.seconds",
        clock,
        DatabaseClock::skewSeconds,
        "By so much the clock of this machine is ahead of the database's, beyond doubt");
  }

  private <T> void gauge(String name, T of, ToDoubleFunction<T> value, String description) {
    Gauge.builder(name, of, value).description(description).register(registry);
  }

  private <T> void counter(String name, T of, ToDoubleFunction<T> value, String description) {
    FunctionCounter.builder(name, of, value).description(description).register(registry);
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }
}
