package tradecounter.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tradecounter.contract.OpenApiContract.Operation;

/** {@code config/openapi.yaml} is a sound OpenAPI 3.1 document, and its examples keep to it. */
class OpenApiDocumentTest {
  private static final Pattern PARAMETER = Pattern.compile("\\{([^{}/]+)}");

  private final OpenApiContract contract = new OpenApiContract();
  private final JsonNode document = contract.document();

  @Test
  void isOpenApi31() {
    assertThat(document.path("openapi").asText()).matches("3\\.1\\.\\d+");
    assertThat(document.path("info").path("title").asText()).isNotEmpty();
    assertThat(document.path("info").path("version").asText()).isNotEmpty();
    assertThat(names(document))
        .isSubsetOf(
            Set.of("openapi", "info", "servers", "tags", "security", "paths", "components"));
  }

  @Test
  void hasTheOperationsOfTheServer() {
    assertThat(contract.operations().stream().map(Operation::id))
        .containsExactlyInAnyOrder(
            "itemAvailability",
            "availability",
            "availabilityStream",
            "itemPrice",
            "prices",
            "quotes",
            "openQuote",
            "placeHold",
            "hold",
            "changeHold",
            "releaseHold",
            "acceptOrder",
            "cancelOrder",
            "orders",
            "order",
            "orderTimeline",
            "postEvents",
            "putFile",
            "file",
            "deliveries",
            "quarantine",
            "releaseDelivery",
            "rejectDelivery",
            "tryFeedFile",
            "reloadFeeds",
            "tryFeed",
            "openapi",
            "live",
            "ready",
            "metrics",
            "deadLetters",
            "deadLetter",
            "editDeadLetter",
            "replayDeadLetter",
            "replayDeadLetters",
            "dismissDeadLetter",
            "exceptions",
            "assignException",
            "resolveException",
            "webhooks",
            "replayWebhooks",
            "unresolvedOrders",
            "audit",
            "repairFinding",
            "feeds",
            "feed",
            "pauseFeed",
            "resumeFeed",
            "rewindFeed",
            "snapshotOfFeed",
            "stateHash",
            "availabilityAsOf",
            "pricesWhatIf",
            "devToken");
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    List<String> dangling = new ArrayList<>();
    int[] references = {0};
    walk(
        document,
        "",
        (pointer, node) -> {
          if (node.path("$ref").isTextual()) {
            references[0]++;
            if (contract.resolve(node).isMissingNode()) {
              dangling.add(pointer);
            }
          }
        });
    assertThat(dangling).isEmpty();
    assertThat(references[0]).isPositive();
  }

  @Test
  void everyComponentIsUsed() {
    Set<String> used = new HashSet<>();
    walk(document, "", (pointer, node) -> used.add(node.path("$ref").asText()));
    for (String kind : List.of("schemas", "responses", "parameters", "headers")) {
      for (String name : names(document.path("components").path(kind))) {
        assertThat(used).contains("#/components/" + kind + "/" + name);
      }
    }
  }

  @Test
  void everyOperationIsDescribed() {
    Set<String> tags = new HashSet<>();
    document.path("tags").forEach(tag -> tags.add(tag.path("name").asText()));
    for (Operation operation : contract.operations()) {
      JsonNode node = operation.node();
      assertThat(names(node))
          .as(operation.id())
          .contains("operationId", "tags", "summary", "description", "security", "responses");
      node.path("tags").forEach(tag -> assertThat(tags).contains(tag.asText()));
      for (JsonNode requirement : node.path("security")) {
        assertThat(names(requirement)).as(operation.id()).containsExactly("bearerAuth");
        requirement
            .path("bearerAuth")
            .forEach(
                scope ->
                    assertThat(node.path("description").asText())
                        .as(operation.id())
                        .contains("`" + scope.asText() + "`"));
      }
    }
  }

