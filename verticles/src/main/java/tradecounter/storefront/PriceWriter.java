package tradecounter.storefront;

import static tradecounter.json.JsonText.day;
import static tradecounter.json.JsonText.money;
import static tradecounter.json.JsonText.quantity;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Optional;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.pricing.PriceAnswer;
import tradecounter.engine.pricing.PriceAnswer.Candidate;
import tradecounter.engine.pricing.PriceAnswer.Outcome;
import tradecounter.engine.pricing.PriceAnswer.Priced;

/**
 * The fields of one price answer.
 *
 * @param onDay the day that was asked for
 * @param explain whether to tell every candidate that was looked at
 */
record PriceWriter(Priced priced, Customer customer, Optional<Integer> onDay, boolean explain)
    implements Line.Writing {

  @Override
  public void to(JsonGenerator json, Freshness freshness) throws IOException {
    String currency = priced.currency();
    json.writeStringField("item", priced.item());
    json.writeStringField("customer", customer.customer());
    quantity(json, "quantity", priced.quantity());
    json.writeStringField("uom", priced.uom());
    if (onDay.isPresent()) {
      day(json, "on", onDay.get());
    }
    money(json, "unitPrice", priced.unitPrice(), currency);
    money(json, "extendedPrice", priced.extendedPrice(), currency);
    json.writeNumberField("priceUnit", priced.priceUnit());
    json.writeObjectFieldStart("winner");
    json.writeStringField("level", priced.winner().level().name());
    json.writeStringField("id", priced.winner().id());
    quantity(json, "breakMinimum", priced.winner().breakMinimum());
    json.writeEndObject();
    json.writeArrayFieldStart("breaks");
    for (PriceAnswer.Break next : priced.breaks()) {
      json.writeStartObject();
      quantity(json, "minimum", next.minimum());
      money(json, "unitPrice", next.unitPrice(), currency);
      json.writeEndObject();
    }
    json.writeEndArray();
    if (priced.validToDay() != Day.OPEN_END) {
      day(json, "validUntil", priced.validToDay());
    }
    if (explain) {
      json.writeStringField("strategy", customer.priceStrategy().name());
      candidates(json);
    }
    freshness.write(json);
  }

  private void candidates(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("candidates");
    for (Candidate candidate : priced.candidates()) {
      json.writeStartObject();
      json.writeStringField("level", candidate.level().name());
      json.writeStringField("id", candidate.id());
      if (candidate.outcome() != Outcome.FILTERED) {
        money(json, "unitPrice", candidate.unitPrice(), priced.currency());
        quantity(json, "breakMinimum", candidate.breakMinimum());
      }
      json.writeStringField("outcome", candidate.outcome().name());
      json.writeStringField(
          "reason", candidate.reason().isEmpty() ? "it goes first" : candidate.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
