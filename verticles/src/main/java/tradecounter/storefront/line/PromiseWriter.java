package tradecounter.storefront.line;

import static tradecounter.json.JsonText.day;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import tradecounter.engine.availability.AvailabilityAnswer.Promise;
import tradecounter.engine.canonical.Day;

/** By when a quantity can arrive, as one JSON object. */
public final class PromiseWriter {
  private PromiseWriter() {}

  public static void write(JsonGenerator json, Promise promise, InUnit in, AnswerShape shape)
      throws IOException {
    json.writeStartObject();
    in.writeAsked(json, "quantity", promise.quantity());
    json.writeBooleanField("complete", promise.complete());
    if (shape.by()) {
      json.writeBooleanField("inTime", promise.inTime());
    }
    if (promise.complete()) {
      day(json, "date", promise.day());
    }
    if (promise.together()) {
      json.writeBooleanField("shipComplete", true);
    }
    parts(json, "parts", promise.parts(), in, shape);
    if (!promise.whole().isEmpty() && !promise.whole().equals(promise.parts())) {
      parts(json, "whole", promise.whole(), in, shape);
    }
    json.writeEndObject();
  }

  private static void parts(
      JsonGenerator json, String field, List<Promise.Part> parts, InUnit in, AnswerShape shape)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (Promise.Part part : parts) {
      json.writeStartObject();
      in.write(json, "quantity", part.quantity());
      day(json, "date", part.day());
      if (part.shipsOnDay() != Day.OPEN_START) {
        day(json, "shipsOn", part.shipsOnDay());
      }
      if (shape.detailed()) {
        json.writeStringField("from", part.from());
        json.writeStringField("source", part.source());
      }
      json.writeStringField("routing", part.routing().name());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
