package tradecounter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.testing.Events.data;
import static tradecounter.testing.Events.event;
import static tradecounter.testing.Events.item;
import static tradecounter.testing.Events.location;
import static tradecounter.testing.Events.network;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tradecounter.testing.Answer;
import tradecounter.testing.FeedFolder;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;

/** What operators do with feeds, on real servers: nothing is lost, nothing counts twice. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class FeedSteeringTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final String CANONICAL =
      """
      feed: %s
      owner: {name: Jo, contact: jo@example.com}
      owns: [%s]
      staleAfterMillis: 86400000
      """;

  private static final String MAPPED =
      """
      feed: mapped
      format: {kind: CSV}
      mapping: |
        {"type": "position.set",
         "data": {"item": item, "location": "DC1", "onHand": $number(%s)}}
      owns: [position.set.onHand]
      staleAfterMillis: 86400000
      """;

  private static final FeedFolder FEEDS = new FeedFolder();
  private static TestService service;
  private static TestClient client;
  private static TestClient operator;

  @BeforeAll
  static void start() {
    FEEDS.write("plant", CANONICAL.formatted("plant", "position.set.onHand"));
    FEEDS.write("yard", CANONICAL.formatted("yard", "position.adjusted.onHand"));
    FEEDS.write("mapped", MAPPED.formatted("wrong"));
    service = FEEDS.in(new TestService()).with("DELIVERIES_ANSWERMILLIS", "60000").start();
    client = service.client();
    operator = service.management();
    client.feed("erp", location("DC1"), network("ALL", "DC1"));
    for (String item : new String[] {"HTTP", "TOPIC", "FILE", "REFUSED", "COUNTED", "LATER"}) {
      assertThat(client.feed("erp", item(item)).status()).isEqualTo(202);
    }
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static JsonObject onHand(String item, int quantity) {
    return event("position.set", data("item", item, "location", "DC1", "onHand", quantity));
  }

  private static void write(String feed, JsonObject... events) {
    String topic = service.configuration().kafka().topicPrefix() + "feed." + feed;
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of(
                "bootstrap.servers", service.configuration().kafka().bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (JsonObject event : events) {
        var _ = producer.send(new ProducerRecord<>(topic, 0, null, event.encode().getBytes(UTF_8)));
      }
    }
  }

  private static JsonObject feed(String feed) {
    Answer answer = operator.get("/ops/feeds/" + feed);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static int available(String item) {
    return client.get("/v1/items/" + item + "/availability").json().getInteger("available", 0);
  }

  private static void await(String item, int quantity) {
    Awaitility.await(item + " " + quantity)
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(available(item)).isEqualTo(quantity));
  }

  @Test
  void whileAFeedIsPausedNothingIsTakenAndNothingIsLost() {
    JsonObject paused =
        operator.post("/ops/feeds/plant/pause", data("reason", "stock count")).json();
    assertThat(paused.getJsonObject("paused").getString("reason")).startsWith("stock count (");

    Answer refused = client.feed("plant", onHand("HTTP", 1));
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.json().getString("code")).isEqualTo("feed-paused");
    write("plant", onHand("TOPIC", 2));
    Answer file =
        client.put("/v1/feeds/plant/files/stock.json", onHand("FILE", 3).encode().getBytes(UTF_8));
    assertThat(file.status()).as(file.text()).isEqualTo(202);
    Awaitility.await("it waits")
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(feed("plant").getJsonObject("waiting").getMap())
                    .containsEntry("records", 1)
                    .containsEntry("deliveries", 1));
    assertThat(feed("plant").getInteger("applied")).isZero();
    assertThat(operator.get("/metrics").text())
        .contains("tradecounter_feed_paused{feed=\"plant\"} 1.0")
        .contains("tradecounter_feed_paused{feed=\"erp\"} 0.0");

    assertThat(operator.post("/ops/feeds/plant/resume", "application/json", "").json().getMap())
        .doesNotContainKey("paused");
    await("TOPIC", 2);
    await("FILE", 3);
    assertThat(client.feed("plant", onHand("HTTP", 1)).status()).isEqualTo(202);
    await("HTTP", 1);
    Awaitility.await("nothing waits")
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(feed("plant").getJsonObject("waiting").getMap())
                    .containsEntry("records", 0)
                    .containsEntry("deliveries", 0));
  }

  @Test
  void whatWasRefusedInATopicIsTakenAfterARewindAndNothingCountsTwice() {
    Instant before = Instant.now().minusSeconds(60);
    JsonObject counted =
        event(
            "position.adjusted",
            data("item", "COUNTED", "location", "DC1", "onHand", 5, "reason", "COUNT"));
    write("yard", counted, onHand("REFUSED", 7));
    await("COUNTED", 5);
    Awaitility.await("refused")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(feed("yard").getInteger("refused")).isEqualTo(1));

    FEEDS.write(
        "yard", CANONICAL.formatted("yard", "position.adjusted.onHand, position.set.onHand"));
    assertThat(operator.post("/ops/feeds/reload", "application/json", "").status()).isEqualTo(200);
    JsonObject rewound =
        operator.post("/ops/feeds/yard/rewind", data("to", before.toString())).json();
    assertThat(rewound.getInteger("generation")).isEqualTo(1);
    assertThat(rewound.getInteger("deliveries")).isZero();
    await("REFUSED", 7);
    Awaitility.await("the other is recognised")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(feed("yard").getInteger("duplicate")).isEqualTo(1));
    assertThat(available("COUNTED")).isEqualTo(5);

    // Once more, and what comes after it is read as ever.
    operator.post("/ops/feeds/yard/rewind", data("to", before.toString()));
    Awaitility.await("read again")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(feed("yard").getInteger("duplicate")).isGreaterThan(1));
    write("yard", onHand("LATER", 9));
    await("LATER", 9);
    assertThat(available("COUNTED")).isEqualTo(5);
  }

  @Test
  void deliveriesAreAppliedAgainByWhatTheFileSaysNow() {
    Instant before = Instant.now().minusSeconds(60);
    assertThat(client.feed("erp", item("BY-FILE")).status()).isEqualTo(202);
    FEEDS.write("mapped", MAPPED.formatted("wrong"));
    operator.post("/ops/feeds/reload", "application/json", "");
    Answer file =
        client.put(
            "/v1/feeds/mapped/files/stock.csv", "item,wrong,right\nBY-FILE,1,8\n".getBytes(UTF_8));
    assertThat(file.json().getString("state")).as(file.text()).isEqualTo("APPLIED");
    await("BY-FILE", 1);

    FEEDS.write("mapped", MAPPED.formatted("right"));
    operator.post("/ops/feeds/reload", "application/json", "");
    assertThat(
            operator
                .post("/ops/feeds/mapped/rewind", data("to", before.toString()))
                .json()
                .getInteger("deliveries"))
        .isEqualTo(1);
    await("BY-FILE", 8);
  }

  @Test
  void whatCannotBeDoneIsSaid() {
    assertThat(operator.get("/ops/feeds/nobody").status()).isEqualTo(404);
    assertThat(operator.post("/ops/feeds/nobody/pause", data("reason", "x")).status())
        .isEqualTo(404);
    assertThat(operator.post("/ops/feeds/plant/pause", new JsonObject()).status()).isEqualTo(400);
    for (String to : new String[] {"tomorrow", "2999-01-01T00:00:00Z"}) {
      assertThat(operator.post("/ops/feeds/plant/rewind", data("to", to)).status())
          .as(to)
          .isEqualTo(400);
    }
    Answer impossible = operator.post("/ops/feeds/plant/snapshot", "application/json", "");
    assertThat(impossible.status()).isEqualTo(422);
    assertThat(impossible.json().getString("code")).isEqualTo("resend-impossible");
    assertThat(feed("erp").getString("transport")).isEqualTo("PUSH");
    assertThat(feed("mapped").getString("format")).isEqualTo("CSV");
  }
}
