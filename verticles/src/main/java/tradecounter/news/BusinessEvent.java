package tradecounter.news;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import tradecounter.json.JsonText;

/**
 * A business event as it was written down.
 *
 * @param number its place among all events
 * @param data a JSON object, as it was written
 */
public record BusinessEvent(
    long number, String eventId, String type, String subject, Instant at, String data) {
  /** What {@link #read} wants of a row, in its order. */
  public static final String COLUMNS = "number, event_id, type, subject, at, data";

  /** The media type of {@link #cloudEvent}. */
  public static final String MEDIA_TYPE = "application/cloudevents+json; charset=UTF-8";

  private static final String SOURCE = "/tradecounter";

  /** From the first columns of the row: {@link #COLUMNS}. */
  public static BusinessEvent read(ResultSet row) throws SQLException {
    return new BusinessEvent(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getTimestamp(5).toInstant(),
        row.getString(6));
  }

  /** As a CloudEvent 1.0 in structured JSON: the same bytes each time. */
  public Buffer cloudEvent() {
    return JsonText.of(this::write);
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("specversion", "1.0");
    json.writeStringField("id", eventId);
    json.writeStringField("source", SOURCE);
    json.writeStringField("type", type);
    json.writeStringField("subject", subject);
    JsonText.instant(json, "time", at.toEpochMilli());
    json.writeStringField("datacontenttype", "application/json");
    json.writeFieldName("data");
    json.writeRawValue(data);
    json.writeEndObject();
  }
}
