package tradecounter.deadletter;

import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import tradecounter.deadletter.Replay.Outcome;
import tradecounter.deadletter.Replay.Replayed;
import tradecounter.store.DeadLetterStore;
import tradecounter.store.LetterFilter;

/**
 * Replays all dead letters that are meant, page by page in the order in which they came, on a
 * thread of its own: one such round at a time on one node. It ends early after some time; whoever
 * asked goes on where it ended.
 */
public final class ReplayRound implements AutoCloseable {
  private static final long LONGEST_NANOS = Duration.ofSeconds(20).toNanos();

  private final DeadLetterStore store;
  private final Replay replay;
  private final Semaphore free = new Semaphore(1);
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("dead-letter-replay").factory());

  public ReplayRound(DeadLetterStore store, Replay replay) {
    this.store = store;
    this.replay = replay;
  }

  /**
   * What became of them.
   *
   * @param replayed what the log took and the read model did not know
   * @param left those that are open and have not been tried
   * @param next behind which letter to go on; empty if none is left
   */
  public record Counts(
      int replayed,
      int superseded,
      int duplicate,
      int refusedAgain,
      long left,
      OptionalLong next) {}

  /** Another round is under way on this node. */
  public static final class BusyException extends RuntimeException {
    BusyException() {
      super("another round is under way", null, false, false);
    }
  }

  /** Runs one beside the caller; fails with {@link BusyException} if another is under way. */
  CompletableFuture<Counts> start(LetterFilter filter, int limit, String by, int patienceMillis) {
    if (!free.tryAcquire()) {
      return CompletableFuture.failedFuture(new BusyException());
    }
    CompletableFuture<Counts> counts = new CompletableFuture<>();
    thread.execute(
        () -> {
          try {
            Counts done = run(filter, limit, by, patienceMillis);
            free.release();
            counts.complete(done);
          } catch (SQLException | InterruptedException | RuntimeException e) {
            free.release();
            counts.completeExceptionally(e);
          }
        });
    return counts;
  }

  private Counts run(LetterFilter filter, int limit, String by, int patienceMillis)
      throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + LONGEST_NANOS;
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    long last = filter.after();
    int tried = 0;
    boolean more = true;
    while (more && tried < limit && System.nanoTime() - deadline < 0) {
      List<Replayed> page = replay.page(filter.after(last), limit - tried, by, patienceMillis);
      more = !page.isEmpty();
      for (Replayed replayed : page) {
        if (replayed.outcome() == Outcome.LEFT) {
          // The log takes no more: what comes behind it waits too, or it would overtake.
          more = false;
        } else {
          counts.merge(replayed.outcome(), 1, Integer::sum);
          last = more ? replayed.id() : last;
        }
      }
      tried += page.size();
    }
    long left = store.open(filter.after(last), patienceMillis);
    return new Counts(
        counts.getOrDefault(Outcome.APPLIED, 0)
            + counts.getOrDefault(Outcome.TAKEN, 0)
            + counts.getOrDefault(Outcome.NOTHING, 0),
        counts.getOrDefault(Outcome.SUPERSEDED, 0),
        counts.getOrDefault(Outcome.DUPLICATE, 0),
        counts.getOrDefault(Outcome.REFUSED, 0),
        left,
        left == 0 ? OptionalLong.empty() : OptionalLong.of(last));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
