package tradecounter.feed;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What an event is about in words, such as {@code price of item BOLT on list BASE}: what whoever
 * mends a refused one looks for. Reads no more than the type and the fields of the key, whatever
 * else is wrong.
 */
final class EventSubject {
  private static final String PREFIX = "tradecounter.";
  private static final String SUFFIX = ".v1";
  private static final String DELETED = ".deleted";

  /** What is no key is told up to here. */
  private static final int MAXIMUM_LENGTH = 64;

  /** By object, what comes before its key fields and what before each of them. */
  private static final Map<String, Words> WORDS =
      Map.ofEntries(
          Map.entry("item", words("item", "", "item")),
          Map.entry("location", words("location", "", "location")),
          Map.entry("network", words("network", "", "network")),
          Map.entry("outage", words("outage", "", "outage")),
          Map.entry("threshold", words("threshold", "", "threshold")),
          Map.entry("customer", words("customer", "", "customer")),
          Map.entry("position", position()),
          Map.entry("position.set", position()),
          Map.entry("position.adjusted", position()),
          Map.entry("receipt", words("receipt", "", "receipt")),
          Map.entry("demand", words("demand", "", "demand")),
          Map.entry("commitment", words("commitment", "of", "supplier", "for item", "item")),
          Map.entry("protection", words("protection", "", "protection")),
          Map.entry("price-list", words("price list", "", "list")),
          Map.entry(
              "price",
              words(
                  "price",
                  "of item",
                  "item",
                  "on list",
                  "list",
                  "per",
                  "uom",
                  "from",
                  "validFrom")),
          Map.entry(
              "contract-price",
              words(
                  "contract",
                  "",
                  "contract",
                  "of customer",
                  "customer",
                  "of buying group",
                  "buyingGroup",
                  "for item",
                  "item",
                  "for category",
                  "category",
                  "per",
                  "uom",
                  "from",
                  "validFrom")),
          Map.entry(
              "order-status",
              words("order status", "of order", "orderId", "of the ERP's order", "erpOrder")),
          Map.entry("shipment", words("shipment", "", "shipment", "of order", "orderId")),
          Map.entry(
              "supplier-acknowledgement",
              words(
                  "acknowledgement",
                  "of supplier",
                  "supplier",
                  "for purchase order",
                  "purchaseOrder")),
          Map.entry("promotion", words("promotion", "", "promotion")),
          Map.entry(
              "tax-rate",
              words(
                  "tax rate",
                  "of",
                  "jurisdiction",
                  "for tax category",
                  "taxCategory",
                  "from",
                  "validFrom")),
          Map.entry(
              "exchange-rate",
              words("exchange rate", "of", "from", "in", "to", "from", "validFrom")),
          Map.entry(
              "cost",
              words("cost", "of item", "item", "at location", "location", "from", "validFrom")));

  private EventSubject() {}

  private record Field(String before, String name) {}

  private record Words(String object, List<Field> fields) {}

  /**
   * @param fields in turn what comes before a field, and its name
   */
  private static Words words(String object, String... fields) {
    return new Words(
        object,
        IntStream.range(0, fields.length / 2)
            .mapToObj(i -> new Field(fields[2 * i], fields[2 * i + 1]))
            .toList());
  }

  private static Words position() {
    return words("position", "of item", "item", "at location", "location");
  }

  /** Empty if the event cannot be read, is of no known type, or names nothing. */
  static Optional<String> of(byte[] event) {
    try {
      JsonObject json = new JsonObject(Buffer.buffer(event));
      return json.getValue("type") instanceof String type
              && type.startsWith(PREFIX)
              && type.endsWith(SUFFIX)
              && json.getValue("data") instanceof JsonObject data
          ? of(type.substring(PREFIX.length(), type.lastIndexOf(SUFFIX)), data)
          : Optional.empty();
    } catch (DecodeException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> of(String object, JsonObject data) {
    boolean deleted = object.endsWith(DELETED);
    Words words =
        WORDS.get(deleted ? object.substring(0, object.length() - DELETED.length()) : object);
    if (words == null) {
      return Optional.empty();
    }
    StringBuilder said = new StringBuilder(words.object());
    for (Field field : words.fields()) {
      String value = text(data.getValue(field.name()));
      if (!value.isEmpty()) {
        said.append(field.before().isEmpty() ? "" : " ").append(field.before());
        said.append(' ').append(value);
      }
    }
    return said.length() == words.object().length()
        ? Optional.empty()
        : Optional.of(deleted ? "deletion of " + said : said.toString());
  }

  /** Also of a number: an item that is told as one is refused for that. */
  private static String text(@Nullable Object value) {
    return switch (value) {
      case String text when text.codePointCount(0, text.length()) > MAXIMUM_LENGTH ->
          text.substring(0, text.offsetByCodePoints(0, MAXIMUM_LENGTH)) + "…";
      case String text -> text;
      case Number number -> number.toString();
      case null, default -> "";
    };
  }
}
