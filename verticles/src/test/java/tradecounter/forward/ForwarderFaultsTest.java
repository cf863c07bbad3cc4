package tradecounter.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.embedded.SharedServers;
import tradecounter.embedded.erp.Committed;
import tradecounter.embedded.erp.ErpClass;
import tradecounter.embedded.erp.Face;
import tradecounter.embedded.erp.Fault;
import tradecounter.embedded.erp.FaultKind;
import tradecounter.embedded.erp.Operation;
import tradecounter.embedded.erp.RecordedRequest;
import tradecounter.embedded.erp.RecordingErp;
import tradecounter.engine.forward.Forward.Refusal;
import tradecounter.engine.forward.Forward.State;
import tradecounter.engine.forward.ForwardEvent;

/** What may go wrong at the ERP, and that there is one order all the same, or somebody is told. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ForwarderFaultsTest {
  private static final long LONGER_THAN_ANY_TIME_OUT = 900;

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

  private ForwardStore forwarding(String erpClass) throws IOException {
    return forwarding(ForwardFixture.erp(erpClass, erp.port()), erpClass);
  }

  private ForwardStore forwarding(String yaml, String erpClass) throws IOException {
    erp.erpClass(ErpClass.valueOf(erpClass));
    Target target = fixture.target("erp", yaml);
    ForwardStore store = fixture.store("node-1", target);
    fixture.forwarder(store, target);
    return store;
  }

  private void enqueue(ForwardStore store, String forwardId) throws SQLException {
    fixture.enqueue(store, ForwardFixture.order(forwardId, "erp", ""));
  }

  private List<RecordedRequest> creates() {
    return erp.requests().stream().filter(request -> request.method().equals("POST")).toList();
  }

  @ParameterizedTest(name = "{1} in class {0} → {2}")
  @CsvSource({
    "A, TIME_OUT_BEFORE_COMMIT, UNKNOWN NOT_FOUND ACKNOWLEDGED",
    "A, TIME_OUT_AFTER_COMMIT,  UNKNOWN FOUND",
    "A, DROP_BEFORE_COMMIT,     UNKNOWN NOT_FOUND ACKNOWLEDGED",
    "A, DROP_AFTER_COMMIT,      UNKNOWN FOUND",
    "A, ERROR_BEFORE_COMMIT,    UNKNOWN NOT_FOUND ACKNOWLEDGED",
    "A, ERROR_AFTER_COMMIT,     UNKNOWN FOUND",
    "A, GARBLED,                UNKNOWN FOUND",
    "B, TIME_OUT_BEFORE_COMMIT, UNKNOWN NOT_FOUND … ACKNOWLEDGED FOUND",
    "B, TIME_OUT_AFTER_COMMIT,  UNKNOWN FOUND FOUND",
    "B, DROP_BEFORE_COMMIT,     UNKNOWN NOT_FOUND … ACKNOWLEDGED FOUND",
    "B, DROP_AFTER_COMMIT,      UNKNOWN FOUND FOUND",
    "B, ERROR_BEFORE_COMMIT,    UNKNOWN NOT_FOUND … ACKNOWLEDGED FOUND",
    "B, ERROR_AFTER_COMMIT,     UNKNOWN FOUND FOUND",
    "B, GARBLED,                UNKNOWN FOUND FOUND",
  })
  void oneOrderWhateverBecomesOfTheAnswer(String erpClass, FaultKind fault, String attempts)
      throws IOException, SQLException {
    erp.misbehave(Fault.of(fault).millis(LONGER_THAN_ANY_TIME_OUT).next(1));
    ForwardStore store = forwarding(erpClass);
    enqueue(store, "O-1");
    fixture.awaitState("O-1", State.ACKNOWLEDGED);
    fixture.awaitNothingToDo();

    assertThat(erp.orders()).hasSize(1);
    assertThat(fixture.told)
        .containsExactly("acknowledged O-1 " + erp.orders().getFirst().number());
    assertThat(fixture.attempts("O-1").replaceAll("(NOT_FOUND )+(?=NOT_FOUND)", ""))
        .isEqualTo(attempts.replace("… ", ""));
  }

  /** Found in the settle window, whether or not the first look-ups come too early. */
  @ParameterizedTest
  @CsvSource({"A", "B"})
  void oneOrderThatIsCommittedLater(String erpClass) throws IOException, SQLException {
    erp.misbehave(Fault.of(FaultKind.COMMIT_LATER).millis(300).next(1));
    enqueue(forwarding(erpClass), "O-1");
    fixture.awaitState("O-1", State.ACKNOWLEDGED);
    fixture.awaitNothingToDo();
    Awaitility.await().atMost(ForwardFixture.PATIENCE).until(() -> erp.waitingCommits() == 0);
    assertThat(erp.orders()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"A", "B"})
  void oneOrderWhileTheLookUpIsDownForAWhile(String erpClass) throws IOException, SQLException {
    erp.misbehave(Fault.of(FaultKind.DROP_AFTER_COMMIT).next(1), Fault.of(FaultKind.DOWN).next(4));
    enqueue(forwarding(erpClass), "O-1");
    fixture.awaitState("O-1", State.ACKNOWLEDGED);
    assertThat(erp.orders()).hasSize(1);
    assertThat(creates()).hasSize(1);
    assertThat(fixture.attempts("O-1")).startsWith("UNKNOWN LOOK_UP_FAILED");
  }

  @ParameterizedTest
  @CsvSource({"A", "B"})
  void oneOrderWhileTheLookUpIsStale(String erpClass) throws IOException, SQLException {
    erp.misbehave(
        Fault.of(FaultKind.DROP_AFTER_COMMIT).next(1), Fault.of(FaultKind.STALE).millis(400));
    enqueue(forwarding(erpClass), "O-1");
    fixture.awaitState("O-1", State.ACKNOWLEDGED);
    fixture.awaitNothingToDo();
    assertThat(erp.orders()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "A, REJECT,               rejected O-1 REJECTED",
    "B, REJECT,               rejected O-1 REJECTED",
    "C, REJECT,               rejected O-1 REJECTED",
    "A, OK_WITH_ERROR_INSIDE, rejected O-1 REJECTED",
  })
  void aDefiniteRefusalIsFinal(String erpClass, FaultKind fault, String told)
      throws IOException, SQLException {
    erp.misbehave(Fault.of(fault));
    enqueue(forwarding(erpClass), "O-1");
    fixture.awaitState("O-1", State.REJECTED);
    assertThat(fixture.told).containsExactly(told);
    assertThat(erp.orders()).isEmpty();
    assertThat(creates()).hasSize(1);
  }

  /** The first attempt may still be taken: the second one's refusal is not of it. */
  @Test
  void aRefusalAfterATimeOutWaitsForTheLookUp() throws IOException, SQLException {
    erp.misbehave(
        Fault.of(FaultKind.COMMIT_LATER).millis(400).next(1), Fault.of(FaultKind.REJECT).next(1));
    enqueue(forwarding("A"), "O-1");
    fixture.awaitState("O-1", State.ACKNOWLEDGED);
    assertThat(erp.orders()).hasSize(1);
    assertThat(fixture.told)
        .containsExactly("acknowledged O-1 " + erp.orders().getFirst().number());
  }

  @Test
  void aDuplicateAtTheErpIsFound() throws IOException, SQLException {
    erp.misbehave(Fault.of(FaultKind.DUPLICATE).next(1));
    enqueue(forwarding("B"), "O-1");
    fixture.awaitState("O-1", State.ACKNOWLEDGED);
    fixture.awaitNothingToDo();
    assertThat(erp.orders()).hasSize(2);
    assertThat(fixture.told)
        .containsExactly(
            "acknowledged O-1 " + erp.orders().getFirst().number(),
            "exception O-1 DUPLICATE_IN_ERP");
  }

  /** Later than it promised: there are two orders, and somebody is told. */
  @Test
  void aCommitAfterTheSettleWindowIsFound() throws IOException, SQLException {
    erp.misbehave(Fault.of(FaultKind.COMMIT_LATER).millis(1_000).next(1));
    enqueue(forwarding("B"), "O-1");
    fixture.awaitState("O-1", State.ACKNOWLEDGED);
    fixture.awaitNothingToDo();
    assertThat(erp.orders()).hasSize(2);
    assertThat(fixture.told).contains("exception O-1 DUPLICATE_IN_ERP");
  }

  @Test
  void classCSendsTheSameBytesAgain() throws IOException, SQLException {
    erp.misbehave(
        Fault.of(FaultKind.DROP_BEFORE_COMMIT).next(1),
        Fault.of(FaultKind.ERROR_AFTER_COMMIT).next(1));
    enqueue(forwarding("C"), "O-1");
    fixture.awaitState("O-1", State.ACKNOWLEDGED);
    assertThat(creates())
        .extracting(RecordedRequest::body)
        .hasSize(3)
        .containsOnly(creates().getFirst().body());
    assertThat(creates()).extracting(RecordedRequest::idempotencyKey).containsOnly("O-1");
    assertThat(erp.requests()).extracting(RecordedRequest::method).containsOnly("POST");
  }

  @Test
  void anErpThatIsAwayGetsItLater() throws IOException, SQLException {
    erp.stop();
    enqueue(forwarding("B"), "O-1");
    Awaitility.await()
        .atMost(ForwardFixture.PATIENCE)
        .until(() -> fixture.attempts("O-1").startsWith("NOT_SENT NOT_SENT"));
    assertThat(fixture.state("O-1")).isIn(State.DUE, State.SENDING);
    erp.start();
    fixture.awaitState("O-1", State.ACKNOWLEDGED);
    assertThat(erp.orders()).hasSize(1);
  }

  @Test
  void whatCannotBeFoundOutWaitsForAPerson() throws IOException, SQLException {
    erp.misbehave(Fault.of(FaultKind.DROP_AFTER_COMMIT), Fault.of(FaultKind.DOWN));
    ForwardStore store =
        forwarding(
            ForwardFixture.erp("B", erp.port()).replace("budgetTries: 60", "budgetTries: 3"), "B");
    for (String each : List.of("O-1", "O-2", "O-3")) {
      enqueue(store, each);
      fixture.awaitState(each, State.UNRESOLVED);
      assertThat(fixture.told).contains("exception " + each + " UNRESOLVED_FORWARD");
    }
    assertThat(store.unresolved(10)).extracting(Dispatch::forwardId).contains("O-1", "O-2", "O-3");

    erp.behave();
    fixture.told.clear();
    decide(store, "O-1", new ForwardEvent.Retry());
    fixture.awaitState("O-1", State.ACKNOWLEDGED);
    decide(store, "O-2", new ForwardEvent.AcknowledgedAs("SO-4711"));
    decide(store, "O-3", new ForwardEvent.Reject(new Refusal("given-up", "not wanted any more")));
    assertThat(fixture.told)
        .contains("acknowledged O-2 SO-4711", "rejected O-3 given-up")
        .contains("acknowledged O-1 " + erp.orders("O-1").getFirst().number());
    assertThat(erp.orders()).hasSize(3);
    assertThat(fixture.state("O-3")).isEqualTo(State.REJECTED);
  }

  private void decide(ForwardStore store, String forwardId, ForwardEvent.Decision decision)
      throws SQLException {
    fixture.database.inTransaction(connection -> store.decide(connection, forwardId, decision));
  }

  /** On a connection that was used before, where HTTP clients like to try again by themselves. */
  @Test
  void theHttpClientRepeatsNothing() throws IOException, SQLException {
    ForwardStore store = forwarding("B");
    enqueue(store, "O-1");
    fixture.awaitState("O-1", State.ACKNOWLEDGED);
    erp.misbehave(Fault.of(FaultKind.DROP_AFTER_COMMIT).next(1));
    enqueue(store, "O-2");
    fixture.awaitState("O-2", State.ACKNOWLEDGED);
    fixture.awaitNothingToDo();
    assertThat(creates()).extracting(RecordedRequest::idempotencyKey).containsExactly("O-1", "O-2");
    assertThat(erp.orders("O-2")).hasSize(1);
  }

  /** What was found out is written down once Postgres is back. */
  @Test
  void postgresGoesAwayWhileTheOrderIsSent() throws IOException, SQLException {
    erp.misbehave(Fault.of(FaultKind.DELAY).millis(250).on(Operation.CREATE).next(1));
    ForwardStore store =
        forwarding(
            ForwardFixture.erp("B", erp.port()).replace("leaseMillis: 3000", "leaseMillis: 60000"),
            "B");
    enqueue(store, "O-1");
    Awaitility.await().atMost(ForwardFixture.PATIENCE).until(() -> !erp.requests().isEmpty());
    SharedServers.postgres().kill();
    Awaitility.await().atMost(ForwardFixture.PATIENCE).until(() -> !erp.orders().isEmpty());
    SharedServers.postgres().start();
    fixture.awaitState("O-1", State.ACKNOWLEDGED);
    fixture.awaitNothingToDo();
    assertThat(fixture.attempts("O-1")).isEqualTo("ACKNOWLEDGED FOUND");
    assertThat(erp.orders()).extracting(Committed::externalReference).containsExactly("O-1");
  }

  @Test
  void theMappingOfTheShippedSupplier() throws IOException, SQLException {
    erp.erpClass(ErpClass.B);
    erp.misbehave(
        Fault.of(FaultKind.DROP_AFTER_COMMIT).at(Face.PURCHASE_ORDERS).with("O-1").next(1),
        Fault.of(FaultKind.REJECT).at(Face.PURCHASE_ORDERS).with("O-3"));
    Target supplier =
        fixture.target(
            "supplier",
            ForwardFixture.shipped("supplier")
                    .replace("http://localhost:8090", "http://127.0.0.1:" + erp.port())
                + ForwardFixture.IMPATIENT.replace("leaseMillis: 3000", "leaseMillis: 20000"));
    ForwardStore store = fixture.store("node-1", supplier);
    fixture.enqueue(
        store,
        ForwardFixture.order("O-1", "supplier", ""),
        ForwardFixture.order("O-2", "supplier", ""),
        ForwardFixture.order("O-3", "supplier", ""));
    fixture.forwarder(store, supplier);
    fixture.awaitNothingToDo();
    assertThat(fixture.attempts("O-1")).isEqualTo("UNKNOWN FOUND FOUND");
    assertThat(fixture.attempts("O-2")).isEqualTo("ACKNOWLEDGED FOUND");
    assertThat(fixture.state("O-3")).isEqualTo(State.REJECTED);
    assertThat(erp.orders()).extracting(Committed::face).containsOnly(Face.PURCHASE_ORDERS);
    assertThat(erp.orders())
        .extracting(Committed::externalReference)
        .containsExactlyInAnyOrder("O-1", "O-2");
  }

  /** Names, shapes and figures as the ERP wants them; the figures to the last digit. */
  @Test
  void theMappingOfTheShippedErp() throws IOException, SQLException {
    enqueue(forwarding("A"), "O-1");
    fixture.awaitState("O-1", State.ACKNOWLEDGED);
    RecordedRequest request = creates().getFirst();
    assertThat(request.idempotencyKey()).isEqualTo("O-1");
    assertThat(request.body())
        .isEqualTo(
            "{\"externalReference\":\"O-1\",\"customerReference\":\"PO-7\",\"account\":\"C-1\","
                + "\"shipTo\":\"S-1\",\"shipComplete\":false,\"positions\":[{\"id\":\"1\","
                + "\"sku\":\"bolt\",\"qty\":12345678901.000001,\"unit\":\"each\","
                + "\"warehouse\":\"X\",\"shipDate\":\"2026-11-25\",\"price\":\"1.10\","
                + "\"priceUnit\":1,\"priceUom\":\"each\",\"currency\":\"EUR\"}]}");
  }
}
