package tradecounter.loadtest.world;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The fields of one JSON object, written in the order of the calls. Quantities become JSON numbers,
 * money becomes decimal strings. Not thread-safe.
 */
public final class Fields {
  private final JsonGenerator out;

  Fields(JsonGenerator out) {
    this.out = out;
  }

  /** A string, whatever it is: also an empty one, if that is what the source has. */
  public Fields text(String name, String value) {
    return write(() -> out.writeStringField(name, value));
  }

  /** A string that is there only on a condition. */
  Fields textIf(boolean given, String name, String value) {
    return given ? text(name, value) : this;
  }

  /** A JSON null, with which a source says that it does not know. */
  public Fields unknown(String name) {
    return write(() -> out.writeNullField(name));
  }

  public Fields flag(String name, boolean value) {
    return write(() -> out.writeBooleanField(name, value));
  }

  /** A count, a number of days, a rank, or a quantity without decimals. */
  public Fields number(String name, long value) {
    return write(() -> out.writeNumberField(name, value));
  }

  /** A quantity in the item's base unit, written plainly with the decimals that it has. */
  public Fields quantity(String name, BigDecimal value) {
    return literal(name, value.toPlainString());
  }

  /** A JSON number exactly as the source writes it, for example {@code 3.00}. */
  public Fields literal(String name, String digits) {
    return write(
        () -> {
          out.writeFieldName(name);
          out.writeNumber(digits);
        });
  }

  /** Money, as a decimal string. */
  public Fields money(String name, BigDecimal amount) {
    return text(name, amount.toPlainString());
  }

  /** A percentage, as a decimal string. */
  public Fields percent(String name, BigDecimal value) {
    return text(name, value.toPlainString());
  }

  public Fields date(String name, LocalDate date) {
    return text(name, date.toString());
  }

  public Fields texts(String name, List<String> values) {
    return write(
        () -> {
          out.writeArrayFieldStart(name);
          for (String value : values) {
            out.writeString(value);
          }
          out.writeEndArray();
        });
  }

  public Fields object(String name, Consumer<Fields> fields) {
    return write(
        () -> {
          out.writeObjectFieldStart(name);
          fields.accept(this);
          out.writeEndObject();
        });
  }

  /** An array of objects, one for each of the values. */
  public <T> Fields objects(String name, List<T> values, BiConsumer<Fields, T> fields) {
    return write(
        () -> {
          out.writeArrayFieldStart(name);
          for (T value : values) {
            out.writeStartObject();
            fields.accept(this, value);
            out.writeEndObject();
          }
          out.writeEndArray();
        });
  }

  /** Quantity breaks, in the order given: from each minimum on, that amount. */
  public Fields breaks(List<PriceBreak> breaks) {
    return objects(
        "breaks",
        breaks,
        (f, step) -> f.literal("minimum", step.minimum()).text("amount", step.amount()));
  }

  private Fields write(Writing writing) {
    try {
      writing.write();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  private interface Writing {
    void write() throws IOException;
  }
}
