package tradecounter.news;

import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Business events in Postgres. Every method works in the caller's transaction and blocks.
 *
 * <p>Events of one subject are in the order of their numbers if those who write them wait for each
 * other, as all do who hold the lock of the order: then nobody sees a later one without the
 * earlier.
 */
public final class Outbox {
  private static final int PURGED_AT_ONCE = 1_000;

  private Outbox() {}

  /** How many events Kafka does not have yet, and since when the oldest waits. */
  record Waiting(long events, double oldestSeconds) {
    static final Waiting NONE = new Waiting(0, 0);
  }

  /** Writes them down, in their order: they are told once the transaction commits. */
  public static void write(Connection connection, List<NewEvent> events) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO business_event (type, subject, customer, data)"
                + " VALUES (?, ?, ?, CAST(? AS json))")) {
      for (NewEvent event : events) {
        insert.setString(1, event.type());
        insert.setString(2, event.subject());
        insert.setString(3, event.customer());
        insert.setString(4, event.data().toString(StandardCharsets.UTF_8));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  static boolean hasUnpublished(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT EXISTS (SELECT FROM business_event WHERE published_at IS NULL)");
        ResultSet row = select.executeQuery()) {
      return row.next() && row.getBoolean(1);
    }
  }

  /** The first that Kafka does not have yet, in their order. */
  static List<BusinessEvent> unpublished(Connection connection, int limit) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT "
                + BusinessEvent.COLUMNS
                + " FROM business_event WHERE published_at IS NULL ORDER BY number LIMIT ?")) {
      select.setInt(1, limit);
      List<BusinessEvent> events = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          events.add(BusinessEvent.read(rows));
        }
      }
      return events;
    }
  }

  /** Kafka has them. */
  static int published(Connection connection, List<BusinessEvent> events) throws SQLException {
    Array numbers =
        connection.createArrayOf("bigint", events.stream().map(BusinessEvent::number).toArray());
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE business_event SET published_at = clock_timestamp() WHERE number = ANY (?)")) {
      update.setArray(1, numbers);
      return update.executeUpdate();
    } finally {
      numbers.free();
    }
  }

  static Waiting waiting(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(at)), 0)"
                    + " FROM business_event WHERE published_at IS NULL");
        ResultSet row = select.executeQuery()) {
      return row.next() ? new Waiting(row.getLong(1), row.getDouble(2)) : Waiting.NONE;
    }
  }

  /**
   * Forgets events that have been told to all who want them, so long after Kafka had them. Several
   * nodes pass over each other's rows.
   *
   * @return how many; if as many as go at once, there may be more
   */
  static int purge(Connection connection, long keepMillis) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM business_event WHERE number IN (SELECT number FROM business_event event"
                + " WHERE published_at < now() - ? * interval '1 millisecond'"
                + " AND spread_at IS NOT NULL AND NOT EXISTS (SELECT FROM webhook_delivery delivery"
                + " WHERE delivery.number = event.number AND delivery.state <> 'DELIVERED')"
                + " ORDER BY published_at LIMIT ? FOR UPDATE SKIP LOCKED)")) {
      delete.setLong(1, keepMillis);
      delete.setInt(2, PURGED_AT_ONCE);
      return delete.executeUpdate();
    }
  }

  static boolean mayHaveMore(int purged) {
    return purged == PURGED_AT_ONCE;
  }
}
