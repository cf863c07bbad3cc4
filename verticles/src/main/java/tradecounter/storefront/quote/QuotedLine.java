package tradecounter.storefront.quote;

import static tradecounter.json.JsonText.quantity;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import tradecounter.engine.availability.AvailabilityAnswer.Figures;
import tradecounter.engine.availability.AvailabilityAnswer.Promise;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Item.UnitOfMeasure;
import tradecounter.storefront.line.AnswerShape;
import tradecounter.storefront.line.Freshness;
import tradecounter.storefront.line.InUnit;
import tradecounter.storefront.line.Line;
import tradecounter.storefront.line.PromiseWriter;
import tradecounter.storefront.line.QuestionLine;
import tradecounter.storefront.line.SubstitutesWriter;
import tradecounter.storefront.price.LinePrice;
import tradecounter.storefront.price.PricedFields;

/**
 * What one line of a quote comes to: whatever is known of it, and everything that keeps it from
 * being ordered.
 *
 * @param supply empty if it could not be looked for
 */
record QuotedLine(
    QuestionLine line, LinePrice price, Optional<Supply> supply, List<Line.Problematic> problems) {

  /**
   * Where the line comes from.
   *
   * @param base the quantity in base units, millionths
   */
  record Supply(UnitOfMeasure unit, long base, Figures figures, Promise promise) {}

  boolean isGood() {
    return problems.isEmpty();
  }

  long feedBits() {
    return (price instanceof LinePrice.Known known ? known.feedBits() : 0)
        | supply.map(s -> s.figures().feedBits()).orElse(0L);
  }

  /** The line as part of an answer. */
  Line.Figures answer(Customer customer, AnswerShape shape) {
    return new Line.Figures(
        feedBits(), (json, freshness) -> write(json, freshness, customer, shape));
  }

  private void write(JsonGenerator json, Freshness freshness, Customer customer, AnswerShape shape)
      throws IOException {
    json.writeStringField("lineId", line.lineId());
    json.writeStringField("item", line.item());
    quantity(json, "quantity", line.quantity());
    String uom = supply.map(s -> s.unit().uom()).orElse(line.uom());
    if (price instanceof LinePrice.Known known) {
      json.writeStringField("uom", known.priced().uom());
      PricedFields.write(json, known, customer);
    } else if (!uom.isEmpty()) {
      json.writeStringField("uom", uom);
    }
    if (supply.isPresent()) {
      Supply found = supply.get();
      InUnit in = new InUnit(found.unit());
      in.write(json, "available", found.figures().available());
      json.writeFieldName("promise");
      PromiseWriter.write(json, found.promise(), in, shape);
      if (!found.figures().substitutes().isEmpty()) {
        SubstitutesWriter.write(json, found.figures().substitutes(), shape);
      }
      if (in.isRounded()) {
        json.writeStringField("rounding", "DOWN");
      }
    }
    if (!isGood()) {
      json.writeArrayFieldStart("problems");
      for (Line.Problematic problem : problems) {
        json.writeStartObject();
        problem.writeFields(json);
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    freshness.writeShared(json);
  }
}
