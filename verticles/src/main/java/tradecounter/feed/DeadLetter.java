package tradecounter.feed;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import tradecounter.decode.Decoded;
import tradecounter.log.LogRecord;

/**
 * A record that was refused: its bytes, where it stood and why. It travels through Kafka, so that
 * refusing needs no database, and is then kept in Postgres.
 *
 * @param place where it stood: {@code http:<request id>#<index>} or {@code
 *     <topic>-<partition>@<offset>}
 */
@SuppressWarnings("ArrayRecordComponent") // Carried, never compared.
public record DeadLetter(
    String feed,
    byte[] raw,
    String place,
    String code,
    String detail,
    String pointer,
    String eventId) {

  static DeadLetter of(String feed, byte[] raw, String place, Decoded.Refused refusal) {
    return new DeadLetter(
        feed, raw, place, refusal.code(), refusal.detail(), refusal.pointer(), refusal.id());
  }

  LogRecord toRecord(String topic) {
    return LogRecord.aside(
        topic,
        feed,
        raw,
        List.of(
            header("feed", feed),
            header("place", place),
            header("code", code),
            header("detail", detail),
            header("pointer", pointer),
            header("eventId", eventId)));
  }

  /** Reads what {@link #toRecord} wrote. */
  public static DeadLetter read(byte[] raw, Headers headers) {
    return new DeadLetter(
        text(headers, "feed"),
        raw,
        text(headers, "place"),
        text(headers, "code"),
        text(headers, "detail"),
        text(headers, "pointer"),
        text(headers, "eventId"));
  }

  /** What it was about, in words; empty if the bytes do not tell. */
  public Optional<String> subject() {
    return EventSubject.of(raw);
  }

  /** The bytes as text; empty if they are not UTF-8. */
  public Optional<String> rawText() {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static Header header(String name, String value) {
    return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }
}
