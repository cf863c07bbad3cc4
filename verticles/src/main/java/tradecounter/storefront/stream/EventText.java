package tradecounter.storefront.stream;

import static tradecounter.json.JsonText.day;
import static tradecounter.json.JsonText.instant;
import static tradecounter.json.JsonText.quantity;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Optional;
import tradecounter.json.JsonText;

/**
 * Server-sent events as text (the HTML standard, section 9.2). The blank line after an event is
 * written when it is known whether the event carries an id.
 */
final class EventText {
  private final Buffer text = Buffer.buffer();
  private boolean unfinished;

  void availability(Telling.Figures figures) {
    event(
        "availability",
        json -> {
          json.writeStringField("item", figures.item());
          json.writeStringField("uom", figures.uom());
          quantity(json, "available", figures.available());
          json.writeStringField("state", figures.state().name());
          instant(json, "asOf", figures.asOfMillis());
          json.writeObjectFieldStart("freshness");
          json.writeStringField("state", figures.stale() ? "STALE" : "FRESH");
          json.writeEndObject();
          atp(json, figures);
        });
  }

  /** The days on which something more becomes available; the first day in any case. */
  private static void atp(JsonGenerator json, Telling.Figures figures) throws IOException {
    json.writeArrayFieldStart("atp");
    if (figures.atp().steps() == 0 || figures.atp().day(0) > figures.today()) {
      step(json, figures.today(), 0);
    }
    for (int i = 0; i < figures.atp().steps(); i++) {
      step(json, figures.atp().day(i), figures.atp().quantity(i));
    }
    json.writeEndArray();
  }

  private static void step(JsonGenerator json, int day, long quantity) throws IOException {
    json.writeStartObject();
    day(json, "date", day);
    quantity(json, "quantity", quantity);
    json.writeEndObject();
  }

  void problem(Telling.Problematic problem) {
    event(
        "availability",
        json -> {
          json.writeStringField("item", problem.item());
          json.writeObjectFieldStart("problem");
          json.writeStringField("code", problem.code());
          json.writeStringField("detail", problem.detail());
          json.writeEndObject();
        });
  }

  /**
   * @param was empty if this connection has not told a state of the item before
   */
  void threshold(Telling.Figures figures, Optional<StockState> was) {
    event(
        "threshold",
        json -> {
          json.writeStringField("item", figures.item());
          json.writeStringField("state", figures.state().name());
          if (was.isPresent()) {
            json.writeStringField("was", was.get().name());
          }
          json.writeStringField("uom", figures.uom());
          quantity(json, "available", figures.available());
          if (figures.low().isPresent()) {
            quantity(json, "low", figures.low().getAsLong());
          }
          instant(json, "asOf", figures.asOfMillis());
        });
  }

  void reset(Reset reason) {
    event("reset", json -> json.writeStringField("reason", reason.code()));
  }

  private void event(String name, JsonText.Writing fields) {
    finish();
    text.appendString("event: ").appendString(name).appendString("\ndata: ");
    text.appendBuffer(
        JsonText.of(
            json -> {
              json.writeStartObject();
              fields.to(json);
              json.writeEndObject();
            }));
    text.appendString("\n");
    unfinished = true;
  }

  /** Where a client goes on that has read everything so far: of the last event, or on its own. */
  void id(Bookmark bookmark) {
    text.appendString("id: ").appendString(bookmark.toString()).appendString("\n\n");
    unfinished = false;
  }

  /** After how long a client that lost its connection comes back. */
  void retryMillis(int millis) {
    text.appendString("retry: ").appendString(Integer.toString(millis)).appendString("\n\n");
  }

  /** Shows that the connection lives. */
  void comment() {
    text.appendString(":\n");
    unfinished = true;
  }

  private void finish() {
    if (unfinished) {
      text.appendString("\n");
      unfinished = false;
    }
  }

  boolean isEmpty() {
    return text.length() == 0;
  }

  Buffer finished() {
    finish();
    return text;
  }
}
