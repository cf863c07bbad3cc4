package tradecounter.embedded.erp;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.embedded.erp.ErpClient.form;
import static tradecounter.embedded.erp.ErpClient.json;
import static tradecounter.embedded.erp.ErpClient.status;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class SandboxDeskTest {
  private final RecordingErp erp = new RecordingErp(ErpClass.A, 0).start();
  private final ErpClient client = new ErpClient(erp.address(), Duration.ofSeconds(10));

  @AfterEach
  void stop() {
    client.close();
    erp.close();
  }

  @Test
  void faultsAreSetReadAndTakenAway() {
    String faults =
        """
        [{"fault":"DROP_AFTER_COMMIT","operation":"CREATE","face":"ORDERS",\
        "externalReference":"O-1","nth":2,"millis":0,"code":"REJECTED"},\
        {"fault":"REJECT","operation":"CANCEL","next":3,"millis":0,"code":"PICKED"},\
        {"fault":"DELAY","operation":"CREATE","percent":30,"seed":7,"millis":20,"code":"REJECTED"},\
        {"fault":"DOWN","operation":"LOOK_UP","millis":0,"code":"REJECTED"}]""";

    assertThat(put("/sandbox/faults", faults)).isEqualTo(JsonTrees.read(faults).orElseThrow());
    assertThat(erp.faults())
        .containsExactly(
            Fault.of(FaultKind.DROP_AFTER_COMMIT).at(Face.ORDERS).with("O-1").nth(2),
            Fault.of(FaultKind.REJECT).on(Operation.CANCEL).next(3).code("PICKED"),
            Fault.of(FaultKind.DELAY).percent(30, 7).millis(20),
            Fault.of(FaultKind.DOWN));
    assertThat(status(client.lookUp("O-1"))).isEqualTo(503);
    assertThat(json(client.get("/sandbox/faults"))).hasSize(4);

    assertThat(json(client.call("DELETE", "/sandbox/faults", ""))).isEmpty();
    assertThat(erp.faults()).isEmpty();
    assertThat(status(client.lookUp("O-1"))).isEqualTo(200);
  }

  @Test
  void aFaultThatNamesOnlyItsKindHitsEveryCreate() {
    put("/sandbox/faults", "[{\"fault\":\"REJECT\"}]");

    assertThat(status(client.create("O-1"))).isEqualTo(422);
    assertThat(status(client.create("O-2"))).isEqualTo(422);
    assertThat(status(client.lookUp("O-1"))).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[",
        "{}",
        "[{}]",
        "[{\"fault\":\"EXPLODE\"}]",
        "[{\"fault\":7}]",
        "[{\"fault\":\"DELAY\",\"milis\":7}]",
        "[{\"fault\":\"DELAY\",\"millis\":\"7\"}]",
        "[{\"fault\":\"DELAY\",\"millis\":-7}]",
        "[{\"fault\":\"DELAY\",\"millis\":0.5}]",
        "[{\"fault\":\"DELAY\",\"nth\":0}]",
        "[{\"fault\":\"DELAY\",\"percent\":101}]",
        "[{\"fault\":\"DELAY\",\"nth\":1,\"next\":1}]",
        "[{\"fault\":\"DELAY\",\"operation\":\"SHIP\"}]",
        "[{\"fault\":\"DELAY\",\"face\":\"INVOICES\"}]",
        "[{\"fault\":\"DUPLICATE\",\"operation\":\"LOOK_UP\"}]"
      })
  void faultsThatMeanNothingAreRefusedAndTheOldOnesStay(String faults) {
    erp.misbehave(Fault.of(FaultKind.REJECT));

    var reply = client.call("PUT", "/sandbox/faults", faults);

    assertThat(status(reply)).isEqualTo(400);
    assertThat(json(reply).path("error").path("message").asText()).isNotEmpty();
    assertThat(erp.faults()).containsExactly(Fault.of(FaultKind.REJECT));
  }

  @Test
  void ordersAreReadWithWhatCame() {
    client.create("orders", "key-1", "O-1");
    client.create("purchase-orders", "key-2", "O-2");

    JsonNode orders = json(client.get("/sandbox/orders")).path("orders");

    assertThat(orders)
        .extracting(order -> order.path("face").asText())
        .containsExactly("ORDERS", "PURCHASE_ORDERS");
    JsonNode order = orders.path(0);
    assertThat(order.path("orderNumber").asText()).isEqualTo(erp.orders().getFirst().number());
    assertThat(order.path("idempotencyKey").asText()).isEqualTo("key-1");
    assertThat(order.path("status").asText()).isEqualTo("OPEN");
    assertThat(order.path("body")).isEqualTo(JsonTrees.read(form("O-1")).orElseThrow());
    assertThat(json(client.get("/sandbox/orders?externalReference=O-2")).path("orders")).hasSize(1);
  }

  @Test
  void requestsAreReadWithTheirAnswers() {
    erp.misbehave(Fault.of(FaultKind.DROP_AFTER_COMMIT).next(1));
    client.create("orders", "key-1", "O-1");
    client.lookUp("O-1");
    client.create("O-2");

    JsonNode requests =
        json(client.get("/sandbox/requests?externalReference=O-1")).path("requests");

    assertThat(requests).hasSize(2);
    JsonNode create = requests.path(0);
    assertThat(create.path("operation").asText()).isEqualTo("CREATE");
    assertThat(create.path("idempotencyKey").asText()).isEqualTo("key-1");
    assertThat(create.path("fault").asText()).isEqualTo("DROP_AFTER_COMMIT");
    assertThat(create.path("body").asText()).isEqualTo(form("O-1"));
    assertThat(create.path("answer").asText()).isEqualTo("CLOSED");
    assertThat(requests.path(1).path("answer").path("status").asInt()).isEqualTo(200);
    assertThat(requests.path(1).has("fault")).isFalse();
    assertThat(json(client.get("/sandbox/requests")).path("requests")).hasSize(3);
  }

  @Test
  void theClassIsChanged() {
    JsonNode changed =
        put(
            "/sandbox/erp",
            """
            {"class":"SESSION","callsPerSession":2,"confirmMillis":5,
             "warnings":[{"id":"W1","text":"partial delivery"}]}""");

    assertThat(changed.path("class").asText()).isEqualTo("SESSION");
    assertThat(changed).isEqualTo(json(client.get("/sandbox/erp")));
    assertThat(erp.sessionTerms())
        .isEqualTo(
            SessionTerms.USUAL
                .callsPerSession(2)
                .confirmTime(Duration.ofMillis(5))
                .warnings(new SessionTerms.Warning("W1", "partial delivery")));
    assertThat(put("/sandbox/erp", "{\"class\":\"C\"}").path("callsPerSession").asInt())
        .isEqualTo(2);
    assertThat(status(client.lookUp("O-1"))).isEqualTo(404);
    assertThat(status(client.call("PUT", "/sandbox/erp", "{\"class\":\"D\"}"))).isEqualTo(400);
    assertThat(erp.erpClass()).isEqualTo(ErpClass.C);
  }

  @Test
  void lateCommitsAreCounted() {
    erp.misbehave(Fault.of(FaultKind.COMMIT_LATER).millis(60_000));
    client.create("O-1");

    assertThat(json(client.get("/sandbox/erp")).path("waitingCommits").asInt()).isOne();
  }

  @Test
  void otherPathsAreNotThere() {
    assertThat(status(client.get("/sandbox/invoices"))).isEqualTo(404);
    assertThat(status(client.call("DELETE", "/sandbox/orders", ""))).isEqualTo(404);
  }

  private JsonNode put(String path, String body) {
    var reply = client.call("PUT", path, body);
    assertThat(status(reply)).isEqualTo(200);
    return json(reply);
  }
}
