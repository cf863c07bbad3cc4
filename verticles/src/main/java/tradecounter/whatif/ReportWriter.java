package tradecounter.whatif;

import static tradecounter.json.JsonText.day;
import static tradecounter.json.JsonText.money;
import static tradecounter.json.JsonText.quantity;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tradecounter.engine.canonical.Party;
import tradecounter.engine.pricing.PriceAnswer.Priced;
import tradecounter.engine.pricing.PriceAnswer.Winner;
import tradecounter.engine.state.ProposedPrices.Objection;
import tradecounter.engine.whatif.Compared;
import tradecounter.engine.whatif.PriceReport;
import tradecounter.engine.whatif.PriceReport.Changed;
import tradecounter.engine.whatif.PriceReport.Difference;
import tradecounter.engine.whatif.PriceReport.Margins;
import tradecounter.engine.whatif.PriceReport.Pair;
import tradecounter.engine.whatif.PriceReport.Spread;
import tradecounter.engine.whatif.PriceReport.Thin;
import tradecounter.engine.whatif.PriceReport.Unpriced;
import tradecounter.json.JsonText;
import tradecounter.log.LogProgress;

/** The JSON of a report. */
record ReportWriter(
    Compared compared,
    int events,
    PricesWhatIf.Outcome outcome,
    int reportedErrors,
    LogProgress progress,
    long tookMillis) {

  Buffer written() {
    PriceReport report = outcome.comparison().report();
    return JsonText.of(
        json -> {
          json.writeStartObject();
          day(json, "on", compared.onDay());
          json.writeNumberField("events", events);
          json.writeNumberField("customers", outcome.customers());
          json.writeNumberField("items", outcome.items());
          json.writeNumberField("pairs", report.pairs());
          json.writeObjectFieldStart("counts");
          for (Difference difference : Difference.values()) {
            json.writeNumberField(
                difference.name().toLowerCase(Locale.ROOT),
                report.counts().getOrDefault(difference, 0L));
          }
          json.writeEndObject();
          spread(json, "cheaper", report.cheaper());
          spread(json, "dearer", report.dearer());
          changed(json, "increases", report.increases());
          changed(json, "decreases", report.decreases());
          changed(json, "gained", report.gained());
          changed(json, "lost", report.lost());
          margins(json, report.margins());
          problems(json, report.problems());
          objections(json);
          json.writeStringField("logPosition", progress.toString());
          json.writeNumberField("tookMs", tookMillis);
          json.writeEndObject();
        });
  }

  private static void spread(JsonGenerator json, String field, Spread spread) throws IOException {
    json.writeObjectFieldStart(field);
    json.writeNumberField("percentages", spread.percentages());
    if (spread.percentages() > 0) {
      percent(json, "leastPercent", spread.minimum());
      percent(json, "mostPercent", spread.maximum());
      percent(json, "meanPercent", spread.mean());
    }
    json.writeEndObject();
  }

  private static void changed(JsonGenerator json, String field, List<Changed> all)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (Changed changed : all) {
      json.writeStartObject();
      pair(json, changed.pair());
      percent(json, "percent", changed.percent());
      price(json, "before", changed.before());
      price(json, "after", changed.after());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void margins(JsonGenerator json, Margins margins) throws IOException {
    json.writeObjectFieldStart("margins");
    json.writeNumberField("costUnknown", margins.costUnknown());
    json.writeNumberField("belowBefore", margins.belowBefore());
    json.writeNumberField("belowAfter", margins.belowAfter());
    json.writeNumberField("newlyBelow", margins.newlyBelow());
    json.writeArrayFieldStart("worst");
    for (Thin thin : margins.worst()) {
      json.writeStartObject();
      pair(json, thin.pair());
      money(json, "cost", thin.cost(), thin.after().currency());
      percent(json, "floorPercent", thin.floorPercent());
      percent(json, "marginBefore", thin.marginBefore());
      percent(json, "marginAfter", thin.marginAfter());
      price(json, "before", thin.before());
      price(json, "after", Optional.of(thin.after()));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void problems(JsonGenerator json, List<Unpriced> problems) throws IOException {
    json.writeArrayFieldStart("problems");
    for (Unpriced problem : problems) {
      json.writeStartObject();
      pair(json, problem.pair());
      json.writeStringField("detail", problem.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void objections(JsonGenerator json) throws IOException {
    List<Objection> all = outcome.proposed().objections();
    json.writeArrayFieldStart("objections");
    for (Objection objection : all.subList(0, Math.min(all.size(), reportedErrors))) {
      json.writeStartObject();
      json.writeNumberField("index", objection.index());
      json.writeStringField("code", objection.code());
      json.writeStringField("detail", objection.detail());
      json.writeEndObject();
    }
    json.writeEndArray();
    if (all.size() > reportedErrors) {
      json.writeNumberField("objectionsOmitted", all.size() - reportedErrors);
    }
  }

  private static void pair(JsonGenerator json, Pair pair) throws IOException {
    json.writeStringField("customer", pair.customer());
    json.writeStringField("item", pair.item());
    quantity(json, "quantity", pair.quantity());
  }

  private static void price(JsonGenerator json, String field, Optional<Priced> price)
      throws IOException {
    if (price.isEmpty()) {
      return;
    }
    Priced priced = price.get();
    json.writeObjectFieldStart(field);
    money(json, "unitPrice", priced.unitPrice(), priced.currency());
    json.writeNumberField("priceUnit", priced.priceUnit());
    json.writeStringField("uom", priced.uom());
    if (priced.freeQuantity() > 0) {
      quantity(json, "freeQuantity", priced.freeQuantity());
    }
    Winner winner = priced.winner();
    json.writeObjectFieldStart("winner");
    json.writeStringField("level", winner.level().name());
    json.writeStringField("id", winner.id());
    if (winner.party().isPresent()) {
      Party party = winner.party().get();
      json.writeObjectFieldStart("party");
      json.writeStringField(
          party.kind() == Party.Kind.CUSTOMER ? "customer" : "buyingGroup", party.key());
      json.writeEndObject();
    }
    json.writeEndObject();
    if (!priced.promotions().isEmpty()) {
      json.writeArrayFieldStart("promotions");
      for (var lowered : priced.promotions()) {
        json.writeString(lowered.promotion());
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void percent(JsonGenerator json, String field, Optional<BigDecimal> percent)
      throws IOException {
    if (percent.isPresent()) {
      percent(json, field, percent.get());
    }
  }

  private static void percent(JsonGenerator json, String field, BigDecimal percent)
      throws IOException {
    json.writeFieldName(field);
    json.writeNumber(percent.stripTrailingZeros().toPlainString());
  }
}
