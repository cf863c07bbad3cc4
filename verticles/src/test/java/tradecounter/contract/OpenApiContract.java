package tradecounter.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks answers of the server against {@code config/openapi.yaml}: operation, status, media type
 * and body must be documented. Thread-safe; build one and share it.
 */
public final class OpenApiContract {
  private static final String LOCATION = "/config/openapi.yaml";
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
  private static final Pattern PARAMETER = Pattern.compile("\\{[^{}/]+}");

  private final JsonNode document;
  private final List<Operation> operations;
  private final Map<JsonNode, CheckedSchema> schemas = new ConcurrentHashMap<>();

  /** One method of one path; {@code node} is its description in the document. */
  record Operation(String method, String template, Pattern path, JsonNode node) {
    String id() {
      return node.path("operationId").asText(method + " " + template);
    }
  }

  /** Reads the document from the class path. */
  public OpenApiContract() {
    this(read());
  }

  OpenApiContract(JsonNode document) {
    this.document = document;
    this.operations = operations(document);
  }

  /**
   * Checks one answer.
   *
   * @param method the HTTP method, in upper or lower case
   * @param pathWithOptionalQuery the path as it was asked for, from the first slash
   * @param status the HTTP status of the answer
   * @param contentType the content type of the answer, with or without parameters; null if it has
   *     none
   * @param body the body of the answer, empty if it has none
   * @throws AssertionError naming operation, status, JSON pointer and message of everything that
   *     the document does not allow
   */
  public void check(
      String method,
      String pathWithOptionalQuery,
      int status,
      @Nullable String contentType,
      byte[] body) {
    Operation operation = find(method, pathWithOptionalQuery);
    String answer = operation.id() + " " + status;
    JsonNode response = resolve(operation.node().path("responses").path(Integer.toString(status)));
    if (response.isMissingNode()) {
      throw new AssertionError(answer + ": the status is not documented");
    }
    JsonNode content = response.path("content");
    if (content.isEmpty() && contentType == null && body.length == 0) {
      return;
    }
    String mediaType = contentType == null ? "none" : mediaType(contentType);
    if (!content.has(mediaType)) {
      throw new AssertionError(answer + ": the media type " + mediaType + " is not documented");
    }
    List<String> violations =
        violations(content.path(mediaType).path("schema"), status, mediaType, body);
    if (!violations.isEmpty()) {
      throw new AssertionError(
          answer + " " + mediaType + ":\n  " + String.join("\n  ", violations));
    }
  }

  /**
   * Checks one event of the stream of changes.
   *
   * @throws AssertionError naming everything that the document does not allow
   */
  public void checkEvent(String name, String data) {
    JsonNode schemas = document.at("/components/schemas");
    JsonNode schema =
        switch (name) {
          case "availability" -> schemas.path("AvailabilityEvent");
          case "threshold" -> schemas.path("ThresholdEvent");
          case "reset" -> schemas.path("ResetEvent");
          default -> throw new AssertionError("no event is called " + name);
        };
    try {
      List<String> violations = violations(schema, CheckedSchema.read(data.getBytes(UTF_8)));
      if (!violations.isEmpty()) {
        throw new AssertionError("event " + name + " " + data + ":\n  " + violations);
      }
    } catch (IOException e) {
      throw new AssertionError("event " + name + " is not JSON: " + data, e);
    }
  }

  private List<String> violations(JsonNode schema, int status, String mediaType, byte[] body) {
    JsonNode value;
    try {
      value =
          isJson(mediaType) ? CheckedSchema.read(body) : TextNode.valueOf(new String(body, UTF_8));
    } catch (IOException e) {
      return List.of(": the body is not JSON: " + e.getMessage());
    }
    List<String> violations = new ArrayList<>(violations(schema, value));
    if (mediaType.equals("application/problem+json") && value.path("status").asInt() != status) {
      violations.add("/status: is not the status of the answer");
    }
    return violations;
  }

  /** What is wrong with a value by a schema that refers to the components of the document. */
  List<String> violations(JsonNode schema, JsonNode value) {
    return schemas.computeIfAbsent(schema, this::compile).violations(value);
  }

  private CheckedSchema compile(JsonNode schema) {
    ObjectNode root = schema.deepCopy();
    root.set("components", document.path("components"));
    return new CheckedSchema(root);
  }

  /** The node itself or, where it is a reference into the document, what it refers to. */
  JsonNode resolve(JsonNode node) {
    JsonNode reference = node.path("$ref");
    return reference.isTextual() ? document.at(reference.asText().substring(1)) : node;
  }

  JsonNode document() {
    return document;
  }

  /** All operations, those with fewer path parameters first. */
  List<Operation> operations() {
    return operations;
  }

  static boolean isJson(String mediaType) {
    return mediaType.equals("application/json") || mediaType.endsWith("+json");
  }

  private Operation find(String method, String pathWithOptionalQuery) {
    int query = pathWithOptionalQuery.indexOf('?');
    String path = query < 0 ? pathWithOptionalQuery : pathWithOptionalQuery.substring(0, query);
    return operations.stream()
        .filter(operation -> operation.method().equalsIgnoreCase(method))
        .filter(operation -> operation.path().matcher(path).matches())
        .findFirst()
        .orElseThrow(
            () -> new AssertionError(method + " " + path + ": the operation is not documented"));
  }

  private static String mediaType(String contentType) {
    int parameters = contentType.indexOf(';');
    return (parameters < 0 ? contentType : contentType.substring(0, parameters))
        .strip()
        .toLowerCase(Locale.ROOT);
  }

  private static List<Operation> operations(JsonNode document) {
    List<Operation> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      Pattern pattern = pattern(path.getKey());
      for (Map.Entry<String, JsonNode> entry : path.getValue().properties()) {
        if (METHODS.contains(entry.getKey())) {
          operations.add(new Operation(entry.getKey(), path.getKey(), pattern, entry.getValue()));
        }
      }
    }
    operations.sort(
        Comparator.comparingLong(
            operation -> PARAMETER.matcher(operation.template()).results().count()));
    return List.copyOf(operations);
  }

  private static Pattern pattern(String template) {
    StringBuilder regex = new StringBuilder();
    int literalStart = 0;
    for (var parameter : PARAMETER.matcher(template).results().toList()) {
      regex.append(Pattern.quote(template.substring(literalStart, parameter.start())));
      regex.append("[^/]+");
      literalStart = parameter.end();
    }
    return Pattern.compile(
        regex.append(Pattern.quote(template.substring(literalStart))).toString());
  }

  private static JsonNode read() {
    YAMLMapper yaml =
        YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try (InputStream in = OpenApiContract.class.getResourceAsStream(LOCATION)) {
      if (in == null) {
        throw new IllegalStateException("There is no " + LOCATION + " on the class path");
      }
      return yaml.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
