package tradecounter;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.testing.Events.baseList;
import static tradecounter.testing.Events.contract;
import static tradecounter.testing.Events.customer;
import static tradecounter.testing.Events.data;
import static tradecounter.testing.Events.event;
import static tradecounter.testing.Events.item;
import static tradecounter.testing.Events.location;
import static tradecounter.testing.Events.network;
import static tradecounter.testing.Events.onHand;
import static tradecounter.testing.Events.price;

import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tradecounter.testing.Answer;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;

/** {@code kill -9} of the real process at any time loses nothing and doubles nothing. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class RestartTest {
  private static final int ITEMS = 12;
  private static final int KILLS = 3;

  private static void define(TestClient client) {
    client.feed(
        "erp",
        location("DC1"),
        network("ALL", "DC1"),
        baseList("BASE", "EUR"),
        customer("C-1", "EUR"));
    for (int i = 0; i < ITEMS; i++) {
      client.feed(
          "erp",
          item("I-" + i),
          onHand("I-" + i, "DC1", 1_000_000),
          price("BASE", "I-" + i, 1, "9.99"));
    }
  }

  /**
   * Posts adjustments of −1 one after the other; each until it is acknowledged, whatever dies in
   * between. The sum is known, so one that is lost or doubled shows.
   */
  private static final class Issuer implements Runnable {
    private final TestService service;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final SplittableRandom random;
    private final List<JsonObject> acknowledged = new ArrayList<>();
    private int contracts;

    Issuer(TestService service, long seed) {
      this.service = service;
      this.random = new SplittableRandom(seed);
    }

    @Override
    public void run() {
      while (stop.getCount() > 0) {
        JsonObject issue =
            event(
                "position.adjusted",
                data(
                    "item",
                    "I-" + random.nextInt(ITEMS),
                    "location",
                    "DC1",
                    "onHand",
                    -1,
                    "reason",
                    "GOODS_ISSUE"));
        post("wms", issue);
        acknowledged.add(issue);
        if (random.nextInt(4) == 0) {
          contracts++;
          post("erp", contract("K-" + contracts, "C-1", "I-0", contracts, "1.00"));
        }
      }
    }

    /** Until it is acknowledged: exactly what a source does that does not want to lose anything. */
    private void post(String feed, JsonObject event) {
      while (true) {
        try {
          Answer answer = service.client().feed(feed, event);
          if (answer.status() == 202) {
            return;
          }
          assertThat(answer.status()).isEqualTo(503);
        } catch (UncheckedIOException gone) {
          java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
        }
      }
    }
  }

  @Test
  void killAtAnyTimeLosesNothingAndDoublesNothing() throws InterruptedException {
    long seed = Long.getLong("seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    try (TestService service = new TestService().startProcess()) {
      define(service.client());
      Issuer issuer = new Issuer(service, seed);
      Thread issuing = Thread.ofPlatform().start(issuer);
      for (int kill = 0; kill < KILLS; kill++) {
        // Some time under load, so that the kill hits appends, checkpoints and contract writes.
        assertThat(issuing.join(Duration.ofMillis(500 + random.nextInt(1_500)))).isFalse();
        service.kill();
        service.startProcess();
      }
      issuer.stop.countDown();
      issuing.join();

      long left = 0;
      for (int i = 0; i < ITEMS; i++) {
        left +=
            service.client().get("/v1/items/I-" + i + "/availability").json().getLong("available");
      }
      assertThat(ITEMS * 1_000_000L - left)
          .as("issued, seed %d", seed)
          .isEqualTo(issuer.acknowledged.size());
      JsonObject price =
          service.client().get("/v1/items/I-0/price?customer=C-1&explain=true").json();
      assertThat(
              price.getJsonArray("candidates").stream()
                  .filter(c -> ((JsonObject) c).getString("level").equals("CONTRACT")))
          .as("contracts, seed %d", seed)
          .hasSize(issuer.contracts);

      // Live, after checkpoint, and after replay from the beginning: one state.
      String live = service.stateHash();
      service.stop();
      service.startProcess();
      assertThat(service.stateHash()).as("from the checkpoint, seed %d", seed).isEqualTo(live);
      service.kill();
      service.withEmptyDatabase().startProcess();
      assertThat(service.stateHash()).as("by replay, seed %d", seed).isEqualTo(live);
    }
  }

  @Test
  void aCheckpointIsNeverAheadOfTheContractPrices() throws SQLException {
    try (TestService service = new TestService().startProcess()) {
      define(service.client());
      var postgres = service.configuration().postgres();
      try (Connection connection =
              DriverManager.getConnection(
                  postgres.jdbcUrl(), postgres.user(), postgres.password());
          Statement statement = connection.createStatement()) {
        // Contract prices cannot be written now; everything else can.
        connection.setAutoCommit(false);
        statement.execute("LOCK TABLE contract_position IN SHARE ROW EXCLUSIVE MODE");
        service.client().feed("erp", contract("K-1", "C-1", "I-1", 1, "3.33"));
        service.client().feed("erp", onHand("I-2", "DC1", 5));
        // Several intervals of the checkpoint, seen by the database's clock.
        statement.execute("SELECT pg_sleep(2)");
        service.kill();
        connection.rollback();
      }
      service.startProcess();
      assertThat(
              service
                  .client()
                  .get("/v1/items/I-1/price?customer=C-1")
                  .json()
                  .getJsonObject("unitPrice")
                  .getString("amount"))
          .isEqualTo("3.33");
      assertThat(service.client().get("/v1/items/I-2/availability").json().getInteger("available"))
          .isEqualTo(5);
    }
  }

  @Test
  void twoNodesOnOneLogComeToOneState() {
    try (TestService first = new TestService().start();
        TestService second = first.twin().start()) {
      define(first.client());
      second.client().feed("erp", onHand("I-1", "DC1", 77));
      second.client().feed("erp", contract("K-1", "C-1", "I-1", 1, "5.00"));
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(first.stateHash()).isEqualTo(second.stateHash()));
      assertThat(first.client().get("/v1/items/I-1/availability").json().getInteger("available"))
          .isEqualTo(77);
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(
                          first
                              .client()
                              .get("/v1/items/I-1/price?customer=C-1")
                              .json()
                              .getJsonObject("unitPrice")
                              .getString("amount"))
                      .isEqualTo("5.00"));
    }
  }

  @Test
  void aNodeThatStartsSaysSoUntilItIsReady() {
    try (TestService service = new TestService()) {
      service.launchProcess();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .until(() -> service.management().get("/live").status() == 200);
      // The port for storefronts opens a moment after the operators' one.
      Answer early =
          Awaitility.await()
              .atMost(Duration.ofSeconds(60))
              .ignoreExceptions()
              .until(() -> service.client().get("/v1/items/X/availability"), _ -> true);
      assertThat(early.code()).isIn("not-ready", "item-unknown");
      service.awaitReady();
      assertThat(service.client().get("/v1/items/X/availability").code()).isEqualTo("item-unknown");
    }
  }
}
