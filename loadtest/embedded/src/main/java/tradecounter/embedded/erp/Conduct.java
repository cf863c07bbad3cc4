package tradecounter.embedded.erp;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out tasks as their faults want it. Thread-safe. */
final class Conduct implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Conduct.class);

  private final AtomicInteger waitingCommits = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** A pause that ends before its time when {@code end} comes. */
  static Task.Pause until(CountDownLatch end) {
    return time -> {
      try {
        return !end.await(time.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    };
  }

  /**
   * @param pause ends when the server stops; what waits then is not done
   */
  Answer carryOut(Task task, Optional<Fault> fault, Task.Pause pause) {
    Task.Handling usual = Task.Handling.usual(pause);
    return fault
        .map(hit -> carryOut(task, hit, usual))
        .orElseGet(() -> task.work().carryOut(usual));
  }

  private Answer carryOut(Task task, Fault fault, Task.Handling usual) {
    Task.Work work = task.work();
    Duration time = Duration.ofMillis(fault.millis());
    return switch (fault.kind()) {
      case TIME_OUT_BEFORE_COMMIT -> {
        usual.pause().elapsed(time);
        yield new Answer.Closed();
      }
      case TIME_OUT_AFTER_COMMIT -> {
        work.carryOut(usual);
        usual.pause().elapsed(time);
        yield new Answer.Closed();
      }
      case DELAY -> usual.pause().elapsed(time) ? work.carryOut(usual) : new Answer.Closed();
      case COMMIT_LATER -> {
        commitLater(work, time);
        yield new Answer.Closed();
      }
      case DROP_BEFORE_COMMIT -> new Answer.Closed();
      case DROP_AFTER_COMMIT -> {
        work.carryOut(usual);
        yield new Answer.Closed();
      }
      case ERROR_AFTER_COMMIT -> {
        work.carryOut(usual);
        yield Answer.error(500, "INTERNAL", "something went wrong");
      }
      case ERROR_BEFORE_COMMIT, DOWN -> Answer.error(503, "UNAVAILABLE", "try again later");
      case GARBLED -> half(work.carryOut(usual));
      case REJECT -> task.refusal().of(fault.code(), "refused: " + fault.code());
      case DUPLICATE -> work.carryOut(new Task.Handling(usual.pause(), true, usual.hidden()));
      case OK_WITH_ERROR_INSIDE -> Answer.error(200, fault.code(), "refused: " + fault.code());
      case STALE -> work.carryOut(new Task.Handling(usual.pause(), false, time));
    };
  }

  private static Answer half(Answer answer) {
    return switch (answer) {
      case Answer.Sent(_, String body) ->
          new Answer.Sent(200, body.substring(0, body.length() / 2));
      case Answer.Closed closed -> closed;
      case Answer.Pending pending -> pending;
    };
  }

  /** It happens whether or not the server is stopped and started in between. */
  private void commitLater(Task.Work work, Duration time) {
    Task.Pause pause = until(closed);
    waitingCommits.incrementAndGet();
    Thread.ofVirtual()
        .name("late-commit")
        .start(
            () -> {
              try {
                if (pause.elapsed(time)) {
                  work.carryOut(Task.Handling.usual(pause));
                }
              } catch (RuntimeException e) {
                LOG.error("A late commit failed", e);
              } finally {
                waitingCommits.decrementAndGet();
              }
            });
  }

  /** How many commits are still to come. */
  int waitingCommits() {
    return waitingCommits.get();
  }

  /** Commits that have not come by now do not come any more. */
  @Override
  public void close() {
    closed.countDown();
  }
}
