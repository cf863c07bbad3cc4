package tradecounter.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import tradecounter.delivery.Delivery.Outcome;
import tradecounter.delivery.Delivery.Progress;
import tradecounter.delivery.Delivery.State;
import tradecounter.store.Database;

/** Deliveries in Postgres. Any thread; blocks. */
public final class DeliveryStore {
  /** How a delivery is kept: so many bytes a row. */
  public static final int CHUNK_BYTES = 1 << 20;

  private static final String COLUMNS =
      "delivery, feed, name, transport, state, received_at, told_at, bytes, content_hash, released,"
          + " code, detail, place, coalesce(application, 0), version, next_record, next_event,"
          + " records, events, refused, swept, coalesce(copied_from, delivery),"
          + " once OR copied_from IS NOT NULL";

  private final Database database;

  public DeliveryStore(Database database) {
    this.database = database;
  }

  /**
   * Something new from a source.
   *
   * @param transport see {@link Delivery#transport}
   * @param once whether the same content is taken once only: files are, pages are not
   */
  public record Announced(
      String feed, String name, String transport, Instant toldAt, boolean once) {}

  /** Begins a delivery; gives its number. */
  public long begin(Announced announced) throws SQLException {
    return database.inTransaction(connection -> begin(connection, announced));
  }

  private static long begin(Connection connection, Announced announced) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO feed_delivery (feed, name, transport, state, told_at, once)"
                + " VALUES (?, ?, ?, 'RECEIVING', ?, ?) RETURNING delivery")) {
      insert.setString(1, announced.feed());
      insert.setString(2, Database.storable(announced.name()));
      insert.setString(3, announced.transport());
      insert.setTimestamp(4, Timestamp.from(announced.toldAt()));
      insert.setBoolean(5, announced.once());
      ResultSet rows = insert.executeQuery();
      rows.next();
      return rows.getLong(1);
    }
  }

  /** Keeps some of its bytes. */
  public void append(long delivery, int chunk, byte[] bytes) throws SQLException {
    database.inTransaction(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO feed_delivery_chunk (delivery, chunk, bytes) VALUES (?, ?, ?)")) {
            insert.setLong(1, delivery);
            insert.setInt(2, chunk);
            insert.setBytes(3, bytes);
            return insert.executeUpdate();
          }
        });
  }

  /** A chunk of its bytes; empty behind the last. */
  Optional<byte[]> chunk(long delivery, int chunk) throws SQLException {
    return database.inOneStatement(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT bytes FROM feed_delivery_chunk WHERE delivery = ? AND chunk = ?")) {
            select.setLong(1, delivery);
            select.setInt(2, chunk);
            try (ResultSet rows = select.executeQuery()) {
              return rows.next() ? Optional.of(rows.getBytes(1)) : Optional.empty();
            }
          }
        });
  }

  /**
   * Its bytes are there: from now on it waits to be applied, unless the same was taken before.
   *
   * @param hash SHA-256 of the bytes
   * @param cursor where to ask its source the next time, written down in the same transaction;
   *     empty if its source is not asked
   */
  public State complete(long delivery, byte[] hash, long bytes, Optional<String> cursor)
      throws SQLException {
    return database.inTransaction(
        connection -> {
          Delivery known = one(connection, "delivery = ? FOR UPDATE", delivery).orElseThrow();
          // Two nodes that have the same file at once: one of them sees the other's.
          try (PreparedStatement lock =
              connection.prepareStatement("SELECT pg_advisory_xact_lock(?, hashtext(?))")) {
            lock.setInt(1, LOCK_OF_FEED);
            lock.setString(2, known.feed());
            lock.execute();
          }
          Optional<Long> first = sameContent(connection, known.feed(), hash);
          State state = first.isPresent() ? State.DUPLICATE : State.RECEIVED;
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE feed_delivery SET state = ?, content_hash = ?, bytes = ?, code = ?,"
                      + " detail = ?, ended_at = CASE WHEN ? THEN clock_timestamp() END"
                      + " WHERE delivery = ? AND state = 'RECEIVING'")) {
            update.setString(1, state.name());
            update.setBytes(2, hash);
            update.setLong(3, bytes);
            update.setString(4, first.isPresent() ? "delivery-repeated" : "");
            update.setString(
                5,
                first
                    .map(
                        earlier ->
                            "delivery "
                                + earlier
                                + " of this feed had the same content; release this one if it is"
                                + " meant to be applied again")
                    .orElse(""));
            update.setBoolean(6, state.isEnd());
            update.setLong(7, delivery);
            update.executeUpdate();
          }
          if (cursor.isPresent()) {
            keepCursor(connection, known.feed(), cursor.get());
          }
          return state;
        });
  }

  private static final int LOCK_OF_FEED = 0x46454544;

  private static Optional<Long> sameContent(Connection connection, String feed, byte[] hash)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT min(delivery) FROM feed_delivery WHERE feed = ? AND content_hash = ? AND once"
                + " AND state IN ('RECEIVED', 'APPLYING', 'QUARANTINED', 'APPLIED')")) {
      select.setString(1, feed);
      select.setBytes(2, hash);
      ResultSet rows = select.executeQuery();
      rows.next();
      long first = rows.getLong(1);
      return rows.wasNull() ? Optional.empty() : Optional.of(first);
    }
  }

  /** Whether content like that would be a repetition. */
  public boolean isKnown(String feed, byte[] hash) throws SQLException {
    return database.inOneStatement(connection -> sameContent(connection, feed, hash).isPresent());
  }

  /** The names of those that came later and are applied already. */
  List<String> appliedAfter(Delivery delivery) throws SQLException {
    return database.inOneStatement(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT DISTINCT name FROM feed_delivery WHERE feed = ? AND state = 'APPLIED'"
                      + " AND delivery > ? AND delivery <> ?")) {
            select.setString(1, delivery.feed());
            select.setLong(2, delivery.original());
            select.setLong(3, delivery.delivery());
            List<String> names = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                names.add(rows.getString(1));
              }
            }
            return names;
          }
        });
  }

  /** Whether a person has stopped the feed. */
  static boolean isPaused(Connection connection, String feed) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT 1 FROM feed_pause WHERE feed = ?")) {
      select.setString(1, feed);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next();
      }
    }
  }

  /** What never came as a whole. */
  public void abandon(long delivery) throws SQLException {
    database.inTransaction(
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement(
                  "DELETE FROM feed_delivery WHERE delivery = ? AND state = 'RECEIVING'")) {
            delete.setLong(1, delivery);
            return delete.executeUpdate();
          }
        });
  }

  /** Where to ask a source next; empty if it was never asked. */
  public Optional<String> cursor(String feed) throws SQLException {
    return database.inOneStatement(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement("SELECT cursor FROM feed_cursor WHERE feed = ?")) {
            select.setString(1, feed);
            try (ResultSet rows = select.executeQuery()) {
              return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
          }
        });
  }

  /** Has a source asked from here on the next time. */
  public void keepCursor(String feed, String cursor) throws SQLException {
    database.inTransaction(
        connection -> {
          keepCursor(connection, feed, cursor);
          return cursor;
        });
  }

  private static void keepCursor(Connection connection, String feed, String cursor)
      throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "INSERT INTO feed_cursor (feed, cursor) VALUES (?, ?) ON CONFLICT (feed)"
                + " DO UPDATE SET cursor = excluded.cursor, at = clock_timestamp()")) {
      upsert.setString(1, feed);
      upsert.setString(2, Database.storable(cursor));
      upsert.executeUpdate();
    }
  }

  /** The feeds that have something to apply and are not paused. */
  List<String> waitingFeeds() throws SQLException {
    return database.inOneStatement(
        connection -> {
          List<String> feeds = new ArrayList<>();
          try (PreparedStatement select =
                  connection.prepareStatement(
                      "SELECT DISTINCT feed FROM feed_delivery d"
                          + " WHERE state IN ('RECEIVED', 'APPLYING')"
                          + " AND NOT EXISTS (SELECT 1 FROM feed_pause p WHERE p.feed = d.feed)");
              ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
              feeds.add(rows.getString(1));
            }
          }
          return feeds;
        });
  }

  /** What is to be applied next of a feed that is not paused. */
  Optional<Delivery> next(String feed) throws SQLException {
    return database.inOneStatement(
        connection ->
            one(
                connection,
                "feed = ? AND state IN ('RECEIVED', 'APPLYING')"
                    + " AND NOT EXISTS (SELECT 1 FROM feed_pause p WHERE p.feed = feed_delivery.feed)"
                    + " ORDER BY state, delivery LIMIT 1",
                feed));
  }

  /** Checked, and nothing is against it: gives the number under which it is applied. */
  long startApplying(long delivery, String version, String skipped, byte[] acknowledgement)
      throws SQLException {
    return database.inTransaction(
        connection -> startApplying(connection, delivery, version, skipped, acknowledgement));
  }

  static long startApplying(
      Connection connection, long delivery, String version, String skipped, byte[] acknowledgement)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE feed_delivery SET state = 'APPLYING', version = ?, skipped = ?,"
                + " acknowledgement = ?, application = nextval('feed_application'),"
                + " next_event = 0 WHERE delivery = ? AND state IN ('RECEIVED', 'APPLYING')"
                + " RETURNING application")) {
      update.setString(1, version);
      update.setString(2, skipped);
      update.setBytes(3, acknowledgement);
      update.setLong(4, delivery);
      try (ResultSet rows = update.executeQuery()) {
        if (!rows.next()) {
          throw new SQLException("delivery " + delivery + " is applied by somebody else");
        }
        return rows.getLong(1);
      }
    }
  }

  /** The records that are not applied although their delivery is: see {@link RecordRanges}. */
  String skipped(long delivery) throws SQLException {
    return text("skipped", delivery);
  }

  /** What a person looks at before saying yes to it. */
  public String difference(long delivery) throws SQLException {
    return text("difference", delivery);
  }

  private String text(String column, long delivery) throws SQLException {
    return database.inOneStatement(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT " + column + " FROM feed_delivery WHERE delivery = ?")) {
            select.setLong(1, delivery);
            try (ResultSet rows = select.executeQuery()) {
              return rows.next() ? rows.getString(1) : "";
            }
          }
        });
  }

  /** What its sender is answered; empty if nothing. */
  public byte[] acknowledgement(long delivery) throws SQLException {
    return database.inOneStatement(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT acknowledgement FROM feed_delivery WHERE delivery = ?")) {
            select.setLong(1, delivery);
            try (ResultSet rows = select.executeQuery()) {
              return rows.next() ? rows.getBytes(1) : new byte[0];
            }
          }
        });
  }

  /** So much of it is durable in the log. Whether it is still this application that counts. */
  boolean advance(long delivery, long application, Progress progress) throws SQLException {
    return database.inTransaction(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE feed_delivery SET next_record = ?, next_event = ?, records = ?,"
                      + " events = ?, refused = ?, swept = ?"
                      + " WHERE delivery = ? AND application = ? AND state = 'APPLYING'")) {
            set(update, progress);
            update.setLong(7, delivery);
            update.setLong(8, application);
            return update.executeUpdate() == 1;
          }
        });
  }

  private static void set(PreparedStatement update, Progress progress) throws SQLException {
    update.setLong(1, progress.nextRecord());
    update.setLong(2, progress.nextEvent());
    update.setLong(3, progress.records());
    update.setLong(4, progress.events());
    update.setLong(5, progress.refused());
    update.setLong(6, progress.swept());
  }

  /** All of it is. */
  void applied(long delivery, long application, Outcome outcome) throws SQLException {
    database.inTransaction(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE feed_delivery SET state = 'APPLIED', ended_at = clock_timestamp(),"
                      + " code = ?, detail = ?, place = ?"
                      + " WHERE delivery = ? AND application = ? AND state = 'APPLYING'")) {
            set(update, outcome);
            update.setLong(4, delivery);
            update.setLong(5, application);
            return update.executeUpdate();
          }
        });
  }

  private static void set(PreparedStatement update, Outcome outcome) throws SQLException {
    update.setString(1, Database.storable(outcome.code()));
    update.setString(2, Database.storable(outcome.detail()));
    update.setString(3, Database.storable(outcome.place()));
  }

  /**
   * It is not applied: a person decides, or it is refused. Whether nobody else has said so before.
   *
   * @param progress how much of it could be read
   */
  static boolean stop(
      Connection connection,
      long delivery,
      State state,
      Outcome outcome,
      Progress progress,
      String difference,
      byte[] acknowledgement)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE feed_delivery SET code = ?, detail = ?, place = ?, state = ?, records = ?,"
                + " refused = ?, difference = ?, acknowledgement = ?,"
                + " ended_at = CASE WHEN ? THEN clock_timestamp() END"
                + " WHERE delivery = ? AND state = 'RECEIVED'")) {
      set(update, outcome);
      update.setString(4, state.name());
      update.setLong(5, progress.records());
      update.setLong(6, progress.refused());
      update.setString(7, Database.storable(difference));
      update.setBytes(8, acknowledgement);
      update.setBoolean(9, state.isEnd());
      update.setLong(10, delivery);
      return update.executeUpdate() == 1;
    }
  }

  /** A person says yes to what is QUARANTINED or a DUPLICATE. Whether it was. */
  public boolean release(long delivery, String resolution) throws SQLException {
    return decide(
        "UPDATE feed_delivery SET state = 'RECEIVED', released = true, ended_at = NULL, detail = ?"
            + " WHERE delivery = ? AND state IN ('QUARANTINED', 'DUPLICATE')"
            + " AND EXISTS (SELECT 1 FROM feed_delivery_chunk c"
            + " WHERE c.delivery = feed_delivery.delivery)",
        delivery,
        resolution);
  }

  /** A person says no to what is QUARANTINED. Whether it was. */
  public boolean reject(long delivery, String resolution) throws SQLException {
    return decide(
        "UPDATE feed_delivery SET state = 'REJECTED', ended_at = clock_timestamp(), detail = ?"
            + " WHERE delivery = ? AND state = 'QUARANTINED'",
        delivery,
        resolution);
  }

  private boolean decide(String statement, long delivery, String resolution) throws SQLException {
    return database.inTransaction(
        connection -> {
          try (PreparedStatement update = connection.prepareStatement(statement)) {
            update.setString(1, Database.storable(resolution));
            update.setLong(2, delivery);
            return update.executeUpdate() == 1;
          }
        });
  }

  /** One delivery by its number. */
  public Optional<Delivery> find(long delivery) throws SQLException {
    return database.inOneStatement(connection -> one(connection, "delivery = ?", delivery));
  }

  /** The newest delivery of this name. */
  public Optional<Delivery> newest(String feed, String name) throws SQLException {
    return database.inOneStatement(
        connection ->
            one(connection, "feed = ? AND name = ? ORDER BY delivery DESC LIMIT 1", feed, name));
  }

  /**
   * The newest, newest first.
   *
   * @param feed empty for all
   * @param state empty for all
   * @param before only with lower numbers
   */
  public List<Delivery> newest(String feed, String state, int limit, long before)
      throws SQLException {
    return database.inOneStatement(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT "
                      + COLUMNS
                      + " FROM feed_delivery WHERE (? = '' OR feed = ?) AND (? = '' OR state = ?)"
                      + " AND delivery < ? ORDER BY delivery DESC LIMIT ?")) {
            select.setString(1, feed);
            select.setString(2, feed);
            select.setString(3, state);
            select.setString(4, state);
            select.setLong(5, before);
            select.setInt(6, limit);
            List<Delivery> found = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                found.add(delivery(rows));
              }
            }
            return found;
          }
        });
  }

  /** Forgets the bytes of what ended long ago, and what never came as a whole. */
  int purge(long keepMillis) throws SQLException {
    return database.inTransaction(
        connection -> {
          int purged = 0;
          for (String statement :
              List.of(
                  "DELETE FROM feed_delivery_chunk c USING feed_delivery d"
                      + " WHERE d.delivery = c.delivery"
                      + " AND d.ended_at < clock_timestamp() - ? * interval '1 millisecond'",
                  "DELETE FROM feed_delivery WHERE state = 'RECEIVING'"
                      + " AND received_at < clock_timestamp() - ? * interval '1 millisecond'"
                      + " - interval '1 day'")) {
            try (PreparedStatement delete = connection.prepareStatement(statement)) {
              delete.setLong(1, keepMillis);
              purged += delete.executeUpdate();
            }
          }
          return purged;
        });
  }

  private static Optional<Delivery> one(Connection connection, String where, Object... parameters)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT " + COLUMNS + " FROM feed_delivery WHERE " + where)) {
      for (int i = 0; i < parameters.length; i++) {
        select.setObject(i + 1, parameters[i]);
      }
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Optional.of(delivery(rows)) : Optional.empty();
      }
    }
  }

  private static Delivery delivery(ResultSet rows) throws SQLException {
    return new Delivery(
        rows.getLong(1),
        rows.getString(2),
        rows.getString(3),
        rows.getString(4),
        State.valueOf(rows.getString(5)),
        rows.getTimestamp(6).toInstant(),
        rows.getTimestamp(7).toInstant(),
        rows.getLong(8),
        HexFormat.of().formatHex(rows.getBytes(9)),
        rows.getLong(22),
        rows.getBoolean(23),
        rows.getBoolean(10),
        new Outcome(rows.getString(11), rows.getString(12), rows.getString(13)),
        rows.getLong(14),
        rows.getString(15),
        new Progress(
            rows.getLong(16),
            rows.getLong(17),
            rows.getLong(18),
            rows.getLong(19),
            rows.getLong(20),
            rows.getLong(21)));
  }
}
