package tradecounter.edi;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;

/**
 * The numbers that we give to what we send a partner: one after the other, and once for the same
 * thing. Inside the caller's transaction, which holds up others of the same pair; blocks.
 */
public final class ControlNumbers {
  private ControlNumbers() {}

  /** What is numbered on its own. */
  public enum Kind {
    INTERCHANGE,
    GROUP
  }

  /**
   * We and a partner, each as {@code qualifier:id}.
   *
   * @param own we
   * @param partner the other
   */
  public record Pair(String own, String partner) {}

  /**
   * What was given.
   *
   * @param number 1 to 999,999,999
   * @param at when it was, to the second
   */
  public record Allocated(long number, Instant at) {
    /** With leading zeros. */
    public String nineDigits() {
      return "%09d".formatted(number);
    }
  }

  /** The number of what is called so: a new one only if it has none yet. */
  public static Allocated of(Connection connection, Kind kind, Pair pair, String key, Instant now)
      throws SQLException {
    Optional<Allocated> known = known(connection, kind, pair, key);
    if (known.isPresent()) {
      return known.get();
    }
    long number = next(connection, kind, pair);
    // Whoever came first holds the sequence until its commit, and may have numbered it meanwhile.
    Optional<Allocated> meanwhile = known(connection, kind, pair, key);
    if (meanwhile.isPresent()) {
      return meanwhile.get();
    }
    Allocated allocated = new Allocated(number, Instant.ofEpochSecond(now.getEpochSecond()));
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO edi_control_number (kind, own, partner, key, number, allocated_at)"
                + " VALUES (?, ?, ?, ?, ?, ?)")) {
      set(insert, kind, pair);
      insert.setString(4, key);
      insert.setLong(5, number);
      insert.setTimestamp(6, Timestamp.from(allocated.at()));
      insert.executeUpdate();
    }
    return allocated;
  }

  /** What a number was given to. */
  public static Optional<String> key(Connection connection, Kind kind, Pair pair, long number)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT key FROM edi_control_number"
                + " WHERE kind = ? AND own = ? AND partner = ? AND number = ?")) {
      set(select, kind, pair);
      select.setLong(4, number);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
      }
    }
  }

  private static Optional<Allocated> known(Connection connection, Kind kind, Pair pair, String key)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT number, allocated_at FROM edi_control_number"
                + " WHERE kind = ? AND own = ? AND partner = ? AND key = ?")) {
      set(select, kind, pair);
      select.setString(4, key);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next()
            ? Optional.of(new Allocated(rows.getLong(1), rows.getTimestamp(2).toInstant()))
            : Optional.empty();
      }
    }
  }

  private static long next(Connection connection, Kind kind, Pair pair) throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "INSERT INTO edi_control_sequence AS sequence (kind, own, partner, last)"
                + " VALUES (?, ?, ?, 1) ON CONFLICT (kind, own, partner)"
                + " DO UPDATE SET last = sequence.last % 999999999 + 1 RETURNING last")) {
      set(upsert, kind, pair);
      try (ResultSet rows = upsert.executeQuery()) {
        if (!rows.next()) {
          throw new SQLException("a number was not given");
        }
        return rows.getLong(1);
      }
    }
  }

  private static void set(PreparedStatement statement, Kind kind, Pair pair) throws SQLException {
    statement.setString(1, kind.name());
    statement.setString(2, pair.own());
    statement.setString(3, pair.partner());
  }
}
