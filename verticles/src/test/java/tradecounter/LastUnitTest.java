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
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tradecounter.embedded.SharedServers;
import tradecounter.embedded.erp.Committed;
import tradecounter.embedded.erp.ErpClass;
import tradecounter.embedded.erp.RecordingErp;
import tradecounter.testing.Answer;
import tradecounter.testing.PatientBuyer;
import tradecounter.testing.Rows;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;

/**
 * Three node processes, one unit, and all want it at once, round after round; in each second round
 * Redis is killed in the middle. More of it: {@code -Dtradecounter.buyers=10000
 * -Dtradecounter.rounds=20}.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
final class LastUnitTest {
  private static final int BUYERS = Integer.getInteger("tradecounter.buyers", 300);
  private static final int ROUNDS = Integer.getInteger("tradecounter.rounds", 2);
  private static final int CUSTOMERS = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static RecordingErp erp;
  private static List<TestService> nodes;
  private static List<TestClient> clients;

  @BeforeAll
  static void start() {
    erp = new RecordingErp(ErpClass.A, 0).start();
    TestService first = new TestService();
    nodes = List.of(first, first.twin(), first.twin());
    clients = nodes.stream().map(TestService::client).toList();
    nodes.forEach(node -> node.with("TARGETS_URLS", "{erp: \"" + erp.address() + "\"}"));
    nodes.forEach(TestService::launchProcess);
    nodes.forEach(TestService::awaitReady);
    say(
        location("DC1"),
        network("ALL", "DC1"),
        baseList("BASE", "EUR"),
        taxRate("DE", "STANDARD", "19"));
    for (int i = 0; i < CUSTOMERS; i++) {
      say(customer("C-" + i, "EUR", "shipTos", list(shipTo("DE", "DE"))));
    }
  }

  @AfterAll
  static void stop() {
    SharedServers.redis().start();
    nodes.forEach(TestService::close);
    erp.close();
  }

  private static void say(JsonObject... events) {
    Answer answer = clients.getFirst().feed("erp", events);
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
  }

  private static void availableEverywhere(String item, int expected) {
    for (TestClient node : clients) {
      Awaitility.await("so many of " + item)
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                JsonObject answer = node.get("/v1/items/" + item + "/availability").json();
                assertThat(answer.getInteger("available")).isEqualTo(expected);
              });
    }
  }

  private static JsonObject order(int buyer, String item) {
    return data("customer", "C-" + buyer % CUSTOMERS, "reference", "PO-" + buyer)
        .put("lines", list(data("item", item, "quantity", 1)));
  }

  private static List<Committed> inTheErp(String item) {
    return erp.orders().stream()
        .filter(order -> order.positions().stream().anyMatch(p -> p.sku().equals(item)))
        .toList();
  }

  @Test
  void lastUnitIsSoldOnce() throws Exception {
    PatientBuyer buyer = new PatientBuyer(clients);
    for (int round = 1; round <= ROUNDS; round++) {
      String item = "LAST-" + round;
      say(taxed(item, "STANDARD"), onHand(item, "DC1", 1), price("BASE", item, 1, "10.00"));
      availableEverywhere(item, 1);
      String order = soldOnce(buyer, item, round % 2 == 0);
      availableEverywhere(item, 0);
      Awaitility.await("in the ERP")
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(inTheErp(item))
                      .extracting(Committed::externalReference)
                      .containsExactly(order));
    }
    afterAll(buyer);
  }

  /** The id of the one order. */
  private static String soldOnce(PatientBuyer buyer, String item, boolean withoutRedis)
      throws InterruptedException, ExecutionException {
    CountDownLatch some = new CountDownLatch(BUYERS / 10);
    CountDownLatch many = new CountDownLatch(BUYERS / 2);
    AtomicInteger answered = new AtomicInteger();
    List<String> keys = new ArrayList<>();
    List<Future<Answer>> answers = new ArrayList<>();
    try (ExecutorService buyers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < BUYERS; i++) {
        int one = i;
        String key = UUID.randomUUID().toString();
        keys.add(key);
        answers.add(
            buyers.submit(
                () -> {
                  try {
                    return buyer.order(key, order(one, item), one);
                  } finally {
                    answered.incrementAndGet();
                    some.countDown();
                    many.countDown();
                  }
                }));
      }
      if (withoutRedis) {
        some.await();
        SharedServers.redis().kill();
        assertThat(answered.get()).as("answered when Redis is gone").isLessThan(BUYERS);
        many.await();
        SharedServers.redis().start();
      }
    }
    List<String> sold = new ArrayList<>();
    for (int i = 0; i < BUYERS; i++) {
      Answer answer = answers.get(i).get();
      if (answer.status() == 201) {
        sold.add(answer.json().getString("orderId"));
        for (TestClient node : clients) {
          assertThat(node.order(keys.get(i), order(i, item)).text()).isEqualTo(answer.text());
        }
      } else {
        assertThat(answer.code()).as(answer.text()).isEqualTo("insufficient-availability");
      }
    }
    assertThat(sold).as("sold of %s to %d buyers", item, BUYERS).hasSize(1);
    return sold.getFirst();
  }

  private static void afterAll(PatientBuyer buyer) throws SQLException {
    Rows rows = new Rows(nodes.getFirst());
    Awaitility.await("all acknowledged")
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(rows.texts("SELECT DISTINCT state FROM forward"))
                    .containsExactly("ACKNOWLEDGED"));
    assertThat(rows.number("SELECT count(*) FROM forward")).isEqualTo(ROUNDS);
    assertThat(rows.number("SELECT count(*) FROM customer_order")).isEqualTo(ROUNDS);
    assertThat(rows.number("SELECT sum(quantity) FROM hold_line")).isEqualTo(ROUNDS * 1_000_000L);
    assertThat(rows.number("SELECT count(*) FROM idempotency_key"))
        .as("each key is answered once")
        .isEqualTo((long) ROUNDS * BUYERS);
    assertThat(erp.orders()).hasSize(ROUNDS);
    System.out.printf(
        "last unit: %d rounds of %d buyers on %d nodes, Redis killed in each second: %d keys, %d"
            + " accepted, %d ERP orders, %d repetitions of unknown outcomes; 0 lost, 0 double, 0"
            + " unresolved%n",
        ROUNDS,
        BUYERS,
        nodes.size(),
        ROUNDS * BUYERS,
        ROUNDS,
        erp.orders().size(),
        buyer.repetitions());
  }
}
