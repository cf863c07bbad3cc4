package tradecounter.storefront;

import static tradecounter.json.JsonText.day;
import static tradecounter.json.JsonText.instant;
import static tradecounter.json.JsonText.quantity;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import tradecounter.engine.availability.AvailabilityAnswer.ComponentFigures;
import tradecounter.engine.availability.AvailabilityAnswer.Figures;
import tradecounter.engine.availability.AvailabilityAnswer.LateReceipt;
import tradecounter.engine.availability.AvailabilityAnswer.LocationFigures;
import tradecounter.engine.availability.AvailabilityAnswer.StaleSupply;
import tradecounter.engine.availability.AvailabilityAnswer.SupplierFigures;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.Item;
import tradecounter.storefront.line.Freshness;
import tradecounter.storefront.line.InUnit;

/**
 * What an answer's figures come from: late and stale supply for everybody, with names for those who
 * may see them; locations, suppliers and components for those alone.
 */
record SupplyWriter(Figures figures, InUnit in, boolean detailed) {

  void write(JsonGenerator json) throws IOException {
    if (!figures.lateReceipts().isEmpty()) {
      late(json);
    }
    if (!figures.staleSupply().isEmpty()) {
      stale(json);
    }
    if (detailed) {
      if (!figures.locations().isEmpty()) {
        locations(json);
      }
      if (!figures.suppliers().isEmpty()) {
        suppliers(json);
      }
      if (!figures.components().isEmpty()) {
        components(json);
      }
    }
  }

  /** The supply of a bundle is of its components, each in a base unit of its own. */
  private void supplied(JsonGenerator json, String field, long quantity) throws IOException {
    if (figures.item().policy() == Item.Policy.BUNDLE) {
      quantity(json, field, quantity);
    } else {
      in.write(json, field, quantity);
    }
  }

  private void late(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("lateSupply");
    for (LateReceipt late : figures.lateReceipts()) {
      json.writeStartObject();
      if (detailed) {
        json.writeStringField("receipt", late.receipt());
      }
      supplied(json, "quantity", late.quantity());
      day(json, "expectedOn", late.expectedOnDay());
      switch (late.action()) {
        case LateReceipt.Action.InGrace grace -> {
          json.writeStringField("action", "IN_GRACE");
          day(json, "countedOn", grace.countedOnDay());
        }
        case LateReceipt.Action.Shifted shifted -> {
          json.writeStringField("action", "SHIFTED");
          day(json, "countedOn", shifted.countedOnDay());
        }
        case LateReceipt.Action.Dropped _ -> json.writeStringField("action", "DROPPED");
      }
      supplied(json, "counted", late.counted());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void stale(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("staleSupply");
    for (StaleSupply stale : figures.staleSupply()) {
      json.writeStartObject();
      if (detailed) {
        json.writeStringField("source", stale.source());
      }
      Freshness.policy(json, stale.policy());
      supplied(json, "quantity", stale.quantity());
      supplied(json, "counted", stale.counted());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void locations(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("locations");
    for (LocationFigures at : figures.locations()) {
      json.writeStartObject();
      json.writeStringField("location", at.location());
      in.write(json, "onHand", at.onHand());
      in.write(json, "allocated", at.allocated());
      in.write(json, "blocked", at.blocked());
      in.write(json, "held", at.held());
      in.write(json, "safetyStock", at.safetyStock());
      in.write(json, "available", at.available());
      if (!at.open()) {
        json.writeBooleanField("open", false);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void suppliers(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("suppliers");
    for (SupplierFigures supplier : figures.suppliers()) {
      Commitment commitment = supplier.commitment();
      json.writeStartObject();
      json.writeStringField("supplier", commitment.supplier());
      in.write(json, "quantity", commitment.quantity());
      in.write(json, "held", supplier.held());
      in.write(json, "counted", supplier.counted());
      json.writeNumberField("leadTimeDays", commitment.leadTimeDays());
      day(json, "date", supplier.shipsOnDay());
      instant(json, "asOf", commitment.asOfMillis());
      json.writeNumberField("ageDays", supplier.ageDays());
      if (commitment.minimumOrder() > 0) {
        in.write(json, "minimumOrder", commitment.minimumOrder());
      }
      if (commitment.validUntilMillis() != Long.MAX_VALUE) {
        instant(json, "validUntil", commitment.validUntilMillis());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void components(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("components");
    for (ComponentFigures component : figures.components()) {
      json.writeStartObject();
      json.writeStringField("item", component.component().item());
      quantity(json, "quantity", component.component().quantity());
      quantity(json, "available", component.available());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
