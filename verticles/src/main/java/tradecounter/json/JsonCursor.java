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
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tradecounter.engine.canonical.FixedPoint;

/**
 * Reads one JSON document strictly, forwards only: every value has to be of the expected type and
 * range, every field known and given once. What is wrong is a {@link RefusalException} that names
 * the place.
 */
public final class JsonCursor implements AutoCloseable {
  /** Deep or oversized documents are cut off here, before they cost anything; UTF-8 only. */
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(16)
                  .maxNumberLength(40)
                  .maxStringLength(65_536)
                  .maxNameLength(128)
                  .build())
          .build();

  private static final Set<String> CURRENCIES =
      Currency.getAvailableCurrencies().stream()
          .filter(currency -> currency.getDefaultFractionDigits() >= 0)
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());

  private static final int MAXIMUM_KEY_LENGTH = 64;
  private static final int MAXIMUM_TEXT_LENGTH = 1_000;
  private static final int MAXIMUM_ELEMENTS = 10_000;
  private static final int MAXIMUM_FIELDS = 64;

  /** As many characters as the largest decimal has. */
  private static final int MAXIMUM_QUOTED = 20;

  private final JsonParser parser;
  private final boolean ignoreUnknown;
  private final int byteOrderMark;

  /** A UTF-8 byte order mark at the beginning is passed over. */
  public JsonCursor(byte[] bytes, int offset, int length, boolean ignoreUnknown)
      throws IOException {
    this.byteOrderMark = byteOrderMark(bytes, offset, length);
    this.parser = FACTORY.createParser(bytes, offset + byteOrderMark, length - byteOrderMark);
    this.ignoreUnknown = ignoreUnknown;
  }

  private static int byteOrderMark(byte[] bytes, int offset, int length) {
    return length >= 3
            && bytes[offset] == (byte) 0xEF
            && bytes[offset + 1] == (byte) 0xBB
            && bytes[offset + 2] == (byte) 0xBF
        ? 3
        : 0;
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
          "field-unknown",
          "there is no field '" + printable(field) + "' here; see the schema of this type");
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
    return byteOrderMark + (int) parser.currentLocation().getByteOffset();
  }

  /** Where the bytes of the current token begin. */
  public int offset() {
    return byteOrderMark + (int) parser.currentTokenLocation().getByteOffset();
  }

  /** Free text of at most 1,000 characters, no control characters. */
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
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        throw wrong("must not contain control characters");
      }
      if (Character.isSurrogate(c)) {
        // Half a pair has no UTF-8: two such keys would be one when they are written down.
        if (Character.isLowSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw wrong("must not contain half of a surrogate pair");
        }
        i++;
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
    String must = "must be a whole number from " + minimum + " to " + maximum;
    throw parser.currentToken().isNumeric() ? wrongValue(must) : wrong(must);
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
      throw wrongValue("must not be negative");
    }
    return quantity;
  }

  /** A quantity above zero. */
  public long quantityAboveZero() throws IOException, RefusalException {
    long quantity = quantity();
    if (quantity <= 0) {
      throw wrongValue("must be above zero");
    }
    return quantity;
  }

  /** Money: a decimal in a text, at most six decimals, in millionths, not negative. */
  public long decimalFromZero() throws IOException, RefusalException {
    return decimalFromZero(FixedPoint.DECIMALS);
  }

  /** As {@link #decimalFromZero()}, with at most so many decimals. */
  public long decimalFromZero(int decimals) throws IOException, RefusalException {
    long value = decimal(decimals);
    if (parser.getText().startsWith("-")) {
      throw wrongValue("must not be negative");
    }
    return value;
  }

  /** As {@link #decimalFromZero()}, any sign. */
  public long decimal() throws IOException, RefusalException {
    return decimal(FixedPoint.DECIMALS);
  }

  /** As {@link #decimal()}, with at most so many decimals. */
  public long decimal(int decimals) throws IOException, RefusalException {
    String text = decimalText();
    long value = fixedPoint(text);
    int point = text.indexOf('.');
    if (point >= 0 && text.length() - point - 1 > decimals) {
      throw wrongValue("must have at most " + decimals + " decimals");
    }
    return value;
  }

  /** The characters of a decimal in a text, which the caller has to check. */
  public String decimalText() throws IOException, RefusalException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw wrong("must be a decimal number in a text, such as \"89.99\"");
    }
    return parser.getText();
  }

  private long fixedPoint(String text) throws RefusalException {
    try {
      return FixedPoint.parse(text);
    } catch (NumberFormatException e) {
      throw wrong(printable(String.valueOf(e.getMessage())));
    }
  }

  /** An ISO 4217 code that money is paid in: not of a metal, a fund or a test. */
  public String currency() throws IOException, RefusalException {
    String code = key();
    if (!isCurrency(code)) {
      throw wrong("currency-unknown", "'" + code + "' is not a currency of ISO 4217 such as EUR");
    }
    return code;
  }

  /** Whether the text is such a code. */
  public static boolean isCurrency(String code) {
    return CURRENCIES.contains(code);
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

  /** An RFC 3339 instant, at most nine decimals of a second. */
  public Instant instant() throws IOException, RefusalException {
    String text = text(35, 20);
    try {
      Instant usual = CalendarText.instant(text);
      if (usual != null) {
        return usual;
      }
      if (CalendarText.isRfc3339(text)) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
      }
    } catch (DateTimeException e) {
      // Refused below.
    }
    throw wrong("'" + text + "' is not an instant such as 2026-11-23T08:00:00Z");
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

  /** What a sender has sent, fit for a sentence of one line. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  /** A refusal of the value at this place. */
  public RefusalException wrong(String detail) {
    return wrong("value-invalid", detail);
  }

  /** A refusal of the number at this place that repeats it, for who has only the sentence. */
  public RefusalException wrongValue(String detail) throws IOException {
    String number = parser.getText();
    return wrong(
        (number.length() <= MAXIMUM_QUOTED ? number : number.substring(0, MAXIMUM_QUOTED) + "…")
            + " "
            + detail);
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
