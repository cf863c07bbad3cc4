package tradecounter.embedded.erp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static tradecounter.embedded.erp.ErpClient.json;
import static tradecounter.embedded.erp.ErpClient.status;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tradecounter.embedded.erp.ErpClient.Reply;

/**
 * Each fault over real HTTP: what the client learns, what is committed, what a look-up then finds.
 */
@Timeout(60)
final class FaultsTest {
  /** What a client learns that waits for less than a time-out lasts. */
  private enum Learns {
    SUCCESS,
    REFUSED,
    SERVER_ERROR,
    HALF_AN_ANSWER,
    ERROR_INSIDE,
    CLOSED,
    NOTHING
  }

  /**
   * @param committed how many orders there are in the end
   */
  private record Expected(Learns learns, int committed) {}

  private final RecordingErp erp = new RecordingErp(ErpClass.B, 0).start();
  private final ErpClient client = new ErpClient(erp.address(), Duration.ofSeconds(10));
  private final ErpClient impatient = new ErpClient(erp.address(), Duration.ofMillis(500));

  @AfterEach
  void stop() {
    client.close();
    impatient.close();
    erp.close();
  }

  // ---------------------------------------------------------------- each kind

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"STALE", "DOWN"})
  void createWithFault(FaultKind kind) {
    Expected expected = expectedOfCreate(kind);
    erp.misbehave(Fault.of(kind).millis(millis(kind)).next(1));

    Learns learnt = learnt(client(expected).create("O-1"));

    assertThat(learnt).isEqualTo(expected.learns());
    await().until(() -> erp.waitingCommits() == 0);
    assertThat(erp.orders("O-1")).hasSize(expected.committed());
    assertThat(client.found("O-1"))
        .isEqualTo(erp.orders().stream().map(Committed::number).toList());
    assertThat(erp.requests().getFirst().fault()).contains(kind);
    assertThat(learnt(client.create("O-2"))).isEqualTo(Learns.SUCCESS);
  }

  private static Expected expectedOfCreate(FaultKind kind) {
    return switch (kind) {
      case TIME_OUT_BEFORE_COMMIT -> new Expected(Learns.NOTHING, 0);
      case TIME_OUT_AFTER_COMMIT -> new Expected(Learns.NOTHING, 1);
      case DELAY -> new Expected(Learns.SUCCESS, 1);
      case COMMIT_LATER -> new Expected(Learns.CLOSED, 1);
      case DROP_BEFORE_COMMIT -> new Expected(Learns.CLOSED, 0);
      case DROP_AFTER_COMMIT -> new Expected(Learns.CLOSED, 1);
      case ERROR_AFTER_COMMIT -> new Expected(Learns.SERVER_ERROR, 1);
      case ERROR_BEFORE_COMMIT -> new Expected(Learns.SERVER_ERROR, 0);
      case GARBLED -> new Expected(Learns.HALF_AN_ANSWER, 1);
      case REJECT -> new Expected(Learns.REFUSED, 0);
      case DUPLICATE -> new Expected(Learns.SUCCESS, 2);
      case OK_WITH_ERROR_INSIDE -> new Expected(Learns.ERROR_INSIDE, 0);
      case STALE, DOWN -> throw new AssertionError(kind + " is of look-ups");
    };
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"COMMIT_LATER", "DUPLICATE"})
  void lookUpWithFault(FaultKind kind) {
    client.create("O-1");
    Learns expected = expectedOfLookUp(kind);
    erp.misbehave(Fault.of(kind).on(Operation.LOOK_UP).millis(millis(kind)));

    Reply reply = (expected == Learns.NOTHING ? impatient : client).lookUp("O-1");

    assertThat(learnt(reply)).isEqualTo(expected);
    if (expected == Learns.SUCCESS) {
      assertThat(json(reply).path("orders")).hasSize(kind == FaultKind.STALE ? 0 : 1);
    }
    erp.behave();
    assertThat(client.found("O-1")).hasSize(1);
    assertThat(erp.orders()).hasSize(1);
  }

  private static Learns expectedOfLookUp(FaultKind kind) {
    return switch (kind) {
      case TIME_OUT_BEFORE_COMMIT, TIME_OUT_AFTER_COMMIT -> Learns.NOTHING;
      case DELAY, STALE -> Learns.SUCCESS;
      case DROP_BEFORE_COMMIT, DROP_AFTER_COMMIT -> Learns.CLOSED;
      case ERROR_BEFORE_COMMIT, ERROR_AFTER_COMMIT, DOWN -> Learns.SERVER_ERROR;
      case GARBLED -> Learns.HALF_AN_ANSWER;
      case REJECT -> Learns.REFUSED;
      case OK_WITH_ERROR_INSIDE -> Learns.ERROR_INSIDE;
      case COMMIT_LATER, DUPLICATE -> throw new AssertionError(kind + " is not of look-ups");
    };
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"DUPLICATE", "STALE", "DOWN"})
  void cancelWithFault(FaultKind kind) {
    Expected expected = expectedOfCreate(kind);
    client.create("O-1");
    String number = erp.orders().getFirst().number();
    erp.misbehave(Fault.of(kind).on(Operation.CANCEL).millis(millis(kind)));

    Reply reply = client(expected).post("/orders/" + number + "/cancel", "");

    assertThat(learnt(reply)).isEqualTo(expected.learns());
    await().until(() -> erp.waitingCommits() == 0);
    assertThat(erp.orders().getFirst().status())
        .isEqualTo(expected.committed() == 1 ? OrderStatus.CANCELLED : OrderStatus.OPEN);
  }

  @Test
  void aRejectionNamesItsCode() {
    erp.misbehave(Fault.of(FaultKind.REJECT).code("CREDIT_LIMIT"));

    assertThat(json(client.create("O-1")).path("error").path("code").asText())
        .isEqualTo("CREDIT_LIMIT");
  }

  @Test
  void aTimeOutEndsWithoutAnAnswer() {
    erp.misbehave(Fault.of(FaultKind.TIME_OUT_AFTER_COMMIT).millis(50));

    assertThat(client.create("O-1")).isEqualTo(new Reply.Closed());
    assertThat(erp.requests().getFirst().answer()).isEqualTo(new Answer.Closed());
  }

  @Test
  void aDelayedCreateIsCommittedThoughItsClientHasGone() {
    erp.misbehave(Fault.of(FaultKind.DELAY).millis(2_000));

    assertThat(impatient.create("O-1")).isEqualTo(new Reply.TimedOut());
    await().until(() -> erp.orders("O-1").size() == 1);
  }

  @Test
  void aStaleLookUpSeesAnOrderWhenItIsOldEnough() {
    String number = json(client.create("O-1")).path("orderNumber").asText();

    erp.misbehave(Fault.of(FaultKind.STALE).millis(60_000));
    assertThat(client.found("O-1")).isEmpty();
    assertThat(status(client.get("/orders/" + number))).isEqualTo(404);

    erp.misbehave(Fault.of(FaultKind.STALE).millis(200));
    await().until(() -> client.found("O-1").contains(number));
    assertThat(status(client.get("/orders/" + number))).isEqualTo(200);
  }

  // ---------------------------------------------------------------- late commits

  @Test
  void aLateCommitIsNotFoundBeforeItIsMade() {
    erp.misbehave(
        Fault.of(FaultKind.COMMIT_LATER).millis(60_000).with("O-1"),
        Fault.of(FaultKind.COMMIT_LATER).millis(200).with("O-2"));

    assertThat(client.create("O-1")).isEqualTo(new Reply.Closed());
    assertThat(client.create("O-2")).isEqualTo(new Reply.Closed());
    await().until(() -> client.found("O-2").size() == 1);
    assertThat(client.found("O-1")).isEmpty();
    assertThat(erp.waitingCommits()).isOne();
  }

  @ParameterizedTest
  @EnumSource(names = {"A", "B"})
  void aRetryAndALateCommitAreOneOrderInClassAOnly(ErpClass erpClass) {
    erp.erpClass(erpClass);
    erp.misbehave(Fault.of(FaultKind.COMMIT_LATER).millis(500).next(1));
    client.create("O-1");

    client.create("O-1");

    await().until(() -> erp.waitingCommits() == 0);
    assertThat(erp.orders("O-1")).hasSize(erpClass == ErpClass.A ? 1 : 2);
  }

  @Test
  void aLateCommitComesThoughTheServerWasAway() {
    erp.misbehave(Fault.of(FaultKind.COMMIT_LATER).millis(1_000).next(1));
    client.create("O-1");

    erp.stop();
    await().until(() -> erp.waitingCommits() == 0);
    erp.start();

    assertThat(client.found("O-1")).hasSize(1);
  }

  @Test
  void aLateCommitDoesNotComeAfterTheEnd() {
    erp.misbehave(Fault.of(FaultKind.COMMIT_LATER).millis(60_000));
    client.create("O-1");

    erp.close();

    await().until(() -> erp.waitingCommits() == 0);
    assertThat(erp.orders()).isEmpty();
  }

  // ---------------------------------------------------------------- which requests

  @Test
  void nthHitsOneRequestAndNextTheFollowing() {
    erp.misbehave(
        Fault.of(FaultKind.ERROR_BEFORE_COMMIT).nth(2),
        Fault.of(FaultKind.REJECT).nth(3),
        Fault.of(FaultKind.DROP_BEFORE_COMMIT).next(1));

    assertThat(learntOf(5))
        .containsExactly(
            Learns.CLOSED, Learns.SERVER_ERROR, Learns.REFUSED, Learns.SUCCESS, Learns.SUCCESS);
  }

  @Test
  void nextIsTakenByTheFirstOfTheListUntilItIsUsedUp() {
    erp.misbehave(
        Fault.of(FaultKind.DROP_BEFORE_COMMIT).next(2), Fault.of(FaultKind.REJECT).next(1));

    assertThat(learntOf(4))
        .containsExactly(Learns.CLOSED, Learns.CLOSED, Learns.REFUSED, Learns.SUCCESS);
  }

  @Test
  void aShareIsDrawnByItsSeed() {
    erp.misbehave(Fault.of(FaultKind.REJECT).percent(30, 7));
    List<Learns> first = learntOf(100);
    erp.misbehave(Fault.of(FaultKind.REJECT).percent(30, 7));
    List<Learns> second = learntOf(100);
    erp.misbehave(Fault.of(FaultKind.REJECT).percent(30, 8));
    List<Learns> third = learntOf(100);

    assertThat(second).isEqualTo(first);
    assertThat(third).isNotEqualTo(first);
    assertThat(first.stream().filter(Learns.REFUSED::equals).count()).isBetween(15L, 45L);
  }

  @Test
  void aShareOfNothingAndOfAll() {
    erp.misbehave(Fault.of(FaultKind.REJECT).percent(0, 1));
    assertThat(learntOf(20)).containsOnly(Learns.SUCCESS);
    erp.misbehave(Fault.of(FaultKind.REJECT).percent(100, 1));
    assertThat(learntOf(20)).containsOnly(Learns.REFUSED);
  }

  @Test
  void aReferenceHitsWhatIsAboutIt() {
    erp.misbehave(
        Fault.of(FaultKind.REJECT).with("O-2"),
        Fault.of(FaultKind.DOWN).with("O-2"),
        Fault.of(FaultKind.REJECT).on(Operation.CANCEL).with("O-3"));

    assertThat(learnt(client.create("O-1"))).isEqualTo(Learns.SUCCESS);
    assertThat(learnt(client.create("O-2"))).isEqualTo(Learns.REFUSED);
    assertThat(learnt(client.create("O-3"))).isEqualTo(Learns.SUCCESS);
    assertThat(learnt(client.lookUp("O-1"))).isEqualTo(Learns.SUCCESS);
    assertThat(learnt(client.lookUp("O-2"))).isEqualTo(Learns.SERVER_ERROR);
    assertThat(learnt(client.post(cancelOf("O-1"), ""))).isEqualTo(Learns.SUCCESS);
    assertThat(learnt(client.post(cancelOf("O-3"), ""))).isEqualTo(Learns.REFUSED);
  }

  @Test
  void aFaceHitsOnlyItsDocuments() {
    erp.misbehave(Fault.of(FaultKind.REJECT).at(Face.PURCHASE_ORDERS));

    assertThat(learnt(client.create("orders", "k", "O-1"))).isEqualTo(Learns.SUCCESS);
    assertThat(learnt(client.create("purchase-orders", "k", "O-1"))).isEqualTo(Learns.REFUSED);
  }

  @Test
  void withoutFaultsAllIsWell() {
    erp.misbehave(Fault.of(FaultKind.REJECT));
    assertThat(learntOf(2)).containsOnly(Learns.REFUSED);

    erp.behave();

    assertThat(learntOf(2)).containsOnly(Learns.SUCCESS);
    assertThat(erp.requests())
        .extracting(RecordedRequest::fault)
        .containsExactly(
            Optional.of(FaultKind.REJECT),
            Optional.of(FaultKind.REJECT),
            Optional.empty(),
            Optional.empty());
  }

  @Test
  void faultsThatMeanNothingAreRefused() {
    assertThatThrownBy(() -> Fault.of(FaultKind.STALE).on(Operation.CREATE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("STALE");
    assertThatThrownBy(() -> Fault.of(FaultKind.DUPLICATE).on(Operation.CANCEL))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Fault.of(FaultKind.DELAY).millis(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Fault.of(FaultKind.DELAY).nth(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Fault.of(FaultKind.DELAY).percent(101, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private List<Learns> learntOf(int creates) {
    List<Learns> learnt = new ArrayList<>();
    for (int i = 0; i < creates; i++) {
      learnt.add(learnt(client.create("O-" + i)));
    }
    return learnt;
  }

  private ErpClient client(Expected expected) {
    return expected.learns() == Learns.NOTHING ? impatient : client;
  }

  private String cancelOf(String reference) {
    return "/orders/" + erp.orders(reference).getFirst().number() + "/cancel";
  }

  /** Longer than the impatient client waits, or short. */
  private static long millis(FaultKind kind) {
    return switch (kind) {
      case TIME_OUT_BEFORE_COMMIT, TIME_OUT_AFTER_COMMIT, STALE -> 60_000;
      case DELAY,
          COMMIT_LATER,
          DROP_BEFORE_COMMIT,
          DROP_AFTER_COMMIT,
          ERROR_AFTER_COMMIT,
          ERROR_BEFORE_COMMIT,
          GARBLED,
          REJECT,
          DUPLICATE,
          OK_WITH_ERROR_INSIDE,
          DOWN ->
          50;
    };
  }

  private static Learns learnt(Reply reply) {
    return switch (reply) {
      case Reply.Closed() -> Learns.CLOSED;
      case Reply.TimedOut() -> Learns.NOTHING;
      case Reply.Answered answered -> learnt(answered);
    };
  }

  private static Learns learnt(Reply.Answered answer) {
    if (answer.status() >= 500) {
      return Learns.SERVER_ERROR;
    }
    if (answer.status() >= 400) {
      return Learns.REFUSED;
    }
    if (!answer.isJson()) {
      return Learns.HALF_AN_ANSWER;
    }
    return answer.json().has("error") ? Learns.ERROR_INSIDE : Learns.SUCCESS;
  }
}
