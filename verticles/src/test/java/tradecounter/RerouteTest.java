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

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tradecounter.embedded.erp.ErpClass;
import tradecounter.embedded.erp.RecordingErp;
import tradecounter.testing.Answer;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;

/** What one supplier refuses is asked of the next, once; what nobody has waits for a person. */
final class RerouteTest {
  private static RecordingErp erp;
  private static TestService service;
  private static TestService twin;
  private static TestClient client;
  private static TestClient operator;

  @BeforeAll
  static void start() {
    erp = new RecordingErp(ErpClass.A, 0).start();
    service = settings(new TestService()).start();
    twin = settings(service.twin()).start();
    client = service.client();
    operator = service.management();
    say(
        "erp",
        location("DC1"),
        event(
            "network",
            data(
                "network",
                "ALL",
                "sources",
                list(
                    data("location", "DC1", "rank", 3, "transitDays", 1),
                    data("supplier", "NEAR", "rank", 1, "transitDays", 1),
                    data("supplier", "FAR", "rank", 2, "transitDays", 1)))),
        baseList("BASE", "EUR"),
        taxRate("DE", "STANDARD", "19"),
        customer("C-1", "EUR", "shipTos", list(shipTo("DE", "DE"))));
  }

  private static TestService settings(TestService node) {
    return node.with("TARGETS_URLS", "{erp: \"" + erp.address() + "\"}");
  }

  @AfterAll
  static void stop() {
    twin.close();
    service.close();
    erp.close();
  }

  private static void say(String feed, JsonObject... events) {
    Answer answer = client.feed(feed, events);
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
  }

  /** So much of the item in the warehouse and promised by each supplier. */
  private static void offered(String item, int here, int near, int far) {
    say(
        "erp",
        event(
            "item",
            data(
                "item",
                item,
                "policy",
                "STOCKED",
                "baseUom",
                "EA",
                "dropShipEligible",
                true,
                "taxCategory",
                "STANDARD")),
        onHand(item, "DC1", here),
        price("BASE", item, 1, "10.00"));
    say("supplier", commitment("NEAR", item, near), commitment("FAR", item, far));
    available(item, here + near + far);
  }

  private static JsonObject commitment(String supplier, String item, int quantity) {
    return event(
        "commitment",
        data(
            "supplier",
            supplier,
            "item",
            item,
            "quantity",
            quantity,
            "leadTimeDays",
            1,
            "asOf",
            Instant.now().toString()));
  }