  @Test
  void pathParametersAreDeclaredExactly() {
    for (Operation operation : contract.operations()) {
      Set<String> declared = new HashSet<>();
      for (JsonNode parameter : parameters(operation)) {
        assertThat(names(parameter)).contains("name", "in", "description", "schema", "example");
        if (parameter.path("in").asText().equals("path")) {
          assertThat(parameter.path("required").asBoolean()).isTrue();
          declared.add(parameter.path("name").asText());
        }
      }
      Set<String> inTemplate = new HashSet<>();
      for (MatchResult match : PARAMETER.matcher(operation.template()).results().toList()) {
        inTemplate.add(match.group(1));
      }
      assertThat(declared).as(operation.id()).isEqualTo(inTemplate);
    }
  }

  @Test
  void managementOperationsNameTheirPort() {
    for (Operation operation : contract.operations()) {
      JsonNode servers = document.path("paths").path(operation.template()).path("servers");
      boolean management = operation.node().path("tags").path(0).asText().equals("operations");
      assertThat(servers.path(0).path("url").asText(""))
          .as(operation.id())
          .isEqualTo(management ? "http://localhost:9090" : "");
    }
  }

  @Test
  void everyAnswerHasItsHeadersAndErrorsAreProblems() {
    forEachResponse(
        (name, status, response) -> {
          assertThat(response.path("description").asText()).as(name).isNotEmpty();
          assertThat(names(response.path("headers"))).as(name).contains("Request-Id");
          if (status.equals("503")) {
            assertThat(names(response.path("headers"))).as(name).contains("Retry-After");
          }
          // The answer to a feed keeps its shape when all that it said was refused.
          boolean receipt = Set.of("postEvents 422", "putFile 422", "file 422").contains(name);
          if (!status.startsWith("2") && !receipt) {
            assertThat(names(response.path("content")))
                .as(name)
                .containsExactly("application/problem+json");
          }
        });
    for (Operation operation : contract.operations()) {
      assertThat(names(operation.node().path("responses"))).as(operation.id()).contains("503");
      if (!operation.node().path("security").isEmpty()) {
        assertThat(names(operation.node().path("responses")))
            .as(operation.id())
            .contains("401", "403");
      }
    }
  }

  @Test
  void everySchemaIsValidAndClosed() {
    CheckedSchema metaSchema =
        new CheckedSchema(
            JsonNodeFactory.instance
                .objectNode()
                .put("$ref", "https://json-schema.org/draft/2020-12/schema"));
    Map<String, JsonNode> schemas = schemas();
    assertThat(schemas).hasSizeGreaterThan(20);
    schemas.forEach(
        (name, schema) -> {
          assertThat(metaSchema.violations(schema)).as(name).isEmpty();
          walk(schema, name, OpenApiDocumentTest::assertClosedAndDescribed);
        });
  }

  @Test
  void everyExampleKeepsToItsSchema() throws IOException {
    forEachResponse((name, status, response) -> assertExamples(name, response.path("content")));
    for (Operation operation : contract.operations()) {
      JsonNode body = operation.node().path("requestBody");
      if (!body.isMissingNode()) {
        assertExamples(operation.id() + " request", body.path("content"));
      }
      for (JsonNode parameter : parameters(operation)) {
        assertThat(contract.violations(parameter.path("schema"), parameter.path("example")))
            .as(operation.id() + " " + parameter.path("name").asText())
            .isEmpty();
      }
    }
    for (JsonNode header : document.path("components").path("headers")) {
      assertThat(contract.violations(header.path("schema"), header.path("example"))).isEmpty();
    }
  }

  @Test
  void exampleEventsKeepToTheEventSchemas() throws IOException {
    EventSchemas schemas = new EventSchemas();
    List<JsonNode> events = new ArrayList<>();
    JsonNode content = document.at("/paths/~1v1~1feeds~1{feed}~1events/post/requestBody/content");
    for (Map.Entry<String, JsonNode> media : content.properties()) {
      JsonNode example = media.getValue().path("example");
      if (example.isTextual()) {
        for (String line : example.asText().lines().toList()) {
          events.add(CheckedSchema.read(line.getBytes(UTF_8)));
        }
      } else if (example.isArray()) {
        example.forEach(events::add);
      } else {
        events.add(example);
      }
    }
    assertThat(events).hasSize(6);
    for (JsonNode event : events) {
      byte[] json = event.toString().getBytes(UTF_8);
      assertThat(schemas.violations(event.path("type").asText(), json)).isEmpty();
    }
  }

