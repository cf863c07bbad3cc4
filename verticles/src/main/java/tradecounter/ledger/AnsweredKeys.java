package tradecounter.ledger;

import io.vertx.core.buffer.Buffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What requests were answered with, in Postgres, by the caller's key. Written in the transaction
 * that does what the request asks for: a rollback frees the key, and no key is ever stuck. Inside
 * the caller's transaction; blocks.
 */
final class AnsweredKeys {
  /** So long is an answer kept; published in the contract. */
  static final int KEPT_HOURS = 24;

  /** Tells these advisory locks from others. */
  private static final long KEY_LOCKS = 0x1DE4;

  private AnsweredKeys() {}

  record Known(String fingerprint, KeptAnswer answer) {
    boolean isOf(RequestKey key) {
      return fingerprint.equals(key.fingerprint());
    }
  }

  record Kept(RequestKey key, KeptAnswer answer) {}

  static String name(RequestKey key) {
    return key.caller() + "\0" + key.key();
  }

  /**
   * Takes the keys until the transaction ends, all that nobody else has.
   *
   * @return those that another node is working on, by {@link #name}
   */
  static Set<String> taken(Connection connection, Collection<RequestKey> keys) throws SQLException {
    if (keys.isEmpty()) {
      return Set.of();
    }
    Set<String> taken = new HashSet<>();
    try (PreparedStatement lock =
        connection.prepareStatement(
            "SELECT caller, key FROM unnest(?, ?) AS k (caller, key)"
                + " WHERE NOT pg_try_advisory_xact_lock(hashtextextended(caller || ' ' || key, ?))")) {
      setKeys(connection, lock, keys);
      lock.setLong(3, KEY_LOCKS);
      try (ResultSet rows = lock.executeQuery()) {
        while (rows.next()) {
          taken.add(rows.getString(1) + "\0" + rows.getString(2));
        }
      }
    }
    return taken;
  }

  private static void setKeys(
      Connection connection, PreparedStatement statement, Collection<RequestKey> keys)
      throws SQLException {
    statement.setArray(
        1, HoldLedger.texts(connection, keys.stream().map(RequestKey::caller).toList()));
    statement.setArray(
        2, HoldLedger.texts(connection, keys.stream().map(RequestKey::key).toList()));
  }

  /** Those that were answered before, by {@link #name}. */
  static Map<String, Known> look(Connection connection, Collection<RequestKey> keys)
      throws SQLException {
    if (keys.isEmpty()) {
      return Map.of();
    }
    Map<String, Known> known = new HashMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "WITH asked AS (SELECT * FROM unnest(?, ?) AS k (caller, key)),"
                + " gone AS (DELETE FROM idempotency_key i USING asked a"
                + " WHERE i.caller = a.caller AND i.key = a.key AND i.expires_at <= now())"
                + " SELECT caller, key, fingerprint, status, media_type, body, location"
                + " FROM asked JOIN idempotency_key USING (caller, key)"
                + " WHERE expires_at > now()")) {
      setKeys(connection, select, keys);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          known.put(
              rows.getString(1) + "\0" + rows.getString(2),
              new Known(
                  HexFormat.of().formatHex(rows.getBytes(3)),
                  new KeptAnswer(
                      rows.getInt(4),
                      rows.getString(5),
                      Buffer.buffer(rows.getBytes(6)),
                      rows.getString(7),
                      false)));
        }
      }
    }
    return known;
  }

  /**
   * Keeps the answers. A key that is not taken but was answered all the same fails the transaction
   * (23505): the next look finds it.
   */
  static void keep(Connection connection, List<Kept> answers) throws SQLException {
    if (answers.isEmpty()) {
      return;
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO idempotency_key (caller, key, fingerprint, status, media_type, body,"
                + " location, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?,"
                + " clock_timestamp() + make_interval(hours => "
                + KEPT_HOURS
                + "))")) {
      for (Kept kept :
          answers.stream().sorted(Comparator.comparing(kept -> name(kept.key()))).toList()) {
        insert.setString(1, kept.key().caller());
        insert.setString(2, kept.key().key());
        insert.setBytes(3, HexFormat.of().parseHex(kept.key().fingerprint()));
        insert.setInt(4, kept.answer().status());
        insert.setString(5, kept.answer().mediaType());
        insert.setBytes(6, kept.answer().body().getBytes());
        insert.setString(7, kept.answer().location());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** Forgets what nobody may repeat any more; at most so many at once. Gives how many. */
  static int purge(Connection connection, int atOnce) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM idempotency_key WHERE (caller, key) IN (SELECT caller, key"
                + " FROM idempotency_key WHERE expires_at < clock_timestamp()"
                + " ORDER BY expires_at LIMIT ? FOR UPDATE SKIP LOCKED)")) {
      delete.setInt(1, atOnce);
      return delete.executeUpdate();
    }
  }
}
