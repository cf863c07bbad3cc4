package tradecounter.storefront.price;

import static tradecounter.json.JsonText.day;
import static tradecounter.json.JsonText.quantity;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Optional;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.pricing.PriceAnswer.Priced;
import tradecounter.storefront.line.Freshness;
import tradecounter.storefront.line.Line;

/**
 * The fields of one price answer.
 *
 * @param onDay the day that was asked for, if one was
 * @param explain whether to tell how the price came about
 */
record PriceWriter(
    LinePrice.Known known, Customer customer, Optional<Integer> onDay, boolean explain)
    implements Line.Writing {

  @Override
  public void to(JsonGenerator json, Freshness freshness) throws IOException {
    Priced priced = known.priced();
    json.writeStringField("item", priced.item());
    json.writeStringField("customer", customer.customer());
    quantity(json, "quantity", priced.quantity());
    json.writeStringField("uom", priced.uom());
    if (onDay.isPresent()) {
      day(json, "on", onDay.get());
    }
    PricedFields.write(json, known, customer);
    if (explain) {
      json.writeStringField("strategy", customer.priceStrategy().name());
      WaterfallWriter.write(json, known);
      CandidatesWriter.write(json, priced.explanation().candidates(), priced.currency());
    }
    freshness.writeShared(json);
  }
}
