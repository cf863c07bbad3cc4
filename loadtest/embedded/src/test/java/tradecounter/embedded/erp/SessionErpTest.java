package tradecounter.embedded.erp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tradecounter.embedded.erp.ErpClient.form;
import static tradecounter.embedded.erp.ErpClient.json;
import static tradecounter.embedded.erp.ErpClient.status;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tradecounter.embedded.erp.ErpClient.Reply;

@Timeout(60)
final class SessionErpTest {
  private static final SessionTerms QUICK = SessionTerms.USUAL.confirmTime(Duration.ZERO);

  private final RecordingErp erp = new RecordingErp(ErpClass.SESSION, 0).start();
  private final ErpClient client = new ErpClient(erp.address(), Duration.ofSeconds(10));
  private final ErpClient impatient = new ErpClient(erp.address(), Duration.ofMillis(500));

  SessionErpTest() {
    erp.sessionTerms(QUICK);
  }

  @AfterEach
  void stop() {
    client.close();
    impatient.close();
    erp.close();
  }

  // ---------------------------------------------------------------- the session

  @Test
  void withoutASessionNothingIsDone() {
    assertThat(status(client.post("/drafts", form("O-1")))).isEqualTo(401);
    assertThat(status(client.post("/drafts", form("O-1"), "Session", "S-99"))).isEqualTo(401);
    assertThat(status(client.lookUp("O-1"))).isEqualTo(401);
  }

  @Test
  void aWrongPasswordOpensNoSession() {
    var reply = client.post("/session", "{\"user\":\"tradecounter\",\"password\":\"guess\"}");

    assertThat(status(reply)).isEqualTo(401);
    assertThat(json(reply).has("session")).isFalse();
  }

  @Test
  void aSessionEndsAfterItsCalls() {
    erp.sessionTerms(QUICK.callsPerSession(2));
    String session = logIn();

    assertThat(status(lookUp(session, "O-1"))).isEqualTo(200);
    assertThat(status(lookUp(session, "O-1"))).isEqualTo(200);
    assertThat(status(lookUp(session, "O-1"))).isEqualTo(401);
    assertThat(status(lookUp(session, "O-1"))).isEqualTo(401);
    assertThat(status(lookUp(logIn(), "O-1"))).isEqualTo(200);
  }

  // ---------------------------------------------------------------- the three calls

  @Test
  void draftQuoteConfirmMakesAnOrder() {
    String session = logIn();
    String draft = draft(session, "O-1");
    assertThat(found(session, "O-1")).containsExactly(draft + " DRAFT");

    JsonNode quote = step(session, draft, "quote");
    assertThat(quote.path("result").asText()).isEqualTo("OK");
    assertThat(quote.path("warnings")).isEmpty();
    JsonNode confirmed = step(session, draft, "confirm");

    String number = confirmed.path("orderNumber").asText();
    assertThat(confirmed.path("status").asText()).isEqualTo("OPEN");
    assertThat(found(session, "O-1")).containsExactly(number + " OPEN");
    assertThat(erp.orders()).extracting(Committed::number).containsExactly(number);
    assertThat(erp.orders().getFirst().body()).isEqualTo(form("O-1"));
  }

  @Test
  void warningsMustBeAcknowledged() {
    erp.sessionTerms(
        QUICK.warnings(
            new SessionTerms.Warning("W1", "below the customer's minimum"),
            new SessionTerms.Warning("W2", "partial delivery")));
    String session = logIn();
    String draft = draft(session, "O-1");

    assertThat(step(session, draft, "quote").path("warnings"))
        .extracting(warning -> warning.path("id").asText())
        .containsExactly("W1", "W2");
    assertThat(message(step(session, draft, "confirm"))).contains("W1", "W2");
    acknowledge(session, draft, "W1");
    assertThat(message(step(session, draft, "confirm"))).contains("W2").doesNotContain("W1");
    assertThat(erp.orders()).isEmpty();
    acknowledge(session, draft, "W2");

    assertThat(step(session, draft, "confirm").path("result").asText()).isEqualTo("OK");
    assertThat(erp.orders("O-1")).hasSize(1);
  }

  @Test
  void refusalsComeInsideA200() {
    String session = logIn();
    String draft = draft(session, "O-1");

    assertThat(message(step(session, draft, "confirm"))).contains("not quoted");
    assertThat(message(step(session, "D-99", "quote"))).contains("D-99");
    Reply invalid = client.post("/drafts", "{}", "Session", session);
    assertThat(status(invalid)).isEqualTo(200);
    assertThat(message(json(invalid))).contains("externalReference");
    Reply unknown = client.post("/orders/SO-1/cancel", "", "Session", session);
    assertThat(status(unknown)).isEqualTo(200);
    assertThat(message(json(unknown))).contains("SO-1");
  }

