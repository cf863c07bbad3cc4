package tradecounter.storefront.quote;

import static tradecounter.json.JsonText.money;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import tradecounter.engine.pricing.TaxAnswer;
import tradecounter.storefront.price.LinePrice;
import tradecounter.storefront.price.LinePrices;

/**
 * What all lines cost together, as far as that is known: never a sum with something left out.
 *
 * @param net empty if a line has no price
 * @param tax empty if that of a line is not known
 * @param reason why something is left out; empty if nothing is
 */
record Totals(String currency, Optional<Long> net, Optional<Long> tax, String reason) {

  static Totals of(List<QuotedLine> lines) {
    String currency = "";
    long net = 0;
    long tax = 0;
    String reason = "";
    for (QuotedLine line : lines) {
      switch (line.price()) {
        case LinePrice.None _ -> {
          return none("line " + line.line().lineId() + " has no price");
        }
        case LinePrice.Known known -> {
          currency = known.priced().currency();
          net += known.priced().extendedPrice();
          Optional<Long> taxOfLine = known.taxAmount();
          tax += taxOfLine.orElse(0L);
          if (taxOfLine.isEmpty() && reason.isEmpty()) {
            reason = untaxed(line.line().lineId(), known);
          }
        }
      }
      // Each line is less than the limit: the sums cannot have wrapped before this is seen.
      if (net + tax >= LinePrices.AMOUNT_LIMIT) {
        return none("all lines together cost more than can be told: less than 10^12 can");
      }
    }
    return new Totals(
        currency, Optional.of(net), reason.isEmpty() ? Optional.of(tax) : Optional.empty(), reason);
  }

  private static Totals none(String reason) {
    return new Totals("", Optional.empty(), Optional.empty(), reason);
  }

  private static String untaxed(String lineId, LinePrice.Known known) {
    if (!(known.tax() instanceof TaxAnswer.Unknown unknown)) {
      throw new IllegalArgumentException("the tax of line " + lineId + " is known");
    }
    return unknown.cause() == TaxAnswer.Cause.SHIP_TO_MISSING
        ? unknown.reason()
        : "the tax of line " + lineId + " is not known: " + unknown.reason();
  }

  /** Writes the field {@code totals} into the object that is open. */
  void write(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("totals");
    if (net.isPresent()) {
      money(json, "net", net.get(), currency);
      if (tax.isPresent()) {
        money(json, "tax", tax.get(), currency);
        money(json, "gross", net.get() + tax.get(), currency);
      }
    }
    if (!reason.isEmpty()) {
      json.writeStringField("reason", reason);
    }
    json.writeEndObject();
  }
}
