package tradecounter.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tradecounter.embedded.erp.Committed;
import tradecounter.embedded.erp.ErpClass;
import tradecounter.embedded.erp.Fault;
import tradecounter.embedded.erp.FaultKind;
import tradecounter.embedded.erp.RecordedRequest;
import tradecounter.embedded.erp.RecordingErp;
import tradecounter.engine.forward.Forward.State;

/** Many forwards, several nodes, one ERP. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ForwarderTest {
  private final RecordingErp erp = new RecordingErp(ErpClass.A, 0);
  private ForwardFixture fixture;

  @BeforeEach
  void startTheErp(@TempDir Path folder) {
    erp.start();
    fixture = new ForwardFixture(folder);
  }

  @AfterEach
  void stopTheErp() {
    fixture.close();
    erp.close();
  }

  private Target target(String erpClass) throws IOException {
    erp.erpClass(ErpClass.valueOf(erpClass));
    // Patient: here nothing is about time-outs, and the machine may be busy.
    return fixture.target(
        "erp",
        ForwardFixture.erp(erpClass, erp.port())
            .replace("timeoutMillis: 300", "timeoutMillis: 10000")
            .replace("connectMillis: 200", "connectMillis: 10000")
            .replace("leaseMillis: 3000", "leaseMillis: 30000"));
  }

  private List<RecordedRequest> creates() {
    return erp.requests().stream().filter(request -> request.method().equals("POST")).toList();
  }

  @ParameterizedTest
  @EnumSource(
      value = ErpClass.class,
      names = {"A", "B"})
  void threeNodesSendEachOnce(ErpClass erpClass) throws IOException, SQLException {
    Target target = target(erpClass.name());
    ForwardStore store = fixture.store("node-0", target);
    List<NewForward> forwards = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      forwards.add(ForwardFixture.order("O-" + i, "erp", ""));
    }
    fixture.enqueue(store, forwards.toArray(NewForward[]::new));
    for (int node = 1; node <= 3; node++) {
      fixture.forwarder(fixture.store("node-" + node, target), target);
    }
    fixture.awaitNothingToDo();
    assertThat(erp.orders()).extracting(Committed::externalReference).doesNotHaveDuplicates();
    assertThat(erp.orders()).hasSize(500);
    assertThat(creates()).hasSize(500);
    assertThat(fixture.text("SELECT count(*) FROM forward WHERE state = 'ACKNOWLEDGED'"))
        .isEqualTo("500");
    assertThat(fixture.told).hasSize(500).allMatch(told -> told.startsWith("acknowledged "));
  }

  /** A later one of the same key waits, also while nobody knows of the earlier one. */
  @Test
  void oneAfterTheOtherWhereTheTargetIsOrdered() throws IOException, SQLException {
    erp.misbehave(
        Fault.of(FaultKind.DROP_BEFORE_COMMIT).with("O-1").next(2),
        Fault.of(FaultKind.REJECT).with("O-2"));
    Target target = fixture.target("erp", "ordered: true\n" + ForwardFixture.erp("A", erp.port()));
    ForwardStore store = fixture.store("node-1", target);
    fixture.enqueue(
        store,
        ForwardFixture.order("O-1", "erp", "C-1/PO-7"),
        ForwardFixture.order("O-2", "erp", "C-1/PO-7"),
        ForwardFixture.order("O-3", "erp", "C-1/PO-7"),
        ForwardFixture.order("O-4", "erp", "C-1/PO-8"),
        ForwardFixture.order("O-5", "erp", ""));
    fixture.forwarder(store, target);
    fixture.awaitNothingToDo();
    assertThat(creates())
        .extracting(RecordedRequest::idempotencyKey)
        .filteredOn(key -> List.of("O-1", "O-2", "O-3").contains(key))
        .containsExactly("O-1", "O-1", "O-1", "O-2", "O-3");
    assertThat(fixture.told).contains("rejected O-2 REJECTED");
    assertThat(erp.orders())
        .extracting(Committed::externalReference)
        .containsExactlyInAnyOrder("O-1", "O-3", "O-4", "O-5");
  }

  @Test
  void anOpenBreakerLeavesThemDue() throws IOException, SQLException {
    erp.stop();
    Target target =
        fixture.target(
            "erp",
            ForwardFixture.erp("A", erp.port())
                .replace(
                    "breaker: {calls: 1000, failurePercent: 100, openMillis: 100}",
                    "breaker: {calls: 4, failurePercent: 50, openMillis: 60000}"));
    ForwardStore store = fixture.store("node-1", target);
    List<NewForward> forwards = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      forwards.add(ForwardFixture.order("O-" + i, "erp", ""));
    }
    fixture.enqueue(store, forwards.toArray(NewForward[]::new));
    Forwarder forwarder = fixture.forwarder(store, target);
    Awaitility.await()
        .atMost(ForwardFixture.PATIENCE)
        .until(() -> target.breaker().getState() == CircuitBreaker.State.OPEN);
    Awaitility.await()
        .atMost(ForwardFixture.PATIENCE)
        .until(() -> fixture.text("SELECT count(*) FROM forward WHERE state = 'DUE'").equals("40"));
    String attempts = fixture.text("SELECT count(*) FROM forward_attempt");
    erp.start();
    forwarder.nudge();
    assertThat(erp.requests()).isEmpty();
    assertThat(fixture.text("SELECT count(*) FROM forward_attempt")).isEqualTo(attempts);

    target.breaker().transitionToHalfOpenState();
    fixture.awaitNothingToDo();
    assertThat(target.breaker().getState()).isEqualTo(CircuitBreaker.State.CLOSED);
    assertThat(erp.orders()).hasSize(40);
  }

  /** Nobody looks for a minute, but is told at once. */
  @Test
  void aNudgeSendsAtOnce() throws IOException, SQLException {
    Target target = target("A");
    ForwardStore store = fixture.store("node-1", target);
    try (Forwarder forwarder = new Forwarder(store, List.of(target), fixture.registry, 60_000)) {
      forwarder.start();
      fixture.enqueue(store, ForwardFixture.order("O-1", "erp", ""));
      forwarder.nudge();
      fixture.awaitState("O-1", State.ACKNOWLEDGED);
      assertThat(forwarder.isAlive()).isTrue();
    }
  }

  @Test
  void closingLetsWhatIsUnderWayEnd() throws IOException, SQLException {
    erp.misbehave(Fault.of(FaultKind.DELAY).millis(400));
    Target target = target("A");
    ForwardStore store = fixture.store("node-1", target);
    fixture.enqueue(store, ForwardFixture.order("O-1", "erp", ""));
    Forwarder forwarder = fixture.forwarder(store, target);
    Awaitility.await().atMost(ForwardFixture.PATIENCE).until(() -> !erp.requests().isEmpty());
    forwarder.close();
    assertThat(fixture.state("O-1")).isEqualTo(State.ACKNOWLEDGED);
    assertThat(forwarder.isAlive()).isFalse();
  }

  @Test
  void whatIsMeasured() throws IOException, SQLException {
    erp.misbehave(Fault.of(FaultKind.REJECT).with("O-2"));
    Target target = target("A");
    ForwardStore store = fixture.store("node-1", target);
    fixture.enqueue(
        store, ForwardFixture.order("O-1", "erp", ""), ForwardFixture.order("O-2", "erp", ""));
    fixture.forwarder(store, target);
    fixture.awaitNothingToDo();
    assertThat(counted("ACKNOWLEDGED")).isEqualTo(1);
    assertThat(counted("REFUSED")).isEqualTo(1);
    // What is open is counted now and then only.
    Awaitility.await()
        .atMost(ForwardFixture.PATIENCE)
        .until(() -> open("DUE") == 0 && oldestSeconds() == 0);
    assertThat(fixture.registry.get("tradecounter.forward.breaker.closed").gauge().value())
        .isEqualTo(1);
    assertThat(fixture.registry.get("tradecounter.forward.fenced").functionCounter().count())
        .isZero();
  }

  @Test
  void whatWaitsIsCounted() throws IOException, SQLException {
    erp.stop();
    Target target = target("A");
    ForwardStore store = fixture.store("node-1", target);
    fixture.enqueue(
        store, ForwardFixture.order("O-1", "erp", ""), ForwardFixture.order("O-2", "erp", ""));
    fixture.forwarder(store, target);
    Awaitility.await()
        .atMost(ForwardFixture.PATIENCE)
        .until(() -> open("DUE") + open("SENDING") == 2 && oldestSeconds() > 0);
  }

  private double open(String state) {
    return fixture.registry.get("tradecounter.forward.open").tag("state", state).gauge().value();
  }

  private double oldestSeconds() {
    return fixture.registry.get("tradecounter.forward.oldest.seconds").gauge().value();
  }

  private double counted(String outcome) {
    return fixture
        .registry
        .get("tradecounter.forward.attempts")
        .tag("outcome", outcome)
        .counter()
        .count();
  }
}
