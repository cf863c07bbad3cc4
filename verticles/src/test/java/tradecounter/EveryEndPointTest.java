package tradecounter;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.testing.Events.data;
import static tradecounter.testing.Events.list;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tradecounter.security.Caller;
import tradecounter.testing.Answer;
import tradecounter.testing.Shop;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;
import tradecounter.testing.TestTokens;

/**
 * Every operation of the contract on the storefront port, asked for what another customer has, and
 * with tokens that are none: not one foreign byte.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class EveryEndPointTest {
  private static final String MINE = "C-0";
  private static final String FOREIGN = "C-1";

  /** A customer, hold, order or quote that there is not. */
  private static final Names ABSENT = new Names("C-9", "H-none", "O-none", "no.such.quote");

  private static final String[] SCOPES = {
    Caller.AVAILABILITY_READ,
    Caller.AVAILABILITY_DETAIL,
    Caller.PRICES_READ,
    Caller.HOLDS_WRITE,
    Caller.ORDERS_READ,
    Caller.ORDERS_WRITE,
    Caller.FEEDS_WRITE
  };

  private static TestService service;
  private static Shop shop;
  private static Names foreign;

  /** What is asked for. */
  private record Names(String customer, String hold, String order, String quote) {
    String hidden(String text) {
      return text.replace(customer, "?").replace(hold, "?").replace(order, "?").replace(quote, "?");
    }
  }

  /** One question of one operation. */
  private interface Question {
    Answer ask(TestClient client, Names names);
  }

  @BeforeAll
  static void start() {
    service = new TestService().start();
    TestClient all = service.client();
    shop = new Shop(List.of(all), 2);
    shop.open();
    shop.stock(100, List.of("BOLT"));
    Answer hold = all.post("/v1/holds", cart(FOREIGN));
    assertThat(hold.status()).as(hold.text()).isEqualTo(201);
    Answer quote = all.post("/v1/quotes", cart(FOREIGN));
    Answer order = all.order("the-foreign-key", cart(FOREIGN).put("reference", "PO-1"));
    assertThat(order.status()).as(order.text()).isEqualTo(201);
    foreign =
        new Names(
            FOREIGN,
            hold.json().getString("holdId"),
            order.json().getString("orderId"),
            quote.json().getString("quoteToken"));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static JsonObject cart(String customer) {
    return data("customer", customer)
        .put("lines", list(data("lineId", "1", "item", "BOLT", "quantity", 1)));
  }

  private static JsonObject lines(String customer) {
    return data("customer", customer).put("lines", list(data("item", "BOLT", "quantity", 1)));
  }

  private static Answer order(TestClient client, JsonObject body) {
    return client.order(UUID.randomUUID().toString(), body);
  }

  /** By operation of the contract, all that one can name in it which is somebody's. */
  private static Map<String, List<Question>> questions() {
    Map<String, List<Question>> all = new TreeMap<>();
    all.put(
        "get /v1/items/{item}/availability",
        List.of((c, n) -> c.get("/v1/items/BOLT/availability?customer=" + n.customer())));
    all.put(
        "post /v1/availability",
        List.of((c, n) -> c.post("/v1/availability", lines(n.customer()))));
    all.put(
        "get /v1/availability/stream",
        List.of((c, n) -> c.get("/v1/availability/stream?items=BOLT&customer=" + n.customer())));
    all.put(
        "get /v1/items/{item}/price",
        List.of((c, n) -> c.get("/v1/items/BOLT/price?customer=" + n.customer())));
    all.put("post /v1/prices", List.of((c, n) -> c.post("/v1/prices", lines(n.customer()))));
    all.put("post /v1/quotes", List.of((c, n) -> c.post("/v1/quotes", cart(n.customer()))));
    all.put(
        "post /v1/quotes/open",
        List.of((c, n) -> c.post("/v1/quotes/open", data("quoteToken", n.quote()))));
    all.put("post /v1/holds", List.of((c, n) -> c.post("/v1/holds", cart(n.customer()))));
    all.put("get /v1/holds/{hold}", List.of((c, n) -> c.get("/v1/holds/" + n.hold())));
    all.put(
        "patch /v1/holds/{hold}",
        List.of(
            (c, n) -> c.patch("/v1/holds/" + n.hold(), data("ttlSeconds", 60)),
            (c, n) ->
                c.patch(
                    "/v1/holds/" + n.hold(),
                    data("release", list(data("lineId", "1", "quantity", 1))))));
    all.put("delete /v1/holds/{hold}", List.of((c, n) -> c.delete("/v1/holds/" + n.hold())));
    all.put(
        "get /v1/orders",
        List.of((c, n) -> c.get("/v1/orders?customer=" + n.customer() + "&reference=PO-1")));
    all.put(
        "post /v1/orders",
        List.of(
            (c, n) -> order(c, cart(n.customer())),
            (c, n) -> order(c, cart(MINE).put("holdId", n.hold())),
            (c, n) -> order(c, cart(MINE).put("quoteToken", n.quote()))));
    all.put("get /v1/orders/{order}", List.of((c, n) -> c.get("/v1/orders/" + n.order())));
    all.put(
        "get /v1/orders/{order}/timeline",
        List.of((c, n) -> c.get("/v1/orders/" + n.order() + "/timeline")));
    all.put(
        "post /v1/orders/{order}/cancel",
        List.of((c, n) -> c.post("/v1/orders/" + n.order() + "/cancel", new JsonObject())));
    all.put(
        "post /v1/feeds/{feed}/events",
        List.of((c, _) -> c.post("/v1/feeds/nobody/events", "application/json", "[]")));
    all.put(
        "put /v1/feeds/{feed}/files/{name}",
        List.of((c, _) -> c.put("/v1/feeds/nobody/files/stock.csv", new byte[0])));
    all.put(
        "get /v1/feeds/{feed}/files/{name}",
        List.of((c, _) -> c.get("/v1/feeds/nobody/files/stock.csv")));
    return all;
  }

  @Test
  void noOperationOfTheContractIsLeftOut() throws IOException {
    Set<String> operations = new TreeSet<>();
    try (var in = EveryEndPointTest.class.getResourceAsStream("/config/openapi.yaml")) {
      JsonNode paths = new YAMLMapper().readTree(in).get("paths");
      for (Map.Entry<String, JsonNode> path : paths.properties()) {
        for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
          boolean guarded =
              operation.getValue().path("security").isArray()
                  && !operation.getValue().get("security").isEmpty();
          if (guarded && !path.getValue().has("servers")) {
            operations.add(operation.getKey() + " " + path.getKey());
          }
        }
      }
    }
    assertThat(questions().keySet()).isEqualTo(operations);
  }

  @Test
  void whatIsAnotherCustomersIsAnsweredAsWhatDoesNotExist() {
    TestClient bound =
        service.client(
            TestTokens.token(
                new JsonObject()
                    .put("scope", String.join(" ", SCOPES))
                    .put("customer", MINE)
                    .put("sub", "bound")));
    questions()
        .forEach(
            (operation, asked) -> {
              for (Question question : asked) {
                Answer there = question.ask(bound, foreign);
                Answer nowhere = question.ask(bound, ABSENT);
                assertThat(there.status()).as(operation + there.text()).isBetween(200, 499);
                assertThat(there.status()).as(operation).isEqualTo(nowhere.status());
                assertThat(bare(there, foreign)).as(operation).isEqualTo(bare(nowhere, ABSENT));
              }
            });
    // And nothing has become of what is the other's.
    TestClient all = service.client();
    assertThat(all.get("/v1/holds/" + foreign.hold()).json().getString("status"))
        .isEqualTo("ACTIVE");
    assertThat(all.get("/v1/orders/" + foreign.order()).json().getString("status"))
        .isNotEqualTo("CANCELLED");
    shop.availableEverywhere("BOLT", 98);
  }

  private static String bare(Answer answer, Names names) {
    JsonObject json = answer.json();
    json.remove("requestId");
    return names.hidden(json.encode());
  }

  @Test
  void withoutATokenOfOursThereIsNoAnswer() {
    String good = TestTokens.withScopes(SCOPES);
    String[] parts = good.split("\\.", -1);
    List<String> none =
        List.of(
            "",
            "not.a.token",
            encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + parts[1] + ".",
            encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + parts[1] + "." + parts[2],
            encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"test\"}")
                + "."
                + parts[1]
                + "."
                + parts[2],
            parts[0] + "." + changed(parts[1]) + "." + parts[2],
            TestTokens.expiringIn(-60, SCOPES),
            TestTokens.issuedFor("another-service", SCOPES));
    questions()
        .forEach(
            (operation, asked) -> {
              for (Question question : asked) {
                for (String token : none) {
                  Answer answer = question.ask(service.client(token), foreign);
                  assertThat(answer.status()).as(operation + " with " + token).isEqualTo(401);
                  assertThat(answer.code())
                      .isEqualTo(token.isEmpty() ? "token-missing" : "token-invalid");
                }
                Answer scopeless =
                    question.ask(service.client(TestTokens.withScopes("nothing")), foreign);
                assertThat(scopeless.status()).as(operation).isEqualTo(403);
              }
            });
    // What was just asked for in vain is answered to whoever may.
    assertThat(service.client(good).get("/v1/items/BOLT/availability").status()).isEqualTo(200);
  }

  private static String encoded(String header) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(header.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /** The same claims for another customer. */
  private static String changed(String claims) {
    JsonObject read =
        new JsonObject(
            new String(
                Base64.getUrlDecoder().decode(claims), java.nio.charset.StandardCharsets.UTF_8));
    return encoded(read.put("customer", FOREIGN).encode());
  }
}
