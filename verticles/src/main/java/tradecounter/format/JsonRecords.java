package tradecounter.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tradecounter.format.Format.Limits;
import tradecounter.format.SourceRecord.Content;
import tradecounter.json.JsonCursor;
import tradecounter.json.RefusalException;

/**
 * The records of one JSON document. Each is stepped over first, which is cheap and shows where it
 * ends, and then read from its own text: so what is wrong within it does not concern the next one.
 */
final class JsonRecords implements RecordReader {
  private static final int MAXIMUM_MEMBERS = 1_000;
  private static final int MAXIMUM_HEADER_TEXT = 10_000;

  private enum Position {
    BEFORE,
    AMONG,
    BEHIND
  }

  private final DecodedText text;
  private final JsonPointer records;
  private final Limits limits;
  private final Deque<Set<String>> names = new ArrayDeque<>();
  private final Map<String, Object> header = new LinkedHashMap<>();

  private @Nullable JsonParser opened;
  private Position position = Position.BEFORE;
  private long number;

  JsonRecords(InputStream bytes, JsonPointer records, Limits limits) {
    this.text =
        new DecodedText(bytes, StandardCharsets.UTF_8, limits.recordBytes() + 1, Long.MAX_VALUE);
    this.records = records;
    this.limits = limits;
  }

  @Override
  public Optional<SourceRecord> next() throws IOException, UnreadableException {
    try {
      return next(parser());
    } catch (RefusalException e) {
      throw new UnreadableException(e.code(), e.detail(), place(e.pointer()));
    } catch (JsonEOFException e) {
      throw new UnreadableException(
          "json-truncated", "the document ends before it is complete", place(""));
    } catch (JsonProcessingException e) {
      throw new UnreadableException("json-invalid", JsonCursor.reason(e), place(""));
    } catch (CharacterCodingException e) {
      throw new UnreadableException("json-encoding", "the bytes are not UTF-8", place(""));
    }
  }

  private JsonParser parser() throws IOException {
    if (opened == null) {
      opened = JsonValue.FACTORY.createParser(text);
    }
    return opened;
  }

  private String place(String pointer) {
    String line = "line " + (opened == null ? 1 : opened.currentLocation().getLineNr());
    return pointer.isEmpty() ? line : pointer + ", " + line;
  }

  private Optional<SourceRecord> next(JsonParser parser) throws IOException, RefusalException {
    if (position == Position.BEFORE) {
      find(parser);
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        SourceRecord only = record(parser, String.valueOf(records));
        end(parser);
        return Optional.of(only);
      }
      position = Position.AMONG;
    }
    if (position == Position.AMONG) {
      if (parser.nextToken() != JsonToken.END_ARRAY) {
        return Optional.of(record(parser, records + "/" + number));
      }
      end(parser);
    }
    return Optional.empty();
  }

  /** Goes to where the records are. */
  private void find(JsonParser parser) throws IOException, RefusalException {
    JsonPointer rest = records;
    if (parser.nextToken() == null) {
      throw wrong(parser, "json-truncated", "the delivery is empty");
    }
    while (!rest.matches()) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw noRecords(parser);
      }
      names.push(new HashSet<>());
      rest = member(parser, rest);
    }
    if (!parser.currentToken().isStructStart()) {
      throw noRecords(parser);
    }
  }

  /** Goes through an object to the member that the pointer names. */
  private JsonPointer member(JsonParser parser, JsonPointer rest)
      throws IOException, RefusalException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = name(parser);
      parser.nextToken();
      if (rest.matchesProperty(name)) {
        return rest.tail();
      }
      if (parser.currentToken().isScalarValue()) {
        scalar(parser, name);
      } else {
        parser.skipChildren();
      }
    }
    throw noRecords(parser);
  }

  private void scalar(JsonParser parser, String name) throws IOException, RefusalException {
    Object value = JsonValue.scalar(parser);
    if (value instanceof String said && said.length() > MAXIMUM_HEADER_TEXT) {
      throw wrong(parser, "json-header", "has more than " + MAXIMUM_HEADER_TEXT + " characters");
    }
    if (value == null) {
      header.remove(name);
    } else {
      header.put(name, value);
    }
  }

  private String name(JsonParser parser) throws IOException, RefusalException {
    String name = parser.currentName();
    Set<String> before = names.element();
    if (!before.add(name)) {
      throw wrong(parser, "json-duplicate", "the member is given twice");
    }
    if (before.size() > MAXIMUM_MEMBERS) {
      throw wrong(parser, "json-header", "has more than " + MAXIMUM_MEMBERS + " members");
    }
    return name;
  }

  private SourceRecord record(JsonParser parser, String pointer) throws IOException {
    long start = parser.currentTokenLocation().getCharOffset();
    String place = pointer + ", line " + parser.currentTokenLocation().getLineNr();
    text.release(start);
    parser.skipChildren();
    parser.finishToken();
    long end = parser.currentLocation().getCharOffset();
    byte[] written = text.beginning(start, end).getBytes(StandardCharsets.UTF_8);
    boolean complete = text.holds(start) && written.length <= limits.recordBytes();
    Content content =
        complete
            ? JsonValue.read(text.characters(start, end), limits.depth())
            : limits.exceeded("json");
    text.release(end);
    return new SourceRecord(
        number++,
        place,
        StrictText.cut(written, limits.recordBytes()),
        Collections.unmodifiableMap(header),
        content);
  }

  /** Reads what is left: only a complete document is a delivery. */
  private void end(JsonParser parser) throws IOException, RefusalException {
    position = Position.BEHIND;
    while (!names.isEmpty()) {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        name(parser);
        parser.nextToken();
        parser.skipChildren();
        parser.finishToken();
      }
      names.pop();
    }
    if (parser.nextToken() != null) {
      throw wrong(parser, "json-invalid", "there is more behind the JSON document");
    }
  }

  private RefusalException noRecords(JsonParser parser) {
    return wrong(
        parser,
        "json-records",
        records.matches()
            ? "the document is neither an array of records nor one record"
            : "there is neither an array of records nor one record at " + records);
  }

  private static RefusalException wrong(JsonParser parser, String code, String detail) {
    return new RefusalException(
        code, detail, parser.getParsingContext().pathAsPointer().toString());
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
