package tradecounter.delivery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Demand;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.FeedRules;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.PositionChange;
import tradecounter.engine.canonical.PositionChange.Figure;
import tradecounter.engine.canonical.Price;
import tradecounter.engine.canonical.Receipt;

/** What is said of an object that a snapshot does not name any more. Stateless. */
final class SweepEvents {
  private static final JsonFactory FACTORY = new JsonFactory();

  private SweepEvents() {}

  /** As the other events of the delivery are ordered. */
  sealed interface Order {
    /** All have one number: that of the file. */
    record Counted(long sequence) implements Order {}

    /** As of the newest of them. */
    record Timed(Instant time) implements Order {}

    /** Each object counts for itself, or nothing is said: what arrives last, counts. */
    record Arriving() implements Order {}
  }

  /**
   * The event as JSON: figures become zero, notices are cancelled, everything else is deleted.
   *
   * @param vanished as it is now; one of the kinds that snapshots may tell
   * @param order where it stands among what the feed says of the object
   */
  static byte[] of(Change vanished, FeedRules rules, Delivery delivery, Order order) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      String key = vanished.objectKind().wireName() + "/" + vanished.key();
      json.writeStartObject();
      json.writeStringField("specversion", "1.0");
      json.writeStringField(
          "id",
          "delivery-"
              + delivery.delivery()
              + "/swept/"
              + Long.toHexString(Envelope.hashOf(vanished.objectKind().wireName(), key)));
      json.writeStringField("source", "/feeds/" + delivery.feed());
      json.writeStringField("type", "tradecounter." + type(vanished, rules) + ".v1");
      switch (order) {
        case Order.Counted counted ->
            json.writeStringField("sequence", String.valueOf(counted.sequence()));
        case Order.Timed timed -> json.writeStringField("time", timed.time().toString());
        case Order.Arriving _ -> {}
      }
      json.writeObjectFieldStart("data");
      content(json, vanished, rules);
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return out.toByteArray();
  }

  private static String type(Change vanished, FeedRules rules) {
    return switch (vanished) {
      case PositionChange _ -> "position.set";
      case Receipt _ when !rules.receiptKinds().isEmpty() -> "receipt";
      default -> vanished.objectKind().wireName() + ".deleted";
    };
  }

  private static void content(JsonGenerator json, Change vanished, FeedRules rules)
      throws IOException {
    switch (vanished) {
      case PositionChange position -> {
        json.writeStringField("item", position.item());
        json.writeStringField("location", position.location());
        for (Figure figure : Figure.values()) {
          if (position.gives(figure)) {
            json.writeNumberField(figure.wireName(), 0);
          }
        }
      }
      case Receipt receipt -> {
        json.writeStringField("receipt", receipt.receipt());
        if (!rules.receiptKinds().isEmpty()) {
          json.writeStringField("item", receipt.item());
          json.writeStringField("location", receipt.location());
          json.writeFieldName("quantity");
          json.writeNumber(FixedPoint.format(receipt.quantity()));
          json.writeStringField("kind", receipt.kind().name());
          json.writeStringField("status", Receipt.Status.CANCELLED.name());
        }
      }
      case Demand demand -> json.writeStringField("demand", demand.demand());
      case Commitment commitment -> {
        json.writeStringField("supplier", commitment.supplier());
        json.writeStringField("item", commitment.item());
      }
      case Price price -> {
        json.writeStringField("list", price.list());
        json.writeStringField("item", price.item());
        if (!price.uom().isEmpty()) {
          json.writeStringField("uom", price.uom());
        }
        if (price.validFromDay() != Day.OPEN_START) {
          json.writeStringField("validFrom", LocalDate.ofEpochDay(price.validFromDay()).toString());
        }
      }
      default -> throw new IllegalArgumentException("no snapshot tells " + vanished.objectKind());
    }
  }
}