  @Test
  void theOneCallOfOtherErpsIsNotThere() {
    assertThat(status(client.post("/orders", form("O-1"), "Session", logIn()))).isEqualTo(404);
    assertThat(erp.orders()).isEmpty();
  }

  @Test
  void aDraftIsConfirmedOnce() {
    String session = logIn();
    String draft = quoted(session, "O-1");
    step(session, draft, "confirm");

    assertThat(message(step(session, draft, "confirm"))).contains("is confirmed");
    assertThat(erp.orders()).hasSize(1);
  }

  @Test
  void aReferenceIsNotUnique() {
    String session = logIn();
    String first = draft(session, "O-1");
    String second = quoted(session, "O-1");
    String third = quoted(session, "O-1");
    String one = step(session, second, "confirm").path("orderNumber").asText();
    String two = step(session, third, "confirm").path("orderNumber").asText();

    assertThat(found(session, "O-1"))
        .containsExactly(first + " DRAFT", one + " OPEN", two + " OPEN");
  }

  @Test
  void anOrderIsCancelledInTheSessionsWords() {
    String session = logIn();
    String number = step(session, quoted(session, "O-1"), "confirm").path("orderNumber").asText();

    JsonNode cancelled = json(client.post("/orders/" + number + "/cancel", "", "Session", session));

    assertThat(cancelled.path("result").asText()).isEqualTo("OK");
    assertThat(cancelled.path("status").asText()).isEqualTo("CANCELLED");
    assertThat(found(session, "O-1")).containsExactly(number + " CANCELLED");
  }

  // ---------------------------------------------------------------- a confirm takes its time

  @Test
  void aConfirmCommitsAtItsEndThoughItsClientHasGone() {
    String session = logIn();
    String draft = quoted(session, "O-1");
    erp.sessionTerms(QUICK.confirmTime(Duration.ofSeconds(2)));

    assertThat(impatient.post("/drafts/" + draft + "/confirm", "", "Session", session))
        .isEqualTo(new Reply.TimedOut());

    await().until(() -> found(session, "O-1").stream().allMatch(each -> each.endsWith(" OPEN")));
    assertThat(erp.orders("O-1")).hasSize(1);
  }

  @Test
  void aConfirmThatIsUnderWayIsADraftAndCannotBeRepeated() {
    String session = logIn();
    String draft = quoted(session, "O-1");
    erp.sessionTerms(QUICK.confirmTime(Duration.ofMinutes(1)));

    impatient.post("/drafts/" + draft + "/confirm", "", "Session", session);

    assertThat(found(session, "O-1")).containsExactly(draft + " DRAFT");
    assertThat(message(step(session, draft, "confirm"))).contains("is being confirmed");
    assertThat(erp.orders()).isEmpty();
  }

  @Test
  void aListenerThatFailsLeavesTheOrder() {
    erp.onCommit(
        order -> {
          throw new IllegalStateException("nobody hears of " + order.number());
        });
    String session = logIn();
    String draft = quoted(session, "O-1");

    Reply reply = client.post("/drafts/" + draft + "/confirm", "", "Session", session);

    assertThat(status(reply)).isEqualTo(500);
    assertThat(found(session, "O-1")).hasSize(1).allMatch(each -> each.endsWith(" OPEN"));
  }

  @Test
  void aConfirmThatTheStopInterruptsCanBeRepeated() throws Exception {
    String session = logIn();
    String draft = quoted(session, "O-1");
    erp.sessionTerms(QUICK.confirmTime(Duration.ofMinutes(1)));
    int before = erp.requests().size();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var reply =
          threads.submit(
              () -> client.post("/drafts/" + draft + "/confirm", "", "Session", session));
      await().until(() -> erp.requests().size() > before);
      erp.stop();
      assertThat(reply.get()).isEqualTo(new Reply.Closed());
    }
    assertThat(erp.orders()).isEmpty();

    erp.sessionTerms(QUICK);
    erp.start();

