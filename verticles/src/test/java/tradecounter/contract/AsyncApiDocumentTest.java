package tradecounter.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tradecounter.decode.Decoded;
import tradecounter.decode.EventDecoder;
import tradecounter.decode.EventSamples;
import tradecounter.engine.order.ProgressStep.News;

/** {@code config/asyncapi.yaml} leads somewhere, is complete, and its examples keep to it. */
class AsyncApiDocumentTest {
  private final AsyncApiContract contract = new AsyncApiContract();
  private final JsonNode document = contract.document();

  @Test
  void isAsyncApi3() {
    assertThat(document.path("asyncapi").asText()).isEqualTo("3.0.0");
    assertThat(document.at("/info/title").asText()).isNotEmpty();
    assertThat(document.at("/info/version").asText()).isNotEmpty();
    assertThat(document.at("/channels/businessEvents/address").asText())
        .isEqualTo("tradecounter.orders");
  }

  @Test
  void knowsEveryEventOfOrdersAndNoOther() {
    List<String> expected = new ArrayList<>(List.of("tradecounter.order.accepted.v1"));
    Arrays.stream(News.values())
        .map(news -> "tradecounter." + news.wireName() + ".v1")
        .forEach(expected::add);
    expected.add("tradecounter.exception.raised.v1");
    expected.add("tradecounter.exception.assigned.v1");
    expected.add("tradecounter.exception.resolved.v1");
    expected.add("tradecounter.availability.threshold.v1");
    assertThat(contract.types()).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void everyReferenceInsideLeadsSomewhere() {
    List<String> references = new ArrayList<>();
    collect(document, references);
    List<String> inside = references.stream().filter(text -> text.startsWith("#")).toList();
    assertThat(inside).hasSizeGreaterThan(8);
    assertThat(inside)
        .allSatisfy(
            text -> assertThat(document.at(text.substring(1)).isMissingNode()).as(text).isFalse());
  }

  private static void collect(JsonNode node, List<String> references) {
    if (node.path("$ref").isTextual()) {
      references.add(node.path("$ref").asText());
    }
    node.forEach(child -> collect(child, references));
  }

  @Test
  void everyExampleKeepsToItsSchemaAndNothingElseDoes() {
    for (JsonNode message : contract.messages()) {
      JsonNode example = message.at("/examples/0/payload");
      assertThat(contract.violations(bytes(example))).as(message.path("title").asText()).isEmpty();
      for (String field : List.of("id", "source", "type", "subject", "time", "data")) {
        ObjectNode without = example.deepCopy();
        without.remove(field);
        assertThat(contract.violations(bytes(without))).as("without " + field).isNotEmpty();
      }
      ObjectNode more = example.deepCopy();
      ((ObjectNode) more.path("data")).put("weather", "fine");
      assertThat(contract.violations(bytes(more))).isNotEmpty();
    }
  }

  /** The catalogue of feeds: every event that is decoded, with its schema and a good example. */
  @Test
  void knowsEveryEventOfFeedsAndNoOther() throws IOException {
    Map<String, String> exampleByType = new TreeMap<>();
    for (JsonNode message : document.at("/channels/feed/messages")) {
      JsonNode all = message.path("payload").path("allOf");
      assertThat(all.path(0).path("$ref").asText()).isEqualTo("./schema/envelope.json");
      JsonNode properties = all.path(1).path("properties");
      String type = properties.path("type").path("const").asText();
      String schema = properties.path("data").path("$ref").asText();
      String object = type.substring("tradecounter.".length(), type.length() - ".v1".length());
      assertThat(schema)
          .isEqualTo(
              object.endsWith(".deleted")
                  ? "./schema/deleted.json"
                  : "./schema/" + object + ".json");
      exampleByType.put(type, message.path("x-example").asText());
    }
    assertThat(exampleByType.keySet())
        .containsExactlyInAnyOrderElementsOf(
            EventSamples.all().stream().map(EventSamples.Sample::type).toList());

    EventSchemas schemas = new EventSchemas();
    EventDecoder decoder = new EventDecoder("erp", false);
    for (Map.Entry<String, String> each : exampleByType.entrySet()) {
      byte[] example = resource(each.getValue());
      assertThat(schemas.violations(each.getKey(), example)).as(each.getValue()).isEmpty();
      assertThat(decoder.decode(example)).as(each.getValue()).isInstanceOf(Decoded.Event.class);
    }
  }

  private static byte[] resource(String relative) throws IOException {
    try (InputStream in =
        AsyncApiDocumentTest.class.getResourceAsStream("/config/" + relative.substring(2))) {
      assertThat(in).as(relative).isNotNull();
      return Objects.requireNonNull(in).readAllBytes();
    }
  }

  private static byte[] bytes(JsonNode node) {
    return node.toString().getBytes(UTF_8);
  }
}
