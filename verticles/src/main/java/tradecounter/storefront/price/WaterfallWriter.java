package tradecounter.storefront.price;

import static tradecounter.json.JsonText.money;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.RoundingMode;
import java.util.List;
import java.util.OptionalLong;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.pricing.PriceAnswer.Step;
import tradecounter.engine.pricing.TaxAnswer;

/** How a price came about, from the list price to the gross price of a unit, as a JSON array. */
final class WaterfallWriter {
  /** A tax is at most 1,000 %: gross is at most so many times the net. */
  private static final long MOST_TAX = 11;

  private WaterfallWriter() {}

  /** Writes the field {@code waterfall} into the object that is open; the tax is the last step. */
  static void write(JsonGenerator json, LinePrice.Known known, List<Step> steps)
      throws IOException {
    json.writeArrayFieldStart("waterfall");
    for (Step step : steps) {
      step(
          json,
          step.kind().name(),
          step.id(),
          OptionalLong.of(step.unitPrice()),
          step.currency(),
          step.reason());
    }
    TaxAnswer tax = known.tax();
    step(
        json,
        "TAX",
        switch (tax) {
          case TaxAnswer.Taxed taxed -> taxed.jurisdiction();
          case TaxAnswer.Exempt exempt -> exempt.jurisdiction();
          case TaxAnswer.Unknown unknown -> unknown.jurisdiction();
        },
        gross(tax, known.priced().unitPrice()),
        known.priced().currency(),
        TaxWriter.sentence(tax));
    json.writeEndArray();
  }

  /**
   * Per unit, rounded half up to six decimals as unit prices are; none if nobody can say, or if it
   * is more than an amount can be.
   */
  private static OptionalLong gross(TaxAnswer tax, long unitPrice) {
    return switch (tax) {
      case TaxAnswer.Taxed taxed ->
          unitPrice < LinePrices.AMOUNT_LIMIT / MOST_TAX
              ? OptionalLong.of(
                  FixedPoint.multiplyDivide(
                      unitPrice,
                      FixedPoint.of(100) + taxed.percent(),
                      FixedPoint.of(100),
                      RoundingMode.HALF_UP))
              : OptionalLong.empty();
      case TaxAnswer.Exempt _ -> OptionalLong.of(unitPrice);
      case TaxAnswer.Unknown _ -> OptionalLong.empty();
    };
  }

  private static void step(
      JsonGenerator json,
      String kind,
      String id,
      OptionalLong unitPrice,
      String currency,
      String reason)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", kind);
    if (!id.isEmpty()) {
      json.writeStringField("id", id);
    }
    if (unitPrice.isPresent()) {
      money(json, "unitPrice", unitPrice.getAsLong(), currency);
    }
    json.writeStringField("reason", reason);
    json.writeEndObject();
  }
}
