package tradecounter.forward;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** When those answer who take purchase orders. Inside the caller's transaction; blocks. */
public final class ForwardAnswers {
  private ForwardAnswers() {}

  /**
   * How long a target has taken to answer.
   *
   * @param answers of the last hour
   * @param seconds on average, from when it took the document
   */
  public record Answered(String target, long answers, double seconds) {}

  /** The first answer of what the target took has come. */
  public static void answered(Connection connection, String forwardId) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE forward SET answered_at = clock_timestamp()"
                + " WHERE forward_id = ? AND answered_at IS NULL")) {
      update.setString(1, forwardId);
      update.executeUpdate();
    }
  }

  /** Of all targets that have answered within the hour. */
  public static List<Answered> ofLastHour(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT target, count(*), avg(greatest(0, extract(epoch FROM"
                    + " answered_at - coalesce(first_at, created_at)))) FROM forward"
                    + " WHERE answered_at > now() - interval '1 hour' GROUP BY target");
        ResultSet rows = select.executeQuery()) {
      List<Answered> answered = new ArrayList<>();
      while (rows.next()) {
        answered.add(new Answered(rows.getString(1), rows.getLong(2), rows.getDouble(3)));
      }
      return answered;
    }
  }
}
