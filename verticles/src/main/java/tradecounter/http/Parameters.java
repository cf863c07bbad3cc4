package tradecounter.http;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.json.JsonCursor;

/**
 * The query parameters of one request, read strictly: unknown and repeated ones are errors, and all
 * errors are reported at once by {@link #check}.
 */
public final class Parameters {
  private static final int MAXIMUM_LENGTH = 64;
  private static final Pattern RFC_3339 =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?Z");

  private final MultiMap values;
  private final List<Problem.Entry> errors = new ArrayList<>();

  /**
   * @param known the names that this operation has
   */
  public Parameters(RoutingContext context, Set<String> known) {
    values = context.queryParams();
    for (String name : values.names()) {
      if (!known.contains(name)) {
        error(
            name,
            "parameter-unknown",
            "there is no parameter '"
                + shortened(name)
                + "' here, but "
                + String.join(", ", new TreeSet<>(known)));
      } else if (values.getAll(name).size() > 1) {
        error(name, "parameter-repeated", "the parameter '" + name + "' is given more than once");
      }
    }
  }

  /** A part of the path; empty if the route has no such part. */
  public static String ofPath(RoutingContext context, String name) {
    String value = context.pathParam(name);
    return value == null ? "" : value;
  }

  /** A key; empty if it is not given. */
  public String key(String name) {
    String value = values.get(name);
    if (value == null) {
      return "";
    }
    if (value.isEmpty() || value.length() > MAXIMUM_LENGTH) {
      error(name, "parameter-invalid", "must have 1 to " + MAXIMUM_LENGTH + " characters");
    }
    return value;
  }

  /** Keys with commas between them, each once; none if it is not given. */
  public Set<String> keys(String name, int maximum) {
    Set<String> keys = new LinkedHashSet<>();
    String value = values.get(name);
    if (value == null) {
      return keys;
    }
    for (String key : value.split(",", -1)) {
      if (key.isEmpty() || key.length() > MAXIMUM_LENGTH) {
        error(name, "parameter-invalid", "each must have 1 to " + MAXIMUM_LENGTH + " characters");
        return keys;
      }
      keys.add(key);
    }
    if (keys.size() > maximum) {
      error(name, "parameter-invalid", "names " + keys.size() + ", but at most " + maximum + " go");
    }
    return keys;
  }

  /** Some of these words, with commas between them; all of them if it is not given. */
  public Set<String> words(String name, Set<String> known) {
    if (values.get(name) == null) {
      return known;
    }
    Set<String> words = keys(name, known.size());
    if (!known.containsAll(words)) {
      error(
          name,
          "parameter-invalid",
          "must be some of " + String.join(",", new TreeSet<>(known)) + ", with commas between");
    }
    return words;
  }

  /** A positive quantity in millionths; {@code otherwise} if it is not given. */
  public long quantity(String name, long otherwise) {
    String value = values.get(name);
    if (value == null) {
      return otherwise;
    }
    try {
      long quantity = FixedPoint.parse(value);
      if (quantity > 0) {
        return quantity;
      }
      error(name, "parameter-invalid", "must be more than 0");
    } catch (NumberFormatException e) {
      error(name, "parameter-invalid", String.valueOf(e.getMessage()));
    }
    return otherwise;
  }

  /** An epoch day; {@link Day#OPEN_START} if it is not given. */
  public int day(String name) {
    String value = values.get(name);
    if (value == null) {
      return Day.OPEN_START;
    }
    try {
      if (value.length() == 10) {
        return (int) LocalDate.parse(value).toEpochDay();
      }
    } catch (DateTimeException e) {
      // Reported below, in our own words.
    }
    error(name, "parameter-invalid", "'" + shortened(value) + "' is not a date like 2026-11-23");
    return Day.OPEN_START;
  }

  /** An RFC 3339 instant, if it is given. */
  public Optional<Instant> instant(String name) {
    return parsed(name, Parameters::instantOf, "an instant like 2026-11-23T10:42:00Z");
  }

  private static Optional<Instant> instantOf(String value) {
    try {
      if (RFC_3339.matcher(value).matches()) {
        return Optional.of(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(value, Instant::from));
      }
    } catch (DateTimeException e) {
      // There is no such day or time.
    }
    return Optional.empty();
  }

  /**
   * What the text says, if it is given.
   *
   * @param reading empty if the text says nothing
   * @param form what it must be, as in "is not …"
   */
  public <T> Optional<T> parsed(String name, Function<String, Optional<T>> reading, String form) {
    String value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    Optional<T> read = reading.apply(value);
    if (read.isEmpty()) {
      error(name, "parameter-invalid", "'" + shortened(value) + "' is not " + form);
    }
    return read;
  }

  /** A currency code as a body may name it; empty if it is not given. */
  public String currency(String name) {
    String value = values.get(name);
    if (value == null) {
      return "";
    }
    if (!JsonCursor.isCurrency(value)) {
      error(
          name,
          "currency-unknown",
          "'" + shortened(value) + "' is not a currency of ISO 4217 such as EUR");
    }
    return value;
  }

  public boolean flag(String name) {
    String value = values.get(name);
    if (value != null && !value.equals("true") && !value.equals("false")) {
      error(name, "parameter-invalid", "must be true or false");
    }
    return "true".equals(value);
  }

  /** A whole number in the range; {@code otherwise} if it is not given. */
  public long whole(String name, long minimum, long maximum, long otherwise) {
    String value = values.get(name);
    if (value == null) {
      return otherwise;
    }
    if (value.matches("[0-9]{1,18}")) {
      long whole = Long.parseLong(value);
      if (whole >= minimum && whole <= maximum) {
        return whole;
      }
    }
    error(name, "parameter-invalid", "must be a whole number from " + minimum + " to " + maximum);
    return otherwise;
  }

  private void error(String name, String code, String detail) {
    errors.add(new Problem.Entry("/query/" + shortened(name), code, detail));
  }

  private static String shortened(String text) {
    return text.length() <= MAXIMUM_LENGTH ? text : text.substring(0, MAXIMUM_LENGTH) + "…";
  }

  /** Leaves with a 400 that names everything that is wrong, if anything is. */
  public void check() {
    if (!errors.isEmpty()) {
      throw new Problem(
              400,
              errors.getFirst().code(),
              "the query parameter "
                  + errors.getFirst().pointer().substring("/query/".length())
                  + ": "
                  + errors.getFirst().detail(),
              errors)
          .asException();
    }
  }
}
