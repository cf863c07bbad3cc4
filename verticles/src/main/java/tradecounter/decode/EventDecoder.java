package tradecounter.decode;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.InvalidFigureException;
import tradecounter.json.JsonCursor;
import tradecounter.json.RefusalException;

/**
 * Reads one CloudEvents 1.0 event in structured JSON, strictly, in one pass.
 *
 * <p>Events of one object are ordered by {@code sequence}, else by {@code time}, else by arrival;
 * the object is the one that {@code data} names, {@code subject} is only for people. Stateless: any
 * thread.
 */
public final class EventDecoder {
  private static final String TYPE_PREFIX = "tradecounter.";
  private static final String TYPE_SUFFIX = ".v1";

  /** RFC 3986: what stands in a URI beside letters, digits and escapes. */
  private static final String URI_CHARACTERS = "-._~:/?#[]@!$&'()*+,;=";

  private static final Pattern CONTENT_TYPE =
      Pattern.compile("application/([a-zA-Z0-9._-]+\\+)?json( *;.*)?");
  private static final Pattern TRACE_PARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  private final String feed;
  private final boolean ignoreUnknown;

  /**
   * @param ignoreUnknown whether fields that the schemas do not name are passed over
   */
  public EventDecoder(String feed, boolean ignoreUnknown) {
    this.feed = feed;
    this.ignoreUnknown = ignoreUnknown;
  }

  /** Reads the event in {@code bytes}. */
  public Decoded decode(byte[] bytes) {
    Reading reading = new Reading(bytes);
    try (JsonCursor in = new JsonCursor(bytes, 0, bytes.length, ignoreUnknown)) {
      in.start();
      reading.read(in);
      in.end();
      return reading.event();
    } catch (RefusalException e) {
      return new Decoded.Refused(e.code(), e.detail(), e.pointer(), reading.id);
    } catch (InvalidFigureException e) {
      return new Decoded.Refused(
          "value-invalid", String.valueOf(e.getMessage()), "/data", reading.id);
    } catch (ArithmeticException | DateTimeException e) {
      return new Decoded.Refused(
          "value-invalid", "a figure or a date is out of range", "", reading.id);
    } catch (JsonProcessingException e) {
      return new Decoded.Refused(
          "json-invalid", "not valid JSON: " + JsonCursor.reason(e), "", reading.id);
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
  }

  /** The fields of one event, as they come. */
  private final class Reading {
    private final byte[] bytes;
    private String id = "";
    private String source = "";
    private String type = "";
    private boolean specversion;
    private long sequence = -1;
    private @Nullable Instant time;
    private @Nullable Change change;
    private int dataFrom = -1;
    private int dataTo = -1;

    Reading(byte[] bytes) {
      this.bytes = bytes;
    }

    void read(JsonCursor in) throws IOException, RefusalException {
      in.object(
          field -> {
            switch (field) {
              case "specversion" -> specversion = version(in);
              case "id" -> id = in.text(128, 1);
              case "source" -> source = source(in);
              case "type" -> type = in.text(128, 1);
              case "subject" -> in.text(256, 1);
              case "time" -> time = in.instant();
              case "sequence" -> sequence = sequence(in);
              case "datacontenttype" -> matching(in, CONTENT_TYPE, "application/json");
              case "traceparent" -> matching(in, TRACE_PARENT, "a W3C traceparent");
              case "data" -> data(in);
              default -> in.unknown(field);
            }
          });
    }

    private static boolean version(JsonCursor in) throws IOException, RefusalException {
      if (!in.text(8, 1).equals("1.0")) {
        throw in.wrong("must be \"1.0\"");
      }
      return true;
    }

    private static long sequence(JsonCursor in) throws IOException, RefusalException {
      String text = in.text(18, 1);
      long value = 0;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c < '0' || c > '9' || (c == '0' && i == 0 && text.length() > 1)) {
          throw in.wrong("must be a decimal number in a text, such as \"1042\"");
        }
        value = value * 10 + (c - '0');
      }
      return value;
    }

    /** By its characters only: its parts are not told apart here. */
    private static String source(JsonCursor in) throws IOException, RefusalException {
      String source = in.text(512, 1);
      for (int i = 0; i < source.length(); i++) {
        char c = source.charAt(i);
        boolean escape = c == '%' && i + 2 < source.length() && isHex(source, i + 1, i + 3);
        if (!escape && URI_CHARACTERS.indexOf(c) < 0 && !isLetterOrDigit(c)) {
          throw in.wrong("must be a URI or a part of one, such as /erp/main");
        }
      }
      return source;
    }

    private static boolean isHex(String text, int from, int to) {
      return text.substring(from, to).chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
    }

    private static boolean isLetterOrDigit(char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static void matching(JsonCursor in, Pattern pattern, String what)
        throws IOException, RefusalException {
      if (!pattern.matcher(in.text(128, 1)).matches()) {
        throw in.wrong("must be " + what);
      }
    }

    /** Data usually comes behind the type and is read at once; if not, it is read at the end. */
    private void data(JsonCursor in) throws IOException, RefusalException {
      if (type.isEmpty()) {
        dataFrom = in.offset();
        dataTo = in.skip();
      } else {
        change = change(in);
      }
    }

    private Change change(JsonCursor in) throws IOException, RefusalException {
      if (!type.startsWith(TYPE_PREFIX)
          || !type.endsWith(TYPE_SUFFIX)
          || type.length() < TYPE_PREFIX.length() + TYPE_SUFFIX.length()) {
        throw unknownType();
      }
      String object = type.substring(TYPE_PREFIX.length(), type.length() - TYPE_SUFFIX.length());
      Change read = ChangeReader.read(object, in);
      if (read == null) {
        throw unknownType();
      }
      return read;
    }

    private RefusalException unknownType() {
      return new RefusalException(
          "type-unknown", "there is no event type '" + type + "' here", "/type");
    }

    Decoded event() throws IOException, RefusalException {
      require(specversion, "specversion");
      require(!id.isEmpty(), "id");
      require(!source.isEmpty(), "source");
      require(!type.isEmpty(), "type");
      if (change == null && dataFrom >= 0) {
        try (JsonCursor in = new JsonCursor(bytes, dataFrom, dataTo - dataFrom, ignoreUnknown)) {
          in.start();
          change = change(in);
        } catch (RefusalException e) {
          String pointer = e.pointer().equals("/type") ? "/type" : "/data" + e.pointer();
          throw new RefusalException(e.code(), e.detail(), pointer);
        }
      }
      if (change == null) {
        throw new RefusalException("field-missing", "the field 'data' is missing", "");
      }
      return new Decoded.Event(
          new Envelope(
              feed,
              id,
              order(),
              Envelope.hashOf(source, id),
              time == null ? Envelope.NO_TIME : time.toEpochMilli()),
          change);
    }

    private static void require(boolean given, String field) throws RefusalException {
      if (!given) {
        throw new RefusalException("field-missing", "the field '" + field + "' is missing", "");
      }
    }

    private long order() {
      if (sequence >= 0) {
        return Envelope.orderOfSequence(sequence);
      }
      return time == null
          ? Envelope.BY_ARRIVAL
          : Envelope.orderOfTime(
              Math.addExact(
                  Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000));
    }
  }
}
