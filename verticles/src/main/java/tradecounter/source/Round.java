package tradecounter.source;

import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import tradecounter.store.Database;
import tradecounter.store.Lease;

/** One time of asking a source, for as long as this node is the one that asks. One thread. */
final class Round {
  private final Database database;
  private final Lease lease;
  private final long leaseMillis;
  private final CountDownLatch closing;
  private final BooleanSupplier ended;
  private final OptionalLong anew;

  /** This node closes, or the feed is another one by now, or another node asks for it. */
  static final class EndedException extends Exception {
    EndedException() {
      super("the round has ended", null, false, false);
    }
  }

  /** What it needs of the service. */
  record Parts(Database database, long leaseMillis, CountDownLatch closing) {}

  /**
   * @param lease taken
   * @param ended whether the feed is another one by now
   * @param anew the wish to begin from the beginning, if there is one
   */
  Round(Parts parts, Lease lease, BooleanSupplier ended, OptionalLong anew) {
    this.database = parts.database();
    this.leaseMillis = parts.leaseMillis();
    this.closing = parts.closing();
    this.lease = lease;
    this.ended = ended;
    this.anew = anew;
  }

  /** The wish to begin from the beginning, if there is one. */
  OptionalLong anew() {
    return anew;
  }

  /** To be called before each step, so that this node stays the one that asks. */
  void goOn() throws EndedException, SQLException {
    if (closing.getCount() == 0 || ended.getAsBoolean()) {
      throw new EndedException();
    }
    if (lease.leftMillis() <= leaseMillis / 2 && !database.inTransaction(lease::take)) {
      throw new EndedException();
    }
  }

  /** Lets so much time go by. */
  void pause(Duration duration) throws EndedException, SQLException, InterruptedException {
    long until = System.nanoTime() + duration.toNanos();
    long leftMillis = duration.toMillis();
    while (leftMillis > 0) {
      goOn();
      if (closing.await(Math.min(leftMillis, leaseMillis / 4), TimeUnit.MILLISECONDS)) {
        throw new EndedException();
      }
      leftMillis = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
    }
    goOn();
  }
}
