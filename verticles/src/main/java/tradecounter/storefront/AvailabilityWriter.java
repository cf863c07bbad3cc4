package tradecounter.storefront;

import static tradecounter.json.JsonText.day;
import static tradecounter.json.JsonText.instant;
import static tradecounter.json.JsonText.quantity;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import tradecounter.engine.availability.AtpCurve;
import tradecounter.engine.availability.AvailabilityAnswer.ComponentFigures;
import tradecounter.engine.availability.AvailabilityAnswer.Figures;
import tradecounter.engine.availability.AvailabilityAnswer.LateReceipt;
import tradecounter.engine.availability.AvailabilityAnswer.LocationFigures;
import tradecounter.engine.availability.AvailabilityAnswer.Promise;
import tradecounter.engine.availability.AvailabilityAnswer.SupplierFigures;
import tradecounter.engine.canonical.Item.UnitOfMeasure;

/**
 * The fields of one availability answer, in the unit that was asked for, rounded down.
 *
 * @param firstDay the first day of the ATP list
 * @param dated whether a day was asked for
 * @param detailed whether the caller may see locations, suppliers and components
 */
record AvailabilityWriter(
    Figures figures, UnitOfMeasure unit, int firstDay, boolean dated, boolean detailed)
    implements Line.Writing {

  @Override
  public void to(JsonGenerator json, Freshness freshness) throws IOException {
    json.writeStringField("item", figures.item().item());
    json.writeStringField("uom", unit.uom());
    json.writeStringField("policy", figures.item().policy().name());
    if (detailed) {
      json.writeStringField("network", figures.network());
    }
    if (dated) {
      day(json, "on", firstDay);
    }
    freshness.write(json);
    quantity(json, "available", inUnit(figures.available()));
    atp(json, figures.atp());
    if (figures.promise().isPresent()) {
      promise(json, figures.promise().get());
    }
    if (detailed && figures.withheldBySafetyStock() > 0) {
      quantity(json, "withheldBySafetyStock", inUnit(figures.withheldBySafetyStock()));
    }
    if (!figures.lateReceipts().isEmpty()) {
      lateSupply(json);
    }
    if (detailed) {
      detail(json);
    }
  }

  private long inUnit(long quantity) {
    return Units.fromBase(quantity, unit);
  }

  /** The days on which something more becomes available; the first day in any case. */
  private void atp(JsonGenerator json, AtpCurve atp) throws IOException {
    json.writeArrayFieldStart("atp");
    if (atp.steps() == 0 || atp.day(0) > firstDay) {
      step(json, firstDay, 0);
    }
    for (int i = 0; i < atp.steps(); i++) {
      step(json, atp.day(i), atp.quantity(i));
    }
    json.writeEndArray();
  }

  private void step(JsonGenerator json, int day, long quantity) throws IOException {
    json.writeStartObject();
    day(json, "date", day);
    quantity(json, "quantity", inUnit(quantity));
    json.writeEndObject();
  }

  private void promise(JsonGenerator json, Promise promise) throws IOException {
    json.writeObjectFieldStart("promise");
    quantity(json, "quantity", inUnit(promise.quantity()));
    json.writeBooleanField("complete", promise.complete());
    if (promise.complete()) {
      day(json, "date", promise.day());
    }
    json.writeArrayFieldStart("parts");
    for (Promise.Part part : promise.parts()) {
      json.writeStartObject();
      quantity(json, "quantity", inUnit(part.quantity()));
      day(json, "date", part.day());
      json.writeStringField("from", part.from());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void lateSupply(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("lateSupply");
    for (LateReceipt late : figures.lateReceipts()) {
      json.writeStartObject();
      json.writeStringField("receipt", late.receipt());
      quantity(json, "quantity", inUnit(late.quantity()));
      day(json, "expectedOn", late.expectedOnDay());
      switch (late.action()) {
        case LateReceipt.Action.Shifted shifted -> {
          json.writeStringField("action", "SHIFTED");
          day(json, "countedOn", shifted.countedOnDay());
        }
        case LateReceipt.Action.Dropped _ -> json.writeStringField("action", "DROPPED");
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void detail(JsonGenerator json) throws IOException {
    if (!figures.locations().isEmpty()) {
      json.writeArrayFieldStart("locations");
      for (LocationFigures at : figures.locations()) {
        json.writeStartObject();
        json.writeStringField("location", at.location());
        quantity(json, "onHand", inUnit(at.onHand()));
        quantity(json, "allocated", inUnit(at.allocated()));
        quantity(json, "blocked", inUnit(at.blocked()));
        quantity(json, "held", 0);
        quantity(json, "safetyStock", inUnit(at.safetyStock()));
        quantity(json, "available", inUnit(at.available()));
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    if (!figures.suppliers().isEmpty()) {
      json.writeArrayFieldStart("suppliers");
      for (SupplierFigures supplier : figures.suppliers()) {
        json.writeStartObject();
        json.writeStringField("supplier", supplier.commitment().supplier());
        quantity(json, "quantity", inUnit(supplier.commitment().quantity()));
        json.writeNumberField("leadTimeDays", supplier.commitment().leadTimeDays());
        day(json, "date", supplier.shipsOnDay());
        instant(json, "asOf", supplier.commitment().asOfMillis());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    if (!figures.components().isEmpty()) {
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
}
