package tradecounter.storefront.price;

import static tradecounter.json.JsonText.day;
import static tradecounter.json.JsonText.quantity;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.pricing.PriceAnswer.Priced;
import tradecounter.engine.pricing.PriceAnswer.Step;
import tradecounter.storefront.line.Freshness;
import tradecounter.storefront.line.Line;
import tradecounter.storefront.line.QuantityCheckWriter;

/**
 * The fields of one price answer.
 *
 * @param lineId the asker's own name of the line, empty if it has none
 * @param onDay the day that was asked for, if one was
 * @param explain whether to tell how the price came about
 * @param detailed whether also how the house makes its prices, and what did not give this one
 */
record PriceWriter(
    String lineId,
    LinePrice.Known known,
    Customer customer,
    Optional<Integer> onDay,
    boolean explain,
    boolean detailed)
    implements Line.Writing {

  @Override
  public void to(JsonGenerator json, Freshness freshness) throws IOException {
    Priced priced = known.priced();
    if (!lineId.isEmpty()) {
      json.writeStringField("lineId", lineId);
    }
    json.writeStringField("item", priced.item());
    json.writeStringField("customer", customer.customer());
    quantity(json, "quantity", priced.quantity());
    json.writeStringField("uom", priced.uom());
    if (onDay.isPresent()) {
      day(json, "on", onDay.get());
    }
    PricedFields.write(json, known, customer);
    QuantityCheckWriter.write(json, known.check());
    if (explain) {
      json.writeStringField("strategy", customer.priceStrategy().name());
      List<Step> steps = priced.explanation().waterfall();
      WaterfallWriter.write(json, known, detailed ? steps : BuyersSteps.of(steps, priced));
      if (detailed) {
        CandidatesWriter.write(json, priced.explanation().candidates(), priced.currency());
      }
    }
    freshness.writeShared(json);
  }
}
