package tradecounter.order;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tradecounter.configuration.Configuration;
import tradecounter.embedded.PostgresServer;
import tradecounter.embedded.SharedServers;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.order.ProgressStep.Effect;
import tradecounter.engine.order.RefusalPolicy;
import tradecounter.store.Database;

/** A database of its own with orders as acceptance writes them down, and what is read from it. */
public final class AcceptedOrders implements AutoCloseable {
  private final String jdbcUrl;
  private final Database database;

  /** What the ledger and the forwarders were told, in the order of the telling. */
  final List<Effect> effects = Collections.synchronizedList(new ArrayList<>());

  /** Starts Postgres if it does not run. */
  public AcceptedOrders() {
    SharedServers.postgres().start();
    jdbcUrl = SharedServers.freshDatabase();
    database = open();
    database.migrate();
  }

  /** More connections to the same database, as another node has them. */
  Database open() {
    return new Database(
        new Configuration.Postgres(
            jdbcUrl, PostgresServer.USER, PostgresServer.PASSWORD, 4, 5_000));
  }

  /** The connections to it. */
  public Database database() {
    return database;
  }

  /** Orders that note what others have to do. */
  public Orders orders(RefusalPolicy policy) {
    return new Orders(new OrderStore(), new Noted(), policy);
  }

  /** Another document of the order asks for what was refused. */
  void replaced(String order, String line, String document, String item, long quantity)
      throws SQLException {
    database.inTransaction(
        connection -> {
          part(connection, order, line, 99, document, item, "SUPPLIER", quantity);
          try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(
                "UPDATE order_part SET replacing = true WHERE part = 99");
          }
        });
  }

  private final class Noted implements HoldEffects {
    @Override
    public void cancelHold(Connection connection, String order, Effect.CancelHold cancelled) {
      effects.add(cancelled);
    }

    @Override
    public void reroute(Connection connection, String order, Effect.Reroute wanted) {
      effects.add(wanted);
    }

    @Override
    public void withdraw(Connection connection, String order) {
      effects.add(new Effect.Withdraw());
    }
  }

  /**
   * Accepts an order: line 10 is 10 of A from DC1, by the ERP; line 20 is 4 of B from supplier S.
   */
  public void accept(String order, String customer, String reference) throws SQLException {
    database.inTransaction(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO customer_order (order_id, customer, reference, ship_to,"
                      + " ship_complete, currency, status, quote_id, hold, net, tax, open_amount,"
                      + " accepted_at, changed_at) VALUES (?, ?, ?, 'HAMBURG', false, 'EUR',"
                      + " 'ACCEPTED', '', '', 140000000, 26600000, 166600000, now(), now())")) {
            insert.setString(1, order);
            insert.setString(2, customer);
            insert.setString(3, reference);
            insert.executeUpdate();
          }
          line(connection, order, "10", 1, "A", 10);
          line(connection, order, "20", 2, "B", 4);
          part(connection, order, "10", 1, order, "A", "LOCATION", 6 * FixedPoint.ONE);
          part(connection, order, "10", 2, order, "A", "LOCATION", 4 * FixedPoint.ONE);
          part(connection, order, "20", 1, order + "-1", "B", "SUPPLIER", 4 * FixedPoint.ONE);
          return order;
        });
  }

  private static void line(
      Connection connection, String order, String line, int number, String item, long quantity)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO order_line (order_id, line, number, item, uom, asked, quantity, unit_price,"
                + " price_unit, net, tax, promised_day)"
                + " VALUES (?, ?, ?, ?, 'EA', ?, ?, 10000000, 1, 70000000, 13300000, 20780)")) {
      insert.setString(1, order);
      insert.setString(2, line);
      insert.setInt(3, number);
      insert.setString(4, item);
      insert.setLong(5, quantity * FixedPoint.ONE);
      insert.setLong(6, quantity * FixedPoint.ONE);
      insert.executeUpdate();
    }
  }

  private static void part(
      Connection connection,
      String order,
      String line,
      int part,
      String document,
      String item,
      String kind,
      long quantity)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO order_part (order_id, line, part, forward_id, item, source_kind, source,"
                + " leaves_on_day, arrives_on_day, quantity)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, 20778, 20780, ?)")) {
      insert.setString(1, order);
      insert.setString(2, line);
      insert.setInt(3, part);
      insert.setString(4, document);
      insert.setString(5, item);
      insert.setString(6, kind);
      insert.setString(7, kind.equals("LOCATION") ? "DC1" : "S");
      insert.setLong(8, quantity);
      insert.executeUpdate();
    }
  }

  // ---------------------------------------------------------------- what is there

  /** The columns of each row, with blanks between. */
  List<String> rows(String sql) throws SQLException {
    return database.inTransaction(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery(sql);
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
              StringBuilder text = new StringBuilder();
              for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                text.append(i == 1 ? "" : " ").append(rows.getString(i));
              }
              texts.add(text.toString());
            }
            return texts;
          }
        });
  }

  String status(String order) throws SQLException {
    return rows("SELECT status FROM customer_order WHERE order_id = '" + order + "'").getFirst();
  }

  /** Its kinds, in their order. */
  List<String> timeline(String order) throws SQLException {
    return rows("SELECT kind FROM order_event WHERE order_id = '" + order + "' ORDER BY number");
  }

  @Override
  public void close() {
    database.close();
  }
}
