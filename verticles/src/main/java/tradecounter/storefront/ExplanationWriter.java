package tradecounter.storefront;

import static tradecounter.json.JsonText.day;
import static tradecounter.json.JsonText.instant;
import static tradecounter.json.JsonText.quantity;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import tradecounter.engine.availability.AtpCurve;
import tradecounter.engine.availability.Explanation;
import tradecounter.engine.availability.Explanation.OfCommitment;
import tradecounter.engine.availability.Explanation.OfDemand;
import tradecounter.engine.availability.Explanation.OfHold;
import tradecounter.engine.availability.Explanation.OfItem;
import tradecounter.engine.availability.Explanation.OfPosition;
import tradecounter.engine.availability.Explanation.OfProtection;
import tradecounter.engine.availability.Explanation.OfReceipt;
import tradecounter.engine.availability.Explanation.OfSource;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.Outage;
import tradecounter.engine.canonical.Protection;
import tradecounter.engine.canonical.Receipt;
import tradecounter.engine.canonical.StalePolicy;
import tradecounter.storefront.line.Freshness;

/**
 * Every number that an answer was made from, as one JSON object: a stable code, the figures, and a
 * sentence for each. Quantities are in the base unit of the item they are of, not rounded.
 *
 * @param anyCustomer whether other customers, and the orders of others, may be named
 */
