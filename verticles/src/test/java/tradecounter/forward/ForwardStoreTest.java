package tradecounter.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tradecounter.embedded.erp.ErpClass;
import tradecounter.embedded.erp.RecordingErp;
import tradecounter.engine.forward.Forward;
import tradecounter.engine.forward.Forward.Refusal;
import tradecounter.engine.forward.Forward.State;
import tradecounter.engine.forward.ForwardEvent;
import tradecounter.engine.forward.ForwardStep.Refused;
import tradecounter.forward.ErpAdapter.Content;

/** Who may work on what, for how long, and whose answer counts. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ForwardStoreTest {
  private final RecordingErp erp = new RecordingErp(ErpClass.A, 0);
  private ForwardFixture fixture;
  private Target target;
  private ForwardStore store;

  @BeforeEach
  void startTheErp(@TempDir Path folder) throws IOException {
    erp.start();
    fixture = new ForwardFixture(folder);
    target =
        fixture.target(
            "erp",
            ForwardFixture.erp("A", erp.port()).replace("leaseMillis: 3000", "leaseMillis: 600"));
    store = fixture.store("node-1", target);
  }

  @AfterEach
  void stopTheErp() {
    fixture.close();
    erp.close();
  }

  private void enqueue(String... forwardIds) throws SQLException {
    for (String forwardId : forwardIds) {
      fixture.enqueue(store, ForwardFixture.order(forwardId, "erp", ""));
    }
  }

  private Optional<Refused> cancel(String orderId) throws SQLException {
    return fixture.database.inTransaction(connection -> store.cancel(connection, orderId)).sent();
  }

  @Test
  void anOrderThatIsRolledBackIsNotForwarded() throws SQLException {
    assertThatThrownBy(
            () ->
                fixture.database.inTransaction(
                    connection -> {
                      store.enqueue(connection, List.of(ForwardFixture.order("O-1", "erp", "")));
                      throw new SQLException("no");
                    }))
        .isInstanceOf(SQLException.class);
    assertThat(store.claim(target, 10)).isEmpty();
  }

  @Test
  void aTargetThatNobodyEnabledIsNamed() {
    assertThatThrownBy(() -> fixture.enqueue(store, ForwardFixture.order("O-1", "nowhere", "")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'nowhere'");
  }

  /** Everything the life cycle knows comes back from the row. */
  @Test
  void aForwardSurvivesItsRow() throws SQLException {
    enqueue("O-1");
    Assignment claimed = store.claim(target, 10).getFirst();
    assertThat(claimed.dispatch().forward().state()).isEqualTo(State.SENDING);
    assertThat(claimed.fence()).isEqualTo(1);
    assertThat(fixture.attempts("O-1")).isEqualTo("NOTHING");
    assertThat(store.answer("O-1", new ForwardEvent.Unknown(1, "time\0out"))).isEmpty();
    assertThat(fixture.text("SELECT doubts || ' ' || attempts || ' ' || detail FROM forward"))
        .isEqualTo("1 1 time\uFFFDout");
    Assignment lookUp = awaitClaim();
    assertThat(lookUp).isInstanceOf(Assignment.LookUp.class);
    Assignment again = store.answer("O-1", new ForwardEvent.NotFound(lookUp.fence())).orElseThrow();
    assertThat(again.dispatch().forward().tries().doubts()).isEqualTo(1);
    // The first attempt may still be taken: the refusal of the second is remembered, no more.
    assertThat(
            store.answer(
                "O-1", new ForwardEvent.Refused(again.fence(), new Refusal("no", "no credit"))))
        .isEmpty();
    Assignment last = awaitClaim();
    assertThat(last.dispatch().forward().refusal()).contains(new Refusal("no", "no credit"));
    assertThat(last.dispatch().forward().tries().attempts()).isEqualTo(2);
    assertThat(store.answer("O-1", new ForwardEvent.Found(last.fence(), List.of("SO-1"))))
        .isEmpty();
    assertThat(fixture.state("O-1")).isEqualTo(State.ACKNOWLEDGED);
    assertThat(fixture.text("SELECT target_order FROM forward")).isEqualTo("SO-1");
    assertThat(fixture.attempts("O-1")).isEqualTo("UNKNOWN NOT_FOUND REFUSED FOUND");
  }

  private Assignment awaitClaim() {
    return Awaitility.await()
        .atMost(ForwardFixture.PATIENCE)
        .until(() -> store.claim(target, 10), claimed -> !claimed.isEmpty())
        .getFirst();
  }

  /** As long as the first attempt may have arrived, a new mapping changes nothing. */
  @Test
  void whatIsSentAgainIsTheSameToTheByte() throws IOException, SQLException {
    enqueue("O-1");
    Buffer first = content(store.claim(target, 10).getFirst());
    store.answer("O-1", new ForwardEvent.Unknown(1, "time-out"));
    Target other =
        fixture.target(
            "erp",
            ForwardFixture.erp("A", erp.port()).replace("\"sku\": item", "\"sku\": 'other'"));
    ForwardStore restarted = fixture.store("node-1", other);
    Assignment lookUp = awaitClaim();
    Assignment again =
        restarted.answer("O-1", new ForwardEvent.NotFound(lookUp.fence())).orElseThrow();
    assertThat(content(again)).isEqualTo(first);
  }

  private static Buffer content(Assignment assignment) {
    return ((Content.Bytes) ((Assignment.Send) assignment).content()).bytes();
  }

  @Test
  void whatIsClaimedIsNobodyElses() throws SQLException {
    enqueue("O-1", "O-2", "O-3");
    assertThat(store.claim(target, 2)).hasSize(2);
    assertThat(fixture.store("node-2", target).claim(target, 10)).hasSize(1);
    assertThat(store.claim(target, 10)).isEmpty();
  }

  /** Nothing of it is on record, and its neighbours go. */
  @Test
  void whatCannotBeClaimedKeepsNobodyElse() throws SQLException {
    fixture.unclaimable.add("O-2");
    enqueue("O-1", "O-2", "O-3");
    assertThat(store.claim(target, 10))
        .extracting(assignment -> assignment.dispatch().forwardId())
        .containsExactly("O-1", "O-3");
    assertThat(fixture.attempts("O-2")).isEmpty();
    assertThat(fixture.state("O-2")).isEqualTo(State.DUE);
    assertThat(fixture.text("SELECT next_at > now() FROM forward WHERE forward_id = 'O-2'"))
        .isEqualTo("t");
    fixture.unclaimable.clear();
    fixture.text("UPDATE forward SET next_at = now() WHERE forward_id = 'O-2' RETURNING 1");
    assertThat(store.claim(target, 10)).hasSize(1);
  }

  /** Frozen between the record of its attempt and its outcome, and awake again. */
  @Test
  void theAnswerOfALostLeaseIsFenced() throws SQLException {
    enqueue("O-1");
    Assignment frozen = store.claim(target, 10).getFirst();
    ForwardStore second = fixture.store("node-2", target);
    fixture.forwarder(second, target);
    fixture.awaitState("O-1", State.ACKNOWLEDGED);
    assertThat(erp.orders()).hasSize(1);
    assertThat(fixture.attempts("O-1")).isEqualTo("NOTHING NOT_FOUND ACKNOWLEDGED");

    for (ForwardEvent.Answer late :
        List.<ForwardEvent.Answer>of(
            new ForwardEvent.NotSent(frozen.fence(), "late"),
            new ForwardEvent.Unknown(frozen.fence(), "late"),
            new ForwardEvent.Refused(frozen.fence(), new Refusal("no", "late")))) {
      assertThat(store.answer("O-1", late)).isEmpty();
    }
    assertThat(store.fenced()).isEqualTo(3);
    assertThat(fixture.state("O-1")).isEqualTo(State.ACKNOWLEDGED);
    assertThat(fixture.attempts("O-1")).isEqualTo("NOT_SENT NOT_FOUND ACKNOWLEDGED");
    assertThat(fixture.told).hasSize(1);
  }

  /** It woke up too late to be alone: whatever it does is nothing the ERP can see. */
  @Test
  void whoWakesUpAfterItsLeaseSendsNothing() throws SQLException {
    enqueue("O-1");
    long began = System.nanoTime();
    Assignment frozen = store.claim(target, 10).getFirst();
    ForwardEvent.Answer answer = new Errand(target, frozen, began).run();
    assertThat(answer).isInstanceOf(ForwardEvent.NotSent.class);
    assertThat(erp.requests()).isEmpty();
  }

  /** It has an order that nobody knew of: a duplicate, and somebody is told. */
  @Test
  void aLateAcknowledgementOfAnotherOrderIsTold() throws SQLException {
    enqueue("O-1");
    Assignment frozen = store.claim(target, 10).getFirst();
    fixture.forwarder(fixture.store("node-2", target), target);
    fixture.awaitState("O-1", State.ACKNOWLEDGED);
    store.answer("O-1", new ForwardEvent.Acknowledged(frozen.fence(), "SO-999"));
    assertThat(fixture.told).contains("exception O-1 DUPLICATE_IN_ERP");
    assertThat(fixture.text("SELECT target_order FROM forward"))
        .isEqualTo(erp.orders().getFirst().number());
  }

  /** Written, and the node did not hear of it: the second time it is fenced. */
  @Test
  void theSameAnswerTwiceCountsOnce() throws SQLException {
    enqueue("O-1");
    store.claim(target, 10);
    store.answer("O-1", new ForwardEvent.Acknowledged(1, "SO-1"));
    store.answer("O-1", new ForwardEvent.Acknowledged(1, "SO-1"));
    assertThat(fixture.told).containsExactly("acknowledged O-1 SO-1");
    assertThat(store.fenced()).isEqualTo(1);
  }

  @Test
  void onlyWhatWasNeverAttemptedIsCancelled() throws SQLException {
    enqueue("O-1", "O-2");
    assertThat(cancel("O-1")).isEmpty();
    assertThat(cancel("O-1")).isEmpty();
    assertThat(fixture.state("O-1")).isEqualTo(State.CANCELLED);
    store.claim(target, 10);
    assertThat(cancel("O-2")).map(Refused::code).contains("forward-under-way");
    store.answer("O-2", new ForwardEvent.NotSent(1, "connection refused"));
    assertThat(cancel("O-2")).map(Refused::code).contains("forward-under-way");
    assertThat(fixture.state("O-2")).isEqualTo(State.DUE);
    assertThat(cancel("O-9")).isEmpty();
  }

  @Test
  void whatWasNeverSentIsCancelledThoughTheRestHasLeft() throws IOException, SQLException {
    Target supplier =
        fixture.target(
            "supplier",
            ForwardFixture.erp("A", erp.port()).replace("target: erp", "target: supplier"));
    ForwardStore both = fixture.store("node-1", target, supplier);
    NewForward toErp = ForwardFixture.order("O-1", "erp", "");
    fixture.enqueue(both, toErp, new NewForward("O-1-1", "O-1", "supplier", "", toErp.document()));
    both.claim(supplier, 10);
    ForwardStore.Cancelled cancelled =
        fixture.database.inTransaction(connection -> both.cancel(connection, "O-1"));
    assertThat(cancelled.cancelled()).containsExactly("O-1");
    assertThat(cancelled.sent()).map(Refused::code).contains("forward-under-way");
    assertThat(fixture.state("O-1")).isEqualTo(State.CANCELLED);
    assertThat(fixture.state("O-1-1")).isEqualTo(State.SENDING);
    both.answer("O-1-1", new ForwardEvent.Refused(1, new Forward.Refusal("no", "no")));
    assertThat(fixture.database.inTransaction(connection -> both.cancel(connection, "O-1")).sent())
        .isEmpty();
  }

  @Test
  void whatAnAuditSeesIsTold() throws SQLException {
    enqueue("O-1");
    assertThat(cancel("O-1")).isEmpty();
    fixture.database.inTransaction(connection -> store.seen(connection, "O-1", List.of("SO-1")));
    assertThat(fixture.told).containsExactly("exception O-1 CONTRADICTION_IN_ERP");
  }

  /** A document that the mapping does not fit is not sent; once the mapping is mended it is. */
  @Test
  void aDocumentThatDoesNotFitIsNotSent() throws IOException, SQLException {
    Target broken =
        fixture.target(
            "erp",
            ForwardFixture.erp("A", erp.port())
                .replace("\"account\": customer", "\"account\": $number(customer)"));
    ForwardStore brokenStore = fixture.store("node-1", broken);
    enqueue("O-1");
    try (Forwarder forwarder = new Forwarder(brokenStore, List.of(broken), fixture.registry, 20)) {
      forwarder.start();
      Awaitility.await()
          .atMost(ForwardFixture.PATIENCE)
          .until(() -> fixture.attempts("O-1").contains("NOT_SENT NOT_SENT"));
    }
    assertThat(erp.requests()).isEmpty();
    fixture.forwarder(store, target);
    fixture.awaitState("O-1", State.ACKNOWLEDGED);
    assertThat(erp.orders()).hasSize(1);
  }

  @Test
  void theNodesOwnClockDoesNotMatter() throws SQLException {
    enqueue("O-1");
    Assignment claimed = store.claim(target, 10).getFirst();
    String lease =
        fixture.text(
            "SELECT lease_until - lease_taken_at = interval '600 milliseconds'"
                + " AND lease_taken_at BETWEEN now() - interval '1 minute' AND now() FROM forward");
    assertThat(lease).isEqualTo("t");
    assertThat(Duration.ofMillis(claimed.dispatch().forward().lease().untilMillis())).isPositive();
  }
}
