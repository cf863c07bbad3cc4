package tradecounter.storefront;

import static tradecounter.json.JsonText.day;
import static tradecounter.json.JsonText.quantity;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import tradecounter.engine.availability.AtpCurve;
import tradecounter.engine.availability.AvailabilityAnswer.Figures;
import tradecounter.engine.canonical.Item.QuantityRules;
import tradecounter.engine.canonical.Item.UnitOfMeasure;
import tradecounter.engine.canonical.QuantityCheck;
import tradecounter.storefront.line.AnswerShape;
import tradecounter.storefront.line.Freshness;
import tradecounter.storefront.line.InUnit;
import tradecounter.storefront.line.Line;
import tradecounter.storefront.line.PromiseWriter;
import tradecounter.storefront.line.QuantityCheckWriter;
import tradecounter.storefront.line.SubstitutesWriter;

/**
 * The fields of one availability answer, in the unit that was asked for, rounded down.
 *
 * @param check what the item's rules say to the quantity that was asked for
 */
record AvailabilityWriter(
    Figures figures, UnitOfMeasure unit, QuantityCheck check, AnswerShape shape)
    implements Line.Writing {

  @Override
  public void to(JsonGenerator json, Freshness freshness) throws IOException {
    beforeFreshness(json);
    freshness.writeShared(json);
    afterFreshness(json);
  }

  void beforeFreshness(JsonGenerator json) throws IOException {
    json.writeStringField("item", figures.item().item());
    json.writeStringField("uom", unit.uom());
    json.writeStringField("policy", figures.item().policy().name());
    if (shape.detailed()) {
      json.writeStringField("network", figures.network());
    }
    if (shape.on()) {
      day(json, "on", figures.onDay());
    }
  }

  void afterFreshness(JsonGenerator json) throws IOException {
    InUnit in = new InUnit(unit);
    in.write(json, "available", figures.available());
    atp(json, in);
    rules(json);
    if (figures.promise().isPresent()) {
      json.writeFieldName("promise");
      PromiseWriter.write(json, figures.promise().get(), in, shape);
    }
    if (shape.detailed()) {
      withheld(json, in, "withheldBySafetyStock", figures.withheldBySafetyStock());
      withheld(json, in, "withheldByProtection", figures.withheldByProtection());
    }
    new SupplyWriter(figures, in, shape.detailed()).write(json);
    if (!figures.substitutes().isEmpty()) {
      SubstitutesWriter.write(json, figures.substitutes(), shape);
    }
    if (shape.detailed() && figures.explanation().isPresent()) {
      json.writeFieldName("explanation");
      new ExplanationWriter(figures.explanation().get(), shape.anyCustomer()).write(json);
    }
    if (in.isRounded()) {
      json.writeStringField("rounding", "DOWN");
    }
  }

  /** The days on which something more becomes available; the first day in any case. */
  private void atp(JsonGenerator json, InUnit in) throws IOException {
    json.writeArrayFieldStart("atp");
    AtpCurve atp = figures.atp();
    long last = -1;
    if (atp.steps() == 0 || atp.day(0) > figures.onDay()) {
      step(json, figures.onDay(), 0);
      last = 0;
    }
    for (int i = 0; i < atp.steps(); i++) {
      long inUnit = in.of(atp.quantity(i));
      // What is less than the last decimal of the unit is no more than before.
      if (inUnit != last) {
        step(json, atp.day(i), inUnit);
        last = inUnit;
      }
    }
    json.writeEndArray();
  }

  private static void step(JsonGenerator json, int day, long inUnit) throws IOException {
    json.writeStartObject();
    day(json, "date", day);
    quantity(json, "quantity", inUnit);
    json.writeEndObject();
  }

  /** The rules themselves in the base unit, what can be asked instead in the unit asked in. */
  private void rules(JsonGenerator json) throws IOException {
    QuantityRules rules = figures.item().quantityRules();
    if (!rules.equals(QuantityRules.NONE)) {
      json.writeObjectFieldStart("quantityRules");
      json.writeStringField("baseUom", figures.item().baseUom());
      limit(json, "minimum", rules.minimum());
      limit(json, "maximum", rules.maximum());
      limit(json, "multiple", rules.multiple());
      json.writeEndObject();
    }
    QuantityCheckWriter.write(json, check);
  }

  private static void limit(JsonGenerator json, String field, long limit) throws IOException {
    if (limit > 0) {
      quantity(json, field, limit);
    }
  }

  private static void withheld(JsonGenerator json, InUnit in, String field, long withheld)
      throws IOException {
    if (withheld > 0) {
      in.write(json, field, withheld);
    }
  }
}
