package tradecounter;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.testing.Events.baseList;
import static tradecounter.testing.Events.customer;
import static tradecounter.testing.Events.data;
import static tradecounter.testing.Events.event;
import static tradecounter.testing.Events.list;
import static tradecounter.testing.Events.location;
import static tradecounter.testing.Events.onHand;
import static tradecounter.testing.Events.price;
import static tradecounter.testing.Events.shipTo;
import static tradecounter.testing.Events.taxRate;
import static tradecounter.testing.Events.taxed;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tradecounter.embedded.erp.ErpClass;
import tradecounter.embedded.erp.RecordingErp;
import tradecounter.testing.Answer;
import tradecounter.testing.Rows;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;

/**
 * Whatever comes apart is found, and put together again on demand; what a person has to know is
 * raised, and closed when its cause has gone; where all is well, nothing is found.
 */
final class AuditTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String CAUSE_IS_GONE = "the cause is gone";

  private static final String HOLDER = "SELECT node FROM audit_run WHERE audit = 'shared'";
  private static final String COUNTING =
      "SELECT kind || ' ' || subject || ': ' || detail FROM audit_finding WHERE times > 1";

  @TempDir static Path folder;

  private static RecordingErp erp;
  private static TestService service;
  private static TestClient client;
  private static Rows rows;

  @BeforeAll
  static void start() throws IOException {
    erp = new RecordingErp(ErpClass.A, 0).start();
    target("erp", "settleMillis: 60000", "settleMillis: 0");
    target("supplier", "answerWithinMillis: 86400000 # a day", "answerWithinMillis: 500");
    service = settings(new TestService()).start();
    client = service.client();
    rows = new Rows(service);
    say(client);
  }

  private static void target(String name, String from, String to) throws IOException {
    try (InputStream shipped =
        Objects.requireNonNull(
            AuditTest.class.getResourceAsStream("/config/targets/" + name + ".yaml"))) {
      String yaml = new String(shipped.readAllBytes(), StandardCharsets.UTF_8).replace(from, to);
      Files.writeString(
          folder.resolve(name + ".yaml"),
          yaml.contains("settleMillis") ? yaml : yaml + "\nsettleMillis: 0\n");
    }
  }

  private static TestService settings(TestService node) {
    String at = "\"" + erp.address() + "\"";
    return node.with("TARGETS_FOLDER", folder.toString())
        .with("TARGETS_ENABLED", "[erp, supplier]")
        .with("TARGETS_URLS", "{erp: " + at + ", supplier: " + at + "}")
        .with("AUDIT_INTERVALMILLIS", "200")
        .with("AUDIT_PAUSEMILLIS", "1")
        .with("AUDIT_PAGE", "3")
        .with("AUDIT_LOOKUPSPERMINUTE", "60000")
        .with("AUDIT_REFLECTWITHINMILLIS", "1")
        .with("AUDIT_LEASEMILLIS", "1000");
  }

  private static void say(TestClient by) {
    feed(
        by,
        "erp",
        location("DC1"),
        event(
            "network",
            data(
                "network",
                "ALL",
                "sources",
                list(
                    data("location", "DC1", "rank", 1, "transitDays", 0),
                    data("supplier", "S1", "rank", 2, "transitDays", 0)))),
        baseList("BASE", "EUR"),
        taxRate("DE", "STANDARD", "19"),
        customer("C-1", "EUR", "shipTos", list(shipTo("DE", "DE"))));
  }

  @AfterAll
  static void stop() {
    service.close();
    erp.close();
  }

  private static void feed(TestClient by, String feed, JsonObject... events) {
    Answer answer = by.feed(feed, events);
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
  }

  // ---------------------------------------------------------------- what is ordered

  private static void stock(TestClient by, String item, int quantity) {
    feed(
        by,
        "erp",
        taxed(item, "STANDARD"),
        onHand(item, "DC1", quantity),
        price("BASE", item, 1, "10.00"));
    awaitAvailable(by, item, quantity);
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(by.get("/v1/items/" + item + "/price?customer=C-1").status())
                    .isEqualTo(200));
  }

  private static void awaitAvailable(TestClient by, String item, int quantity) {
    Awaitility.await(quantity + " of " + item)
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        by.get("/v1/items/" + item + "/availability")
                            .json()
                            .getInteger("available"))
                    .isEqualTo(quantity));
  }

  private static Answer send(TestClient by, String item, int quantity) {
    return by.order(
        UUID.randomUUID().toString(),
        data("customer", "C-1", "reference", "PO-1")
            .put("lines", list(data("item", item, "quantity", quantity))));
  }

  private static String order(String item, int quantity) {
    Answer answer = send(client, item, quantity);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json().getString("orderId");
  }

  /** An order that the ERP has taken. */
  private static String acknowledged(String item, int quantity) {
    String order = order(item, quantity);
    awaitStatus(order, "ACKNOWLEDGED");
    return order;
  }

  private static void awaitStatus(String order, String status) {
    Awaitility.await(status)
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(client.get("/v1/orders/" + order).json().getString("status"))
                    .isEqualTo(status));
  }

  // ---------------------------------------------------------------- what is found

  private static Optional<JsonObject> finding(String kind, String subject) {
    String path = "/ops/audit?limit=1000&kind=" + kind;
    return service.management().get(path).json().getJsonArray("findings").stream()
        .map(JsonObject.class::cast)
        .filter(one -> one.getString("subject").startsWith(subject))
        .findFirst();
  }

  private static JsonObject found(String kind, String subject) {
    Awaitility.await(kind + " of " + subject)
        .atMost(PATIENCE)
        .until(() -> finding(kind, subject).isPresent());
    return finding(kind, subject).orElseThrow();
  }

  private static void gone(String kind, String subject) {
    Awaitility.await(kind + " of " + subject + " gone")
        .atMost(PATIENCE)
        .until(() -> finding(kind, subject).isEmpty());
  }

  private static void repaired(JsonObject finding) {
    assertThat(finding.getBoolean("repairable")).as(finding.encode()).isTrue();
    Answer answer = repair(finding);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(repair(finding).code()).isEqualTo("finding-unknown");
    staysAway(finding.getString("kind"), finding.getString("subject"));
  }

  /** A whole round that began after this moment does not find it. */
  private static void staysAway(String kind, String subject) {
    long round = round() + 1;
    Awaitility.await("two rounds").atMost(PATIENCE).until(() -> round() > round + 2);
    assertThat(finding(kind, subject)).isEmpty();
  }

  private static long round() {
    return service.management().get("/ops/audit").json().getJsonArray("audits").stream()
        .map(JsonObject.class::cast)
        .mapToLong(audit -> audit.getLong("round"))
        .min()
        .orElse(0);
  }

  private static Answer repair(JsonObject finding) {
    return service
        .management()
        .post("/ops/audit/" + finding.getString("finding") + "/repair", data());
  }

  private static void isForAPerson(JsonObject finding) {
    assertThat(finding.getBoolean("repairable")).as(finding.encode()).isFalse();
    assertThat(repair(finding).code()).isEqualTo("finding-not-repairable");
  }

  private static List<String> planted(String change) throws SQLException {
    List<String> changed = rows.texts(change + " RETURNING 'changed'");
    assertThat(changed).as(change).isNotEmpty();
    return changed;
  }

  // ---------------------------------------------------------------- exceptions

  private static Optional<JsonObject> exception(String state, String type, String subject) {
    String path = "/ops/exceptions?limit=1000&state=" + state + "&type=" + type;
    return service.management().get(path).json().getJsonArray("exceptions").stream()
        .map(JsonObject.class::cast)
        .filter(one -> one.getString("subject").equals(subject))
        .findFirst();
  }

  private static JsonObject raised(String type, String subject) {
    Awaitility.await(type + " of " + subject)
        .atMost(PATIENCE)
        .until(() -> exception("OPEN", type, subject).isPresent());
    JsonObject exception = exception("OPEN", type, subject).orElseThrow();
    assertThat(exception.getString("nextAction")).isNotEmpty();
    assertThat(exception.getBoolean("overdue")).isFalse();
    return exception;
  }

  private static void closed(String type, String subject) {
    Awaitility.await(type + " of " + subject + " closed")
        .atMost(PATIENCE)
        .until(
            () ->
                exception("OPEN", type, subject).isEmpty()
                    && exception("RESOLVED", type, subject).isPresent());
    assertThat(exception("RESOLVED", type, subject).orElseThrow().getString("resolution"))
        .isEqualTo(CAUSE_IS_GONE);
  }

  // ---------------------------------------------------------------- ledger and orders

  @Test
  void whatANodeDoesNotKnowIsTakenUpAndWhatIsHeldForNobodyIsGivenBack() throws SQLException {
    stock(client, "GHOST", 10);
    acknowledged("GHOST", 1);
    planted(
        "INSERT INTO hold (hold, customer, status, expires_at, order_id)"
            + " VALUES ('O-GHOST', 'C-1', 'SENT', '9999-12-31', 'O-GHOST')");
    planted(
        "INSERT INTO hold_line (hold, line, asked_line, asked_item, item, source_kind, source,"
            + " leaves_on_day, arrives_on_day, quantity, given_back, reflected, order_line)"
            + " VALUES ('O-GHOST', '1', '1', 'GHOST', 'GHOST', 'LOCATION', 'DC1', 20000, 20000,"
            + " 4000000, 0, 0, 'O-GHOST/1')");
    JsonObject unknown = found("READ_MODEL_DIFFERS", "GHOST at ");
    assertThat(client.get("/v1/items/GHOST/availability").json().getInteger("available"))
        .isEqualTo(9);
    repaired(unknown);
    awaitAvailable(client, "GHOST", 5);
    repaired(found("HELD_WITHOUT_ORDER", "O-GHOST"));
    awaitAvailable(client, "GHOST", 9);
  }

  @Test
  void whatAnOrderThatIsOverHoldsIsGivenBack() throws SQLException {
    stock(client, "KEPT", 10);
    String order = acknowledged("KEPT", 4);
    planted("UPDATE customer_order SET status = 'CANCELLED' WHERE order_id = '" + order + "'");
    JsonObject kept = found("HOLD_KEPT", order);
    assertThat(kept.getString("orderId")).isEqualTo(order);
    repaired(kept);
    awaitAvailable(client, "KEPT", 10);
  }

  @Test
  void whatHasLeftLongAgoAndNoFigureShowsIsGivenBack() {
    stock(client, "LEFT", 10);
    String order = acknowledged("LEFT", 4);
    feed(client, "wms", event("order-status", data("orderId", order, "status", "SHIPPED")));
    awaitStatus(order, "SHIPPED");
    repaired(found("HOLD_KEPT", order));
    awaitAvailable(client, "LEFT", 10);
  }

  @Test
  void whatIsHeldTooMuchIsGivenBackAndWhatIsMissingIsForAPerson() throws SQLException {
    stock(client, "MUCH", 10);
    String order = acknowledged("MUCH", 4);
    String ofOrder = " WHERE order_id = '" + order + "'";
    planted("UPDATE order_part SET quantity = 3000000" + ofOrder);
    repaired(found("HELD_OTHER_THAN_ORDERED", order));
    awaitAvailable(client, "MUCH", 7);
    planted("UPDATE order_part SET quantity = 4000000" + ofOrder);
    JsonObject missing = found("HELD_OTHER_THAN_ORDERED", order);
    assertThat(missing.getString("detail")).startsWith("1 less");
    isForAPerson(missing);
    planted("UPDATE order_part SET quantity = 3000000" + ofOrder);
    gone("HELD_OTHER_THAN_ORDERED", order);
  }

  @Test
  void anOrderWithoutHoldHoldsAgain() throws SQLException {
    stock(client, "BARE", 10);
    String order = acknowledged("BARE", 4);
    planted("DELETE FROM hold_line WHERE hold = '" + order + "'");
    planted("DELETE FROM hold WHERE hold = '" + order + "'");
    repaired(found("ORDER_WITHOUT_HOLD", order));
    assertThat(rows.texts("SELECT status FROM hold WHERE hold = '" + order + "'"))
        .containsExactly("ACKNOWLEDGED");
    awaitAvailable(client, "BARE", 6);
  }

  @Test
  void anOrderThatNobodySendsIsForAPerson() throws SQLException {
    stock(client, "UNSENT", 10);
    String order = acknowledged("UNSENT", 4);
    planted("DELETE FROM forward WHERE forward_id = '" + order + "'");
    isForAPerson(found("FORWARD_MISSING", order));
  }

  @Test
  void anOrderFollowsWhatItsForwardKnows() throws SQLException {
    stock(client, "BEHIND", 10);
    String order = acknowledged("BEHIND", 4);
    String ofOrder = " WHERE order_id = '" + order + "'";
    planted("UPDATE hold SET status = 'SENT', acknowledged_at = NULL" + ofOrder);
    planted("DELETE FROM order_share" + ofOrder);
    planted("UPDATE order_line SET acknowledged = 0" + ofOrder);
    planted("UPDATE customer_order SET status = 'ACCEPTED'" + ofOrder);
    repaired(found("ORDER_BEHIND_FORWARD", order));
    awaitStatus(order, "ACKNOWLEDGED");
    assertThat(rows.texts("SELECT status FROM hold" + ofOrder)).containsExactly("ACKNOWLEDGED");
  }

  // ---------------------------------------------------------------- targets

  private static void forward(String document, String state, String targetOrder)
      throws SQLException {
    planted(
        "INSERT INTO forward (forward_id, order_id, target, document, state, attempts, first_at,"
            + " last_byte_at, target_order) VALUES ('"
            + document
            + "', '"
            + document
            + "', 'erp', '{}', '"
            + state
            + "', 1, now(), now(), '"
            + targetOrder
            + "')");
  }

  /** Somebody makes an order at the ERP. */
  private static String enter(String reference) {
    String body =
        data("externalReference", reference, "account", "C-1", "shipTo", "DE")
            .put(
                "positions",
                list(
                    data("id", "1", "sku", "X", "qty", 1, "warehouse", "DC1")
                        .put("price", "10.00")
                        .put("currency", "EUR")))
            .encode();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(erp.address().resolve("/orders"))
                  .header("Idempotency-Key", UUID.randomUUID().toString())
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
      return new JsonObject(answer.body()).getString("orderNumber");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatTheErpHasTakenAndDoesNotKnowIsAnExceptionUntilItDoes() throws SQLException {
    forward("O-LACKS", "ACKNOWLEDGED", "SO-NONE");
    isForAPerson(found("TARGET_LACKS_ORDER", "O-LACKS"));
    raised("CONTRADICTION_IN_ERP", "O-LACKS");
    String number = enter("O-LACKS");
    planted("UPDATE forward SET target_order = '" + number + "' WHERE forward_id = 'O-LACKS'");
    gone("TARGET_LACKS_ORDER", "O-LACKS");
    closed("CONTRADICTION_IN_ERP", "O-LACKS");
  }

  @Test
  void whatTheErpHasTwiceIsAnException() {
    stock(client, "TWICE", 10);
    String order = acknowledged("TWICE", 1);
    erp.erpClass(ErpClass.B);
    try {
      enter(order);
    } finally {
      erp.erpClass(ErpClass.A);
    }
    isForAPerson(found("TARGET_HAS_MORE", order));
    raised("DUPLICATE_IN_ERP", order);
  }

  @Test
  void whatTheErpHasOfAnOrderThatItRefusedIsAnException() throws SQLException {
    enter("O-REFUSED");
    forward("O-REFUSED", "REJECTED", "");
    isForAPerson(found("TARGET_HAS_CLOSED", "O-REFUSED"));
    raised("CONTRADICTION_IN_ERP", "O-REFUSED");
  }

  @Test
  void documentsThatWaitForAPersonAreListedWithTheirAttempts() throws SQLException {
    forward("O-OPEN", "UNRESOLVED", "");
    planted(
        "INSERT INTO forward_attempt (forward_id, fence, kind, attempt, node, finished_at, outcome)"
            + " VALUES ('O-OPEN', 1, 'SEND', 1, 'node', now(), 'UNKNOWN'),"
            + " ('O-OPEN', 2, 'LOOK_UP', 1, 'node', NULL, NULL)");
    JsonArray all =
        service.management().get("/ops/orders/unresolved").json().getJsonArray("unresolved");
    JsonObject open =
        all.stream()
            .map(JsonObject.class::cast)
            .filter(one -> one.getString("document").equals("O-OPEN"))
            .findFirst()
            .orElseThrow();
    assertThat(
            open.getJsonArray("attempts").stream()
                .map(JsonObject.class::cast)
                .map(one -> one.getString("kind") + " " + one.getString("outcome")))
        .containsExactlyInAnyOrder("SEND UNKNOWN", "LOOK_UP NOTHING");
  }

  // ---------------------------------------------------------------- exceptions

  @Test
  void aSupplierWhoDoesNotAnswerIsLateUntilHeDoes() {
    feed(
        client,
        "erp",
        event(
            "item",
            data(
                "item", "DROP", "policy", "DROP_SHIP", "baseUom", "EA", "taxCategory", "STANDARD")),
        price("BASE", "DROP", 1, "10.00"));
    feed(
        client,
        "supplier",
        event(
            "commitment",
            data("supplier", "S1", "item", "DROP", "quantity", 50, "leadTimeDays", 1)
                .put("asOf", Instant.now().toString())));
    awaitAvailableByDate("DROP");
    String order = order("DROP", 4);
    String document = order + "-1";
    JsonObject late = raised("SUPPLIER_LATE", document);
    assertThat(late.getString("orderId")).isEqualTo(order);
    awaitMeter("tradecounter_exceptions_open{type=\"SUPPLIER_LATE\"}", 1);
    feed(
        client,
        "supplier",
        event(
            "supplier-acknowledgement",
            data("supplier", "S1", "purchaseOrder", document)
                .put("lines", list(data("lineId", "1", "outcome", "ACCEPTED")))));
    closed("SUPPLIER_LATE", document);
    Awaitility.await("answer time")
        .atMost(PATIENCE)
        .until(() -> meter("tradecounter_supplier_answer_seconds{target=\"supplier\"}") > 0);
    assertThat(meter("tradecounter_supplier_answer_within_seconds{target=\"supplier\"}"))
        .isEqualTo(0.5);
  }

  private static void awaitAvailableByDate(String item) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () ->
                client.get("/v1/items/" + item + "/price?customer=C-1").status() == 200
                    && client
                        .get("/v1/items/" + item + "/availability?customer=C-1&quantity=4")
                        .json()
                        .containsKey("promise"));
  }

  private static double meter(String name) {
    return service
        .management()
        .get("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  private static void awaitMeter(String name, double atLeast) {
    Awaitility.await(name).atMost(PATIENCE).until(() -> meter(name) >= atLeast);
  }

  @Test
  void whatASourceTakesAwayAfterItWasSoldIsAnExceptionUntilItIsBack() {
    stock(client, "OVER", 10);
    String order = acknowledged("OVER", 4);
    feed(client, "erp", onHand("OVER", "DC1", 3));
    JsonObject oversold = raised("OVERSOLD_BY_SOURCE", "OVER@DC1");
    assertThat(oversold.containsKey("orderId")).isFalse();
    assertThat(oversold.getString("detail")).startsWith("1 more is sold");
    assertThat(raised("PROMISE_IN_DANGER", order + "/1").getString("detail"))
        .startsWith("1 of OVER");
    awaitMeter("tradecounter_oversold_items", 1);
    feed(client, "erp", onHand("OVER", "DC1", 4));
    closed("OVERSOLD_BY_SOURCE", "OVER@DC1");
    closed("PROMISE_IN_DANGER", order + "/1");
  }

  @Test
  void supplyThatSlipsPutsTheLastPromisesInDangerUntilItIsBackInTime() {
    stock(client, "SLIP", 0);
    feed(client, "erp", receipt("SLIP", 5));
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () ->
                client
                    .get("/v1/items/SLIP/availability?customer=C-1&quantity=5")
                    .json()
                    .containsKey("promise"));
    String first = acknowledged("SLIP", 2);
    String last = acknowledged("SLIP", 3);
    feed(client, "erp", onHand("SLIP", "DC1", 2), receipt("SLIP", 20));
    raised("PROMISE_IN_DANGER", last + "/1");
    staysAway("PROMISE_IN_DANGER", first);
    assertThat(exception("OPEN", "OVERSOLD_BY_SOURCE", "SLIP@DC1")).isEmpty();
    feed(client, "erp", receipt("SLIP", 5));
    closed("PROMISE_IN_DANGER", last + "/1");
  }

  private static JsonObject receipt(String item, int inDays) {
    return event(
        "receipt",
        data(
            "receipt",
            "PO-" + item,
            "item",
            item,
            "location",
            "DC1",
            "quantity",
            5,
            "expectedOn",
            LocalDate.now(ZoneOffset.UTC).plusDays(inDays).toString()));
  }

  @Test
  void anotherPriceThanOursIsAnExceptionUntilItIsOurs() {
    stock(client, "PRICED", 10);
    String order = acknowledged("PRICED", 4);
    feed(client, "erp", invoiced(order, "9.50"));
    JsonObject mismatch = raised("PRICE_MISMATCH", order + "/1");
    assertThat(mismatch.getString("detail"))
        .isEqualTo("erp says 9.5 EUR, it was ordered at 10 EUR");
    feed(client, "erp", invoiced(order, "10.00"));
    closed("PRICE_MISMATCH", order + "/1");
  }

  private static JsonObject invoiced(String order, String price) {
    return event(
        "order-status",
        data("orderId", order, "status", "PICKED")
            .put(
                "lines",
                list(
                    data("lineId", "1", "quantity", 4)
                        .put("unitPrice", data("amount", price, "currency", "EUR")))));
  }

  // ---------------------------------------------------------------- where all is well

  @Test
  void nothingIsFoundWhileTwoNodesTakeOrdersAndTheOtherGoesOnWhenOneGoes() throws Exception {
    try (TestService one = settings(new TestService()).start();
        TestService other = settings(one.twin())) {
      TestClient shop = one.client();
      say(shop);
      Rows its = new Rows(one);
      Awaitility.await("a round").atMost(PATIENCE).until(() -> rounds(its) > 1);
      String first = its.texts(HOLDER).getFirst();
      other.start();
      List<String> shelf = List.of("Q-1", "Q-2", "Q-3", "Q-4");
      for (String item : shelf) {
        stock(shop, item, 200);
        awaitAvailable(other.client(), item, 200);
      }
      List<String> alarms = new CopyOnWriteArrayList<>();
      CountDownLatch done = new CountDownLatch(1);
      try (ExecutorService buyers = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<?> watch =
            buyers.submit(
                () -> {
                  while (!done.await(50, TimeUnit.MILLISECONDS)) {
                    alarms.addAll(its.texts(COUNTING));
                  }
                  return alarms;
                });
        long before = rounds(its);
        List<Callable<String>> all = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
          int buyer = i;
          all.add(() -> buy((buyer % 2 == 0 ? one : other).client(), shelf, buyer));
        }
        List<String> orders = new ArrayList<>();
        for (Future<String> bought : buyers.invokeAll(all)) {
          orders.add(bought.get());
        }
        feed(shop, "erp", reflecting(shelf.getFirst(), orders));
        Awaitility.await("rounds under load and after")
            .atMost(PATIENCE)
            .until(() -> rounds(its) > before + 5);
        done.countDown();
        watch.get();
      }
      assertThat(alarms).isEmpty();
      one.stop();
      long before = rounds(its);
      Awaitility.await("taken over")
          .atMost(PATIENCE)
          .until(() -> !its.texts(HOLDER).getFirst().equals(first) && rounds(its) > before + 2);
      assertThat(its.texts(COUNTING)).isEmpty();
      assertThat(its.number("SELECT fence FROM audit_run WHERE audit = 'shared'")).isGreaterThan(1);
    }
  }

  private static long rounds(Rows its) throws SQLException {
    return its.number("SELECT coalesce(max(round), 0) FROM audit_run WHERE audit = 'shared'");
  }

  /** Some hold first, some want it cancelled at once, whatever comes of that. */
  private static String buy(TestClient by, List<String> shelf, int buyer) {
    String item = shelf.get(buyer % shelf.size());
    JsonObject order =
        data("customer", "C-1", "reference", "PO-" + buyer)
            .put("lines", list(data("item", item, "quantity", 2)));
    if (buyer % 3 == 0) {
      Answer hold =
          by.post(
              "/v1/holds",
              data("customer", "C-1", "lines", list(data("item", item, "quantity", 3))));
      if (hold.status() == 201) {
        order.put("holdId", hold.json().getString("holdId"));
      }
    }
    Answer answer = by.order(UUID.randomUUID().toString(), order);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    String id = answer.json().getString("orderId");
    if (buyer % 5 == 0) {
      by.post("/v1/orders/" + id + "/cancel", data());
    }
    return id;
  }

  /** The ERP's figure with these orders in it. */
  private static JsonObject reflecting(String item, List<String> orders) {
    JsonObject figure = onHand(item, "DC1", 140);
    JsonArray lines = new JsonArray();
    orders.forEach(order -> lines.add(order + "/1"));
    figure.getJsonObject("data").put("reflects", data("orderLines", lines));
    return figure;
  }
}
