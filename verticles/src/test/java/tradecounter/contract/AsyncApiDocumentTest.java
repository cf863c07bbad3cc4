package tradecounter.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
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

  private static byte[] bytes(JsonNode node) {
    return node.toString().getBytes(UTF_8);
  }
}
