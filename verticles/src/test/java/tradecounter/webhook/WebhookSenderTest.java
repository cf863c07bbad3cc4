package tradecounter.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.webhook.WebhookFixture.PATIENCE;

import com.sun.net.httpserver.HttpExchange;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tradecounter.embedded.SharedServers;
import tradecounter.news.BusinessEvent;
import tradecounter.testing.WebhookReceiver;
import tradecounter.testing.WebhookReceiver.Received;

/** Events reach each endpoint that wants them, signed, whatever the endpoints do. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class WebhookSenderTest {
  @TempDir Path folder;

  private WebhookFixture fixture;

  @BeforeEach
  void open() {
    fixture = new WebhookFixture(folder);
  }

  @AfterEach
  void close() {
    SharedServers.postgres().start();
    fixture.close();
  }

  // ---------------------------------------------------------------- who gets what

  @Test
  void anEventArrivesSignedAsItWasWritten() throws Exception {
    WebhookReceiver crm = fixture.endpoint("crm");
    String id = fixture.shipped("O-1");
    fixture.node();
    fixture.awaitDeliveries("DELIVERED", 1);
    assertThat(crm.received()).hasSize(1);
    Received request = crm.received().getFirst();
    assertThat(request.id()).isEqualTo(id);
    assertThat(request.isSignedWith(fixture.secret("crm"))).isTrue();
    assertThat(request.contentType()).isEqualTo(BusinessEvent.MEDIA_TYPE);
    JsonObject event = new JsonObject(request.body());
    assertThat(event.getString("id")).isEqualTo(id);
    assertThat(event.getString("type")).isEqualTo("tradecounter.order.shipped.v1");
    assertThat(event.getString("subject")).isEqualTo("O-1");
    assertThat(event.getJsonObject("data").getString("said")).isEqualTo("Größe 0.50 '\"");
    assertThat(fixture.attempts("crm", "DELIVERED")).isEqualTo(1);
  }

  @Test
  void eachGetsTheTypesAndCustomersThatItWants() throws Exception {
    WebhookReceiver all = fixture.endpoint("all");
    WebhookReceiver shipped = fixture.endpoint("shipped", "order.shipped");
    WebhookReceiver orders = fixture.endpoint("orders", "order", "availability");
    WebhookReceiver customer = new WebhookReceiver();
    WebhookReceiver.secret(folder, "customer");
    fixture.endpoint(
        "customer",
        customer.url(),
        List.of(fixture.file("customer")),
        List.of(),
        List.of("C-2", "C-3"));
    String ours = fixture.shipped("O-1");
    String theirs = fixture.write("tradecounter.order.accepted.v1", "O-2", "C-2");
    String trouble = fixture.write("tradecounter.exception.raised.v1", "O-2", "");
    String low = fixture.write("tradecounter.availability.threshold.v1", "A", "");
    String alike = fixture.write("tradecounter.order-book.v1", "A", "");
    fixture.node();
    fixture.awaitDeliveries("DELIVERED", 5 + 1 + 3 + 1);
    assertThat(all.ids()).containsExactlyInAnyOrder(ours, theirs, trouble, low, alike);
    assertThat(shipped.ids()).containsExactly(ours);
    assertThat(orders.ids()).containsExactlyInAnyOrder(ours, theirs, low);
    assertThat(customer.ids()).containsExactly(theirs);
    customer.close();
  }

  @Test
  void whileASecretIsChangedBothAreBelieved() throws Exception {
    WebhookReceiver crm = fixture.endpoint("crm");
    WebhookReceiver.secret(folder, "new");
    fixture.endpoint(
        "crm", crm.url(), List.of(fixture.file("new"), fixture.file("crm")), List.of(), List.of());
    fixture.shipped("O-1");
    fixture.node().nudge();
    fixture.awaitDeliveries("DELIVERED", 1);
    Received request = crm.received().getFirst();
    assertThat(request.isSignedWith(fixture.secret("new"))).isTrue();
    assertThat(request.isSignedWith(fixture.secret("crm"))).isTrue();
    WebhookReceiver.secret(folder, "other");
    assertThat(request.isSignedWith(fixture.secret("other"))).isFalse();
  }

  @Test
  void twoNodesSendEachEventOnce() throws Exception {
    WebhookReceiver crm = fixture.endpoint("crm");
    fixture.node();
    fixture.node();
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 60; i++) {
      ids.add(fixture.shipped("O-" + i));
    }
    fixture.awaitDeliveries("DELIVERED", 60);
    assertThat(crm.ids()).hasSize(60).containsExactlyInAnyOrderElementsOf(ids);
  }

  // ---------------------------------------------------------------- endpoints that do not take it

  @ParameterizedTest
  @ValueSource(ints = {301, 307, 400, 404, 429, 500, 503})
  void whatIsNotTakenIsSentAgainWithTheSameId(int status) throws Exception {
    WebhookReceiver elsewhere = new WebhookReceiver();
    WebhookReceiver crm = fixture.endpoint("crm");
    AtomicInteger requests = new AtomicInteger();
    crm.answers(
        (exchange, _) -> {
          exchange.getResponseHeaders().set("Location", elsewhere.url());
          WebhookReceiver.status(exchange, requests.incrementAndGet() < 3 ? status : 200);
        });
    String id = fixture.shipped("O-1");
    fixture.node();
    fixture.awaitDeliveries("DELIVERED", 1);
    assertThat(crm.ids()).containsExactly(id, id, id);
    assertThat(crm.received()).allSatisfy(r -> assertThat(r.isSignedWith(secret())).isTrue());
    assertThat(elsewhere.received()).as("redirects are not followed").isEmpty();
    assertThat(fixture.troubles).isEmpty();
    elsewhere.close();
  }

  private String secret() throws IOException {
    return fixture.secret("crm");
  }

  @Test
  void afterTheLastAttemptAPersonIsToldAndCanSendItAgain() throws Exception {
    WebhookReceiver crm = fixture.endpoint("crm");
    crm.answers(500);
    String id = fixture.shipped("O-1");
    fixture.node();
    fixture.awaitDeliveries("FAILED", 1);
    assertThat(crm.ids()).containsExactly(id, id, id);
    assertThat(fixture.troubles).hasSize(1);
    assertThat(fixture.troubles.element()).startsWith("crm: ").contains(id, "status 500");
    Awaitility.await("it is measured")
        .atMost(PATIENCE)
        .until(
            () ->
                fixture
                        .registry
                        .get("tradecounter.webhook.failed")
                        .tag("endpoint", "crm")
                        .gauge()
                        .value()
                    == 1);
    crm.answers(200);
    assertThat(fixture.deliveries().replay("crm", Optional.empty())).contains(1);
    fixture.awaitDeliveries("DELIVERED", 1);
    assertThat(crm.ids()).hasSize(4).containsOnly(id);
    assertThat(fixture.deliveries().replay("nobody", Optional.empty())).isEmpty();
  }

  @Test
  void whatWasTakenCanBeSentAgainToo() throws Exception {
    WebhookReceiver crm = fixture.endpoint("crm");
    String old = fixture.shipped("O-1");
    fixture.execute("UPDATE business_event SET at = at - interval '1 day'");
    String young = fixture.shipped("O-2");
    fixture.node();
    fixture.awaitDeliveries("DELIVERED", 2);
    assertThat(fixture.deliveries().replay("crm", Optional.empty())).contains(0);
    assertThat(fixture.deliveries().replay("crm", Optional.of(Instant.now().minusSeconds(3_600))))
        .contains(1);
    Awaitility.await().atMost(PATIENCE).until(() -> crm.ids().size() == 3);
    fixture.awaitDeliveries("DELIVERED", 2);
    assertThat(crm.ids()).containsExactlyInAnyOrder(old, young, young);
  }

  @Test
  void anEndpointThatIsGoneGetsNothingUntilAPersonSaysSo() throws Exception {
    WebhookReceiver crm = fixture.endpoint("crm");
    WebhookReceiver shop = fixture.endpoint("shop");
    crm.answers(410);
    String first = fixture.shipped("O-1");
    fixture.node();
    Awaitility.await("a person is told").atMost(PATIENCE).until(() -> fixture.troubles.size() == 1);
    int before = crm.received().size();
    String second = fixture.shipped("O-2");
    fixture.awaitDeliveries("DELIVERED", 2);
    Awaitility.await("it is measured")
        .atMost(PATIENCE)
        .until(
            () ->
                fixture
                        .registry
                        .get("tradecounter.webhook.disabled")
                        .tag("endpoint", "crm")
                        .gauge()
                        .value()
                    == 1);
    assertThat(shop.ids()).containsExactlyInAnyOrder(first, second);
    assertThat(crm.received()).hasSize(before);
    assertThat(fixture.deliveries("PENDING")).isEqualTo(2);
    assertThat(fixture.deliveries().endpoints())
        .filteredOn(standing -> standing.disabledAt() != null)
        .extracting(WebhookDeliveries.Standing::endpoint)
        .containsExactly("crm");
    crm.answers(200);
    assertThat(fixture.deliveries().replay("crm", Optional.empty())).contains(2);
    fixture.awaitDeliveries("DELIVERED", 4);
    assertThat(crm.ids()).contains(first, second);
  }

  @Test
  void anEndpointThatStandsStillHoldsUpNoOther() throws Exception {
    fixture.waiting(120_000);
    WebhookReceiver crm = fixture.endpoint("crm");
    WebhookReceiver shop = fixture.endpoint("shop");
    CountDownLatch released = new CountDownLatch(1);
    AtomicInteger atOnce = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    crm.answers(
        (exchange, _) -> {
          most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
          await(released);
          atOnce.decrementAndGet();
          WebhookReceiver.status(exchange, 200);
        });
    fixture.node();
    for (int i = 0; i < 30; i++) {
      fixture.shipped("O-" + i);
    }
    Awaitility.await("the other has all").atMost(PATIENCE).until(() -> shop.ids().size() == 30);
    assertThat(new HashSet<>(shop.ids())).hasSize(30);
    assertThat(fixture.attempts("crm", "DELIVERED")).isZero();
    released.countDown();
    fixture.awaitDeliveries("DELIVERED", 60);
    assertThat(most).as("bounded concurrency").hasValue(fixture.settings().parallel());
  }

  private static void await(CountDownLatch latch) {
    try {
      var _ = latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anEndpointThatDoesNotAnswerInTimeIsAskedAgain() throws Exception {
    fixture.waiting(300);
    WebhookReceiver crm = fixture.endpoint("crm");
    CountDownLatch over = new CountDownLatch(1);
    AtomicInteger requests = new AtomicInteger();
    crm.answers(
        (exchange, _) -> {
          if (requests.incrementAndGet() == 1) {
            await(over);
          }
          WebhookReceiver.status(exchange, 200);
        });
    String id = fixture.shipped("O-1");
    fixture.node();
    fixture.awaitDeliveries("DELIVERED", 1);
    over.countDown();
    assertThat(crm.ids()).containsExactly(id, id);
    assertThat(fixture.attempts("crm", "TIMED_OUT")).isEqualTo(1);
  }

  @Test
  void anEndpointThatIsNotThereIsAskedAgain() throws Exception {
    WebhookReceiver crm = fixture.endpoint("crm");
    crm.close();
    fixture.shipped("O-1");
    fixture.node();
    fixture.awaitDeliveries("FAILED", 1);
    assertThat(fixture.attempts("crm", "BROKEN")).isEqualTo(3);
    assertThat(fixture.troubles).hasSize(1);
  }

  /** Only the head of an answer counts, and only so much of its body is read. */
  @Test
  void aHugeAnswerIsNotRead() throws Exception {
    WebhookReceiver crm = fixture.endpoint("crm");
    AtomicLong written = new AtomicLong();
    CountDownLatch cut = new CountDownLatch(1);
    crm.answers(
        (exchange, _) -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] chunk = new byte[1 << 16];
          try (var out = exchange.getResponseBody()) {
            while (written.get() < 1L << 31) {
              out.write(chunk);
              written.addAndGet(chunk.length);
            }
          } catch (IOException e) {
            cut.countDown();
          }
        });
    fixture.shipped("O-1");
    fixture.node();
    fixture.awaitDeliveries("DELIVERED", 1);
    assertThat(cut.await(60, TimeUnit.SECONDS)).as("the connection is cut").isTrue();
    assertThat(written).hasValueLessThan(1L << 28);
  }

  @Test
  void anAnswerThatDripsIsTakenByItsHead() throws Exception {
    fixture.waiting(500);
    WebhookReceiver crm = fixture.endpoint("crm");
    CountDownLatch over = new CountDownLatch(1);
    crm.answers(
        (exchange, _) -> {
          exchange.sendResponseHeaders(200, 1_000);
          exchange.getResponseBody().write('a');
          exchange.getResponseBody().flush();
          await(over);
          exchange.close();
        });
    fixture.shipped("O-1");
    fixture.node();
    fixture.awaitDeliveries("DELIVERED", 1);
    over.countDown();
    assertThat(crm.ids()).hasSize(1);
  }

  @Test
  void anEndpointIsLeftInPeaceForAsLongAsItAsks() throws Exception {
    fixture.retrying("[20, 3600000]");
    WebhookReceiver crm = fixture.endpoint("crm");
    crm.answers(
        (HttpExchange exchange, Received _) -> {
          exchange.getResponseHeaders().set("Retry-After", "1800");
          WebhookReceiver.status(exchange, 503);
        });
    fixture.shipped("O-1");
    fixture.node();
    Awaitility.await("it is asked once")
        .atMost(PATIENCE)
        .until(() -> fixture.attempts("crm", "REFUSED") == 1);
    Awaitility.await("it is postponed")
        .atMost(PATIENCE)
        .until(
            () ->
                fixture
                    .text(
                        "SELECT next_at - clock_timestamp() > interval '25 minutes'"
                            + " AND detail <> '' FROM webhook_delivery")
                    .equals("t"));
    assertThat(crm.received()).hasSize(1);
  }

  // ---------------------------------------------------------------- nodes that die

  /** What a node had claimed when it died is sent by another, once its lease is over. */
  @Test
  void whatADeadNodeHadClaimedIsSentByAnother() throws Exception {
    WebhookReceiver crm = fixture.endpoint("crm");
    WebhookStore dead = fixture.store();
    String id = fixture.shipped("O-1");
    assertThat(dead.spread()).isFalse();
    List<Delivery> claimed = dead.claim("crm", 4, 1_500);
    assertThat(claimed).extracting(delivery -> delivery.event().eventId()).containsExactly(id);
    assertThat(dead.claim("crm", 4, 1_500)).as("nobody else has it").isEmpty();
    fixture.node();
    fixture.awaitDeliveries("DELIVERED", 1);
    assertThat(crm.ids()).containsExactly(id);
    assertThat(dead.answer(claimed.getFirst(), new Reply.Answered(500, 0)))
        .as("it comes too late")
        .isFalse();
    assertThat(fixture.deliveries("DELIVERED")).isEqualTo(1);
  }

  @Test
  void whilePostgresIsAwayEventsWait() throws Exception {
    WebhookReceiver crm = fixture.endpoint("crm");
    List<String> ids = new ArrayList<>();
    WebhookSender node = fixture.node();
    ids.add(fixture.shipped("O-1"));
    fixture.awaitDeliveries("DELIVERED", 1);
    SharedServers.postgres().kill();
    node.nudge();
    SharedServers.postgres().start();
    Awaitility.await("Postgres is back")
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> ids.add(fixture.shipped("O-2")));
    fixture.awaitDeliveries("DELIVERED", 2);
    assertThat(crm.ids()).containsExactlyElementsOf(ids);
    assertThat(node.isAlive()).isTrue();
  }

  @Test
  void whatNobodyTakesIsForgottenAfterAWhile() throws Exception {
    fixture.endpoint("crm");
    fixture.shipped("O-1");
    WebhookStore store = fixture.store();
    store.spread();
    store.purge(3_600_000);
    assertThat(fixture.deliveries("PENDING")).isEqualTo(1);
    fixture.execute("UPDATE webhook_delivery SET created_at = created_at - interval '2 hours'");
    store.purge(3_600_000);
    assertThat(fixture.deliveries("PENDING")).isZero();
  }
}
