package tradecounter.order;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import tradecounter.json.JsonText;
import tradecounter.news.NewEvent;
import tradecounter.news.Outbox;

/**
 * The business events of exceptions, as {@code config/schema/exception-event.json} says: written in
 * the transaction that raises, assigns or resolves one. They are for the house, not for customers.
 */
final class TroubleEvents {
  private TroubleEvents() {}

  /** What has become of an exception. */
  enum Turn {
    RAISED("tradecounter.exception.raised.v1"),
    ASSIGNED("tradecounter.exception.assigned.v1"),
    RESOLVED("tradecounter.exception.resolved.v1");

    private final String type;

    Turn(String type) {
      this.type = type;
    }
  }

  /** The one of that type that is open for the subject has just been raised. */
  static void raised(Connection connection, String type, String subject) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT "
                + Troubles.COLUMNS
                + " FROM trouble WHERE type = ? AND subject = ? AND state = 'OPEN'")) {
      select.setString(1, type);
      select.setString(2, subject);
      try (ResultSet rows = select.executeQuery()) {
        if (rows.next()) {
          write(connection, Turn.RAISED, Troubles.trouble(rows));
        }
      }
    }
  }

  /** The exception is as it is said to be from now on. */
  static void write(Connection connection, Turn turn, Troubles.Trouble trouble)
      throws SQLException {
    Outbox.write(
        connection,
        List.of(
            new NewEvent(
                turn.type,
                trouble.order().isEmpty() ? trouble.subject() : trouble.order(),
                "",
                JsonText.of(
                    json -> {
                      json.writeStartObject();
                      json.writeStringField("exception", trouble.trouble());
                      json.writeStringField("type", trouble.type());
                      json.writeStringField("state", trouble.open() ? "OPEN" : "RESOLVED");
                      json.writeStringField("subject", trouble.subject());
                      if (!trouble.order().isEmpty()) {
                        json.writeStringField("orderId", trouble.order());
                      }
                      json.writeStringField("detail", trouble.detail());
                      json.writeStringField("nextAction", trouble.nextAction());
                      JsonText.instant(json, "deadline", trouble.deadline().toEpochMilli());
                      if (!trouble.owner().isEmpty()) {
                        json.writeStringField("owner", trouble.owner());
                      }
                      if (!trouble.resolution().isEmpty()) {
                        json.writeStringField("resolution", trouble.resolution());
                      }
                      json.writeEndObject();
                    }))));
  }
}
