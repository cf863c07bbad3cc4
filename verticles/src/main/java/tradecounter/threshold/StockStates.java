package tradecounter.threshold;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import tradecounter.storefront.stream.StockState;

/** What was told of items last, in Postgres. In the caller's transaction; blocks. Stateless. */
final class StockStates {
  private StockStates() {}

  /** All that are known not to be in stock. */
  static Map<String, StockState> told(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT item, state FROM stock_state WHERE state <> 'IN_STOCK'");
        ResultSet rows = select.executeQuery()) {
      Map<String, StockState> told = new HashMap<>();
      while (rows.next()) {
        told.put(rows.getString(1), StockState.valueOf(rows.getString(2)));
      }
      return told;
    }
  }

  /** Notes the state, and gives the one before: the same if it is nothing new. */
  static StockState note(Connection connection, String item, StockState now) throws SQLException {
    StockState before = locked(connection, item);
    if (before != now) {
      try (PreparedStatement update =
          connection.prepareStatement(
              "UPDATE stock_state SET state = ?, changed_at = clock_timestamp()"
                  + " WHERE item = ?")) {
        update.setString(1, now.name());
        update.setString(2, item);
        update.executeUpdate();
      }
    }
    return before;
  }

  private static StockState locked(Connection connection, String item) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO stock_state (item, state) VALUES (?, ?) ON CONFLICT DO NOTHING")) {
      insert.setString(1, item);
      insert.setString(2, StockState.IN_STOCK.name());
      insert.executeUpdate();
    }
    try (PreparedStatement select =
        connection.prepareStatement("SELECT state FROM stock_state WHERE item = ? FOR UPDATE")) {
      select.setString(1, item);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw new SQLException("the state of item " + item + " has gone");
        }
        return StockState.valueOf(row.getString(1));
      }
    }
  }
}
