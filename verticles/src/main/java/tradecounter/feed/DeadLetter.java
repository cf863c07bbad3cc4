package tradecounter.feed;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import tradecounter.decode.Decoded;
import tradecounter.json.JsonTree;
import tradecounter.log.LogRecord;

/**
 * A record that was refused: its bytes, where it stood and why. It travels through Kafka, so that
 * refusing needs no database, and is then kept in Postgres.
 *
 * @param raw a canonical event if {@code source} is {@link Source#CANONICAL}, else the record as
 *     its source wrote it
 * @param place where it stood: {@code http:<request id>#<index>}, {@code
 *     <topic>-<partition>@<offset>} or {@code delivery:<id>#<record>, line 17}
 */
@SuppressWarnings("ArrayRecordComponent") // Carried, never compared.
public record DeadLetter(
    String feed,
    byte[] raw,
    String place,
    String code,
    String detail,
    String pointer,
    String eventId,
    Source source) {

  /** What is needed to read, map and judge the record once more. */
  public record Source(
      String version, long number, Map<String, Object> header, Delivered delivered) {
    private static final Map<String, Object> NO_HEADER = Map.of();

    /** A canonical event: it says all that is needed itself. */
    public static final Source CANONICAL =
        new Source("", 0, NO_HEADER, new Delivered("", false, "", Optional.empty()));

    /** As text, to be kept; empty for {@link #CANONICAL}. */
    public String text() {
      if (equals(CANONICAL)) {
        return "";
      }
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("version", version);
      tree.put("number", number);
      tree.put("header", header);
      tree.put("delivery", delivered.id());
      tree.put("again", delivered.again());
      tree.put("name", delivered.name());
      delivered.time().ifPresent(time -> tree.put("time", time.toString()));
      return JsonTree.write(tree).toString();
    }

    /** Reads what {@link #text} wrote. */
    public static Source of(String text) {
      if (text.isEmpty() || !(JsonTree.read(text).orElse("") instanceof Map<?, ?> tree)) {
        return CANONICAL;
      }
      Map<String, Object> header = new LinkedHashMap<>();
      if (tree.get("header") instanceof Map<?, ?> fields) {
        fields.forEach((name, value) -> header.put(String.valueOf(name), value));
      }
      return new Source(
          field(tree, "version"),
          tree.get("number") instanceof Number number ? number.longValue() : 0,
          header,
          new Delivered(
              field(tree, "delivery"),
              Boolean.TRUE.equals(tree.get("again")),
              field(tree, "name"),
              Optional.of(field(tree, "time"))
                  .filter(time -> !time.isEmpty())
                  .map(Instant::parse)));
    }

    private static String field(Map<?, ?> tree, String name) {
      return tree.get(name) instanceof String text ? text : "";
    }
  }

  /** A canonical event that was refused. */
  public DeadLetter(
      String feed,
      byte[] raw,
      String place,
      String code,
      String detail,
      String pointer,
      String eventId) {
    this(feed, raw, place, code, detail, pointer, eventId, Source.CANONICAL);
  }

  static DeadLetter of(String feed, byte[] raw, String place, Decoded.Refused refusal) {
    return of(feed, raw, place, refusal, Source.CANONICAL);
  }

  /** A record that was refused. */
  public static DeadLetter of(
      String feed, byte[] raw, String place, Decoded.Refused refusal, Source source) {
    return new DeadLetter(
        feed,
        raw,
        place,
        refusal.code(),
        refusal.detail(),
        refusal.pointer(),
        refusal.id(),
        source);
  }

  /** For the topic of dead letters. */
  public LogRecord toRecord(String topic) {
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
            header("eventId", eventId),
            header("source", source.text())));
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
        text(headers, "eventId"),
        Source.of(text(headers, "source")));
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
