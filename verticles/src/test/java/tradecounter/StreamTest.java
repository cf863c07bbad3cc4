package tradecounter;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.testing.Events.customer;
import static tradecounter.testing.Events.data;
import static tradecounter.testing.Events.event;
import static tradecounter.testing.Events.item;
import static tradecounter.testing.Events.list;
import static tradecounter.testing.Events.location;
import static tradecounter.testing.Events.network;
import static tradecounter.testing.Events.onHand;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.security.Caller;
import tradecounter.testing.Answer;
import tradecounter.testing.EventReader;
import tradecounter.testing.EventReader.Event;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;
import tradecounter.testing.TestTokens;

/** Changes as they happen: who listens is told what is so, and misses nothing. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class StreamTest {
  private static final String STREAM = "/v1/availability/stream";
  private static final int FEW_STREAMS = 3;

  private static TestService service;

  /** Another node on the same log, with little memory and room. */
  private static TestService small;

  private static TestClient client;

  @BeforeAll
  static void start() {
    service = quick(new TestService()).start();
    client = service.client();
    JsonObject everywhere = network("ALL", "DC1");
    everywhere.getJsonObject("data").put("priority", 9);
    client.feed(
        "erp",
        location("DC1"),
        location("DC2"),
        everywhere,
        networkOf("SOUTH", "DC2"),
        customer("C-1", "EUR", "shipTos", list(data("shipTo", "MAIN", "region", "SOUTH"))),
        customer("C-2", "EUR"));
    small =
        quick(service.twin())
            .with("LIMITS_STREAMS", String.valueOf(FEW_STREAMS))
            .with("LIMITS_STREAMSPERCLIENT", String.valueOf(FEW_STREAMS - 1))
            .with("STREAM_REMEMBEREDCHANGES", "4")
            .start();
  }

  private static TestService quick(TestService node) {
    return node.with("STREAM_HEARTBEATMILLIS", "200").with("STREAM_SWEEPMILLIS", "300");
  }

  @AfterAll
  static void stop() {
    small.close();
    service.close();
  }

  private static EventReader listen(String query) {
    return client.events(STREAM + "?" + query, "");
  }

  private static void say(JsonObject... events) {
    assertThat(client.feed("erp", events).status()).isEqualTo(202);
  }

  private static JsonObject itemOf(String item, String category) {
    JsonObject event = item(item);
    event.getJsonObject("data").put("category", category);
    return event;
  }

  /** A network of one location that serves the region of the same name. */
  private static JsonObject networkOf(String region, String location) {
    JsonObject event = network(region, location);
    event.getJsonObject("data").put("match", data("regions", list(region))).put("priority", 1);
    return event;
  }

  private static JsonObject bundle(String bundle, String category, String... components) {
    List<Object> parts = new ArrayList<>();
    for (String component : components) {
      parts.add(data("item", component, "quantity", 1));
    }
    return event(
        "item",
        data(
            "item",
            bundle,
            "policy",
            "BUNDLE",
            "baseUom",
            "EA",
            "category",
            category,
            "components",
            list(parts.toArray())));
  }

  private static JsonObject threshold(String threshold, int low, Object... of) {
    return event("threshold", data(of).put("threshold", threshold).put("low", low));
  }

  private static Event availability(EventReader reader, String item, int available) {
    return reader.next(
        e ->
            e.isOf(item, "availability")
                && available == e.data().getInteger("available", Integer.MIN_VALUE));
  }

  // ---------------------------------------------------------------- the present, then changes

  @Test
  void beginsWithThePresentStateOfEachItem() {
    say(item("P-BOLT"), onHand("P-BOLT", "DC1", 7));
    try (EventReader reader = listen("items=P-BOLT,P-NONE")) {
      Event bolt = reader.next();
      assertThat(bolt.isOf("P-BOLT", "availability")).isTrue();
      assertThat(bolt.data().getInteger("available")).isEqualTo(7);
      assertThat(bolt.data().getString("uom")).isEqualTo("EA");
      assertThat(bolt.data().getString("state")).isEqualTo("IN_STOCK");
      assertThat(bolt.data().getJsonObject("freshness").getString("state")).isEqualTo("FRESH");
      assertThat(bolt.data().getJsonArray("atp").getJsonObject(0).getInteger("quantity"))
          .isEqualTo(7);
      Event state = reader.next();
      assertThat(state.isOf("P-BOLT", "threshold")).isTrue();
      assertThat(state.data().containsKey("was")).isFalse();
      Event none = reader.next();
      assertThat(none.isOf("P-NONE", "availability")).isTrue();
      assertThat(none.data().getJsonObject("problem").getString("code")).isEqualTo("item-unknown");
      // What is not there yet is told as soon as it is.
      say(item("P-NONE"), onHand("P-NONE", "DC1", 3));
      availability(reader, "P-NONE", 3);
    }
  }

  @Test
  void aChangeIsPushedAndWhatStaysTheSameIsNot() {
    say(item("C-BOLT"), onHand("C-BOLT", "DC1", 7));
    try (EventReader reader = listen("items=C-BOLT&events=availability")) {
      availability(reader, "C-BOLT", 7);
      say(onHand("C-BOLT", "DC1", 7), onHand("C-BOLT", "DC2", 100));
      say(onHand("C-BOLT", "DC1", 8));
      assertThat(reader.next().data().getInteger("available")).isEqualTo(8);
    }
  }

  @Test
  void timeAloneIsToldWhenItChangesTheAnswer() {
    long staleAfterMillis = Duration.ofDays(1).toMillis();
    say(itemOf("T-BOLT", "T"), onHand("T-BOLT", "DC1", 7));
    Instant almostStale = Instant.now().minusMillis(staleAfterMillis).plusSeconds(5);
    assertThat(
            client
                .feed(
                    "supplier",
                    event(
                            "receipt",
                            data(
                                "receipt", "ASN-1",
                                "item", "T-BOLT",
                                "location", "DC1",
                                "quantity", 5,
                                "expectedOn", LocalDate.now(UTC).plusDays(3).toString(),
                                "kind", "ASN"))
                        .put("time", almostStale.toString()))
                .status())
        .isEqualTo(202);
    String id;
    try (EventReader own = listen("items=T-BOLT&events=availability");
        EventReader ofCategory = listen("category=T")) {
      id = ofCategory.idAfter("");
      own.next(e -> e.data().getJsonObject("freshness").getString("state").equals("STALE"));
      Event reset = ofCategory.next("", "reset");
      assertThat(reset.data().getString("reason")).isEqualTo("many-changed");
    }
    // Who was away meanwhile hears of it on any node.
    for (TestService node : List.of(service, small)) {
      String present;
      try (EventReader reader = node.client().events(STREAM + "?category=T", id)) {
        assertThat(reader.next().data().getString("reason")).isEqualTo("many-changed");
        present = reader.idAfter("");
      }
      try (EventReader reader = node.client().events(STREAM + "?category=T", present)) {
        reader.idAfter("");
        assertThat(reader.rest()).as("once").isEmpty();
      }
    }
  }

  // ---------------------------------------------------------------- going on after a lost
  // connection

  @Test
  void whoComesBackIsToldThePresentState() {
    say(item("R-1"), item("R-2"), onHand("R-1", "DC1", 1), onHand("R-2", "DC1", 1));
    String id;
    try (EventReader reader = listen("items=R-1,R-2")) {
      availability(reader, "R-2", 1);
      id = reader.idAfter("");
    }
    say(onHand("R-2", "DC1", 2));
    for (TestService node : List.of(service, small)) {
      try (EventReader reader = node.client().events(STREAM + "?items=R-1,R-2", id)) {
        availability(reader, "R-1", 1);
        assertThat(reader.next().data().containsKey("was")).isFalse();
        Event changed = reader.next();
        assertThat(changed.isOf("R-2", "availability")).isTrue();
        assertThat(changed.data().getInteger("available")).isEqualTo(2);
        assertThat(reader.next().isOf("R-2", "threshold")).isTrue();
        reader.idAfter("");
        assertThat(reader.rest()).as("each once").isEmpty();
      }
    }
  }

  /** Neither the item nor a network changes, only the customer's own record. */
  @Test
  void aChangeOfTheCustomerIsTold() {
    say(itemOf("K-1", "K"), onHand("K-1", "DC1", 5), onHand("K-1", "DC2", 6), buyer("NORTH-POLE"));
    String id;
    String idOfCategory;
    try (EventReader own = listen("items=K-1&customer=C-3&events=availability");
        EventReader ofCategory = listen("category=K&customer=C-3")) {
      availability(own, "K-1", 5);
      ofCategory.idAfter("");
      say(buyer("SOUTH"));
      assertThat(own.next().data().getInteger("available")).isEqualTo(6);
      assertThat(ofCategory.next().data().getString("reason")).isEqualTo("many-changed");
      id = own.idAfter("");
      idOfCategory = ofCategory.idAfter("");
    }
    // The same while nobody is connected.
    say(buyer("NORTH-POLE"));
    try (EventReader own = client.events(STREAM + "?items=K-1&customer=C-3", id);
        EventReader ofCategory = client.events(STREAM + "?category=K&customer=C-3", idOfCategory)) {
      availability(own, "K-1", 5);
      assertThat(ofCategory.next().data().getString("reason")).isEqualTo("many-changed");
    }
  }

  private static JsonObject buyer(String region) {
    return customer("C-3", "EUR", "shipTos", list(data("shipTo", "MAIN", "region", region)));
  }

  @Test
  void anItemToldOnComingBackIsKnown() {
    say(item("K-2"), onHand("K-2", "DC1", 5));
    String position = logPosition(client.get("/v1/items/K-2/availability"));
    try (EventReader reader = client.events(STREAM + "?items=K-2", position)) {
      reader.next("K-2", "threshold");
      say(onHand("K-2", "DC1", 0));
      assertThat(reader.next().data().getInteger("available")).isZero();
      assertThat(reader.next().data().getString("was")).isEqualTo("IN_STOCK");
    }
  }

  @Test
  void anAnswerSaysWhereToGoOn() {
    say(item("L-1"), onHand("L-1", "DC1", 1));
    Answer single = client.get("/v1/items/L-1/availability");
    Answer bulk =
        client.post("/v1/availability", data("lines", list(data("item", "L-1", "quantity", 1))));
    say(onHand("L-1", "DC1", 2));
    for (Answer answer : List.of(single, bulk)) {
      try (EventReader reader = client.events(STREAM + "?items=L-1", logPosition(answer))) {
        availability(reader, "L-1", 2);
      }
    }
  }

  private static String logPosition(Answer answer) {
    return answer.headers().firstValue("Log-Position").orElseThrow();
  }

  @Test
  void whoWasAwayTooLongBeginsAnew() {
    say(itemOf("A-1", "A"), onHand("A-1", "DC1", 1));
    String query = STREAM + "?items=A-1&category=A";
    String id;
    try (EventReader reader = small.client().events(query, "")) {
      availability(reader, "A-1", 1);
      id = reader.idAfter("");
    }
    // Each changes an item of its own: more than the small node remembers.
    for (int other = 0; other < 5; other++) {
      say(onHand("A-OTHER-" + other, "DC1", 1));
    }
    try (EventReader reader = small.client().events(query, id)) {
      Event reset = reader.next();
      assertThat(reset.name()).isEqualTo("reset");
      assertThat(reset.data().getString("reason")).isEqualTo("too-old");
      availability(reader, "A-1", 1);
    }
    try (EventReader reader = client.events(query, id)) {
      assertThat(reader.next().isOf("A-1", "availability"))
          .as("the other node remembers more")
          .isTrue();
    }
    try (EventReader reader = small.client().events(STREAM + "?items=A-1", id)) {
      assertThat(reader.next().isOf("A-1", "availability"))
          .as("is told all it asks for anyway")
          .isTrue();
    }
  }

  @Test
  void whatIsNoPlaceInThisLogBeginsAnew() {
    say(item("O-1"), onHand("O-1", "DC1", 1));
    for (String id : List.of("c1-i2-p3", "4711", "~", "c9.9.9.9-i9.9.9.9-p9.9.9.999999999")) {
      try (EventReader named = client.events(STREAM + "?items=O-1", id);
          EventReader both = client.events(STREAM + "?items=O-1&category=O", id)) {
        assertThat(named.next().isOf("O-1", "availability")).isTrue();
        assertThat(both.next().data().getString("reason")).isEqualTo("other-log");
        availability(both, "O-1", 1);
      }
    }
  }

  @Test
  void aRestartLosesNothing() {
    say(item("N-1"), onHand("N-1", "DC1", 1));
    try (TestService third = quick(service.twin()).start()) {
      String id;
      try (EventReader reader = third.client().events(STREAM + "?items=N-1", "")) {
        availability(reader, "N-1", 1);
        id = reader.idAfter("");
        third.stop();
        reader.awaitEnd();
      }
      say(onHand("N-1", "DC1", 2));
      third.start();
      try (EventReader reader = third.client().events(STREAM + "?items=N-1", id)) {
        availability(reader, "N-1", 2);
      }
    }
  }

  // ---------------------------------------------------------------- thresholds

  /** The item's own threshold goes before its category's, and that before the one for all. */
  @Test
  void crossingsAreToldByTheThresholdThatApplies() {
    say(
        itemOf("H-OWN", "H-CATEGORY"),
        itemOf("H-CAT", "H-CATEGORY"),
        itemOf("H-ANY", "H-OTHER"),
        threshold("H-T1", 10, "item", "H-OWN"),
        threshold("H-T2", 4, "item", "H-OWN"),
        threshold("H-T3", 20, "category", "H-CATEGORY"),
        onHand("H-OWN", "DC1", 50),
        onHand("H-CAT", "DC1", 50),
        onHand("H-ANY", "DC1", 50));
    try (EventReader reader = listen("items=H-OWN,H-CAT,H-ANY&events=threshold")) {
      for (int i = 0; i < 3; i++) {
        assertThat(reader.next().data().getString("state")).isEqualTo("IN_STOCK");
      }
      crossing(reader, "H-OWN", 11, "");
      crossing(reader, "H-OWN", 10, "IN_STOCK LOW");
      crossing(reader, "H-OWN", 3, "");
      crossing(reader, "H-OWN", 0, "LOW OUT");
      crossing(reader, "H-OWN", 12, "OUT IN_STOCK");
      crossing(reader, "H-CAT", 21, "");
      crossing(reader, "H-CAT", 20, "IN_STOCK LOW");
      // Nothing is low without a threshold.
      crossing(reader, "H-ANY", 1, "");
      say(threshold("H-T4", 5));
      assertCrossing(reader.next(), "H-ANY", "IN_STOCK LOW");
      crossing(reader, "H-ANY", 6, "LOW IN_STOCK");
      // The own threshold gone, the category's applies.
      say(
          event("threshold.deleted", data("threshold", "H-T1")),
          event("threshold.deleted", data("threshold", "H-T2")));
      assertCrossing(reader.next(), "H-OWN", "IN_STOCK LOW");
    } finally {
      say(event("threshold.deleted", data("threshold", "H-T4")));
    }
  }

  /** Sets what is there; checks that this crossing follows, if one is expected. */
  private static void crossing(EventReader reader, String item, int onHand, String crossing) {
    say(onHand(item, "DC1", onHand));
    if (!crossing.isEmpty()) {
      assertCrossing(reader.next(), item, crossing);
    }
  }

  private static void assertCrossing(Event event, String item, String crossing) {
    assertThat(event.item() + " " + event.data().getString("was", "") + " " + state(event))
        .isEqualTo(item + " " + crossing);
  }

  private static String state(Event event) {
    return event.data().getString("state");
  }

  // ---------------------------------------------------------------- bundles and categories

  @Test
  void aBundleFollowsItsComponents() {
    say(
        item("B-1"),
        item("B-2"),
        onHand("B-1", "DC1", 5),
        onHand("B-2", "DC1", 9),
        bundle("B-INNER", "KITS", "B-1"),
        bundle("B-OUTER", "KITS", "B-INNER"));
    String id;
    try (EventReader reader = listen("items=B-OUTER&events=availability")) {
      availability(reader, "B-OUTER", 5);
      say(onHand("B-1", "DC1", 6));
      availability(reader, "B-OUTER", 6);
      say(bundle("B-INNER", "KITS", "B-2"));
      availability(reader, "B-OUTER", 9);
      say(onHand("B-1", "DC1", 1), onHand("B-2", "DC1", 8));
      assertThat(reader.next().data().getInteger("available")).isEqualTo(8);
      id = reader.idAfter("");
    }
    say(onHand("B-2", "DC1", 7));
    try (EventReader reader = client.events(STREAM + "?items=B-OUTER&events=availability", id)) {
      availability(reader, "B-OUTER", 7);
    }
  }

  @Test
  void aCategoryIsToldItsChangesOnly() {
    say(
        itemOf("G-1", "G"),
        itemOf("G-2", "G"),
        itemOf("G-3", "OTHER"),
        bundle("G-KIT", "G", "G-3"),
        onHand("G-1", "DC1", 1),
        onHand("G-2", "DC1", 1),
        onHand("G-3", "DC1", 1));
    String id;
    try (EventReader reader = listen("category=G&events=availability")) {
      id = reader.idAfter("");
      say(onHand("G-3", "DC1", 2));
      assertThat(reader.next().item()).as("a bundle of the category").isEqualTo("G-KIT");
      say(onHand("G-2", "DC1", 2));
      assertThat(reader.next().item()).isEqualTo("G-2");
      // Any item may be concerned: nobody can say which.
      say(networkOf("ELSEWHERE", "DC2"));
      assertThat(reader.next().data().getString("reason")).isEqualTo("many-changed");
    } finally {
      say(event("network.deleted", data("network", "ELSEWHERE")));
    }
    try (EventReader reader = client.events(STREAM + "?category=G", id)) {
      assertThat(reader.next().data().getString("reason")).isEqualTo("many-changed");
    }
  }

  @Test
  void aCategoryGoesOnWhereItWas() {
    say(itemOf("Q-1", "Q"), itemOf("Q-2", "Q"), onHand("Q-1", "DC1", 1), onHand("Q-2", "DC1", 1));
    String id = logPosition(client.get("/v1/items/Q-1/availability"));
    say(onHand("Q-2", "DC1", 2));
    try (EventReader reader = client.events(STREAM + "?category=Q&events=availability", id)) {
      EventReader.Event told = reader.next();
      // An answer may hold more of the log than its position says: that much is told twice.
      while (told.item().equals("Q-1")) {
        assertThat(told.data().getInteger("available")).isEqualTo(1);
        told = reader.next();
      }
      assertThat(told.item()).isEqualTo("Q-2");
      assertThat(told.data().getInteger("available")).isEqualTo(2);
    }
  }

  @Test
  void whatManyItemsRestOnIsLookedAtAgain() {
    say(item("M-1"), onHand("M-1", "DC1", 1), onHand("M-1", "DC3", 10));
    try (EventReader reader = listen("items=M-1&shipTo=NORTH&events=availability")) {
      availability(reader, "M-1", 1);
      say(location("DC3"), networkOf("NORTH", "DC3"));
      availability(reader, "M-1", 10);
    }
  }

  // ---------------------------------------------------------------- who may hear what

  @Test
  void eachCustomerHearsItsOwnFigures() {
    say(item("S-1"), onHand("S-1", "DC1", 1), onHand("S-1", "DC2", 20));
    TestClient bound = service.client(TestTokens.boundTo("C-1", Caller.AVAILABILITY_READ));
    try (EventReader own = bound.events(STREAM + "?items=S-1&events=availability", "");
        EventReader anybody = listen("items=S-1&events=availability")) {
      availability(own, "S-1", 20);
      availability(anybody, "S-1", 1);
      say(onHand("S-1", "DC1", 2), onHand("S-1", "DC2", 21));
      assertThat(own.next().data().getInteger("available")).isEqualTo(21);
      assertThat(anybody.next().data().getInteger("available")).isEqualTo(2);
    }
    Answer foreign = bound.get(STREAM + "?items=S-1&customer=C-2");
    Answer absent = bound.get(STREAM + "?items=S-1&customer=C-9");
    assertThat(foreign.code()).isEqualTo("customer-unknown");
    assertThat(absent.code()).isEqualTo("customer-unknown");
  }

  @Test
  void aStreamEndsWithItsToken() {
    TestClient expiring = service.client(TestTokens.expiringIn(3, Caller.AVAILABILITY_READ));
    say(item("E-1"));
    try (EventReader reader = expiring.events(STREAM + "?items=E-1", "")) {
      reader.next();
      reader.awaitEnd();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "''                             , 400, parameter-missing",
    "items=                         , 400, parameter-invalid",
    "'items=A,,B'                   , 400, parameter-invalid",
    "category=                      , 400, parameter-invalid",
    "items=A&items=B                , 400, parameter-repeated",
    "item=A                         , 400, parameter-unknown",
    "items=A&events=prices          , 400, parameter-invalid",
    "items=A&customer=NOBODY        , 404, customer-unknown",
    "items=A&customer=C-1&shipTo=NO , 404, ship-to-unknown"
  })
  void badQuestionsAreNamed(String query, int status, String code) {
    Answer answer = client.get(STREAM + "?" + query.strip());
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.code()).isEqualTo(code);
  }

  @Test
  void nobodyListensToEverythingOrWithoutScope() {
    String many =
        IntStream.range(0, 501).mapToObj(i -> "ITEM-" + i).collect(Collectors.joining(","));
    Answer answer = client.get(STREAM + "?items=" + many);
    assertThat(answer.code()).isEqualTo("parameter-invalid");
    assertThat(answer.json().getString("detail")).contains("501").contains("500");
    assertThat(
            service
                .client(TestTokens.withScopes(Caller.PRICES_READ))
                .get(STREAM + "?items=A")
                .code())
        .isEqualTo("scope-missing");
  }

  @Test
  void aNodeServesSoManyStreamsAndFewerOfOneClient() {
    awaitRoom();
    TestClient another = small.client(ofSubject("another"));
    List<EventReader> open = new ArrayList<>();
    try {
      for (int i = 1; i < FEW_STREAMS; i++) {
        open.add(small.client().events(STREAM + "?items=X", ""));
      }
      assertRefused(small.client(), 429, "too-many-streams-of-client");
      // What was refused takes no place.
      open.add(another.events(STREAM + "?items=X", ""));
      assertRefused(another, 503, "too-many-streams");
    } finally {
      open.forEach(EventReader::close);
    }
    awaitRoom();
    for (int i = 1; i < FEW_STREAMS; i++) {
      small.client().events(STREAM + "?items=X", "").close();
    }
  }

  private static String ofSubject(String subject) {
    return TestTokens.token(data("sub", subject, "scope", Caller.AVAILABILITY_READ));
  }

  private static void assertRefused(TestClient client, int status, String code) {
    Answer refused = client.get(STREAM + "?items=X");
    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.code()).isEqualTo(code);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
  }

  /** The node notices by and by that a client has gone. */
  private static void awaitRoom() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                small
                    .management()
                    .get("/metrics")
                    .text()
                    .contains("\ntradecounter_stream_clients 0.0"));
  }
}
