package tradecounter.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import tradecounter.audit.Findings.Finding;
import tradecounter.forward.Dispatch;
import tradecounter.forward.ForwardStore;
import tradecounter.ledger.LedgerFollower;
import tradecounter.order.OrderRepairs;
import tradecounter.store.Database;

/**
 * Carries out what a finding proposes, if it is still so under the locks of all that it is about:
 * the forward, the order, the hold, in that order. Any thread that may block.
 */
public final class AuditRepairs {
  private final Database database;
  private final String node;
  private final OrdersCheck ordersCheck;
  private final HoldsCheck holdsCheck;
  private final Parts parts;

  /**
   * What it works with.
   *
   * @param changed told when what is held may have changed
   */
  public record Parts(
      ForwardStore forwards, OrderRepairs repairs, LedgerFollower ledger, Runnable changed) {}

  /** What became of it. */
  public sealed interface Outcome {
    /** It is done. */
    record Repaired() implements Outcome {}

    /** There is no such finding, or it has gone meanwhile. */
    record Unknown() implements Outcome {}

    /** It cannot be done here. */
    record Refused(String code, String detail) implements Outcome {}
  }

  AuditRepairs(
      Database database, String node, OrdersCheck ordersCheck, HoldsCheck holdsCheck, Parts parts) {
    this.database = database;
    this.node = node;
    this.ordersCheck = ordersCheck;
    this.holdsCheck = holdsCheck;
    this.parts = parts;
  }

  /** Repairs one. */
  public Outcome repair(String key)
      throws SQLException, InterruptedException, ExecutionException, TimeoutException {
    Optional<Finding> found = database.inTransaction(c -> Findings.find(c, key));
    if (found.isEmpty()) {
      return new Outcome.Unknown();
    }
    Finding finding = found.get();
    if (!finding.repairable()) {
      return new Outcome.Refused("finding-not-repairable", finding.kind().proposal());
    }
    if (finding.kind() == FindingKind.READ_MODEL_DIFFERS) {
      return renew(finding);
    }
    Outcome outcome =
        database.inTransaction(
            connection -> {
              Optional<Dispatch> forward = parts.forwards().locked(connection, finding.about());
              lockOrder(connection, finding.order());
              if (!isStillSo(connection, finding)) {
                return new Outcome.Unknown();
              }
              repair(connection, finding, forward);
              Findings.delete(connection, finding.finding());
              return new Outcome.Repaired();
            });
    parts.changed().run();
    return outcome;
  }

  /** As it is: what is wrong with it may keep it from being loaded. */
  private static void lockOrder(Connection connection, String order) throws SQLException {
    try (PreparedStatement lock =
        connection.prepareStatement("SELECT 1 FROM customer_order WHERE order_id = ? FOR UPDATE")) {
      lock.setString(1, order);
      lock.execute();
    }
  }

  private Outcome renew(Finding finding)
      throws SQLException, InterruptedException, ExecutionException, TimeoutException {
    if (!finding.audit().equals(node)) {
      return new Outcome.Refused(
          "finding-of-another-node", "ask node " + finding.audit() + " to repair it");
    }
    parts.ledger().renew(finding.about());
    return database.inTransaction(
        connection -> {
          Findings.delete(connection, finding.finding());
          return new Outcome.Repaired();
        });
  }

  private boolean isStillSo(Connection connection, Finding finding) throws SQLException {
    List<Sighting> now =
        holdsCheck.kinds().contains(finding.kind())
            ? holdsCheck.sightings(connection, List.of(finding.about()))
            : ordersCheck.sightings(connection, List.of(finding.order()));
    return now.stream()
        .anyMatch(
            sighting ->
                sighting.kind() == finding.kind()
                    && sighting.subject().equals(finding.subject())
                    && sighting.repairable());
  }

  private void repair(Connection connection, Finding finding, Optional<Dispatch> forward)
      throws SQLException {
    switch (finding.kind()) {
      case HELD_WITHOUT_ORDER, HOLD_KEPT -> parts.repairs().giveBack(connection, finding.about());
      case HELD_OTHER_THAN_ORDERED -> {
        for (OrderedPart part : partsOf(connection, finding)) {
          if (part.subject().equals(finding.subject())) {
            parts
                .repairs()
                .giveBack(
                    connection, part.document(), part.line(), part.item(), part.tooMuchHeld());
          }
        }
      }
      case ORDER_BEHIND_FORWARD -> parts.repairs().follow(connection, forward.orElseThrow());
      case ORDER_WITHOUT_HOLD ->
          parts
              .repairs()
              .holdAgain(
                  connection,
                  forward.orElseThrow(),
                  partsOf(connection, finding).stream()
                      .filter(part -> part.done() > 0)
                      .map(part -> new OrderRepairs.GivenUp(part.line(), part.item(), part.done()))
                      .toList());
      case FORWARD_MISSING,
          TARGET_LACKS_ORDER,
          TARGET_HAS_MORE,
          TARGET_HAS_CLOSED,
          SUPPLIER_SILENT,
          PROMISE_IN_DANGER,
          OVERSOLD_BY_SOURCE,
          READ_MODEL_DIFFERS ->
          throw new IllegalStateException(finding.kind() + " cannot be repaired in the ledger");
    }
  }

  private static List<OrderedPart> partsOf(Connection connection, Finding finding)
      throws SQLException {
    return OrderedPart.of(connection, List.of(finding.order())).stream()
        .filter(part -> part.document().equals(finding.about()))
        .toList();
  }
}
