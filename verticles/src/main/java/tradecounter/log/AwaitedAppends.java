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
  private final AtomicReference<String> failure = new AtomicReference<>("");

  private AwaitedAppends(int count) {
    pending = new CountDownLatch(count);
  }

  /** Hands the records to the log as soon as it has room. */
  public static AwaitedAppends put(LogAppender appender, List<LogRecord> records)
      throws InterruptedException {
    AwaitedAppends appends = new AwaitedAppends(records.size());
    appender.put(records, Collections.nCopies(records.size(), appends));
    return appends;
  }

  /** Whether all are durable; some may be even if not. */
  public boolean await() throws InterruptedException {
    boolean answered = pending.await(LONGEST_SECONDS, TimeUnit.SECONDS);
    return answered && failure.get().isEmpty();
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
  public void applied(Verdict verdict) {}

  @Override
  public void failed(String reason) {
    failure.compareAndSet("", reason);
    pending.countDown();
  }
}