  /** What can be promised of it within the horizon, on both nodes. */
  private static void available(String item, int quantity) {
    for (TestClient by : List.of(client, twin.client())) {
      Awaitility.await(quantity + " of " + item)
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                JsonArray atp =
                    by.get("/v1/items/" + item + "/availability?customer=C-1")
                        .json()
                        .getJsonArray("atp");
                assertThat(atp).isNotEmpty();
                assertThat(atp.getJsonObject(atp.size() - 1).getInteger("quantity"))
                    .isEqualTo(quantity);
              });
    }
  }

  private static String ordered(String item, int quantity) {
    Answer answer =
        client.order(
            UUID.randomUUID().toString(),
            data(
                "customer",
                "C-1",
                "reference",
                "PO-1",
                "lines",
                list(data("lineId", "10", "item", item, "quantity", quantity))));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    String order = answer.json().getString("orderId");
    taken(order + "-1");
    return order;
  }

  private static void taken(String document) {
    Awaitility.await(document)
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(erp.orders(document)).hasSize(1));
  }

  private static void refused(String document, int quantity) {
    say(
        "supplier",
        event(
            "supplier-acknowledgement",
            data(
                "supplier",
                "NEAR",
                "purchaseOrder",
                document,
                "lines",
                list(
                    data(
                        "lineId",
                        "10",
                        "quantity",
                        quantity,
                        "outcome",
                        "REJECTED",
                        "reason",
                        "out of stock")))));
  }

  private static JsonObject line(String order) {
    return client.get("/v1/orders/" + order).json().getJsonArray("lines").getJsonObject(0);
  }

  private static List<String> troubles(String order) {
    return stream(operator.get("/ops/exceptions").json().getJsonArray("exceptions"))
        .filter(trouble -> order.equals(trouble.getString("orderId")))
        .map(trouble -> trouble.getString("type") + " " + trouble.getString("detail"))
        .toList();
  }

  private static Stream<JsonObject> stream(JsonArray objects) {
    return objects.stream().map(JsonObject.class::cast);
  }

  @Test
  void theNextSupplierIsAskedForWhatTheFirstRefuses() {
    offered("NEXT", 0, 5, 5);
    String order = ordered("NEXT", 5);
    available("NEXT", 5);
    refused(order + "-1", 5);
    taken(order + "-2");
    assertThat(erp.orders(order + "-2").getFirst().body()).contains("NEXT");
    // The first supplier's word is free again, the second's is held.
    available("NEXT", 5);
    assertThat(troubles(order)).isEmpty();
    assertThat(
            stream(client.get("/v1/orders/" + order + "/timeline").json().getJsonArray("entries"))
                .map(step -> step.getString("kind")))
        .containsSubsequence("order.refused", "order.rerouted");
    refused(order + "-1", 5);
    refused(order + "-2", 5);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(troubles(order)).hasSize(1));
    assertThat(troubles(order).getFirst()).startsWith("SUPPLIER_REJECTED 5 of NEXT");
    assertThat(erp.orders(order + "-3")).isEmpty();
  }

  @Test
  void theWarehouseIsAskedTooAndTheRestWaitsForAPerson() {
    offered("REST", 0, 6, 2);
    String order = ordered("REST", 6);
    say("erp", onHand("REST", "DC1", 1));
    available("REST", 3);
    refused(order + "-1", 4);
    taken(order + "-2");
    taken(order + "-3");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(troubles(order)).hasSize(1));
    assertThat(troubles(order).getFirst())
        .startsWith("SUPPLIER_REJECTED 1 of REST: no other source has it");
    // Of the first supplier's six two are ordered still, and one that nobody else has.
    available("REST", 3);
    assertThat(line(order).getInteger("quantity")).isEqualTo(6);
    // Of the ERP's document the feed may know no more than the ERP's number.
    boolean second =
        erp.orders(order + "-2").getFirst().positions().getFirst().quantity().intValue() == 1;
    String ofErp = order + (second ? "-2" : "-3");
    say(
        "erp",
        event(
            "order-status",
            data("erpOrder", erp.orders(ofErp).getFirst().number(), "status", "SHIPPED")));
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(client.get("/v1/orders/" + order).json().getString("status"))
                    .isEqualTo("PARTLY_SHIPPED"));
  }

  @Test
  void aSupplierThatRefusesAtOnceIsRefusedOnce() {
    offered("TWICE", 0, 3, 9);
    String order = ordered("TWICE", 3);
    refused(order + "-1", 1);
    taken(order + "-2");
    refused(order + "-1", 3);
    taken(order + "-3");
    available("TWICE", 9);
    assertThat(troubles(order)).isEmpty();
    assertThat(erp.orders(order + "-4")).isEmpty();
  }

  @Test
  void aPersonHasAnotherSourceAskedOnceThereIsOne() {
    offered("AGAIN", 0, 3, 0);
    String order = ordered("AGAIN", 3);
    refused(order + "-1", 3);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(troubles(order)).hasSize(1));
    say("supplier", commitment("FAR", "AGAIN", 5));
    available("AGAIN", 5);
    String exception =
        stream(operator.get("/ops/exceptions").json().getJsonArray("exceptions"))
            .filter(trouble -> order.equals(trouble.getString("orderId")))
            .findFirst()
            .orElseThrow()
            .getString("exception");
    String path = "/ops/exceptions/" + exception + "/resolve";
    assertThat(operator.post(path, data("resolution", "FAR has some", "forward", "RETRY")).code())
        .isEqualTo("forward-decision");
    Answer resolved =
        operator.post(path, data("resolution", "FAR has some", "supplier", "REROUTE"));
    assertThat(resolved.status()).as(resolved.text()).isEqualTo(200);
    taken(order + "-2");
    assertThat(troubles(order)).isEmpty();
  }

  @Test
  void nobodyElseIsAskedForWhatTheCustomerWantsNoMore() {
    offered("GONE", 0, 3, 9);
    String order = ordered("GONE", 3);
    assertThat(client.post("/v1/orders/" + order + "/cancel", data()).status()).isEqualTo(200);
    refused(order + "-1", 3);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(troubles(order))
                    .anyMatch(trouble -> trouble.startsWith("SUPPLIER_REJECTED")));
    assertThat(erp.orders(order + "-2")).isEmpty();
  }
}
