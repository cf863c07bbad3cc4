package tradecounter.source;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tradecounter.store.Database;

/** What Postgres knows of sources beside their deliveries and cursors. Any thread; blocks. */
final class SourceStore {
  private static final int ANSWERS_AT_ONCE = 100;

  private final Database database;

  SourceStore(Database database) {
    this.database = database;
  }

  /** The feeds that a person has stopped. */
  Set<String> paused() throws SQLException {
    return database.inOneStatement(
        connection -> {
          Set<String> paused = new HashSet<>();
          try (PreparedStatement select =
                  connection.prepareStatement("SELECT feed FROM feed_pause");
              ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
              paused.add(rows.getString(1));
            }
          }
          return paused;
        });
  }

  /**
   * The feeds whose sources are to be asked from the beginning, each with the number of the wish.
   */
  Map<String, Long> wishes() throws SQLException {
    return database.inOneStatement(
        connection -> {
          Map<String, Long> wishes = new HashMap<>();
          try (PreparedStatement select =
                  connection.prepareStatement("SELECT feed, wish FROM feed_anew");
              ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
              wishes.put(rows.getString(1), rows.getLong(2));
            }
          }
          return wishes;
        });
  }

  /** From now on the source of the feed is to be asked from the beginning. */
  void wish(String feed) throws SQLException {
    database.inTransaction(
        connection -> {
          try (PreparedStatement upsert =
              connection.prepareStatement(
                  "INSERT INTO feed_anew (feed) VALUES (?) ON CONFLICT (feed)"
                      + " DO UPDATE SET wish = DEFAULT, at = clock_timestamp()")) {
            upsert.setString(1, feed);
            return upsert.executeUpdate();
          }
        });
  }

  /** It has been; unless somebody wants it once more by now. */
  void fulfilled(String feed, long wish) throws SQLException {
    database.inTransaction(
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement("DELETE FROM feed_anew WHERE feed = ? AND wish = ?")) {
            delete.setString(1, feed);
            delete.setLong(2, wish);
            return delete.executeUpdate();
          }
        });
  }

  /** What the sender of a file is to be answered. */
  @SuppressWarnings("ArrayRecordComponent") // Carried, never compared.
  record Unanswered(long delivery, String name, byte[] acknowledgement) {}

  /** The files of a folder that have an answer which is not in its folder yet; not all at once. */
  List<Unanswered> unanswered(String feed) throws SQLException {
    return database.inOneStatement(
        connection -> {
          List<Unanswered> found = new ArrayList<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT delivery, name, acknowledgement FROM feed_delivery WHERE feed = ?"
                      + " AND transport = 'FOLDER' AND acknowledgement <> '' AND NOT answered"
                      // What a person has to decide is not answered before that.
                      + " AND state IN ('APPLYING', 'APPLIED', 'REFUSED', 'REJECTED')"
                      + " ORDER BY delivery LIMIT ?")) {
            select.setString(1, feed);
            select.setInt(2, ANSWERS_AT_ONCE);
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                found.add(new Unanswered(rows.getLong(1), rows.getString(2), rows.getBytes(3)));
              }
            }
          }
          return found;
        });
  }

  void answered(long delivery) throws SQLException {
    database.inTransaction(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE feed_delivery SET answered = true WHERE delivery = ?")) {
            update.setLong(1, delivery);
            return update.executeUpdate();
          }
        });
  }
}
