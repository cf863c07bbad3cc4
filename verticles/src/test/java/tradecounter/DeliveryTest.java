package tradecounter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.testing.Events.data;
import static tradecounter.testing.Events.event;
import static tradecounter.testing.Events.item;
import static tradecounter.testing.Events.location;
import static tradecounter.testing.Events.network;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tradecounter.testing.Answer;
import tradecounter.testing.FeedFolder;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;

/** Whole files of a feed that one file describes: from bytes to answers. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class DeliveryTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int ITEMS = 40;

  /** A third-party warehouse, which sends all its stock in one file. */
  private static final String WAREHOUSE =
      """
      feed: %s
      owner: {name: Stock control, contact: stock@example.com}
      format: {kind: CSV, delimiter: ";"}
      mapping: |
        {"type": "position.set",
         "data": {"item": Artikel, "location": "%s", "onHand": $decimal(Bestand, ",")}}
      owns: [position.set.onHand]
      staleAfterMillis: 86400000
      snapshot: {of: [position]}
      """;

  private static final FeedFolder FEEDS = new FeedFolder();
  private static TestService service;
  private static TestClient client;
  private static TestClient operator;

  @BeforeAll
  static void start() {
    for (char place = 'a'; place <= 'f'; place++) {
      String feed = "stock-" + place;
      FEEDS.write(feed, WAREHOUSE.formatted(feed, "DC-" + Character.toUpperCase(place)));
    }
    service = FEEDS.in(new TestService()).start();
    client = service.client();
    operator = service.management();
    client.feed(
        "erp",
        location("DC-A"),
        location("DC-B"),
        location("DC-C"),
        location("DC-D"),
        location("DC-E"),
        location("DC-F"),
        location("DC-G"),
        network("ALL", "DC-A", "DC-B", "DC-C", "DC-D", "DC-E", "DC-F", "DC-G"));
    client.feed(
        "erp",
        IntStream.range(0, ITEMS).mapToObj(n -> item("PART-" + n)).toArray(JsonObject[]::new));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static String stock(int from, int to, String quantity) {
    return "Artikel;Bestand\n"
        + IntStream.range(from, to)
            .mapToObj(n -> "PART-" + n + ";" + quantity + "\n")
            .collect(Collectors.joining());
  }

  private static Answer put(String feed, String name, String content) {
    return client.put("/v1/feeds/" + feed + "/files/" + name, content.getBytes(UTF_8));
  }

  private static int onHand(int item, String location) {
    return client
        .get("/v1/items/PART-" + item + "/availability")
        .json()
        .getJsonArray("locations")
        .stream()
        .map(JsonObject.class::cast)
        .filter(entry -> entry.getString("location").equals(location))
        .mapToInt(entry -> entry.getInteger("onHand"))
        .sum();
  }

  private static void awaitOnHand(int item, String location, int quantity) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(onHand(item, location)).isEqualTo(quantity));
  }

  @Test
  void aFileIsAppliedOnceAndWhatItNamesNoMoreIsGone() {
    Answer first = put("stock-a", "monday.csv", stock(0, ITEMS, "1,5").replace("1,5", "12"));
    assertThat(first.status()).as(first.text()).isEqualTo(200);
    assertThat(first.json().getString("state")).isEqualTo("APPLIED");
    assertThat(first.json().getInteger("events")).isEqualTo(ITEMS);
    awaitOnHand(0, "DC-A", 12);
    awaitOnHand(ITEMS - 1, "DC-A", 12);

    Answer again = put("stock-a", "monday-again.csv", stock(0, ITEMS, "12"));
    assertThat(again.json().getString("state")).isEqualTo("DUPLICATE");
    assertThat(again.json().getString("detail"))
        .contains("delivery " + first.json().getString("delivery"));

    Answer second = put("stock-a", "tuesday.csv", stock(0, ITEMS - 3, "11"));
    assertThat(second.json().getString("state")).as(second.text()).isEqualTo("APPLIED");
    assertThat(second.json().getInteger("swept")).isEqualTo(3);
    awaitOnHand(0, "DC-A", 11);
    awaitOnHand(ITEMS - 1, "DC-A", 0);
    assertThat(client.get("/v1/feeds/stock-a/files/tuesday.csv").json().getString("delivery"))
        .isEqualTo(second.json().getString("delivery"));
    assertThat(client.get("/v1/feeds/stock-a/files/never.csv").status()).isEqualTo(404);
  }

  @Test
  void aSnapshotThatZeroesMostWaitsForAPersonWhoSeesTheDifference() {
    put("stock-b", "good.csv", stock(0, ITEMS, "7"));
    awaitOnHand(5, "DC-B", 7);

    Answer zeroed = put("stock-b", "zeroed.csv", stock(0, ITEMS, "0"));
    assertThat(zeroed.status()).isEqualTo(202);
    assertThat(zeroed.json().getString("state")).isEqualTo("QUARANTINED");
    Answer half = put("stock-b", "half.csv", stock(0, ITEMS / 2, "7"));
    assertThat(half.json().getString("state")).isEqualTo("QUARANTINED");
    assertThat(half.json().getString("detail"))
        .isEqualTo("of 40 objects that the feed has told, 20 would vanish");
    assertThat(onHand(ITEMS - 1, "DC-B")).isEqualTo(7);

    JsonObject waiting =
        operator
            .get("/ops/quarantine?feed=stock-b&limit=1")
            .json()
            .getJsonArray("quarantine")
            .getJsonObject(0);
    assertThat(waiting.getJsonObject("difference").getInteger("vanishing")).isEqualTo(20);
    assertThat(waiting.getJsonObject("difference").getJsonArray("changes").getJsonObject(0))
        .satisfies(
            change -> assertThat(((JsonObject) change).getString("was")).isEqualTo("onHand 7"));
    String number = half.json().getString("delivery");
    assertThat(open("delivery:" + number)).contains("Stock control stock@example.com");

    assertThat(
            operator
                .post("/ops/quarantine/" + number + "/release", data("resolution", "they closed"))
                .status())
        .isEqualTo(200);
    awaitOnHand(ITEMS - 1, "DC-B", 0);
    assertThat(onHand(0, "DC-B")).isEqualTo(7);
    assertThat(open("delivery:" + number)).isEmpty();
    assertThat(
            operator
                .post("/ops/quarantine/" + number + "/release", data("resolution", "again"))
                .status())
        .isEqualTo(404);

    String zeroedNumber = zeroed.json().getString("delivery");
    Answer rejected =
        operator.post(
            "/ops/quarantine/" + zeroedNumber + "/reject",
            data("resolution", "their export broke"));
    assertThat(rejected.json().getString("state")).isEqualTo("REJECTED");
    assertThat(onHand(0, "DC-B")).isEqualTo(7);
  }

  /** What is open about it, or nothing. */
  private static String open(String subject) {
    return operator.get("/ops/exceptions").json().getJsonArray("exceptions").stream()
        .map(JsonObject.class::cast)
        .filter(each -> each.getString("subject").equals(subject))
        .filter(each -> each.getString("state").equals("OPEN"))
        .map(each -> each.getString("detail"))
        .collect(Collectors.joining());
  }

  @Test
  void whatBreaksOffIsNotHalfApplied() {
    Answer truncated =
        put("stock-c", "cut.csv", stock(0, ITEMS, "3") + "\"PART-9;this quote is never closed\n");
    assertThat(truncated.json().getString("state")).as(truncated.text()).isEqualTo("QUARANTINED");
    assertThat(truncated.json().getString("place")).contains("line");
    assertThat(onHand(0, "DC-C")).isZero();

    Answer empty = put("stock-c", "empty.csv", "");
    assertThat(empty.status()).isEqualTo(422);
    assertThat(empty.json().getString("state")).isEqualTo("REFUSED");
    assertThat(open("delivery:" + empty.json().getString("delivery"))).contains("empty.csv");
  }

  @Test
  void aBadRecordStopsNoneOfItsNeighbours() {
    Answer taken =
        put(
            "stock-d",
            "mixed.csv",
            stock(0, ITEMS, "4") + "PART-1;many\n" + "PART-2;5;too many\n" + "PART-3;6\n");
    assertThat(taken.json().getString("state")).as(taken.text()).isEqualTo("APPLIED");
    assertThat(taken.json().getInteger("refused")).isEqualTo(2);
    awaitOnHand(3, "DC-D", 6);
    awaitOnHand(1, "DC-D", 4);

    // A line that cannot be read is not one that is missing: its item is not swept away.
    Answer unreadable =
        put(
            "stock-d",
            "bad-line.csv",
            stock(0, 5, "8") + "PART-5;many\n" + stock(6, ITEMS, "8").substring(16));
    assertThat(unreadable.json().getString("code")).isEqualTo("snapshot-not-swept");
    assertThat(unreadable.json().getInteger("swept")).isZero();
    awaitOnHand(6, "DC-D", 8);
    assertThat(onHand(5, "DC-D")).isEqualTo(4);
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        operator
                            .get("/ops/dead-letters?feed=stock-d")
                            .json()
                            .getJsonArray("deadLetters"))
                    .extracting(letter -> ((JsonObject) letter).getString("rawText").strip())
                    .containsExactlyInAnyOrder("PART-1;many", "PART-2;5;too many", "PART-5;many"));
  }

  @Test
  void tooManyBadRecordsAndTheWholeFileWaits() {
    Answer wrong = put("stock-e", "wrong-columns.csv", stock(0, ITEMS, "viele"));
    assertThat(wrong.json().getString("state")).isEqualTo("QUARANTINED");
    assertThat(wrong.json().getString("code")).isEqualTo("delivery-refused-share");
    assertThat(wrong.json().getString("detail"))
        .contains("40 of 40 records cannot be taken")
        .contains("'viele' is no number");
    assertThat(wrong.json().getString("place")).isEqualTo("line 2");
  }

  @Test
  void gzipIsUnpacked() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(stock(0, ITEMS, "9").getBytes(UTF_8));
    }
    Answer taken = client.put("/v1/feeds/stock-f/files/stock.csv.gz", packed.toByteArray());
    assertThat(taken.json().getString("state")).as(taken.text()).isEqualTo("APPLIED");
    awaitOnHand(8, "DC-F", 9);
  }

  @Test
  void aNewFeedIsAFileThatIsWritten() {
    JsonObject tried =
        operator
            .post(
                "/ops/feeds/try",
                data("feed", "stock-g", "definition", WAREHOUSE.formatted("stock-g", "DC-G"))
                    .put("sample", "Artikel;Bestand\nPART-0;1.250\nPART-1;x\n"))
            .json();
    assertThat(tried.getInteger("refused")).as(tried.encode()).isEqualTo(1);
    JsonObject said =
        tried
            .getJsonArray("shown")
            .getJsonObject(0)
            .getJsonArray("events")
            .getJsonObject(0)
            .getJsonObject("data");
    assertThat(said.getInteger("onHand")).isEqualTo(1_250);
    assertThat(put("stock-g", "early.csv", stock(0, 1, "1")).status()).isEqualTo(404);

    FEEDS.write("stock-g", WAREHOUSE.formatted("stock-g", "DC-G"));
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> put("stock-g", "first.csv", stock(0, ITEMS, "2")).status() == 200);
    awaitOnHand(7, "DC-G", 2);

    // What is wrong is told with its place, and the feed goes on as it was.
    FEEDS.write(
        "stock-g", WAREHOUSE.formatted("stock-g", "DC-G").replace("snapshot:", "snapshoot:"));
    JsonObject reloaded = operator.post("/ops/feeds/reload", new JsonObject()).json();
    assertThat(reloaded.getJsonArray("problems").getJsonObject(0).getString("detail"))
        .startsWith("feeds/stock-g.yaml, line 9, snapshoot:");
    assertThat(put("stock-g", "second.csv", stock(0, ITEMS, "3")).status()).isEqualTo(200);
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(open("feed:stock-g")).contains("line 9"));

    // So does a test beside the file that fails.
    FEEDS
        .put("samples/stock-g/one.csv", "Artikel;Bestand\nPART-0;1\n")
        .put(
            "samples/stock-g/one.csv.expected.json",
            "[{\"type\": \"position.set\", \"data\": {\"item\": \"PART-0\", \"location\": \"DC-G\","
                + " \"onHand\": 2}}]")
        .write("stock-g", WAREHOUSE.formatted("stock-g", "DC-G").replace("86400000", "86400001"));
    reloaded = operator.post("/ops/feeds/reload", new JsonObject()).json();
    assertThat(reloaded.getJsonArray("problems").getJsonObject(0).getString("detail"))
        .startsWith("feeds/samples/stock-g/one.csv: event 0, data: expected");

    FEEDS.delete("samples/stock-g/one.csv").delete("stock-g.yaml");
    reloaded = operator.post("/ops/feeds/reload", new JsonObject()).json();
    assertThat(reloaded.getJsonArray("problems")).isEmpty();
    assertThat(put("stock-g", "third.csv", stock(0, 1, "1")).status()).isEqualTo(404);
    assertThat(onHand(7, "DC-G")).isEqualTo(3);
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(open("feed:stock-g")).isEmpty());
  }

  @Test
  void recordsAreMappedThatArePosted() {
    FEEDS.write(
        "hook",
        """
        feed: hook
        format: {kind: JSON, records: /movements}
        mapping: |
          {"type": "position.adjusted", "id": "m-" & movement,
           "data": {"item": sku, "location": $header.site, "onHand": delta, "reason": "COUNT"}}
        ordering: {time: at, timeZone: Europe/Berlin}
        owns: [position.adjusted.onHand]
        staleAfterMillis: 60000
        """);
    operator.post("/ops/feeds/reload", new JsonObject());
    String body =
        """
        {"site": "DC-A", "movements": [
          {"movement": 1, "sku": "LOOSE-1", "delta": 5, "at": "2026-11-23T09:00:00"},
          {"movement": 2, "sku": "LOOSE-1", "at": "2026-11-23T09:00:01"},
          {"movement": 3, "sku": "LOOSE-1", "delta": -2, "at": "2026-11-23T09:00:02"}]}
        """;
    client.feed("erp", item("LOOSE-1"));
    Answer posted = client.post("/v1/feeds/hook/events", "application/json", body);
    assertThat(posted.status()).as(posted.text()).isEqualTo(202);
    assertThat(posted.json().getInteger("accepted")).isEqualTo(2);
    assertThat(posted.json().getInteger("refused")).isEqualTo(1);
    assertThat(posted.json().getJsonArray("errors").getJsonObject(0).getInteger("index"))
        .isEqualTo(1);
    JsonObject again = client.post("/v1/feeds/hook/events", "application/json", body).json();
    assertThat(again.getInteger("duplicate")).isEqualTo(2);
    assertThat(client.get("/v1/items/LOOSE-1/availability").json().getInteger("available"))
        .isEqualTo(3);
    assertThat(client.post("/v1/feeds/hook/events", "application/json", "{\"site\":").status())
        .isEqualTo(400);
    // A canonical feed beside it is as it was.
    assertThat(
            client
                .feed(
                    "erp",
                    event("position.set", data("item", "LOOSE-1", "location", "DC-A", "onHand", 9)))
                .status())
        .isEqualTo(202);
  }

  @Test
  void changingAFileLosesNoEvent() {
    String file =
        """
        feed: busy
        format: {kind: JSON}
        mapping: |
          {"type": "position.adjusted", "id": "b-" & n,
           "data": {"item": "BUSY", "location": "DC-A", "onHand": 1, "reason": "COUNT"}}
        owns: [position.adjusted.onHand]
        staleAfterMillis: %d
        """;
    FEEDS.write("busy", file.formatted(60_000));
    operator.post("/ops/feeds/reload", new JsonObject());
    client.feed("erp", item("BUSY"));
    int events = 200;
    for (int n = 0; n < events; n++) {
      if (n % 20 == 10) {
        FEEDS.write("busy", file.formatted(60_000 + n));
        assertThat(operator.post("/ops/feeds/reload", new JsonObject()).status()).isEqualTo(200);
      }
      Answer posted =
          client.post("/v1/feeds/busy/events", "application/json", "{\"n\": " + n + "}");
      assertThat(posted.json().getInteger("accepted")).as(posted.text()).isEqualTo(1);
    }
    assertThat(client.get("/v1/items/BUSY/availability").json().getInteger("available"))
        .isEqualTo(events);
  }
}
