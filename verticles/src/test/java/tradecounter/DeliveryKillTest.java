package tradecounter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.testing.Events.item;
import static tradecounter.testing.Events.location;
import static tradecounter.testing.Events.network;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tradecounter.testing.Answer;
import tradecounter.testing.FeedFolder;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;

/**
 * A node is killed while it applies a file of adjustments, again and again: in the end each record
 * counts once. Adjustments, because of a figure that is set twice nobody would know.
 */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
final class DeliveryKillTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int ITEMS = 20;
  private static final int RECORDS = 60_000;
  private static final int KILLS = 2;

  @Test
  void whateverDiesEachRecordCountsOnce() {
    long seed = Long.getLong("tradecounter.seed", System.nanoTime());
    Random random = new Random(seed);
    FeedFolder feeds =
        new FeedFolder()
            .write(
                "counts",
                """
                feed: counts
                format: {kind: CSV, columns: [item, delta], header: false}
                mapping: |
                  {"type": "position.adjusted",
                   "data": {"item": item, "location": "DC1", "onHand": $decimal(delta), "reason": "COUNT"}}
                owns: [position.adjusted.onHand]
                staleAfterMillis: 86400000
                """);
    try (TestService node =
        feeds
            .in(new TestService())
            .with("DELIVERIES_ANSWERMILLIS", "0")
            .with("DELIVERIES_LEASEMILLIS", "2000")) {
      node.launchProcess();
      node.awaitReady();
      TestClient client = node.client();
      client.feed("erp", location("DC1"), network("ALL", "DC1"));
      client.feed(
          "erp",
          IntStream.range(0, ITEMS).mapToObj(n -> item("P-" + n)).toArray(JsonObject[]::new));

      StringBuilder file = new StringBuilder();
      for (int i = 0; i < RECORDS; i++) {
        file.append("P-").append(i % ITEMS).append(",1\n");
      }
      byte[] bytes = file.toString().getBytes(UTF_8);
      Answer put = client.put("/v1/feeds/counts/files/count.csv", bytes);
      assertThat(put.status()).as("seed %s: %s", seed, put.text()).isEqualTo(202);

      int kills = 0;
      long before = 0;
      while (kills < KILLS) {
        long from = before + 1 + random.nextInt(RECORDS / (KILLS + 2));
        before =
            Awaitility.await("record " + from)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions()
                .until(
                    () -> applied(node),
                    records -> records >= from || "APPLIED".equals(state(node)));
        node.kill();
        kills++;
        node.launchProcess();
        node.awaitReady();
      }
      Awaitility.await("applied").atMost(PATIENCE).until(() -> "APPLIED".equals(state(node)));
      JsonObject delivery = node.client().get("/v1/feeds/counts/files/count.csv").json();
      assertThat(delivery.getLong("events")).as("seed " + seed).isEqualTo(RECORDS);
      for (int n = 0; n < ITEMS; n++) {
        String path = "/v1/items/P-" + n + "/availability";
        Awaitility.await(path)
            .atMost(PATIENCE)
            .untilAsserted(
                () ->
                    assertThat(node.client().get(path).json().getInteger("available"))
                        .as("seed " + seed)
                        .isEqualTo(RECORDS / ITEMS));
      }
      assertThat(
              node.client()
                  .put("/v1/feeds/counts/files/count-again.csv", bytes)
                  .json()
                  .getString("state"))
          .isEqualTo("DUPLICATE");
    }
  }

  private static long applied(TestService node) {
    return node.client().get("/v1/feeds/counts/files/count.csv").json().getLong("records");
  }

  private static String state(TestService node) {
    return node.client().get("/v1/feeds/counts/files/count.csv").json().getString("state");
  }
}
