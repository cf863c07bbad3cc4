package tradecounter.ledger;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import tradecounter.engine.hold.Hold;
import tradecounter.store.Database;

/** Looks single holds up in Postgres, on threads of its own. */
public final class HoldReader implements AutoCloseable {
  private static final int THREADS = 2;
  private static final int WAITING = 256;

  private final Database database;
  private final ThreadPoolExecutor readers;

  public HoldReader(Database database) {
    this.database = database;
    this.readers =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().name("hold-reader-", 1).factory());
    readers.allowCoreThreadTimeOut(true);
  }

  /** The hold as it is written; empty if there is none. Fails if Postgres cannot be asked. */
  public CompletableFuture<Optional<Hold>> read(String hold) {
    try {
      return CompletableFuture.supplyAsync(
          () -> {
            try {
              return Optional.ofNullable(
                  database
                      .inOneStatement(connection -> HoldLedger.read(connection, Set.of(hold)))
                      .get(hold));
            } catch (SQLException e) {
              throw new CompletionException(e);
            }
          },
          readers);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(
          new LedgerDesk.UnavailableException("too many holds are looked up", e));
    }
  }

  @Override
  public void close() {
    readers.shutdownNow();
  }
}
