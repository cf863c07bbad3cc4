package tradecounter.order;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tradecounter.contract.AsyncApiContract;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.ShipmentMilestone;
import tradecounter.engine.order.OrderFigure;
import tradecounter.engine.order.ProgressEvent;
import tradecounter.engine.order.ProgressStep;
import tradecounter.engine.order.ProgressStep.TroubleType;
import tradecounter.engine.order.RefusalPolicy;
import tradecounter.engine.order.Shipment;
import tradecounter.forward.ForwardStore;
import tradecounter.news.BusinessEvent;
import tradecounter.order.Troubles.Outcome;

/** What is told of orders and exceptions: exactly what was announced, in the same transaction. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class BusinessEventsTest {
  private static final String ORDER = "O-ABCDEFGHIJKLMNOPQRST";
  private static final AsyncApiContract CONTRACT = new AsyncApiContract();

  private AcceptedOrders accepted;
  private Orders orders;
  private Troubles troubles;

  @BeforeEach
  void acceptAnOrder() throws SQLException {
    accepted = new AcceptedOrders();
    orders = accepted.orders(RefusalPolicy.RAISE);
    accepted.accept(ORDER, "C-1", "PO-9");
    OrderStore store = new OrderStore();
    ForwardStore forwards =
        new ForwardStore(
            accepted.database(), "test", List.of(), new OrderForwards(orders, store, () -> {}));
    troubles = new Troubles(accepted.database(), forwards, orders, () -> {});
  }

  @AfterEach
  void close() {
    accepted.close();
  }

  private void happened(ProgressEvent... events) throws SQLException {
    for (ProgressEvent event : events) {
      Optional<ProgressStep> step =
          accepted.database().inTransaction(c -> orders.happened(c, ORDER, "wms", event));
      assertThat(step).isPresent();
    }
  }

  /** All events, each as the contract says, in their order. */
  private List<JsonObject> told() throws SQLException {
    List<BusinessEvent> events =
        accepted
            .database()
            .inTransaction(
                connection -> {
                  try (Statement select = connection.createStatement();
                      var rows =
                          select.executeQuery(
                              "SELECT "
                                  + BusinessEvent.COLUMNS
                                  + " FROM business_event ORDER BY number")) {
                    List<BusinessEvent> found = new ArrayList<>();
                    while (rows.next()) {
                      found.add(BusinessEvent.read(rows));
                    }
                    return found;
                  }
                });
    List<JsonObject> told = new ArrayList<>();
    for (BusinessEvent event : events) {
      String text = event.cloudEvent().toString(UTF_8);
      assertThat(CONTRACT.violations(text.getBytes(UTF_8))).as(text).isEmpty();
      told.add(new JsonObject(text));
    }
    assertThat(told.stream().map(event -> event.getString("id"))).doesNotHaveDuplicates();
    return told;
  }

  private List<String> types() throws SQLException {
    return told().stream()
        .map(event -> event.getString("type"))
        .map(type -> type.substring("tradecounter.".length(), type.length() - ".v1".length()))
        .toList();
  }

  private static Shipment shipment(String key, long quantity) {
    return new Shipment(
        key,
        ORDER,
        "DHL",
        "JJD",
        ShipmentMilestone.IN_TRANSIT,
        1_000,
        Map.of("10", quantity * FixedPoint.ONE));
  }

  @Test
  void whatTheTimelineShowsIsTold() throws SQLException {
    happened(
        new ProgressEvent.Forwarded(ORDER, "SO-1", Map.of()),
        new ProgressEvent.Status(ORDER, OrderFigure.ALLOCATED, Map.of("10", 4_500_000L)),
        new ProgressEvent.Status(ORDER, OrderFigure.ALLOCATED, Map.of("10", 4_500_000L)),
        new ProgressEvent.Status(ORDER, OrderFigure.PICKED, Map.of()),
        new ProgressEvent.Shipped(shipment("SH-1", 3)),
        new ProgressEvent.Shipped(shipment("SH-1", 3)),
        new ProgressEvent.CancelRequested());
    List<String> announced =
        accepted.timeline(ORDER).stream().filter(kind -> kind.startsWith("order.")).toList();
    assertThat(announced)
        .contains(
            "order.acknowledged", "order.shipped", "order.shipment", "order.cancel-requested");
    assertThat(types()).isEqualTo(announced);
    JsonObject allocated = told().get(announced.indexOf("order.allocated"));
    assertThat(allocated.getString("subject")).isEqualTo(ORDER);
    assertThat(allocated.getJsonObject("data"))
        .isEqualTo(
            new JsonObject()
                .put("orderId", ORDER)
                .put("customer", "C-1")
                .put("reference", "PO-9")
                .put("status", "ACCEPTED")
                .put("about", ORDER)
                .put(
                    "lines",
                    new JsonArray()
                        .add(new JsonObject().put("lineId", "10").put("quantity", 4.5))));
    JsonObject shipped = told().get(announced.indexOf("order.shipped"));
    assertThat(shipped.getJsonObject("data").getString("status")).isEqualTo("PARTLY_SHIPPED");
    assertThat(shipped.getJsonObject("data").getString("about")).isEqualTo("SH-1");
    assertThat(accepted.rows("SELECT DISTINCT customer FROM business_event"))
        .containsExactly("C-1");
  }

  @Test
  void whatIsRolledBackIsNotTold() throws SQLException {
    accepted
        .database()
        .inTransaction(
            connection -> {
              var step =
                  orders.happened(
                      connection,
                      ORDER,
                      "wms",
                      new ProgressEvent.Status(ORDER, OrderFigure.PICKED, Map.of()));
              connection.rollback();
              return step;
            });
    assertThat(told()).isEmpty();
    happened(new ProgressEvent.Status(ORDER, OrderFigure.PACKED, Map.of()));
    assertThat(types()).containsExactly("order.packed");
  }

  @Test
  void anExceptionIsToldWhenItIsRaisedAssignedAndResolved() throws SQLException {
    for (int i = 0; i < 2; i++) {
      accepted
          .database()
          .inTransaction(
              connection -> {
                orders.trouble(
                    connection, ORDER, "erp", TroubleType.CANCEL_WANTED, ORDER, "it was sent");
                return "once is enough";
              });
    }
    String key = accepted.rows("SELECT trouble FROM trouble").getFirst();
    assertThat(troubles.assign(key, "j.meier")).isInstanceOf(Outcome.Changed.class);
    assertThat(troubles.resolve(key, "cancelled there", Optional.empty()))
        .isInstanceOf(Outcome.Changed.class);
    assertThat(troubles.resolve(key, "again", Optional.empty()))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(types())
        .containsExactly("exception.raised", "exception.assigned", "exception.resolved");
    JsonObject last = told().getLast();
    assertThat(last.getString("subject")).isEqualTo(ORDER);
    JsonObject data = last.getJsonObject("data");
    assertThat(data.getString("exception")).isEqualTo(key);
    assertThat(data.getString("type")).isEqualTo("CANCEL_WANTED");
    assertThat(data.getString("state")).isEqualTo("RESOLVED");
    assertThat(data.getString("owner")).isEqualTo("j.meier");
    assertThat(data.getString("resolution")).isEqualTo("cancelled there");
    assertThat(accepted.rows("SELECT DISTINCT customer FROM business_event"))
        .as("for the house, not for the customer")
        .containsExactly("");
  }

  @Test
  void anEndpointThatFailsIsAnExceptionOfNoOrder() throws SQLException {
    EndpointExceptions exceptions = new EndpointExceptions(new OrderStore());
    for (int i = 0; i < 2; i++) {
      accepted
          .database()
          .inTransaction(
              connection -> {
                exceptions.failed(connection, "crm", "status 500");
                return "once is enough";
              });
    }
    List<Troubles.Trouble> open = troubles.list(true, "WEBHOOK_FAILED", 10);
    assertThat(open).hasSize(1);
    assertThat(open.getFirst().subject()).isEqualTo("crm");
    assertThat(open.getFirst().order()).isEmpty();
    assertThat(open.getFirst().nextAction()).isNotEmpty();
    assertThat(open.getFirst().deadline()).isAfter(open.getFirst().raisedAt());
    assertThat(types()).containsExactly("exception.raised");
    assertThat(told().getFirst().getString("subject")).isEqualTo("crm");
    assertThat(told().getFirst().getJsonObject("data").containsKey("orderId")).isFalse();
  }
}
