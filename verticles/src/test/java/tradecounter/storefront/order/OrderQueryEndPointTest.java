package tradecounter.storefront.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tradecounter.configuration.Configuration;
import tradecounter.embedded.SharedServers;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.ShipmentMilestone;
import tradecounter.engine.order.OrderFigure;
import tradecounter.engine.order.ProgressEvent;
import tradecounter.engine.order.ProgressStep;
import tradecounter.engine.order.RefusalPolicy;
import tradecounter.engine.order.Shipment;
import tradecounter.http.Guard;
import tradecounter.order.AcceptedOrders;
import tradecounter.order.OrderReader;
import tradecounter.order.OrderStore;
import tradecounter.security.Caller;
import tradecounter.security.SigningKeys;
import tradecounter.security.Tokens;
import tradecounter.testing.Answer;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestTokens;

/** What a customer reads of his orders, over HTTP and against the contract. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class OrderQueryEndPointTest {
  private static final String ORDER = "O-ABCDEFGHIJKLMNOPQRST";

  private final Vertx vertx = Vertx.vertx();
  private AcceptedOrders accepted;
  private OrderReader reader;
  private SigningKeys keys;
  private TestClient client;

  @BeforeEach
  void serve() throws SQLException {
    accepted = new AcceptedOrders();
    accepted.accept(ORDER, "C-1", "PO-9");
    reader = new OrderReader(accepted.database(), new OrderStore());
    Configuration.Security security =
        new Configuration.Security(
            TestTokens.ISSUER, TestTokens.AUDIENCE, TestTokens.jwks().toString(), "", 100);
    keys = new SigningKeys(security, Configuration.Mode.PRODUCTION);
    Router router = Router.router(vertx);
    Guard guard = new Guard(new Tokens(security, keys, _ -> {}).verifier(vertx));
    guard.protect(router);
    OrderQueryEndPoint orders = new OrderQueryEndPoint(reader);
    router.get("/v1/orders").handler(guard.with(Caller.ORDERS_READ, orders::orders));
    router.get("/v1/orders/:order").handler(guard.with(Caller.ORDERS_READ, orders::order));
    router
        .get("/v1/orders/:order/timeline")
        .handler(guard.with(Caller.ORDERS_READ, orders::timeline));
    HttpServer server = vertx.createHttpServer().requestHandler(router).listen(0).await();
    client =
        new TestClient(
            URI.create("http://localhost:" + server.actualPort()),
            TestTokens.boundTo("C-1", Caller.ORDERS_READ));
  }

  @AfterEach
  void stop() {
    vertx.close().await();
    reader.close();
    keys.close();
    accepted.close();
    SharedServers.postgres().start();
  }

  private void happened(ProgressEvent... events) throws SQLException {
    for (ProgressEvent event : events) {
      Optional<ProgressStep> step =
          accepted
              .database()
              .inTransaction(
                  c -> accepted.orders(RefusalPolicy.RAISE).happened(c, ORDER, "wms", event));
      assertThat(step).isPresent();
    }
  }

  @Test
  void anOrderTellsWhatBecameOfIt() throws SQLException {
    happened(
        new ProgressEvent.Forwarded(ORDER, "SO-1", Map.of()),
        new ProgressEvent.Status(ORDER, OrderFigure.PICKED, Map.of("10", 5_500_000L)),
        new ProgressEvent.Shipped(
            new Shipment(
                "SH-1",
                ORDER,
                "DHL",
                "JJD",
                ShipmentMilestone.DELIVERED,
                1_000,
                Map.of("10", 3 * FixedPoint.ONE))));
    JsonObject order = client.get("/v1/orders/" + ORDER).json();
    assertThat(order.getString("status")).isEqualTo("PARTLY_SHIPPED");
    assertThat(order.getString("reference")).isEqualTo("PO-9");
    assertThat(order.getJsonObject("totals").getJsonObject("gross").getString("amount"))
        .isEqualTo("166.60");
    JsonObject line = order.getJsonArray("lines").getJsonObject(0);
    assertThat(line.getString("status")).isEqualTo("PARTLY_SHIPPED");
    assertThat(line.getJsonObject("progress"))
        .isEqualTo(
            new JsonObject(
                """
                {"ordered":10,"acknowledged":10,"allocated":5.5,"picked":5.5,"packed":3,
                 "shipped":3,"invoiced":0,"refused":0,"cancelled":0,"rerouted":0}
                """));
    assertThat(line.getJsonObject("promise").getJsonArray("parts"))
        .hasSize(2)
        .allSatisfy(part -> assertThat(((JsonObject) part).containsKey("source")).isFalse());
    assertThat(order.getJsonArray("lines").getJsonObject(1).getString("status"))
        .isEqualTo("ACCEPTED");
    assertThat(order.getJsonArray("shipments").getJsonObject(0))
        .isEqualTo(
            new JsonObject(
                """
                {"shipment":"SH-1","milestone":"DELIVERED","at":"1970-01-01T00:00:01Z",
                 "carrier":"DHL","tracking":"JJD","lines":[{"lineId":"10","quantity":3}]}
                """));
  }

  @Test
  void sourcesAreForThoseWhoMayKnowThem() {
    JsonObject part =
        client
            .as(TestTokens.boundTo("C-1", Caller.ORDERS_READ, Caller.AVAILABILITY_DETAIL))
            .get("/v1/orders/" + ORDER)
            .json()
            .getJsonArray("lines")
            .getJsonObject(1)
            .getJsonObject("promise")
            .getJsonArray("parts")
            .getJsonObject(0);
    assertThat(part.getString("source")).isEqualTo("S");
    assertThat(part.getString("routing")).isEqualTo("SUPPLIER");
    assertThat(part.getString("document")).isEqualTo(ORDER + "-1");
  }

  @Test
  void theTimelineTellsEachStepAndGoesOn() throws SQLException {
    happened(
        new ProgressEvent.Forwarded(ORDER, "SO-1", Map.of()),
        new ProgressEvent.CancelRequested(),
        new ProgressEvent.Refused(ORDER, "CREDIT", "limit", Map.of()));
    JsonArray entries =
        client.get("/v1/orders/" + ORDER + "/timeline").json().getJsonArray("entries");
    assertThat(entries.stream().map(e -> ((JsonObject) e).getString("kind")))
        .containsExactly(
            "order.acknowledged", "order.cancel-requested", "trouble", "order.refused");
    assertThat(entries.getJsonObject(2).getJsonObject("detail").getString("type"))
        .isEqualTo("ORDER_REJECTED");
    long second = entries.getJsonObject(1).getLong("number");
    assertThat(
            client
                .get("/v1/orders/" + ORDER + "/timeline?after=" + second)
                .json()
                .getJsonArray("entries"))
        .hasSize(2);
  }

  @Test
  void ordersAreFoundByCustomerAndReference() throws SQLException {
    accepted.accept("O-2", "C-1", "PO-10");
    accepted.accept("O-3", "C-2", "PO-9");
    assertThat(found(client, "")).containsExactly("O-2", ORDER);
    assertThat(found(client, "?reference=PO-9")).containsExactly(ORDER);
    assertThat(found(client, "?limit=1")).containsExactly("O-2");
    assertThat(found(client, "?customer=C-2")).isEmpty();
    TestClient any = client.as(TestTokens.withScopes(Caller.ORDERS_READ, Caller.CUSTOMERS_ANY));
    assertThat(found(any, "?customer=C-2&reference=PO-9")).containsExactly("O-3");
    assertThat(any.get("/v1/orders").status()).isEqualTo(400);
    assertThat(any.get("/v1/orders?customer=C-1&limit=0").status()).isEqualTo(400);
  }

  private static List<String> found(TestClient client, String query) {
    return client.get("/v1/orders" + query).json().getJsonArray("orders").stream()
        .map(order -> ((JsonObject) order).getString("orderId"))
        .toList();
  }

  /** Word for word, but for the name that was asked for and the id of the request. */
  @Test
  void anOrderOfAnotherCustomerIsAnsweredAsOneThatDoesNotExist() {
    TestClient foreign = client.as(TestTokens.boundTo("C-2", Caller.ORDERS_READ));
    TestClient unbound = client.as(TestTokens.withScopes(Caller.ORDERS_READ));
    for (TestClient other : List.of(foreign, unbound)) {
      for (String path : List.of("", "/timeline")) {
        Answer there = other.get("/v1/orders/" + ORDER + path);
        Answer nowhere = other.get("/v1/orders/O-NOBODY" + path);
        assertThat(there.status()).isEqualTo(404);
        assertThat(nowhere.status()).isEqualTo(404);
        assertThat(bare(there, ORDER)).isEqualTo(bare(nowhere, "O-NOBODY"));
      }
    }
    assertThat(
            client
                .as(TestTokens.boundTo("C-1", Caller.PRICES_READ))
                .get("/v1/orders/" + ORDER)
                .status())
        .isEqualTo(403);
  }

  private static String bare(Answer answer, String order) {
    JsonObject body = answer.json();
    body.remove("requestId");
    return body.encode().replace(order, "?");
  }

  @Test
  void withoutPostgresItSaysSo() {
    SharedServers.postgres().kill();
    assertThat(client.get("/v1/orders/" + ORDER).status()).isEqualTo(503);
  }
}
