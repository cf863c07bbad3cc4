package tradecounter;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.testing.Answer.amount;
import static tradecounter.testing.Events.baseList;
import static tradecounter.testing.Events.breaks;
import static tradecounter.testing.Events.contract;
import static tradecounter.testing.Events.customer;
import static tradecounter.testing.Events.data;
import static tradecounter.testing.Events.event;
import static tradecounter.testing.Events.item;
import static tradecounter.testing.Events.list;
import static tradecounter.testing.Events.price;
import static tradecounter.testing.Events.promotion;
import static tradecounter.testing.Events.shipTo;
import static tradecounter.testing.Events.taxRate;
import static tradecounter.testing.Events.taxed;
import static tradecounter.testing.Events.with;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.security.Caller;
import tradecounter.testing.Answer;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;
import tradecounter.testing.TestTokens;

/** What a price answer tells of contracts, lists, promotions and currencies, and how it came. */
final class PriceTest {
  /** No day begins later than in one of these zones, or earlier than in the other. */
  private static final ZoneId LAST_TO_BEGIN = ZoneId.of("Etc/GMT+12");

  private static final ZoneId FIRST_TO_BEGIN = ZoneId.of("Pacific/Kiritimati");

  private static TestService service;
  private static TestService converting;
  private static TestClient client;

