package tradecounter.order;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import tradecounter.engine.order.ProgressStep.Effect;
import tradecounter.engine.order.ProgressStep.TroubleType;
import tradecounter.json.JsonText;
import tradecounter.ledger.HoldLedger;
import tradecounter.order.TroubleEvents.Turn;
import tradecounter.order.Troubles.Trouble;

/**
 * The one place where what a person has to look at comes up, and where it is done with: by a person
 * or because its cause has gone. Inside the caller's transaction; blocks. Stateless.
 */
public final class TroubleBook {
  /** How those are resolved that nobody had to resolve. */
  public static final String CAUSE_IS_GONE = "the cause is gone";

  private final OrderStore store;

  public TroubleBook(OrderStore store) {
    this.store = store;
  }

  /**
   * Has a person look at it, unless one is to already.
   *
   * @param order empty if it is about none
   * @return whether it is new
   */
  public boolean raise(
      Connection connection,
      String order,
      String source,
      TroubleType type,
      String subject,
      String detail)
      throws SQLException {
    long now = HoldLedger.nowMillis(connection);
    return raise(
        connection,
        order,
        source,
        new Effect.Trouble(type, subject, detail, type.nextAction(), type.deadlineMillis(now)));
  }

  /** As the other. */
  public boolean raise(Connection connection, String order, String source, Effect.Trouble trouble)
      throws SQLException {
    if (!store.raise(connection, order, trouble)) {
      return false;
    }
    note(
        connection,
        order,
        source,
        "trouble",
        trouble.type().name(),
        trouble.subject(),
        json -> {
          json.writeStringField("detail", trouble.detail());
          json.writeStringField("nextAction", trouble.nextAction());
        });
    return true;
  }

  /** Its cause has gone: closes it if it is open. Whether it was. */
  public boolean isGone(Connection connection, String source, TroubleType type, String subject)
      throws SQLException {
    Optional<String> open = open(connection, type, subject);
    return open.isPresent() && resolve(connection, open.get(), source, CAUSE_IS_GONE);
  }

  /** Whether a person is to look at it. */
  public boolean isOpen(Connection connection, TroubleType type, String subject)
      throws SQLException {
    return open(connection, type, subject).isPresent();
  }

  private static Optional<String> open(Connection connection, TroubleType type, String subject)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT trouble FROM trouble WHERE type = ? AND subject = ? AND state = 'OPEN'")) {
      select.setString(1, type.name());
      select.setString(2, subject);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
      }
    }
  }

  /** Somebody is done with it. Whether it was open. */
  public boolean resolve(Connection connection, String trouble, String source, String resolution)
      throws SQLException {
    Trouble resolved;
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE trouble SET state = 'RESOLVED', resolved_at = clock_timestamp(),"
                + " resolution = ? WHERE trouble = ? AND state = 'OPEN' RETURNING "
                + Troubles.COLUMNS)) {
      update.setString(1, resolution);
      update.setString(2, trouble);
      try (ResultSet rows = update.executeQuery()) {
        if (!rows.next()) {
          return false;
        }
        resolved = Troubles.trouble(rows);
      }
    }
    TroubleEvents.write(connection, Turn.RESOLVED, resolved);
    note(
        connection,
        resolved.order(),
        source,
        "trouble-resolved",
        resolved.type(),
        resolved.subject(),
        json -> json.writeStringField("resolution", resolution));
    return true;
  }

  /** Into the trace of the order, if it is about one. */
  private void note(
      Connection connection,
      String order,
      String source,
      String kind,
      String type,
      String subject,
      JsonText.Writing more)
      throws SQLException {
    if (order.isEmpty()) {
      return;
    }
    store.note(
        connection,
        order,
        source,
        kind,
        json -> {
          json.writeStringField("type", type);
          json.writeStringField("subject", subject);
          more.to(json);
        });
  }
}
