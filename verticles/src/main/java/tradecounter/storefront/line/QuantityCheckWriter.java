package tradecounter.storefront.line;

import static tradecounter.json.JsonText.quantity;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.OptionalLong;
import tradecounter.engine.canonical.QuantityCheck;

/** Why a quantity may not be ordered, and what may be instead. */
public final class QuantityCheckWriter {
  private QuantityCheckWriter() {}

  /** Writes the field {@code quantityCheck} into the object that is open, if something is wrong. */
  public static void write(JsonGenerator json, QuantityCheck check) throws IOException {
    switch (check) {
      case QuantityCheck.Valid _ -> {}
      case QuantityCheck.Invalid invalid -> {
        json.writeObjectFieldStart("quantityCheck");
        json.writeBooleanField("valid", false);
        json.writeStringField("code", invalid.rule().code());
        json.writeStringField("detail", invalid.detail());
        json.writeObjectFieldStart("nearest");
        nearest(json, "below", invalid.below());
        nearest(json, "above", invalid.above());
        json.writeEndObject();
        json.writeEndObject();
      }
    }
  }

  private static void nearest(JsonGenerator json, String field, OptionalLong quantity)
      throws IOException {
    if (quantity.isPresent()) {
      quantity(json, field, quantity.getAsLong());
    }
  }
}
