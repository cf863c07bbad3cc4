package tradecounter.loadtest.load;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import tradecounter.loadtest.sandbox.FeedClient;
import tradecounter.loadtest.world.EventType;
import tradecounter.loadtest.world.EventWriter;
import tradecounter.loadtest.world.Feed;
import tradecounter.loadtest.world.FeedEvent;
import tradecounter.loadtest.world.GeneratedKeys;
import tradecounter.loadtest.world.SkewedRank;
import tradecounter.loadtest.world.Subjects;
import tradecounter.loadtest.world.WorldSize;

/**
 * Stock counts that go on arriving while the load runs: a post of the WMS's movements every {@value
 * #TURN_MILLIS} ms. A thread of its own.
 */
final class FeedUpdates implements AutoCloseable {
  private static final int TURN_MILLIS = 100;
  private static final long MAX_TURNS = Duration.ofHours(6).toMillis() / TURN_MILLIS;

  private final FeedClient client;
  private final WorldSize size;
  private final int perSecond;
  private final SplittableRandom random;
  private final EventWriter writer = new EventWriter("load");
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final long firstSequence = Instant.now().toEpochMilli() * 1_000;
  private final Thread thread;
  private volatile boolean open = true;

  FeedUpdates(FeedClient client, WorldSize size, int perSecond, long seed) {
    this.client = client;
    this.size = size;
    this.perSecond = perSecond;
    this.random = new SplittableRandom(seed);
    this.thread = Thread.ofPlatform().name("feed updates").daemon().start(this::run);
  }

  /** How many updates the service has taken. */
  long sent() {
    return sent.get();
  }

  /** How many posts have failed. */
  long failed() {
    return failed.get();
  }

  private void run() {
    long begin = System.nanoTime();
    long made = 0;
    for (int turn = 1; open && turn <= MAX_TURNS && perSecond > 0; turn++) {
      long due = begin + Duration.ofMillis((long) turn * TURN_MILLIS).toNanos();
      LockSupport.parkNanos(due - System.nanoTime());
      List<byte[]> events = new ArrayList<>();
      while (made < (long) turn * TURN_MILLIS * perSecond / 1_000) {
        events.add(count(firstSequence + made).json());
        made++;
      }
      try {
        if (!events.isEmpty()) {
          client.post(Feed.WMS.feedName(), events);
          sent.addAndGet(events.size());
        }
      } catch (IOException e) {
        failed.incrementAndGet();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private FeedEvent count(long sequence) {
    long number = SkewedRank.draw(random, size.items());
    String item = GeneratedKeys.item(number);
    // Where the generated world has this item first.
    String location = GeneratedKeys.location(number % size.locations());
    return writer.write(
        Feed.WMS,
        EventType.POSITION_SET,
        Subjects.position(item, location),
        sequence,
        Instant.now(),
        data ->
            data.text("item", item)
                .text("location", location)
                .number("allocated", random.nextLong(5))
                .number("blocked", 0));
  }

  @Override
  public void close() {
    open = false;
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
