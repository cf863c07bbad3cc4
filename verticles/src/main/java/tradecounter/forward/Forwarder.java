package tradecounter.forward;

import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.engine.forward.ForwardEvent;

/**
 * Has due forwards sent: claims as many as a target has room for and its breaker lets through, and
 * carries out each on a virtual thread of its own. While Postgres is away nothing is claimed, and
 * what was found out waits until it can be written down.
 */
public final class Forwarder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);
  private static final long COUNT_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long REST_MILLIS = 500;
  private static final Duration CLOSING = Duration.ofSeconds(10);

  private final ForwardStore store;
  private final List<Target> targets;
  private final ForwardMeters meters;
  private final int pollMillis;
  private final Thread thread;
  private final Semaphore nudges = new Semaphore(0);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Map<String, Semaphore> rooms = new HashMap<>();
  private final Set<Thread> working = ConcurrentHashMap.newKeySet();

  // Of the thread alone.
  private long countedAtNanos = System.nanoTime() - COUNT_NANOS;
  private boolean away;

  /**
   * @param pollMillis how often to look at Postgres without being nudged
   */
  public Forwarder(
      ForwardStore store, List<Target> targets, MeterRegistry registry, int pollMillis) {
    this.store = store;
    this.targets = List.copyOf(targets);
    this.meters = new ForwardMeters(registry, store, targets);
    this.pollMillis = pollMillis;
    for (Target target : targets) {
      rooms.put(target.name(), new Semaphore(target.parallel()));
    }
    thread = Thread.ofPlatform().name("forwarder").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** There is something due: look at once. Any thread; does not block. */
  public void nudge() {
    if (nudges.availablePermits() == 0) {
      nudges.release();
    }
  }

  /** Whether its thread runs. */
  public boolean isAlive() {
    return thread.isAlive();
  }

  private void run() {
    try {
      while (closing.getCount() > 0) {
        round();
        if (nudges.tryAcquire(pollMillis, TimeUnit.MILLISECONDS)) {
          nudges.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void round() throws InterruptedException {
    try {
      for (Target target : targets) {
        claim(target);
      }
      if (System.nanoTime() - countedAtNanos >= COUNT_NANOS) {
        meters.counted(store.counts());
        countedAtNanos = System.nanoTime();
      }
      away = false;
    } catch (SQLException | RuntimeException e) {
      if (!away) {
        LOG.warn("forwards wait: {}", e.toString());
      }
      away = true;
      rest();
    }
  }

  // ---------------------------------------------------------------- claims

  private void claim(Target target) throws SQLException {
    Semaphore room = room(target);
    int free = 0;
    // An open breaker, or one that is being tried again, lets through less than there is room for.
    while (free < target.parallel() && room.tryAcquire()) {
      if (!target.breaker().tryAcquirePermission()) {
        room.release();
        break;
      }
      free++;
    }
    int used = 0;
    try {
      if (free > 0) {
        long began = System.nanoTime();
        for (Assignment assignment : store.claim(target, free)) {
          used++;
          start(target, assignment, began);
        }
      }
    } finally {
      for (; used < free; used++) {
        target.breaker().releasePermission();
        room.release();
      }
    }
  }

  private Semaphore room(Target target) {
    Semaphore room = rooms.get(target.name());
    if (room == null) {
      throw new IllegalArgumentException("not a target of this forwarder: " + target.name());
    }
    return room;
  }

  private void start(Target target, Assignment assignment, long beganNanos) {
    Thread worker =
        Thread.ofVirtual()
            .name("forward-" + assignment.dispatch().forwardId())
            .unstarted(() -> work(target, assignment, beganNanos));
    working.add(worker);
    worker.start();
  }

  // ---------------------------------------------------------------- work

  /**
   * @param beganNanos before the lease began, so that it is never believed to last longer
   */
  private void work(Target target, Assignment first, long beganNanos) {
    try {
      Optional<Assignment> next = Optional.of(first);
      long leaseEnds = beganNanos + TimeUnit.MILLISECONDS.toNanos(target.leaseMillis());
      while (next.isPresent()) {
        Assignment assignment = next.get();
        ForwardEvent.Answer answer = new Errand(target, assignment, leaseEnds).run();
        meters.answered(target, ForwardAttempts.outcome(answer));
        long told = System.nanoTime();
        next = tell(assignment.dispatch().forwardId(), answer, leaseEnds);
        leaseEnds = told + TimeUnit.MILLISECONDS.toNanos(target.leaseMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("forward {} failed; it is looked up later", first.dispatch().forwardId(), e);
    } finally {
      working.remove(Thread.currentThread());
      room(target).release();
      nudge();
    }
  }

  /**
   * Again and again while Postgres is away, when nobody can take over; if it is there and does not
   * take the answer, until the lease runs out. A repetition of what was written after all is
   * fenced, and what there would have been to do then is left to the next claim.
   */
  private Optional<Assignment> tell(
      String forwardId, ForwardEvent.Answer answer, long leaseEndsNanos)
      throws InterruptedException {
    boolean waits = false;
    while (true) {
      try {
        return store.answer(forwardId, answer);
      } catch (SQLException e) {
        boolean leaseHolds = leaseEndsNanos - System.nanoTime() > 0;
        if (closing.getCount() == 0 || !(leaseHolds || isAway(e))) {
          LOG.warn("the outcome of forward {} is given up: {}", forwardId, e.toString());
          return Optional.empty();
        }
        if (!waits) {
          LOG.warn("the outcome of forward {} waits: {}", forwardId, e.toString());
          waits = true;
        }
        rest();
      }
    }
  }

  /** Whether Postgres was not reached, or is going down or coming up. */
  private static boolean isAway(SQLException e) {
    String state = Objects.requireNonNullElse(e.getSQLState(), "");
    return e instanceof SQLTransientConnectionException
        || state.startsWith("08")
        || state.startsWith("57P");
  }

  private void rest() throws InterruptedException {
    var _ = closing.await(REST_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Claims nothing more and lets what is under way end; what does not is broken off, and looked up
   * by whoever claims it next.
   */
  @Override
  public void close() {
    closing.countDown();
    nudges.release();
    try {
      if (thread.isAlive()) {
        thread.join(CLOSING);
      }
      long end = System.nanoTime() + CLOSING.toNanos();
      for (Thread worker : working) {
        long left = end - System.nanoTime();
        if (left > 0) {
          worker.join(Duration.ofNanos(left));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    working.forEach(Thread::interrupt);
    targets.forEach(target -> target.adapter().close());
  }
}
