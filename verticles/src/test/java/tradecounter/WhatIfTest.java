package tradecounter;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.testing.Events.baseList;
import static tradecounter.testing.Events.contract;
import static tradecounter.testing.Events.customer;
import static tradecounter.testing.Events.data;
import static tradecounter.testing.Events.event;
import static tradecounter.testing.Events.item;
import static tradecounter.testing.Events.list;
import static tradecounter.testing.Events.price;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.embedded.SharedServers;
import tradecounter.security.Caller;
import tradecounter.testing.Answer;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;
import tradecounter.testing.TestTokens;

/** What a proposal would do is told before anybody is told the new prices. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class WhatIfTest {
  private static final String WHAT_IF = "/ops/prices/what-if";

  private static TestService service;
  private static TestClient client;
  private static TestClient operator;

  /** BOLT costs 10 and NUT 20 on the list BASE; C-1 has BOLT for 9 by contract. */
  @BeforeAll
  static void start() {
    service = new TestService().start();
    client = service.client();
    operator = service.management();
    client.feed(
        "erp",
        item("BOLT"),
        item("NUT"),
        item("WASHER"),
        baseList("BASE", "EUR"),
        price("BASE", "BOLT", 0, "10.00"),
        price("BASE", "NUT", 0, "20.00"),
        customer("C-1", "EUR").put("data", gold("C-1")),
        customer("C-2", "EUR"),
        contract("K-1", "C-1", "BOLT", 0, "9.00"));
    Awaitility.await().until(() -> client.get("/v1/items/BOLT/price?customer=C-1").status() == 200);
  }

  private static JsonObject gold(String customer) {
    return data("customer", customer, "currency", "EUR")
        .put("groups", list(data("group", "GOLD", "priority", 1)));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static JsonObject question(JsonObject... events) {
    return new JsonObject()
        .put("events", new JsonArray(List.of((Object[]) events)))
        .put("customers", "all")
        .put("items", "all");
  }

  private static JsonObject report(JsonObject question) {
    Answer answer = operator.post(WHAT_IF, question);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static JsonObject counts(JsonObject report) {
    return report.getJsonObject("counts");
  }

  private static JsonObject deleted(String object, Object... key) {
    return event(object + ".deleted", data(key));
  }

  // ---------------------------------------------------------------- the report

  @Test
  void whatAPriceFileWouldDo() {
    JsonObject report =
        report(
            question(
                price("BASE", "BOLT", 0, "12.00"),
                price("BASE", "WASHER", 0, "1.00"),
                contract("K-1", "C-1", "BOLT", 0, "8.00"),
                deleted("price", "list", "BASE", "item", "NUT")));
    assertThat(report.getInteger("events")).isEqualTo(4);
    assertThat(report.getInteger("customers")).isEqualTo(2);
    assertThat(report.getInteger("items")).isEqualTo(3);
    assertThat(report.getInteger("pairs")).isEqualTo(6);
    assertThat(counts(report))
        .isEqualTo(
            data(
                "unchanged",
                0,
                "cheaper",
                1,
                "dearer",
                1,
                "new",
                2,
                "lost",
                2,
                "none",
                0,
                "problem",
                0));
    assertThat(report.getJsonArray("increases"))
        .isEqualTo(
            list(
                data("customer", "C-2", "item", "BOLT", "quantity", 1)
                    .put("percent", 20)
                    .put("before", told("10.00", "BASE_LIST", "BASE"))
                    .put("after", told("12.00", "BASE_LIST", "BASE"))));
    JsonObject decrease = report.getJsonArray("decreases").getJsonObject(0);
    assertThat(decrease.getDouble("percent")).isEqualTo(-11.11);
    assertThat(decrease.getJsonObject("after").getJsonObject("winner").getString("id"))
        .isEqualTo("K-1");
    assertThat(report.getJsonArray("gained")).hasSize(2);
    assertThat(report.getJsonArray("lost").getJsonObject(0).getString("item")).isEqualTo("NUT");
    assertThat(report.getString("logPosition")).startsWith("c");
  }

  private static JsonObject told(String amount, String level, String id) {
    return data("unitPrice", data("amount", amount, "currency", "EUR"), "priceUnit", 1)
        .put("uom", "EA")
        .put("winner", data("level", level, "id", id));
  }

  @Test
  void typeAndDataAreEnough() {
    JsonObject bare = price("BASE", "NUT", 0, "21.00");
    List.of("specversion", "id", "source").forEach(bare::remove);
    assertThat(counts(report(question(bare))).getInteger("dearer")).isEqualTo(2);
  }

  @Test
  void nobodyLosesTheirPriceUnawares() {
    JsonObject report = report(question(deleted("price-list", "list", "BASE")));
    assertThat(counts(report).getInteger("lost")).isEqualTo(3);
    assertThat(report.getJsonArray("lost").getJsonObject(0).getString("customer")).isEqualTo("C-1");
  }

  @Test
  void somebodyAndSomethingAreNamed() {
    JsonObject dearer = price("BASE", "BOLT", 0, "11.00");
    JsonObject one =
        report(question(dearer).put("customers", list("C-2")).put("items", list("BOLT", "NUT")));
    assertThat(one.getInteger("pairs")).isEqualTo(2);
    assertThat(counts(one).getInteger("dearer")).isEqualTo(1);
    JsonObject group =
        report(
            question(dearer)
                .put("customers", data("group", "GOLD"))
                .put("items", data("category", "BOLTS"))
                .put("quantities", list(1, 2.5)));
    assertThat(group.getInteger("customers")).isEqualTo(1);
    assertThat(group.getInteger("pairs")).isEqualTo(6);
  }

  @Test
  void whoAndWhatIsLeftOutIsWhatTheProposalTouches() {
    JsonObject contract = contract("K-1", "C-1", "BOLT", 0, "8.00");
    JsonObject touched = report(events(contract));
    assertThat(touched.getInteger("pairs")).isEqualTo(1);
    assertThat(touched.getInteger("customers")).isEqualTo(1);
    assertThat(touched.getInteger("items")).isEqualTo(1);
    assertThat(counts(touched).getInteger("cheaper")).isEqualTo(1);
    assertThat(touched.getJsonArray("decreases"))
        .isEqualTo(report(question(contract)).getJsonArray("decreases"));
    JsonObject dearer = price("BASE", "NUT", 0, "21.00");
    assertThat(report(events(dearer, contract)).getInteger("pairs")).isEqualTo(3);
    assertThat(
            report(events(dearer, contract).put("customers", list("C-1")).put("items", "affected"))
                .getInteger("pairs"))
        .isEqualTo(2);
    assertThat(report(events(dearer, contract).put("items", list("BOLT"))).getInteger("pairs"))
        .isEqualTo(1);
  }

  private static JsonObject events(JsonObject... events) {
    return new JsonObject().put("events", new JsonArray(List.of((Object[]) events)));
  }

  @Test
  void whoOrWhatIsNotThereIsDeclined() {
    JsonObject dearer = price("BASE", "BOLT", 0, "11.00");
    Answer answer =
        operator.post(
            WHAT_IF,
            events(dearer)
                .put("customers", data("group", "NOPE"))
                .put("items", data("category", "NONE")));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.code()).isEqualTo("selection-empty");
    assertThat(
            answer.json().getJsonArray("errors").stream()
                .map(error -> ((JsonObject) error).getString("detail")))
        .containsExactly("no customer is in group 'NOPE'", "no item of category 'NONE' is sold");
  }

  @Test
  void whatTouchesNothingIsAnObjection() {
    JsonObject contractOfNobody = contract("K-9", "C-9", "BOLT", 0, "8.00");
    JsonObject dearer = price("BASE", "BOLT", 0, "11.00");
    for (JsonObject question :
        List.of(question(contractOfNobody, dearer), events(contractOfNobody, dearer))) {
      assertThat(objections(report(question)))
          .containsExactly("0 customer-unknown contract K-9 is of customer C-9, whom nobody knows");
    }
    assertThat(
            objections(report(question(dearer).put("customers", "all").put("items", list("NUT")))))
        .containsExactly(
            "0 nothing-touched price BASE/BOLT touches no price of the customers and items that"
                + " are asked for");
  }

  @Test
  void aContractOfWhoIsNotAskedForIsJudgedToo() {
    JsonObject second = contract("K-2", "C-1", "BOLT", 0, "7.00");
    List<String> objections = objections(report(question(second).put("customers", list("C-2"))));
    assertThat(objections).hasSize(1);
    assertThat(objections.getFirst())
        .startsWith("0 contract-overlaps contract K-2 and contract K-1 both price item BOLT");
  }

  private static List<String> objections(JsonObject report) {
    return report.getJsonArray("objections").stream()
        .map(JsonObject.class::cast)
        .map(o -> o.getInteger("index") + " " + o.getString("code") + " " + o.getString("detail"))
        .toList();
  }

  @Test
  void aListThatBeginsLaterIsSeenOnItsDay() {
    JsonObject christmas =
        event(
            "price-list",
            data("list", "BASE", "currency", "EUR", "kind", "BASE").put("validTo", "2026-12-24"));
    assertThat(counts(report(question(christmas).put("on", "2026-12-24"))).getInteger("lost"))
        .isZero();
    assertThat(counts(report(question(christmas).put("on", "2026-12-25"))).getInteger("lost"))
        .isEqualTo(3);
  }

  @Test
  void whatWillNotWorkIsAnObjection() {
    JsonObject report =
        report(question(price("BASE", "NUT", 0, "20.00"), price("BASF", "NUT", 0, "20.00")));
    JsonObject objection = report.getJsonArray("objections").getJsonObject(0);
    assertThat(objection.getInteger("index")).isEqualTo(1);
    assertThat(objection.getString("code")).isEqualTo("list-unknown");
    assertThat(objection.getString("detail")).contains("BASF");
  }

  // ---------------------------------------------------------------- nothing is written

  @Test
  void nothingIsWrittenAnywhere() throws ExecutionException, InterruptedException {
    String hash = service.stateHash();
    Map<String, Long> ends = logEnds();
    JsonObject shown = shown();
    JsonObject feeds = feeds();
    report(
        question(
                price("BASE", "BOLT", 0, "1.00"),
                baseList("NEW", "EUR"),
                deleted("price-list", "list", "BASE"),
                contract("K-1", "C-1", "BOLT", 0, "1.00"))
            .put("feed", "erp"));
    assertThat(operator.post(WHAT_IF, question(item("BOLT")).put("feed", "erp")).status())
        .isEqualTo(422);
    assertThat(service.stateHash()).isEqualTo(hash);
    assertThat(logEnds()).isEqualTo(ends);
    assertThat(feeds()).isEqualTo(feeds);
    assertThat(shown()).isEqualTo(shown);
  }

  private static JsonObject shown() {
    return client.get("/v1/items/BOLT/price?customer=C-1").json().getJsonObject("unitPrice");
  }

  /** Of each feed what is counted, without its age. */
  private static JsonObject feeds() {
    JsonObject counted = new JsonObject();
    for (Object each : operator.get("/ops/feeds").json().getJsonArray("feeds")) {
      JsonObject feed = (JsonObject) each;
      counted.put(feed.getString("feed"), feed.getLong("applied") + "/" + feed.getLong("refused"));
    }
    return counted;
  }

  private static Map<String, Long> logEnds() throws ExecutionException, InterruptedException {
    String prefix = service.configuration().kafka().topicPrefix();
    Properties properties = new Properties();
    properties.put("bootstrap.servers", SharedServers.kafka().bootstrapServers());
    Map<String, Long> ends = new TreeMap<>();
    try (Admin admin = Admin.create(properties)) {
      List<String> topics =
          admin.listTopics().names().get().stream().filter(t -> t.startsWith(prefix)).toList();
      Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
      admin
          .describeTopics(topics)
          .allTopicNames()
          .get()
          .forEach(
              (topic, description) ->
                  description
                      .partitions()
                      .forEach(
                          p ->
                              wanted.put(
                                  new TopicPartition(topic, p.partition()), OffsetSpec.latest())));
      admin
          .listOffsets(wanted)
          .all()
          .get()
          .forEach((partition, end) -> ends.put(partition.toString(), end.offset()));
    }
    return ends;
  }

  // ---------------------------------------------------------------- what is refused

  @Test
  void allRefusedEventsAreListedAtOnce() {
    Answer answer =
        operator.post(
            WHAT_IF,
            question(
                price("BASE", "BOLT", 0, "-1.00"),
                price("BASE", "BOLT", 0, "1.00"),
                item("BOLT"),
                event("price-lits", data("list", "BASE"))));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.code()).isEqualTo("events-refused");
    assertThat(answer.json().getString("detail")).startsWith("3 of 4 events");
    JsonArray errors = answer.json().getJsonArray("errors");
    assertThat(errors.stream().map(error -> ((JsonObject) error).getString("pointer")))
        .containsExactly("/events/0/data/breaks/0/amount", "/events/2/type", "/events/3/type");
    assertThat(errors.stream().map(error -> ((JsonObject) error).getString("code")))
        .containsExactly("value-invalid", "not-a-price", "type-unknown");
  }

  @Test
  void aFeedMayProposeWhatItOwns() {
    JsonObject dearer = price("BASE", "BOLT", 0, "11.00");
    assertThat(operator.post(WHAT_IF, question(dearer).put("feed", "erp")).status()).isEqualTo(200);
    Answer ofTheWarehouse = operator.post(WHAT_IF, question(dearer).put("feed", "wms"));
    assertThat(ofTheWarehouse.status()).isEqualTo(422);
    assertThat(ofTheWarehouse.json().getJsonArray("errors").getJsonObject(0).getString("code"))
        .isEqualTo("not-owned");
    assertThat(operator.post(WHAT_IF, question(dearer).put("feed", "nobody")).code())
        .isEqualTo("feed-unknown");
  }

  @Test
  void allWhoAreUnknownAreListedAtOnce() {
    Answer answer =
        operator.post(
            WHAT_IF,
            question(price("BASE", "BOLT", 0, "11.00"))
                .put("customers", list("C-1", "C-9"))
                .put("items", list("SCREW")));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(
            answer.json().getJsonArray("errors").stream()
                .map(error -> ((JsonObject) error).getString("pointer")))
        .containsExactly("/customers/1", "/items/0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"customers": "all", "items": "all"}                                  | field-missing
          {"events": [], "customers": "all", "items": "all"}                    | field-missing
          {"customers": "affected"}                                             | field-missing
          {"events": [{}], "customers": [], "items": "all"}                     | value-invalid
          {"events": [{}], "customers": "all", "items": []}                     | value-invalid
          {"events": [{}], "customers": "some", "items": "all"}                 | value-invalid
          {"events": [{}], "customers": {"category": "X"}, "items": "all"}      | field-unknown
          {"events": [{}], "customers": {}, "items": "all"}                     | field-missing
          {"events": [1], "customers": "all", "items": "all"}                   | value-invalid
          {"events": [{}], "customers": "all", "items": "all", "largest": 1001} | value-invalid
          {"events": [{}], "customers": "all", "items": "all", "quantities": []} | value-invalid
          {"events": [{}], "customers": "all", "items": "all", "quantities": [0]} | value-invalid
          {"events": [{}], "customers": "all", "items": "all", "minimumMarginPercent": 100} | value-invalid
          {"events": [{}], "customers": "all", "items": "all", "explain": true} | field-unknown
          {"events": [{}]                                                       | json-invalid
          """)
  void aBodyThatSaysSomethingElse(String body, String code) {
    Answer answer = operator.post(WHAT_IF, "application/json", body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(code);
  }

  @Test
  void onlyOperatorsMayAsk() {
    TestClient seller = operator.as(TestTokens.withScopes(Caller.PRICES_READ));
    assertThat(seller.post(WHAT_IF, question(baseList("NEW", "EUR"))).status()).isEqualTo(403);
    assertThat(operator.as("").post(WHAT_IF, question(baseList("NEW", "EUR"))).status())
        .isEqualTo(401);
  }

  // ---------------------------------------------------------------- limits

  @Test
  void oneAtATimeAndAClientThatGoesAwayIsNotWaitedFor() throws IOException {
    JsonObject question = question(price("BASE", "BOLT", 0, "11.00"));
    URI management = URI.create("http://" + service.configuration().management().host());
    try (Socket slow =
        new Socket(management.getHost(), service.configuration().management().port())) {
      slow.getOutputStream()
          .write(
              ("POST "
                      + WHAT_IF
                      + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\nAuthorization: Bearer "
                      + TestTokens.withScopes(Caller.OPS)
                      + "\r\n\r\n{\"events\":")
                  .getBytes(StandardCharsets.UTF_8));
      Awaitility.await().until(() -> operator.post(WHAT_IF, question).status() == 429);
      Answer declined = operator.post(WHAT_IF, question);
      assertThat(declined.code()).isEqualTo("busy");
      assertThat(declined.headers().firstValue("Retry-After")).isPresent();
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> operator.post(WHAT_IF, question).status() == 200);
  }

  @Test
  void whatWouldTakeTooLongIsDeclined() {
    try (TestService small =
        new TestService()
            .with("WHATIF_TIMEOUTMILLIS", "100")
            .with("WHATIF_PAIRS", "5000000")
            .start()) {
      IntStream.range(0, 20)
          .mapToObj(
              batch ->
                  IntStream.range(batch * 100, batch * 100 + 100)
                      .mapToObj(i -> List.of(item("I-" + i), customer("C-" + i, "EUR")))
                      .flatMap(List::stream)
                      .toArray(JsonObject[]::new))
          .forEach(batch -> assertThat(small.client().feed("erp", batch).status()).isEqualTo(202));
      JsonObject question = question(baseList("NEW", "EUR"));
      Awaitility.await()
          .until(
              () ->
                  small
                      .client()
                      .get("/v1/items/I-1999/price?customer=C-1999")
                      .code()
                      .equals("price-none"));
      Answer late = small.management().post(WHAT_IF, question);
      assertThat(late.status()).isEqualTo(503);
      assertThat(late.code()).isEqualTo("what-if-timeout");
      Answer many = small.management().post(WHAT_IF, question.put("quantities", list(1, 2)));
      assertThat(many.status()).isEqualTo(422);
      assertThat(many.code()).isEqualTo("too-many-pairs");
    }
  }
}
