package tradecounter.forward;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tradecounter.engine.forward.ForwardEvent;
import tradecounter.store.Database;

/** What was tried, row by row: a row without an outcome is one that nobody knows of. */
final class ForwardAttempts {
  private ForwardAttempts() {}

  static void begin(Connection connection, Assignment assignment, String node) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO forward_attempt (forward_id, fence, kind, attempt, node)"
                + " VALUES (?, ?, ?, ?, ?)")) {
      insert.setString(1, assignment.dispatch().forwardId());
      insert.setLong(2, assignment.fence());
      insert.setString(
          3,
          switch (assignment) {
            case Assignment.Send _ -> "SEND";
            case Assignment.LookUp _ -> "LOOK_UP";
          });
      insert.setInt(4, assignment.dispatch().forward().tries().attempts());
      insert.setString(5, node);
      insert.executeUpdate();
    }
  }

  /** Also of an answer that came too late to count. */
  static void end(Connection connection, String forwardId, ForwardEvent.Answer answer)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE forward_attempt SET finished_at = clock_timestamp(), outcome = ?, detail = ?"
                + " WHERE forward_id = ? AND fence = ? AND kind = ? AND finished_at IS NULL")) {
      update.setString(1, outcome(answer));
      update.setString(2, Database.storable(detail(answer)));
      update.setString(3, forwardId);
      update.setLong(4, answer.fence());
      update.setString(5, kind(answer));
      update.executeUpdate();
    }
  }

  /** By forward, the first first. */
  static Map<String, List<ForwardStore.Attempt>> of(Connection connection, List<String> forwardIds)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT forward_id, kind, attempt, node, started_at, finished_at, outcome, detail"
                + " FROM forward_attempt WHERE forward_id = ANY (?)"
                + " ORDER BY forward_id, started_at, kind")) {
      select.setArray(1, connection.createArrayOf("text", forwardIds.toArray()));
      Map<String, List<ForwardStore.Attempt>> attempts = new HashMap<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          Timestamp finished = rows.getTimestamp(6);
          attempts
              .computeIfAbsent(rows.getString(1), _ -> new ArrayList<>())
              .add(
                  new ForwardStore.Attempt(
                      rows.getString(2),
                      rows.getInt(3),
                      rows.getString(4),
                      rows.getTimestamp(5).toInstant(),
                      finished == null ? null : finished.toInstant(),
                      Objects.requireNonNullElse(rows.getString(7), ""),
                      rows.getString(8)));
        }
      }
      return attempts;
    }
  }

  private static String kind(ForwardEvent.Answer answer) {
    return switch (answer) {
      case ForwardEvent.Acknowledged _,
          ForwardEvent.Refused _,
          ForwardEvent.NotSent _,
          ForwardEvent.Unknown _ ->
          "SEND";
      case ForwardEvent.Found _, ForwardEvent.NotFound _, ForwardEvent.LookUpFailed _ -> "LOOK_UP";
    };
  }

  /** As it stands in the table and in the metrics. */
  static String outcome(ForwardEvent.Answer answer) {
    return switch (answer) {
      case ForwardEvent.Acknowledged _ -> "ACKNOWLEDGED";
      case ForwardEvent.Refused _ -> "REFUSED";
      case ForwardEvent.NotSent _ -> "NOT_SENT";
      case ForwardEvent.Unknown _ -> "UNKNOWN";
      case ForwardEvent.Found _ -> "FOUND";
      case ForwardEvent.NotFound _ -> "NOT_FOUND";
      case ForwardEvent.LookUpFailed _ -> "LOOK_UP_FAILED";
    };
  }

  private static String detail(ForwardEvent.Answer answer) {
    return switch (answer) {
      case ForwardEvent.Acknowledged acknowledged -> acknowledged.targetOrder();
      case ForwardEvent.Refused refused ->
          refused.refusal().code() + ": " + refused.refusal().reason();
      case ForwardEvent.NotSent notSent -> notSent.detail();
      case ForwardEvent.Unknown unknown -> unknown.detail();
      case ForwardEvent.Found found -> String.join(", ", found.targetOrders());
      case ForwardEvent.NotFound _ -> "";
      case ForwardEvent.LookUpFailed failed -> failed.detail();
    };
  }
}
