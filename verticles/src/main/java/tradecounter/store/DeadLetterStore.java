package tradecounter.store;

import java.sql.Connection;
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
import java.util.Optional;
import java.util.TreeMap;
import tradecounter.engine.canonical.ObjectKind;
import tradecounter.feed.DeadLetter;

/**
 * Dead letters in Postgres: from the door, and from those who judge behind the log. What is done
 * with them is in {@link DeadLetterBook}.
 */
public final class DeadLetterStore {
  /** What was refused at the door stands in the topic of dead letters. */
  static final String OF_THE_DOOR = "DEAD_LETTERS";

  /** What was refused beside other contracts stands in the canonical log. */
  static final String OF_CONTRACTS = ObjectKind.Topic.PRICING.name();

  /** What fits no order stands in the canonical log too. */
  public static final String OF_ORDERS = ObjectKind.Topic.FULFILMENT.name();

  /** The columns of {@link #kept}. */
  static final String COLUMNS =
      "id, received_at, topic, feed, place, code, detail, pointer, event_id, raw, source, state,"
          + " version, edited, edited_at, edited_by, replays, first_code, first_detail,"
          + " first_pointer, refused_at, ended_at, ended_by, outcome, resolution, claim";

  /** So many are deleted in one transaction. */
  static final int PURGED_AT_ONCE = 1_000;

  private final Database database;

  public DeadLetterStore(Database database) {
    this.database = database;
  }

  /** A dead letter and where the record stands in its topic. */
  public record Received(int partition, long offset, Instant receivedAt, DeadLetter letter) {}

  // ---------------------------------------------------------------- what comes

  /** Where to go on reading, by partition. */
  public Map<Integer, Long> nextOffsets() throws SQLException {
    return database.inTransaction(DeadLetterStore::nextOffsets);
  }

  private static Map<Integer, Long> nextOffsets(Connection connection) throws SQLException {
    Map<Integer, Long> next = new TreeMap<>();
    try (Statement select = connection.createStatement()) {
      ResultSet rows =
          select.executeQuery("SELECT partition, next_offset FROM dead_letter_position");
      while (rows.next()) {
        next.put(rows.getInt(1), rows.getLong(2));
      }
    }
    return next;
  }

  /** Keeps each once, however often it is read, by however many nodes. */
  public void keep(List<Received> letters) throws SQLException {
    database.inTransaction(
        connection -> {
          try (Statement lock = connection.createStatement()) {
            lock.execute("LOCK TABLE dead_letter_position IN SHARE ROW EXCLUSIVE MODE");
          }
          Map<Integer, Long> next = nextOffsets(connection);
          List<Received> fresh = new ArrayList<>(letters.size());
          for (Received received : letters) {
            if (received.offset() >= next.getOrDefault(received.partition(), 0L)) {
              next.put(received.partition(), received.offset() + 1);
              fresh.add(received);
            }
          }
          insert(connection, OF_THE_DOOR, fresh);
          write(connection, next);
          return fresh.size();
        });
  }

