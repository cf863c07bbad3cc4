package tradecounter.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import tradecounter.engine.state.LogPosition.Lane;

/** Log positions in a table of (lane, next_offset). */
final class Positions {
  private Positions() {}

  static Map<Lane, Long> read(Connection connection, String table) throws SQLException {
    Map<Lane, Long> positions = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT lane, next_offset FROM " + table)) {
      while (rows.next()) {
        positions.put(Lane.parse(rows.getString(1)), rows.getLong(2));
      }
    }
    return positions;
  }

  static void write(Connection connection, String table, Map<Lane, Long> positions)
      throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "INSERT INTO "
                + table
                + " (lane, next_offset) VALUES (?, ?)"
                + " ON CONFLICT (lane) DO UPDATE SET next_offset = excluded.next_offset")) {
      for (var position : positions.entrySet()) {
        upsert.setString(1, position.getKey().toString());
        upsert.setLong(2, position.getValue());
        upsert.addBatch();
      }
      upsert.executeBatch();
    }
  }
}
