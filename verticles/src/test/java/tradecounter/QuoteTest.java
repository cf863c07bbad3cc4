package tradecounter;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.testing.Answer.amount;
import static tradecounter.testing.Events.baseList;
import static tradecounter.testing.Events.contract;
import static tradecounter.testing.Events.customer;
import static tradecounter.testing.Events.data;
import static tradecounter.testing.Events.event;
import static tradecounter.testing.Events.item;
import static tradecounter.testing.Events.list;
import static tradecounter.testing.Events.location;
import static tradecounter.testing.Events.network;
import static tradecounter.testing.Events.onHand;
import static tradecounter.testing.Events.price;
import static tradecounter.testing.Events.promotion;
import static tradecounter.testing.Events.shipTo;
import static tradecounter.testing.Events.taxRate;
import static tradecounter.testing.Events.taxed;
import static tradecounter.testing.Events.with;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tradecounter.security.Caller;
import tradecounter.store.Database;
import tradecounter.store.QuoteRedemptions;
import tradecounter.store.QuoteRedemptions.OpenedQuote;
import tradecounter.store.QuoteRedemptions.Redemption;
import tradecounter.testing.Answer;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;
import tradecounter.testing.TestTokens;

/** A cart is answered as one, and its token pins what was told until it expires or is redeemed. */
final class QuoteTest {
  private static TestService service;
  private static TestClient client;

