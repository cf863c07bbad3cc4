package tradecounter.storefront.price;

import static tradecounter.json.JsonText.day;
import static tradecounter.json.JsonText.money;
import static tradecounter.json.JsonText.quantity;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.pricing.TaxAnswer;

/** What tax an amount bears, as one JSON object. */
final class TaxWriter {
  private TaxWriter() {}

  /**
   * Writes the field {@code tax} into the object that is open.
   *
   * @param net the amount that is taxed, millionths
   * @param taxedAlikeUntilDay the last day on which a rate that taxes it is the same
   */
  static void write(
      JsonGenerator json, TaxAnswer tax, long net, String currency, int taxedAlikeUntilDay)
      throws IOException {
    json.writeObjectFieldStart("tax");
    switch (tax) {
      case TaxAnswer.Taxed taxed -> {
        json.writeStringField("state", "TAXED");
        json.writeStringField("jurisdiction", taxed.jurisdiction());
        json.writeStringField("taxCategory", taxed.taxCategory());
        quantity(json, "percent", taxed.percent());
        amounts(json, taxed.tax(), net, currency);
        validUntil(json, taxedAlikeUntilDay);
      }
      case TaxAnswer.Exempt exempt -> {
        json.writeStringField("state", "EXEMPT");
        given(json, "jurisdiction", exempt.jurisdiction());
        amounts(json, 0, net, currency);
        json.writeStringField("reason", exempt.reason());
        given(json, "certificate", exempt.certificate());
        validUntil(json, exempt.validToDay());
      }
      case TaxAnswer.Unknown unknown -> {
        json.writeStringField("state", "UNKNOWN");
        given(json, "jurisdiction", unknown.jurisdiction());
        json.writeStringField("code", code(unknown.cause()));
        json.writeStringField("reason", unknown.reason());
      }
    }
    json.writeEndObject();
  }

  /** The stable name of what is missing. */
  private static String code(TaxAnswer.Cause cause) {
    return switch (cause) {
      case SHIP_TO_MISSING -> "tax-ship-to-missing";
      case JURISDICTION_MISSING -> "tax-jurisdiction-missing";
      case JURISDICTION_UNKNOWN -> "tax-jurisdiction-unknown";
      case TAX_CATEGORY_MISSING -> "tax-category-missing";
      case RATE_UNKNOWN -> "tax-rate-unknown";
    };
  }

  /** What is told of it beside a unit price. */
  static String sentence(TaxAnswer tax) {
    return switch (tax) {
      case TaxAnswer.Taxed taxed ->
          FixedPoint.format(taxed.percent())
              + " % of "
              + taxed.jurisdiction()
              + " on the tax category "
              + taxed.taxCategory();
      case TaxAnswer.Exempt exempt -> exempt.reason();
      case TaxAnswer.Unknown unknown -> unknown.reason();
    };
  }

  private static void amounts(JsonGenerator json, long tax, long net, String currency)
      throws IOException {
    money(json, "tax", tax, currency);
    money(json, "gross", Math.addExact(net, tax), currency);
  }

  private static void validUntil(JsonGenerator json, int day) throws IOException {
    if (day != Day.OPEN_END) {
      day(json, "validUntil", day);
    }
  }

  private static void given(JsonGenerator json, String field, String value) throws IOException {
    if (!value.isEmpty()) {
      json.writeStringField(field, value);
    }
  }
}
