package tradecounter.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * CloudEvents on Kafka come in two modes. Binary mode (attributes in {@code ce_} headers, data as
 * value) is turned into structured mode, so that one decoder and one log format do.
 */
final class StructuredEvent {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final String PREFIX = "ce_";

  private StructuredEvent() {}

  static byte[] of(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value() == null ? new byte[0] : record.value();
    if (record.headers().lastHeader(PREFIX + "type") == null) {
      return value;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(value.length + 256);
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartObject();
      for (Header header : record.headers()) {
        if (header.key().startsWith(PREFIX) && header.value() != null) {
          json.writeStringField(
              header.key().substring(PREFIX.length()),
              new String(header.value(), StandardCharsets.UTF_8));
        }
      }
      if (value.length > 0) {
        json.writeFieldName("data");
        json.writeRawValue(new String(value, StandardCharsets.UTF_8));
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return out.toByteArray();
  }
}
