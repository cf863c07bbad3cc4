package tradecounter.forward;

import io.vertx.core.buffer.Buffer;
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
import tradecounter.engine.forward.Forward;
import tradecounter.engine.forward.Forward.Lease;
import tradecounter.engine.forward.Forward.Refusal;
import tradecounter.engine.forward.Forward.State;
import tradecounter.engine.forward.Forward.Tries;
import tradecounter.store.Database;

/** Forwards as rows. A moment that the life cycle does not have is null. */
final class ForwardRows {
  private static final long NEVER_BEFORE = Long.MIN_VALUE;

  private static final String COLUMNS =
      "forward_id, order_id, target, document, state, fence, lease_taken_at, lease_until,"
          + " attempts, doubts, spent, first_at, last_byte_at, next_at, refusal_code,"
          + " refusal_reason, target_order, detail, sent_bytes, clock_timestamp() AS moment";

  /** Nothing before it in its sequence is under way. */
  private static final String IN_SEQUENCE =
      "(sequence_key IS NULL OR NOT EXISTS (SELECT 1 FROM forward earlier"
          + " WHERE earlier.target = forward.target"
          + " AND earlier.sequence_key = forward.sequence_key AND earlier.number < forward.number"
          + " AND earlier.state NOT IN ('ACKNOWLEDGED', 'REJECTED', 'CANCELLED')))";

  private ForwardRows() {}

  /**
   * A locked row.
   *
   * @param moment when it was read, by the clock of the database
   */
  record Row(Dispatch dispatch, Optional<Buffer> sentBytes, long moment) {
    Forward forward() {
      return dispatch.forward();
    }
  }

  static void insert(Connection connection, NewForward forward, boolean ordered)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO forward (forward_id, order_id, target, sequence_key, document, state,"
                + " next_at) VALUES (?, ?, ?, ?, CAST(? AS jsonb), 'DUE', now())")) {
      insert.setString(1, forward.forwardId());
      insert.setString(2, forward.orderId());
      insert.setString(3, forward.target());
      insert.setString(
          4, ordered && !forward.sequenceKey().isEmpty() ? forward.sequenceKey() : null);
      insert.setString(5, forward.document());
      insert.executeUpdate();
    }
  }

  /** What there is to do for a target, the longest due first, without what others have locked. */
  static List<Row> due(Connection connection, String target, int limit) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT "
                + COLUMNS
                + " FROM forward WHERE target = ? AND next_at <= now() AND "
                + IN_SEQUENCE
                + " ORDER BY next_at LIMIT ? FOR UPDATE SKIP LOCKED")) {
      select.setString(1, target);
      select.setInt(2, limit);
      return rows(select);
    }
  }

  static Optional<Row> locked(Connection connection, String forwardId) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT " + COLUMNS + " FROM forward WHERE forward_id = ? FOR UPDATE")) {
      select.setString(1, forwardId);
      return rows(select).stream().findFirst();
    }
  }

  static List<Row> lockedOfOrder(Connection connection, String orderId) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT "
                + COLUMNS
                + " FROM forward WHERE order_id = ? ORDER BY forward_id FOR UPDATE")) {
      select.setString(1, orderId);
      return rows(select);
    }
  }

  static List<Row> unresolved(Connection connection, int limit) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT "
                + COLUMNS
                + " FROM forward WHERE state = 'UNRESOLVED' ORDER BY created_at LIMIT ?")) {
      select.setInt(1, limit);
      return rows(select);
    }
  }

  private static List<Row> rows(PreparedStatement select) throws SQLException {
    List<Row> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(row(rows));
      }
    }
    return found;
  }

  private static Row row(ResultSet row) throws SQLException {
    @Nullable String refusalCode = row.getString("refusal_code");
    byte @Nullable [] sentBytes = row.getBytes("sent_bytes");
    Forward forward =
        new Forward(
            row.getString("forward_id"),
            State.valueOf(row.getString("state")),
            new Lease(
                row.getLong("fence"),
                millis(row, "lease_taken_at", Lease.FREE),
                millis(row, "lease_until", Lease.FREE)),
            new Tries(
                row.getInt("attempts"),
                row.getInt("doubts"),
                row.getInt("spent"),
                millis(row, "first_at", Forward.NEVER),
                millis(row, "last_byte_at", NEVER_BEFORE)),
            millis(row, "next_at", Forward.NEVER),
            refusalCode == null
                ? Optional.empty()
                : Optional.of(new Refusal(refusalCode, row.getString("refusal_reason"))),
            row.getString("target_order"),
            row.getString("detail"));
    return new Row(
        new Dispatch(
            forward, row.getString("order_id"), row.getString("target"), row.getString("document")),
        sentBytes == null ? Optional.empty() : Optional.of(Buffer.buffer(sentBytes)),
        row.getTimestamp("moment").getTime());
  }

  /**
   * @param fence the one it must still have
   * @param sentBytes what it sends, if it is to be sent now
   */
  static void update(Connection connection, Forward forward, long fence, Optional<Buffer> sentBytes)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE forward SET state = ?, fence = ?, lease_taken_at = ?, lease_until = ?,"
                + " attempts = ?, doubts = ?, spent = ?, first_at = ?, last_byte_at = ?,"
                + " next_at = ?, refusal_code = ?, refusal_reason = ?, target_order = ?,"
                + " detail = ?, sent_bytes = coalesce(?, sent_bytes)"
                + " WHERE forward_id = ? AND fence = ?")) {
      update.setString(1, forward.state().name());
      update.setLong(2, forward.lease().fence());
      update.setTimestamp(3, timestamp(forward.lease().takenAtMillis(), Lease.FREE));
      update.setTimestamp(4, timestamp(forward.lease().untilMillis(), Lease.FREE));
      update.setInt(5, forward.tries().attempts());
      update.setInt(6, forward.tries().doubts());
      update.setInt(7, forward.tries().spent());
      update.setTimestamp(8, timestamp(forward.tries().sinceMillis(), Forward.NEVER));
      update.setTimestamp(9, timestamp(forward.tries().lastByteMillis(), NEVER_BEFORE));
      update.setTimestamp(10, timestamp(forward.nextAtMillis(), Forward.NEVER));
      update.setString(
          11, forward.refusal().map(Refusal::code).map(Database::storable).orElse(null));
      update.setString(
          12, forward.refusal().map(Refusal::reason).map(Database::storable).orElse(null));
      update.setString(13, Database.storable(forward.targetOrder()));
      update.setString(14, Database.storable(forward.detail()));
      update.setBytes(15, sentBytes.map(Buffer::getBytes).orElse(null));
      update.setString(16, forward.forward());
      update.setLong(17, fence);
      if (update.executeUpdate() != 1) {
        throw new SQLException("a locked forward was changed by somebody else");
      }
    }
  }

  /** Not now: nothing else about it changes. */
  static void postpone(Connection connection, String forwardId, long millis, String why)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE forward SET next_at = clock_timestamp() + ? * interval '1 millisecond',"
                + " detail = ? WHERE forward_id = ?")) {
      update.setLong(1, millis);
      update.setString(2, Database.storable(why));
      update.setString(3, forwardId);
      update.executeUpdate();
    }
  }

  private static long millis(ResultSet row, String column, long otherwise) throws SQLException {
    @Nullable Timestamp moment = row.getTimestamp(column);
    return moment == null ? otherwise : moment.getTime();
  }

  private static @Nullable Timestamp timestamp(long millis, long otherwise) {
    return millis == otherwise ? null : Timestamp.from(Instant.ofEpochMilli(millis));
  }
}
