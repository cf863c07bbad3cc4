package tradecounter.embedded.erp;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.embedded.erp.ErpClient.json;
import static tradecounter.embedded.erp.ErpClient.status;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
final class SupplierFaceTest {
  private final RecordingErp erp = new RecordingErp(ErpClass.A, 0).start();
  private final ErpClient client = new ErpClient(erp.address(), Duration.ofSeconds(10));

  @AfterEach
  void stop() {
    client.close();
    erp.close();
  }

  @Test
  void aPurchaseOrderIsTakenAndFound() {
    var taken = client.create("purchase-orders", "O-1-1", "O-1-1");
    String number = json(taken).path("purchaseOrder").asText();

    assertThat(status(taken)).isEqualTo(202);
    assertThat(number).startsWith("PO-");
    assertThat(found("O-1-1")).containsExactly(number);
    assertThat(json(client.get("/purchase-orders/" + number)).path("status").asText())
        .isEqualTo("OPEN");
    assertThat(erp.orders("O-1-1")).extracting(Committed::face).containsOnly(Face.PURCHASE_ORDERS);
  }

  @ParameterizedTest
  @CsvSource({"A,200,1", "B,202,2", "C,202,2", "SESSION,202,2"})
  void againTheClassDecides(ErpClass erpClass, int status, int purchaseOrders) {
    erp.erpClass(erpClass);
    client.create("purchase-orders", "O-1-1", "O-1-1");

    assertThat(status(client.create("purchase-orders", "O-1-1", "O-1-1"))).isEqualTo(status);

    assertThat(erp.orders("O-1-1")).hasSize(purchaseOrders);
  }

  @Test
  void ordersAndPurchaseOrdersDoNotMeet() {
    String order = json(client.create("orders", "same", "O-1")).path("orderNumber").asText();
    String purchaseOrder =
        json(client.create("purchase-orders", "same", "O-1")).path("purchaseOrder").asText();

    assertThat(client.found("O-1")).containsExactly(order);
    assertThat(found("O-1")).containsExactly(purchaseOrder);
    assertThat(status(client.get("/orders/" + purchaseOrder))).isEqualTo(404);
    assertThat(status(client.post("/purchase-orders/" + order + "/cancel", ""))).isEqualTo(404);
    assertThat(status(client.post("/purchase-orders/" + purchaseOrder + "/cancel", "")))
        .isEqualTo(200);
    assertThat(erp.orders())
        .extracting(Committed::status)
        .containsExactly(OrderStatus.OPEN, OrderStatus.CANCELLED);
  }

  @Test
  void aSupplierTimesOutAfterItsCommit() {
    erp.misbehave(Fault.of(FaultKind.TIME_OUT_AFTER_COMMIT).at(Face.PURCHASE_ORDERS).millis(50));

    assertThat(client.create("purchase-orders", "O-1-1", "O-1-1"))
        .isEqualTo(new ErpClient.Reply.Closed());
    assertThat(found("O-1-1")).hasSize(1);
  }

  private List<String> found(String reference) {
    return json(client.get("/purchase-orders?externalReference=" + reference))
        .path("purchaseOrders")
        .valueStream()
        .map(order -> order.path("purchaseOrder").asText())
        .toList();
  }
}
