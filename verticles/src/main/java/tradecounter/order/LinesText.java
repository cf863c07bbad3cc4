package tradecounter.order;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.json.JsonText;

/** Quantities by line as they are written: {@code [{"lineId":"1","quantity":2.5}]}. */
final class LinesText {
  private LinesText() {}

  static void write(JsonGenerator json, Map<String, Long> lines) throws IOException {
    json.writeStartArray();
    for (Map.Entry<String, Long> line : new TreeMap<>(lines).entrySet()) {
      json.writeStartObject();
      json.writeStringField("lineId", line.getKey());
      JsonText.quantity(json, "quantity", line.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static Map<String, Long> read(String text) {
    Map<String, Long> lines = new LinkedHashMap<>();
    for (Object each : new JsonArray(text)) {
      JsonObject line = (JsonObject) each;
      lines.put(line.getString("lineId"), FixedPoint.parse(line.getValue("quantity").toString()));
    }
    return lines;
  }
}
