package tradecounter.edi;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;

/**
 * The interchanges that were taken, so that none is taken twice. Inside the caller's transaction;
 * blocks.
 */
public final class SeenInterchanges {
  private SeenInterchanges() {}

  /**
   * Whether one of this number was taken already: in another delivery, or elsewhere in this one.
   *
   * @param delivery in which it comes
   * @param position among its interchanges
   */
  static boolean isDuplicate(
      Connection connection, String feed, String delivery, int position, InterchangeHeader header)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT delivery, position FROM edi_interchange"
                + " WHERE feed = ? AND sender = ? AND receiver = ? AND control_number = ?")) {
      set(select, feed, header);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() && !(rows.getString(1).equals(delivery) && rows.getInt(2) == position);
      }
    }
  }

  /**
   * It is taken.
   *
   * @return false if it is a duplicate
   */
  static boolean take(
      Connection connection,
      String feed,
      String delivery,
      int position,
      InterchangeHeader header,
      Instant now)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO edi_interchange"
                + " (feed, sender, receiver, control_number, delivery, position, taken_at)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
      set(insert, feed, header);
      insert.setString(5, delivery);
      insert.setInt(6, position);
      insert.setTimestamp(7, Timestamp.from(now));
      insert.executeUpdate();
    }
    return !isDuplicate(connection, feed, delivery, position, header);
  }

  /** Its delivery is not applied after all: its interchanges may come again. */
  public static void forget(Connection connection, String feed, String delivery)
      throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM edi_interchange WHERE feed = ? AND delivery = ?")) {
      delete.setString(1, feed);
      delete.setString(2, delivery);
      delete.executeUpdate();
    }
  }

  private static void set(PreparedStatement statement, String feed, InterchangeHeader header)
      throws SQLException {
    statement.setString(1, feed);
    statement.setString(2, storable(header.senderQualifier() + ":" + header.sender()));
    statement.setString(3, storable(header.receiverQualifier() + ":" + header.receiver()));
    statement.setString(4, storable(header.controlNumber()));
  }

  /** Postgres texts cannot hold U+0000, and a header that is refused may have it. */
  private static String storable(String text) {
    return text.replace('\0', '\uFFFD');
  }
}
