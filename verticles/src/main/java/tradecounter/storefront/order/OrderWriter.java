package tradecounter.storefront.order;

import static tradecounter.json.JsonText.day;
import static tradecounter.json.JsonText.instant;
import static tradecounter.json.JsonText.money;
import static tradecounter.json.JsonText.quantity;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tradecounter.engine.canonical.Network.Source.Kind;
import tradecounter.engine.order.OrderFigure;
import tradecounter.engine.order.Shipment;
import tradecounter.json.JsonText;
import tradecounter.order.OrderView;

/** Orders as JSON. */
final class OrderWriter {
  private OrderWriter() {}

  /**
   * One order with all that became of it.
   *
   * @param detailed whether sources are told
   */
  static Buffer order(OrderView order, boolean detailed) {
    return JsonText.of(
        json -> {
          json.writeStartObject();
          heading(json, order.heading());
          some(json, "shipTo", order.shipTo());
          if (order.shipComplete()) {
            json.writeBooleanField("shipComplete", true);
          }
          if (order.cancelRequested()) {
            json.writeBooleanField("cancelRequested", true);
          }
          json.writeObjectFieldStart("totals");
          money(json, "net", order.net(), order.currency());
          money(json, "tax", order.tax(), order.currency());
          money(json, "gross", Math.addExact(order.net(), order.tax()), order.currency());
          json.writeEndObject();
          json.writeArrayFieldStart("lines");
          for (OrderView.Line line : order.lines()) {
            line(json, line, order.currency(), detailed);
          }
          json.writeEndArray();
          json.writeArrayFieldStart("shipments");
          for (Shipment shipment : order.shipments()) {
            shipment(json, shipment);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /** The orders of a list. */
  static Buffer orders(List<OrderView.Heading> orders, int limit) {
    return JsonText.of(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("orders");
          for (OrderView.Heading order : orders) {
            json.writeStartObject();
            heading(json, order);
            json.writeEndObject();
          }
          json.writeEndArray();
          if (orders.size() == limit) {
            json.writeStringField("next", orders.getLast().order());
          }
          json.writeEndObject();
        });
  }

  /** What happened, step by step. */
  static Buffer timeline(String order, List<OrderView.Entry> entries) {
    return JsonText.of(
        json -> {
          json.writeStartObject();
          json.writeStringField("orderId", order);
          json.writeArrayFieldStart("entries");
          for (OrderView.Entry entry : entries) {
            json.writeStartObject();
            json.writeNumberField("number", entry.number());
            instant(json, "at", entry.at().toEpochMilli());
            json.writeStringField("source", entry.source());
            json.writeStringField("kind", entry.kind());
            json.writeFieldName("detail");
            json.writeRawValue(entry.detail());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void heading(JsonGenerator json, OrderView.Heading heading) throws IOException {
    json.writeStringField("orderId", heading.order());
    json.writeStringField("customer", heading.customer());
    json.writeStringField("status", heading.status());
    some(json, "reference", heading.reference());
    some(json, "erpOrder", heading.erpOrder());
    instant(json, "acceptedAt", heading.acceptedAt().toEpochMilli());
    instant(json, "changedAt", heading.changedAt().toEpochMilli());
  }

  private static void line(
      JsonGenerator json, OrderView.Line line, String currency, boolean detailed)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("lineId", line.progress().line());
    json.writeStringField("item", line.item());
    quantity(json, "quantity", line.asked());
    json.writeStringField("uom", line.uom());
    json.writeStringField("status", line.status().name());
    money(json, "unitPrice", line.unitPrice(), currency);
    json.writeNumberField("priceUnit", line.priceUnit());
    money(json, "extendedPrice", line.net(), currency);
    money(json, "tax", line.tax(), currency);
    json.writeObjectFieldStart("progress");
    quantity(json, "ordered", line.progress().quantity());
    for (OrderFigure figure : OrderFigure.values()) {
      quantity(json, figure.name().toLowerCase(Locale.ROOT), line.progress().of(figure));
    }
    json.writeEndObject();
    json.writeObjectFieldStart("promise");
    day(json, "date", line.promisedDay());
    json.writeArrayFieldStart("parts");
    for (OrderView.Part part : line.parts()) {
      json.writeStartObject();
      if (!part.item().equals(line.item())) {
        json.writeStringField("item", part.item());
      }
      quantity(json, "quantity", part.quantity());
      day(json, "shipsOn", part.leavesOnDay());
      day(json, "date", part.arrivesOnDay());
      json.writeStringField("routing", part.kind() == Kind.LOCATION ? "WAREHOUSE" : "SUPPLIER");
      if (detailed) {
        json.writeStringField("source", part.source());
        json.writeStringField("document", part.document());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void shipment(JsonGenerator json, Shipment shipment) throws IOException {
    json.writeStartObject();
    json.writeStringField("shipment", shipment.shipment());
    json.writeStringField("milestone", shipment.milestone().name());
    instant(json, "at", shipment.atMillis());
    some(json, "carrier", shipment.carrier());
    some(json, "tracking", shipment.tracking());
    json.writeArrayFieldStart("lines");
    for (Map.Entry<String, Long> line : new TreeMap<>(shipment.lines()).entrySet()) {
      json.writeStartObject();
      json.writeStringField("lineId", line.getKey());
      quantity(json, "quantity", line.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void some(JsonGenerator json, String field, String value) throws IOException {
    if (!value.isEmpty()) {
      json.writeStringField(field, value);
    }
  }
}
