package tradecounter.engine.order;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.OrderStatusChange;
import tradecounter.engine.canonical.ShipmentNews;
import tradecounter.engine.canonical.SupplierAcknowledgement;
import tradecounter.engine.order.ProgressEvent.SupplierAcknowledged.Answer;

/** What the canonical events of feeds mean for the order that they name. */
public final class Heard {
  private Heard() {}

  /**
   * What a status means.
   *
   * @param document the name of ours that the event is about
   */
  public static ProgressEvent event(OrderStatusChange change, String document) {
    Map<String, Long> lines = new HashMap<>();
    change.lines().forEach(line -> lines.put(line.line(), line.quantity()));
    String reasons =
        change.lines().stream()
            .map(OrderStatusChange.Line::reason)
            .filter(reason -> !reason.isEmpty())
            .distinct()
            .collect(Collectors.joining(", "));
    return switch (change.status()) {
      case ACKNOWLEDGED -> new ProgressEvent.Forwarded(document, change.erpOrder(), lines);
      case ALLOCATED -> new ProgressEvent.Status(document, OrderFigure.ALLOCATED, lines);
      case PICKED -> new ProgressEvent.Status(document, OrderFigure.PICKED, lines);
      case PACKED -> new ProgressEvent.Status(document, OrderFigure.PACKED, lines);
      case SHIPPED -> new ProgressEvent.Status(document, OrderFigure.SHIPPED, lines);
      case INVOICED -> new ProgressEvent.Status(document, OrderFigure.INVOICED, lines);
      case CANCELLED -> new ProgressEvent.Cancelled(document, reasons, lines);
      case REJECTED -> new ProgressEvent.Refused(document, "order-status", reasons, lines);
    };
  }

  /**
   * What news of a shipment means.
   *
   * @param heardAtMillis when it was so, if the event does not say
   */
  public static ProgressEvent event(ShipmentNews news, long heardAtMillis) {
    Map<String, Long> lines = new HashMap<>();
    news.lines().forEach(line -> lines.put(line.line(), line.quantity()));
    return new ProgressEvent.Shipped(
        new Shipment(
            news.shipment(),
            news.order(),
            news.carrier(),
            news.tracking(),
            news.milestone(),
            news.atMillis() == Envelope.NO_TIME ? heardAtMillis : news.atMillis(),
            lines));
  }

  /** What a supplier's answers mean. */
  public static ProgressEvent event(SupplierAcknowledgement answered) {
    List<Answer> answers =
        answered.lines().stream()
            .map(
                line ->
                    new Answer(
                        line.line(),
                        line.item(),
                        line.quantity() == SupplierAcknowledgement.ALL
                            ? ProgressEvent.ALL
                            : line.quantity(),
                        line.outcome(),
                        line.expectedOnDay(),
                        line.reason()))
            .toList();
    return new ProgressEvent.SupplierAcknowledged(
        answered.purchaseOrder(), answered.supplier(), answers);
  }
}
