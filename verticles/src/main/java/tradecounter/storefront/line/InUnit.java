package tradecounter.storefront.line;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import tradecounter.engine.canonical.Item.UnitOfMeasure;
import tradecounter.engine.canonical.UnitConversion;
import tradecounter.json.JsonText;

/**
 * Writes quantities of the base unit in another one, rounded down to its decimals, and remembers
 * whether that lost anything. For one answer, on one thread.
 */
public final class InUnit {
  private final UnitOfMeasure unit;
  private boolean rounded;

  public InUnit(UnitOfMeasure unit) {
    this.unit = unit;
  }

  public String uom() {
    return unit.uom();
  }

  public void write(JsonGenerator json, String field, long quantity) throws IOException {
    JsonText.quantity(json, field, of(quantity));
  }

  /** A quantity as it was asked for, whatever the decimals of the unit. */
  public void writeAsked(JsonGenerator json, String field, long quantity) throws IOException {
    JsonText.quantity(json, field, UnitConversion.millionthsFromBase(quantity, unit));
  }

  /** Millionths of the unit. */
  public long of(long quantity) {
    long inUnit = UnitConversion.fromBase(quantity, unit);
    rounded = rounded || UnitConversion.isRounded(quantity, unit);
    return inUnit;
  }

  /** Whether anything was lost so far. */
  public boolean isRounded() {
    return rounded;
  }
}
