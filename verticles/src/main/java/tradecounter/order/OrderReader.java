package tradecounter.order;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tradecounter.engine.canonical.Network.Source.Kind;
import tradecounter.engine.order.LineProgress;
import tradecounter.engine.order.OrderProgress;
import tradecounter.order.OrderView.Entry;
import tradecounter.order.OrderView.Heading;
import tradecounter.store.Database;

/**
 * Looks orders up in Postgres, on threads of its own. Whoever may not see an order's customer finds
 * nothing. Every answer completes on one of those threads, and fails with {@link
 * OverloadedException} or what Postgres says.
 */
public final class OrderReader implements AutoCloseable {
  private static final int THREADS = 2;
  private static final int WAITING = 256;

  private static final String HEADING =
      "order_id, customer, reference, status, erp_order, accepted_at, changed_at";

  private final Database database;
  private final OrderStore store;
  private final ThreadPoolExecutor readers;

  /** Too many ask at once: try again later. */
  public static final class OverloadedException extends RuntimeException {
    OverloadedException() {
      super("too many orders are being looked up", null, false, false);
    }
  }

  public OrderReader(Database database, OrderStore store) {
    this.database = database;
    this.store = store;
    this.readers =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().name("order-reader-", 1).factory());
    readers.allowCoreThreadTimeOut(true);
  }

  /** The order with all that became of it. */
  public CompletableFuture<Optional<OrderView>> order(String order, Predicate<String> sees) {
    return reading(
        connection -> {
          Optional<OrderView.Heading> heading = heading(connection, order, sees);
          return heading.isEmpty() ? Optional.empty() : view(connection, heading.get());
        });
  }

  /**
   * The orders of a customer, the latest first.
   *
   * @param reference the customer's own; empty for any
   * @param before only orders accepted before that one; empty for the latest
   */
  public CompletableFuture<List<Heading>> orders(
      String customer, String reference, String before, int limit) {
    return reading(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT "
                      + HEADING
                      + " FROM customer_order WHERE customer = ? AND (? = '' OR reference = ?)"
                      + " AND (? = '' OR (accepted_at, order_id) < (SELECT accepted_at, order_id"
                      + " FROM customer_order WHERE order_id = ? AND customer = ?))"
                      + " ORDER BY accepted_at DESC, order_id DESC LIMIT ?")) {
            select.setString(1, customer);
            select.setString(2, reference);
            select.setString(3, reference);
            select.setString(4, before);
            select.setString(5, before);
            select.setString(6, customer);
            select.setInt(7, limit);
            ResultSet rows = select.executeQuery();
            List<Heading> headings = new ArrayList<>();
            while (rows.next()) {
              headings.add(heading(rows));
            }
            return headings;
          }
        });
  }

  /**
   * What happened to the order, step by step, the first first.
   *
   * @param after only steps of a higher number
   */
  public CompletableFuture<Optional<List<Entry>>> timeline(
      String order, Predicate<String> sees, long after, int limit) {
    return reading(
        connection ->
            heading(connection, order, sees).isEmpty()
                ? Optional.empty()
                : Optional.of(entries(connection, order, after, limit)));
  }

  private <T> CompletableFuture<T> reading(Database.Work<T> work) {
    try {
      return CompletableFuture.supplyAsync(
          () -> {
            try {
              return database.inTransaction(
                  connection -> {
                    atOneMoment(connection);
                    return work.on(connection);
                  });
            } catch (SQLException e) {
              throw new CompletionException(e);
            }
          },
          readers);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(new OverloadedException());
    }
  }

  /** Several statements are to tell of the same moment. */
  private static void atOneMoment(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    }
  }

  private static Optional<Heading> heading(
      Connection connection, String order, Predicate<String> sees) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT " + HEADING + " FROM customer_order WHERE order_id = ?")) {
      select.setString(1, order);
      ResultSet row = select.executeQuery();
      return row.next()
          ? Optional.of(heading(row)).filter(heading -> sees.test(heading.customer()))
          : Optional.empty();
    }
  }

  private static Heading heading(ResultSet row) throws SQLException {
    return new Heading(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getTimestamp(6).toInstant(),
        row.getTimestamp(7).toInstant());
  }

  private Optional<OrderView> view(Connection connection, Heading heading) throws SQLException {
    Optional<OrderProgress> progress =
        store.look(connection, heading.order()).map(OrderStore.Loaded::progress);
    if (progress.isEmpty()) {
      return Optional.empty();
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT ship_to, ship_complete, currency, net, tax FROM customer_order"
                + " WHERE order_id = ?")) {
      select.setString(1, heading.order());
      ResultSet row = select.executeQuery();
      if (!row.next()) {
        return Optional.empty();
      }
      return Optional.of(
          new OrderView(
              heading,
              row.getString(1),
              row.getBoolean(2),
              row.getString(3),
              row.getLong(4),
              row.getLong(5),
              progress.get().cancelRequested(),
              lines(connection, heading.order(), progress.get()),
              progress.get().shipments()));
    }
  }

  private static List<OrderView.Line> lines(
      Connection connection, String order, OrderProgress progress) throws SQLException {
    Map<String, LineProgress> progressOf = new LinkedHashMap<>();
    progress.progress().forEach(line -> progressOf.put(line.line(), line));
    Map<String, List<OrderView.Part>> parts = parts(connection, order);
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT line, item, uom, asked, unit_price, price_unit, net, tax, promised_day"
                + " FROM order_line WHERE order_id = ? ORDER BY number")) {
      select.setString(1, order);
      ResultSet rows = select.executeQuery();
      List<OrderView.Line> lines = new ArrayList<>();
      while (rows.next()) {
        LineProgress of = progressOf.get(rows.getString(1));
        if (of == null) {
          throw new SQLException("order " + order + " has changed while it was read");
        }
        lines.add(
            new OrderView.Line(
                rows.getString(2),
                rows.getString(3),
                rows.getLong(4),
                rows.getLong(5),
                rows.getInt(6),
                rows.getLong(7),
                rows.getLong(8),
                rows.getInt(9),
                of,
                parts.getOrDefault(of.line(), List.of())));
      }
      return lines;
    }
  }

  private static Map<String, List<OrderView.Part>> parts(Connection connection, String order)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT line, forward_id, item, source_kind, source, leaves_on_day, arrives_on_day,"
                + " quantity FROM order_part WHERE order_id = ? ORDER BY line, part")) {
      select.setString(1, order);
      ResultSet rows = select.executeQuery();
      Map<String, List<OrderView.Part>> parts = new HashMap<>();
      while (rows.next()) {
        parts
            .computeIfAbsent(rows.getString(1), _ -> new ArrayList<>())
            .add(
                new OrderView.Part(
                    rows.getString(2),
                    rows.getString(3),
                    Kind.valueOf(rows.getString(4)),
                    rows.getString(5),
                    rows.getInt(6),
                    rows.getInt(7),
                    rows.getLong(8)));
      }
      return parts;
    }
  }

  private static List<Entry> entries(Connection connection, String order, long after, int limit)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT number, at, source, kind, detail FROM order_event"
                + " WHERE order_id = ? AND number > ? ORDER BY number LIMIT ?")) {
      select.setString(1, order);
      select.setLong(2, after);
      select.setInt(3, limit);
      ResultSet rows = select.executeQuery();
      List<Entry> entries = new ArrayList<>();
      while (rows.next()) {
        entries.add(
            new Entry(
                rows.getLong(1),
                rows.getTimestamp(2).toInstant(),
                rows.getString(3),
                rows.getString(4),
                rows.getString(5)));
      }
      return entries;
    }
  }

  @Override
  public void close() {
    readers.shutdownNow();
  }
}
