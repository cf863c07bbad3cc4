package tradecounter.order;

import java.time.Instant;
import java.util.List;
import tradecounter.engine.canonical.Network.Source.Kind;
import tradecounter.engine.order.LineProgress;
import tradecounter.engine.order.OrderStatus;
import tradecounter.engine.order.Shipment;

/**
 * An order as its customer may see it. Amounts are millionths of the currency's unit.
 *
 * @param shipTo empty if it is not said
 * @param cancelRequested whether the customer asked to cancel it, whatever came of that
 */
public record OrderView(
    Heading heading,
    String shipTo,
    boolean shipComplete,
    String currency,
    long net,
    long tax,
    boolean cancelRequested,
    List<Line> lines,
    List<Shipment> shipments) {

  /**
   * What a list of orders says of each.
   *
   * @param reference the customer's own; empty if he has none
   * @param erpOrder empty as long as nobody knows
   */
  public record Heading(
      String order,
      String customer,
      String reference,
      String status,
      String erpOrder,
      Instant acceptedAt,
      Instant changedAt) {}

  /**
   * One ordered line.
   *
   * @param asked in its unit, millionths
   * @param progress in the base unit of the item
   */
  public record Line(
      String item,
      String uom,
      long asked,
      long unitPrice,
      int priceUnit,
      long net,
      long tax,
      int promisedDay,
      LineProgress progress,
      List<Part> parts) {

    public OrderStatus status() {
      return progress.status();
    }
  }

  /**
   * What of a line leaves whence and when.
   *
   * @param item that of the line, or a component
   * @param document with which it is asked for
   */
  public record Part(
      String document,
      String item,
      Kind kind,
      String source,
      int leavesOnDay,
      int arrivesOnDay,
      long quantity) {}

  /**
   * One step of an order.
   *
   * @param number grows; {@link OrderReader#timeline} goes on after it
   * @param detail a JSON object
   */
  public record Entry(long number, Instant at, String source, String kind, String detail) {}

  public OrderView {
    lines = List.copyOf(lines);
    shipments = List.copyOf(shipments);
  }
}