  @Test
  void theEventEnvelopeIsTheOneOfTheEventSchemas() {
    ObjectNode envelope = EventSchemas.document("envelope");
    envelope.remove(List.of("$schema", "$id", "title"));
    assertThat((Object) document.at("/components/schemas/CloudEvent")).isEqualTo(envelope);
  }

  private void assertExamples(String name, JsonNode content) {
    assertThat(content.isEmpty()).as(name).isFalse();
    for (Map.Entry<String, JsonNode> media : content.properties()) {
      JsonNode example = media.getValue().path("example");
      assertThat(example.isMissingNode()).as(name + " " + media.getKey()).isFalse();
      JsonNode value =
          OpenApiContract.isJson(media.getKey()) ? example : TextNode.valueOf(example.asText());
      assertThat(contract.violations(media.getValue().path("schema"), value))
          .as(name + " " + media.getKey())
          .isEmpty();
    }
  }

  private static void assertClosedAndDescribed(String pointer, JsonNode node) {
    JsonNode properties = node.path("properties");
    if (!properties.isObject() || !node.path("type").asText().equals("object")) {
      return;
    }
    assertThat(node.path("additionalProperties").isBoolean()).as(pointer).isTrue();
    assertThat(node.path("additionalProperties").asBoolean()).as(pointer).isFalse();
    node.path("required")
        .forEach(name -> assertThat(names(properties)).as(pointer).contains(name.asText()));
    for (Map.Entry<String, JsonNode> property : properties.properties()) {
      assertThat(property.getValue().path("description").asText())
          .as(pointer + " " + property.getKey())
          .isNotEmpty();
    }
  }

  /** Every schema of the document that is not itself inside a schema, by JSON pointer. */
  private Map<String, JsonNode> schemas() {
    Map<String, JsonNode> schemas = new LinkedHashMap<>();
    walk(
        document.path("paths"),
        "/paths",
        (pointer, node) -> {
          if (node.path("schema").isObject()) {
            schemas.put(pointer + "/schema", node.path("schema"));
          }
        });
    for (Map.Entry<String, JsonNode> schema :
        document.path("components").path("schemas").properties()) {
      schemas.put("/components/schemas/" + schema.getKey(), schema.getValue());
    }
    return schemas;
  }

  private List<JsonNode> parameters(Operation operation) {
    List<JsonNode> parameters = new ArrayList<>();
    document
        .path("paths")
        .path(operation.template())
        .path("parameters")
        .forEach(parameter -> parameters.add(contract.resolve(parameter)));
    operation
        .node()
        .path("parameters")
        .forEach(parameter -> parameters.add(contract.resolve(parameter)));
    return parameters;
  }

  private void forEachResponse(ResponseCheck check) {
    for (Operation operation : contract.operations()) {
      for (Map.Entry<String, JsonNode> response : operation.node().path("responses").properties()) {
        check.accept(
            operation.id() + " " + response.getKey(),
            response.getKey(),
            contract.resolve(response.getValue()));
      }
    }
  }

  /** Looks at one documented answer. */
  @FunctionalInterface
  private interface ResponseCheck {
    void accept(String name, String status, JsonNode response);
  }

  private static void walk(JsonNode node, String pointer, BiConsumer<String, JsonNode> visitor) {
    visitor.accept(pointer, node);
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      String segment = CheckedSchema.escape(property.getKey());
      walk(property.getValue(), pointer + "/" + segment, visitor);
    }
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        walk(node.path(i), pointer + "/" + i, visitor);
      }
    }
  }

  private static Set<String> names(JsonNode node) {
    Set<String> names = new HashSet<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
