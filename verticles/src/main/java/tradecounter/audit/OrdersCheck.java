package tradecounter.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.store.Database;

/** Orders under way against what they hold and the documents they are asked for with. */
final class OrdersCheck implements AuditCheck {
  private final Database database;
  private final Map<String, Long> answerWithinMillis;

  /**
   * @param answerWithinMillis by target, of those that have to answer
   */
  OrdersCheck(Database database, Map<String, Long> answerWithinMillis) {
    this.database = database;
    this.answerWithinMillis = Map.copyOf(answerWithinMillis);
  }

  @Override
  public String name() {
    return "orders";
  }

  @Override
  public Set<FindingKind> kinds() {
    return Set.of(
        FindingKind.HELD_OTHER_THAN_ORDERED,
        FindingKind.ORDER_WITHOUT_HOLD,
        FindingKind.FORWARD_MISSING,
        FindingKind.ORDER_BEHIND_FORWARD,
        FindingKind.SUPPLIER_SILENT);
  }

  @Override
  public Page look(String after, int limit) throws SQLException {
    return OneMoment.in(
        database,
        connection -> {
          List<String> orders =
              OneMoment.keys(
                  connection,
                  "SELECT order_id FROM customer_order WHERE order_id > ?"
                      + " AND status NOT IN ('SHIPPED', 'INVOICED', 'CANCELLED', 'REJECTED')"
                      + " ORDER BY order_id LIMIT ?",
                  after,
                  limit);
          return Page.of(
              sightings(connection, orders), OneMoment.next(orders, limit), orders.size());
        });
  }

  /** What is wrong with these orders, in the caller's transaction. */
  List<Sighting> sightings(Connection connection, List<String> orders) throws SQLException {
    List<Sighting> sightings = new ArrayList<>();
    for (OrderedPart part : OrderedPart.of(connection, orders)) {
      look(part, sightings);
    }
    return sightings;
  }

  private void look(OrderedPart part, List<Sighting> sightings) {
    boolean cancelled = part.forwardState().filter(state -> state.equals("CANCELLED")).isPresent();
    if (part.live() > 0 && (cancelled || part.forwardState().isEmpty())) {
      sightings.add(
          ofDocument(
              FindingKind.FORWARD_MISSING,
              part,
              cancelled ? "its forward was cancelled, the order was not" : "it has no forward",
              false));
    }
    if (part.isBehindForward()) {
      sightings.add(
          ofDocument(
              FindingKind.ORDER_BEHIND_FORWARD,
              part,
              "the forward is "
                  + part.forwardState().orElse("")
                  + ", the hold "
                  + part.holdStatus().orElse("missing"),
              true));
    } else if (part.holdStatus().isEmpty() && part.tooLittleHeld() > 0) {
      sightings.add(
          ofDocument(
              FindingKind.ORDER_WITHOUT_HOLD,
              part,
              "nothing is held for it, and no figure shows it",
              part.forwardState().isPresent()));
    } else if (part.tooMuchHeld() > 0) {
      sightings.add(
          ofPart(
              part,
              FixedPoint.format(part.tooMuchHeld()) + " more is held than is ordered",
              part.holdStatus().filter(s -> !s.equals("ORDERED")).isPresent()));
    } else if (part.tooLittleHeld() > 0) {
      sightings.add(
          ofPart(
              part,
              FixedPoint.format(part.tooLittleHeld()) + " less is held than is ordered",
              false));
    }
    long within = answerWithinMillis.getOrDefault(part.target(), Long.MAX_VALUE);
    if (part.isUnanswered() && part.silentMillis() > within) {
      sightings.add(
          Sighting.of(
              FindingKind.SUPPLIER_SILENT,
              part.document(),
              part.document(),
              part.order(),
              "target " + part.target() + " has not answered within " + within / 1_000 + " s",
              "",
              false));
    }
  }

  private static Sighting ofDocument(
      FindingKind kind, OrderedPart part, String detail, boolean repairable) {
    return Sighting.of(
        kind,
        part.document(),
        part.document(),
        part.order(),
        detail,
        part.fingerprint(),
        repairable);
  }

  private static Sighting ofPart(OrderedPart part, String detail, boolean repairable) {
    return Sighting.of(
        FindingKind.HELD_OTHER_THAN_ORDERED,
        part.subject(),
        part.document(),
        part.order(),
        detail,
        part.fingerprint(),
        repairable);
  }
}
