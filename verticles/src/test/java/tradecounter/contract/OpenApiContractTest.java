package tradecounter.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the document allows passes, and everything else is named. */
class OpenApiContractTest {
  private static final String JSON = "application/json";
  private static final String PROBLEM = "application/problem+json";

  private static final OpenApiContract CONTRACT = new OpenApiContract();

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/items/HEX-M8X40-ZP/availability?quantity=10000, itemAvailability",
    "POST, /v1/availability, availability",
    "get, /v1/items/M8%2F40/price?explain=true, itemPrice",
    "POST, /v1/prices, prices",
    "POST, /v1/quotes, quotes",
    "POST, /v1/quotes/open, openQuote",
    "GET, /live, live",
    "GET, /ready?verbose, ready",
    "GET, /ops/dead-letters?feed=erp&limit=10, deadLetters",
    "GET, /ops/feeds, feeds",
    "GET, /ops/state-hash, stateHash",
    "POST, /ops/prices/what-if, pricesWhatIf",
    "GET, /dev/token, devToken",
  })
  void documentedAnswersPass(String method, String path, String operationId) {
    check(method, path, 200, JSON + "; charset=utf-8", example(operationId, 200, JSON));
  }

  @Test
  void feedPostsAnswerWithTheSameShapeForAcceptedAndRefused() {
    check("POST", "/v1/feeds/erp/events", 202, JSON, example("postEvents", 202, JSON));
    check("POST", "/v1/feeds/erp/events", 422, JSON, example("postEvents", 422, JSON));
  }

  @Test
  void textAnswersPass() {
    check("GET", "/openapi.yaml", 200, "application/yaml", "openapi: 3.1.0");
    check("GET", "/metrics", 200, "text/plain; version=0.0.4", "# EOF");
  }

  @Test
  void undocumentedOperationIsNamed() {
    assertRefused(
        () -> check("DELETE", "/v1/prices", 204, null, ""),
        "DELETE /v1/prices: the operation is not documented");
    assertRefused(() -> check("GET", "/v1/items/A/B/price", 200, JSON, "{}"), "not documented");
  }

  @Test
  void undocumentedStatusIsNamed() {
    assertRefused(
        () -> check("GET", "/v1/items/A/price", 500, PROBLEM, "{}"),
        "itemPrice 500: the status is not documented");
  }

  @Test
  void undocumentedMediaTypeIsNamed() {
    String problem = example("itemPrice", 404, PROBLEM);
    assertRefused(
        () -> check("GET", "/v1/items/A/price", 404, JSON, problem),
        "itemPrice 404: the media type application/json is not documented");
    assertRefused(
        () -> check("GET", "/v1/items/A/price", 404, null, problem),
        "itemPrice 404: the media type none is not documented");
  }

  @Test
  void bodyThatIsNotOneJsonValueIsNamed() {
    String good = example("itemPrice", 200, JSON);
    for (String body : new String[] {"", "{", good + "{}", "{\"item\":\"A\",\"item\":\"B\"}"}) {
      assertRefused(
          () -> check("GET", "/v1/items/A/price", 200, JSON, body), "the body is not JSON");
    }
  }

  @Test
  void everyViolationIsNamedWithItsPlace() {
    assertRefused(
        () ->
            checkChanged(
                price -> {
                  price.put("unitprice", "8.25");
                  price.remove("winner");
                  object(price, "unitPrice").put("amount", 8.25);
                  price.put("validUntil", "2026-02-30");
                  object(price, "freshness").put("state", "OLD");
                }),
        "itemPrice 200 application/json",
        "/unitprice: ",
        "'winner'",
        "/unitPrice/amount: ",
        "/validUntil: ",
        "/freshness/state: ");
  }

  @Test
  void plantedViolationsInAPriceAreFound() {
    assertPlanted("/extendedPrice/amount", p -> object(p, "extendedPrice").put("amount", "-1.00"));
    assertPlanted("/unitPrice/amount", p -> object(p, "unitPrice").put("amount", "08.25"));
    assertPlanted("/unitPrice/amount", p -> object(p, "unitPrice").put("amount", "8.25\n"));
    assertPlanted("/unitPrice/currency", p -> object(p, "unitPrice").put("currency", "eur"));
    assertPlanted("/priceUnit", p -> p.put("priceUnit", 10));
    assertPlanted("/quantity", p -> p.put("quantity", 0));
    assertPlanted("/quantity", p -> p.put("quantity", "500"));
    assertPlanted("/asOf", p -> p.put("asOf", "2026-11-23T02:00:00"));
    assertPlanted("/asOf", p -> p.put("asOf", "2026-11-23T03:00:00+01:00"));
    assertPlanted("/winner/level", p -> object(p, "winner").put("level", "CONTRACTS"));
    assertPlanted("/candidates/0", p -> ((ObjectNode) p.at("/candidates/0")).remove("reason"));
    assertPlanted("/validUntil", p -> p.putNull("validUntil"));
  }

  @Test
  void aLineIsAnAnswerOrAProblemAndNotBoth() {
    ObjectNode answers = read(example("prices", 200, JSON));
    ObjectNode line = (ObjectNode) ((ArrayNode) answers.path("lines")).get(0);
    line.putObject("problem").put("code", "price-none").put("detail", "None.");
    assertRefused(() -> check("POST", "/v1/prices", 200, JSON, answers.toString()), "/lines/0");
  }

  @Test
  void aProblemRepeatsTheStatusOfTheAnswer() {
    String problem = example("itemPrice", 404, PROBLEM);
    check("GET", "/v1/items/A/price", 404, PROBLEM, problem);
    assertRefused(
        () -> check("GET", "/v1/items/A/price", 400, PROBLEM, problem),
        "/status: is not the status of the answer");
  }

  private static void assertPlanted(String pointer, Consumer<ObjectNode> change) {
    assertRefused(() -> checkChanged(change), "\n  " + pointer + ": ");
  }

  private static void checkChanged(Consumer<ObjectNode> change) {
    ObjectNode price = read(example("itemPrice", 200, JSON));
    change.accept(price);
    check("GET", "/v1/items/HEX-M8X40-ZP/price", 200, JSON, price.toString());
  }

  private static void assertRefused(Runnable check, String... parts) {
    assertThatThrownBy(check::run)
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll(parts);
  }

  private static void check(
      String method, String path, int status, @Nullable String contentType, String body) {
    CONTRACT.check(method, path, status, contentType, body.getBytes(UTF_8));
  }

  private static ObjectNode object(ObjectNode parent, String name) {
    return (ObjectNode) parent.path(name);
  }

  private static ObjectNode read(String json) {
    try {
      return (ObjectNode) CheckedSchema.read(json.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String example(String operationId, int status, String mediaType) {
    JsonNode response =
        CONTRACT.operations().stream()
            .filter(operation -> operation.id().equals(operationId))
            .map(operation -> operation.node().path("responses").path(Integer.toString(status)))
            .findFirst()
            .orElseThrow();
    return CONTRACT.resolve(response).path("content").path(mediaType).path("example").toString();
  }
}
