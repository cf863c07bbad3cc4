package tradecounter;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tradecounter.testing.Answer;
import tradecounter.testing.Events;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;

/**
 * The two questions, end to end on real servers: what a feed says is in the next answer. Read this
 * beside {@link Wiring} to know the system.
 */
final class FeedToQueryPathTest {
  private static TestService service;
  private static TestClient client;

  @BeforeAll
  static void start() {
    service = new TestService().start();
    client = service.client();
    client.feed(
        "erp",
        location("DC1"),
        location("DC2"),
        network("ALL", "DC1", "DC2"),
        baseList("BASE", "EUR"),
        customer("C-1", "EUR"));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void whatTheFeedsSayIsInTheNextAnswer() {
    Answer posted =
        client.feed("erp", item("BOLT"), onHand("BOLT", "DC1", 20), onHand("BOLT", "DC2", 5));
    assertThat(posted.status()).isEqualTo(202);
    assertThat(posted.json().getInteger("accepted")).isEqualTo(3);

    client.feed(
        "wms",
        event(
            "position.set", data("item", "BOLT", "location", "DC1", "allocated", 4, "blocked", 1)));

    JsonObject answer = client.get("/v1/items/BOLT/availability?customer=C-1&quantity=18").json();
    assertThat(answer.getInteger("available")).isEqualTo(20 - 4 - 1 + 5);
    assertThat(answer.getJsonObject("promise").getBoolean("complete")).isTrue();
    JsonObject second = answer.getJsonObject("promise").getJsonArray("parts").getJsonObject(1);
    assertThat(second.getInteger("quantity")).isEqualTo(3);
    assertThat(second.getString("date"))
        .isEqualTo(answer.getJsonObject("promise").getString("date"));
    assertThat(second.getString("from")).isEqualTo("DC2");
    assertThat(answer.getJsonObject("freshness").getString("state")).isEqualTo("FRESH");
    assertThat(answer.getJsonObject("freshness").getJsonArray("sources"))
        .extracting(source -> ((JsonObject) source).getString("feed"))
        .containsExactlyInAnyOrder("erp", "wms");
  }

  @Test
  void theCustomersOwnPriceIsInTheNextAnswer() {
    client.feed("erp", item("NUT"), price("BASE", "NUT", 1, "4.20", 100, "3.90"));
    assertThat(priceOf("NUT", 1)).isEqualTo("4.20");
    assertThat(priceOf("NUT", 100)).isEqualTo("3.90");

    client.feed("erp", contract("K-1", "C-1", "NUT", 1, "3.10"));
    assertThat(priceOf("NUT", 1)).isEqualTo("3.10");

    client.feed("erp", contract("K-1", "C-1", "NUT", 1, "3.05"));
    assertThat(priceOf("NUT", 1)).isEqualTo("3.05");

    client.feed(
        "erp",
        event("contract-price.deleted", data("contract", "K-1", "customer", "C-1", "item", "NUT")));
    assertThat(priceOf("NUT", 1)).isEqualTo("4.20");
  }

  private static String priceOf(String item, int quantity) {
    return client
        .get("/v1/items/" + item + "/price?customer=C-1&quantity=" + quantity)
        .json()
        .getJsonObject("unitPrice")
        .getString("amount");
  }

  @Test
  void aRepeatedEventIsADuplicateAndAnOlderOneIsSuperseded() {
    JsonObject second =
        event("position.set", 2, data("item", "PIN", "location", "DC1", "onHand", 7));
    JsonObject first =
        event("position.set", 1, data("item", "PIN", "location", "DC1", "onHand", 3));
    client.feed("erp", item("PIN"), second);
    JsonObject receipt = client.feed("erp", second, first).json();
    assertThat(receipt.getInteger("accepted")).isZero();
    assertThat(receipt.getInteger("duplicate")).isEqualTo(1);
    assertThat(receipt.getInteger("superseded")).isEqualTo(1);
    assertThat(client.get("/v1/items/PIN/availability").json().getInteger("available"))
        .isEqualTo(7);
  }

  @Test
  void anAdjustmentIsNeverAppliedTwice() {
    client.feed("erp", item("WASHER"), onHand("WASHER", "DC1", 10));
    JsonObject issue =
        event(
            "position.adjusted",
            data("item", "WASHER", "location", "DC1", "onHand", -4, "reason", "GOODS_ISSUE"));
    assertThat(client.feed("wms", issue).json().getInteger("accepted")).isEqualTo(1);
    assertThat(client.feed("wms", issue).json().getInteger("duplicate")).isEqualTo(1);
    assertThat(client.get("/v1/items/WASHER/availability").json().getInteger("available"))
        .isEqualTo(6);
  }

  @Test
  void oneBadEventStopsNoneOfItsNeighboursAndIsKept() {
    JsonObject foreign =
        event("position.set", data("item", "ROD", "location", "DC1", "allocated", 1));
    JsonObject mistyped =
        event("position.set", data("item", "ROD", "location", "DC1", "onHnad", 1));
    Answer posted = client.feed("erp", item("ROD"), foreign, mistyped, onHand("ROD", "DC1", 9));
    assertThat(posted.status()).isEqualTo(202);
    assertThat(posted.json().getInteger("accepted")).isEqualTo(2);
    assertThat(posted.json().getJsonArray("errors"))
        .extracting(error -> ((JsonObject) error).getString("code"))
        .containsExactly("not-owned", "field-unknown");
    assertThat(posted.json().getJsonArray("errors").getJsonObject(1).getInteger("index"))
        .isEqualTo(2);
    assertThat(client.get("/v1/items/ROD/availability").json().getInteger("available"))
        .isEqualTo(9);

    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(
                        service
                            .management()
                            .get("/ops/dead-letters?feed=erp")
                            .json()
                            .getJsonArray("deadLetters"))
                    .anySatisfy(
                        letter -> {
                          JsonObject kept = (JsonObject) letter;
                          assertThat(kept.getString("code")).isEqualTo("field-unknown");
                          assertThat(kept.getString("pointer")).isEqualTo("/data/onHnad");
                          assertThat(new JsonObject(new String(kept.getBinary("raw"), UTF_8)))
                              .isEqualTo(mistyped);
                        }));
  }

