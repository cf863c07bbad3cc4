package tradecounter.storefront.hold;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tradecounter.engine.availability.Availability;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.hold.Hold;
import tradecounter.json.JsonText;

/** A hold as JSON; quantities in base units. */
final class HoldWriter {
  private final Availability availability;

  HoldWriter(Availability availability) {
    this.availability = availability;
  }

  /**
   * Writes the fields of the hold into the object that is open.
   *
   * @param detailed whether sources are named
   */
  void write(JsonGenerator json, Hold hold, boolean detailed) throws IOException {
    json.writeStringField("holdId", hold.hold());
    json.writeStringField("customer", hold.customer());
    json.writeStringField("status", hold.status().name());
    JsonText.instant(json, "expiresAt", hold.expiresAtMillis());
    if (!hold.order().isEmpty()) {
      json.writeStringField("orderId", hold.order());
    }
    Map<String, List<Hold.Line>> asked = new LinkedHashMap<>();
    hold.lines()
        .forEach(
            line ->
                asked
                    .computeIfAbsent(line.askedLine(), _ -> new java.util.ArrayList<>())
                    .add(line));
    json.writeArrayFieldStart("lines");
    for (Map.Entry<String, List<Hold.Line>> line : asked.entrySet()) {
      line(json, line.getKey(), line.getValue(), detailed);
    }
    json.writeEndArray();
  }

  private void line(JsonGenerator json, String lineId, List<Hold.Line> parts, boolean detailed)
      throws IOException {
    String item = parts.getFirst().askedItem();
    json.writeStartObject();
    json.writeStringField("lineId", lineId);
    json.writeStringField("item", item);
    JsonText.quantity(json, "held", held(item, parts));
    json.writeArrayFieldStart("parts");
    for (Hold.Line part : parts) {
      json.writeStartObject();
      if (!part.item().equals(item)) {
        json.writeStringField("item", part.item());
      }
      JsonText.quantity(json, "quantity", part.open());
      JsonText.day(json, "shipsOn", part.leavesOnDay());
      JsonText.day(json, "date", part.arrivesOnDay());
      json.writeStringField(
          "routing",
          part.source().kind() == Network.Source.Kind.LOCATION ? "WAREHOUSE" : "SUPPLIER");
      if (detailed) {
        json.writeStringField("source", part.source().key());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** Of the asked item: of a bundle as many as the parts are enough for. */
  private long held(String item, List<Hold.Line> parts) {
    long held = Long.MAX_VALUE;
    for (Map.Entry<String, Long> need : availability.needs(item).entrySet()) {
      long open =
          parts.stream()
              .filter(part -> part.item().equals(need.getKey()))
              .mapToLong(Hold.Line::open)
              .sum();
      held =
          Math.min(
              held,
              need.getKey().equals(item) ? open : FixedPoint.wholeMultiples(open, need.getValue()));
    }
    return held == Long.MAX_VALUE ? 0 : held;
  }
}
