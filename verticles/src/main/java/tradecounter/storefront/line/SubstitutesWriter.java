package tradecounter.storefront.line;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import tradecounter.engine.availability.AvailabilityAnswer.Substitution;
import tradecounter.engine.canonical.Item;

/** What is offered in the place of an item, each in the base unit, which both have in common. */
public final class SubstitutesWriter {
  private SubstitutesWriter() {}

  /** Writes the field {@code substitutes} into the object that is open. */
  public static void write(JsonGenerator json, List<Substitution> substitutes, AnswerShape shape)
      throws IOException {
    json.writeArrayFieldStart("substitutes");
    for (Substitution substitution : substitutes) {
      Item item = substitution.item();
      InUnit in = new InUnit(item.unit(item.baseUom()));
      json.writeStartObject();
      json.writeStringField("item", item.item());
      json.writeStringField("of", substitution.of());
      json.writeStringField("kind", substitution.kind().name());
      json.writeNumberField("rank", substitution.rank());
      if (!item.description().isEmpty()) {
        json.writeStringField("description", item.description());
      }
      json.writeStringField("uom", in.uom());
      in.write(json, "available", substitution.available());
      if (substitution.promise().isPresent()) {
        json.writeFieldName("promise");
        PromiseWriter.write(json, substitution.promise().get(), in, shape);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
