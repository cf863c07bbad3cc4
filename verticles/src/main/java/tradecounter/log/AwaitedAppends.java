package tradecounter.log;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import tradecounter.engine.canonical.Verdict;

/** Some records on their way into the log, for a thread that waits until all are durable. */
public final class AwaitedAppends implements AppendListener {
  private static final long LONGEST_SECONDS = 60;

  private final CountDownLatch pending;
  private final CountDownLatch unapplied;
  private final AtomicReference<String> failure = new AtomicReference<>("");

  private AwaitedAppends(int count, int canonical) {
    pending = new CountDownLatch(count);
    unapplied = new CountDownLatch(canonical);
  }

  /** Hands the records to the log as soon as it has room. */
  public static AwaitedAppends put(LogAppender appender, List<LogRecord> records)
      throws InterruptedException {
    int canonical = (int) records.stream().filter(LogRecord::canonical).count();
    AwaitedAppends appends = new AwaitedAppends(records.size(), canonical);
    appender.put(records, Collections.nCopies(records.size(), appends));
    return appends;
  }

  /** Whether all are durable; some may be even if not. */
  public boolean await() throws InterruptedException {
    boolean answered = pending.await(LONGEST_SECONDS, TimeUnit.SECONDS);
    return answered && failure.get().isEmpty();
  }

  /** Whether this node's read model has taken up all of them, or does so in time. */
  public boolean awaitApplied(long millis) throws InterruptedException {
    return unapplied.await(Math.max(0, millis), TimeUnit.MILLISECONDS);
  }

  /** Why not all are. */
  public String failure() {
    String known = failure.get();
    return known.isEmpty() ? "no answer in " + LONGEST_SECONDS + " s" : known;
  }

  @Override
  public void appended() {
    pending.countDown();
  }

  @Override
  public void applied(Verdict verdict) {
    unapplied.countDown();
  }

  @Override
  public void failed(String reason) {
    failure.compareAndSet("", reason);
    pending.countDown();
  }
}
