package tradecounter.engine.order;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tradecounter.engine.canonical.ShipmentMilestone;
import tradecounter.engine.order.ProgressStep.Moved;
import tradecounter.engine.order.ProgressStep.News;
import tradecounter.engine.order.ProgressStep.Refused;
import tradecounter.engine.order.ProgressStep.TroubleType;

/**
 * What becomes of an accepted order: {@code (order, event, now) → (order, effects)}. Pure.
 *
 * <table>
 *   <caption>The next status of an order of one line that the ERP serves; = leaves the order as it
 *       is, an empty cell refuses. “4” stands for a part of the line, “all” for all of it. {@link
 *       LineProgress} and {@link OrderProgress} say what follows for a line and an order of any
 *       figures</caption>
 *   <tr><th></th><th>ACCEPTED</th><th>ACKNOWLEDGED</th><th>ALLOCATED</th><th>PICKED</th>
 *       <th>PACKED</th><th>PARTLY_SHIPPED</th><th>SHIPPED</th><th>INVOICED</th><th>CANCELLED</th>
 *       <th>REJECTED</th></tr>
 *   <tr><td>Forwarded</td><td>ACKNOWLEDGED</td><td>=</td><td>=</td><td>=</td><td>=</td><td>=</td>
 *       <td>=</td><td>=</td><td>CANCELLED ¹</td><td>REJECTED ¹</td></tr>
 *   <tr><td>Status of a part</td><td>ACCEPTED ²</td><td>ACKNOWLEDGED ²</td><td>ALLOCATED ²</td>
 *       <td>PICKED ²</td><td>= ²</td><td>= ²</td><td>= ²</td><td>= ²</td><td>CANCELLED ¹</td>
 *       <td>REJECTED ¹</td></tr>
 *   <tr><td>Status ALLOCATED, all</td><td>ALLOCATED</td><td>ALLOCATED</td><td>=</td><td>=</td>
 *       <td>=</td><td>PARTLY_SHIPPED ³</td><td>=</td><td>=</td><td>CANCELLED ¹</td>
 *       <td>REJECTED ¹</td></tr>
 *   <tr><td>Status PICKED, all</td><td>PICKED</td><td>PICKED</td><td>PICKED</td><td>=</td><td>=</td>
 *       <td>PARTLY_SHIPPED ³</td><td>=</td><td>=</td><td>CANCELLED ¹</td><td>REJECTED ¹</td></tr>
 *   <tr><td>Status PACKED, all</td><td>PACKED</td><td>PACKED</td><td>PACKED</td><td>PACKED</td>
 *       <td>=</td><td>PARTLY_SHIPPED ³</td><td>=</td><td>=</td><td>CANCELLED ¹</td>
 *       <td>REJECTED ¹</td></tr>
 *   <tr><td>Status SHIPPED, 4</td><td>PARTLY_SHIPPED</td><td>PARTLY_SHIPPED</td><td>PARTLY_SHIPPED</td>
 *       <td>PARTLY_SHIPPED</td><td>PARTLY_SHIPPED</td><td>= ⁴</td><td>= ⁴</td><td>= ⁴</td>
 *       <td>= ¹ ⁵</td><td>= ¹ ⁵</td></tr>
 *   <tr><td>Status SHIPPED, all</td><td>SHIPPED</td><td>SHIPPED</td><td>SHIPPED</td><td>SHIPPED</td>
 *       <td>SHIPPED</td><td>SHIPPED</td><td>= ⁴</td><td>= ⁴</td><td>= ¹</td><td>= ¹</td></tr>
 *   <tr><td>Status INVOICED, all</td><td>ACKNOWLEDGED ⁶</td><td>ACKNOWLEDGED ⁶</td>
 *       <td>ALLOCATED ⁶</td><td>PICKED ⁶</td><td>PACKED ⁶</td><td>PARTLY_SHIPPED ⁶</td>
 *       <td>INVOICED</td><td>=</td><td>CANCELLED ¹</td><td>REJECTED ¹</td></tr>
 *   <tr><td>Cancelled, 4</td><td>ACCEPTED</td><td>ACKNOWLEDGED</td><td>ALLOCATED</td><td>PICKED</td>
 *       <td>PACKED</td><td>PARTLY_SHIPPED ⁷</td><td>= ⁵</td><td>= ⁵</td><td>=</td>
 *       <td>= ⁵</td></tr>
 *   <tr><td>Cancelled</td><td>CANCELLED</td><td>CANCELLED</td><td>CANCELLED</td><td>CANCELLED</td>
 *       <td>CANCELLED</td><td>SHIPPED ⁷</td><td>=</td><td>=</td><td>=</td><td>=</td></tr>
 *   <tr><td>Refused</td><td>REJECTED</td><td>REJECTED</td><td>REJECTED</td><td>REJECTED</td>
 *       <td>REJECTED</td><td>SHIPPED ⁷</td><td>= ⁸</td><td>= ⁸</td><td>= ⁸</td><td>=</td></tr>
 *   <tr><td>CancelRequested</td><td>ACCEPTED</td><td>ACKNOWLEDGED</td><td>ALLOCATED</td>
 *       <td>PICKED</td><td>PACKED</td><td>PARTLY_SHIPPED</td><td></td><td></td><td>=</td>
 *       <td>=</td></tr>
 * </table>
 *
 * <ol>
 *   <li>With a {@link TroubleType#CONTRADICTION}: somebody works on what is given up. The figure is
 *       noted, unless the goods are said to have left.
 *   <li>= if so much was known already.
 *   <li>The figure is noted. What ships next says nothing new of what was packed.
 *   <li>A status states the sum of all shipments; what a shipment carries is added to what the
 *       others carry. The larger of the two sums counts: nothing ships twice.
 *   <li>More than is ordered and not cancelled: nothing is done about it but a {@link
 *       TroubleType#QUANTITY_MISMATCH}. What has left cannot be cancelled, what is cancelled cannot
 *       leave.
 *   <li>Noted. INVOICED as soon as it has shipped too.
 *   <li>Of what has not left; SHIPPED if nothing else remains.
 *   <li>With a {@link TroubleType#CONTRADICTION}: nothing is left that could be refused.
 * </ol>
 *
 * <p>What a <em>supplier</em> refuses is not given up: it is asked of another source or waits for a
 * person, as the policy says, and the status stays. A line counts what its documents count, added
 * up; the order in which different feeds say it makes no difference as long as they do not
 * contradict each other and say how much, not just "all".
 */
