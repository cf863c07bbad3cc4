package tradecounter.webhook;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tradecounter.configuration.WebhookConfiguration;
import tradecounter.store.Database;

/** What operators see of webhooks, and have sent again. Blocks; any thread. */
public final class WebhookDeliveries {
  private final Database database;
  private final WebhookConfiguration settings;
  private final Runnable due;

  /**
   * An endpoint.
   *
   * @param disabledAt {@code null} if it is not
   * @param reason why it is disabled
   */
  record Standing(
      String endpoint,
      String url,
      long pending,
      long failed,
      @Nullable Instant disabledAt,
      String reason) {}

  /**
   * An event for an endpoint.
   *
   * @param nextAt when it is tried next; {@code null} if it is over
   */
  record Told(
      String endpoint,
      String eventId,
      String type,
      String subject,
      String state,
      int attempts,
      Instant at,
      @Nullable Instant nextAt,
      String detail) {}

  /**
   * @param due told when there is something to send
   */
  public WebhookDeliveries(Database database, WebhookConfiguration settings, Runnable due) {
    this.database = database;
    this.settings = settings;
    this.due = due;
  }

  /** All endpoints that are configured. */
  List<Standing> endpoints() throws SQLException {
    return database.inTransaction(
        connection -> {
          List<Standing> standings = new ArrayList<>();
          for (WebhookConfiguration.Endpoint endpoint : settings.endpoints()) {
            standings.add(standing(connection, endpoint));
          }
          return standings;
        });
  }

  private static Standing standing(Connection connection, WebhookConfiguration.Endpoint endpoint)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT (SELECT count(*) FROM webhook_delivery"
                + " WHERE endpoint = name AND state = 'PENDING'),"
                + " (SELECT count(*) FROM webhook_delivery"
                + " WHERE endpoint = name AND state = 'FAILED'), disabled_at,"
                + " coalesce(reason, '') FROM (VALUES (?)) AS asked (name)"
                + " LEFT JOIN webhook_disabled ON endpoint = name")) {
      select.setString(1, endpoint.name());
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw new SQLException("a query for one row found none");
        }
        return new Standing(
            endpoint.name(),
            endpoint.url(),
            row.getLong(1),
            row.getLong(2),
            instant(row.getTimestamp(3)),
            row.getString(4));
      }
    }
  }

  /**
   * Deliveries, the latest event first.
   *
   * @param endpoint empty for any
   * @param states PENDING, DELIVERED, FAILED
   */
  List<Told> list(String endpoint, List<String> states, int limit) throws SQLException {
    return database.inOneStatement(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT endpoint, event_id, type, subject, state, attempts, at, next_at, detail"
                      + " FROM webhook_delivery JOIN business_event USING (number)"
                      + " WHERE (? = '' OR endpoint = ?) AND state = ANY (?)"
                      + " ORDER BY number DESC, endpoint LIMIT ?")) {
            select.setString(1, endpoint);
            select.setString(2, endpoint);
            select.setArray(3, connection.createArrayOf("text", states.toArray()));
            select.setInt(4, limit);
            List<Told> told = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                told.add(
                    new Told(
                        rows.getString(1),
                        rows.getString(2),
                        rows.getString(3),
                        rows.getString(4),
                        rows.getString(5),
                        rows.getInt(6),
                        rows.getTimestamp(7).toInstant(),
                        instant(rows.getTimestamp(8)),
                        rows.getString(9)));
              }
            }
            return told;
          }
        });
  }

  private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
    return timestamp == null ? null : timestamp.toInstant();
  }

  /**
   * Has the endpoint get again, with a new schedule of attempts, what it has not taken; an endpoint
   * that was disabled is enabled by that.
   *
   * @param deliveredSince what it has taken of events since then, too
   * @return how many; empty if there is no such endpoint
   */
  Optional<Integer> replay(String endpoint, Optional<Instant> deliveredSince) throws SQLException {
    if (settings.endpoints().stream().noneMatch(known -> known.name().equals(endpoint))) {
      return Optional.empty();
    }
    int replayed =
        database.inTransaction(
            connection -> {
              try (PreparedStatement enable =
                  connection.prepareStatement("DELETE FROM webhook_disabled WHERE endpoint = ?")) {
                enable.setString(1, endpoint);
                enable.executeUpdate();
              }
              return replay(connection, endpoint, deliveredSince);
            });
    due.run();
    return Optional.of(replayed);
  }

  private static int replay(
      Connection connection, String endpoint, Optional<Instant> deliveredSince)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE webhook_delivery delivery SET state = 'PENDING', attempts = 0,"
                + " next_at = clock_timestamp(), finished_at = NULL FROM business_event event"
                + " WHERE endpoint = ? AND event.number = delivery.number"
                + " AND (state <> 'DELIVERED' OR event.at >= ?)")) {
      update.setString(1, endpoint);
      update.setTimestamp(2, deliveredSince.map(Timestamp::from).orElse(null));
      return update.executeUpdate();
    }
  }
}
