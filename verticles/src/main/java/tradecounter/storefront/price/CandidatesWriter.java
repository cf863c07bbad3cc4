package tradecounter.storefront.price;

import static tradecounter.json.JsonText.money;
import static tradecounter.json.JsonText.quantity;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import tradecounter.engine.canonical.Party;
import tradecounter.engine.pricing.PriceAnswer.Candidate;
import tradecounter.engine.pricing.PriceAnswer.Outcome;

/** Every entry and promotion that was looked at, as a JSON array. */
final class CandidatesWriter {
  private CandidatesWriter() {}

  /** Writes the field {@code candidates} into the object that is open. */
  static void write(JsonGenerator json, List<Candidate> candidates, String currency)
      throws IOException {
    json.writeArrayFieldStart("candidates");
    for (Candidate candidate : candidates) {
      json.writeStartObject();
      json.writeStringField("level", candidate.level().name());
      json.writeStringField("id", candidate.id());
      party(json, candidate.party());
      if (candidate.outcome() != Outcome.FILTERED) {
        money(json, "unitPrice", candidate.unitPrice(), currency);
        json.writeNumberField("priceUnit", candidate.priceUnit());
        quantity(json, "breakMinimum", candidate.breakMinimum());
      }
      json.writeStringField("outcome", candidate.outcome().name());
      json.writeStringField("reason", candidate.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Writes with whom a contract is agreed. */
  static void party(JsonGenerator json, Optional<Party> party) throws IOException {
    if (party.isPresent()) {
      json.writeObjectFieldStart("party");
      json.writeStringField(
          switch (party.get().kind()) {
            case CUSTOMER -> "customer";
            case BUYING_GROUP -> "buyingGroup";
          },
          party.get().key());
      json.writeEndObject();
    }
  }
}
