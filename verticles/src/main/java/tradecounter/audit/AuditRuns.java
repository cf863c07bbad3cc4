package tradecounter.audit;

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
import tradecounter.audit.AuditCheck.Page;
import tradecounter.json.JsonText;

/**
 * How far the audits have come, in Postgres: who does one holds its lease, and writes only under
 * the fence that he was given. Inside the caller's transaction; blocks.
 */
final class AuditRuns {
  /** Where a round is that is over. */
  static final int RESTING = -1;

  private static final String COLUMNS =
      "audit, node, fence, round, part, after, looked, notes, started_at, finished_at,"
          + " (extract(epoch FROM clock_timestamp() - started_at) * 1000)::bigint";

  private AuditRuns() {}

  /**
   * One audit.
   *
   * @param part which of its checks, {@link #RESTING} between rounds
   * @param after how far that has come
   * @param looked so many rows in this round, or the last
   * @param notes a JSON array
   * @param finishedAt of the last complete round, {@code null} before the first
   * @param ageMillis since the round began
   */
  record Run(
      String audit,
      String node,
      long fence,
      long round,
      int part,
      String after,
      long looked,
      String notes,
      Instant startedAt,
      @Nullable Instant finishedAt,
      long ageMillis) {}

  /** Takes it, or goes on with it; empty if another node does it. */
  static Optional<Run> take(Connection connection, String audit, String node, long leaseMillis)
      throws SQLException {
    try (PreparedStatement take =
        connection.prepareStatement(
            "INSERT INTO audit_run AS r (audit, node, fence, lease_until, round, part, after,"
                + " looked, notes, started_at) VALUES (?, ?, 1,"
                + " clock_timestamp() + ? * interval '1 millisecond', 0, ?, '', 0, '[]',"
                + " to_timestamp(0))"
                + " ON CONFLICT (audit) DO UPDATE SET node = excluded.node,"
                + " fence = r.fence + CASE WHEN r.node = excluded.node THEN 0 ELSE 1 END,"
                + " lease_until = excluded.lease_until"
                + " WHERE r.node = excluded.node OR r.lease_until < clock_timestamp()"
                + " RETURNING "
                + COLUMNS)) {
      take.setString(1, audit);
      take.setString(2, node);
      take.setLong(3, leaseMillis);
      take.setInt(4, RESTING);
      return runs(take).stream().findFirst();
    }
  }

  /** Begins a round; empty if somebody else has taken over. */
  static Optional<Run> begin(Connection connection, Run run) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE audit_run SET round = round + 1, part = 0, after = '', looked = 0,"
                + " notes = '[]', started_at = clock_timestamp() WHERE audit = ? AND fence = ?"
                + " RETURNING "
                + COLUMNS)) {
      update.setString(1, run.audit());
      update.setLong(2, run.fence());
      return runs(update).stream().findFirst();
    }
  }

  /**
   * Writes down that a page is done.
   *
   * @param part of the next page, {@link #RESTING} if the round is complete
   * @return false if somebody else has taken over: nothing of the page counts
   */
  static boolean advance(Connection connection, Run run, int part, String after, Page page)
      throws SQLException {
    String notes =
        JsonText.of(
                json -> {
                  json.writeStartArray();
                  for (String note : page.notes()) {
                    json.writeString(note);
                  }
                  json.writeEndArray();
                })
            .toString();
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE audit_run SET part = ?, after = ?, looked = looked + ?,"
                + " notes = notes || CAST(? AS jsonb),"
                + " finished_at = CASE WHEN ? THEN clock_timestamp() ELSE finished_at END"
                + " WHERE audit = ? AND fence = ?")) {
      update.setInt(1, part);
      update.setString(2, after);
      update.setInt(3, page.looked());
      update.setString(4, notes);
      update.setBoolean(5, part == RESTING);
      update.setString(6, run.audit());
      update.setLong(7, run.fence());
      return update.executeUpdate() == 1;
    }
  }

  static List<Run> all(Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT " + COLUMNS + " FROM audit_run ORDER BY audit")) {
      return runs(select);
    }
  }

  /** Forgets audits of nodes that are gone, with what they found. */
  static int purge(Connection connection) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "WITH gone AS (DELETE FROM audit_run WHERE audit <> '"
                + Auditor.SHARED
                // Longer than any round may be away from the next.
                + "' AND lease_until < now() - interval '2 days' RETURNING audit) DELETE FROM audit_finding"
                + " WHERE audit IN (SELECT audit FROM gone)")) {
      return delete.executeUpdate();
    }
  }

  private static List<Run> runs(PreparedStatement statement) throws SQLException {
    List<Run> runs = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        runs.add(run(rows));
      }
    }
    return runs;
  }

  private static Run run(ResultSet row) throws SQLException {
    Timestamp finished = row.getTimestamp(10);
    return new Run(
        row.getString(1),
        row.getString(2),
        row.getLong(3),
        row.getLong(4),
        row.getInt(5),
        row.getString(6),
        row.getLong(7),
        row.getString(8),
        row.getTimestamp(9).toInstant(),
        finished == null ? null : finished.toInstant(),
        row.getLong(11));
  }
}
