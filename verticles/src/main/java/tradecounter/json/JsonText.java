package tradecounter.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.pricing.CurrencyRounding;

/** Writes JSON into a buffer, and the values that all answers share in their one form. */
public final class JsonText {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonText() {}

  /** Writes one JSON value. */
  public interface Writing {
    void to(JsonGenerator json) throws IOException;
  }

  /** The bytes of one JSON value. */
  public static Buffer of(Writing writing) {
    try (ByteArrayBuilder out = new ByteArrayBuilder(1_024);
        JsonGenerator json = FACTORY.createGenerator(out)) {
      writing.to(json);
      json.flush();
      return Buffer.buffer(out.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
  }

  /**
   * The fields that are written into an object, without its braces: to be written again and again.
   */
  public static SerializedString fields(Writing fields) {
    String object =
        of(json -> {
              json.writeStartObject();
              fields.to(json);
              json.writeEndObject();
            })
            .toString(StandardCharsets.UTF_8);
    return new SerializedString(object.substring(1, object.length() - 1));
  }

  /** A quantity as a plain JSON number: {@code 12}, {@code 0.25}. */
  public static void quantity(JsonGenerator json, String field, long quantity) throws IOException {
    json.writeFieldName(field);
    if (quantity % FixedPoint.ONE == 0) {
      json.writeNumber(quantity / FixedPoint.ONE);
    } else {
      json.writeNumber(FixedPoint.format(quantity));
    }
  }

  /** Money with at least the currency's own decimals. */
  public static void money(JsonGenerator json, String field, long amount, String currency)
      throws IOException {
    json.writeObjectFieldStart(field);
    json.writeStringField("amount", FixedPoint.format(amount, CurrencyRounding.decimals(currency)));
    json.writeStringField("currency", currency);
    json.writeEndObject();
  }

  /** An epoch day as a date. */
  public static void day(JsonGenerator json, String field, int day) throws IOException {
    json.writeFieldName(field);
    json.writeString(text(day));
  }

  /** A day as it is written, in UTF-8 once it was. */
  private record WrittenDay(int day, SerializedString text) {}

  /**
   * Three years of days, each at its number modulo the length: answers name few days, and many
   * times. Threads may overwrite each other's entries, which are immutable and know their day.
   */
  private static final @Nullable WrittenDay[] DAYS = new WrittenDay[1 << 10];

  private static SerializedString text(int day) {
    int at = day & (DAYS.length - 1);
    WrittenDay written = DAYS[at];
    if (written == null || written.day() != day) {
      written = new WrittenDay(day, new SerializedString(LocalDate.ofEpochDay(day).toString()));
      DAYS[at] = written;
    }
    return written.text();
  }

  /** Epoch milliseconds as an RFC 3339 instant in UTC. */
  public static void instant(JsonGenerator json, String field, long millis) throws IOException {
    json.writeFieldName(field);
    json.writeString(instantText(millis));
  }

  /** An instant as it is written, in UTF-8 once it was. */
  private record WrittenInstant(long millis, SerializedString text) {}

  /** As {@link #DAYS}: answers name the last word of a few feeds, over and over. */
  private static final @Nullable WrittenInstant[] INSTANTS = new WrittenInstant[1 << 8];

  private static SerializedString instantText(long millis) {
    int at = (int) (millis ^ (millis >>> 8)) & (INSTANTS.length - 1);
    WrittenInstant written = INSTANTS[at];
    if (written == null || written.millis() != millis) {
      written =
          new WrittenInstant(millis, new SerializedString(Instant.ofEpochMilli(millis).toString()));
      INSTANTS[at] = written;
    }
    return written.text();
  }
}
