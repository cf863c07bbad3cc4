package tradecounter;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.testing.Events.baseList;
import static tradecounter.testing.Events.customer;
import static tradecounter.testing.Events.data;
import static tradecounter.testing.Events.event;
import static tradecounter.testing.Events.list;
import static tradecounter.testing.Events.location;
import static tradecounter.testing.Events.network;
import static tradecounter.testing.Events.onHand;
import static tradecounter.testing.Events.price;
import static tradecounter.testing.Events.shipTo;
import static tradecounter.testing.Events.taxRate;
import static tradecounter.testing.Events.taxed;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.embedded.erp.ErpClass;
import tradecounter.embedded.erp.Fault;
import tradecounter.embedded.erp.FaultKind;
import tradecounter.embedded.erp.Operation;
import tradecounter.embedded.erp.RecordingErp;
import tradecounter.security.Caller;
import tradecounter.testing.Answer;
import tradecounter.testing.Rows;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;
import tradecounter.testing.TestTokens;

/** One order for each key, its stock taken once, and one order in the ERP. */
final class OrderTest {
  private static RecordingErp erp;
  private static TestService service;
  private static TestService twin;
  private static TestClient client;

  @BeforeAll
  static void start() {
    erp = new RecordingErp(ErpClass.A, 0).start();
    service = settings(new TestService()).start();
    twin = settings(service.twin()).start();
    client = service.client();
    say(
        location("DC1"),
        location("DC2"),
        network("ALL", "DC1", "DC2"),
        baseList("BASE", "EUR"),
        taxRate("DE", "STANDARD", "19"),
        customer("C-1", "EUR", "shipTos", list(shipTo("DE", "DE"))),
        customer("C-2", "EUR", "shipTos", list(shipTo("DE", "DE"))));
  }

  private static TestService settings(TestService node) {
    return node.with("TARGETS_URLS", "{erp: \"" + erp.address() + "\"}")
        .with("ORDERS_PRICETOLERANCEPERCENT", "2");
  }

  @AfterAll
  static void stop() {
    twin.close();
    service.close();
    erp.close();
  }

  private static void say(JsonObject... events) {
    Answer answer = client.feed("erp", events);
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
  }

