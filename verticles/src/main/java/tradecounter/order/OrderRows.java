package tradecounter.order;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import tradecounter.engine.order.OrderStatus;
import tradecounter.forward.ForwardStore;
import tradecounter.ledger.Turn;

/**
 * Writes the orders of one turn of the ledger, with their forwards and the first of their trace.
 */
final class OrderRows implements Turn.Writer<AcceptedOrder> {
  private final ForwardStore forwards;

  OrderRows(ForwardStore forwards) {
    this.forwards = forwards;
  }

  @Override
  public void write(Connection connection, List<AcceptedOrder> orders) throws SQLException {
    writeOrders(connection, orders);
    writeLines(connection, orders);
    writeParts(connection, orders);
    writeEvents(connection, orders);
    OrderEvents.accepted(connection, orders);
    for (AcceptedOrder order : orders) {
      forwards.enqueue(connection, order.forwards());
    }
  }

  private static void writeOrders(Connection connection, List<AcceptedOrder> orders)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO customer_order (order_id, customer, reference, ship_to, ship_complete,"
                + " currency, status, quote_id, hold, net, tax, open_amount, accepted_at,"
                + " changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      for (AcceptedOrder order : orders) {
        OrderRequest request = order.request();
        Timestamp at = new Timestamp(order.acceptedAtMillis());
        insert.setString(1, order.orderId());
        insert.setString(2, request.customer().customer());
        insert.setString(3, request.reference());
        insert.setString(4, request.shipTo());
        insert.setBoolean(5, request.shipComplete());
        insert.setString(6, request.currency());
        insert.setString(7, OrderStatus.ACCEPTED.name());
        insert.setString(8, order.quoteId());
        insert.setString(9, request.hold());
        insert.setLong(10, order.net());
        insert.setLong(11, order.tax());
        insert.setLong(12, order.net() + order.tax());
        insert.setTimestamp(13, at);
        insert.setTimestamp(14, at);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void writeLines(Connection connection, List<AcceptedOrder> orders)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO order_line (order_id, line, number, item, uom, asked, quantity,"
                + " unit_price, price_unit, net, tax, promised_day)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      for (AcceptedOrder order : orders) {
        int number = 0;
        for (OrderRequest.Line line : order.request().lines()) {
          OrderRequest.Charge charge = AcceptedOrder.charge(line);
          insert.setString(1, order.orderId());
          insert.setString(2, line.lineId());
          insert.setInt(3, ++number);
          insert.setString(4, line.item());
          insert.setString(5, line.uom());
          insert.setLong(6, line.asked());
          insert.setLong(7, line.base());
          insert.setLong(8, charge.unitPrice());
          insert.setInt(9, charge.priceUnit());
          insert.setLong(10, charge.net());
          insert.setLong(11, charge.tax());
          insert.setInt(12, order.promisedDay(line));
          insert.addBatch();
        }
      }
      insert.executeBatch();
    }
  }

  private static void writeParts(Connection connection, List<AcceptedOrder> orders)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO order_part (order_id, line, part, forward_id, item, source_kind, source,"
                + " leaves_on_day, arrives_on_day, quantity) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      for (AcceptedOrder order : orders) {
        for (AcceptedOrder.Part part : order.parts()) {
          insert.setString(1, order.orderId());
          insert.setString(2, part.line().lineId());
          insert.setInt(3, part.number());
          insert.setString(4, part.forwardId());
          insert.setString(5, part.departure().item());
          insert.setString(6, part.departure().source().kind().name());
          insert.setString(7, part.departure().source().key());
          insert.setInt(8, part.departure().onDay());
          insert.setInt(9, part.departure().arrivesOnDay());
          insert.setLong(10, part.departure().quantity());
          insert.addBatch();
        }
      }
      insert.executeBatch();
    }
  }

  private static void writeEvents(Connection connection, List<AcceptedOrder> orders)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO order_event (order_id, at, source, kind, detail)"
                + " VALUES (?, ?, 'tradecounter', 'ACCEPTED', CAST(? AS jsonb))")) {
      for (AcceptedOrder order : orders) {
        insert.setString(1, order.orderId());
        insert.setTimestamp(2, new Timestamp(order.acceptedAtMillis()));
        insert.setString(3, OrderTexts.accepted(order).toString());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }
}
