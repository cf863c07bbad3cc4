package tradecounter.storefront.price;

import static tradecounter.json.JsonText.day;
import static tradecounter.json.JsonText.money;
import static tradecounter.json.JsonText.quantity;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.ExchangeRate;
import tradecounter.engine.canonical.Party;
import tradecounter.engine.pricing.PriceAnswer;
import tradecounter.engine.pricing.PriceAnswer.Conversion;
import tradecounter.engine.pricing.PriceAnswer.Lowered;
import tradecounter.engine.pricing.PriceAnswer.Priced;
import tradecounter.engine.pricing.PriceAnswer.Winner;

/** What a price comes to, from which entry, and its tax: wherever a line has a price. */
public final class PricedFields {
  private PricedFields() {}

  /** Writes the fields into the object that is open. */
  public static void write(JsonGenerator json, LinePrice.Known known, Customer customer)
      throws IOException {
    Priced priced = known.priced();
    String currency = priced.currency();
    money(json, "unitPrice", priced.unitPrice(), currency);
    money(json, "extendedPrice", priced.extendedPrice(), currency);
    json.writeNumberField("priceUnit", priced.priceUnit());
    winner(json, priced.winner(), customer);
    json.writeArrayFieldStart("breaks");
    for (PriceAnswer.Break next : priced.breaks()) {
      json.writeStartObject();
      quantity(json, "minimum", next.minimum());
      money(json, "unitPrice", next.unitPrice(), currency);
      json.writeEndObject();
    }
    json.writeEndArray();
    if (priced.breakQuantity() != priced.quantity()) {
      quantity(json, "breakQuantity", priced.breakQuantity());
    }
    promotions(json, priced.promotions(), currency);
    if (priced.freeQuantity() > 0) {
      quantity(json, "freeQuantity", priced.freeQuantity());
    }
    if (priced.conversion().isPresent()) {
      conversion(json, priced.conversion().get());
    }
    if (priced.validToDay() != Day.OPEN_END) {
      day(json, "validUntil", priced.validToDay());
    }
    TaxWriter.write(
        json, known.tax(), priced.extendedPrice(), currency, known.taxedAlikeUntilDay());
  }

  private static void winner(JsonGenerator json, Winner winner, Customer customer)
      throws IOException {
    json.writeObjectFieldStart("winner");
    json.writeStringField("level", winner.level().name());
    json.writeStringField("id", winner.id());
    Party itself = Party.customer(customer.customer());
    CandidatesWriter.party(json, winner.party().filter(party -> !party.equals(itself)));
    quantity(json, "breakMinimum", winner.breakMinimum());
    json.writeEndObject();
  }

  private static void promotions(JsonGenerator json, List<Lowered> promotions, String currency)
      throws IOException {
    if (promotions.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("promotions");
    for (Lowered lowered : promotions) {
      json.writeStartObject();
      json.writeStringField("promotion", lowered.promotion());
      if (!lowered.description().isEmpty()) {
        json.writeStringField("description", lowered.description());
      }
      money(json, "unitPrice", lowered.unitPrice(), currency);
      if (lowered.freeQuantity() > 0) {
        quantity(json, "freeQuantity", lowered.freeQuantity());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void conversion(JsonGenerator json, Conversion conversion) throws IOException {
    json.writeObjectFieldStart("conversion");
    json.writeStringField("from", conversion.from());
    json.writeStringField(
        "rate",
        BigDecimal.valueOf(conversion.rate(), ExchangeRate.DECIMALS)
            .stripTrailingZeros()
            .toPlainString());
    day(json, "rateFrom", conversion.rateFromDay());
    json.writeEndObject();
  }
}
