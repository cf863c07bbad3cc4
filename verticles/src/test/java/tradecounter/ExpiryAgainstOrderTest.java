package tradecounter;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.testing.Events.data;
import static tradecounter.testing.Events.list;

import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tradecounter.embedded.erp.ErpClass;
import tradecounter.embedded.erp.RecordingErp;
import tradecounter.testing.Answer;
import tradecounter.testing.PatientBuyer;
import tradecounter.testing.Reckoning;
import tradecounter.testing.Rows;
import tradecounter.testing.Shop;
import tradecounter.testing.Shoppers.Told;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;

/**
 * A hold whose time is over at the moment it is ordered, at two nodes: exactly one of both wins.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class ExpiryAgainstOrderTest {
  private static final String ITEM = "BOLT";
  private static final int HOLDS = 60;

  /** The orders come around the end of the second for which the holds last. */
  private static final int EARLIEST_MILLIS = 700;

  private static final int LATEST_MILLIS = 1_300;

  @Test
  void exactlyOneWins() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    try (RecordingErp erp = new RecordingErp(ErpClass.A, 0).start();
        TestService first = new TestService().withImpatientErp(erp).start();
        TestService second =
            first.twin().withImpatientErp(erp).with("LEDGER_KEEPMILLIS", "100").start()) {
      List<TestClient> nodes = List.of(first.client(), second.client());
      PatientBuyer buyer = new PatientBuyer(nodes);
      Shop shop = new Shop(nodes, 8);
      shop.open();
      shop.stock(HOLDS, List.of(ITEM));
      CountDownLatch never = new CountDownLatch(1);
      List<Future<Told>> racing = new ArrayList<>();
      List<String> holds = new ArrayList<>();
      try (ExecutorService buyers = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < HOLDS; i++) {
          int one = i;
          String customer = "C-" + i % 8;
          Answer held = nodes.get(i % 2).post("/v1/holds", cart(customer).put("ttlSeconds", 1));
          assertThat(held.status()).as(held.text()).isEqualTo(201);
          String hold = held.json().getString("holdId");
          holds.add(hold);
          long afterMillis = random.nextInt(EARLIEST_MILLIS, LATEST_MILLIS);
          racing.add(
              buyers.submit(
                  () -> {
                    assertThat(never.await(afterMillis, TimeUnit.MILLISECONDS)).isFalse();
                    JsonObject order =
                        cart(customer).put("reference", "PO-" + one).put("holdId", hold);
                    String key = UUID.randomUUID().toString();
                    return new Told(key, order, buyer.order(key, order, one));
                  }));
        }
      }
      List<Told> history = new ArrayList<>();
      for (Future<Told> one : racing) {
        history.add(one.get());
      }
      Rows rows = new Rows(first);
      for (int i = 0; i < HOLDS; i++) {
        boolean ordered = history.get(i).accepted();
        if (!ordered) {
          assertThat(history.get(i).answer().code()).isEqualTo("hold-expired");
        }
        assertThat(status(rows, holds.get(i)))
            .as("hold %d, seed %d", i, seed)
            .isEqualTo(ordered ? "ORDERED" : "EXPIRED");
      }
      String figures = new Reckoning(first, erp, buyer, "seed " + seed).agreed(history);
      shop.leftIsWhatWasNotSold(history);
      System.out.printf("expiry against order: seed %d, %s%n", seed, figures);
    }
  }

  private static JsonObject cart(String customer) {
    return data("customer", customer)
        .put("lines", list(data("lineId", "1", "item", ITEM, "quantity", 1)));
  }

  /** As it is written, once the keepers have come by. */
  private static String status(Rows rows, String hold) {
    return Awaitility.await("the hold is over")
        .atMost(Duration.ofMinutes(1))
        .until(() -> statusNow(rows, hold), status -> !status.equals("ACTIVE"));
  }

  private static String statusNow(Rows rows, String hold) throws SQLException {
    return rows.texts("SELECT status FROM hold WHERE hold = '" + hold + "'").getFirst();
  }
}