  @Test
  void whatIsAllRefusedIs422AndWhatIsNoJsonIs400() {
    assertThat(client.feed("wms", item("X")).status()).isEqualTo(422);
    Answer broken = client.post("/v1/feeds/erp/events", "application/json", "[{\"id\":");
    assertThat(broken.status()).isEqualTo(400);
    assertThat(broken.code()).isEqualTo("json-invalid");
  }

  @Test
  void aStreamOfAnyLengthIsTaken() {
    int events = 30_000;
    StringBuilder body = new StringBuilder();
    body.append(item("STREAMED").encode()).append('\n');
    for (int i = 1; i <= events; i++) {
      body.append(
              event("position.set", i, data("item", "STREAMED", "location", "DC1", "onHand", i))
                  .encode())
          .append(i % 2 == 0 ? "\n" : "\r\n");
    }
    JsonObject receipt =
        client.post("/v1/feeds/erp/events", "application/x-ndjson", body.toString()).json();
    assertThat(receipt.getInteger("accepted")).isEqualTo(events + 1);
    assertThat(client.get("/v1/items/STREAMED/availability").json().getInteger("available"))
        .isEqualTo(events);
  }

  @Test
  void aFeedMayWriteToItsTopicInBothCloudEventsModes() {
    String topic = service.configuration().kafka().topicPrefix() + "feed.erp";
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of(
                "bootstrap.servers", service.configuration().kafka().bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      var _ = producer.send(new ProducerRecord<>(topic, item("BY-TOPIC").encode().getBytes(UTF_8)));
      JsonObject structured = onHand("BY-TOPIC", "DC1", 11);
      ProducerRecord<byte[], byte[]> binary =
          new ProducerRecord<>(topic, structured.getJsonObject("data").encode().getBytes(UTF_8));
      for (String attribute : new String[] {"specversion", "id", "source", "type"}) {
        binary.headers().add("ce_" + attribute, structured.getString(attribute).getBytes(UTF_8));
      }
      var _ = producer.send(binary);
      var _ = producer.send(new ProducerRecord<>(topic, new byte[] {1, 2, 3}));
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              Answer answer = client.get("/v1/items/BY-TOPIC/availability");
              assertThat(answer.status()).isEqualTo(200);
              assertThat(answer.json().getInteger("available")).isEqualTo(11);
            });
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(
                        service
                            .management()
                            .get("/ops/dead-letters?feed=erp&limit=1000")
                            .json()
                            .getJsonArray("deadLetters"))
                    .anySatisfy(
                        letter -> {
                          assertThat(((JsonObject) letter).getBinary("raw"))
                              .isEqualTo(new byte[] {1, 2, 3});
                          assertThat(((JsonObject) letter).getString("place"))
                              .contains("feed.erp-");
                        }));
  }

  @Test
  void thousandLinesAreAnsweredInOrderAndABadLineSpoilsNone() {
    client.feed("erp", item("LINE"), onHand("LINE", "DC1", 5), price("BASE", "LINE", 1, "1.00"));
    var lines = new io.vertx.core.json.JsonArray();
    for (int i = 0; i < 1_000; i++) {
      lines.add(i % 10 == 3 ? data("item", "NONE-" + i) : data("item", "LINE", "quantity", 2));
    }
    for (String path : new String[] {"/v1/availability", "/v1/prices"}) {
      JsonObject answer = client.post(path, data("customer", "C-1", "lines", lines)).json();
      assertThat(answer.getJsonArray("lines")).hasSize(1_000);
      assertThat(
              answer
                  .getJsonArray("lines")
                  .getJsonObject(3)
                  .getJsonObject("problem")
                  .getString("code"))
          .isEqualTo("item-unknown");
      assertThat(answer.getJsonArray("lines").getJsonObject(4).getString("item")).isEqualTo("LINE");
    }
  }

  @Test
  void operatorsSeeHowFarEachFeedIsHeard() {
    client.feed(
        "supplier",
        Events.event(
            "commitment",
            data(
                "supplier",
                "S-1",
                "item",
                "ANY",
                "quantity",
                1,
                "leadTimeDays",
                3,
                "asOf",
                "2026-01-01T00:00:00Z")));
    assertThat(service.management().get("/ops/feeds").json().getJsonArray("feeds"))
        .anySatisfy(
            feed -> {
              assertThat(((JsonObject) feed).getString("feed")).isEqualTo("supplier");
              assertThat(((JsonObject) feed).getInteger("applied")).isEqualTo(1);
              assertThat(((JsonObject) feed).getString("state")).isEqualTo("FRESH");
            });
    assertThat(service.management().get("/metrics").text())
        .contains("tradecounter_feed_applied_total{feed=\"supplier\"} 1.0")
        .contains("tradecounter_feed_lag_seconds{feed=\"supplier\"}")
        .contains("tradecounter_answer_seconds_bucket")
        .contains("jvm_memory_used_bytes");
    assertThat(service.management().get("/live").status()).isEqualTo(200);
  }
}
