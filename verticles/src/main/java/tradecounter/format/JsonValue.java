package tradecounter.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradecounter.format.SourceRecord.Content;
import tradecounter.json.JsonCursor;
import tradecounter.json.RefusalException;

/** Reads the text of one record of JSON into a value: exact numbers, each name once. */
final class JsonValue {
  /** Of one number, in digits and in what its exponent would make of them. */
  static final int MAXIMUM_DIGITS = 100;

  /** Code of a text that ends before its value does. */
  static final String TRUNCATED = "json-truncated";

  private static final int MAXIMUM_NAME_LENGTH = 256;
  private static final int MAXIMUM_TEXT_LENGTH = 4 << 20;

  /** So deep that a record beyond its own limit can be stepped over. */
  static final int STEPPABLE_DEPTH = 2_000;

  /** Names come from outside and are not interned, which would be for ever. */
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(STEPPABLE_DEPTH)
                  .maxNumberLength(MAXIMUM_TEXT_LENGTH)
                  .maxStringLength(MAXIMUM_TEXT_LENGTH)
                  .maxNameLength(MAXIMUM_NAME_LENGTH)
                  .build())
          .build();

  private final JsonParser parser;
  private final int depth;

  private JsonValue(JsonParser parser, int depth) {
    this.parser = parser;
    this.depth = depth;
  }

  /** The value that all of the text is. */
  static Content read(char[] text, int depth) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        return new Content.Malformed("json-invalid", "there is no JSON value");
      }
      Object value = new JsonValue(parser, depth).value(0);
      if (value == null) {
        return new Content.Malformed("json-record", "the record is null");
      }
      return parser.nextToken() == null
          ? new Content.Read(value)
          : new Content.Malformed("json-invalid", "there is more behind the JSON value");
    } catch (RefusalException e) {
      String pointer = e.pointer();
      return new Content.Malformed(
          e.code(), pointer.isEmpty() ? e.detail() : pointer + ": " + e.detail());
    } catch (JsonEOFException e) {
      return new Content.Malformed(TRUNCATED, "the text ends before the JSON value is complete");
    } catch (JsonProcessingException e) {
      return new Content.Malformed("json-invalid", JsonCursor.reason(e));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory failed", e);
    }
  }

  private @Nullable Object value(int inside) throws IOException, RefusalException {
    JsonToken token = parser.currentToken();
    if (token.isStructStart() && inside == depth) {
      throw wrong(parser, "json-depth", "is nested more than " + depth + " deep");
    }
    return switch (token) {
      case START_OBJECT -> object(inside + 1);
      case START_ARRAY -> array(inside + 1);
      default -> scalar(parser);
    };
  }

  private Map<String, @Nullable Object> object(int inside) throws IOException, RefusalException {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      int before = object.size();
      object.put(name, value(inside));
      if (object.size() == before) {
        throw wrong(parser, "json-duplicate", "the member is given twice");
      }
    }
    return object;
  }

  private List<@Nullable Object> array(int inside) throws IOException, RefusalException {
    List<@Nullable Object> array = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(inside));
    }
    return array.isEmpty() ? Collections.emptyList() : array;
  }

  /** The scalar at which a parser stands. */
  static @Nullable Object scalar(JsonParser parser) throws IOException, RefusalException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> text(parser);
      case VALUE_NUMBER_INT -> {
        requireDigits(parser, parser.getTextLength());
        yield parser.getNumberValue();
      }
      case VALUE_NUMBER_FLOAT -> decimal(parser);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw wrong(parser, "json-invalid", "is no JSON value");
    };
  }

  private static String text(JsonParser parser) throws IOException, RefusalException {
    String text = parser.getText();
    if (StrictText.hasHalfPair(text)) {
      throw wrong(parser, "json-text", "has half of a surrogate pair");
    }
    return text;
  }

  private static BigDecimal decimal(JsonParser parser) throws IOException, RefusalException {
    requireDigits(parser, parser.getTextLength());
    try {
      BigDecimal number = new BigDecimal(parser.getText());
      requireDigits(parser, Math.abs((long) number.scale()));
      return number;
    } catch (NumberFormatException e) {
      throw tooManyDigits(parser);
    }
  }

  /** Also of a small number that would be written with a thousand million zeros. */
  private static void requireDigits(JsonParser parser, long digits) throws RefusalException {
    if (digits > MAXIMUM_DIGITS) {
      throw tooManyDigits(parser);
    }
  }

  private static RefusalException tooManyDigits(JsonParser parser) {
    return wrong(parser, "json-number", "is a number of more than " + MAXIMUM_DIGITS + " digits");
  }

  private static RefusalException wrong(JsonParser parser, String code, String detail) {
    return new RefusalException(
        code, detail, parser.getParsingContext().pathAsPointer().toString());
  }
}
