package tradecounter;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.testing.Events.baseList;
import static tradecounter.testing.Events.customer;
import static tradecounter.testing.Events.data;
import static tradecounter.testing.Events.event;
import static tradecounter.testing.Events.item;
import static tradecounter.testing.Events.list;
import static tradecounter.testing.Events.location;
import static tradecounter.testing.Events.network;
import static tradecounter.testing.Events.onHand;
import static tradecounter.testing.Events.price;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tradecounter.embedded.SharedServers;
import tradecounter.security.Caller;
import tradecounter.testing.Answer;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;
import tradecounter.testing.TestTokens;

/** "What did we tell the customer at 10:42?" is answered from the log, as it was answered then. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class AsOfTest {
  private static TestService service;
  private static TestClient client;
  private static TestClient operator;

  @BeforeAll
  static void start() {
    service = new TestService().start();
    client = service.client();
    operator = service.management();
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

  // ---------------------------------------------------------------- the same answer

  @Test
  void theEarlierFiguresByTimeAndByPosition() {
    client.feed("erp", item("BOLT"), onHand("BOLT", "DC1", 5));
    Answer told = live("BOLT", "customer=C-1&quantity=6");
    Instant at = now();
    String position = position(told);
    client.feed("erp", onHand("BOLT", "DC1", 9), price("BASE", "BOLT", 1, "1.00"));
    assertThat(live("BOLT", "customer=C-1").json().getInteger("available")).isEqualTo(9);

    Answer byTime = asOf("BOLT", "customer=C-1&quantity=6&at=" + at);
    assertThat(byTime.json().getInteger("available")).isEqualTo(5);
    assertThat(comparable(byTime)).isEqualTo(comparable(told));
    assertThat(byTime.json().getJsonObject("asOfLog").getString("at")).isEqualTo(at.toString());

    Answer byPosition = asOf("BOLT", "customer=C-1&quantity=6&at=" + at + "&position=" + position);
    assertThat(comparable(byPosition)).isEqualTo(comparable(told));
    JsonObject log = byPosition.json().getJsonObject("asOfLog");
    assertThat(log.getString("position")).isEqualTo(position);
    assertThat(log.getLong("records")).isPositive();

    // The position decides, not the time: as of now, what was there then.
    Answer later = asOf("BOLT", "customer=C-1&at=" + now() + "&position=" + position);
    assertThat(later.json().getInteger("available")).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HOUSE?customer=C-1&quantity=3",
        "KIT?quantity=4",
        "KIT?quantity=1&on=TENTH_DAY",
        "SCREW?customer=C-1&quantity=50",
        "OLD?quantity=2",
        "MOVED?quantity=7",
        "MOVED-TO?quantity=7"
      })
  void whatIsRebuiltAsOfNowAnswersAsTheLiveOne(String question) {
    client.feed(
        "erp",
        item("SCREW"),
        item("PLATE"),
        bundle("KIT", "SCREW", 4, "PLATE", 1),
        bundle("HOUSE", "KIT", 2, "PLATE", 3),
        item("NEW"),
        event(
            "item",
            data("item", "OLD", "policy", "STOCKED", "baseUom", "EA")
                .put("substitutes", list(data("item", "NEW", "kind", "SUPERSEDES", "rank", 1)))),
        onHand("NEW", "DC2", 3),
        onHand("SCREW", "DC1", 30),
        onHand("SCREW", "DC2", 12),
        onHand("PLATE", "DC2", 15),
        receipt("R-1", "SCREW", "DC1", 40, day(10)),
        event(
            "demand",
            data("demand", "D-1", "item", "PLATE", "location", "DC2", "quantity", 2)
                .put("dueOn", day(12))),
        item("MOVED"),
        item("MOVED-TO"),
        receipt("R-2", "MOVED", "DC1", 7, day(10)),
        receipt("R-2", "MOVED-TO", "DC1", 7, day(10)));
    JsonObject picked =
        event(
            "position.adjusted",
            data("item", "SCREW", "location", "DC1", "onHand", -1, "reason", "GOODS_ISSUE"));
    client.feed("wms", picked);
    client.feed("wms", picked);
    client.feed("erp", price("BASE", "PLATE", 1, "7.00"));

    int mark = question.indexOf('?');
    String item = question.substring(0, mark);
    String query = question.substring(mark + 1).replace("TENTH_DAY", day(10));
    assertThat(comparable(asOf(item, query + "&at=" + now())))
        .isEqualTo(comparable(live(item, query)));
  }

  @Test
  void customersAndItemsThatCameLaterWereUnknown() {
    Instant before = now();
    client.feed("erp", item("LATE"), onHand("LATE", "DC1", 1));
    Instant between = now();
    client.feed("erp", customer("C-LATE", "EUR"));
    assertThat(asOf("LATE", "at=" + before).code()).isEqualTo("item-unknown");
    assertThat(asOf("LATE", "customer=C-LATE&at=" + between).code()).isEqualTo("customer-unknown");
    assertThat(asOf("LATE", "customer=C-LATE&at=" + now()).status()).isEqualTo(200);
    assertThat(asOf("LATE", "at=1969-07-20T20:17:40Z").code()).isEqualTo("item-unknown");
  }

  // ---------------------------------------------------------------- what is not answered

  @ParameterizedTest
  @CsvSource({
    "'',                                                400, at-missing",
    "at=yesterday,                                      400, parameter-invalid",
    "at=2999-01-01T00:00:00Z,                           400, at-in-future",
    "at=2026-01-01T00:00:00Z&position=x,                400, parameter-invalid",
    "at=2026-01-01T00:00:00Z&explain=true,              400, parameter-unknown",
    "at=2026-01-01T00:00:00Z&quantity=0,                400, parameter-invalid"
  })
  void badQuestionsAreNamed(String query, int status, String code) {
    Answer answer = asOf("ANY", query);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.code()).isEqualTo(code);
  }

  @Test
  void aPositionThatTheLogHasNotReachedIsNoPast() {
    client.feed("erp", item("SOON"), onHand("SOON", "DC1", 1));
    String position = position(live("SOON", ""));
    for (String other : new String[] {position + "99", position + ".0"}) {
      Answer answer = asOf("SOON", "at=" + now() + "&position=" + other);
      assertThat(answer.status()).as(answer.text()).isEqualTo(400);
      assertThat(answer.code()).isEqualTo("position-beyond-end");
    }
  }

  @Test
  void onlyOperatorsMayAsk() {
    TestClient storefront =
        operator.as(
            TestTokens.withScopes(
                Caller.AVAILABILITY_READ, Caller.AVAILABILITY_DETAIL, Caller.CUSTOMERS_ANY));
    Answer answer = storefront.get("/ops/availability/BOLT?at=2026-01-01T00:00:00Z");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.code()).isEqualTo("scope-missing");
  }

  @Test
  void oneQuestionAtATime() throws InterruptedException, ExecutionException {
    client.feed("erp", item("ONE"), onHand("ONE", "DC1", 1));
    Instant at = now();
    // While the log stands still the first question waits for it, whichever that is.
    SharedServers.kafka().freeze();
    Answer declined;
    CompletableFuture<Answer> first;
    CompletableFuture<Answer> second;
    try {
      first = CompletableFuture.supplyAsync(() -> asOf("ONE", "at=" + at));
      second = CompletableFuture.supplyAsync(() -> asOf("ONE", "at=" + at));
      declined = first.applyToEither(second, answer -> answer).get();
    } finally {
      SharedServers.kafka().thaw();
    }
    assertThat(declined.status()).isEqualTo(503);
    assertThat(declined.code()).isEqualTo("busy");
    assertThat(declined.headers().firstValue("Retry-After")).isPresent();
    assertThat(first.get().status() + second.get().status()).isEqualTo(503 + 200);
    assertThat(asOf("ONE", "at=" + at).json().getInteger("available")).isEqualTo(1);
  }

  @Test
  void aLogThatDoesNotAnswerInTimeIsSaid() {
    try (TestService impatient = new TestService().with("ASOF_TIMEOUTMILLIS", "500").start()) {
      Answer answer;
      SharedServers.kafka().freeze();
      try {
        answer = impatient.management().get("/ops/availability/X?at=" + now());
      } finally {
        SharedServers.kafka().thaw();
      }
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.code()).isEqualTo("as-of-timeout");
    }
  }

  @Test
  void whatTheLogNoLongerHoldsIsGone() throws InterruptedException, ExecutionException {
    try (TestService forgetful = new TestService().with("KAFKA_PARTITIONS", "1").start()) {
      forgetful.client().feed("erp", location("DC1"), network("ALL", "DC1"), item("BOLT"));
      forgetful.client().feed("erp", onHand("BOLT", "DC1", 5), onHand("BOLT", "DC1", 6));
      var kafka = forgetful.configuration().kafka();
      TopicPartition inventory =
          new TopicPartition(kafka.topicPrefix() + "tradecounter.inventory", 0);
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
        admin.deleteRecords(Map.of(inventory, RecordsToDelete.beforeOffset(1))).all().get();
      }
      Answer answer = forgetful.management().get("/ops/availability/BOLT?at=" + now());
      assertThat(answer.status()).isEqualTo(410);
      assertThat(answer.code()).isEqualTo("log-not-retained");
      assertThat(answer.json().getString("detail")).contains("begins at offset 1, told at ");
    }
  }

  // ---------------------------------------------------------------- asking

  /**
   * The answer now. What was told before is applied as a whole by then, and its position is known:
   * the hash is taken between two batches of the log.
   */
  private static Answer live(String item, String query) {
    assertThat(service.stateHash()).isNotEmpty();
    return client.get("/v1/items/" + item + "/availability?explain=true&" + query);
  }

  private static Answer asOf(String item, String query) {
    return operator.get("/ops/availability/" + item + "?" + query);
  }

  /** What the log was applied to when the answer was given. */
  private static String position(Answer answer) {
    return answer.headers().firstValue("Log-Position").orElseThrow();
  }

  /** So many days from today. */
  private static String day(int days) {
    return LocalDate.now(ZoneOffset.UTC).plusDays(days).toString();
  }

  /** This millisecond; whatever the caller does next is logged in a later one. */
  private static Instant now() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    while (Instant.now().isBefore(now.plusMillis(1))) {
      Thread.onSpinWait();
    }
    return now;
  }

  /** All fields, but how long ago the feeds spoke, which depends on when it is asked. */
  private static JsonObject comparable(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    JsonObject json = answer.json();
    json.remove("asOfLog");
    JsonArray sources = json.getJsonObject("freshness").getJsonArray("sources");
    if (sources.isEmpty()) {
      // It rests on no feed's word, so it is as of the question.
      json.remove("asOf");
    }
    sources.forEach(source -> ((JsonObject) source).remove("lagMs"));
    JsonArray sorted = new JsonArray();
    sources.stream()
        .map(JsonObject.class::cast)
        .sorted(Comparator.comparing((JsonObject source) -> source.getString("feed")))
        .forEach(sorted::add);
    json.getJsonObject("freshness").put("sources", sorted);
    return json;
  }

  private static JsonObject receipt(
      String receipt, String item, String location, int quantity, String expectedOn) {
    Map<String, Object> data = new HashMap<>();
    data.put("receipt", receipt);
    data.put("item", item);
    data.put("location", location);
    data.put("quantity", quantity);
    data.put("expectedOn", expectedOn);
    return event("receipt", new JsonObject(data));
  }

  private static JsonObject bundle(
      String bundle, String first, int quantity, String second, int another) {
    return event(
        "item",
        data("item", bundle, "policy", "BUNDLE", "baseUom", "EA")
            .put(
                "components",
                list(
                    data("item", first, "quantity", quantity),
                    data("item", second, "quantity", another))));
  }
}
