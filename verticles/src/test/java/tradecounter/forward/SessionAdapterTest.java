package tradecounter.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.embedded.erp.ErpClass;
import tradecounter.embedded.erp.Fault;
import tradecounter.embedded.erp.FaultKind;
import tradecounter.embedded.erp.Operation;
import tradecounter.embedded.erp.RecordedRequest;
import tradecounter.embedded.erp.RecordingErp;
import tradecounter.embedded.erp.SessionTerms;
import tradecounter.engine.forward.Forward.State;
import tradecounter.forward.ErpAdapter.LookedUp;
import tradecounter.forward.ErpAdapter.Sent;

/** An ERP that needs more than one call. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SessionAdapterTest {
  private static final String YAML =
      """
      target: session
      erpClass: B
      adapter:
        kind: SESSION
        url: http://127.0.0.1:PORT
        connectMillis: 200
        timeoutMillis: 1000
        user: tradecounter
        password: sandbox
        draft: >-
          {"externalReference": forwardId, "account": customer,
           "positions": [lines.{"id": lineId, "sku": item, "qty": quantity}]}
      """;

  private final RecordingErp erp = new RecordingErp(ErpClass.SESSION, 0);
  private ForwardFixture fixture;
  private Target target;

  @BeforeEach
  void startTheErp(@TempDir Path folder) throws IOException {
    erp.start();
    erp.sessionTerms(erp.sessionTerms().confirmTime(Duration.ofMillis(100)));
    fixture = new ForwardFixture(folder);
    target =
        fixture.target(
            "session",
            YAML.replace("PORT", String.valueOf(erp.port()))
                + ForwardFixture.IMPATIENT
                    .replace("leaseMillis: 3000", "leaseMillis: 8000")
                    .replace("settleMillis: 600", "settleMillis: 1500"));
  }

  @AfterEach
  void stopTheErp() {
    fixture.close();
    erp.close();
  }

  private void forward(String forwardId) throws SQLException {
    ForwardStore store = fixture.store("node-1", target);
    fixture.enqueue(store, ForwardFixture.order(forwardId, "session", ""));
    fixture.forwarder(store, target);
  }

  private List<String> calls() {
    return erp.requests().stream()
        .map(RecordedRequest::operation)
        .flatMap(java.util.Optional::stream)
        .map(Operation::name)
        .toList();
  }

  @Test
  void inSeveralCalls() throws SQLException {
    forward("O-1");
    fixture.awaitState("O-1", State.ACKNOWLEDGED);
    assertThat(calls().subList(0, 4)).containsExactly("LOG_IN", "DRAFT", "QUOTE", "CREATE");
    assertThat(fixture.told)
        .containsExactly("acknowledged O-1 " + erp.orders("O-1").getFirst().number());
  }

  @Test
  void warningsAreAcknowledged() throws SQLException {
    erp.sessionTerms(
        erp.sessionTerms()
            .warnings(
                new SessionTerms.Warning("W-1", "long way"), new SessionTerms.Warning("W-2", "")));
    forward("O-1");
    fixture.awaitState("O-1", State.ACKNOWLEDGED);
    assertThat(calls()).contains("ACKNOWLEDGE");
    assertThat(erp.orders()).hasSize(1);
  }

  /** A session is good for three calls: it ends in the middle of each order. */
  @Test
  void aSessionThatEndsIsRenewed() throws SQLException {
    erp.sessionTerms(erp.sessionTerms().callsPerSession(2));
    forward("O-1");
    fixture.awaitState("O-1", State.ACKNOWLEDGED);
    fixture.awaitNothingToDo();
    assertThat(calls().stream().filter("LOG_IN"::equals).count()).isGreaterThan(1);
    assertThat(erp.orders()).hasSize(1);
  }

  @Test
  void aRefusalThatComesAs200IsFinal() throws SQLException {
    erp.misbehave(Fault.of(FaultKind.REJECT).code("NO_CREDIT"));
    forward("O-1");
    fixture.awaitState("O-1", State.REJECTED);
    assertThat(fixture.told).containsExactly("rejected O-1 NO_CREDIT");
    assertThat(erp.orders()).isEmpty();
  }

  /** Drafts bear the reference too, and are no orders. */
  @ParameterizedTest
  @CsvSource({
    "CREATE, DROP_AFTER_COMMIT",
    "CREATE, DROP_BEFORE_COMMIT",
    "CREATE, ERROR_AFTER_COMMIT",
    "CREATE, GARBLED",
    "DRAFT,  DROP_AFTER_COMMIT",
    "QUOTE,  ERROR_BEFORE_COMMIT",
    "LOG_IN, DROP_BEFORE_COMMIT",
  })
  void oneOrderWhicheverCallGoesWrong(Operation operation, FaultKind fault) throws SQLException {
    erp.misbehave(Fault.of(fault).on(operation).next(1));
    forward("O-1");
    fixture.awaitState("O-1", State.ACKNOWLEDGED);
    fixture.awaitNothingToDo();
    assertThat(erp.orders()).hasSize(1);
    assertThat(fixture.told).hasSize(1);
  }

  @Test
  void aDraftIsNoOrder() {
    Buffer draft =
        Buffer.buffer(
            "{\"externalReference\":\"O-1\",\"account\":\"C\",\"positions\":[{\"id\":\"1\",\"sku\":\"s\",\"qty\":1}]}");
    boolean[] asked = {false};
    Sent sent =
        target
            .adapter()
            .create(
                "O-1",
                draft,
                () -> {
                  boolean first = !asked[0];
                  asked[0] = true;
                  return first;
                });
    assertThat(sent).isEqualTo(new Sent.NotSent("the lease ran out before the confirm"));
    assertThat(target.adapter().lookUp("O-1")).isEqualTo(new LookedUp.Found(List.of()));
    assertThat(erp.orders()).isEmpty();
  }

  @Test
  void aWrongPasswordSendsNothing() throws IOException {
    Target wrong =
        fixture.target(
            "session",
            YAML.replace("PORT", String.valueOf(erp.port())).replace("sandbox", "wrong"));
    assertThat(wrong.adapter().create("O-1", Buffer.buffer("{}"), () -> true))
        .isInstanceOf(Sent.NotSent.class);
    assertThat(wrong.adapter().lookUp("O-1")).isInstanceOf(LookedUp.Failed.class);
  }
}
