package tradecounter.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Origin;

/**
 * One record of a topic of ours, before it is written. The value is the event as the feed gave it;
 * who gave it, and where it came from, is in the headers.
 *
 * @param canonical whether it belongs to the canonical log, whose records every node applies
 */
@SuppressWarnings("ArrayRecordComponent") // Carried, never compared.
public record LogRecord(
    String topic, String key, byte[] value, List<Header> headers, boolean canonical) {
  private static final String FEED = "feed";
  private static final String ORIGIN = "origin";
  private static final String APPEND = "append";

  /** An accepted event on its way to the canonical log. */
  public static LogRecord event(
      String topic, String key, byte[] event, String feed, Origin origin) {
    List<Header> headers = new ArrayList<>(3);
    headers.add(text(FEED, feed));
    if (!origin.equals(Origin.NONE)) {
      headers.add(
          new RecordHeader(
              ORIGIN,
              ByteBuffer.allocate(12).putInt(origin.partition()).putLong(origin.offset()).array()));
    }
    return new LogRecord(topic, key, event, headers, true);
  }

  /** A record of another topic, which nobody applies. */
  public static LogRecord aside(String topic, String key, byte[] value, List<Header> headers) {
    return new LogRecord(topic, key, value, headers, false);
  }

  private static RecordHeader text(String name, String value) {
    return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * For the producer, marked with the append it belongs to, so that the node that wrote it hears
   * what became of it.
   */
  ProducerRecord<byte[], byte[]> toProduce(long node, long append) {
    ProducerRecord<byte[], byte[]> produced =
        new ProducerRecord<>(topic, null, key.getBytes(StandardCharsets.UTF_8), value, headers);
    produced.headers().add(APPEND, ByteBuffer.allocate(16).putLong(node).putLong(append).array());
    return produced;
  }

  /** Who gave the event; empty if the record is not ours. */
  public static String feed(Headers headers) {
    Header header = headers.lastHeader(FEED);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }

  static Origin origin(Headers headers) {
    Header header = headers.lastHeader(ORIGIN);
    if (header == null || header.value().length != 12) {
      return Origin.NONE;
    }
    ByteBuffer value = ByteBuffer.wrap(header.value());
    return new Origin(value.getInt(), value.getLong());
  }

  /** The append it belongs to, if this node wrote it. */
  static @Nullable Long append(Headers headers, long node) {
    Header header = headers.lastHeader(APPEND);
    if (header == null || header.value().length != 16) {
      return null;
    }
    ByteBuffer value = ByteBuffer.wrap(header.value());
    return value.getLong() == node ? value.getLong() : null;
  }
}
