package tradecounter.integrity;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** What is known of feeds from earlier looks, in Postgres. In the caller's transaction; blocks. */
final class FeedHistory {
  private static final String HOUR = "SELECT hour, events, superseded, ran_back, disturbed, feed";

  private FeedHistory() {}

  /** All feeds that have been looked at, as they were. */
  static Map<String, FeedSeen> seen(Connection connection) throws SQLException {
    Map<String, FeedSeen> seen = new HashMap<>();
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT feed, events, superseded, ran_back, gaps, seen_at, alive_at, gap_at,"
                    + " asked_at, ask_after, usual, told FROM feed_seen");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        long usual = rows.getLong(11);
        seen.put(
            rows.getString(1),
            new FeedSeen(
                new FeedFigures(
                    rows.getLong(2), rows.getLong(3), rows.getLong(4), rows.getLong(5), 0, 0),
                rows.getTimestamp(6).toInstant(),
                rows.getTimestamp(7).toInstant(),
                instant(rows, 8),
                instant(rows, 9),
                instant(rows, 10),
                rows.getObject(11) == null ? OptionalLong.empty() : OptionalLong.of(usual),
                told(rows.getString(12))));
      }
    }
    return seen;
  }

  private static Optional<Instant> instant(ResultSet rows, int column) throws SQLException {
    return Optional.ofNullable(rows.getTimestamp(column)).map(Timestamp::toInstant);
  }

  private static Set<String> told(String text) {
    return text.isEmpty() ? Set.of() : new TreeSet<>(Arrays.asList(text.split("\n")));
  }

  /** A feed as it is now. */
  static void note(Connection connection, String feed, FeedSeen seen) throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "INSERT INTO feed_seen (feed, events, superseded, ran_back, gaps, seen_at, alive_at,"
                + " gap_at, usual, told) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (feed) DO UPDATE SET events = excluded.events,"
                + " superseded = excluded.superseded, ran_back = excluded.ran_back,"
                + " gaps = excluded.gaps, seen_at = excluded.seen_at,"
                + " alive_at = excluded.alive_at, gap_at = excluded.gap_at,"
                + " usual = excluded.usual, told = excluded.told")) {
      upsert.setString(1, feed);
      upsert.setLong(2, seen.figures().events());
      upsert.setLong(3, seen.figures().superseded());
      upsert.setLong(4, seen.figures().ranBack());
      upsert.setLong(5, seen.figures().gaps());
      upsert.setTimestamp(6, Timestamp.from(seen.seenAt()));
      upsert.setTimestamp(7, Timestamp.from(seen.aliveAt()));
      if (seen.gapAt().isPresent()) {
        upsert.setTimestamp(8, Timestamp.from(seen.gapAt().get()));
      } else {
        upsert.setNull(8, Types.TIMESTAMP_WITH_TIMEZONE);
      }
      if (seen.usual().isPresent()) {
        upsert.setLong(9, seen.usual().getAsLong());
      } else {
        upsert.setNull(9, Types.BIGINT);
      }
      upsert.setString(10, String.join("\n", new TreeSet<>(seen.told())));
      upsert.executeUpdate();
    }
  }

  /**
   * The source of a feed was asked to tell again.
   *
   * @param taken whether it takes it
   */
  static void asked(Connection connection, String feed, boolean taken, Instant now, Instant after)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE feed_seen SET asked_at = CASE WHEN ? THEN ?::timestamptz ELSE asked_at END,"
                + " ask_after = ? WHERE feed = ?")) {
      update.setBoolean(1, taken);
      update.setTimestamp(2, Timestamp.from(now));
      update.setTimestamp(3, Timestamp.from(after));
      update.setString(4, feed);
      update.executeUpdate();
    }
  }

  /** So much more came of a feed in the hour. */
  static void count(Connection connection, String feed, FeedHour more) throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "INSERT INTO feed_hour AS h (feed, hour, events, superseded, ran_back, disturbed)"
                + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (feed, hour) DO UPDATE SET"
                + " events = h.events + excluded.events,"
                + " superseded = h.superseded + excluded.superseded,"
                + " ran_back = h.ran_back + excluded.ran_back,"
                + " disturbed = h.disturbed OR excluded.disturbed")) {
      upsert.setString(1, feed);
      upsert.setTimestamp(2, Timestamp.from(more.start()));
      upsert.setLong(3, more.events());
      upsert.setLong(4, more.superseded());
      upsert.setLong(5, more.ranBack());
      upsert.setBoolean(6, more.disturbed());
      upsert.executeUpdate();
    }
  }

  /** The hours of all feeds from that one on, by feed. */
  static Map<String, List<FeedHour>> hours(Connection connection, Instant from)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(HOUR + " FROM feed_hour WHERE hour >= ?")) {
      select.setTimestamp(1, Timestamp.from(from));
      Map<String, List<FeedHour>> hours = new HashMap<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          hours
              .computeIfAbsent(rows.getString(6), _ -> new ArrayList<>())
              .add(
                  new FeedHour(
                      rows.getTimestamp(1).toInstant(),
                      rows.getLong(2),
                      rows.getLong(3),
                      rows.getLong(4),
                      rows.getBoolean(5)));
        }
      }
      return hours;
    }
  }

  /** Feeds that somebody has had read again since. */
  static Set<String> rewoundSince(Connection connection, Instant since) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT feed FROM feed_rewind WHERE at >= ?")) {
      select.setTimestamp(1, Timestamp.from(since));
      Set<String> feeds = new TreeSet<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          feeds.add(rows.getString(1));
        }
      }
      return feeds;
    }
  }

  /** The names of the deliveries of a feed that came since and are applied. */
  static List<String> appliedSince(Connection connection, String feed, Instant since)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT DISTINCT name FROM feed_delivery WHERE feed = ? AND state = 'APPLIED'"
                + " AND received_at > ? LIMIT 1000")) {
      select.setString(1, feed);
      select.setTimestamp(2, Timestamp.from(since));
      List<String> names = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          names.add(rows.getString(1));
        }
      }
      return names;
    }
  }

  /** Forgets hours before that one. */
  static int forget(Connection connection, Instant before) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM feed_hour WHERE hour < ?")) {
      delete.setTimestamp(1, Timestamp.from(before));
      return delete.executeUpdate();
    }
  }
}
