package tradecounter.configuration;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Optional;

/**
 * A mapping of one JSON value to another, in <a href="https://docs.jsonata.org">JSONata</a>: names
 * and shapes are changed, figures are handed on exactly as they are (arithmetic in it would not be
 * exact). Any thread; one at a time evaluates the same mapping, which takes microseconds.
 */
public final class Mapping {
  private static final long LONGEST_MILLIS = 1_000;
  private static final int DEEPEST = 200;

  private final String text;
  private final Jsonata expression;

  /** It does not fit the value it was given. */
  public static final class UnfitException extends Exception {
    private final String detail;

    UnfitException(String detail) {
      super(detail);
      this.detail = detail;
    }

    public String detail() {
      return detail;
    }
  }

  private Mapping(String text, Jsonata expression) {
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
    try {
      return new Mapping(text, Jsonata.jsonata(text));
    } catch (JException e) {
      throw new ConfigurationException("'" + text + "' is not JSONata: " + e.getMessage());
    }
  }

  /**
   * What it makes of a value of JSON, both as maps, lists, texts, numbers and booleans; empty if
   * that is nothing.
   */
  public Optional<Object> apply(Object value) throws UnfitException {
    try {
      synchronized (expression) {
        Jsonata.Frame frame = expression.createFrame();
        frame.setRuntimeBounds(LONGEST_MILLIS, DEEPEST);
        return Optional.ofNullable(expression.evaluate(value, frame));
      }
    } catch (RuntimeException e) {
      // Not only JException: a type that the expression does not expect is a ClassCastException.
      throw unfit(String.valueOf(e.getMessage()));
    }
  }

  /** That it does not give what it should. */
  public UnfitException unfit(String why) {
    return new UnfitException("'" + text + "': " + why);
  }

  @Override
  public String toString() {
    return text;
  }
}