  @BeforeAll
  static void start() {
    service =
        new TestService()
            .with("PRICES_ROUNDING", "{CHF: \"0.05\"}")
            .with("PRICES_TIMEZONE", LAST_TO_BEGIN.getId())
            .start();
    converting =
        service
            .twin()
            .with("PRICES_CONVERTCURRENCIES", "true")
            .with("PRICES_TIMEZONE", FIRST_TO_BEGIN.getId())
            .start();
    client = service.client();
    feed(
        item("BOLT"),
        item("HAMMER"),
        item("BOOK"),
        item("NAIL"),
        item("DRILL"),
        item("CHISEL"),
        item("RIVET"),
        item("PIN"),
        item("LAMP"),
        item("SCREW-A"),
        item("SCREW-B"),
        item("TIDE"),
        item("UNPRICED"),
        taxed("SAW", "STANDARD"),
        taxed("GRINDER", "STANDARD"),
        taxRate("DE", "STANDARD", "19"));
    feed(
        baseList("BASE", "EUR"),
        baseList("YEN", "JPY"),
        baseList("DINAR", "KWD"),
        baseList("FRANC", "CHF"),
        with(derived("PRO", "GROUP"), "groups", list("PRO")),
        with(baseList("VIP", "EUR"), "kind", "CUSTOMER", "customers", list("C-VIP")),
        price("BASE", "BOLT", 1, "1.00"),
        price("BASE", "HAMMER", 1, "10.00", 10, "9.00"),
        price("BASE", "BOOK", 1, "19.99"),
        price("BASE", "NAIL", 1, "0.10"),
        price("BASE", "DRILL", 1, "100.00"),
        price("BASE", "CHISEL", 1, "100.00"),
        price("BASE", "SAW", 1, "30.00"),
        price("BASE", "GRINDER", 1, "50.00", 10, "45.00"),
        with(price("BASE", "RIVET", 1, "2.50"), "priceUnit", 100),
        with(price("BASE", "PIN", 1, "7.77"), "priceUnit", 1000),
        price("BASE", "LAMP", 1, "12.00"),
        with(price("BASE", "LAMP", 1, "10.00"), "validFrom", "2020-01-01", "validTo", "2020-12-31"),
        with(price("BASE", "LAMP", 1, "15.00"), "validFrom", "2099-01-01"),
        with(price("BASE", "SCREW-A", 1, "0.50", 10, "0.40"), "breakGroup", "SCREWS"),
        with(price("BASE", "SCREW-B", 1, "0.60", 10, "0.45"), "breakGroup", "SCREWS"),
        price("VIP", "SAW", 1, "28.00"),
        price("YEN", "HAMMER", 1, "1234.5"),
        price("YEN", "GRINDER", 1, "6000"),
        price("DINAR", "HAMMER", 1, "1.2345"),
        price("FRANC", "HAMMER", 1, "3.33"),
        event("cost", data("item", "DRILL", "amount", "60.00", "currency", "EUR")),
        event("cost", data("item", "CHISEL", "amount", "90.00", "currency", "EUR")),
        event(
            "exchange-rate",
            data("from", "EUR", "to", "USD", "rate", "1.0837", "validFrom", "2026-01-01")));
    feed(
        promotion("NAILS-10-1", data("items", list("NAIL")), data("buy", 10, "get", 1)),
        promotion(
            "SAW-10", data("items", list("SAW")), data("percent", "10"), "stacking", "STACKABLE"),
        promotion(
            "SAW-2",
            data("items", list("SAW"), "customers", list("C-DE")),
            data("amount", "2.00"),
            "stacking",
            "STACKABLE",
            "currency",
            "EUR",
            "description",
            "Two off"),
        promotion("GRINDER-5", data("items", list("GRINDER")), data("percent", "5")),
        promotion(
            "GRINDER-OVER",
            data("items", list("GRINDER")),
            data("percent", "50"),
            "validTo",
            "2020-12-31"));
    feed(
        customer("C-DE", "EUR", "shipTos", list(shipTo("DE", "DE"), shipTo("CH", "CH"))),
        customer("C-ONE", "EUR", "shipTos", list(shipTo("DE", "DE"))),
        customer("C-VIP", "EUR"),
        customer("C-JP", "JPY"),
        customer("C-KW", "KWD"),
        customer("C-CH", "CHF"),
        customer("C-PRO", "EUR", "groups", list(data("group", "PRO", "priority", 1))),
        customer("C-PARENT", "EUR"),
        customer(
            "C-CHILD",
            "EUR",
            "parent",
            "C-PARENT",
            "groups",
            list(data("group", "NORTH", "priority", 1))),
        contract("K-PARENT", "C-PARENT", "HAMMER", 1, "8.00"),
        event(
            "contract-price",
            data("contract", "K-NORTH", "buyingGroup", "NORTH", "item", "BOOK")
                .put("breaks", breaks(1, "15.00"))),
        event(
            "contract-price",
            data("contract", "K-BOLTS", "customer", "C-ONE", "category", "BOLTS")
                .put("discountPercent", "25")),
        event(
            "contract-price",
            data("contract", "K-TEN", "customer", "C-DE", "item", "GRINDER")
                .put("discountPercent", "10")
                .put("promotions", true)),
        contract("K-BULK", "C-DE", "GRINDER", 1000, "20.00"));
    Awaitility.await()
        .until(
            () -> converting.client().get("/v1/items/BOOK/price?customer=C-CHILD").status() == 200);
  }

  private static void feed(JsonObject... events) {
    Answer told = client.feed("erp", events);
    assertThat(told.json().getInteger("accepted")).as(told.text()).isEqualTo(events.length);
  }

  /** T19's formula, with a floor of 20 % over the cost. */
  private static JsonObject derived(String list, String kind) {
    return event(
        "price-list",
        data("list", list, "currency", "EUR", "kind", kind)
            .put(
                "derivedFrom",
                data(
                    "list",
                    "BASE",
                    "discountPercent",
                    "12.5",
                    "roundTo",
                    "10",
                    "surcharge",
                    "-0.01",
                    "minimumMarginPercent",
                    "20")));
  }

  @AfterAll
  static void stop() {
    converting.close();
    service.close();
  }

  private static JsonObject asked(String item, String query) {
    Answer answer = client.get("/v1/items/" + item + "/price?customer=" + query);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Log-Position")).isPresent();
    return answer.json();
  }

  private static List<JsonObject> objects(JsonObject in, String field) {
    return in.getJsonArray(field).stream().map(JsonObject.class::cast).toList();
  }