public final class OrderLifeCycle {
  private OrderLifeCycle() {}

  /**
   * The step that an event leads to.
   *
   * @param nowMillis by the clock of the database
   */
  public static ProgressStep step(
      OrderProgress progress, ProgressEvent event, RefusalPolicy policy, long nowMillis) {
    return objection(progress, event)
        .orElseGet(
            () -> {
              Statements statements = new Statements(progress, policy, nowMillis);
              return switch (event) {
                case ProgressEvent.Forwarded forwarded -> statements.forwarded(forwarded).moved();
                case ProgressEvent.Status status ->
                    statements.state(status.document(), status.step(), status.lines(), "").moved();
                case ProgressEvent.Cancelled cancelled ->
                    statements
                        .state(
                            cancelled.document(),
                            OrderFigure.CANCELLED,
                            cancelled.lines(),
                            cancelled.reason())
                        .moved();
                case ProgressEvent.Refused refused -> refused(refused, statements);
                case ProgressEvent.Shipped shipped ->
                    shipped(progress, shipped.shipment(), statements);
                case ProgressEvent.SupplierAcknowledged answer ->
                    new SupplierAnswers(statements, progress).take(answer).moved();
                case ProgressEvent.Silent silent -> silent(progress, silent, statements);
                case ProgressEvent.GivenUp given -> statements.giveUp(given.document()).moved();
                case ProgressEvent.CancelRequested _ -> cancelRequested(progress, statements);
                case ProgressEvent.RerouteDecided decided ->
                    statements.reroute(decided.document()).moved();
                case ProgressEvent.Rerouted rerouted -> statements.rerouted(rerouted).moved();
              };
            });
  }

