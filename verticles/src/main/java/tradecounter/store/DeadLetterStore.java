package tradecounter.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tradecounter.feed.DeadLetter;

/** Dead letters in Postgres. */
public final class DeadLetterStore {
  private final Database database;

  public DeadLetterStore(Database database) {
    this.database = database;
  }

  /** A dead letter where it stands in its topic. */
  public record Received(int partition, long offset, Instant receivedAt, DeadLetter letter) {}

  /** A dead letter as it is kept; {@code id} grows with arrival. */
  public record Kept(long id, Instant receivedAt, DeadLetter letter) {}

  /** Where to go on reading, by partition. */
  public Map<Integer, Long> nextOffsets() throws SQLException {
    return database.inTransaction(
        connection -> {
          Map<Integer, Long> next = new HashMap<>();
          try (Statement statement = connection.createStatement();
              ResultSet rows =
                  statement.executeQuery(
                      "SELECT partition, max(\"offset\") + 1 FROM dead_letter GROUP BY 1")) {
            while (rows.next()) {
              next.put(rows.getInt(1), rows.getLong(2));
            }
          }
          return next;
        });
  }

  /** Keeps each once, however often it is read. */
  public void keep(List<Received> letters) throws SQLException {
    database.inTransaction(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO dead_letter (partition, \"offset\", feed, place, code, detail,"
                      + " pointer, event_id, received_at, raw)"
                      + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
            for (Received received : letters) {
              DeadLetter letter = received.letter();
              insert.setInt(1, received.partition());
              insert.setLong(2, received.offset());
              insert.setString(3, letter.feed());
              insert.setString(4, storable(letter.place()));
              insert.setString(5, letter.code());
              insert.setString(6, storable(letter.detail()));
              insert.setString(7, storable(letter.pointer()));
              insert.setString(8, storable(letter.eventId()));
              insert.setTimestamp(9, Timestamp.from(received.receivedAt()));
              insert.setBytes(10, letter.raw());
              insert.addBatch();
            }
            insert.executeBatch();
            return letters.size();
          }
        });
  }

  /** Postgres texts cannot hold U+0000. */
  private static String storable(String text) {
    return text.replace('\0', '\uFFFD');
  }

  /**
   * The newest dead letters, newest first.
   *
   * @param feed empty for all
   * @param beforeId only older than this one
   */
  public List<Kept> newest(String feed, int limit, long beforeId) throws SQLException {
    return database.inTransaction(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT id, received_at, feed, place, code, detail, pointer, event_id, raw"
                      + " FROM dead_letter WHERE (? = '' OR feed = ?) AND id < ?"
                      + " ORDER BY id DESC LIMIT ?")) {
            select.setString(1, feed);
            select.setString(2, feed);
            select.setLong(3, beforeId);
            select.setInt(4, limit);
            List<Kept> letters = new ArrayList<>();
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
              letters.add(
                  new Kept(
                      rows.getLong(1),
                      rows.getTimestamp(2).toInstant(),
                      new DeadLetter(
                          rows.getString(3),
                          rows.getBytes(9),
                          rows.getString(4),
                          rows.getString(5),
                          rows.getString(6),
                          rows.getString(7),
                          rows.getString(8))));
            }
            return letters;
          }
        });
  }
}
