package tradecounter.order;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.engine.hold.Hold;
import tradecounter.engine.hold.HoldEvent;
import tradecounter.engine.hold.HoldLifeCycle;
import tradecounter.engine.hold.HoldStep;
import tradecounter.engine.order.ProgressStep.Effect;
import tradecounter.ledger.HoldChange;
import tradecounter.ledger.HoldLedger;

/**
 * What an order holds, as it moves on: each of its documents by itself. Inside the caller's
 * transaction, which has locked the order's row if it touches that; blocks.
 */
final class OrderHolds {
  private static final Logger LOG = LoggerFactory.getLogger(OrderHolds.class);

  /** Something happens to what a document holds. */
  void step(Connection connection, String document, LongFunction<HoldEvent> event)
      throws SQLException {
    Optional<Hold> found =
        Optional.ofNullable(HoldLedger.lock(connection, Set.of(document)).get(document));
    if (found.isEmpty()) {
      LOG.error("document {} holds nothing", document);
      return;
    }
    step(connection, found.get(), event.apply(HoldLedger.nowMillis(connection)));
  }

  private static void step(Connection connection, Hold hold, HoldEvent event) throws SQLException {
    switch (HoldLifeCycle.step(hold, event, HoldLedger.nowMillis(connection))) {
      case HoldStep.Moved moved -> {
        moved.effects().forEach(effect -> tell(hold, effect));
        if (!moved.hold().equals(hold)) {
          var _ =
              HoldLedger.write(
                  connection, List.of(HoldChange.changed(hold, moved.hold())), Optional.empty());
        }
      }
      case HoldStep.Refused refused ->
          LOG.warn("hold {}: {} ({})", hold.hold(), refused.detail(), refused.code());
    }
  }

  private static void tell(Hold hold, HoldStep.Effect effect) {
    switch (effect) {
      case HoldStep.Effect.GiveBack _ -> {}
      case HoldStep.Effect.NotHeld not ->
          LOG.warn(
              "hold {}: {} more of line {} than is held", hold.hold(), not.quantity(), not.line());
      case HoldStep.Effect.Contradiction contradiction ->
          LOG.error("hold {}: {}", hold.hold(), contradiction.detail());
    }
  }

  /** So much of a line is given up: what leaves last goes first. */
  void cancel(Connection connection, Effect.CancelHold cancelled) throws SQLException {
    Optional<Hold> found =
        Optional.ofNullable(
            HoldLedger.lock(connection, Set.of(cancelled.document())).get(cancelled.document()));
    if (found.isEmpty()) {
      LOG.error("document {} holds nothing", cancelled.document());
      return;
    }
    Map<String, Long> quantities =
        open(found.get(), cancelled.line(), cancelled.item(), cancelled.quantity());
    if (!quantities.isEmpty()) {
      step(connection, found.get(), new HoldEvent.Cancel(quantities));
    }
  }

  /** By line of the hold, so much of what it still holds for an ordered line, the last first. */
  static Map<String, Long> open(Hold hold, String orderedLine, String item, long quantity) {
    Map<String, Long> quantities = new HashMap<>();
    long left = quantity;
    for (Hold.Line line : hold.lines().reversed()) {
      long given =
          line.askedLine().equals(orderedLine) && line.item().equals(item)
              ? Math.min(left, line.open())
              : 0;
      if (given > 0) {
        quantities.put(line.line(), given);
        left -= given;
      }
    }
    return quantities;
  }

  /** Gives back all that is held for documents of which no byte was ever sent. */
  void giveBack(Connection connection, Set<String> documents) throws SQLException {
    long now = HoldLedger.nowMillis(connection);
    List<HoldChange> changes = new ArrayList<>();
    for (Hold hold : HoldLedger.lock(connection, documents).values()) {
      if (hold.isOpen()
          && HoldLifeCycle.step(hold, new HoldEvent.Reject(), now)
              instanceof HoldStep.Moved moved) {
        changes.add(HoldChange.changed(hold, moved.hold()));
      }
    }
    var _ = HoldLedger.write(connection, changes, Optional.empty());
  }
}