  private static ProgressStep refused(ProgressEvent.Refused event, Statements statements) {
    String why = event.code() + ": " + event.reason();
    boolean over =
        statements
            .all(event.document())
            .allMatch(share -> share.limit(OrderFigure.REFUSED) == share.of(OrderFigure.REFUSED));
    boolean before =
        statements.all(event.document()).anyMatch(share -> share.of(OrderFigure.REFUSED) > 0);
    if (over && !before) {
      statements.trouble(
          TroubleType.CONTRADICTION, event.document(), "refused when nothing was left: " + why);
      return statements.moved();
    }
    return statements.state(event.document(), OrderFigure.REFUSED, event.lines(), why).moved();
  }

  private static ProgressStep shipped(
      OrderProgress progress, Shipment said, Statements statements) {
    Optional<Shipment> known =
        progress.shipments().stream()
            .filter(shipment -> shipment.shipment().equals(said.shipment()))
            .findFirst();
    Shipment now = known.map(shipment -> shipment.and(said)).orElse(said);
    if (known.isPresent() && known.get().equals(now)) {
      return statements.moved();
    }
    statements.ship(now);
    if (known.isEmpty()
        || known.get().milestone() != now.milestone()
        || !known.get().tracking().equals(now.tracking())
        || !known.get().carrier().equals(now.carrier())) {
      statements.announce(News.SHIPMENT, now.shipment(), now.lines());
    }
    if (now.milestone() == ShipmentMilestone.EXCEPTION) {
      statements.trouble(
          TroubleType.SHIPMENT_EXCEPTION,
          now.shipment(),
          "the carrier reports an exception, tracking '" + now.tracking() + "'");
    }
    return statements.moved();
  }

  private static ProgressStep silent(
      OrderProgress progress, ProgressEvent.Silent event, Statements statements) {
    if (statements.all(event.document()).anyMatch(share -> share.unanswered() > 0)) {
      statements.trouble(
          TroubleType.SUPPLIER_LATE, event.document(), "no answer of order " + progress.order());
    }
    return statements.moved();
  }

  private static ProgressStep cancelRequested(OrderProgress progress, Statements statements) {
    return switch (progress.status()) {
      case ACCEPTED, ACKNOWLEDGED, ALLOCATED, PICKED, PACKED, PARTLY_SHIPPED ->
          statements.withdraw().moved();
      case SHIPPED, INVOICED ->
          new Refused("order-shipped", "order " + progress.order() + " has left: return it");
      case CANCELLED, REJECTED -> new Moved(progress, List.of());
    };
  }

  // ---------------------------------------------------------------- who and what

  private static Optional<ProgressStep> objection(OrderProgress progress, ProgressEvent event) {
    return switch (event) {
      case ProgressEvent.Forwarded e -> objection(progress, e.document(), e.lines().keySet());
      case ProgressEvent.Refused e -> objection(progress, e.document(), e.lines().keySet());
      case ProgressEvent.Status e -> objection(progress, e.document(), e.lines().keySet());
      case ProgressEvent.Cancelled e -> objection(progress, e.document(), e.lines().keySet());
      case ProgressEvent.Shipped e ->
          objection(progress, e.shipment().document(), e.shipment().lines().keySet());
      case ProgressEvent.SupplierAcknowledged e ->
          objection(
              progress,
              e.document(),
              e.answers().stream()
                  .map(ProgressEvent.SupplierAcknowledged.Answer::line)
                  .collect(Collectors.toSet()));
      case ProgressEvent.Silent e -> objection(progress, e.document(), Set.of());
      case ProgressEvent.GivenUp e -> objection(progress, e.document(), Set.of());
      case ProgressEvent.RerouteDecided e -> objection(progress, e.document(), Set.of());
      case ProgressEvent.Rerouted e -> objection(progress, e.document(), Set.of(e.line()));
      case ProgressEvent.CancelRequested _ -> Optional.empty();
    };
  }

  private static Optional<ProgressStep> objection(
      OrderProgress progress, String document, Set<String> lines) {
    if (!progress.hasDocument(document)) {
      return Optional.of(
          new Refused(
              "order-document-unknown",
              "order " + progress.order() + " asks for nothing with '" + document + "'"));
    }
    return new TreeSet<>(lines)
        .stream()
            .filter(line -> !progress.hasLine(line))
            .findFirst()
            .map(
                line ->
                    new Refused(
                        "order-line-unknown",
                        "order " + progress.order() + " has no line '" + line + "'"));
  }
}
