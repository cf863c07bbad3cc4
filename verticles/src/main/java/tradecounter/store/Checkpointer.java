package tradecounter.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.engine.state.Captured;
import tradecounter.engine.state.Entity;
import tradecounter.engine.state.LogPosition.Lane;
import tradecounter.engine.state.World;
import tradecounter.log.LogFollower;

/**
 * Writes what changed in the read model to Postgres, now and then, on a thread of its own.
 *
 * <p>What changed is captured between two batches of the log, together with the positions, and
 * written afterwards, once the contract prices of the same events are. While Postgres is away the
 * changes are kept (one state for each entity, so bounded by the read model) and written when it is
 * back.
 */
public final class Checkpointer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final World world;
  private final LogFollower follower;
  private final PriceBooks contractPrices;
  private final CheckpointStore store;
  private final Map<Entity, Captured> unwritten = new HashMap<>();
  private @Nullable CompletableFuture<Capture> pending;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final long intervalMillis;
  private final Thread thread;
  private volatile long writtenAtMillis;
  private volatile boolean failing;

  private record Capture(List<Captured> changed, Map<Lane, Long> positions, long contractPrices) {}

  public Checkpointer(
      World world,
      LogFollower follower,
      PriceBooks contractPrices,
      CheckpointStore store,
      int intervalMillis) {
    this.world = world;
    this.follower = follower;
    this.contractPrices = contractPrices;
    this.store = store;
    this.intervalMillis = intervalMillis;
    this.thread = Thread.ofPlatform().name("checkpointer").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** Whether its thread runs. */
  public boolean isAlive() {
    return thread.isAlive();
  }

  /** When the read model was last written down, epoch milliseconds; 0 if not since the start. */
  public long writtenAtMillis() {
    return writtenAtMillis;
  }

  private void run() {
    try {
      while (!closing.await(intervalMillis, TimeUnit.MILLISECONDS)) {
        write();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() throws InterruptedException {
    try {
      // One that is still waited for holds changes that no later one will: it is not asked anew.
      if (pending == null) {
        pending = follower.between(this::capture);
      }
      Capture capture = pending.get(60, TimeUnit.SECONDS);
      pending = null;
      capture.changed().forEach(captured -> unwritten.put(captured.entity(), captured));
      if (unwritten.isEmpty()) {
        return;
      }
      if (!contractPrices.awaitWritten(capture.contractPrices(), PATIENCE)) {
        throw new TimeoutException("contract prices are not written yet");
      }
      CheckpointStore.Written written = store.write(world, unwritten.values(), capture.positions());
      if (written == CheckpointStore.Written.WRITTEN) {
        unwritten.clear();
        writtenAtMillis = System.currentTimeMillis();
      }
      failing = false;
    } catch (ExecutionException e) {
      pending = null;
      failing(e);
    } catch (SQLException | TimeoutException e) {
      failing(e);
    }
  }

  private void failing(Exception e) {
    if (!failing) {
      failing = true;
      LOG.warn("the checkpoint could not be written, trying again: {}", e.toString());
    }
  }

  private Capture capture() {
    Map<Lane, Long> positions = new HashMap<>();
    world.lanes().forEach(lane -> positions.put(lane, world.nextOffset(lane)));
    return new Capture(world.captureChanged(), positions, contractPrices.accepted());
  }

  /** Writes a last time. Call while the follower still runs. */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(30));
      if (follower.isAlive()) {
        write();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
