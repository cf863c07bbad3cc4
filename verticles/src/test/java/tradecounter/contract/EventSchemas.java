package tradecounter.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks canonical events against the JSON Schemas of {@code config/schema}. Thread-safe; build one
 * and share it.
 */
public final class EventSchemas {
  private static final List<String> NAMES =
      List.of(
          "item",
          "location",
          "network",
          "outage",
          "threshold",
          "position.set",
          "position.adjusted",
          "receipt",
          "demand",
          "commitment",
          "protection",
          "customer",
          "price-list",
          "price",
          "contract-price",
          "promotion",
          "tax-rate",
          "exchange-rate",
          "cost",
          "order-status",
          "shipment",
          "supplier-acknowledgement");

  private final CheckedSchema envelope = new CheckedSchema(document("envelope"));
  private final Map<String, CheckedSchema> dataByType;

  /** Reads the schemas from the class path. */
  public EventSchemas() {
    Map<String, CheckedSchema> schemas = new LinkedHashMap<>();
    for (String name : NAMES) {
      schemas.put("tradecounter." + name + ".v1", new CheckedSchema(document(name)));
    }
    ObjectNode deleted = document("deleted");
    for (JsonNode alternative : deleted.path("anyOf")) {
      String reference = alternative.path("$ref").asText();
      String object = reference.substring(reference.lastIndexOf('/') + 1);
      ObjectNode keyOfObject = deleted.deepCopy();
      keyOfObject.remove("anyOf");
      keyOfObject.put("$ref", reference);
      schemas.put("tradecounter." + object + ".deleted.v1", new CheckedSchema(keyOfObject));
    }
    this.dataByType = Collections.unmodifiableMap(schemas);
  }

  /** The event types that have a schema. */
  public Set<String> types() {
    return dataByType.keySet();
  }

  /**
   * What is wrong with an event.
   *
   * @param type the type that the event should have, for example {@code tradecounter.item.v1}
   * @param eventJson the event with its envelope, in JSON
   * @return each violation as "JSON pointer: message"; empty if the event is valid
   */
  public List<String> violations(String type, byte[] eventJson) {
    JsonNode event;
    try {
      event = CheckedSchema.read(eventJson);
    } catch (IOException e) {
      return List.of(": the event is not JSON: " + e.getMessage());
    }
    List<String> violations = new ArrayList<>(envelope.violations(event));
    String named = event.path("type").asText();
    if (!named.equals(type)) {
      violations.add("/type: is '" + named + "' and not '" + type + "'");
    }
    CheckedSchema data = dataByType.get(type);
    if (data == null) {
      violations.add("/type: there is no schema for '" + type + "'");
    } else if (event.path("data").isObject()) {
      data.violations(event.path("data")).forEach(line -> violations.add("/data" + line));
    }
    return List.copyOf(violations);
  }

  static ObjectNode document(String name) {
    String location = "/config/schema/" + name + ".json";
    try (InputStream in = EventSchemas.class.getResourceAsStream(location)) {
      if (in == null) {
        throw new IllegalStateException("There is no " + location + " on the class path");
      }
      return (ObjectNode) CheckedSchema.read(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
