package tradecounter.order;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import tradecounter.engine.order.OrderStatus;
import tradecounter.engine.order.ProgressStep.Effect;
import tradecounter.json.JsonText;
import tradecounter.news.NewEvent;
import tradecounter.news.Outbox;

/**
 * The business events of orders, as {@code config/schema/order-event.json} says: written in the
 * transaction of what they tell, under the lock of the order.
 */
final class OrderEvents {
  private OrderEvents() {}

  /** They are accepted. */
  static void accepted(Connection connection, List<AcceptedOrder> orders) throws SQLException {
    Outbox.write(connection, orders.stream().map(OrderEvents::accepted).toList());
  }

  private static NewEvent accepted(AcceptedOrder order) {
    OrderRequest request = order.request();
    String customer = request.customer().customer();
    return new NewEvent(
        type("order.accepted"),
        order.orderId(),
        customer,
        JsonText.of(
            json -> {
              json.writeStartObject();
              order(
                  json,
                  order.orderId(),
                  customer,
                  request.reference(),
                  OrderStatus.ACCEPTED.name());
              JsonText.money(json, "gross", order.net() + order.tax(), request.currency());
              json.writeArrayFieldStart("lines");
              for (OrderRequest.Line line : request.lines()) {
                line(json, line.lineId(), line.base());
              }
              json.writeEndArray();
              json.writeEndObject();
            }));
  }

  /** What the step announces, once the order is saved as the step leaves it. */
  static void announced(Connection connection, String order, Effect.Announce announced)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT customer, reference, status FROM customer_order WHERE order_id = ?")) {
      select.setString(1, order);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw new SQLException("there is no order " + order + " to announce");
        }
        String customer = row.getString(1);
        String reference = row.getString(2);
        String status = row.getString(3);
        Outbox.write(
            connection,
            List.of(
                new NewEvent(
                    type(announced.news().wireName()),
                    order,
                    customer,
                    JsonText.of(
                        json -> {
                          json.writeStartObject();
                          order(json, order, customer, reference, status);
                          json.writeStringField("about", announced.subject());
                          if (!announced.lines().isEmpty()) {
                            lines(json, announced.lines());
                          }
                          json.writeEndObject();
                        }))));
      }
    }
  }

  private static String type(String name) {
    return "tradecounter." + name + ".v1";
  }

  private static void order(
      JsonGenerator json, String order, String customer, String reference, String status)
      throws IOException {
    json.writeStringField("orderId", order);
    json.writeStringField("customer", customer);
    if (!reference.isEmpty()) {
      json.writeStringField("reference", reference);
    }
    json.writeStringField("status", status);
  }

  private static void lines(JsonGenerator json, Map<String, Long> lines) throws IOException {
    json.writeFieldName("lines");
    LinesText.write(json, lines);
  }

  private static void line(JsonGenerator json, String line, long quantity) throws IOException {
    json.writeStartObject();
    json.writeStringField("lineId", line);
    JsonText.quantity(json, "quantity", quantity);
    json.writeEndObject();
  }
}
