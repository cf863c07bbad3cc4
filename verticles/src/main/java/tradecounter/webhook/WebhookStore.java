package tradecounter.webhook;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import tradecounter.news.BusinessEvent;
import tradecounter.store.Database;

/**
 * Deliveries in Postgres, whose clock alone tells the time: each step is one transaction. Blocks;
 * any thread.
 */
final class WebhookStore {
  private static final int SPREAD_AT_ONCE = 500;
  private static final int PURGED_AT_ONCE = 1_000;
  private static final int MAXIMUM_DETAIL = 500;

  private final Database database;
  private final List<Endpoint> endpoints;
  private final RetrySchedule schedule;
  private final EndpointTroubles troubles;

  /** How an endpoint stands. */
  record Standing(
      String endpoint, long pending, long failed, double oldestSeconds, boolean disabled) {}

  /** An event that is about to be spread. */
  private record Unspread(long number, String type, String customer) {}

  WebhookStore(
      Database database,
      List<Endpoint> endpoints,
      RetrySchedule schedule,
      EndpointTroubles troubles) {
    this.database = database;
    this.endpoints = List.copyOf(endpoints);
    this.schedule = schedule;
    this.troubles = troubles;
  }

  // ---------------------------------------------------------------- who gets what

  /**
   * Makes the deliveries of new events. What another node is at is left to it.
   *
   * @return whether there may be more
   */
  boolean spread() throws SQLException {
    return database.inTransaction(
        connection -> {
          List<Unspread> events = unspread(connection);
          if (events.isEmpty()) {
            return false;
          }
          insert(connection, events);
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE business_event SET spread_at = clock_timestamp()"
                      + " WHERE number = ANY (?)")) {
            update.setArray(
                1,
                connection.createArrayOf(
                    "bigint", events.stream().map(Unspread::number).toArray()));
            update.executeUpdate();
          }
          return events.size() == SPREAD_AT_ONCE;
        });
  }

  private static List<Unspread> unspread(Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT number, type, customer FROM business_event WHERE spread_at IS NULL"
                + " ORDER BY number LIMIT ? FOR UPDATE SKIP LOCKED")) {
      select.setInt(1, SPREAD_AT_ONCE);
      List<Unspread> events = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          events.add(new Unspread(rows.getLong(1), rows.getString(2), rows.getString(3)));
        }
      }
      return events;
    }
  }

  private void insert(Connection connection, List<Unspread> events) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO webhook_delivery (endpoint, number, state) VALUES (?, ?, 'PENDING')"
                + " ON CONFLICT DO NOTHING")) {
      for (Unspread event : events) {
        for (Endpoint endpoint : endpoints) {
          if (endpoint.wants(event.type(), event.customer())) {
            insert.setString(1, endpoint.name());
            insert.setLong(2, event.number());
            insert.addBatch();
          }
        }
      }
      insert.executeBatch();
    }
  }

  // ---------------------------------------------------------------- one attempt

  /**
   * Takes what is due at an endpoint. The attempt counts when this returns: whoever dies before he
   * knows its outcome leaves it to the next, once the lease is over.
   */
  List<Delivery> claim(String endpoint, int limit, long leaseMillis) throws SQLException {
    return database.inTransaction(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE webhook_delivery delivery SET attempts = attempts + 1,"
                      + " claim = claim + 1,"
                      + " next_at = clock_timestamp() + ? * interval '1 millisecond'"
                      + " FROM (SELECT number FROM webhook_delivery"
                      + " WHERE endpoint = ? AND next_at <= now() AND NOT EXISTS"
                      + " (SELECT FROM webhook_disabled WHERE endpoint = ?)"
                      + " ORDER BY next_at LIMIT ? FOR UPDATE SKIP LOCKED) due"
                      + " JOIN business_event event USING (number)"
                      + " WHERE delivery.endpoint = ? AND delivery.number = due.number"
                      + " RETURNING event.number, event.event_id, event.type, event.subject,"
                      + " event.at, event.data, delivery.attempts, delivery.claim,"
                      + " extract(epoch FROM clock_timestamp())::bigint")) {
            update.setLong(1, leaseMillis);
            update.setString(2, endpoint);
            update.setString(3, endpoint);
            update.setInt(4, limit);
            update.setString(5, endpoint);
            List<Delivery> claimed = new ArrayList<>();
            try (ResultSet rows = update.executeQuery()) {
              while (rows.next()) {
                claimed.add(
                    new Delivery(
                        endpoint,
                        BusinessEvent.read(rows),
                        rows.getInt(7),
                        rows.getLong(8),
                        rows.getLong(9)));
              }
            }
            return claimed;
          }
        });
  }

  /**
   * Writes down what became of an attempt, if no later one has begun.
   *
   * @return whether it counts
   */
  boolean answer(Delivery delivery, Reply reply) throws SQLException {
    return database.inTransaction(
        connection ->
            switch (reply) {
              case Reply.Answered answered when answered.isTaken() ->
                  end(connection, delivery, "DELIVERED", reply.detail());
              case Reply.Answered answered when answered.isGone() -> gone(connection, delivery);
              case Reply.Answered answered ->
                  failed(connection, delivery, reply, answered.retryAfterMillis());
              case Reply.TimedOut _, Reply.Broken _ -> failed(connection, delivery, reply, 0);
            });
  }

  private boolean failed(
      Connection connection, Delivery delivery, Reply reply, long retryAfterMillis)
      throws SQLException {
    OptionalLong wait =
        schedule.after(
            delivery.attempt(),
            retryAfterMillis,
            bound -> ThreadLocalRandom.current().nextLong(bound));
    if (wait.isPresent()) {
      return postpone(connection, delivery, wait.getAsLong(), reply.detail());
    }
    boolean counts = end(connection, delivery, "FAILED", reply.detail());
    if (counts) {
      troubles.failed(
          connection,
          delivery.endpoint(),
          "event "
              + delivery.event().eventId()
              + " was not taken in "
              + delivery.attempt()
              + " attempts: "
              + reply.detail());
    }
    return counts;
  }

  /** It is kept, as all that follows, until a person has the endpoint enabled again. */
  private boolean gone(Connection connection, Delivery delivery) throws SQLException {
    if (!postpone(connection, delivery, 0, "the endpoint is gone")) {
      return false;
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO webhook_disabled (endpoint, reason) VALUES (?, ?)"
                + " ON CONFLICT DO NOTHING")) {
      insert.setString(1, delivery.endpoint());
      insert.setString(2, "it has answered 410 Gone");
      insert.executeUpdate();
    }
    troubles.failed(
        connection,
        delivery.endpoint(),
        "the endpoint says that it is gone: nothing more is sent there");
    return true;
  }

  private static boolean postpone(
      Connection connection, Delivery delivery, long millis, String detail) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE webhook_delivery SET detail = ?,"
                + " next_at = clock_timestamp() + ? * interval '1 millisecond'"
                + " WHERE endpoint = ? AND number = ? AND claim = ? AND state = 'PENDING'")) {
      update.setString(1, shortened(detail));
      update.setLong(2, millis);
      update.setString(3, delivery.endpoint());
      update.setLong(4, delivery.event().number());
      update.setLong(5, delivery.claim());
      return update.executeUpdate() == 1;
    }
  }

  private static boolean end(Connection connection, Delivery delivery, String state, String detail)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE webhook_delivery SET state = ?, detail = ?, next_at = NULL,"
                + " finished_at = clock_timestamp()"
                + " WHERE endpoint = ? AND number = ? AND claim = ? AND state = 'PENDING'")) {
      update.setString(1, state);
      update.setString(2, shortened(detail));
      update.setString(3, delivery.endpoint());
      update.setLong(4, delivery.event().number());
      update.setLong(5, delivery.claim());
      return update.executeUpdate() == 1;
    }
  }

  /** Endpoints say what they like. */
  private static String shortened(String text) {
    String storable = Database.storable(text);
    return storable.length() > MAXIMUM_DETAIL ? storable.substring(0, MAXIMUM_DETAIL) : storable;
  }

  // ---------------------------------------------------------------- keeping

  /** Of the endpoints that are configured. */
  List<Standing> standings() throws SQLException {
    return database.inOneStatement(
        connection -> {
          List<Standing> standings = new ArrayList<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT count(*) FILTER (WHERE state = 'PENDING'),"
                      + " count(*) FILTER (WHERE state = 'FAILED'),"
                      + " coalesce(extract(epoch FROM clock_timestamp()"
                      + " - min(created_at) FILTER (WHERE state = 'PENDING')), 0),"
                      + " EXISTS (SELECT FROM webhook_disabled WHERE endpoint = ?)"
                      + " FROM webhook_delivery WHERE endpoint = ? AND state <> 'DELIVERED'")) {
            for (Endpoint endpoint : endpoints) {
              select.setString(1, endpoint.name());
              select.setString(2, endpoint.name());
              try (ResultSet row = select.executeQuery()) {
                if (row.next()) {
                  standings.add(
                      new Standing(
                          endpoint.name(),
                          row.getLong(1),
                          row.getLong(2),
                          row.getDouble(3),
                          row.getBoolean(4)));
                }
              }
            }
          }
          return standings;
        });
  }

  /**
   * Forgets what could not be delivered for so long, also of endpoints that are not configured any
   * more.
   *
   * @return whether there may be more
   */
  boolean purge(long keepMillis) throws SQLException {
    return database.inTransaction(
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement(
                  "DELETE FROM webhook_delivery WHERE (endpoint, number) IN"
                      + " (SELECT endpoint, number FROM webhook_delivery"
                      + " WHERE state <> 'DELIVERED'"
                      + " AND created_at < now() - ? * interval '1 millisecond'"
                      + " LIMIT ? FOR UPDATE SKIP LOCKED)")) {
            delete.setLong(1, keepMillis);
            delete.setInt(2, PURGED_AT_ONCE);
            return delete.executeUpdate() == PURGED_AT_ONCE;
          }
        });
  }
}
