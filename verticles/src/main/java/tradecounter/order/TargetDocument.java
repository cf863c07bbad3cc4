package tradecounter.order;

import static tradecounter.json.JsonText.day;
import static tradecounter.json.JsonText.instant;
import static tradecounter.json.JsonText.money;
import static tradecounter.json.JsonText.quantity;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import tradecounter.engine.hold.Departure;
import tradecounter.json.JsonText;

/**
 * What one target has to know of its parts of an order: canonical, and mapped when it is sent.
 *
 * @param forwardId its name
 */
record TargetDocument(String forwardId, Head head, List<Line> lines) {

  /**
   * What all documents of an order say alike.
   *
   * @param shipTo empty if the customer has no addresses
   * @param net of the whole order, millionths of the currency's unit
   */
  record Head(
      String orderId,
      String reference,
      String customer,
      String shipTo,
      boolean shipComplete,
      String currency,
      long acceptedAtMillis,
      long net,
      long tax) {}

  /**
   * A part that leaves one source on one day.
   *
   * @param of the item that was ordered: the part's own, or a bundle with it
   * @param uom of the quantity
   * @param unitPrice of what was ordered, millionths, for {@code priceUnit} of {@code priceUom}
   */
  record Line(
      String lineId,
      String of,
      Departure departure,
      String uom,
      long unitPrice,
      int priceUnit,
      String priceUom) {}

  String text() {
    return JsonText.of(
            json -> {
              json.writeStartObject();
              json.writeStringField("forwardId", forwardId);
              json.writeStringField("orderId", head.orderId());
              json.writeStringField("reference", head.reference());
              json.writeStringField("customer", head.customer());
              json.writeStringField("shipTo", head.shipTo());
              json.writeBooleanField("shipComplete", head.shipComplete());
              json.writeStringField("currency", head.currency());
              instant(json, "acceptedAt", head.acceptedAtMillis());
              json.writeArrayFieldStart("lines");
              for (Line line : lines) {
                write(json, line);
              }
              json.writeEndArray();
              OrderTexts.totals(json, head.net(), head.tax(), head.currency());
              json.writeEndObject();
            })
        .toString();
  }

  private void write(JsonGenerator json, Line line) throws IOException {
    Departure departure = line.departure();
    json.writeStartObject();
    json.writeStringField("lineId", line.lineId());
    json.writeStringField("item", departure.item());
    if (!departure.item().equals(line.of())) {
      json.writeStringField("of", line.of());
    }
    quantity(json, "quantity", departure.quantity());
    json.writeStringField("uom", line.uom());
    json.writeObjectFieldStart("from");
    json.writeStringField("kind", departure.source().kind().name());
    json.writeStringField("key", departure.source().key());
    json.writeEndObject();
    day(json, "shipsOn", departure.onDay());
    money(json, "unitPrice", line.unitPrice(), head.currency());
    json.writeNumberField("priceUnit", line.priceUnit());
    json.writeStringField("priceUom", line.priceUom());
    json.writeEndObject();
  }
}
