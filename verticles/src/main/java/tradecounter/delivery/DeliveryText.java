package tradecounter.delivery;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import tradecounter.json.JsonText;

/** A delivery as its source and operators see it, as fields of a JSON object. Stateless. */
final class DeliveryText {
  private DeliveryText() {}

  static void write(JsonGenerator json, Delivery delivery) throws IOException {
    json.writeStringField("delivery", String.valueOf(delivery.delivery()));
    json.writeStringField("feed", delivery.feed());
    json.writeStringField("name", delivery.name());
    json.writeStringField("transport", delivery.transport());
    json.writeStringField("state", delivery.state().name());
    JsonText.instant(json, "receivedAt", delivery.receivedAt().toEpochMilli());
    JsonText.instant(json, "toldAt", delivery.toldAt().toEpochMilli());
    json.writeNumberField("bytes", delivery.bytes());
    if (!delivery.hash().isEmpty()) {
      json.writeStringField("sha256", delivery.hash());
    }
    Delivery.Progress progress = delivery.progress();
    json.writeNumberField("records", progress.records());
    json.writeNumberField("events", progress.events());
    json.writeNumberField("refused", progress.refused());
    json.writeNumberField("swept", progress.swept());
    write(json, "code", delivery.outcome().code());
    write(json, "detail", delivery.outcome().detail());
    write(json, "place", delivery.outcome().place());
  }

  private static void write(JsonGenerator json, String field, String text) throws IOException {
    if (!text.isEmpty()) {
      json.writeStringField(field, text);
    }
  }
}
