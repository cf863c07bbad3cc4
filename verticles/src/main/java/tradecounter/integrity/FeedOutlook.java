package tradecounter.integrity;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What Postgres knows of a feed at the moment.
 *
 * @param deliveries that wait to be applied
 * @param bytes of these
 * @param events in this hour so far
 * @param usual in this hour; empty if too little is known
 * @param askedAt when its source was last asked to tell again, and took it
 */
record FeedOutlook(
    long deliveries, long bytes, long events, OptionalLong usual, Optional<Instant> askedAt) {
  static final FeedOutlook NONE = new FeedOutlook(0, 0, 0, OptionalLong.empty(), Optional.empty());

  /** Of all feeds of which there is anything to say. Blocks. */
  static Map<String, FeedOutlook> all(Connection connection, Instant now) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT feed, coalesce(w.deliveries, 0), coalesce(w.bytes, 0), coalesce(h.events, 0),
              s.usual, s.asked_at
            FROM (SELECT feed, count(*) AS deliveries, sum(bytes) AS bytes FROM feed_delivery
                  WHERE state IN ('RECEIVED', 'APPLYING') GROUP BY feed) w
            FULL JOIN feed_seen s USING (feed)
            LEFT JOIN (SELECT feed, events FROM feed_hour WHERE hour = ?) h USING (feed)
            """)) {
      select.setTimestamp(1, Timestamp.from(FeedHour.startOf(now)));
      Map<String, FeedOutlook> all = new HashMap<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          long usual = rows.getLong(5);
          all.put(
              rows.getString(1),
              new FeedOutlook(
                  rows.getLong(2),
                  rows.getLong(3),
                  rows.getLong(4),
                  rows.getObject(5) == null ? OptionalLong.empty() : OptionalLong.of(usual),
                  Optional.ofNullable(rows.getTimestamp(6)).map(Timestamp::toInstant)));
        }
      }
      return all;
    }
  }
}
