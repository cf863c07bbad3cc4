package tradecounter.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tradecounter.engine.canonical.ObjectKind;
import tradecounter.feed.DeadLetter;

/** Dead letters in Postgres, from the door and from the judgement of contracts. */
public final class DeadLetterStore {
  /** What was refused at the door stands in the topic of dead letters. */
  private static final String OF_THE_DOOR = "DEAD_LETTERS";

  /** What was refused beside other contracts stands in the canonical log. */
  static final String OF_CONTRACTS = ObjectKind.Topic.PRICING.name();

  /** What fits no order stands in the canonical log too. */
  public static final String OF_ORDERS = ObjectKind.Topic.FULFILMENT.name();

  private final Database database;

  public DeadLetterStore(Database database) {
    this.database = database;
  }

  /** A dead letter and where the record stands in its topic. */
  public record Received(int partition, long offset, Instant receivedAt, DeadLetter letter) {}

  /** A dead letter as it is kept; {@code id} grows with arrival. */
  public record Kept(long id, Instant receivedAt, DeadLetter letter) {}

  /** Where to go on reading, by partition. */
  public Map<Integer, Long> nextOffsets() throws SQLException {
    return database.inTransaction(
        connection -> {
          Map<Integer, Long> next = new HashMap<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT partition, max(\"offset\") + 1 FROM dead_letter WHERE topic = ?"
                      + " GROUP BY 1")) {
            select.setString(1, OF_THE_DOOR);
            ResultSet rows = select.executeQuery();
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
          insert(connection, OF_THE_DOOR, letters);
          return letters.size();
        });
  }

  /** As {@link #keep}, as part of a transaction. */
  public static void insert(Connection connection, String topic, List<Received> letters)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO dead_letter (topic, partition, \"offset\", feed, place, code, detail,"
                + " pointer, event_id, received_at, raw)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
      for (Received received : letters) {
        DeadLetter letter = received.letter();
        insert.setString(1, topic);
        insert.setInt(2, received.partition());
        insert.setLong(3, received.offset());
        insert.setString(4, letter.feed());
        insert.setString(5, Database.storable(letter.place()));
        insert.setString(6, letter.code());
        insert.setString(7, Database.storable(letter.detail()));
        insert.setString(8, Database.storable(letter.pointer()));
        insert.setString(9, Database.storable(letter.eventId()));
        insert.setTimestamp(10, Timestamp.from(received.receivedAt()));
        insert.setBytes(11, letter.raw());
        insert.addBatch();
      }
      insert.executeBatch();
    }
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
