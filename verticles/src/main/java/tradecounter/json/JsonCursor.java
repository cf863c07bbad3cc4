package tradecounter.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import tradecounter.engine.canonical.FixedPoint;

/**
 * Reads one JSON document strictly, forwards only: every value has to be of the expected type and
 * range, every field known and given once. What is wrong is a {@link RefusalException} that names
 * the place.
 */
public final class JsonCursor implements AutoCloseable {
  /** Deep or oversized documents are cut off here, before they cost anything. */
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(16)
                  .maxNumberLength(40)
                  .maxStringLength(65_536)
                  .maxNameLength(128)
                  .build())
          .build();

  private static final int MAXIMUM_KEY_LENGTH = 64;
  private static final int MAXIMUM_TEXT_LENGTH = 4_000;
  private static final int MAXIMUM_ELEMENTS = 10_000;
  private static final int MAXIMUM_FIELDS = 64;

  private final JsonParser parser;
  private final boolean ignoreUnknown;

  public JsonCursor(byte[] bytes, int offset, int length, boolean ignoreUnknown)
      throws IOException {
    this.parser = FACTORY.createParser(bytes, offset, length);
    this.ignoreUnknown = ignoreUnknown;
  }

  /** Reads the value of one field, or says through {@link #unknown} that there is no such field. */
  public interface FieldReader {
    void read(String field) throws IOException, RefusalException;
  }

  /** Reads one element. */
  public interface ElementReader<T> {
    T read() throws IOException, RefusalException;
  }

  /** Moves to the first token of the document. */
  public void start() throws IOException {
    parser.nextToken();
  }

  /** Refuses anything behind the document. */
  public void end() throws IOException, RefusalException {
    if (parser.nextToken() != null) {
      throw new RefusalException("json-invalid", "there is more behind the JSON value", "");
    }
  }

  /** Reads the object that begins here, field by field, each at most once. */
  public void object(FieldReader reader) throws IOException, RefusalException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw wrong("must be a JSON object");
    }
    String[] seen = new String[16];
    int count = 0;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      for (int i = 0; i < count; i++) {
        if (seen[i].equals(field)) {
          throw wrong("field-duplicate", "the field is given twice");
        }
      }
      if (count == MAXIMUM_FIELDS) {
        throw wrong("has more than " + MAXIMUM_FIELDS + " fields");
      }
      if (count == seen.length) {
        seen = java.util.Arrays.copyOf(seen, MAXIMUM_FIELDS);
      }
      seen[count++] = field;
      parser.nextToken();
      reader.read(field);
    }
  }

  /** Reads the array that begins here, element by element, at most 10,000. */
  public <T> List<T> array(ElementReader<T> reader) throws IOException, RefusalException {
    return array(MAXIMUM_ELEMENTS, reader);
  }

  /** As {@link #array(ElementReader)}, with a limit of one's own. */
  public <T> List<T> array(int maximum, ElementReader<T> reader)
      throws IOException, RefusalException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw wrong("must be a JSON array");
    }
    List<T> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (list.size() == maximum) {
        throw wrong("has more than " + maximum + " elements");
      }
      list.add(reader.read());
    }
    return list;
  }

  /** A field that nobody expects here. */
  public void unknown(String field) throws IOException, RefusalException {
    if (!ignoreUnknown) {
      throw wrong(
          "field-unknown", "there is no field '" + field + "' here; see the schema of this type");
    }
    parser.skipChildren();
  }

  public boolean isArray() {
    return parser.currentToken() == JsonToken.START_ARRAY;
  }

  public boolean isObject() {
    return parser.currentToken() == JsonToken.START_OBJECT;
  }

  public boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  /** Steps over the value that begins here and tells where its bytes end (exclusive). */
  public int skip() throws IOException {
    parser.skipChildren();
    parser.finishToken();
    return (int) parser.currentLocation().getByteOffset();
  }

  /** Where the bytes of the current token begin. */
  public int offset() {
    return (int) parser.currentTokenLocation().getByteOffset();
  }

  /** Free text. */
  public String text() throws IOException, RefusalException {
    return text(MAXIMUM_TEXT_LENGTH, 0);
  }

  /** A name that identifies something: 1 to 64 characters, no control characters. */
  public String key() throws IOException, RefusalException {
    return text(MAXIMUM_KEY_LENGTH, 1);
  }

  public String text(int maximumLength, int minimumLength) throws IOException, RefusalException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw wrong("must be a text");
    }
    String text = parser.getText();
    int characters = text.codePointCount(0, text.length());
    if (characters < minimumLength || characters > maximumLength) {
      throw wrong("must be a text of " + minimumLength + " to " + maximumLength + " characters");
    }
    if (minimumLength > 0) {
      for (int i = 0; i < text.length(); i++) {
        if (Character.isISOControl(text.charAt(i))) {
          throw wrong("must not contain control characters");
        }
      }
    }
    return text;
  }

  public boolean flag() throws RefusalException {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> throw wrong("must be true or false");
    };
  }

  /** A whole number in the given range. */
  public int integer(int minimum, int maximum) throws IOException, RefusalException {
    return (int) whole(minimum, maximum);
  }

  public long whole(long minimum, long maximum) throws IOException, RefusalException {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
        && parser.getTextLength() <= 19
        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      long value = parser.getLongValue();
      if (value >= minimum && value <= maximum) {
        return value;
      }
    }
    throw wrong("must be a whole number from " + minimum + " to " + maximum);
  }

  /** A JSON number without exponent, at most six decimals, below 10¹²: in millionths. */
  public long quantity() throws IOException, RefusalException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NUMBER_INT && parser.getTextLength() <= 12) {
      return parser.getLongValue() * FixedPoint.ONE;
    }
    if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
      throw wrong("must be a number");
    }
    return fixedPoint(parser.getText());
  }

  public long quantityFromZero() throws IOException, RefusalException {
    long quantity = quantity();
    if (quantity < 0) {
      throw wrong("must not be negative");
    }
    return quantity;
  }

  /** Money or a percentage: a decimal in a text, in millionths, not negative. */
  public long decimalFromZero() throws IOException, RefusalException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw wrong("must be a decimal number in a text, such as \"89.99\"");
    }
    long value = fixedPoint(parser.getText());
    if (value < 0) {
      throw wrong("must not be negative");
    }
    return value;
  }

  /** As {@link #decimalFromZero}, any sign. */
  public long decimal() throws IOException, RefusalException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw wrong("must be a decimal number in a text, such as \"89.99\"");
    }
    return fixedPoint(parser.getText());
  }

  private long fixedPoint(String text) throws RefusalException {
    try {
      return FixedPoint.parse(text);
    } catch (NumberFormatException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  public String currency() throws IOException, RefusalException {
    String code = text(3, 3);
    for (int i = 0; i < 3; i++) {
      if (code.charAt(i) < 'A' || code.charAt(i) > 'Z') {
        throw wrong("must be a currency code of three capital letters");
      }
    }
    return code;
  }

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withResolverStyle(ResolverStyle.STRICT);

  /** A calendar date such as 2026-11-23, as an epoch day. */
  public int day() throws IOException, RefusalException {
    String text = text(10, 10);
    try {
      LocalDate usual = CalendarText.date(text);
      return (int) (usual == null ? LocalDate.parse(text, DATE) : usual).toEpochDay();
    } catch (DateTimeException e) {
      throw wrong("'" + text + "' is not a date such as 2026-11-23");
    }
  }

  /** An RFC 3339 instant. */
  public Instant instant() throws IOException, RefusalException {
    String text = text(40, 20);
    try {
      Instant usual = CalendarText.instant(text);
      return usual == null
          ? DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from)
          : usual;
    } catch (DateTimeException e) {
      throw wrong("'" + text + "' is not an instant such as 2026-11-23T08:00:00Z");
    }
  }

  public <E extends Enum<E>> E name(Class<E> type) throws IOException, RefusalException {
    String text = text(MAXIMUM_KEY_LENGTH, 1);
    for (E value : type.getEnumConstants()) {
      if (value.name().equals(text)) {
        return value;
      }
    }
    throw wrong(
        "'" + text + "' is not one of " + java.util.Arrays.toString(type.getEnumConstants()));
  }

  /** A refusal of the value at this place. */
  public RefusalException wrong(String detail) {
    return wrong("value-invalid", detail);
  }

  public RefusalException wrong(String code, String detail) {
    return new RefusalException(code, detail, place());
  }

  public RefusalException missing(String fields) {
    return new RefusalException("field-missing", "the field '" + fields + "' is missing", place());
  }

  public String place() {
    return parser.getParsingContext().pathAsPointer().toString();
  }

  /** What Jackson has to say, without the source text. */
  public static String reason(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
