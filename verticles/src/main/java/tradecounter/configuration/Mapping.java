package tradecounter.configuration;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A mapping of one JSON value to another, in <a href="https://docs.jsonata.org">JSONata</a> with
 * the functions of {@link MappingFunctions}: names and shapes are changed, figures are handed on
 * exactly as they are (JSONata's own arithmetic would not be exact). Any thread; one at a time
 * evaluates the same mapping, which takes microseconds.
 */
public final class Mapping {
  private static final long LONGEST_MILLIS = 1_000;
  private static final int DEEPEST = 200;

  /** Gives nothing. */
  public static final Mapping NONE = new Mapping("", null);

  private final String text;
  private final @Nullable Jsonata expression;

  /** It does not fit the value it was given. */
  public static final class UnfitException extends Exception {
    private final String detail;

    UnfitException(String detail) {
      super(detail, null, false, false);
      this.detail = detail;
    }

    public String detail() {
      return detail;
    }
  }

  private Mapping(String text, @Nullable Jsonata expression) {
    this.text = text;
    this.expression = expression;
  }

  /**
   * As the configuration has it.
   *
   * @throws ConfigurationException if it is not JSONata
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Mapping of(String text) {
    if (text.isBlank()) {
      return NONE;
    }
    try {
      Jsonata expression = Jsonata.jsonata(text);
      MappingFunctions.addTo(expression);
      return new Mapping(text, expression);
    } catch (JException e) {
      throw new ConfigurationException("'" + text.strip() + "' is not JSONata: " + reason(e));
    }
  }

  /** Whether there is one at all. */
  public boolean isGiven() {
    return expression != null;
  }

  /** As {@link #apply(Object, Map)}, without variables. */
  public Optional<Object> apply(Object value) throws UnfitException {
    return apply(value, Map.of());
  }

  /**
   * What it makes of a value of JSON, both as maps, lists, texts, numbers and booleans; empty if
   * that is nothing.
   *
   * @param variables what it can name with a dollar sign
   */
  public Optional<Object> apply(Object value, Map<String, Object> variables) throws UnfitException {
    Jsonata evaluated = expression;
    if (evaluated == null) {
      return Optional.empty();
    }
    try {
      synchronized (evaluated) {
        Jsonata.Frame frame = evaluated.createFrame();
        frame.setRuntimeBounds(LONGEST_MILLIS, DEEPEST);
        variables.forEach(frame::bind);
        return Optional.ofNullable(evaluated.evaluate(value, frame));
      }
    } catch (JException e) {
      throw unfit(reason(e));
    } catch (RuntimeException | StackOverflowError e) {
      // Not only JException: a type that the expression does not expect is a ClassCastException.
      throw unfit(String.valueOf(e.getMessage()));
    }
  }

  /** JSONata's errors know the place in the text, counted from its beginning. */
  private static String reason(JException failure) {
    return failure.getMessage() + " (" + failure.getError() + ", at " + failure.getLocation() + ")";
  }

  /** That it does not give what it should. */
  public UnfitException unfit(String why) {
    String shown = text.strip();
    return new UnfitException((shown.lines().count() > 1 ? "" : "'" + shown + "': ") + why);
  }

  /** The same text means the same. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Mapping mapping && mapping.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
