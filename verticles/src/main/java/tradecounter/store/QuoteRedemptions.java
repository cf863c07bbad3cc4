package tradecounter.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Which quote was redeemed by which order: each once, by whoever commits first, before it expires.
 * Postgres guards it, and its clock alone decides what has expired.
 *
 * <p>{@link #redeem} belongs into the order's own transaction, {@link #standing} is for those who
 * only ask, and waits on threads of its own.
 */
public final class QuoteRedemptions implements AutoCloseable {
  private static final int THREADS = 2;
  private static final int WAITING = 256;

  /** A redemption is remembered so long after its quote has expired. */
  static final int REMEMBERED_DAYS = 7;

  /** Of one {@link #purge}, so that it holds few locks for a short time. */
  static final int PURGED_AT_ONCE = 1_000;

  private final Database database;
  private final ThreadPoolExecutor readers;

  /** A quote as its token says: nobody without a key can have changed it. */
  public record OpenedQuote(String quoteId, String customer, Instant expiresAt) {}

  /** What became of an attempt to redeem. */
  public sealed interface Redemption {
    /** The quote is this order's. */
    record Redeemed() implements Redemption {}

    /** Another order has it. */
    record AlreadyRedeemed(String orderId) implements Redemption {}

    /** Its time is over, and no order has it. */
    record Expired() implements Redemption {}
  }

  /** What can be done with a quote. */
  public sealed interface Standing {
    /** An order can redeem it. */
    record Open() implements Standing {}

    /** Its time is over. */
    record Expired() implements Standing {}

    /** This order has it. */
    record Redeemed(String orderId) implements Standing {}
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
   * and is undone if it rolls back. The same order may redeem it again, even when the quote has
   * expired since. While another transaction has redeemed it and is not over, this waits for its
   * end. A quote that expires while the transaction lasts is redeemed all the same: what counts is
   * when the transaction began.
   *
   * @param connection in a transaction of isolation {@code READ COMMITTED}; blocks
   * @param quote whose customer the order is of, which is the caller's to know
   */
  public static Redemption redeem(Connection connection, OpenedQuote quote, String orderId)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO quote_redemption (quote_id, order_id, customer, expires_at)"
                + " SELECT q.id, ?, ?, q.expires_at"
                + " FROM (VALUES (?, CAST(? AS timestamptz))) AS q (id, expires_at)"
                + " WHERE now() < q.expires_at"
                + " ON CONFLICT (quote_id) DO NOTHING")) {
      insert.setString(1, orderId);
      insert.setString(2, quote.customer());
      insert.setString(3, quote.quoteId());
      insert.setTimestamp(4, Timestamp.from(quote.expiresAt()));
      if (insert.executeUpdate() == 1) {
        return new Redemption.Redeemed();
      }
    }
    Standing standing = standing(connection, quote);
    return switch (standing) {
      case Standing.Redeemed(String winner) ->
          winner.equals(orderId)
              ? new Redemption.Redeemed()
              : new Redemption.AlreadyRedeemed(winner);
      case Standing.Expired _ -> new Redemption.Expired();
      case Standing.Open _ ->
          throw new SQLException("a redemption has gone before its quote has expired");
    };
  }

  /**
   * What can be done with the quote. Completes on a thread that may block; fails with {@link
   * OverloadedException} or what Postgres says.
   */
  public CompletableFuture<Standing> standing(OpenedQuote quote) {
    try {
      return CompletableFuture.supplyAsync(() -> read(quote), readers);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(new OverloadedException());
    }
  }

  private Standing read(OpenedQuote quote) {
    try {
      return database.inTransaction(connection -> standing(connection, quote));
    } catch (SQLException e) {
      throw new CompletionException(e);
    }
  }

  private static Standing standing(Connection connection, OpenedQuote quote) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT now() < ?, (SELECT order_id FROM quote_redemption WHERE quote_id = ?)")) {
      select.setTimestamp(1, Timestamp.from(quote.expiresAt()));
      select.setString(2, quote.quoteId());
      try (ResultSet rows = select.executeQuery()) {
        if (!rows.next()) {
          throw new SQLException("a query for one row found none");
        }
        Optional<String> order = Optional.ofNullable(rows.getString(2));
        if (order.isPresent()) {
          return new Standing.Redeemed(order.get());
        }
        return rows.getBoolean(1) ? new Standing.Open() : new Standing.Expired();
      }
    }
  }

  /**
   * Forgets redemptions whose quotes have expired {@link #REMEMBERED_DAYS} days ago, at most {@link
   * #PURGED_AT_ONCE}: nobody can redeem those again, and who asks is told that they have expired.
   * Any node may do so at any time; two at once pass over each other's rows.
   *
   * @return how many; if as many as go at once, there may be more
   */
  public static int purge(Connection connection) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM quote_redemption WHERE quote_id IN"
                + " (SELECT quote_id FROM quote_redemption"
                + " WHERE expires_at < now() - make_interval(days => ?)"
                + " ORDER BY expires_at LIMIT ? FOR UPDATE SKIP LOCKED)")) {
      delete.setInt(1, REMEMBERED_DAYS);
      delete.setInt(2, PURGED_AT_ONCE);
      return delete.executeUpdate();
    }
  }

  @Override
  public void close() {
    readers.shutdownNow();
  }
}