    assertThat(step(session, draft, "confirm").path("result").asText()).isEqualTo("OK");
    assertThat(erp.orders("O-1")).hasSize(1);
  }

  // ---------------------------------------------------------------- faults

  @ParameterizedTest
  @CsvSource({
    "DROP_BEFORE_COMMIT,0",
    "DROP_AFTER_COMMIT,1",
    "TIME_OUT_BEFORE_COMMIT,0",
    "TIME_OUT_AFTER_COMMIT,1",
    "COMMIT_LATER,1",
    "ERROR_BEFORE_COMMIT,0",
    "ERROR_AFTER_COMMIT,1",
    "GARBLED,1",
    "REJECT,0",
    "DUPLICATE,2",
    "OK_WITH_ERROR_INSIDE,0"
  })
  void aFaultOfTheConfirm(FaultKind kind, int orders) {
    String session = logIn();
    String draft = quoted(session, "O-1");
    erp.misbehave(Fault.of(kind).millis(50).with("O-1"));

    client.post("/drafts/" + draft + "/confirm", "", "Session", session);

    await().until(() -> erp.waitingCommits() == 0);
    assertThat(erp.orders("O-1")).hasSize(orders);
    assertThat(erp.requests().getLast().fault()).contains(kind);
    List<String> found = found(session, "O-1");
    if (orders == 0) {
      assertThat(found).containsExactly(draft + " DRAFT");
    } else {
      assertThat(found).hasSize(orders).allMatch(each -> each.endsWith(" OPEN"));
    }
  }

  @Test
  void aRejectionComesInsideA200() {
    String session = logIn();
    String draft = quoted(session, "O-1");
    erp.misbehave(Fault.of(FaultKind.REJECT).code("CREDIT_LIMIT"));

    assertThat(message(step(session, draft, "confirm"))).contains("CREDIT_LIMIT");
  }

  @Test
  void aDraftWhoseAnswerIsLostLeavesItsTrace() {
    String session = logIn();
    erp.misbehave(Fault.of(FaultKind.DROP_AFTER_COMMIT).on(Operation.DRAFT).next(1));

    assertThat(client.post("/drafts", form("O-1"), "Session", session))
        .isEqualTo(new Reply.Closed());
    String second = draft(session, "O-1");

    assertThat(found(session, "O-1")).hasSize(2).contains(second + " DRAFT");
  }

  @ParameterizedTest
  @EnumSource(names = {"QUOTE", "ACKNOWLEDGE", "LOG_IN"})
  void everyOtherCallCanFail(Operation operation) {
    String session = logIn();
    String draft = quoted(session, "O-1");
    erp.misbehave(Fault.of(FaultKind.ERROR_BEFORE_COMMIT).on(operation));

    Reply reply =
        switch (operation) {
          case QUOTE -> client.post("/drafts/" + draft + "/quote", "", "Session", session);
          case ACKNOWLEDGE ->
              client.post("/drafts/" + draft + "/acknowledge", "{}", "Session", session);
          case LOG_IN -> client.post("/session", "{}");
          case CREATE, LOOK_UP, CANCEL, DRAFT -> throw new AssertionError(operation);
        };

    assertThat(status(reply)).isEqualTo(503);
  }

  @Test
  void aStaleLookUpSeesNeitherDraftNorOrder() {
    String session = logIn();
    draft(session, "O-1");
    step(session, quoted(session, "O-1"), "confirm");
    erp.misbehave(Fault.of(FaultKind.STALE));

    assertThat(found(session, "O-1")).isEmpty();
  }

  private String logIn() {
    return json(client.post("/session", "{\"user\":\"tradecounter\",\"password\":\"sandbox\"}"))
        .path("session")
        .asText();
  }

  private String draft(String session, String reference) {
    return json(client.post("/drafts", form(reference), "Session", session)).path("draft").asText();
  }

  private String quoted(String session, String reference) {
    String draft = draft(session, reference);
    step(session, draft, "quote");
    return draft;
  }

  private JsonNode step(String session, String draft, String step) {
    return json(client.post("/drafts/" + draft + "/" + step, "", "Session", session));
  }

  private void acknowledge(String session, String draft, String warning) {
    Reply reply =
        client.post(
            "/drafts/" + draft + "/acknowledge",
            "{\"ids\":[\"" + warning + "\"]}",
            "Session",
            session);
    assertThat(json(reply).path("result").asText()).isEqualTo("OK");
  }

  private Reply lookUp(String session, String reference) {
    return client.get("/orders?externalReference=" + reference, "Session", session);
  }

  private List<String> found(String session, String reference) {
    return json(lookUp(session, reference))
        .path("orders")
        .valueStream()
        .map(order -> order.path("orderNumber").asText() + " " + order.path("status").asText())
        .toList();
  }

  private static String message(JsonNode answer) {
    assertThat(answer.path("result").asText()).isEqualTo("ERROR");
    return answer.path("message").asText();
  }
}
