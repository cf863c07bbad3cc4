package tradecounter.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tradecounter.store.Database;

/**
 * Has the deliveries of a feed that are applied already applied again, in their order, as new ones:
 * what was refused then may be taken now, and what is known by now that is newer stays. Any thread;
 * blocks.
 */
public final class DeliveryRewind {
  /** Copied by one statement: a few, so that none takes long. */
  private static final int CHUNKS = 16;

  private final Database database;

  public DeliveryRewind(Database database) {
    this.database = database;
  }

  /**
   * Copies what was received since and is applied; nothing of it is applied before all of it is
   * copied.
   *
   * @return how many there are; those whose bytes are not kept any more are not among them
   */
  public int since(String feed, Instant since) throws SQLException {
    List<Long> copies = new ArrayList<>();
    for (long applied : database.inOneStatement(connection -> applied(connection, feed, since))) {
      copies.add(copy(applied));
    }
    return database.inTransaction(connection -> release(connection, copies));
  }

  private static List<Long> applied(Connection connection, String feed, Instant since)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT delivery FROM feed_delivery d WHERE feed = ? AND state = 'APPLIED'"
                + " AND copied_from IS NULL"
                + " AND received_at >= ? AND EXISTS (SELECT 1 FROM feed_delivery_chunk c"
                + " WHERE c.delivery = d.delivery) ORDER BY delivery")) {
      select.setString(1, feed);
      select.setTimestamp(2, Timestamp.from(since));
      List<Long> found = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getLong(1));
        }
      }
      return found;
    }
  }

  private long copy(long applied) throws SQLException {
    long copy = database.inTransaction(connection -> begin(connection, applied));
    int chunk = 0;
    int copied;
    do {
      int from = chunk;
      copied = database.inTransaction(connection -> chunks(connection, applied, copy, from));
      chunk += CHUNKS;
    } while (copied == CHUNKS);
    return copy;
  }

  /** It is no example of its content: what comes as new is compared with what came first. */
  private static long begin(Connection connection, long applied) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO feed_delivery"
                + " (feed, name, transport, state, told_at, bytes, content_hash, once, copied_from,"
                + " answered)"
                + " SELECT feed, name, transport, 'RECEIVING', told_at, bytes, content_hash, false,"
                + " delivery, true"
                + " FROM feed_delivery WHERE delivery = ? RETURNING delivery")) {
      insert.setLong(1, applied);
      try (ResultSet rows = insert.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  private static int chunks(Connection connection, long applied, long copy, int from)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO feed_delivery_chunk (delivery, chunk, bytes)"
                + " SELECT ?, chunk, bytes FROM feed_delivery_chunk"
                + " WHERE delivery = ? AND chunk >= ? AND chunk < ?")) {
      insert.setLong(1, copy);
      insert.setLong(2, applied);
      insert.setInt(3, from);
      insert.setInt(4, from + CHUNKS);
      return insert.executeUpdate();
    }
  }

  private static int release(Connection connection, List<Long> copies) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE feed_delivery SET state = 'RECEIVED', released = true"
                + " WHERE delivery = ANY (?) AND state = 'RECEIVING'")) {
      update.setArray(1, connection.createArrayOf("bigint", copies.toArray()));
      return update.executeUpdate();
    }
  }
}