  private static void write(Connection connection, Map<Integer, Long> next) throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "INSERT INTO dead_letter_position (partition, next_offset) VALUES (?, ?)"
                + " ON CONFLICT (partition) DO UPDATE SET next_offset = excluded.next_offset")) {
      for (Map.Entry<Integer, Long> position : next.entrySet()) {
        upsert.setInt(1, position.getKey());
        upsert.setLong(2, position.getValue());
        upsert.addBatch();
      }
      upsert.executeBatch();
    }
  }

  /** Keeps what was refused behind the log, as part of a transaction. */
  public static void insert(Connection connection, String topic, List<Received> letters)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO dead_letter (topic, partition, \"offset\", feed, place, code, detail,"
                + " pointer, event_id, received_at, raw, source, subject)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
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
        insert.setString(12, Database.storable(letter.source().text()));
        insert.setString(13, Database.storable(letter.subject().orElse("")));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  // ---------------------------------------------------------------- what there is

  /**
   * The newest of them, newest first.
   *
   * @param patienceMillis so long may the database look
   */
  public List<KeptLetter> newest(LetterFilter filter, int limit, int patienceMillis)
      throws SQLException {
    return database.inTransaction(
        connection -> {
          patience(connection, patienceMillis);
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT "
                      + COLUMNS
                      + " FROM dead_letter WHERE "
                      + filter.condition()
                      + " ORDER BY id DESC LIMIT ?")) {
            select.setInt(filter.set(select, 1), limit);
            return all(select.executeQuery());
          }
        });
  }

  /** One of them. */
  public Optional<KeptLetter> find(long id) throws SQLException {
    return newest(LetterFilter.one(id), 1, 0).stream().findFirst();
  }

  /**
   * How many are open, of these.
   *
   * @param patienceMillis so long may the database look
   */
  public long open(LetterFilter filter, int patienceMillis) throws SQLException {
    return database.inTransaction(
        connection -> {
          patience(connection, patienceMillis);
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT count(*) FROM dead_letter WHERE " + filter.open().condition())) {
            filter.open().set(select, 1);
            ResultSet row = select.executeQuery();
            row.next();
            return row.getLong(1);
          }
        });
  }

  /** How many are open, by feed. */
  public Map<String, Long> open() throws SQLException {
    return database.inTransaction(
        connection -> {
          Map<String, Long> open = new HashMap<>();
          try (Statement select = connection.createStatement()) {
            ResultSet rows =
                select.executeQuery(
                    "SELECT feed, count(*) FROM dead_letter WHERE state = 'OPEN' GROUP BY feed");
            while (rows.next()) {
              open.put(rows.getString(1), rows.getLong(2));
            }
          }
          return open;
        });
  }

  /**
   * Lets the statements of this transaction take so long.
   *
   * @param millis 0: for as long as they want
   */
  static void patience(Connection connection, int millis) throws SQLException {
    try (Statement set = connection.createStatement()) {
      set.execute("SET LOCAL statement_timeout = " + millis);
    }
  }

  static List<KeptLetter> all(ResultSet rows) throws SQLException {
    List<KeptLetter> letters = new ArrayList<>();
    while (rows.next()) {
      letters.add(kept(rows));
    }
    return letters;
  }

  private static KeptLetter kept(ResultSet row) throws SQLException {
    byte[] edited = row.getBytes("edited");
    Timestamp endedAt = row.getTimestamp("ended_at");
    return new KeptLetter(
        row.getLong("id"),
        row.getTimestamp("received_at").toInstant(),
        KeptLetter.Judge.of(row.getString("topic")),
        new DeadLetter(
            row.getString("feed"),
            row.getBytes("raw"),
            row.getString("place"),
            row.getString("code"),
            row.getString("detail"),
            row.getString("pointer"),
            row.getString("event_id"),
            DeadLetter.Source.of(row.getString("source"))),
        KeptLetter.State.valueOf(row.getString("state")),
        row.getLong("version"),
        edited == null
            ? Optional.empty()
            : Optional.of(
                new KeptLetter.Edit(
                    edited, row.getTimestamp("edited_at").toInstant(), row.getString("edited_by"))),
        row.getTimestamp("refused_at") == null
            ? Optional.empty()
            : Optional.of(
                new KeptLetter.Refusal(
                    row.getString("first_code"),
                    row.getString("first_detail"),
                    row.getString("first_pointer"))),
        row.getInt("replays"),
        !row.getString("claim").isEmpty(),
        endedAt == null
            ? Optional.empty()
            : Optional.of(
                new KeptLetter.Ending(
                    endedAt.toInstant(),
                    row.getString("ended_by"),
                    row.getString("outcome"),
                    row.getString("resolution"))));
  }

  // ---------------------------------------------------------------- what goes

  /**
   * Deletes some of those that have been kept for long enough: {@value #PURGED_AT_ONCE} of each
   * kind at most.
   *
   * @param keepMillis those that are done with, since then
   * @param keepOpenMillis those that are open, since they came; 0: for ever
   * @return how many went
   */
  public int purge(long keepMillis, long keepOpenMillis) throws SQLException {
    return database.inTransaction(
        connection ->
            purge(connection, "ended_at IS NOT NULL AND ended_at < ", keepMillis)
                + (keepOpenMillis == 0
                    ? 0
                    : purge(
                        connection,
                        "state = 'OPEN' AND claim = '' AND received_at < ",
                        keepOpenMillis)));
  }

  private static int purge(Connection connection, String since, long millis) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM dead_letter WHERE id IN (SELECT id FROM dead_letter WHERE "
                + since
                + "clock_timestamp() - make_interval(secs => ? / 1000.0) LIMIT "
                + PURGED_AT_ONCE
                + " FOR UPDATE SKIP LOCKED)")) {
      delete.setLong(1, millis);
      return delete.executeUpdate();
    }
  }
}
