package tradecounter.log;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import tradecounter.engine.canonical.Verdict;

/**
 * Some events on their way into the log and this node's read model, for a thread that waits for
 * what becomes of them. One for each of them, any number of threads.
 */
public final class AwaitedVerdicts implements AppendListener {
  private final int count;
  private final CountDownLatch appended;
  private final CountDownLatch judged;
  private final AtomicInteger applied = new AtomicInteger();
  private final AtomicInteger duplicate = new AtomicInteger();
  private final AtomicInteger superseded = new AtomicInteger();
  private final AtomicBoolean failed = new AtomicBoolean();

  /** So many events. */
  public AwaitedVerdicts(int count) {
    this.count = count;
    this.appended = new CountDownLatch(count);
    this.judged = new CountDownLatch(count);
  }

  /**
   * What the read model has said so far.
   *
   * @param unjudged those that it has not taken up yet
   */
  public record Said(int applied, int duplicate, int superseded, int unjudged) {}

  /** Whether all are durable, which takes so long at most; some may be even if not. */
  public boolean areDurable(long patienceMillis) throws InterruptedException {
    return appended.await(patienceMillis, TimeUnit.MILLISECONDS) && !failed.get();
  }

  /** What was said of them, after so long at most. */
  public Said said(long patienceMillis) throws InterruptedException {
    boolean complete = judged.await(patienceMillis, TimeUnit.MILLISECONDS);
    int known = applied.get() + duplicate.get() + superseded.get();
    return new Said(applied.get(), duplicate.get(), superseded.get(), complete ? 0 : count - known);
  }

  @Override
  public void appended() {
    appended.countDown();
  }

  @Override
  public void applied(Verdict verdict) {
    switch (verdict) {
      case APPLIED, APPLIED_AFTER_GAP -> applied.incrementAndGet();
      case DUPLICATE -> duplicate.incrementAndGet();
      case SUPERSEDED -> superseded.incrementAndGet();
    }
    judged.countDown();
  }

  @Override
  public void failed(String reason) {
    failed.set(true);
    appended.countDown();
  }
}
