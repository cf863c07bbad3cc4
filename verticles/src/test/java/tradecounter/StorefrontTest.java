package tradecounter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.testing.Events.baseList;
import static tradecounter.testing.Events.customer;
import static tradecounter.testing.Events.data;
import static tradecounter.testing.Events.event;
import static tradecounter.testing.Events.item;
import static tradecounter.testing.Events.list;
import static tradecounter.testing.Events.location;
import static tradecounter.testing.Events.network;
import static tradecounter.testing.Events.onHand;
import static tradecounter.testing.Events.price;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tradecounter.security.Caller;
import tradecounter.testing.Answer;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;
import tradecounter.testing.TestTokens;

/** What storefronts may ask, what they are told, and what they are not. */
final class StorefrontTest {
  private static TestService service;
  private static TestClient client;

  @BeforeAll
  static void start() {
    service = new TestService().with("LIMITS_BODYMILLIS", "1500").start();
    client = service.client();
    client.feed(
        "erp",
        location("DC1"),
        network("ALL", "DC1"),
        baseList("BASE", "EUR"),
        event(
            "item",
            data(
                "item", "CABLE",
                "policy", "STOCKED",
                "baseUom", "M",
                "quantityDecimals", 2,
                "uoms",
                    list(
                        data("uom", "DRUM", "numerator", 100, "denominator", 1),
                        data("uom", "THIRD", "numerator", 1, "denominator", 3)))),
        onHand("CABLE", "DC1", 1250.75),
        price("BASE", "CABLE", 0.5, "1.95", 100, "1.78"),
        item("UNPRICED"),
        customer(
            "C-1",
            "EUR",
            "shipTos",
            list(data("shipTo", "MAIN", "region", "DACH"), data("shipTo", "ALT", "region", "X"))),
        customer("C-2", "EUR"));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void quantitiesAreInTheUnitThatWasAskedFor() {
    JsonObject base = client.get("/v1/items/CABLE/availability?quantity=0.25").json();
    assertThat(base.getDouble("available")).isEqualTo(1250.75);
    JsonObject drums = client.get("/v1/items/CABLE/availability?uom=DRUM&quantity=12").json();
    assertThat(drums.getString("uom")).isEqualTo("DRUM");
    assertThat(drums.getDouble("available")).isEqualTo(12.5075);
    assertThat(drums.getJsonObject("promise").getBoolean("complete")).isTrue();
    JsonObject perDrum =
        client.get("/v1/items/CABLE/price?customer=C-1&uom=DRUM&quantity=2").json();
    assertThat(perDrum.getJsonObject("unitPrice").getString("amount")).isEqualTo("178.00");
    assertThat(perDrum.getJsonObject("extendedPrice").getString("amount")).isEqualTo("356.00");
  }

  @Test
  void noPriceIsAnAnswerWithItsReason() {
    Answer none = client.get("/v1/items/UNPRICED/price?customer=C-1");
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.code()).isEqualTo("price-none");
    assertThat(none.json().getString("detail")).contains("no contract and no price list");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/items/NONE/availability,                             404, item-unknown",
    "/v1/items/CABLE/availability?quantity=0,                 400, parameter-invalid",
    "/v1/items/CABLE/availability?quantity=-1,                400, parameter-invalid",
    "/v1/items/CABLE/availability?quantity=1e9999999,         400, parameter-invalid",
    "/v1/items/CABLE/availability?quantity=1&quantity=2,      400, parameter-repeated",
    "/v1/items/CABLE/availability?quantitty=1,                400, parameter-unknown",
    "/v1/items/CABLE/availability?on=2026-02-30,              400, parameter-invalid",
    "/v1/items/CABLE/availability?by=tomorrow,                400, parameter-invalid",
    "/v1/items/CABLE/availability?by=2026-12-01&by=2026-12-02, 400, parameter-repeated",
    "/v1/items/CABLE/availability?shipComplete=yes,           400, parameter-invalid",
    "/v1/items/CABLE/availability?shipComplete=,              400, parameter-invalid",
    "/v1/items/CABLE/availability?explain=1,                  400, parameter-invalid",
    "/v1/items/CABLE/availability?uom=PALLET,                 422, uom-unknown",
    "/v1/items/CABLE/availability?uom=THIRD&quantity=1,       422, quantity-invalid",
    "/v1/items/CABLE/availability?uom=DRUM&quantity=99999999999, 422, quantity-invalid",
    "/v1/items/CABLE/availability?customer=NOBODY,            404, customer-unknown",
    "/v1/items/CABLE/availability?customer=C-1&shipTo=NOWHERE, 404, ship-to-unknown",
    "/v1/items/CABLE/price,                                   400, customer-missing",
    "/v1/items/CABLE/price?customer=C-1&currency=eur,         400, currency-unknown",
    "/v1/items/CABLE/price?customer=C-1&currency=XXQ,         400, currency-unknown",
    "/v1/items/CABLE/price?customer=C-1&currency=USD,         404, price-none",
    "/v1/items/CABLE/price?customer=C-1&explain=yes,          400, parameter-invalid",
    "/v1/items/CABLE/price?customer=C-1&quantity=0.1,         404, price-none"
  })
  void badQuestionsAreNamed(String path, int status, String code) {
    Answer answer = client.get(path);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.code()).isEqualTo(code);
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() {
    Answer answer = client.get("/v1/items/CABLE/availability?quantity=x&on=y&z=1");
    assertThat(answer.json().getJsonArray("errors")).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"lines\":[]}",
        "{\"lines\":[{\"item\":\"CABLE\",\"item\":\"CABLE\"}]}",
        "{\"lines\":[{\"item\":\"CABLE\",\"quantity\":\"1\"}]}",
        "{\"lines\":[{\"item\":\"CABLE\",\"quantity\":1e999999999}]}",
        "{\"lines\":[{\"item\":\"CABLE\",\"quantity\":1.0000001}]}",
        "{\"lines\":[{\"item\":\"CABLE\"}],\"other\":1}",
        "{\"lines\":[{\"item\":\"CABLE\"}]} trailing",
        "{\"lines\":[{\"item\":\"CABLE\"}]",
        "{\"lines\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
      })
  void aBodyThatIsNotAQuestionIs400(String body) {
    for (String path : new String[] {"/v1/availability", "/v1/prices"}) {
      Answer answer = client.post(path, "application/json", body);
      assertThat(answer.status()).as(path + " " + body).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "by, '\"soon\"', value-invalid",
    "by, 20261201, value-invalid",
    "by, null, value-invalid",
    "shipComplete, '\"true\"', value-invalid",
    "shipComplete, null, value-invalid",
    "explain, 1, value-invalid",
    "shipcomplete, true, field-unknown",
  })
  void aBadFieldIsNamedByItsPlace(String field, String value, String code) {
    Answer answer =
        client.post(
            "/v1/availability",
            "application/json",
            "{\"lines\":[{\"item\":\"CABLE\"}],\"%s\":%s}".formatted(field, value));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.json().getJsonArray("errors").getJsonObject(0).getString("pointer"))
        .isEqualTo("/" + field);
    if (field.equals("explain")) {
      return;
    }
    assertThat(
            client
                .post(
                    "/v1/prices",
                    "application/json",
                    "{\"lines\":[{\"item\":\"CABLE\",\"quantity\":1}],\"%s\":%s}"
                        .formatted(field, value))
                .code())
        .isEqualTo("field-unknown");
  }

  @Test
  void aQuantityThatIsNoNumberOfBaseUnitsNamesTheNearest() {
    Answer answer = client.get("/v1/items/CABLE/availability?uom=THIRD&quantity=1");
    assertThat(answer.json().getString("detail")).contains("ask for 0.99 or 1.02 THIRD");
  }

  @Test
  void tooManyLinesAndTooLargeBodiesAreRefused() {
    JsonArray lines = new JsonArray();
    for (int i = 0; i < 1_001; i++) {
      lines.add(data("item", "CABLE"));
    }
    Answer many = client.post("/v1/availability", data("lines", lines));
    assertThat(many.status()).isEqualTo(413);
    assertThat(many.code()).isEqualTo("too-many-lines");

    String large = "{\"lines\":[" + " ".repeat(17 * 1024 * 1024) + "]}";
    assertThat(client.post("/v1/availability", "application/json", large).code())
        .isEqualTo("body-too-large");
  }

  @Test
  void aBodyThatDripsIsCutOff() throws IOException {
    String head =
        "POST /v1/availability HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            + TestTokens.withScopes(Caller.AVAILABILITY_READ)
            + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{";
    assertThat(raw(head)).startsWith("HTTP/1.1 408");
  }

  @Test
  void twoHostsAreRefused() throws IOException {
    assertThat(raw("GET /openapi.yaml HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400");
  }

  /** What comes back for these bytes, up to the first read's end. */
  private static String raw(String request) throws IOException {
    try (Socket socket = new Socket("localhost", service.port())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.getBytes(UTF_8));
      socket.getOutputStream().flush();
      byte[] buffer = new byte[4_096];
      int read = socket.getInputStream().read(buffer);
      return new String(buffer, 0, Math.max(0, read), UTF_8);
    }
  }

  @Test
  void withoutTokenOrScopeNothingIsAnswered() {
    String path = "/v1/items/CABLE/availability";
    assertThat(service.client("").get(path).code()).isEqualTo("token-missing");
    assertThat(service.client("not.a.token").get(path).code()).isEqualTo("token-invalid");
    Answer lacking = service.client(TestTokens.withScopes(Caller.PRICES_READ)).get(path);
    assertThat(lacking.status()).isEqualTo(403);
    assertThat(lacking.code()).isEqualTo("scope-missing");
    assertThat(service.management().as(TestTokens.withScopes()).get("/ops/feeds").status())
        .isEqualTo(403);
  }

  @Test
  void aForeignCustomerLooksExactlyLikeOneThatDoesNotExist() {
    TestClient bound =
        service.client(TestTokens.boundTo("C-1", Caller.AVAILABILITY_READ, Caller.PRICES_READ));
    for (String path :
        new String[] {
          "/v1/items/CABLE/availability?customer=%s", "/v1/items/CABLE/price?customer=%s"
        }) {
      Answer foreign = bound.get(path.formatted("C-2"));
      Answer absent = bound.get(path.formatted("C-9"));
      assertThat(foreign.status()).isEqualTo(404);
      assertThat(withoutRequest(foreign, "C-2")).isEqualTo(withoutRequest(absent, "C-9"));
    }
    for (String path : new String[] {"/v1/availability", "/v1/prices"}) {
      JsonArray lines = list(data("item", "CABLE"));
      Answer foreign = bound.post(path, data("customer", "C-2", "lines", lines));
      Answer absent = bound.post(path, data("customer", "C-9", "lines", lines));
      assertThat(withoutRequest(foreign, "C-2")).isEqualTo(withoutRequest(absent, "C-9"));
      assertThat(bound.post(path, data("lines", lines)).status()).isEqualTo(200);
    }
  }

  private static JsonObject withoutRequest(Answer answer, String customer) {
    JsonObject json = new JsonObject(answer.text().replace(customer, "?"));
    json.remove("requestId");
    return json;
  }

  @Test
  void detailIsForThoseWhoMaySeeIt() {
    String path = "/v1/items/CABLE/availability";
    assertThat(client.get(path).json().containsKey("locations")).isTrue();
    JsonObject plain =
        service.client(TestTokens.withScopes(Caller.AVAILABILITY_READ)).get(path).json();
    assertThat(plain.containsKey("locations")).isFalse();
    assertThat(plain.getDouble("available")).isEqualTo(1250.75);
  }

  @Test
  void aFeedTokenWritesOnlyItsOwnFeeds() {
    TestClient wms =
        service.client(
            TestTokens.token(
                new JsonObject().put("scope", Caller.FEEDS_WRITE).put("feeds", list("wms"))));
    assertThat(wms.feed("erp", item("X")).code()).isEqualTo("feed-unknown");
    assertThat(
            wms.feed(
                    "wms",
                    event("position.set", data("item", "X", "location", "DC1", "allocated", 1)))
                .status())
        .isEqualTo(202);
    assertThat(client.feed("nobody", item("X")).code()).isEqualTo("feed-unknown");
  }

  @Test
  void anUnknownMediaTypeIs415() {
    assertThat(client.post("/v1/feeds/erp/events", "text/csv", "a;b").code())
        .isEqualTo("media-type-unsupported");
  }

  @Test
  void theContractIsServed() {
    Answer contract = client.get("/openapi.yaml");
    assertThat(contract.status()).isEqualTo(200);
    assertThat(contract.text()).startsWith("openapi: 3.1");
  }

  @Test
  void theCallersRequestIdComesBack() {
    assertThat(client.get("/openapi.yaml").headers().firstValue("Request-Id")).isPresent();
  }
}
