package tradecounter.loadtest.sandbox;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.loadtest.world.DemoMovements;
import tradecounter.loadtest.world.FeedEvent;

/**
 * The ERP, WMS and suppliers of the demo world, after they have told it: they go on talking, so
 * that figures stay fresh and something changes. A thread of its own; errors are logged and the
 * next turn tries again.
 */
public final class Sandbox implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sandbox.class);
  private static final int TURN_SECONDS = 5;
  private static final int EVENTS_OF_A_TURN = 4;

  private final FeedClient client;
  private final DemoMovements movements;
  private final InstantSource clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  public Sandbox(FeedClient client, long seed, InstantSource clock) {
    this.client = client;
    this.movements = new DemoMovements(seed);
    this.clock = clock;
    this.thread = Thread.ofPlatform().name("sandbox").daemon().start(this::run);
  }

  private void run() {
    try {
      while (!closing.await(TURN_SECONDS, TimeUnit.SECONDS)) {
        try {
          post(movements.counts(clock.instant(), EVENTS_OF_A_TURN));
          post(movements.allocations(clock.instant(), EVENTS_OF_A_TURN));
          post(movements.commitments(clock.instant(), 1));
        } catch (IOException e) {
          LOG.warn("the sandbox could not push: {}", e.toString());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void post(List<FeedEvent> events) throws IOException, InterruptedException {
    client.post(events.getFirst().feed(), events.stream().map(FeedEvent::json).toList());
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
  }
}