record ExplanationWriter(Explanation explanation, boolean anyCustomer) {

  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    network(json, explanation.network());
    json.writeArrayFieldStart("items");
    for (OfItem item : explanation.items()) {
      item(json, item);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void network(JsonGenerator json, Network network) throws IOException {
    json.writeObjectFieldStart("network");
    json.writeStringField("network", network.network());
    json.writeNumberField("priority", network.priority());
    json.writeStringField("sourcing", network.sourcing().name());
    text(json, "region", explanation.region());
    json.writeObjectFieldStart("match");
    keys(json, "channels", network.match().channels());
    keys(json, "regions", network.match().regions());
    keys(json, "customerGroups", network.match().customerGroups());
    if (anyCustomer) {
      keys(json, "customers", network.match().customers());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  /** What is empty matches everything and is left out. */
  private static void keys(JsonGenerator json, String field, Set<String> keys) throws IOException {
    if (!keys.isEmpty()) {
      json.writeArrayFieldStart(field);
      for (String key : new TreeSet<>(keys)) {
        json.writeString(key);
      }
      json.writeEndArray();
    }
  }

  private void item(JsonGenerator json, OfItem item) throws IOException {
    json.writeStartObject();
    json.writeStringField("item", item.item());
    quantity(json, "neededPerUnit", item.neededPerUnit());
    day(json, "lastDay", item.lastDay());
    json.writeArrayFieldStart("sources");
    for (OfSource source : item.sources()) {
      source(json, source, item.lastDay());
    }
    json.writeEndArray();
    json.writeArrayFieldStart("protections");
    for (OfProtection protection : item.protections()) {
      protection(json, protection);
    }
    json.writeEndArray();
    curve(json, "atp", item.atp());
    json.writeEndObject();
  }

  private void source(JsonGenerator json, OfSource source, int lastDay) throws IOException {
    json.writeStartObject();
    json.writeStringField("source", source.source().key());
    json.writeStringField("kind", source.source().kind().name());
    json.writeNumberField("rank", source.source().rank());
    json.writeNumberField("transitDays", source.source().transitDays());
    json.writeStringField("code", source.serves().name());
    json.writeStringField("reason", Reasons.of(source));
    knownDay(json, "today", source.today());
    json.writeBooleanField("afterCutOff", source.afterCutOff());
    knownDay(json, "firstDispatchOn", source.firstDispatchDay());
    knownDay(json, "firstArrivalOn", source.firstArrivalDay());
    if (source.position().isPresent()) {
      position(json, source.position().get());
    }
    json.writeArrayFieldStart("receipts");
    for (OfReceipt receipt : source.receipts()) {
      receipt(json, receipt, source.today(), lastDay);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("demands");
    for (OfDemand demand : source.demands()) {
      demand(json, demand);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("holds");
    for (OfHold hold : source.holds()) {
      hold(json, hold);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("commitments");
    for (OfCommitment commitment : source.commitments()) {
      commitment(json, commitment);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("outages");
    for (Outage outage : source.outages()) {
      outage(json, outage);
    }
    json.writeEndArray();
    if (source.takenByEarlierLines() > 0) {
      quantity(json, "takenByEarlierLines", source.takenByEarlierLines());
    }
    curve(json, "beforeProtection", source.beforeProtection());
    curve(json, "atp", source.atp());
    json.writeEndObject();
  }

  private static void position(JsonGenerator json, OfPosition position) throws IOException {
    json.writeObjectFieldStart("position");
    quantity(json, "onHand", position.onHand());
    quantity(json, "allocated", position.allocated());
    quantity(json, "blocked", position.blocked());
    quantity(json, "safetyStock", position.safetyStock());
    quantity(json, "free", position.free());
    quantity(json, "counted", position.counted());
    stale(json, position.stale());
    json.writeStringField("reason", Reasons.of(position));
    json.writeEndObject();
  }

  private static void receipt(JsonGenerator json, OfReceipt told, int today, int lastDay)
      throws IOException {
    Receipt receipt = told.receipt();
    json.writeStartObject();
    json.writeStringField("receipt", receipt.receipt());
    json.writeStringField("kind", receipt.kind().name());
    text(json, "supplier", receipt.supplier());
    quantity(json, "quantity", receipt.outstanding());
    knownDay(json, "expectedOn", receipt.expectedOnDay());
    quantity(json, "counted", told.counted());
    knownDay(json, "countedOn", told.countedOnDay());
    json.writeStringField("code", told.why().name());
    stale(json, told.stale());
    json.writeStringField("reason", Reasons.of(told, today, lastDay));
    json.writeEndObject();
  }

  private void demand(JsonGenerator json, OfDemand told) throws IOException {
    json.writeStartObject();
    if (anyCustomer) {
      json.writeStringField("demand", told.demand().demand());
    }
    quantity(json, "quantity", told.demand().outstanding());
    day(json, "dueOn", told.demand().dueOnDay());
    knownDay(json, "countedOn", told.countedOnDay());
    json.writeEndObject();
  }

  private void hold(JsonGenerator json, OfHold told) throws IOException {
    json.writeStartObject();
    if (anyCustomer) {
      json.writeStringField("hold", told.hold());
    }
    quantity(json, "quantity", told.quantity());
    knownDay(json, "countedOn", told.countedOnDay());
    json.writeEndObject();
  }

  private static void commitment(JsonGenerator json, OfCommitment told) throws IOException {
    Commitment commitment = told.commitment();
    json.writeStartObject();
    json.writeStringField("supplier", commitment.supplier());
    quantity(json, "quantity", commitment.quantity());
    quantity(json, "counted", told.counted());
    json.writeNumberField("leadTimeDays", commitment.leadTimeDays());
    instant(json, "asOf", commitment.asOfMillis());
    json.writeNumberField("ageDays", told.ageDays());
    if (commitment.minimumOrder() > 0) {
      quantity(json, "minimumOrder", commitment.minimumOrder());
    }
    if (commitment.validUntilMillis() != Long.MAX_VALUE) {
      instant(json, "validUntil", commitment.validUntilMillis());
    }
    knownDay(json, "shipsOn", told.shipsOnDay());
    json.writeStringField("code", told.why().name());
    stale(json, told.stale());
    json.writeStringField("reason", Reasons.of(told));
    json.writeEndObject();
  }

  private static void outage(JsonGenerator json, Outage outage) throws IOException {
    json.writeStartObject();
    json.writeStringField("outage", outage.outage());
    knownDay(json, "from", outage.fromDay());
    knownDay(json, "to", outage.toDay());
    text(json, "reason", outage.reason());
    json.writeEndObject();
  }

  private static void protection(JsonGenerator json, OfProtection told) throws IOException {
    Protection protection = told.protection();
    json.writeStartObject();
    json.writeStringField("protection", protection.protection());
    json.writeStringField("bound", protection.bound().name());
    quantity(json, "quantity", protection.quantity());
    text(json, "category", protection.category());
    text(json, "channel", protection.channel());
    text(json, "customerGroup", protection.customerGroup());
    knownDay(json, "validFrom", protection.validFromDay());
    knownDay(json, "validTo", protection.validToDay());
    json.writeBooleanField("isForBuyer", told.isForBuyer());
    json.writeBooleanField("applies", told.applies());
    json.writeStringField("reason", Reasons.of(told));
    json.writeEndObject();
  }

  private static void stale(JsonGenerator json, StalePolicy policy) throws IOException {
    if (policy.kind() != StalePolicy.Kind.SERVE_FLAGGED) {
      json.writeObjectFieldStart("stale");
      Freshness.policy(json, policy);
      json.writeEndObject();
    }
  }

  private static void curve(JsonGenerator json, String field, AtpCurve curve) throws IOException {
    json.writeArrayFieldStart(field);
    for (int i = 0; i < curve.steps(); i++) {
      json.writeStartObject();
      day(json, "date", curve.day(i));
      quantity(json, "quantity", curve.quantity(i));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void knownDay(JsonGenerator json, String field, int day) throws IOException {
    if (day != Day.OPEN_START && day != Day.OPEN_END) {
      day(json, field, day);
    }
  }

  private static void text(JsonGenerator json, String field, String text) throws IOException {
    if (!text.isEmpty()) {
      json.writeStringField(field, text);
    }
  }
}
