package tradecounter.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.testing.Events.baseList;
import static tradecounter.testing.Events.customer;
import static tradecounter.testing.Events.data;
import static tradecounter.testing.Events.item;
import static tradecounter.testing.Events.price;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tradecounter.testing.Answer;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;

/** Bad price data on a real service: kept with bytes, reason and place, and in nobody's way. */
final class PriceDeadLettersTest {
  private static TestService service;
  private static TestClient client;

  @BeforeAll
  static void start() {
    service = new TestService().start();
    client = service.client();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  /** The circle is closed by lists that are on their way together, then by what the world shows. */
  @Test
  void aCircularFormulaAndAnUnknownCurrencyAreKeptAndTheirNeighboursPriced() {
    JsonObject circular = derived("SPRING", "AUTUMN");
    JsonObject unknown = baseList("EUROS", "EUX");
    Answer posted =
        client.feed(
            "erp",
            derived("AUTUMN", "SUMMER"),
            derived("SUMMER", "SPRING"),
            circular,
            unknown,
            baseList("SPRING", "EUR"),
            customer("C-1", "EUR"),
            item("BOLT"),
            price("SPRING", "BOLT", 1, "4.20"));
    assertThat(posted.status()).isEqualTo(202);
    assertThat(posted.json().getInteger("accepted")).isEqualTo(6);
    assertThat(posted.json().getJsonArray("errors"))
        .extracting(error -> ((JsonObject) error).getString("code"))
        .containsExactly("formula-circular", "currency-unknown");
    assertThat(
            client
                .get("/v1/items/BOLT/price?customer=C-1&quantity=1")
                .json()
                .getJsonObject("unitPrice")
                .getString("amount"))
        .isEqualTo("4.20");
    isKept(
        circular,
        "formula-circular",
        "list SPRING is derived from itself: SPRING ← AUTUMN ← SUMMER ← SPRING;"
            + " change the formula of one of them",
        "/data",
        "#2");
    isKept(
        unknown,
        "currency-unknown",
        "'EUX' is not a currency of ISO 4217 such as EUR",
        "/data/currency",
        "#3");

    JsonObject later = derived("SPRING", "SUMMER");
    assertThat(client.feed("erp", later).status()).isEqualTo(422);
    isKept(
        later,
        "formula-circular",
        "list SPRING is derived from itself: SPRING ← SUMMER ← SPRING;"
            + " change the formula of one of them",
        "/data",
        "#0");
  }

  /** Refused beside others, told in the words of the clerk who has to mend it. */
  @Test
  void aNegativePriceIsToldWithWhatItIsThePriceOf() {
    JsonObject negative = price("BASE-7", "NUT", 1, "-1");
    assertThat(client.feed("erp", negative).status()).isEqualTo(422);
    isKept(
        negative,
        "value-invalid",
        "-1 must not be negative",
        "/data/breaks/0/amount",
        "#0",
        "price of item NUT on list BASE-7");
  }

  @Test
  void aListInAnotherCurrencyIsKept() {
    JsonObject dollars = baseList("R-6", "USD");
    assertThat(client.feed("erp", baseList("R-6", "KWD"), dollars).json().getInteger("accepted"))
        .isEqualTo(1);
    assertThat(client.feed("erp", dollars).status()).as("known by now").isEqualTo(422);
    isKept(
        dollars,
        "currency-changed",
        "list R-6 is in KWD and its prices are amounts of KWD: give the list in USD another key",
        "/data",
        "#1",
        "price list R-6");
  }

  private static JsonObject derived(String list, String base) {
    JsonObject event = baseList(list, "EUR");
    event.getJsonObject("data").put("derivedFrom", data("list", base));
    return event;
  }

  private static void isKept(
      JsonObject event, String code, String detail, String pointer, String index) {
    isKept(event, code, detail, pointer, index, "price list " + list(event));
  }

  private static String list(JsonObject event) {
    return event.getJsonObject("data").getString("list");
  }

  private static void isKept(
      JsonObject event, String code, String detail, String pointer, String index, String subject) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(deadLetters())
                    .anySatisfy(
                        letter -> {
                          assertThat(new JsonObject(new String(letter.getBinary("raw"), UTF_8)))
                              .isEqualTo(event);
                          assertThat(new JsonObject(letter.getString("rawText"))).isEqualTo(event);
                          assertThat(letter.getString("subject")).isEqualTo(subject);
                          assertThat(letter.getString("code")).isEqualTo(code);
                          assertThat(letter.getString("detail")).isEqualTo(detail);
                          assertThat(letter.getString("pointer")).isEqualTo(pointer);
                          assertThat(letter.getString("place")).startsWith("http:").endsWith(index);
                        }));
  }

  private static Stream<JsonObject> deadLetters() {
    return service
        .management()
        .get("/ops/dead-letters?feed=erp&limit=1000")
        .json()
        .getJsonArray("deadLetters")
        .stream()
        .map(JsonObject.class::cast);
  }
}
