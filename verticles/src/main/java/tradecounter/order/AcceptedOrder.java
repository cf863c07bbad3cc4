package tradecounter.order;

import java.util.List;
import tradecounter.engine.hold.Departure;
import tradecounter.forward.NewForward;

/**
 * An order that is accepted, as it is written down.
 *
 * @param forwards what is sent to whom
 */
record AcceptedOrder(
    String orderId,
    OrderRequest request,
    String quoteId,
    long acceptedAtMillis,
    List<Part> parts,
    List<NewForward> forwards) {

  /**
   * What of a line leaves whence.
   *
   * @param line its place among the lines of the request
   * @param number its place among the parts of the line, from 1
   * @param baseUom of the item that leaves: the unit of the quantity, whatever unit was ordered
   */
  record Part(
      OrderRequest.Line line, int number, String forwardId, Departure departure, String baseUom) {}

  /** What the target of one of its forwards has to know. */
  TargetDocument document(String forwardId) {
    return new TargetDocument(
        forwardId,
        new TargetDocument.Head(
            orderId,
            request.reference(),
            request.customer().customer(),
            request.shipTo(),
            request.shipComplete(),
            request.currency(),
            acceptedAtMillis,
            net(),
            tax()),
        parts.stream()
            .filter(part -> part.forwardId().equals(forwardId))
            .map(AcceptedOrder::documentLine)
            .toList());
  }

  private static TargetDocument.Line documentLine(Part part) {
    OrderRequest.Charge charge = charge(part.line());
    return new TargetDocument.Line(
        part.line().lineId(),
        part.line().item(),
        part.departure(),
        part.baseUom(),
        charge.unitPrice(),
        charge.priceUnit(),
        part.line().uom());
  }

  long net() {
    return request.lines().stream().mapToLong(line -> charge(line).net()).sum();
  }

  long tax() {
    return request.lines().stream().mapToLong(line -> charge(line).tax()).sum();
  }

  static OrderRequest.Charge charge(OrderRequest.Line line) {
    OrderRequest.Charge charge = line.charge();
    if (charge == null) {
      throw new IllegalStateException("line " + line.lineId() + " was accepted without a price");
    }
    return charge;
  }

  /** When the last part of the line arrives. */
  int promisedDay(OrderRequest.Line line) {
    return parts.stream()
        .filter(part -> part.line().equals(line))
        .mapToInt(part -> part.departure().arrivesOnDay())
        .max()
        .orElseThrow();
  }
}