  @BeforeAll
  static void start() {
    service = new TestService().start();
    client = service.client();
    Answer told =
        client.feed(
            "erp",
            location("DC1"),
            network("ALL", "DC1"),
            baseList("BASE", "EUR"),
            taxed("HAMMER", "STANDARD"),
            taxed("NAIL", "STANDARD"),
            taxed("LAST", "STANDARD"),
            item("GHOST"),
            taxed("UNPRICED", "STANDARD"),
            taxed("LATE", "STANDARD"),
            taxed("SHIFTING", "STANDARD"),
            taxed("ENDING", "STANDARD"),
            taxed("SCREW-A", "STANDARD"),
            taxed("SCREW-B", "STANDARD"),
            event(
                "item",
                data(
                    "item", "TENS",
                    "policy", "STOCKED",
                    "baseUom", "EA",
                    "taxCategory", "STANDARD",
                    "quantityRules", data("multiple", 10))),
            onHand("HAMMER", "DC1", 100),
            onHand("NAIL", "DC1", 1_000_000),
            onHand("LAST", "DC1", 1),
            onHand("GHOST", "DC1", 10),
            onHand("UNPRICED", "DC1", 10),
            onHand("TENS", "DC1", 100),
            onHand("LATE", "DC1", 5),
            onHand("SHIFTING", "DC1", 10),
            onHand("ENDING", "DC1", 10),
            onHand("SCREW-A", "DC1", 10),
            onHand("SCREW-B", "DC1", 10),
            event(
                "receipt",
                data(
                    "receipt", "PO-7",
                    "item", "LATE",
                    "location", "DC1",
                    "quantity", 5,
                    "kind", "PURCHASE",
                    "expectedOn", inDays(3))),
            price("BASE", "HAMMER", 1, "10.00"),
            price("BASE", "NAIL", 1, "0.10"),
            price("BASE", "LAST", 1, "99.99"),
            price("BASE", "GHOST", 1, "5.00"),
            price("BASE", "TENS", 1, "1.00"),
            price("BASE", "LATE", 1, "2.00"),
            price("BASE", "SHIFTING", 1, "8.00"),
            with(price("BASE", "ENDING", 1, "8.00"), "validTo", inDays(1)),
            with(price("BASE", "SCREW-A", 1, "0.50", 10, "0.40"), "breakGroup", "SCREWS"),
            with(price("BASE", "SCREW-B", 1, "0.60", 10, "0.45"), "breakGroup", "SCREWS"),
            contract("K-2", "C-2", "SCREW-B", 1, "0.30"),
            promotion(
                "NAILS-10-1",
                data("items", list("NAIL"), "customers", list("C-2")),
                data("buy", 10, "get", 1)),
            taxRate("DE", "STANDARD", "19"),
            customer(
                "C-1",
                "EUR",
                "shipTos",
                list(shipTo("DE", "DE"), data("shipTo", "NIL", "region", "EVERYWHERE"))),
            customer("C-2", "EUR", "shipTos", list(shipTo("DE", "DE"))));
    assertThat(told.json().getInteger("refused")).as(told.text()).isZero();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static String inDays(int days) {
    return LocalDate.now(ZoneOffset.UTC).plusDays(days).toString();
  }

  private static JsonObject line(String item, Number quantity) {
    return data("item", item, "quantity", quantity);
  }

  private static JsonObject cart(String customer, Object... lines) {
    return data("customer", customer, "shipTo", "DE", "lines", list(lines));
  }

  private static JsonObject quoted(JsonObject cart) {
    Answer answer = client.post("/v1/quotes", cart);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static JsonObject lineOf(JsonObject quote, int index) {
    return quote.getJsonArray("lines").getJsonObject(index);
  }

  private static List<String> problems(JsonObject quote, int index) {
    return lineOf(quote, index).getJsonArray("problems", new JsonArray()).stream()
        .map(problem -> ((JsonObject) problem).getString("code"))
        .toList();
  }

  private static Answer opened(TestClient by, String token) {
    return by.post("/v1/quotes/open", data("quoteToken", token));
  }

  // ---------------------------------------------------------------- the cart as one

  @Test
  void aCartHasItsPricesTaxesPromisesAndTotals() {
    Answer answer =
        client.post(
            "/v1/quotes", cart("C-1", line("HAMMER", 3).put("lineId", "10"), line("NAIL", 7)));
    JsonObject quote = answer.json();
    assertThat(quote.getBoolean("complete")).isTrue();
    assertThat(quote.getString("date")).isEqualTo(inDays(0));
    assertThat(lineOf(quote, 0).getString("lineId")).isEqualTo("10");
    assertThat(lineOf(quote, 1).getString("lineId")).isEqualTo("2");
    assertThat(amount(lineOf(quote, 0), "extendedPrice")).isEqualTo("30.00");
    assertThat(amount(lineOf(quote, 0).getJsonObject("tax"), "tax")).isEqualTo("5.70");
    assertThat(lineOf(quote, 0).getInteger("available")).isEqualTo(100);
    assertThat(lineOf(quote, 0).getJsonObject("promise").getBoolean("complete")).isTrue();
    JsonObject part =
        lineOf(quote, 0).getJsonObject("promise").getJsonArray("parts").getJsonObject(0);
    assertThat(part.getString("from")).isEqualTo("DC1");
    assertThat(part.getString("routing")).isEqualTo("WAREHOUSE");
    assertThat(lineOf(quote, 0).getJsonObject("freshness").getString("state")).isEqualTo("FRESH");
    JsonObject totals = quote.getJsonObject("totals");
    assertThat(amount(totals, "net")).isEqualTo("30.70");
    assertThat(amount(totals, "tax")).isEqualTo("5.83");
    assertThat(amount(totals, "gross")).isEqualTo("36.53");
    assertThat(totals.containsKey("reason")).isFalse();
    assertThat(quote.getString("quoteToken")).isNotEmpty();
    assertThat(quote.getString("priceVersion"))
        .isEqualTo(answer.headers().firstValue("Log-Position").orElse(""));
    Instant issued = quote.getInstant("issuedAt");
    assertThat(quote.getInstant("expiresAt"))
        .isAfter(issued)
        .isBeforeOrEqualTo(issued.plus(Duration.ofMinutes(15)));
  }

  @Test
  void theLastUnitIsPromisedOnce() {
    JsonObject quote = quoted(cart("C-1", line("LAST", 1), line("LAST", 1)));
    assertThat(problems(quote, 0)).isEmpty();
    assertThat(problems(quote, 1)).containsExactly("insufficient-availability");
    assertThat(lineOf(quote, 0).getInteger("available")).isEqualTo(1);
    assertThat(lineOf(quote, 1).getInteger("available")).isEqualTo(1);
    assertThat(quote.getBoolean("complete")).isFalse();
    assertThat(quote.getJsonObject("tokenRefused").getString("code")).isEqualTo("line-problems");
    // The prices are known all the same.
    assertThat(amount(quote.getJsonObject("totals"), "net")).isEqualTo("199.98");
  }

  @Test
  void eachLineTellsAllOfItsProblems() {
    JsonObject quote =
        quoted(
            cart(
                "C-1",
                line("HAMMER", 1),
                line("UNPRICED", 11),
                line("NONE", 1),
                line("HAMMER", 1).put("uom", "PALLET"),
                line("TENS", 15)));
    assertThat(problems(quote, 0)).isEmpty();
    assertThat(problems(quote, 1)).containsExactly("insufficient-availability", "price-none");
    assertThat(problems(quote, 2)).containsExactly("item-unknown");
    assertThat(problems(quote, 3)).containsExactly("uom-unknown");
    assertThat(problems(quote, 4)).containsExactly("quantity-not-multiple");
    assertThat(amount(lineOf(quote, 4), "extendedPrice")).isEqualTo("15.00");
    assertThat(lineOf(quote, 4).containsKey("quantityCheck")).isFalse();
    assertThat(quote.getJsonObject("totals")).isEqualTo(data("reason", "line 2 has no price"));
    assertThat(quote.containsKey("quoteToken")).isFalse();
    assertThat(quote.containsKey("date")).isFalse();
  }

  @Test
  void halfOfAPieceIsNotPinned() {
    JsonObject quote = quoted(cart("C-1", line("HAMMER", 1.5)));
    assertThat(problems(quote, 0)).containsExactly("quantity-decimals");
    assertThat(quote.getBoolean("complete")).isFalse();
    assertThat(quote.containsKey("quoteToken")).isFalse();
    assertThat(quote.getJsonObject("tokenRefused").getString("code")).isEqualTo("line-problems");
  }

  @Test
  void contractPromotionAndBreakGroupAreInThePrice() {
    JsonObject quote =
        quoted(cart("C-2", line("SCREW-A", 6), line("SCREW-B", 4), line("NAIL", 22)));
    assertThat(amount(lineOf(quote, 0), "unitPrice")).isEqualTo("0.40");
    assertThat(lineOf(quote, 0).getInteger("breakQuantity")).isEqualTo(10);
    assertThat(lineOf(quote, 1).getJsonObject("winner").getString("id")).isEqualTo("K-2");
    assertThat(amount(lineOf(quote, 1), "extendedPrice")).isEqualTo("1.20");
    assertThat(lineOf(quote, 2).getInteger("freeQuantity")).isEqualTo(2);
    assertThat(amount(quote.getJsonObject("totals"), "net")).isEqualTo("5.60");
    JsonObject pinned = opened(client, quote.getString("quoteToken")).json();
    assertThat(amount(lineOf(pinned, 2), "extendedPrice")).isEqualTo("2.00");
    assertThat(lineOf(pinned, 2).getInteger("quantity")).isEqualTo(22);
  }

  @Test
  void whatComesInPartsCanBeDemandedAtOnce() {
    JsonObject inParts = quoted(cart("C-1", line("LATE", 8), line("HAMMER", 1)));
    JsonObject promise = lineOf(inParts, 0).getJsonObject("promise");
    assertThat(promise.getJsonArray("parts")).hasSize(2);
    assertThat(inParts.getString("date")).isEqualTo(inDays(3));
    assertThat(inParts.containsKey("shipComplete")).isFalse();
    JsonObject together =
        quoted(cart("C-1", line("LATE", 8), line("HAMMER", 1)).put("shipComplete", true));
    assertThat(together.getBoolean("shipComplete")).isTrue();
    assertThat(together.getString("date")).isEqualTo(inDays(3));
    assertThat(lineOf(together, 0).getJsonObject("promise").getJsonArray("parts"))
        .allSatisfy(part -> assertThat(((JsonObject) part).getString("date")).isEqualTo(inDays(3)));
    JsonObject pinned = opened(client, together.getString("quoteToken")).json();
    assertThat(pinned.getBoolean("shipComplete")).isTrue();
  }

  @Test
  void aTaxThatIsNotKnownIsLeftOutOfTheTotalsAndSaysWhy() {
    JsonObject quote = quoted(cart("C-1", line("HAMMER", 1), line("GHOST", 1)));
    JsonObject totals = quote.getJsonObject("totals");
    assertThat(amount(totals, "net")).isEqualTo("15.00");
    assertThat(totals.fieldNames()).containsExactlyInAnyOrder("net", "reason");
    assertThat(totals.getString("reason")).contains("line 2").contains("no tax category");
    JsonObject pinned = opened(client, quote.getString("quoteToken")).json();
    assertThat(amount(lineOf(pinned, 0), "tax")).isEqualTo("1.90");
    assertThat(lineOf(pinned, 1).containsKey("tax")).isFalse();
    JsonObject nowhere = cart("C-1", line("HAMMER", 1));
    nowhere.remove("shipTo");
    JsonObject untaxed = quoted(nowhere);
    assertThat(untaxed.getJsonObject("totals").getString("reason"))
        .isEqualTo("the tax is not known without a ship-to: name one");
    assertThat(lineOf(untaxed, 0).getJsonObject("tax").getString("code"))
        .isEqualTo("tax-ship-to-missing");
  }

  @Test
  void aThousandLinesAreOneQuote() {
    JsonArray lines = new JsonArray();
    for (int i = 0; i < 1_000; i++) {
      lines.add(line("NAIL", 1 + i).put("lineId", "POSITION-" + i));
    }
    JsonObject quote = quoted(data("customer", "C-1", "shipTo", "DE", "lines", lines));
    assertThat(quote.getBoolean("complete")).isTrue();
    JsonObject pinned = opened(client, quote.getString("quoteToken")).json();
    assertThat(pinned.getString("state")).isEqualTo("OPEN");
    assertThat(pinned.getJsonArray("lines")).hasSize(1_000);
    lines.add(line("NAIL", 1));
    Answer tooMany =
        client.post("/v1/quotes", data("customer", "C-1", "shipTo", "DE", "lines", lines));
    assertThat(tooMany.status()).isEqualTo(413);
  }

  @Test
  void everyFaultOfABodyIsToldAtOnce() {
    Answer answer =
        client.post(
            "/v1/quotes",
            "application/json",
            """
            {"customer":"C-1","explain":true,"shipComplete":"yes",
             "lines":[{"lineId":"A","item":"NAIL","quantity":1},{"item":"NAIL"},
                      {"lineId":"A","item":"NAIL","quantity":1},{"lineId":"5","item":"NAIL","quantity":-1},
                      {"item":"NAIL","quantity":1}]}
            """);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(
            answer.json().getJsonArray("errors").stream()
                .map(JsonObject.class::cast)
                .map(error -> error.getString("pointer") + " " + error.getString("code")))
        .containsExactly(
            "/explain field-unknown",
            "/shipComplete value-invalid",
            "/lines/1 field-missing",
            "/lines/2/lineId line-id-repeated",
            "/lines/3/quantity value-invalid",
            "/lines/4 line-id-repeated");
    for (String body : List.of("", "[]", "{}", "{\"lines\":[]}", "{\"quoteToken\":1}")) {
      assertThat(client.post("/v1/quotes", "application/json", body).status()).isEqualTo(400);
      assertThat(client.post("/v1/quotes/open", "application/json", body).status()).isEqualTo(400);
    }
  }

  // ---------------------------------------------------------------- the token

  @Test
  void theTokenPinsWhatWasTold() {
    JsonObject quote = quoted(cart("C-1", line("HAMMER", 3)));
    JsonObject pinned = opened(client, quote.getString("quoteToken")).json();
    assertThat(pinned.getString("state")).isEqualTo("OPEN");
    for (String field : List.of("quoteId", "customer", "shipTo", "priceVersion", "expiresAt")) {
      assertThat(pinned.getString(field)).isEqualTo(quote.getString(field));
    }
    for (String field : List.of("item", "uom", "quantity", "unitPrice", "extendedPrice")) {
      assertThat(lineOf(pinned, 0).getValue(field)).isEqualTo(lineOf(quote, 0).getValue(field));
    }
    assertThat(lineOf(pinned, 0).getJsonObject("promise").getJsonArray("parts"))
        .isEqualTo(lineOf(quote, 0).getJsonObject("promise").getJsonArray("parts"));
    assertThat(amount(lineOf(pinned, 0), "tax")).isEqualTo("5.70");
  }

  @Test
  void aChangedTokenAndAnotherCustomersAreToldAlike() {
    String token = quoted(cart("C-1", line("HAMMER", 1))).getString("quoteToken");
    TestClient own =
        service.client(TestTokens.boundTo("C-1", Caller.PRICES_READ, Caller.AVAILABILITY_READ));
    TestClient other =
        service.client(TestTokens.boundTo("C-2", Caller.PRICES_READ, Caller.AVAILABILITY_READ));
    assertThat(opened(own, token).status()).isEqualTo(200);
    Answer foreign = opened(other, token);
    int payload = token.indexOf('.') + 1;
    int signature = token.lastIndexOf('.') + 1;
    for (Answer answer :
        List.of(
            foreign,
            opened(own, changedAt(token, 1)),
            opened(own, changedAt(token, payload + 10)),
            opened(own, changedAt(token, signature)),
            opened(own, token.substring(0, signature)),
            opened(own, token.substring(0, payload) + token.substring(signature - 1)),
            opened(own, "nonsense"))) {
      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.code()).isEqualTo("quote-invalid");
      assertThat(answer.json().getString("detail")).isEqualTo(foreign.json().getString("detail"));
    }
  }

  private static String changedAt(String token, int index) {
    char other = token.charAt(index) == 'A' ? 'B' : 'A';
    return token.substring(0, index) + other + token.substring(index + 1);
  }

  @Test
  void whatIsPinnedStaysWhateverHappensToThePrice() {
    String before = quoted(cart("C-1", line("SHIFTING", 2))).getString("quoteToken");
    client.feed("erp", price("BASE", "SHIFTING", 1, "9.00"), onHand("SHIFTING", "DC1", 0));
    JsonObject pinned = opened(client, before).json();
    assertThat(pinned.getString("state")).isEqualTo("OPEN");
    assertThat(amount(lineOf(pinned, 0), "unitPrice")).isEqualTo("8.00");
    assertThat(lineOf(pinned, 0).getJsonObject("promise").getString("date")).isEqualTo(inDays(0));
    JsonObject after = quoted(cart("C-1", line("SHIFTING", 2)));
    assertThat(amount(lineOf(after, 0), "unitPrice")).isEqualTo("9.00");
    assertThat(problems(after, 0)).containsExactly("insufficient-availability");
  }

  @Test
  void itHoldsNoLongerThanItsPrices() {
    try (TestService patient = service.twin().with("QUOTES_VALIDMILLIS", "604800000").start()) {
      JsonObject quote = patient.client().post("/v1/quotes", cart("C-1", line("ENDING", 1))).json();
      LocalDate lastDay = LocalDate.parse(lineOf(quote, 0).getString("validUntil"));
      assertThat(quote.getInstant("expiresAt"))
          .isEqualTo(lastDay.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    }
  }

  @Test
  void sourcesAreForThoseWhoMaySeeThem() {
    TestClient plain =
        service.client(TestTokens.boundTo("C-1", Caller.PRICES_READ, Caller.AVAILABILITY_READ));
    JsonObject quote = plain.post("/v1/quotes", cart("C-1", line("LATE", 8))).json();
    assertThat(quote.encode()).doesNotContain("PO-7").doesNotContain("DC1");
    // Nor does the token tell them to anybody else.
    Answer pinned = opened(client, quote.getString("quoteToken"));
    assertThat(pinned.text()).doesNotContain("PO-7").doesNotContain("DC1");
    JsonObject detailed = quoted(cart("C-1", line("LATE", 8)));
    assertThat(detailed.encode()).contains("PO-7");
    assertThat(opened(client, detailed.getString("quoteToken")).text()).contains("PO-7");
    assertThat(opened(plain, detailed.getString("quoteToken")).text()).doesNotContain("PO-7");
  }

  @Test
  void bothScopesAreNeeded() {
    for (String scope : List.of(Caller.PRICES_READ, Caller.AVAILABILITY_READ)) {
      TestClient half = service.client(TestTokens.boundTo("C-1", scope));
      for (Answer answer :
          List.of(half.post("/v1/quotes", cart("C-1", line("NAIL", 1))), opened(half, "x"))) {
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("scope-missing");
      }
    }
    TestClient bound =
        service.client(TestTokens.boundTo("C-1", Caller.PRICES_READ, Caller.AVAILABILITY_READ));
    assertThat(bound.post("/v1/quotes", cart("C-2", line("NAIL", 1))).code())
        .isEqualTo("customer-unknown");
  }

  @Test
  void anOrderRedeemsItForEverybody() throws SQLException {
    JsonObject quote = quoted(cart("C-1", line("HAMMER", 1)));
    try (Database database = new Database(service.configuration().postgres())) {
      var opened =
          new OpenedQuote(quote.getString("quoteId"), "C-1", quote.getInstant("expiresAt"));
      Redemption redemption =
          database.inTransaction(
              connection -> QuoteRedemptions.redeem(connection, opened, "O-2026-1"));
      assertThat(redemption).isEqualTo(new Redemption.Redeemed());
    }
    JsonObject pinned = opened(client, quote.getString("quoteToken")).json();
    assertThat(pinned.getString("state")).isEqualTo("REDEEMED");
    assertThat(pinned.getString("orderId")).isEqualTo("O-2026-1");
  }

  @Test
  void itExpiresAndEveryNodeWithTheKeyKnowsIt() {
    try (TestService brief = service.twin().with("QUOTES_VALIDMILLIS", "1000").start()) {
      JsonObject quote = brief.client().post("/v1/quotes", cart("C-1", line("HAMMER", 1))).json();
      String token = quote.getString("quoteToken");
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(opened(client, token).json().getString("state")).isEqualTo("EXPIRED"));
      assertThat(
              opened(brief.client(), quoted(cart("C-1", line("HAMMER", 1))).getString("quoteToken"))
                  .json()
                  .getString("state"))
          .isEqualTo("OPEN");
    }
  }

  @Test
  void aTokenOfAnotherKeyIsNoneOfOursUntilTheKeyIsKnown() throws IOException {
    Path newKey = Files.createTempFile("quote", ".key");
    Files.writeString(newKey, "bm90IHRoZSBrZXkgb2YgdGhlIG90aGVyIHRlc3RzLCBidXQgbG9uZyBlbm91Z2gu");
    String replaced = "{kid: test, file: '" + newKey + "'}";
    String added = "{kid: next, file: '" + newKey + "'}";
    String old = "{kid: test, file: '" + TestTokens.quoteKey() + "'}";
    String token = quoted(cart("C-1", line("HAMMER", 1))).getString("quoteToken");
    try (TestService stranger = twin("[" + replaced + "]");
        TestService rotated = twin("[" + added + ", " + old + "]")) {
      assertThat(opened(stranger.client(), token).code()).isEqualTo("quote-invalid");
      assertThat(opened(rotated.client(), token).json().getString("state")).isEqualTo("OPEN");
      JsonObject cart = cart("C-1", line("HAMMER", 1));
      for (TestService signer : List.of(stranger, rotated)) {
        String signed = signer.client().post("/v1/quotes", cart).json().getString("quoteToken", "");
        assertThat(opened(signer.client(), signed).json().getString("state")).isEqualTo("OPEN");
        assertThat(opened(client, signed).code()).isEqualTo("quote-invalid");
      }
    } finally {
      Files.delete(newKey);
    }
  }

  /** Another node with these keys that knows what this one does. */
  private static TestService twin(String keys) {
    return service.twin().with("QUOTES_KEYS", keys).start();
  }

  @Test
  void withoutAKeyAQuoteIsAnsweredWithoutAToken() {
    try (TestService keyless = twin("[]")) {
      JsonObject quote = keyless.client().post("/v1/quotes", cart("C-1", line("HAMMER", 1))).json();
      assertThat(quote.getBoolean("complete")).isTrue();
      assertThat(quote.getJsonObject("tokenRefused").getString("code"))
          .isEqualTo("quote-keys-missing");
      String token = quoted(cart("C-1", line("HAMMER", 1))).getString("quoteToken");
      assertThat(opened(keyless.client(), token).code()).isEqualTo("quote-invalid");
    }
  }
}
