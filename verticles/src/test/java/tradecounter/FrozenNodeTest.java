package tradecounter;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.testing.Events.baseList;
import static tradecounter.testing.Events.customer;
import static tradecounter.testing.Events.data;
import static tradecounter.testing.Events.list;
import static tradecounter.testing.Events.location;
import static tradecounter.testing.Events.network;
import static tradecounter.testing.Events.onHand;
import static tradecounter.testing.Events.price;
import static tradecounter.testing.Events.shipTo;
import static tradecounter.testing.Events.taxRate;
import static tradecounter.testing.Events.taxed;

import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.embedded.erp.Committed;
import tradecounter.embedded.erp.ErpClass;
import tradecounter.embedded.erp.Fault;
import tradecounter.embedded.erp.FaultKind;
import tradecounter.embedded.erp.Operation;
import tradecounter.embedded.erp.RecordingErp;
import tradecounter.testing.Answer;
import tradecounter.testing.Rows;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;

/** A node that stands still for longer than its lease comes too late with what it has to say. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class FrozenNodeTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int QUANTITY = 4;
  private static RecordingErp erp;
  private static TestService frozen;
  private static TestService other;

  @BeforeAll
  static void start() {
    erp = new RecordingErp(ErpClass.A, 0).start();
    frozen = new TestService().withImpatientErp(erp);
    other = frozen.twin().withImpatientErp(erp);
    frozen.launchProcess();
    other.launchProcess();
    frozen.awaitReady();
    other.awaitReady();
    world(frozen.client());
  }

  @AfterAll
  static void stop() {
    frozen.close();
    other.close();
    erp.close();
  }

  /**
   * The ERP takes the order of the frozen node before the other node looks it up, or only after the
   * other node has sent it once more.
   */
  @ParameterizedTest(name = "the ERP takes {0} ms and is asked {1} times")
  @CsvSource({"3000, 1", "15000, 2"})
  void itsLateWordIsFencedAndTheErpHasOneOrder(long delayMillis, long creates) throws SQLException {
    int before = available(frozen.client());
    double fencedBefore = fenced(frozen);
    Rows rows = new Rows(frozen);
    erp.misbehave(Fault.of(FaultKind.DELAY).millis(delayMillis).next(1));
    // While the other node stands still, it is this one that forwards.
    other.freeze();
    String order = ordered(frozen.client());
    Awaitility.await("sent")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> attempts(order, Operation.CREATE) == 1);
    frozen.freeze();
    other.thaw();
    Awaitility.await("taken over")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(state(rows, order)).isEqualTo("ACKNOWLEDGED"));
    frozen.thaw();
    String told = targetOrder(rows, order);
    Awaitility.await("fenced")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(fenced(frozen)).isEqualTo(fencedBefore + 1));
    Awaitility.await("the ERP is done with the first attempt")
        .atMost(PATIENCE)
        .until(
            () ->
                erp.requests().stream()
                    .noneMatch(
                        r -> r.answer() instanceof tradecounter.embedded.erp.Answer.Pending));
    assertThat(state(rows, order)).isEqualTo("ACKNOWLEDGED");
    assertThat(targetOrder(rows, order)).isEqualTo(told);
    assertThat(erp.orders(order)).extracting(Committed::number).containsExactly(told);
    assertThat(attempts(order, Operation.CREATE)).isEqualTo(creates);
    assertThat(fenced(other)).isZero();
    for (TestService node : List.of(frozen, other)) {
      Awaitility.await("taken once")
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(available(node.client())).isEqualTo(before - QUANTITY));
    }
    System.out.printf(
        "frozen node: 1 key, 1 accepted, %d ERP orders, %d attempts to create, 1 late word fenced;"
            + " 0 lost, 0 double, 0 unresolved%n",
        erp.orders(order).size(), attempts(order, Operation.CREATE));
  }

  private static void world(TestClient client) {
    for (JsonObject event :
        List.of(
            location("DC1"),
            network("ALL", "DC1"),
            baseList("BASE", "EUR"),
            taxRate("DE", "STANDARD", "19"),
            customer("C-1", "EUR", "shipTos", list(shipTo("DE", "DE"))),
            taxed("BOLT", "STANDARD"),
            onHand("BOLT", "DC1", 10),
            price("BASE", "BOLT", 1, "10.00"))) {
      assertThat(client.feed("erp", event).status()).isEqualTo(202);
    }
    Awaitility.await().atMost(PATIENCE).until(() -> available(client) == 10);
  }

  private static String ordered(TestClient client) {
    Answer answer =
        client.order(
            UUID.randomUUID().toString(),
            data("customer", "C-1", "reference", "PO-1")
                .put("lines", list(data("item", "BOLT", "quantity", QUANTITY))));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json().getString("orderId");
  }

  private static int available(TestClient client) {
    Integer available = client.get("/v1/items/BOLT/availability").json().getInteger("available");
    return available == null ? -1 : available;
  }

  private static long attempts(String order, Operation operation) {
    return erp.requests().stream()
        .filter(request -> request.externalReference().equals(order))
        .filter(request -> request.operation().filter(operation::equals).isPresent())
        .count();
  }

  private static String state(Rows rows, String order) throws SQLException {
    return rows.texts("SELECT state FROM forward WHERE forward_id = '" + order + "'").getFirst();
  }

  private static String targetOrder(Rows rows, String order) throws SQLException {
    return rows.texts("SELECT target_order FROM forward WHERE forward_id = '" + order + "'")
        .getFirst();
  }

  /** How many words of the node came too late. */
  private static double fenced(TestService node) {
    return node.metric("tradecounter_forward_fenced_total");
  }
}
