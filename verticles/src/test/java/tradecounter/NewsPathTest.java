package tradecounter;

import static java.nio.charset.StandardCharsets.UTF_8;
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

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tradecounter.contract.AsyncApiContract;
import tradecounter.embedded.erp.ErpClass;
import tradecounter.embedded.erp.RecordingErp;
import tradecounter.testing.Answer;
import tradecounter.testing.BusinessTopic;
import tradecounter.testing.Rows;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;
import tradecounter.testing.TestTokens;
import tradecounter.testing.WebhookReceiver;

/** An order from its acceptance to its shipment, and an item that runs low, as others are told. */
final class NewsPathTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final AsyncApiContract CONTRACT = new AsyncApiContract();

  @TempDir static Path folder;

  private static RecordingErp erp;
  private static WebhookReceiver receiver;
  private static String secret;
  private static TestService service;
  private static TestService twin;
  private static TestClient client;

  @BeforeAll
  static void start() throws IOException {
    erp = new RecordingErp(ErpClass.A, 0).start();
    receiver = new WebhookReceiver();
    secret = Files.readString(WebhookReceiver.secret(folder, "house")).strip();
    service = settings(new TestService()).start();
    twin = settings(service.twin()).start();
    client = service.client();
    say(
        location("DC1"),
        network("ALL", "DC1"),
        baseList("BASE", "EUR"),
        taxRate("DE", "STANDARD", "19"),
        customer("C-1", "EUR", "shipTos", list(shipTo("DE", "DE"))));
  }

  private static TestService settings(TestService node) {
    return node.with("TARGETS_URLS", "{erp: \"" + erp.address() + "\"}")
        .with("THRESHOLDS_SETTLEMILLIS", "200")
        .with("THRESHOLDS_SWEEPMILLIS", "1000")
        .with("NEWS_POLLMILLIS", "20")
        .with(
            "WEBHOOKS_ENDPOINTS",
            "[{name: house, url: \"%s\", secretFiles: [\"%s\"], types: [], customers: []}]"
                .formatted(receiver.url(), folder.resolve("house")));
  }

  @AfterAll
  static void stop() {
    twin.close();
    service.close();
    receiver.close();
    erp.close();
  }

  private static void say(JsonObject... events) {
    say("erp", events);
  }

  private static void say(String feed, JsonObject... events) {
    Answer answer = client.feed(feed, events);
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
  }

  private static List<String> toldOf(String subject) {
    return receiver.received().stream()
        .map(request -> new JsonObject(request.body()))
        .filter(event -> event.getString("subject").equals(subject))
        .map(event -> event.getString("id"))
        .toList();
  }

  private static List<JsonObject> published(BusinessTopic topic, String subject) {
    return topic.records().stream()
        .filter(record -> BusinessTopic.key(record).equals(subject))
        .map(record -> new JsonObject(BusinessTopic.value(record)))
        .toList();
  }

  private static List<String> types(List<JsonObject> events) {
    return events.stream().map(event -> event.getString("type")).toList();
  }

  @Test
  void anOrderIsToldFromItsAcceptanceToItsShipment() throws Exception {
    say(taxed("A", "STANDARD"), onHand("A", "DC1", 10), price("BASE", "A", 1, "10.00"));
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> client.get("/v1/items/A/price?customer=C-1").status() == 200);
    JsonObject wanted =
        data("customer", "C-1", "reference", "PO-1")
            .put("lines", list(data("item", "A", "quantity", 4)));
    Answer answer = client.order(UUID.randomUUID().toString(), wanted);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    String order = answer.json().getString("orderId");
    Awaitility.await("the ERP has it")
        .atMost(PATIENCE)
        .until(
            () ->
                client
                    .get("/v1/orders/" + order)
                    .json()
                    .getString("status")
                    .equals("ACKNOWLEDGED"));
    String line = answer.json().getJsonArray("lines").getJsonObject(0).getString("lineId");
    say(
        "wms",
        event("order-status", data("orderId", order, "status", "PICKED")),
        event(
            "shipment",
            data("shipment", "SH-1", "orderId", order)
                .put("lines", list(data("lineId", line, "quantity", 4)))));
    List<String> expected =
        List.of(
            "tradecounter.order.accepted.v1",
            "tradecounter.order.acknowledged.v1",
            "tradecounter.order.picked.v1",
            "tradecounter.order.shipped.v1",
            "tradecounter.order.shipment.v1");
    try (BusinessTopic topic = new BusinessTopic(service.configuration().kafka())) {
      Awaitility.await("Kafka has all")
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(types(published(topic, order))).isEqualTo(expected));
      List<JsonObject> events = published(topic, order);
      for (JsonObject each : events) {
        assertThat(CONTRACT.violations(each.encode().getBytes(UTF_8))).isEmpty();
        assertThat(each.getJsonObject("data").getString("customer")).isEqualTo("C-1");
      }
      assertThat(events.getFirst().getJsonObject("data").getJsonObject("gross").getString("amount"))
          .isEqualTo("47.60");
      assertThat(events.getLast().getJsonObject("data").getString("status")).isEqualTo("SHIPPED");
      List<String> ids = events.stream().map(each -> each.getString("id")).toList();
      Awaitility.await("the endpoint has all")
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(toldOf(order)).containsExactlyInAnyOrderElementsOf(ids));
    }
    assertThat(receiver.received()).allSatisfy(r -> assertThat(r.isSignedWith(secret)).isTrue());
    JsonObject seen = service.management().get("/ops/webhooks?endpoint=house&limit=1000").json();
    assertThat(seen.getJsonArray("endpoints").getJsonObject(0).getString("state"))
        .isEqualTo("ENABLED");
    assertThat(seen.getJsonArray("deliveries").size()).isGreaterThanOrEqualTo(expected.size());
    assertThat(service.management().get("/metrics").text())
        .contains("tradecounter_news_waiting", "tradecounter_webhook_attempts_total");
  }

  /** Two nodes see it, one event is told; what lasts for a moment is not. */
  @Test
  void anItemThatRunsLowIsToldOnce() throws Exception {
    say(
        taxed("B", "STANDARD"),
        onHand("B", "DC1", 100),
        event("threshold", data("threshold", "T-B", "item", "B", "low", 20)));
    Rows rows = new Rows(service);
    for (TestService node : List.of(service, twin)) {
      Awaitility.await()
          .atMost(PATIENCE)
          .until(
              () ->
                  Integer.valueOf(100)
                      .equals(
                          node.client()
                              .get("/v1/items/B/availability")
                              .json()
                              .getInteger("available")));
    }
    say(onHand("B", "DC1", 15));
    Awaitility.await("it is told").atMost(PATIENCE).until(() -> toldOf("B").size() == 1);
    say(onHand("B", "DC1", 12));
    say(onHand("B", "DC1", 0));
    Awaitility.await("it has run out").atMost(PATIENCE).until(() -> toldOf("B").size() == 2);
    say(onHand("B", "DC1", 50));
    Awaitility.await("it is back").atMost(PATIENCE).until(() -> toldOf("B").size() == 3);
    try (BusinessTopic topic = new BusinessTopic(service.configuration().kafka())) {
      Awaitility.await("Kafka has all")
          .atMost(PATIENCE)
          .until(() -> published(topic, "B").size() == 3);
      List<JsonObject> events = published(topic, "B");
      assertThat(
              events.stream()
                  .map(each -> each.getJsonObject("data"))
                  .map(said -> said.getString("was") + " → " + said.getString("state")))
          .containsExactly("IN_STOCK → LOW", "LOW → OUT", "OUT → IN_STOCK");
      for (JsonObject each : events) {
        assertThat(CONTRACT.violations(each.encode().getBytes(UTF_8))).isEmpty();
      }
    }
    assertThat(rows.number("SELECT count(*) FROM business_event WHERE subject = 'B'")).isEqualTo(3);
  }

  @Test
  void onlyOperatorsSeeWebhooksAndReplayThem() {
    TestClient ops = service.management();
    assertThat(ops.as(TestTokens.withScopes("orders:read")).get("/ops/webhooks").status())
        .isEqualTo(403);
    assertThat(ops.get("/ops/webhooks?state=LATE").status()).isEqualTo(400);
    assertThat(ops.post("/ops/webhooks/nobody/replay", new JsonObject()).status()).isEqualTo(404);
    assertThat(ops.post("/ops/webhooks/house/replay", data("since", "now")).status())
        .isEqualTo(400);
    Answer replayed = ops.post("/ops/webhooks/house/replay", new JsonObject());
    assertThat(replayed.status()).as(replayed.text()).isEqualTo(200);
    assertThat(replayed.json().getString("endpoint")).isEqualTo("house");
  }
}
