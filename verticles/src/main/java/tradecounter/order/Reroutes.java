package tradecounter.order;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.SourceKey;
import tradecounter.engine.hold.Departure;
import tradecounter.engine.order.ProgressStep.Effect;

/**
 * What other sources are to be asked for, in Postgres, and the parts of orders that come of it.
 * Inside the caller's transaction; blocks.
 */
final class Reroutes {
  private Reroutes() {}

  /**
   * What a supplier has refused.
   *
   * @param customer whose order it is
   */
  record Wanted(String order, String customer, String document, String line, String item) {}

  /** Who was asked for the item of the line under a document. */
  record Asked(String document, SourceKey source) {}

  /** What is known of the order and the line that it is about. */
  record Ordered(
      TargetDocument.Head head,
      String item,
      long unitPrice,
      int priceUnit,
      String priceUom,
      List<Asked> asked,
      List<String> documents,
      int parts) {}

  /** So much more of it is to be asked for. */
  static void want(Connection connection, String order, Effect.Reroute wanted) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO reroute (order_id, document, line, item, quantity) VALUES (?, ?, ?, ?, ?)"
                + " ON CONFLICT (order_id, document, line, item)"
                + " DO UPDATE SET quantity = reroute.quantity + excluded.quantity")) {
      insert.setString(1, order);
      insert.setString(2, wanted.document());
      insert.setString(3, wanted.line());
      insert.setString(4, wanted.item());
      insert.setLong(5, wanted.quantity());
      insert.executeUpdate();
    }
  }

  /** The oldest of them. */
  static List<Wanted> waiting(Connection connection, int limit) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT order_id, customer, document, line, item FROM reroute"
                + " JOIN customer_order USING (order_id) ORDER BY wanted_at LIMIT ?")) {
      select.setInt(1, limit);
      List<Wanted> waiting = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          waiting.add(
              new Wanted(
                  rows.getString(1),
                  rows.getString(2),
                  rows.getString(3),
                  rows.getString(4),
                  rows.getString(5)));
        }
      }
      return waiting;
    }
  }

  /** How much of it is wanted by now; nothing if it was seen to. */
  static long quantity(Connection connection, Wanted wanted) throws SQLException {
    try (PreparedStatement select = ofOne(connection, wanted, "SELECT quantity FROM reroute");
        ResultSet rows = select.executeQuery()) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  /** It was seen to. */
  static void done(Connection connection, Wanted wanted) throws SQLException {
    try (PreparedStatement delete = ofOne(connection, wanted, "DELETE FROM reroute")) {
      delete.executeUpdate();
    }
  }

  private static PreparedStatement ofOne(Connection connection, Wanted wanted, String what)
      throws SQLException {
    PreparedStatement statement =
        connection.prepareStatement(
            what + " WHERE order_id = ? AND document = ? AND line = ? AND item = ?");
    statement.setString(1, wanted.order());
    statement.setString(2, wanted.document());
    statement.setString(3, wanted.line());
    statement.setString(4, wanted.item());
    return statement;
  }

  static Optional<Ordered> ordered(Connection connection, Wanted wanted) throws SQLException {
    List<Asked> asked = new ArrayList<>();
    Set<String> documents = new HashSet<>();
    int parts = 0;
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT line, part, forward_id, item, source_kind, source FROM order_part"
                + " WHERE order_id = ?")) {
      select.setString(1, wanted.order());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          documents.add(rows.getString(3));
          if (rows.getString(1).equals(wanted.line())) {
            parts = Math.max(parts, rows.getInt(2));
            if (rows.getString(4).equals(wanted.item())) {
              Network.Source.Kind kind = Network.Source.Kind.valueOf(rows.getString(5));
              asked.add(new Asked(rows.getString(3), new SourceKey(kind, rows.getString(6))));
            }
          }
        }
      }
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT o.reference, o.customer, o.ship_to, o.ship_complete, o.currency, o.accepted_at,"
                + " o.net, o.tax, l.item, l.unit_price, l.price_unit, l.uom FROM customer_order o"
                + " JOIN order_line l USING (order_id) WHERE order_id = ? AND line = ?")) {
      select.setString(1, wanted.order());
      select.setString(2, wanted.line());
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        return Optional.of(
            new Ordered(
                new TargetDocument.Head(
                    wanted.order(),
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getBoolean(4),
                    row.getString(5),
                    row.getTimestamp(6).getTime(),
                    row.getLong(7),
                    row.getLong(8)),
                row.getString(9),
                row.getLong(10),
                row.getInt(11),
                row.getString(12),
                asked,
                List.copyOf(documents),
                parts));
      }
    }
  }

  /** A part that takes the place of what was refused. */
  static void insertPart(
      Connection connection, Wanted wanted, int part, String document, Departure departure)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO order_part (order_id, line, part, forward_id, item, source_kind, source,"
                + " leaves_on_day, arrives_on_day, quantity, replacing)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, true)")) {
      insert.setString(1, wanted.order());
      insert.setString(2, wanted.line());
      insert.setInt(3, part);
      insert.setString(4, document);
      insert.setString(5, departure.item());
      insert.setString(6, departure.source().kind().name());
      insert.setString(7, departure.source().key());
      insert.setInt(8, departure.onDay());
      insert.setInt(9, departure.arrivesOnDay());
      insert.setLong(10, departure.quantity());
      insert.executeUpdate();
    }
  }
}
