package tradecounter.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Which quote was redeemed by which order: each once, by whoever commits first. Postgres guards it.
 *
 * <p>{@link #redeem} belongs into the order's own transaction, {@link #find} is for those who only
 * ask, and waits on threads of its own.
 */
public final class QuoteRedemptions implements AutoCloseable {
  private static final int THREADS = 2;
  private static final int WAITING = 256;

  private final Database database;
  private final ThreadPoolExecutor readers;

  /** What became of an attempt to redeem. */
  public sealed interface Redemption {
    /** The quote is this order's. */
    record Redeemed() implements Redemption {}

    /** Another order has it. */
    record AlreadyRedeemed(String orderId) implements Redemption {}
  }

  /** Too many ask at once: try again later. */
  public static final class OverloadedException extends RuntimeException {
    OverloadedException() {
      super("too many redemptions are being looked up", null, false, false);
    }
  }

  public QuoteRedemptions(Database database) {
    this.database = database;
    this.readers =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().name("quote-redemption-", 1).factory());
    readers.allowCoreThreadTimeOut(true);
  }

  /**
   * Redeems the quote for the order, inside the caller's transaction: it counts once that commits,
   * and is undone if it rolls back. The same order may redeem it again. While another transaction
   * has redeemed it and is not over, this waits for its end.
   *
   * @param connection in a transaction of isolation {@code READ COMMITTED}; blocks
   */
  public static Redemption redeem(Connection connection, String quoteId, String orderId)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO quote_redemption (quote_id, order_id) VALUES (?, ?)"
                + " ON CONFLICT (quote_id) DO NOTHING")) {
      insert.setString(1, quoteId);
      insert.setString(2, orderId);
      if (insert.executeUpdate() == 1) {
        return new Redemption.Redeemed();
      }
    }
    String winner =
        orderOf(connection, quoteId)
            .orElseThrow(() -> new SQLException("a redemption has gone while it was looked at"));
    return winner.equals(orderId)
        ? new Redemption.Redeemed()
        : new Redemption.AlreadyRedeemed(winner);
  }

  /**
   * The order that has redeemed the quote, if one has. Completes on a thread that may block; fails
   * with {@link OverloadedException} or what Postgres says.
   */
  public CompletableFuture<Optional<String>> find(String quoteId) {
    try {
      return CompletableFuture.supplyAsync(() -> read(quoteId), readers);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(new OverloadedException());
    }
  }

  private Optional<String> read(String quoteId) {
    try {
      return database.inTransaction(connection -> orderOf(connection, quoteId));
    } catch (SQLException e) {
      throw new CompletionException(e);
    }
  }

  private static Optional<String> orderOf(Connection connection, String quoteId)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT order_id FROM quote_redemption WHERE quote_id = ?")) {
      select.setString(1, quoteId);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
      }
    }
  }

  @Override
  public void close() {
    readers.shutdownNow();
  }
}
