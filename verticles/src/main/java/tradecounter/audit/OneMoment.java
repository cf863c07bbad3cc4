package tradecounter.audit;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tradecounter.store.Database;

/** Several statements that tell of the same moment. Blocks. */
final class OneMoment {
  private OneMoment() {}

  static <T> T in(Database database, Database.Work<T> work) throws SQLException {
    return database.inTransaction(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
          }
          return work.on(connection);
        });
  }

  /**
   * The next keys.
   *
   * @param query with the key after which to begin and the limit as its parameters
   */
  static List<String> keys(Connection connection, String query, String after, int limit)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(query)) {
      select.setString(1, after);
      select.setInt(2, limit);
      List<String> keys = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          keys.add(rows.getString(1));
        }
      }
      return keys;
    }
  }

  /** Where to go on after a page of keys; empty if it was not full. */
  static Optional<String> next(List<String> keys, int limit) {
    return keys.size() < limit ? Optional.empty() : Optional.of(keys.getLast());
  }

  static Array texts(Connection connection, Collection<String> values) throws SQLException {
    return connection.createArrayOf("text", values.toArray());
  }
}