  // ---------------------------------------------------------------- sources

  @ParameterizedTest(name = "{0} for {1}: {3}")
  @CsvSource(
      textBlock =
          """
          HAMMER, C-DE,     BASE_LIST,         BASE,     10.00
          DRILL,  C-PRO,    GROUP_LIST,        PRO,      89.99
          SAW,    C-VIP,    CUSTOMER_LIST,     VIP,      25.20
          BOLT,   C-ONE,    CONTRACT_CATEGORY, K-BOLTS,  0.75
          HAMMER, C-PARENT, CONTRACT,          K-PARENT, 8.00
          HAMMER, C-CHILD,  CONTRACT,          K-PARENT, 8.00
          BOOK,   C-CHILD,  CONTRACT,          K-NORTH,  15.00
          """)
  void thePriceComesFromTheMostSpecificSource(
      String item, String customer, String level, String id, String unitPrice) {
    JsonObject price = asked(item, customer);
    assertThat(price.getJsonObject("winner").getString("level")).isEqualTo(level);
    assertThat(price.getJsonObject("winner").getString("id")).isEqualTo(id);
    assertThat(amount(price, "unitPrice")).isEqualTo(unitPrice);
  }

  @Test
  void aContractOfTheParentAndOfTheBuyingGroupNameTheirParty() {
    assertThat(asked("HAMMER", "C-CHILD").getJsonObject("winner").getJsonObject("party"))
        .isEqualTo(data("customer", "C-PARENT"));
    assertThat(asked("BOOK", "C-CHILD").getJsonObject("winner").getJsonObject("party"))
        .isEqualTo(data("buyingGroup", "NORTH"));
    assertThat(asked("HAMMER", "C-PARENT").getJsonObject("winner").containsKey("party")).isFalse();
  }

  @Test
  void aMarginThatIsTooThinRaisesADerivedPrice() {
    JsonObject chisel = asked("CHISEL", "C-PRO");
    assertThat(amount(chisel, "unitPrice")).isEqualTo("112.50");
    assertThat(chisel.getJsonObject("winner").getString("id")).isEqualTo("PRO");
  }

  @ParameterizedTest(name = "on {0}: {1}")
  @CsvSource(
      textBlock =
          """
          2019-12-31, 12.00, 2019-12-31
          2020-01-01, 10.00, 2020-12-31
          2020-12-31, 10.00, 2020-12-31
          2021-01-01, 12.00, 2098-12-31
          2098-12-31, 12.00, 2098-12-31
          2099-01-01, 15.00,
          """)
  void aPriceIsThatOfTheDayAndSaysUntilWhen(String day, String unitPrice, String validUntil) {
    JsonObject lamp = asked("LAMP", "C-DE&on=" + day);
    assertThat(lamp.getString("on")).isEqualTo(day);
    assertThat(amount(lamp, "unitPrice")).isEqualTo(unitPrice);
    assertThat(lamp.getString("validUntil")).isEqualTo(validUntil);
    JsonObject bulk =
        client
            .post(
                "/v1/prices",
                data("customer", "C-DE", "on", day, "lines", list(data("item", "LAMP"))))
            .json();
    assertThat(amount(bulk.getJsonArray("lines").getJsonObject(0), "unitPrice"))
        .isEqualTo(unitPrice);
  }

  @Test
  void withoutADayItIsToday() {
    JsonObject lamp = asked("LAMP", "C-DE");
    assertThat(lamp.containsKey("on")).isFalse();
    assertThat(amount(lamp, "unitPrice")).isEqualTo("12.00");
  }

