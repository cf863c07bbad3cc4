package tradecounter.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks business events against {@code config/asyncapi.yaml}. Thread-safe. */
public final class AsyncApiContract {
  private static final Pattern FILE = Pattern.compile("\\./schema/([a-z.-]+)\\.json");

  private final JsonNode document;
  private final CheckedSchema envelope;
  private final Map<String, CheckedSchema> dataByType = new LinkedHashMap<>();

  /** Reads the document and its schemas from the class path. */
  public AsyncApiContract() {
    document = read();
    envelope = new CheckedSchema(EventSchemas.document("envelope"));
    for (JsonNode message : messages()) {
      JsonNode all = message.path("payload").path("allOf");
      if (!name(all.path(0)).equals("envelope")) {
        throw new IllegalStateException(message.path("title") + " has no envelope");
      }
      JsonNode properties = all.path(1).path("properties");
      CheckedSchema data = new CheckedSchema(EventSchemas.document(name(properties.path("data"))));
      JsonNode type = properties.path("type");
      if (type.has("const")) {
        dataByType.put(type.path("const").asText(), data);
      } else {
        type.path("enum").forEach(each -> dataByType.put(each.asText(), data));
      }
    }
  }

  private static String name(JsonNode reference) {
    var matcher = FILE.matcher(reference.path("$ref").asText());
    if (!matcher.matches()) {
      throw new IllegalStateException("not a schema of ours: " + reference);
    }
    return matcher.group(1);
  }

  private static JsonNode read() {
    try (InputStream in = AsyncApiContract.class.getResourceAsStream("/config/asyncapi.yaml")) {
      return new YAMLMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode document() {
    return document;
  }

  List<JsonNode> messages() {
    List<JsonNode> messages = new ArrayList<>();
    document.at("/components/messages").forEach(messages::add);
    return messages;
  }

  /** The types of events that are described. */
  public Set<String> types() {
    return dataByType.keySet();
  }

  /** What is wrong with an event; empty if it is as the document says. */
  public List<String> violations(byte[] eventJson) {
    JsonNode event;
    try {
      event = CheckedSchema.read(eventJson);
    } catch (IOException e) {
      return List.of("the event is not JSON: " + e.getMessage());
    }
    List<String> violations = new ArrayList<>(envelope.violations(event));
    for (String field : List.of("subject", "time")) {
      if (!event.path(field).isTextual()) {
        violations.add("/" + field + ": is missing");
      }
    }
    CheckedSchema data = dataByType.get(event.path("type").asText());
    if (data == null) {
      violations.add("/type: nobody knows " + event.path("type"));
    } else if (event.get("data") instanceof ObjectNode said) {
      data.violations(said).forEach(line -> violations.add("/data" + line));
    } else {
      violations.add("/data: is no object");
    }
    return violations;
  }
}
