package tradecounter.order;

import static tradecounter.json.JsonText.day;
import static tradecounter.json.JsonText.instant;
import static tradecounter.json.JsonText.money;
import static tradecounter.json.JsonText.quantity;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import tradecounter.engine.canonical.Network;
import tradecounter.json.JsonText;

/** What is written of an accepted order: to its buyer, and into its trace. */
final class OrderTexts {
  private OrderTexts() {}

  /** The answer to the buyer. */
  static Buffer answer(AcceptedOrder order, boolean detailed) {
    OrderRequest request = order.request();
    return JsonText.of(
        json -> {
          json.writeStartObject();
          json.writeStringField("orderId", order.orderId());
          json.writeStringField("status", "ACCEPTED");
          json.writeStringField("customer", request.customer().customer());
          json.writeStringField("reference", request.reference());
          instant(json, "acceptedAt", order.acceptedAtMillis());
          json.writeArrayFieldStart("lines");
          for (OrderRequest.Line line : request.lines()) {
            line(json, order, line, detailed);
          }
          json.writeEndArray();
          totals(json, order.net(), order.tax(), request.currency());
          json.writeEndObject();
        });
  }

  private static void line(
      JsonGenerator json, AcceptedOrder order, OrderRequest.Line line, boolean detailed)
      throws IOException {
    List<AcceptedOrder.Part> parts =
        order.parts().stream().filter(part -> part.line().equals(line)).toList();
    OrderRequest.Charge charge = AcceptedOrder.charge(line);
    String currency = order.request().currency();
    json.writeStartObject();
    json.writeStringField("lineId", line.lineId());
    json.writeStringField("item", line.item());
    quantity(json, "quantity", line.asked());
    json.writeStringField("uom", line.uom());
    json.writeStringField("routing", routing(parts));
    money(json, "unitPrice", charge.unitPrice(), currency);
    json.writeNumberField("priceUnit", charge.priceUnit());
    money(json, "extendedPrice", charge.net(), currency);
    money(json, "tax", charge.tax(), currency);
    json.writeObjectFieldStart("promise");
    day(json, "date", order.promisedDay(line));
    json.writeArrayFieldStart("parts");
    for (AcceptedOrder.Part part : parts) {
      json.writeStartObject();
      if (!part.departure().item().equals(line.item())) {
        json.writeStringField("item", part.departure().item());
      }
      quantity(json, "quantity", part.departure().quantity());
      day(json, "shipsOn", part.departure().onDay());
      day(json, "date", part.departure().arrivesOnDay());
      json.writeStringField("routing", routing(part));
      if (detailed) {
        json.writeStringField("source", part.departure().source().key());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }

  /** {@code MIXED} if both serve it. */
  private static String routing(List<AcceptedOrder.Part> parts) {
    return parts.stream().map(OrderTexts::routing).distinct().reduce((_, _) -> "MIXED").orElse("");
  }

  private static String routing(AcceptedOrder.Part part) {
    return part.departure().source().kind() == Network.Source.Kind.LOCATION
        ? "WAREHOUSE"
        : "SUPPLIER";
  }

  static void totals(JsonGenerator json, long net, long tax, String currency) throws IOException {
    json.writeObjectFieldStart("totals");
    money(json, "net", net, currency);
    money(json, "tax", tax, currency);
    money(json, "gross", net + tax, currency);
    json.writeEndObject();
  }

  /** The first entry of the trace. */
  static Buffer accepted(AcceptedOrder order) {
    return JsonText.of(
        json -> {
          json.writeStartObject();
          json.writeStringField("reference", order.request().reference());
          money(json, "gross", order.net() + order.tax(), order.request().currency());
          if (!order.request().hold().isEmpty()) {
            json.writeStringField("holdId", order.request().hold());
          }
          if (!order.quoteId().isEmpty()) {
            json.writeStringField("quoteId", order.quoteId());
          }
          json.writeEndObject();
        });
  }
}