  /** 26 hours lie between the zones: it is never the same day in both. */
  @Test
  void todayIsTheDayWhereTheHouseIs() {
    LocalDate today = LocalDate.now(LAST_TO_BEGIN);
    feed(
        with(price("BASE", "TIDE", 1, "1.00"), "validTo", today.toString()),
        with(price("BASE", "TIDE", 1, "2.00"), "validFrom", today.plusDays(1).toString()));
    assertThat(amount(asked("TIDE", "C-DE"), "unitPrice")).isEqualTo("1.00");
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        amount(
                            converting.client().get("/v1/items/TIDE/price?customer=C-DE").json(),
                            "unitPrice"))
                    .isEqualTo("2.00"));
  }

  @ParameterizedTest(name = "{1} {0}: {3}")
  @CsvSource(
      textBlock =
          """
          RIVET, 1,    2.50, 100,  0.03
          RIVET, 250,  2.50, 100,  6.25
          PIN,   1,    7.77, 1000, 0.01
          PIN,   500,  7.77, 1000, 3.89
          PIN,   1000, 7.77, 1000, 7.77
          """)
  void aPriceMayBeForAHundredOrAThousand(
      String item, int quantity, String unitPrice, int priceUnit, String extendedPrice) {
    JsonObject price = asked(item, "C-DE&quantity=" + quantity);
    assertThat(amount(price, "unitPrice")).isEqualTo(unitPrice);
    assertThat(price.getInteger("priceUnit")).isEqualTo(priceUnit);
    assertThat(amount(price, "extendedPrice")).isEqualTo(extendedPrice);
  }

  // ---------------------------------------------------------------- promotions

  @Test
  void promotionsSayWhatTheyDid() {
    JsonObject saw = asked("SAW", "C-DE");
    assertThat(amount(saw, "unitPrice")).isEqualTo("25.00");
    JsonArray promotions = saw.getJsonArray("promotions");
    assertThat(promotions).hasSize(2);
    assertThat(promotions.getJsonObject(0).getString("promotion")).isEqualTo("SAW-10");
    assertThat(amount(promotions.getJsonObject(0), "unitPrice")).isEqualTo("27.00");
    assertThat(promotions.getJsonObject(1).getString("description")).isEqualTo("Two off");
    assertThat(amount(saw.getJsonArray("breaks").getJsonObject(0), "unitPrice")).isEqualTo("25.00");
    assertThat(amount(asked("SAW", "C-ONE"), "unitPrice")).isEqualTo("27.00");
    assertThat(asked("HAMMER", "C-DE").containsKey("promotions")).isFalse();
  }

  @Test
  void whatIsFreeIsNotPaid() {
    JsonObject nails = asked("NAIL", "C-DE&quantity=22");
    assertThat(nails.getInteger("freeQuantity")).isEqualTo(2);
    assertThat(amount(nails, "unitPrice")).isEqualTo("0.10");
    assertThat(amount(nails, "extendedPrice")).isEqualTo("2.00");
    assertThat(nails.getJsonArray("promotions").getJsonObject(0).getInteger("freeQuantity"))
        .isEqualTo(2);
    assertThat(asked("NAIL", "C-DE&quantity=10").containsKey("freeQuantity")).isFalse();
  }

  // ---------------------------------------------------------------- currencies

  @ParameterizedTest(name = "{1} for {0}: {2}")
  @CsvSource(
      textBlock =
          """
          C-JP, 1, 1234.5,  1235,  JPY
          C-JP, 3, 1234.5,  3704,  JPY
          C-KW, 1, 1.2345,  1.235, KWD
          C-KW, 3, 1.2345,  3.704, KWD
          C-CH, 1, 3.33,    3.35,  CHF
          C-CH, 2, 3.33,    6.65,  CHF
          C-CH, 3, 3.33,    10.00, CHF
          """)
  void whatIsPaidIsRoundedAsItsCurrencyIs(
      String customer, int quantity, String unitPrice, String paid, String currency) {
    JsonObject price = asked("HAMMER", customer + "&quantity=" + quantity);
    assertThat(price.getJsonObject("extendedPrice"))
        .isEqualTo(data("amount", paid, "currency", currency));
    assertThat(amount(price, "unitPrice")).startsWith(unitPrice);
  }

  @Test
  void aPriceIsConvertedOnlyIfThatIsConfigured() {
    String path = "/v1/items/BOOK/price?customer=C-DE&currency=USD";
    assertThat(client.get(path).code()).isEqualTo("price-none");
    JsonObject converted = converting.client().get(path + "&explain=true").json();
    assertThat(amount(converted, "unitPrice")).isEqualTo("21.663163");
    assertThat(amount(converted, "extendedPrice")).isEqualTo("21.66");
    assertThat(converted.getJsonObject("conversion"))
        .isEqualTo(data("from", "EUR", "rate", "1.0837", "rateFrom", "2026-01-01"));
    assertThat(objects(converted, "waterfall").stream().filter(PriceTest::isNoTax))
        .extracting(step -> step.getString("kind"))
        .containsExactly("LIST", "CONVERSION");
    // Before the first day of the rate there is none.
    assertThat(converting.client().get(path + "&on=2025-12-31").code()).isEqualTo("price-none");
    // What has a price in the currency that is asked for is not converted.
    assertThat(
            converting
                .client()
                .get("/v1/items/HAMMER/price?customer=C-DE&currency=JPY")
                .json()
                .containsKey("conversion"))
        .isFalse();
  }

  // ---------------------------------------------------------------- explanation

  @Test
  void theWaterfallGoesFromTheListPriceToTheGrossPrice() {
    JsonObject told = asked("GRINDER", "C-DE&shipTo=DE&quantity=10&explain=true");
    List<JsonObject> steps = objects(told, "waterfall");
    assertThat(steps)
        .extracting(step -> step.getString("kind"))
        .containsExactly("LIST", "BREAK", "CONTRACT", "PROMOTION", "TAX");
    assertThat(steps)
        .extracting(step -> step.getString("id"))
        .containsExactly("BASE", "BASE", "K-TEN", "GRINDER-5", "DE");
    assertThat(steps)
        .extracting(step -> amount(step, "unitPrice"))
        .containsExactly("50.00", "45.00", "40.50", "38.475", "45.78525");
    assertThat(steps).allSatisfy(step -> assertThat(step.getString("reason")).isNotEmpty());
    assertThat(amount(told, "unitPrice")).isEqualTo("38.475");
    assertThat(amount(told, "extendedPrice")).isEqualTo("384.75");
    assertThat(told.getString("strategy")).isEqualTo("PRIORITY");
    JsonObject unexplained = asked("GRINDER", "C-DE&shipTo=DE&quantity=10");
    assertThat(unexplained.fieldNames()).doesNotContain("waterfall", "candidates", "strategy");
  }

  @Test
  void everyCandidateHasItsOutcomeAndItsReason() {
    JsonObject told = asked("GRINDER", "C-DE&quantity=10&explain=true");
    assertThat(objects(told, "candidates"))
        .extracting(
            candidate ->
                candidate.getString("outcome")
                    + " "
                    + candidate.getString("level")
                    + " "
                    + candidate.getString("id")
                    + ": "
                    + candidate.getString("reason"))
        .containsExactly(
            "WON CONTRACT K-TEN: it goes first",
            "LOST BASE_LIST BASE: CONTRACT goes before BASE_LIST",
            "FILTERED CONTRACT K-BULK: only from 1000 EA",
            "FILTERED BASE_LIST YEN: in JPY, asked for EUR",
            "FILTERED PROMOTION GRINDER-OVER: not valid on the day: until 2020-12-31");
  }

  @Test
  void theStepsOfAFormulaAreToldOneByOne() {
    assertThat(
            objects(asked("DRILL", "C-PRO&explain=true"), "waterfall").stream()
                .filter(PriceTest::isNoTax))
        .extracting(step -> step.getString("kind") + " " + amount(step, "unitPrice"))
        .containsExactly(
            "LIST 100.00", "DISCOUNT 87.50", "ROUNDING 90.00", "SURCHARGE 89.99", "MARGIN 89.99");
    assertThat(
            objects(asked("CHISEL", "C-PRO&explain=true"), "waterfall").stream()
                .filter(PriceTest::isNoTax))
        .extracting(step -> step.getString("kind") + " " + amount(step, "unitPrice"))
        .containsExactly(
            "LIST 100.00", "DISCOUNT 87.50", "ROUNDING 90.00", "SURCHARGE 89.99", "MARGIN 112.50");
  }

  @Test
  void whereThereIsNoPriceTheCandidatesAreToldIfAskedFor() {
    String path = "/v1/items/BOOK/price?customer=C-DE&currency=JPY";
    Answer none = client.get(path + "&explain=true");
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.code()).isEqualTo("price-none");
    assertThat(objects(none.json(), "candidates"))
        .extracting(candidate -> candidate.getString("outcome") + " " + candidate.getString("id"))
        .containsExactly("FILTERED BASE");
    assertThat(client.get(path).json().containsKey("candidates")).isFalse();
  }

  // ---------------------------------------------------------------- what a buyer may know

  private static TestClient buyer(String customer) {
    return service.client(TestTokens.boundTo(customer, Caller.PRICES_READ));
  }

  /** A way to a price, as it is told to one who may not know how the house makes its prices. */
  @ParameterizedTest(name = "{1} {2} for {0}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          C-DE    | HAMMER  | 1          | LIST BASE 10.00
          C-DE    | GRINDER | 10         | LIST BASE 50.00, BREAK BASE 45.00, CONTRACT K-TEN 40.50, PROMOTION GRINDER-5 38.475
          C-PRO   | DRILL   | 1          | LIST PRO 89.99
          C-PRO   | CHISEL  | 1          | LIST PRO 112.50
          C-PRO   | GRINDER | 10         | LIST PRO 39.99, PROMOTION GRINDER-5 37.9905
          C-CHILD | HAMMER  | 10         | LIST BASE 10.00, BREAK BASE 9.00, CONTRACT K-PARENT 8.00
          """)
  void howAPriceIsMadeIsNotTheBuyersToKnow(
      String customer, String item, int quantity, String steps) {
    Answer answer =
        buyer(customer).get("/v1/items/" + item + "/price?explain=true&quantity=" + quantity);
    assertThat(objects(answer.json(), "waterfall").stream().filter(PriceTest::isNoTax))
        .extracting(
            step ->
                step.getString("kind")
                    + " "
                    + step.getString("id")
                    + " "
                    + amount(step, "unitPrice"))
        .containsExactly(steps.split(", "));
    assertThat(answer.json().containsKey("candidates")).isFalse();
    assertThat(answer.text()).doesNotContain("margin", "surcharge", "rounded", "YEN");
  }

  private static boolean isNoTax(JsonObject step) {
    return !step.getString("kind").equals("TAX");
  }

  @Test
  void aConvertedPriceIsExplainedAsTheListPriceItIs() {
    JsonObject told =
        converting
            .client(TestTokens.boundTo("C-DE", Caller.PRICES_READ))
            .get("/v1/items/BOOK/price?currency=USD&explain=true")
            .json();
    JsonObject step = objects(told, "waterfall").getFirst();
    assertThat(step.getString("kind")).isEqualTo("LIST");
    assertThat(step.getString("id")).isEqualTo("BASE");
    assertThat(step.getJsonObject("unitPrice"))
        .isEqualTo(data("amount", "21.663163", "currency", "USD"));
  }

  @Test
  void whatDoesNotApplyIsNotTheBuyersToKnow() {
    Answer none = buyer("C-DE").get("/v1/items/BOOK/price?currency=JPY&on=2026-12-01&explain=true");
    assertThat(none.code()).isEqualTo("price-none");
    assertThat(none.json().containsKey("candidates")).isFalse();
    assertThat(none.json().getString("detail"))
        .isEqualTo(
            "there is no price: no contract and no price list of customer C-DE prices 1 of it in"
                + " JPY on 2026-12-01");
    JsonObject bulk =
        buyer("C-DE")
            .post(
                "/v1/prices",
                data("currency", "JPY", "explain", true, "lines", list(data("item", "BOOK"))))
            .json();
    assertThat(bulk.encode()).doesNotContain("candidates", "BASE");
    JsonObject explained =
        buyer("C-PRO")
            .post("/v1/prices", data("explain", true, "lines", list(data("item", "DRILL"))))
            .json();
    assertThat(explained.encode())
        .contains("waterfall")
        .doesNotContain("candidates", "BASE", "MARGIN", "100.00");
  }

  @Test
  void inBulkOnlyAFewLinesAreExplained() {
    JsonArray lines = new JsonArray();
    for (int i = 0; i < 50; i++) {
      lines.add(data("item", "SAW", "quantity", 1));
    }
    JsonObject question = data("customer", "C-DE", "shipTo", "DE", "explain", true, "lines", lines);
    JsonArray told = client.post("/v1/prices", question).json().getJsonArray("lines");
    assertThat(told.getJsonObject(49).getJsonArray("waterfall")).hasSize(4);
    lines.add(data("item", "SAW"));
    Answer tooMany = client.post("/v1/prices", question);
    assertThat(tooMany.status()).isEqualTo(413);
    assertThat(tooMany.code()).isEqualTo("too-many-lines");
  }

  // ---------------------------------------------------------------- many lines

  @Test
  void linesWithAQuantityAreOneCartAndOthersAreForThemselves() {
    List<JsonObject> lines =
        priced(
            data("item", "SCREW-A", "quantity", 6),
            data("item", "SCREW-B", "quantity", 4),
            data("item", "SCREW-A"));
    assertThat(amount(lines.get(0), "unitPrice")).isEqualTo("0.40");
    assertThat(amount(lines.get(0), "extendedPrice")).isEqualTo("2.40");
    assertThat(lines.get(0).getInteger("breakQuantity")).isEqualTo(10);
    assertThat(amount(lines.get(1), "unitPrice")).isEqualTo("0.45");
    assertThat(lines.get(1).getInteger("breakQuantity")).isEqualTo(10);
    assertThat(amount(lines.get(2), "unitPrice")).isEqualTo("0.50");
    assertThat(lines.get(2).getInteger("quantity")).isEqualTo(1);
    assertThat(lines.get(2).containsKey("breakQuantity")).isFalse();
  }

  private static List<JsonObject> priced(Object... lines) {
    Answer answer = client.post("/v1/prices", data("customer", "C-DE", "lines", list(lines)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Log-Position")).isPresent();
    return objects(answer.json(), "lines");
  }

  @Test
  void oneBadLineDoesNotSpoilTheOthers() {
    List<JsonObject> lines =
        priced(
            data("item", "SCREW-A", "quantity", 9),
            data("item", "UNPRICED", "quantity", 1),
            data("item", "NONE", "quantity", 1),
            data("item", "SCREW-A", "quantity", 1, "uom", "PALLET"),
            data("item", "SAW", "quantity", 40_000_000_000L),
            data("item", "SAW", "quantity", 2));
    assertThat(lines)
        .extracting(line -> line.getJsonObject("problem", new JsonObject()).getString("code"))
        .containsExactly(
            null, "price-none", "item-unknown", "uom-unknown", "amount-too-large", null);
    // Nor does it count for the break of its group.
    assertThat(amount(lines.get(0), "unitPrice")).isEqualTo("0.50");
    assertThat(amount(lines.get(5), "extendedPrice")).isEqualTo("50.00");
  }

  @Test
  void aLineIsCalledAsItsAskerCallsIt() {
    List<JsonObject> lines =
        priced(
            data("lineId", "A", "item", "SAW"),
            data("item", "SAW"),
            data("lineId", "7", "item", "NONE"));
    assertThat(lines).extracting(line -> line.getString("lineId")).containsExactly("A", null, "7");
  }

  @Test
  void aQuantityThatCannotBeOrderedSaysSo() {
    JsonObject half = asked("SAW", "C-DE&quantity=1.5");
    assertThat(half.getJsonObject("quantityCheck"))
        .isEqualTo(
            data("valid", false, "code", "quantity-decimals")
                .put("detail", "SAW comes in whole EA; ask for 1 or 2 EA")
                .put("nearest", data("below", 1, "above", 2)));
    assertThat(
            priced(data("item", "SAW", "quantity", 1.5)).getFirst().getJsonObject("quantityCheck"))
        .isEqualTo(half.getJsonObject("quantityCheck"));
    for (String query : List.of("C-DE", "C-DE&quantity=2")) {
      assertThat(asked("SAW", query).containsKey("quantityCheck")).isFalse();
    }
  }

  @Test
  void aThousandLinesAreOneQuestion() {
    List<JsonObject> told = priced(hammers(1_000));
    assertThat(told).hasSize(1_000);
    for (int i = 0; i < told.size(); i++) {
      assertThat(told.get(i).getInteger("quantity")).isEqualTo(1 + i % 20);
      assertThat(amount(told.get(i), "unitPrice")).isEqualTo(i % 20 < 9 ? "10.00" : "9.00");
    }
    Answer tooMany =
        client.post("/v1/prices", data("customer", "C-DE", "lines", list(hammers(1_001))));
    assertThat(tooMany.status()).isEqualTo(413);
    assertThat(tooMany.code()).isEqualTo("too-many-lines");
  }

  /** From 1 to 20 of them, by turns. */
  private static Object[] hammers(int lines) {
    return IntStream.range(0, lines)
        .mapToObj(i -> data("item", "HAMMER", "quantity", 1 + i % 20))
        .toArray();
  }

  @Test
  void whatCostsMoreThanCanBeToldIsRefused() {
    Answer tooMuch = client.get("/v1/items/SAW/price?customer=C-ONE&quantity=40000000000");
    assertThat(tooMuch.status()).isEqualTo(422);
    assertThat(tooMuch.code()).isEqualTo("amount-too-large");
  }

  @Test
  void everyFaultOfABodyIsToldAtOnce() {
    Answer answer =
        client.post(
            "/v1/prices",
            "application/json",
            """
            {"customer":7,"currency":"euro","shipComplete":true,
             "lines":[{"item":"SAW","quantity":0},{"quantity":1},{"item":["SAW"],"uom":""},5,
                      {"item":"SAW","lineId":"1"},{"item":"SAW","lineId":"1"}]}
            """);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(objects(answer.json(), "errors"))
        .extracting(error -> error.getString("pointer") + " " + error.getString("code"))
        .containsExactly(
            "/customer value-invalid",
            "/currency currency-unknown",
            "/shipComplete field-unknown",
            "/lines/0/quantity value-invalid",
            "/lines/1 field-missing",
            "/lines/2/item value-invalid",
            "/lines/2/uom value-invalid",
            "/lines/3 value-invalid",
            "/lines/5/lineId line-id-repeated");
  }

  @Test
  void withoutTheScopeNoPriceIsTold() {
    TestClient stock = service.client(TestTokens.boundTo("C-DE", Caller.AVAILABILITY_READ));
    for (Answer answer :
        List.of(
            stock.get("/v1/items/HAMMER/price"),
            stock.post("/v1/prices", data("lines", list(data("item", "HAMMER")))))) {
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.code()).isEqualTo("scope-missing");
    }
  }

  @Test
  void aTokenThatIsBoundNeedsNoCustomer() {
    TestClient bound = service.client(TestTokens.boundTo("C-CHILD", Caller.PRICES_READ));
    assertThat(bound.get("/v1/items/HAMMER/price").json().getString("customer"))
        .isEqualTo("C-CHILD");
    assertThat(bound.get("/v1/items/HAMMER/price?customer=C-PARENT").code())
        .isEqualTo("customer-unknown");
  }
}
