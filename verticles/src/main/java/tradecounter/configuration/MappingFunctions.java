package tradecounter.configuration;

import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.JFunction;
import com.dashjoin.jsonata.Jsonata.JFunctionCallable;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What mappings can say beside what JSONata offers. Each gives nothing where its first argument is
 * nothing, so that an absent field stays absent.
 *
 * <pre>
 *   $decimal(text, mark)             the number in a text, exactly; mark is "." if left out, or ","
 *   $product(a, b), $sum2(a, b), $difference(a, b)
 *                                    exact arithmetic on numbers and texts of numbers
 *   $date(text, pattern)             2026-11-23 from a text such as 23.11.2026, "dd.MM.yyyy"
 *   $instant(text, pattern, zone)    2026-11-23T07:00:00Z from a time that is written so
 *   $pair(segment, qualifier)        the element behind this qualifier in an EDI segment: LIN, PO1
 * </pre>
 */
public final class MappingFunctions {
  /** Digits beyond this are no figure that anybody keeps. */
  private static final int LONGEST_NUMBER = 40;

  private static final Map<String, DateTimeFormatter> FORMATTERS = new ConcurrentHashMap<>();
  private static final int FORMATTERS_KEPT = 256;

  private MappingFunctions() {}

  static void addTo(Jsonata expression) {
    add(expression, "decimal", "<xs?:x>", args -> decimal(args.getFirst(), text(args, 1, ".")));
    add(
        expression,
        "product",
        "<xx?:x>",
        args -> number(args.getFirst()).multiply(number(args.get(1))));
    add(expression, "sum2", "<xx?:x>", args -> number(args.getFirst()).add(number(args.get(1))));
    add(
        expression,
        "difference",
        "<xx?:x>",
        args -> number(args.getFirst()).subtract(number(args.get(1))));
    add(expression, "date", "<xs?:x>", args -> date(args.getFirst(), text(args, 1, "")));
    add(
        expression,
        "instant",
        "<xs?s?:x>",
        args ->
            instant(String.valueOf(args.getFirst()), text(args, 1, ""), text(args, 2, "UTC"))
                .toString());
    add(expression, "pair", "<xs?:x>", args -> pair(args.getFirst(), text(args, 1, "")));
  }

  private interface Body {
    @Nullable Object of(List<?> args);
  }

  @SuppressWarnings("NullAway") // JSONata's nothing is null.
  private static void add(Jsonata expression, String name, String signature, Body body) {
    JFunctionCallable callable =
        (_, args) ->
            args == null || args.isEmpty() || args.getFirst() == null ? null : body.of(args);
    expression.registerFunction(name, new JFunction(callable, signature));
  }

  private static String text(List<?> args, int at, String otherwise) {
    return args.size() > at && args.get(at) instanceof String text ? text : otherwise;
  }

  private static BigDecimal decimal(Object value, String mark) {
    if (value instanceof Number) {
      return number(value);
    }
    String text = String.valueOf(value).strip();
    if (!mark.equals(".") && !mark.equals(",")) {
      throw new IllegalArgumentException("$decimal: the decimal mark is \".\" or \",\"");
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean grouping =
          c == ' '
              || c == '\u00a0'
              || c == '\u202f'
              || c == '\''
              || c == (mark.equals(".") ? ',' : '.');
      if (c == mark.charAt(0)) {
        plain.append('.');
      } else if (!grouping) {
        plain.append(c);
      }
    }
    if (plain.length() > 1 && plain.charAt(plain.length() - 1) == '-') {
      // As mainframes write it: 12,50-
      plain.setLength(plain.length() - 1);
      plain.insert(0, '-');
    }
    return number(plain.toString());
  }

  private static BigDecimal number(@Nullable Object value) {
    return switch (value) {
      case BigDecimal number -> number;
      case Double number -> BigDecimal.valueOf(number);
      case Number number -> new BigDecimal(number.toString());
      case null -> throw new IllegalArgumentException("a number is missing");
      default -> {
        String text = value.toString().strip();
        if (text.length() > LONGEST_NUMBER
            || !text.matches("[+-]?[0-9]*\\.?[0-9]+|[+-]?[0-9]+\\.")) {
          throw new IllegalArgumentException("'" + shortened(text) + "' is no number");
        }
        yield new BigDecimal(text);
      }
    };
  }

  private static String date(Object value, String pattern) {
    String text = String.valueOf(value).strip();
    try {
      return (pattern.isEmpty() ? LocalDate.parse(text) : LocalDate.parse(text, formatter(pattern)))
          .toString();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'"
              + shortened(text)
              + "' is no date as in "
              + (pattern.isEmpty() ? "ISO 8601" : pattern),
          e);
    }
  }

  /**
   * The instant that a text tells.
   *
   * @param pattern empty for ISO 8601
   * @param zone of a text that names none
   * @throws IllegalArgumentException if it tells none
   */
  public static Instant instant(String text, String pattern, String zone) {
    try {
      DateTimeFormatter formatter =
          pattern.isEmpty() ? DateTimeFormatter.ISO_DATE_TIME : formatter(pattern);
      TemporalAccessor read = formatter.parse(text.strip());
      ZoneId said = read.query(TemporalQueries.zone());
      if (read.isSupported(ChronoField.INSTANT_SECONDS)) {
        return Instant.from(read);
      }
      LocalDate day = LocalDate.from(read);
      java.time.LocalTime time = read.query(TemporalQueries.localTime());
      LocalDateTime local = time == null ? day.atStartOfDay() : day.atTime(time);
      return ZonedDateTime.of(local, said == null ? ZoneId.of(zone) : said).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'"
              + shortened(text)
              + "' is no time as in "
              + (pattern.isEmpty() ? "ISO 8601" : pattern),
          e);
    }
  }

  private static DateTimeFormatter formatter(String pattern) {
    DateTimeFormatter known = FORMATTERS.get(pattern);
    if (known != null) {
      return known;
    }
    DateTimeFormatter made =
        new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern(pattern)
            .toFormatter(Locale.ROOT);
    if (FORMATTERS.size() < FORMATTERS_KEPT) {
      FORMATTERS.put(pattern, made);
    }
    return made;
  }

  /** X12 writes several numbers of one thing as qualifier, number, qualifier, number … */
  private static @Nullable Object pair(Object segment, String qualifier) {
    Object first = segment instanceof List<?> list && !list.isEmpty() ? list.getFirst() : segment;
    if (first instanceof Map<?, ?> elements) {
      boolean found = false;
      for (Map.Entry<?, ?> element : elements.entrySet()) {
        if (found) {
          return element.getValue();
        }
        found = qualifier.equals(element.getValue());
      }
    }
    return null;
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_NUMBER ? text : text.substring(0, LONGEST_NUMBER) + "…";
  }
}
