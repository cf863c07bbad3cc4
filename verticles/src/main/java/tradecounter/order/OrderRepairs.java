package tradecounter.order;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.SourceKey;
import tradecounter.engine.forward.Forward;
import tradecounter.engine.hold.Departure;
import tradecounter.engine.hold.Hold;
import tradecounter.engine.hold.HoldEvent;
import tradecounter.engine.hold.OrderLineName;
import tradecounter.engine.order.ProgressStep.Effect;
import tradecounter.forward.Dispatch;
import tradecounter.forward.ForwardOutcomes;
import tradecounter.ledger.HoldChange;
import tradecounter.ledger.HoldLedger;

/**
 * Brings orders, holds and forwards together again where they have come apart, by the steps that
 * everything else takes. Inside the caller's transaction, which has locked forward and order, if
 * there are any, in that order; blocks.
 */
public final class OrderRepairs {
  /** So much of a line's item that nobody will serve, or another document does; millionths. */
  public record GivenUp(String line, String item, long quantity) {}

  private final ForwardOutcomes outcomes;
  private final OrderHolds holds = new OrderHolds();

  public OrderRepairs(ForwardOutcomes outcomes) {
    this.outcomes = outcomes;
  }

  /** Gives back all that is open of what belongs to no order under way. */
  public void giveBack(Connection connection, String hold) throws SQLException {
    Hold found = HoldLedger.lock(connection, Set.of(hold)).get(hold);
    if (found == null || !found.isOpen()) {
      return;
    }
    Map<String, Long> open = new HashMap<>();
    found.lines().stream()
        .filter(line -> line.open() > 0)
        .forEach(line -> open.put(line.line(), line.open()));
    holds.step(
        connection,
        hold,
        _ ->
            found.status() == Hold.Status.ORDERED
                ? new HoldEvent.Reject()
                : new HoldEvent.Cancel(open));
  }

  /** Gives back so much of what a document holds for a line. */
  public void giveBack(
      Connection connection, String document, String line, String item, long quantity)
      throws SQLException {
    holds.cancel(connection, new Effect.CancelHold(document, line, item, quantity));
  }

  /** Has the order and its hold follow what the target said of the document. */
  public void follow(Connection connection, Dispatch dispatch) throws SQLException {
    Forward forward = dispatch.forward();
    switch (forward.state()) {
      case ACKNOWLEDGED -> outcomes.acknowledged(connection, dispatch, forward.targetOrder());
      case REJECTED ->
          outcomes.rejected(
              connection,
              dispatch,
              forward.refusal().orElse(new Forward.Refusal("refused", forward.detail())));
      case DUE, SENDING, UNKNOWN, UNRESOLVED, CANCELLED -> {}
    }
  }

  /**
   * Holds again what the parts of a document were promised, as far as its forward has come; what is
   * given up is given back at once.
   */
  public void holdAgain(Connection connection, Dispatch dispatch, List<GivenUp> givenUp)
      throws SQLException {
    String document = dispatch.forwardId();
    if (!HoldLedger.lock(connection, Set.of(document)).isEmpty()) {
      throw new IllegalStateException("document " + document + " holds something already");
    }
    List<Hold.Line> lines = promised(connection, document);
    Hold hold = Hold.ordered(document, customer(connection, document), dispatch.orderId(), lines);
    var _ = HoldLedger.write(connection, List.of(HoldChange.created(hold)), Optional.empty());
    if (dispatch.forward().tries().attempts() > 0) {
      holds.step(connection, document, _ -> new HoldEvent.Send());
    }
    for (GivenUp one : givenUp) {
      giveBack(connection, document, one.line(), one.item(), one.quantity());
    }
    if (dispatch.forward().state() == Forward.State.ACKNOWLEDGED) {
      holds.step(
          connection,
          document,
          now -> new HoldEvent.Acknowledge(now + OrderForwards.CLOCK_MARGIN_MILLIS));
    }
  }

  private static List<Hold.Line> promised(Connection connection, String document)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT p.line, l.item, p.item, p.source_kind, p.source, p.leaves_on_day,"
                + " p.arrives_on_day, p.quantity FROM order_part p"
                + " JOIN order_line l USING (order_id, line) WHERE p.forward_id = ?"
                + " ORDER BY l.number, p.part")) {
      select.setString(1, document);
      List<Hold.Line> lines = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          String line = rows.getString(1);
          SourceKey source =
              new SourceKey(Network.Source.Kind.valueOf(rows.getString(4)), rows.getString(5));
          Departure departure =
              new Departure(
                  rows.getString(3), source, rows.getInt(6), rows.getInt(7), rows.getLong(8));
          lines.add(
              Hold.Line.of(Integer.toString(lines.size() + 1), line, rows.getString(2), departure)
                  .ordered(OrderLineName.of(document, line)));
        }
      }
      return lines;
    }
  }

  private static String customer(Connection connection, String document) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT customer FROM customer_order JOIN order_part USING (order_id)"
                + " WHERE forward_id = ? LIMIT 1")) {
      select.setString(1, document);
      try (ResultSet rows = select.executeQuery()) {
        if (!rows.next()) {
          throw new IllegalStateException("document " + document + " asks for nothing");
        }
        return rows.getString(1);
      }
    }
  }
}
