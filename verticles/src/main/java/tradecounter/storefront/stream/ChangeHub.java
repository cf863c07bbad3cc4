package tradecounter.storefront.stream;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.configuration.Configuration;
import tradecounter.engine.canonical.ObjectKind;
import tradecounter.engine.state.Entity;
import tradecounter.engine.state.LogPosition;
import tradecounter.engine.state.World;
import tradecounter.log.LogFollower;
import tradecounter.log.LogProgress;

/**
 * Hears what changes in the read model, remembers it for those who come back, and hands it to the
 * event loops that have clients.
 *
 * <p>Hears on the log follower's thread, once for each change and once for each batch; while nobody
 * is connected it only remembers. Everything else may be called by any thread.
 */
public final class ChangeHub
    implements World.ChangeListener, LogFollower.ProgressListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeHub.class);
  private static final int CLOSING_MILLIS = 2_000;

  private final World world;
  private final Configuration.Stream settings;
  private final int maximumStreams;
  private final int maximumOfClient;
  private final RecentChanges recent;
  private final Bundles bundles;
  private final List<LoopStreams> listening = new CopyOnWriteArrayList<>();
  private final List<Hearing> hearing = new CopyOnWriteArrayList<>();
  private final AtomicInteger clients = new AtomicInteger();
  private final ConcurrentHashMap<String, Integer> streamsOfClient = new ConcurrentHashMap<>();
  private final LongAdder pending = new LongAdder();
  private final LongAdder availabilityEvents = new LongAdder();
  private final LongAdder thresholdEvents = new LongAdder();
  private final LongAdder resets = new LongAdder();
  private volatile LogProgress progress = LogProgress.NONE;
  private volatile boolean closed;

  // Only the log follower's thread sees these.
  private LogPosition applying = new LogPosition(ObjectKind.Topic.CATALOG, 0, 0);
  private final Set<String> changed = new HashSet<>();
  private boolean many;

  /** Hears of changes without being a client. */
  public interface Hearing {
    /**
     * These items may be answered otherwise, bundles with them. The log follower's thread: must not
     * block, nor keep the set.
     *
     * @param many whether all may be
     */
    void changed(Set<String> items, boolean many);
  }

  /**
   * A hub that nobody is connected to.
   *
   * @param maximumStreams so many at most at once
   * @param maximumOfClient and so many of one client
   */
  public ChangeHub(
      World world, Configuration.Stream settings, int maximumStreams, int maximumOfClient) {
    this.world = world;
    this.settings = settings;
    this.maximumStreams = maximumStreams;
    this.maximumOfClient = maximumOfClient;
    this.recent = new RecentChanges(settings.rememberedChanges());
    this.bundles = new Bundles(world);
  }

  /** Registers what is measured. */
  public void watch(MeterRegistry meters) {
    Gauge.builder("tradecounter.stream.clients", clients, AtomicInteger::get)
        .description("Connected clients of the availability stream")
        .register(meters);
    Gauge.builder("tradecounter.stream.pending", pending, LongAdder::sum)
        .description("Items that wait to be told to a client, over all clients")
        .register(meters);
    count(meters, "availability", availabilityEvents);
    count(meters, "threshold", thresholdEvents);
    FunctionCounter.builder("tradecounter.stream.resets", resets, LongAdder::sum)
        .description("How often a client had to forget what it was told")
        .register(meters);
  }

  private static void count(MeterRegistry meters, String event, LongAdder events) {
    FunctionCounter.builder("tradecounter.stream.events", events, LongAdder::sum)
        .description("Events written to clients of the availability stream")
        .tag("event", event)
        .register(meters);
  }

  // ---------------------------------------------------------------- hearing: the follower's thread

  /** Takes up what the world holds, and listens from now on. Before the log is followed. */
  public void listen() {
    world.captureAll(
        captured -> {
          if (captured.entity().kind() == Entity.Kind.ITEM) {
            bundles.update(captured.entity().key());
          }
        });
    world.listen(this);
  }

  @Override
  public void applying(LogPosition record) {
    applying = record;
  }

  @Override
  public void itemChanged(String item) {
    if (applying.topic() == ObjectKind.Topic.PRICING) {
      return; // No availability rests on a price.
    }
    if (applying.topic() == ObjectKind.Topic.CATALOG) {
      bundles.update(item);
    }
    recent.add(progress.index(applying.lane()), applying.offset(), item);
    // After it is remembered: whoever begins to listen in between finds it there.
    if (isHeard()) {
      bundles.addWithBundles(item, changed);
    }
  }

  private boolean isHeard() {
    return !listening.isEmpty() || !hearing.isEmpty();
  }

  /** Remembered as if the next record of the log said so: told twice rather than not at all. */
  @Override
  public void holdsChanged(String item) {
    if (progress.size() > 0) {
      recent.add(0, progress.next(0), item);
    }
    if (isHeard()) {
      bundles.addWithBundles(item, changed);
    }
  }

  @Override
  public void manyChanged() {
    recent.add(progress.index(applying.lane()), applying.offset(), null);
    many = true;
  }

  @Override
  public void applied(LogProgress reached) {
    if (!progress.hasPartitionsOf(reached)) {
      recent.begin(reached);
    }
    progress = reached;
    for (LoopStreams loop : listening) {
      loop.deliver(changed, many, reached);
    }
    for (Hearing each : hearing) {
      each.changed(changed, many);
    }
    changed.clear();
    many = false;
  }

  // ---------------------------------------------------------------- asking: any thread

  /** How far the log is applied. What is asked afterwards rests on at least that much. */
  public LogProgress progress() {
    return progress;
  }

  /** What has changed since, bundles of changed components too; empty if some is forgotten. */
  Optional<RecentChanges.Missed> since(LogProgress reached) {
    return recent
        .since(reached)
        .map(
            missed -> {
              Set<String> withBundles = new HashSet<>();
              missed.items().forEach(item -> bundles.addWithBundles(item, withBundles));
              return new RecentChanges.Missed(missed.many(), withBundles);
            });
  }

  /** How many items wait to be told to a client, over all clients. */
  public long pending() {
    return pending.sum();
  }

  /** How many clients are connected. */
  public int clients() {
    return clients.get();
  }

  World world() {
    return world;
  }

  Configuration.Stream settings() {
    return settings;
  }

  /** Takes one stream more of the client, if there is room; {@link #left} gives its place back. */
  Admission admit(String client) {
    if (closed) {
      return Admission.NODE_IS_FULL;
    }
    // Both places are taken before they are looked at: no two streams get the last one.
    Admission admission =
        streamsOfClient.merge(client, 1, Integer::sum) > maximumOfClient
            ? Admission.CLIENT_HAS_ENOUGH
            : Admission.ADMITTED;
    if (clients.incrementAndGet() > maximumStreams && admission == Admission.ADMITTED) {
      admission = Admission.NODE_IS_FULL;
    }
    if (admission != Admission.ADMITTED) {
      left(client);
    }
    return admission;
  }

  @SuppressWarnings("NullAway") // No value is how a map is told to forget the key.
  void left(String client) {
    clients.decrementAndGet();
    streamsOfClient.computeIfPresent(client, (_, streams) -> streams == 1 ? null : streams - 1);
  }

  /** From now on it hears of changes. */
  public void tell(Hearing who) {
    hearing.add(who);
  }

  void listens(LoopStreams loop) {
    listening.add(loop);
  }

  void listensNoMore(LoopStreams loop) {
    listening.remove(loop);
  }

  void pendingGrew(int by) {
    pending.add(by);
  }

  void told(int availability, int threshold) {
    availabilityEvents.add(availability);
    thresholdEvents.add(threshold);
  }

  void hasReset() {
    resets.increment();
  }

  /** Ends all streams and takes no more. */
  @Override
  public void close() {
    closed = true;
    CompletableFuture<?>[] ended =
        listening.stream().map(LoopStreams::endAll).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(ended).get(CLOSING_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("not every stream has ended: {}", e.toString());
    }
  }
}
