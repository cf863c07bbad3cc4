package tradecounter.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/** Events as a feed would send them. */
public final class Events {
  private static final AtomicLong NEXT_ID = new AtomicLong();

  private Events() {}

  /** An event without sequence and time: ordered by arrival. */
  public static JsonObject event(String object, JsonObject data) {
    return new JsonObject()
        .put("specversion", "1.0")
        .put("id", "e" + NEXT_ID.incrementAndGet())
        .put("source", "/test")
        .put("type", "tradecounter." + object + ".v1")
        .put("data", data);
  }

  /** A counted event. */
  public static JsonObject event(String object, long sequence, JsonObject data) {
    return event(object, data).put("sequence", Long.toString(sequence));
  }

  /** The same event, which also says this: fields by turns of name and value. */
  public static JsonObject with(JsonObject event, Object... fields) {
    event.getJsonObject("data").mergeIn(data(fields));
    return event;
  }

  /** Fields by turns of name and value. */
  public static JsonObject data(Object... fields) {
    JsonObject data = new JsonObject();
    for (int i = 0; i < fields.length; i += 2) {
      data.put((String) fields[i], fields[i + 1]);
    }
    return data;
  }

  public static JsonArray list(Object... values) {
    return new JsonArray(Arrays.asList(values));
  }

  public static JsonObject item(String item) {
    return event(
        "item", data("item", item, "policy", "STOCKED", "baseUom", "EA", "category", "BOLTS"));
  }

  /** An item for prices and taxes, sold in whole pieces. */
  public static JsonObject taxed(String item, String taxCategory) {
    return event(
        "item",
        data("item", item, "policy", "STOCKED", "baseUom", "EA", "taxCategory", taxCategory));
  }

  public static JsonObject location(String location) {
    return event("location", data("location", location, "timeZone", "UTC"));
  }

  /** A network that serves everybody from these locations, in this order, without transit. */
  public static JsonObject network(String network, String... locations) {
    JsonArray sources = new JsonArray();
    for (int i = 0; i < locations.length; i++) {
      sources.add(data("location", locations[i], "rank", i + 1, "transitDays", 0));
    }
    return event("network", data("network", network, "sources", sources));
  }

  public static JsonObject onHand(String item, String location, Number quantity) {
    return event("position.set", data("item", item, "location", location, "onHand", quantity));
  }

  public static JsonObject customer(String customer, String currency, Object... fields) {
    JsonObject data = data(fields).put("customer", customer).put("currency", currency);
    return event("customer", data);
  }

  public static JsonObject baseList(String list, String currency) {
    return event("price-list", data("list", list, "currency", currency, "kind", "BASE"));
  }

  public static JsonObject price(String list, String item, Object... minimumAndAmount) {
    return event("price", data("list", list, "item", item, "breaks", breaks(minimumAndAmount)));
  }

  public static JsonObject contract(
      String contract, String customer, String item, Object... minimumAndAmount) {
    return event(
        "contract-price",
        data(
            "contract", contract,
            "customer", customer,
            "item", item,
            "breaks", breaks(minimumAndAmount)));
  }

  /** A promotion; its further fields by turns of name and value. */
  public static JsonObject promotion(
      String promotion, JsonObject scope, JsonObject effect, Object... fields) {
    return event(
        "promotion",
        data(fields).put("promotion", promotion).put("scope", scope).put("effect", effect));
  }

  public static JsonObject taxRate(
      String jurisdiction, String taxCategory, String percent, Object... fields) {
    return event(
        "tax-rate",
        data(fields)
            .put("jurisdiction", jurisdiction)
            .put("taxCategory", taxCategory)
            .put("percent", percent));
  }

  /** An address of a customer, served by every network that serves everybody. */
  public static JsonObject shipTo(String shipTo, String jurisdiction) {
    return data("shipTo", shipTo, "region", "EVERYWHERE", "jurisdiction", jurisdiction);
  }

  public static JsonArray breaks(Object... minimumAndAmount) {
    JsonArray breaks = new JsonArray();
    for (int i = 0; i < minimumAndAmount.length; i += 2) {
      breaks.add(data("minimum", minimumAndAmount[i], "amount", minimumAndAmount[i + 1]));
    }
    return breaks;
  }
}