  /** So much of the item, for 10.00 each, seen by both nodes. */
  private static void stock(String item, int quantity) {
    say(taxed(item, "STANDARD"), onHand(item, "DC1", quantity), price("BASE", item, 1, "10.00"));
    for (TestClient by : List.of(client, twin.client())) {
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(by.get("/v1/items/" + item + "/price?customer=C-1").status())
                      .isEqualTo(200));
      Awaitility.await().untilAsserted(() -> assertThat(available(by, item)).isEqualTo(quantity));
    }
  }

  private static int available(TestClient by, String item) {
    Integer available =
        by.get("/v1/items/" + item + "/availability").json().getInteger("available");
    return available == null ? -1 : available;
  }

  private static JsonObject order(String customer, String... lines) {
    JsonArray wanted = new JsonArray();
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      wanted.add(data("item", words[0], "quantity", Integer.parseInt(words[1])));
    }
    return data("customer", customer, "reference", "PO-1").put("lines", wanted);
  }

  private static Answer send(JsonObject order) {
    return client.order(UUID.randomUUID().toString(), order);
  }

  private static String accepted(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json().getString("orderId");
  }

  private static void oneInTheErp(String order) {
    Awaitility.await("one order in the ERP")
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(erp.orders(order)).hasSize(1));
  }

  // ---------------------------------------------------------------- accepted

  @Test
  void anOrderTakesItsStockAndReachesTheErpOnce() {
    stock("A", 10);
    Answer answer = send(order("C-1", "A 4"));
    String id = accepted(answer);
    assertThat(answer.headers().firstValue("Location")).contains("/v1/orders/" + id);
    JsonObject line = answer.json().getJsonArray("lines").getJsonObject(0);
    assertThat(line.getString("routing")).isEqualTo("WAREHOUSE");
    assertThat(answer.json().getJsonObject("totals").getJsonObject("gross").getString("amount"))
        .isEqualTo("47.60");
    assertThat(available(client, "A")).isEqualTo(6);
    Awaitility.await().untilAsserted(() -> assertThat(available(twin.client(), "A")).isEqualTo(6));
    oneInTheErp(id);
  }

  /** T13. */
  @Test
  void whatTheHoldCoversIsNotTakenTwice() {
    stock("T13", 11);
    String hold =
        client
            .post(
                "/v1/holds",
                data("customer", "C-1", "lines", list(data("item", "T13", "quantity", 10))))
            .json()
            .getString("holdId");
    assertThat(available(client, "T13")).isEqualTo(1);
    accepted(send(order("C-1", "T13 11").put("holdId", hold)));
    assertThat(available(client, "T13")).isZero();
    JsonObject held = client.get("/v1/holds/" + hold).json();
    assertThat(held.getString("status")).isEqualTo("ORDERED");
    assertThat(send(order("C-1", "T13 1").put("holdId", hold)).code()).isEqualTo("hold-ordered");
  }

  @Test
  void aHoldWhereTheShipToIsNotServedIsNoUse() {
    say(
        location("DC9"),
        event(
            "network",
            data(
                "network",
                "ISLAND",
                "match",
                data("regions", list("ISLAND")),
                "priority",
                1,
                "sources",
                list(data("location", "DC9", "rank", 1)))),
        customer(
            "C-9",
            "EUR",
            "shipTos",
            list(shipTo("DE", "DE"), shipTo("ISLE", "DE").put("region", "ISLAND"))));
    stock("ISLE", 5);
    say(onHand("ISLE", "DC9", 5));
    Awaitility.await()
        .until(
            () ->
                client
                        .get("/v1/items/ISLE/availability?customer=C-9&shipTo=ISLE")
                        .json()
                        .getInteger("available", 0)
                    == 5);
    Answer hold =
        client.post(
            "/v1/holds",
            data(
                "customer",
                "C-9",
                "shipTo",
                "ISLE",
                "lines",
                list(data("item", "ISLE", "quantity", 2))));
    assertThat(hold.status()).as(hold.text()).isEqualTo(201);
    JsonObject order =
        order("C-9", "ISLE 2").put("holdId", hold.json().getString("holdId")).put("shipTo", "DE");
    Answer refused = send(order);
    assertThat(refused.code()).as(refused.text()).isEqualTo("hold-elsewhere");
    accepted(send(order.copy().put("shipTo", "ISLE")));
  }

  @Test
  void ordersAreListedPageByPage() {
    say(customer("C-LIST", "EUR", "shipTos", list(shipTo("DE", "DE"))));
    stock("PAGE", 10);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.addFirst(accepted(send(order("C-LIST", "PAGE 1"))));
    }
    List<String> listed = new ArrayList<>();
    String before = "";
    do {
      JsonObject page = client.get("/v1/orders?customer=C-LIST&limit=2" + before).json();
      page.getJsonArray("orders")
          .forEach(each -> listed.add(((JsonObject) each).getString("orderId")));
      before = page.containsKey("next") ? "&before=" + page.getString("next") : "";
    } while (!before.isEmpty());
    assertThat(listed).isEqualTo(ids);
  }

  @Test
  void whatTheHoldHasMoreIsGivenBack() {
    stock("REST", 10);
    String hold =
        client
            .post(
                "/v1/holds",
                data("customer", "C-1", "lines", list(data("item", "REST", "quantity", 8))))
            .json()
            .getString("holdId");
    accepted(send(order("C-1", "REST 3", "REST 2").put("holdId", hold)));
    assertThat(available(client, "REST")).isEqualTo(5);
    assertThat(send(order("C-2", "REST 1").put("holdId", hold)).code()).isEqualTo("hold-unknown");
  }

  @Test
  void aQuoteIsOrderedOnceAtItsPrice() {
    stock("Q", 10);
    JsonObject cart =
        data("customer", "C-1").put("lines", list(data("lineId", "7", "item", "Q", "quantity", 2)));
    String token = client.post("/v1/quotes", cart).json().getString("quoteToken");
    say(price("BASE", "Q", 1, "12.00"));
    Awaitility.await()
        .until(
            () ->
                client
                    .get("/v1/items/Q/price?customer=C-1")
                    .json()
                    .getJsonObject("unitPrice")
                    .getString("amount")
                    .equals("12.00"));
    JsonObject order =
        data("customer", "C-1", "reference", "PO-Q", "quoteToken", token)
            .put("lines", list(data("lineId", "7", "item", "Q", "quantity", 2)));
    Answer answer = send(order);
    accepted(answer);
    assertThat(answer.json().getJsonObject("totals").getJsonObject("net").getString("amount"))
        .isEqualTo("20.00");
    assertThat(send(order).code()).isEqualTo("quote-redeemed");
    JsonObject other =
        order.copy().put("lines", list(data("lineId", "7", "item", "Q", "quantity", 3)));
    assertThat(send(other).code()).isEqualTo("quote-mismatch");
    assertThat(send(order.copy().put("quoteToken", token + "x")).code()).isEqualTo("quote-invalid");
    JsonObject foreign = order.copy().put("customer", "C-2");
    assertThat(send(foreign).code()).isEqualTo("quote-invalid");
    assertThat(available(client, "Q")).isEqualTo(8);
  }

  // ---------------------------------------------------------------- refused

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    stock("W-1", 2);
    say(
        customer(
            "C-BAD",
            "EUR",
            "shipTos",
            list(shipTo("DE", "DE"), shipTo("AT", "DE")),
            "terms",
            data("creditLimit", "25.00", "openBalance", "10.00", "blocked", true)),
        event(
            "item",
            data(
                "item", "W-10",
                "policy", "STOCKED",
                "baseUom", "EA",
                "taxCategory", "STANDARD",
                "quantityRules", data("multiple", 10))),
        onHand("W-10", "DC1", 100),
        price("BASE", "W-10", 1, "1.00"));
    JsonObject order = order("C-BAD", "W-1 3", "W-10 3", "NO-SUCH 1");
    order
        .getJsonArray("lines")
        .getJsonObject(0)
        .put("unitPrice", data("amount", "9.00", "currency", "EUR"));
    Answer answer = send(order.put("shipTo", "FR"));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(
            answer.json().getJsonArray("errors").stream()
                .map(error -> (JsonObject) error)
                .map(error -> error.getString("pointer") + " " + error.getString("code")))
        .containsExactlyInAnyOrder(
            "/shipTo ship-to-unknown",
            "/customer customer-blocked",
            "/lines/0/unitPrice price-changed",
            "/lines/1/quantity quantity-not-multiple",
            "/lines/2/item item-unknown",
            "/lines/0/quantity insufficient-availability",
            "/lines/0 tax-unknown",
            "/lines/1 tax-unknown",
            " credit-exceeded");
    assertThat(available(client, "W-1")).isEqualTo(2);
  }

  @Test
  void creditCountsWhatIsOrderedAndNotInvoiced() {
    stock("CR", 100);
    say(
        customer(
            "C-CR",
            "EUR",
            "shipTos",
            list(shipTo("DE", "DE")),
            "terms",
            data("creditLimit", "100.00", "openBalance", "30.00")));
    accepted(send(order("C-CR", "CR 4")));
    Answer refused = send(order("C-CR", "CR 2"));
    assertThat(refused.code()).isEqualTo("credit-exceeded");
    accepted(send(order("C-CR", "CR 1")));
  }

  @ParameterizedTest(name = "stated {0} {1} → {2}")
  @CsvSource({
    "10.00, EUR, 201",
    "10.50, EUR, 201",
    "9.80, EUR, 201",
    "9.79, EUR, 422",
    "10.00, USD, 422",
  })
  void aStatedPriceMayBeALittleTooLow(String amount, String currency, int status) {
    String item = "P-" + amount + currency;
    stock(item, 5);
    JsonObject order = order("C-1", item + " 1");
    order
        .getJsonArray("lines")
        .getJsonObject(0)
        .put("unitPrice", data("amount", amount, "currency", currency));
    Answer answer = send(order);
    assertThat(answer.status()).isEqualTo(status);
    if (status == 201) {
      assertThat(answer.json().getJsonObject("totals").getJsonObject("net").getString("amount"))
          .isEqualTo("10.00");
    } else {
      assertThat(answer.code()).isEqualTo("price-changed");
    }
  }

  // ---------------------------------------------------------------- the same key

  /** T22. */
  @Test
  void aRepetitionGetsTheSameBytesOnAnyNode() {
    stock("I", 10);
    String key = UUID.randomUUID().toString();
    JsonObject order = order("C-1", "I 2");
    Answer first = client.order(key, order);
    String id = accepted(first);
    for (TestClient by : List.of(client, twin.client())) {
      Answer again = by.order(key, order);
      assertThat(again.status()).isEqualTo(201);
      assertThat(again.text()).isEqualTo(first.text());
      assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
      assertThat(by.order("\"" + key + "\"", order).text()).isEqualTo(first.text());
    }
    assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
    assertThat(client.order(key, order("C-1", "I 3")).code()).isEqualTo("idempotency-key-reused");
    assertThat(available(client, "I")).isEqualTo(8);
    oneInTheErp(id);
  }

  @Test
  void aRefusalIsRepeatedTooEvenWhenItWouldGoWellNow() {
    stock("J", 1);
    String key = UUID.randomUUID().toString();
    Answer refused = client.order(key, order("C-1", "J 2"));
    assertThat(refused.code()).isEqualTo("insufficient-availability");
    say(onHand("J", "DC1", 5));
    Awaitility.await().until(() -> available(client, "J") == 5);
    Answer again = client.order(key, order("C-1", "J 2"));
    assertThat(again.text()).isEqualTo(refused.text());
    accepted(send(order("C-1", "J 2")));
  }

  @Test
  void keysAreTheCallersOwn() {
    stock("K", 10);
    String key = UUID.randomUUID().toString();
    JsonObject order = order("C-1", "K 1");
    TestClient other =
        service.client(
            TestTokens.token(
                data("sub", "another", "scope", Caller.ORDERS_WRITE + " " + Caller.CUSTOMERS_ANY)));
    String mine = accepted(client.order(key, order));
    assertThat(accepted(other.order(key, order))).isNotEqualTo(mine);
    assertThat(available(client, "K")).isEqualTo(8);
  }

  @Test
  void withoutAKeyNothingIsOrdered() {
    Answer answer = client.post("/v1/orders", order("C-1", "A 1"));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("idempotency-key-missing");
    assertThat(client.order("a b", order("C-1", "A 1")).code())
        .isEqualTo("idempotency-key-invalid");
    TestClient reader = service.client(TestTokens.withScopes(Caller.ORDERS_READ));
    assertThat(reader.order("k", order("C-1", "A 1")).status()).isEqualTo(403);
  }

  @Test
  void whatAnotherNodeIsWorkingOnIsInFlight() throws Exception {
    stock("FLY", 10);
    accepted(send(order("C-2", "FLY 1")));
    String key = UUID.randomUUID().toString();
    JsonObject order = order("C-2", "FLY 2");
    Rows rows = new Rows(service);
    try (ExecutorService buyers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> first = new ArrayList<>();
      rows.whileLocked(
          "SELECT * FROM customer_ledger WHERE customer = 'C-2' FOR UPDATE",
          () -> {
            first.add(buyers.submit(() -> client.order(key, order)));
            Awaitility.await()
                .until(
                    () ->
                        rows.number(
                                "SELECT count(*) FROM pg_stat_activity"
                                    + " WHERE datname = current_database()"
                                    + " AND wait_event_type = 'Lock'")
                            > 0);
            Answer second = twin.client().order(key, data("customer", "C-1"));
            assertThat(second.code()).isNotEqualTo("idempotency-key-in-flight");
            assertThat(twin.client().order(key, order).code())
                .isEqualTo("idempotency-key-in-flight");
          });
      String id = accepted(first.getFirst().get());
      assertThat(accepted(twin.client().order(key, order))).isEqualTo(id);
    }
  }

  @Test
  void sixtyFourAtOnceWithOneKeyAreOneOrder() throws Exception {
    stock("RACE", 100);
    String key = UUID.randomUUID().toString();
    JsonObject order = order("C-1", "RACE 1");
    List<Answer> answers = new ArrayList<>();
    try (ExecutorService buyers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Answer>> all = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        TestClient by = i % 2 == 0 ? client : twin.client();
        all.add(() -> by.order(key, order));
      }
      for (Future<Answer> answer : buyers.invokeAll(all)) {
        answers.add(answer.get());
      }
    }
    List<Answer> good = answers.stream().filter(a -> a.status() == 201).toList();
    assertThat(good).isNotEmpty();
    assertThat(good.stream().map(Answer::text).distinct()).hasSize(1);
    assertThat(good.stream().filter(a -> a.headers().firstValue("Idempotency-Replayed").isEmpty()))
        .hasSize(1);
    assertThat(answers.stream().filter(a -> a.status() != 201))
        .allMatch(a -> a.code().equals("idempotency-key-in-flight"));
    assertThat(available(client, "RACE")).isEqualTo(99);
    oneInTheErp(good.getFirst().json().getString("orderId"));
  }

  // ---------------------------------------------------------------- the ERP misbehaves

  /** T23. */
  @Test
  void aTimeOutAfterTheCommitLeavesOneOrderAndOneSubtraction() {
    stock("T23", 10);
    erp.misbehave(Fault.of(FaultKind.DROP_AFTER_COMMIT).on(Operation.CREATE).next(1));
    String id = accepted(send(order("C-1", "T23 4")));
    oneInTheErp(id);
    assertThat(available(client, "T23")).isEqualTo(6);
    // The ERP's figure now includes the order: nothing is subtracted twice.
    JsonObject listed = onHand("T23", "DC1", 6);
    listed.getJsonObject("data").put("reflects", data("orderLines", list(id + "/1")));
    say(listed);
    assertThat(available(client, "T23")).isEqualTo(6);
    Awaitility.await()
        .during(Duration.ofSeconds(1))
        .atMost(Duration.ofSeconds(3))
        .untilAsserted(() -> assertThat(available(twin.client(), "T23")).isEqualTo(6));
    assertThat(erp.orders(id)).hasSize(1);
  }

  @Test
  void onlyADefiniteRefusalGivesBack() {
    stock("REF", 10);
    erp.misbehave(Fault.of(FaultKind.REJECT).on(Operation.CREATE).code("ACCOUNT_CLOSED").next(1));
    accepted(send(order("C-1", "REF 4")));
    Awaitility.await().untilAsserted(() -> assertThat(available(client, "REF")).isEqualTo(10));
    Awaitility.await()
        .untilAsserted(() -> assertThat(available(twin.client(), "REF")).isEqualTo(10));
  }

  // ---------------------------------------------------------------- what becomes of it

  @Test
  void feedsMoveTheOrderAndItsTraceTellsEachStep() {
    stock("SHIP", 10);
    String id = accepted(send(order("C-1", "SHIP 4")));
    oneInTheErp(id);
    status(id, "ACKNOWLEDGED");
    feed("wms", event("order-status", data("orderId", id, "status", "PICKED")));
    status(id, "PICKED");
    feed(
        "wms",
        event(
            "shipment",
            data(
                "shipment",
                "S-" + id,
                "orderId",
                id,
                "carrier",
                "DHL",
                "tracking",
                "JD01",
                "milestone",
                "PICKED_UP",
                "at",
                Instant.now().toString(),
                "lines",
                list(data("lineId", "1", "quantity", 3)))));
    status(id, "PARTLY_SHIPPED");
    JsonObject answer = client.get("/v1/orders/" + id).json();
    assertThat(answer.getString("status")).isEqualTo("PARTLY_SHIPPED");
    JsonArray timeline =
        client.get("/v1/orders/" + id + "/timeline").json().getJsonArray("entries");
    assertThat(timeline.stream().map(step -> ((JsonObject) step).getString("kind")))
        .containsSubsequence(
            "ACCEPTED", "sending", "order.acknowledged", "order.picked", "order.shipped");
    TestClient foreign =
        service.client(TestTokens.boundTo("C-2", Caller.ORDERS_READ, Caller.ORDERS_WRITE));
    for (String path : List.of("/v1/orders/" + id, "/v1/orders/" + id + "/timeline")) {
      assertThat(foreign.get(path).status()).isEqualTo(404);
    }
    assertThat(foreign.post("/v1/orders/" + id + "/cancel", data()).status()).isEqualTo(404);
    Answer wanted = client.post("/v1/orders/" + id + "/cancel", data());
    assertThat(wanted.json().getString("cancellation")).as(wanted.text()).isEqualTo("REQUESTED");
  }

  private static void feed(String feed, JsonObject event) {
    Answer answer = client.feed(feed, event);
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
  }

  private static void status(String order, String expected) {
    Awaitility.await(expected)
        .untilAsserted(
            () ->
                assertThat(client.get("/v1/orders/" + order).json().getString("status"))
                    .isEqualTo(expected));
  }

  @Test
  void aRefusalIsToldAndWaitsForAPerson() {
    stock("NO", 10);
    erp.misbehave(Fault.of(FaultKind.REJECT).on(Operation.CREATE).code("BLOCKED").next(1));
    String id = accepted(send(order("C-1", "NO 4")));
    status(id, "REJECTED");
    TestClient operator = service.management();
    JsonObject exception =
        operator.get("/ops/exceptions").json().getJsonArray("exceptions").stream()
            .map(one -> (JsonObject) one)
            .filter(one -> one.getString("orderId").equals(id))
            .findFirst()
            .orElseThrow();
    assertThat(exception.getString("type")).isEqualTo("ORDER_REJECTED");
    String path = "/ops/exceptions/" + exception.getString("exception");
    assertThat(operator.post(path + "/assign", data("owner", "j.meier")).json().getString("owner"))
        .isEqualTo("j.meier");
    assertThat(
            operator
                .post(path + "/resolve", data("resolution", "account opened again"))
                .json()
                .getString("state"))
        .isEqualTo("RESOLVED");
    assertThat(operator.post(path + "/resolve", data("resolution", "twice")).code())
        .isEqualTo("exception-resolved");
    assertThat(operator.post("/ops/exceptions/none/assign", data("owner", "x")).status())
        .isEqualTo(404);
  }

  @Test
  void whatWasNeverSentIsCancelledAtOnce() {
    stock("CAN", 10);
    erp.stop();
    try {
      String id = accepted(send(order("C-1", "CAN 4")));
      assertThat(available(client, "CAN")).isEqualTo(6);
      Answer answer = client.post("/v1/orders/" + id + "/cancel", data());
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      if (answer.json().getString("cancellation").equals("CANCELLED")) {
        status(id, "CANCELLED");
        Awaitility.await().untilAsserted(() -> assertThat(available(client, "CAN")).isEqualTo(10));
      } else {
        // An attempt was on record before the cancellation: its outcome is waited for.
        assertThat(available(client, "CAN")).isEqualTo(6);
      }
    } finally {
      erp.start();
    }
  }

  // ---------------------------------------------------------------- many at once

  @Test
  void theLastOnesAreSoldOnce() throws Exception {
    stock("LAST", 5);
    Instant begun = Instant.now();
    List<Answer> answers = new ArrayList<>();
    try (ExecutorService buyers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Answer>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        TestClient by = i % 2 == 0 ? client : twin.client();
        String customer = i % 3 == 0 ? "C-1" : "C-2";
        all.add(() -> by.order(UUID.randomUUID().toString(), order(customer, "LAST 1")));
      }
      for (Future<Answer> answer : buyers.invokeAll(all)) {
        answers.add(answer.get());
      }
    }
    List<Answer> good = answers.stream().filter(a -> a.status() == 201).toList();
    assertThat(good).as("since %s", begun).hasSize(5);
    assertThat(answers.stream().filter(a -> a.code().equals("insufficient-availability")))
        .hasSize(195);
    for (Answer answer : good) {
      oneInTheErp(answer.json().getString("orderId"));
    }
  }
}
