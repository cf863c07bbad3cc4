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

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tradecounter.configuration.Configuration;
import tradecounter.engine.canonical.ObjectKind;
import tradecounter.engine.canonical.Origin;
import tradecounter.feed.DeadLetter;
import tradecounter.log.AwaitedAppends;
import tradecounter.log.LogAppender;
import tradecounter.log.LogRecord;
import tradecounter.log.Topics;
import tradecounter.store.Database;
import tradecounter.store.DeadLetterBook;
import tradecounter.store.DeadLetterStore;
import tradecounter.store.KeptLetter;
import tradecounter.store.LetterFilter;
import tradecounter.testing.Answer;
import tradecounter.testing.FeedFolder;
import tradecounter.testing.Rows;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;

/** Dead letters on a real service: looked at, mended, replayed, and the answers change. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class DeadLettersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int ITEMS = 8;

  private static final FeedFolder FEEDS = new FeedFolder();
  private static TestService service;
  private static TestClient client;
  private static TestClient operator;

  @BeforeAll
  static void start() {
    // The column that two of them name is not in their lines.
    stock("A", "Teil");
    stock("B", "Teil");
    stock("C", "Artikel");
    service = FEEDS.in(new TestService()).start();
    client = service.client();
    operator = service.management();
    client.feed(
        "erp",
        location("DC-A"),
        location("DC-B"),
        location("DC-C"),
        location("DC-D"),
        network("ALL", "DC-A", "DC-B", "DC-C", "DC-D"));
    for (int n = 0; n < ITEMS; n++) {
      client.feed("erp", item("PART-" + n));
    }
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static void stock(String place, String column) {
    String feed = feed(place);
    FEEDS.write(
        feed,
        """
      feed: %s
      format: {kind: CSV, delimiter: ";"}
      mapping: |
        {"type": "position.set",
         "data": {"item": %s, "location": "DC-%s", "onHand": $decimal(Bestand, ",")}}
      owns: [position.set.onHand]
      staleAfterMillis: 86400000
      """
            .formatted(feed, column, place));
  }

  private static String feed(String place) {
    return "stock-" + place.toLowerCase(java.util.Locale.ROOT);
  }

  private static Answer post(String feed, String lines) {
    return client.post("/v1/feeds/" + feed + "/events", "text/csv", "Artikel;Bestand\n" + lines);
  }

  private static int figure(int item, String location) {
    return client
        .get("/v1/items/PART-" + item + "/availability")
        .json()
        .getJsonArray("locations", new JsonArray())
        .stream()
        .map(JsonObject.class::cast)
        .filter(entry -> entry.getString("location").equals(location))
        .mapToInt(entry -> entry.getInteger("onHand"))
        .sum();
  }

  /** Oldest first. */
  private static List<JsonObject> letters(String query) {
    return operator
        .get("/ops/dead-letters?limit=1000&" + query)
        .json()
        .getJsonArray("deadLetters")
        .stream()
        .map(JsonObject.class::cast)
        .toList()
        .reversed();
  }

  private static List<JsonObject> awaitLetters(String query, int count) {
    Awaitility.await().atMost(PATIENCE).until(() -> letters(query).size() == count);
    return letters(query);
  }

  private static JsonObject letter(String id) {
    Answer answer = operator.get("/ops/dead-letters/" + id);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static Answer replay(String id) {
    return operator.post("/ops/dead-letters/" + id + "/replay", new JsonObject());
  }

  private static String outcome(Answer replayed) {
    assertThat(replayed.status()).as(replayed.text()).isEqualTo(200);
    return replayed.json().getJsonObject("ending").getString("outcome");
  }

  private static JsonObject counts(
      int replayed, int superseded, int duplicate, int refusedAgain, int left) {
    return data(
        "replayed", replayed,
        "superseded", superseded,
        "duplicate", duplicate,
        "refusedAgain", refusedAgain,
        "left", left);
  }

  private static JsonObject replayAll(Object... filter) {
    Answer answer = operator.post("/ops/dead-letters/replay", data(filter));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static void awaitTrialPasses(String id) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> letter(id).getJsonObject("trial").containsKey("events"));
  }

  /** The whole way: the file was wrong, its records wait, it is mended, and they are taken. */
  @Test
  void theFileIsMendedAllAreReplayedAndTheAnswersChange() {
    Answer refused = post("stock-a", "PART-0;10\nPART-1;11\nPART-2;12\nPART-3;zwei\nPART-4;14\n");
    assertThat(refused.status()).as(refused.text()).isEqualTo(422);
    List<JsonObject> letters = awaitLetters("feed=stock-a&state=OPEN", 5);
    String first = letters.getFirst().getString("id");
    JsonObject before = letter(first);
    assertThat(before.getString("rawText")).isEqualTo("PART-0;10");
    assertThat(before.getJsonObject("record").getJsonObject("header").getJsonArray("columns"))
        .containsExactly("Artikel", "Bestand");
    assertThat(before.getJsonObject("trial").getJsonObject("refusal").getString("code"))
        .isEqualTo(before.getString("code"));
    assertThat(letters("feed=stock-a&q=PART-2")).hasSize(1);
    assertThat(operator.get("/metrics").text()).contains("tradecounter_dead_letters_replays");
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () ->
                operator
                    .get("/metrics")
                    .text()
                    .contains("tradecounter_dead_letters_open{feed=\"stock-a\"} 5.0"));

    stock("A", "Artikel");
    awaitTrialPasses(first);
    JsonObject now = letter(first);
    JsonObject mapping = now.getJsonObject("mapping");
    assertThat(mapping.getString("now")).isNotEqualTo(mapping.getString("then"));
    assertThat(figure(0, "DC-A")).as("a trial changes nothing").isZero();

    JsonObject page = replayAll("feed", "stock-a", "limit", 2);
    assertThat(page).isEqualTo(counts(2, 0, 0, 0, 3).put("next", letters.get(1).getString("id")));
    assertThat(replayAll("feed", "stock-a", "after", page.getString("next")))
        .as("the one between them that is still wrong stops nobody")
        .isEqualTo(counts(2, 0, 0, 1, 0));
    for (int n : List.of(0, 1, 2, 4)) {
      assertThat(figure(n, "DC-A")).isEqualTo(10 + n);
    }
    JsonObject poison = letters("feed=stock-a&state=OPEN").getFirst();
    JsonObject whole = letter(poison.getString("id"));
    assertThat(whole.getString("rawText")).isEqualTo("PART-3;zwei");
    assertThat(whole.getString("code")).isEqualTo("mapping-failed");
    assertThat(whole.getInteger("replays")).isEqualTo(1);
    assertThat(whole.getJsonObject("first").getString("code")).isEqualTo("mapping-failed");
    assertThat(letters("feed=stock-a&state=REPLAYED"))
        .extracting(letter -> letter.getJsonObject("ending").getString("outcome"))
        .containsOnly("APPLIED")
        .hasSize(4);
  }

  @Test
  void aMendedRecordIsReplayedWithTheTimeOfItsDeliverySoThatWhatIsNewerWins() {
    put("monday.csv", "PART-0;viele\nPART-1;viele\nPART-2;20\n");
    List<JsonObject> letters = awaitLetters("feed=stock-c&state=OPEN", 2);
    assertThat(letters.getFirst().getString("place")).startsWith("delivery:").endsWith(", line 2");
    put("tuesday.csv", "PART-0;30\n");

    for (JsonObject letter : letters) {
      String path = "/ops/dead-letters/" + letter.getString("id");
      String mended = letter.getString("rawText").replace("viele", "19");
      Answer edited = operator.patch(path, data("version", 1, "raw", mended));
      assertThat(edited.status()).as(edited.text()).isEqualTo(200);
      assertThat(edited.json().getJsonObject("trial").containsKey("events")).isTrue();
      Answer late = operator.patch(path, data("version", 1, "raw", "PART-9;9"));
      assertThat(late.status()).isEqualTo(409);
      assertThat(late.code()).isEqualTo("dead-letter-changed");
    }
    assertThat(outcome(replay(letters.getFirst().getString("id")))).isEqualTo("SUPERSEDED");
    Answer second = replay(letters.getLast().getString("id"));
    assertThat(outcome(second)).isEqualTo("APPLIED");
    assertThat(second.json().getString("rawText")).isEqualTo("PART-1;viele");
    assertThat(second.json().getJsonObject("edit").getString("rawText")).isEqualTo("PART-1;19");
    assertThat(figure(0, "DC-C")).isEqualTo(30);
    assertThat(figure(1, "DC-C")).isEqualTo(19);
    assertThat(figure(2, "DC-C")).isEqualTo(20);
  }

  private static void put(String name, String lines) {
    Answer answer =
        client.put(
            "/v1/feeds/stock-c/files/" + name, ("Artikel;Bestand\n" + lines).getBytes(UTF_8));
    assertThat(answer.json().getString("state")).as(answer.text()).isEqualTo("APPLIED");
  }

  @Test
  void oneIsReplayedOrDismissedOnce() {
    post("stock-b", "PART-5;50\nPART-6;60\n");
    List<JsonObject> letters = awaitLetters("feed=stock-b&state=OPEN", 2);
    String path = "/ops/dead-letters/" + letters.getFirst().getString("id");
    assertThat(operator.post(path + "/dismiss", new JsonObject()).code())
        .isEqualTo("field-missing");
    Answer dismissed = operator.post(path + "/dismiss", data("resolution", "sent again"));
    assertThat(dismissed.json().getString("state")).isEqualTo("DISMISSED");
    assertThat(dismissed.json().getJsonObject("ending").getString("resolution"))
        .isEqualTo("sent again");
    for (Answer late :
        List.of(
            operator.post(path + "/dismiss", data("resolution", "again")),
            operator.post(path + "/replay", new JsonObject()),
            operator.patch(path, data("version", 2, "raw", "x")))) {
      assertThat(late.status()).isEqualTo(409);
      assertThat(late.code()).isEqualTo("dead-letter-closed");
    }
    String other = letters.getLast().getString("id");
    Answer again = replay(other);
    assertThat(again.json().getString("state")).as("the file is as wrong").isEqualTo("OPEN");
    assertThat(again.json().getInteger("replays")).isEqualTo(1);
    stock("B", "Artikel");
    awaitTrialPasses(other);
    assertThat(outcome(replay(other))).isEqualTo("APPLIED");
    assertThat(replay(other).code()).isEqualTo("dead-letter-closed");
    assertThat(figure(5, "DC-B")).isZero();
    assertThat(figure(6, "DC-B")).isEqualTo(60);
  }

  @Test
  void whatIsAskedWronglyIsTold() {
    assertThat(operator.get("/ops/dead-letters/987654321").code()).isEqualTo("dead-letter-unknown");
    assertThat(operator.get("/ops/dead-letters/none").status()).isEqualTo(404);
    assertThat(replay("987654321").status()).isEqualTo(404);
    assertThat(operator.get("/ops/dead-letters?state=GONE").status()).isEqualTo(400);
    assertThat(operator.get("/ops/dead-letters?q=").status()).isEqualTo(400);
    assertThat(operator.post("/ops/dead-letters/replay", data("after", "x")).status())
        .isEqualTo(400);
    assertThat(operator.post("/ops/dead-letters/replay", data("feeds", "x")).status())
        .isEqualTo(400);
    assertThat(operator.patch("/ops/dead-letters/1", data("version", 1)).code())
        .isEqualTo("field-missing");
    assertThat(
            operator
                .patch("/ops/dead-letters/1", data("version", 1, "raw", "a", "rawBase64", "YQ=="))
                .code())
        .isEqualTo("field-missing");
    assertThat(operator.patch("/ops/dead-letters/1", data("version", 1, "rawBase64", "?")).code())
        .isEqualTo("value-invalid");
    assertThat(replayAll("feed", "nobody")).isEqualTo(counts(0, 0, 0, 0, 0));
  }

  // ---------------------------------------------------------------- the parts, one by one

  private static Database database() {
    return new Database(service.configuration().postgres());
  }

  /** A letter as an older program has kept it. */
  private static long kept(Database database, JsonObject event) throws SQLException {
    String id = event.getString("id");
    database.inTransaction(
        connection -> {
          try (var insert =
              connection.prepareStatement(
                  "INSERT INTO dead_letter (topic, partition, \"offset\", feed, place, code,"
                      + " detail, pointer, event_id, received_at, raw) VALUES ('DEAD_LETTERS', 900,"
                      + " (SELECT count(*) FROM dead_letter), 'wms', ?, 'c', 'd', '', ?, now(),"
                      + " ?)")) {
            insert.setString(1, "http:" + id + "#0");
            insert.setString(2, id);
            insert.setBytes(3, event.encode().getBytes(UTF_8));
            return insert.executeUpdate();
          }
        });
    return new DeadLetterStore(database)
        .newest(LetterFilter.ALL, 1_000, 0).stream()
            .filter(kept -> kept.letter().eventId().equals(id))
            .mapToLong(KeptLetter::id)
            .findFirst()
            .orElseThrow();
  }

  /** An adjustment by arrival: only its id keeps it from counting twice. */
  private static JsonObject adjustment(int item, int by) {
    return event(
            "position.adjusted",
            data("item", "PART-" + item, "location", "DC-D", "onHand", by, "reason", "DAMAGE"))
        .put("id", UUID.randomUUID().toString());
  }

  @Test
  void aLetterOfAnOlderProgramIsReplayedAsACanonicalEvent() throws SQLException {
    client.feed("erp", onHand("PART-7", "DC-D", 100));
    try (Database database = database()) {
      String id = String.valueOf(kept(database, adjustment(7, -5)));
      assertThat(letter(id).containsKey("record")).isFalse();
      assertThat(outcome(replay(id))).isEqualTo("APPLIED");
      assertThat(figure(7, "DC-D")).isEqualTo(95);
    }
  }

  /** The process dies after the log has it and before that is written down. */
  @Test
  void whatWasAppendedAndNotMarkedIsRecognisedWhenItIsReplayedAgain() throws Exception {
    client.feed("erp", onHand("PART-6", "DC-D", 100));
    Configuration configuration = service.configuration();
    Topics topics = new Topics(configuration.kafka());
    try (Database database = database();
        LogAppender appender = new LogAppender(topics, configuration.kafka())) {
      JsonObject event = adjustment(6, -5);
      long id = kept(database, event);
      DeadLetterBook book = new DeadLetterBook(database);
      DeadLetter claimed =
          book.claim(LetterFilter.one(id), 1, "a node that dies", 0, 0).getFirst().letter();
      assertThat(
              AwaitedAppends.put(
                      appender,
                      List.of(
                          LogRecord.event(
                              topics.canonical(ObjectKind.Topic.INVENTORY),
                              "PART-6",
                              claimed.raw(),
                              claimed.feed(),
                              Origin.NONE)))
                  .await())
          .isTrue();
      Awaitility.await().atMost(PATIENCE).until(() -> figure(6, "DC-D") == 95);

      JsonObject shown = letter(String.valueOf(id));
      assertThat(shown.getBoolean("unsettled")).isTrue();
      assertThat(operator.patch("/ops/dead-letters/" + id, data("version", 1, "raw", "{}")).code())
          .isEqualTo("dead-letter-unsettled");
      assertThat(outcome(replay(String.valueOf(id)))).isEqualTo("DUPLICATE");
      assertThat(figure(6, "DC-D")).isEqualTo(95);
    }
  }

  /** It stands in the log, which would know it again: it is judged anew all the same, and once. */
  @Test
  void aContractThatContradictedAnotherIsTakenOnceThatIsGone() throws SQLException {
    client.feed(
        "erp",
        customer("C-9", "EUR"),
        baseList("LIST-9", "EUR"),
        price("LIST-9", "PART-0", 1, "9.00"),
        contract("K-1", "C-9", "PART-0", 1, "8.00"));
    client.feed("erp", contract("K-2", "C-9", "PART-0", 1, "7.00"));
    JsonObject refused = awaitLetters("code=contract-overlaps&state=OPEN", 1).getFirst();
    String id = refused.getString("id");
    assertThat(letter(id).getString("judge")).isEqualTo("CONTRACTS");
    client.feed(
        "erp",
        event(
            "contract-price.deleted",
            data("contract", "K-1", "customer", "C-9", "item", "PART-0")));
    assertThat(outcome(replay(id))).isEqualTo("TAKEN");
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        Answer.amount(
                            client.get("/v1/items/PART-0/price?customer=C-9&quantity=1").json(),
                            "unitPrice"))
                    .isEqualTo("7.00"));
    assertThat(
            new Rows(service)
                .number(
                    "SELECT count(*) FROM dead_letter WHERE ended_at > '"
                        + Instant.EPOCH
                        + "' AND outcome = 'TAKEN'"))
        .isEqualTo(1);
  }
}
