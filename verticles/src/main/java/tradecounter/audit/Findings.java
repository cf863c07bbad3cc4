package tradecounter.audit;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What audits have found, in Postgres. A finding counts once it was seen in two rounds with nothing
 * of it changed in between; it goes when a round does not see it. Inside the caller's transaction;
 * blocks.
 */
final class Findings {
  private static final String COLUMNS =
      "finding, audit, kind, subject, about, order_id, detail, repairable, told, found_at, seen_at,"
          + " target_orders";

  private Findings() {}

  /**
   * One that counts.
   *
   * @param audit which one found it
   * @param order empty if it is about none
   * @param told whether the exception that it is was raised
   */
  record Finding(
      String finding,
      String audit,
      FindingKind kind,
      String subject,
      String about,
      String order,
      String detail,
      boolean repairable,
      boolean told,
      Instant foundAt,
      Instant seenAt,
      List<String> targetOrders) {}

  /** What a page of this round shows. */
  static void note(Connection connection, AuditRuns.Run run, List<Sighting> sightings)
      throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "INSERT INTO audit_finding AS f (finding, audit, kind, subject, about, order_id, detail,"
                + " fingerprint, repairable, target_orders, times, told, found_at, seen_at)"
                + " VALUES (gen_random_uuid()::text, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, false,"
                + " clock_timestamp(), clock_timestamp())"
                + " ON CONFLICT (kind, subject) DO UPDATE SET detail = excluded.detail,"
                + " audit = excluded.audit, about = excluded.about, order_id = excluded.order_id,"
                + " repairable = excluded.repairable, target_orders = excluded.target_orders,"
                + " times = CASE WHEN f.fingerprint <> excluded.fingerprint THEN 1"
                + " WHEN f.seen_at < ? THEN f.times + 1 ELSE f.times END,"
                + " fingerprint = excluded.fingerprint, seen_at = excluded.seen_at")) {
      for (Sighting sighting : sightings) {
        upsert.setString(1, run.audit());
        upsert.setString(2, sighting.kind().name());
        upsert.setString(3, sighting.subject());
        upsert.setString(4, sighting.about());
        upsert.setString(5, sighting.order());
        upsert.setString(6, sighting.detail());
        upsert.setString(7, sighting.fingerprint());
        upsert.setBoolean(8, sighting.repairable());
        upsert.setArray(9, OneMoment.texts(connection, sighting.targetOrders()));
        upsert.setTimestamp(10, Timestamp.from(run.startedAt()));
        upsert.addBatch();
      }
      upsert.executeBatch();
    }
  }

  /** What could not be looked at in this round stays as it is. */
  static void keep(Connection connection, Set<FindingKind> kinds, Collection<String> subjects)
      throws SQLException {
    if (subjects.isEmpty()) {
      return;
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE audit_finding SET seen_at = clock_timestamp()"
                + " WHERE kind = ANY (?) AND subject = ANY (?)")) {
      update.setArray(1, names(connection, kinds));
      update.setArray(2, OneMoment.texts(connection, subjects));
      update.executeUpdate();
    }
  }

  /** Forgets what this round did not see; returns it. */
  static List<Finding> forget(Connection connection, AuditRuns.Run run, Set<FindingKind> kinds)
      throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM audit_finding WHERE audit = ? AND kind = ANY (?) AND seen_at < ?"
                + " RETURNING "
                + COLUMNS)) {
      delete.setString(1, run.audit());
      delete.setArray(2, names(connection, kinds));
      delete.setTimestamp(3, Timestamp.from(run.startedAt()));
      return findings(delete);
    }
  }

  /** Those of this audit that count and of which no exception was raised yet. */
  static List<Finding> untold(
      Connection connection, String audit, Set<FindingKind> kinds, int limit) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT "
                + COLUMNS
                + " FROM audit_finding WHERE audit = ? AND kind = ANY (?) AND times > 1"
                + " AND NOT told ORDER BY finding LIMIT ?")) {
      select.setString(1, audit);
      select.setArray(2, names(connection, kinds));
      select.setInt(3, limit);
      return findings(select);
    }
  }

  static void told(Connection connection, String finding) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE audit_finding SET told = true WHERE finding = ?")) {
      update.setString(1, finding);
      update.executeUpdate();
    }
  }

  static void delete(Connection connection, String finding) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM audit_finding WHERE finding = ?")) {
      delete.setString(1, finding);
      delete.executeUpdate();
    }
  }

  static Optional<Finding> find(Connection connection, String finding) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT " + COLUMNS + " FROM audit_finding WHERE finding = ? AND times > 1")) {
      select.setString(1, finding);
      return findings(select).stream().findFirst();
    }
  }

  /**
   * A page of those that count.
   *
   * @param kind empty for any
   * @param after the last one of the page before; empty to begin
   */
  static List<Finding> page(Connection connection, String kind, String after, int limit)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT "
                + COLUMNS
                + " FROM audit_finding WHERE times > 1 AND (? = '' OR kind = ?) AND finding > ?"
                + " ORDER BY finding LIMIT ?")) {
      select.setString(1, kind);
      select.setString(2, kind);
      select.setString(3, after);
      select.setInt(4, limit);
      return findings(select);
    }
  }

  /** How many count, by kind. */
  static Map<FindingKind, Long> counts(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT kind, count(*) FROM audit_finding WHERE times > 1 GROUP BY kind");
        ResultSet rows = select.executeQuery()) {
      Map<FindingKind, Long> counts = new TreeMap<>();
      while (rows.next()) {
        counts.put(FindingKind.valueOf(rows.getString(1)), rows.getLong(2));
      }
      return counts;
    }
  }

  private static Array names(Connection connection, Set<FindingKind> kinds) throws SQLException {
    return OneMoment.texts(connection, kinds.stream().map(FindingKind::name).sorted().toList());
  }

  private static List<Finding> findings(PreparedStatement statement) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        findings.add(
            new Finding(
                rows.getString(1),
                rows.getString(2),
                FindingKind.valueOf(rows.getString(3)),
                rows.getString(4),
                rows.getString(5),
                rows.getString(6),
                rows.getString(7),
                rows.getBoolean(8),
                rows.getBoolean(9),
                rows.getTimestamp(10).toInstant(),
                rows.getTimestamp(11).toInstant(),
                List.of((String[]) rows.getArray(12).getArray())));
      }
    }
    return findings;
  }
}
