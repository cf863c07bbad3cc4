package tradecounter;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.testing.Events.customer;
import static tradecounter.testing.Events.data;
import static tradecounter.testing.Events.event;
import static tradecounter.testing.Events.item;
import static tradecounter.testing.Events.list;
import static tradecounter.testing.Events.location;
import static tradecounter.testing.Events.network;
import static tradecounter.testing.Events.onHand;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tradecounter.security.Caller;
import tradecounter.testing.Answer;
import tradecounter.testing.EventReader;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;
import tradecounter.testing.TestTokens;

/** What is held is promised to nobody else, on every node, until it is given back. */
final class HoldTest {
  private static TestService service;
  private static TestService twin;
  private static TestClient client;
  private static TestClient elsewhere;

  @BeforeAll
  static void start() {
    service = new TestService().with("HOLDS_MAXIMUMTTLSECONDS", "1000").start();
    twin = service.twin().with("HOLDS_MAXIMUMTTLSECONDS", "1000").start();
    client = service.client();
    elsewhere = twin.client();
    say(
        location("DC1"),
        location("DC2"),
        network("ALL", "DC1", "DC2"),
        customer("C-1", "EUR"),
        customer("C-2", "EUR"));
  }

  @AfterAll
  static void stop() {
    twin.close();
    service.close();
  }

  private static void say(JsonObject... events) {
    assertThat(client.feed("erp", events).status()).isEqualTo(202);
  }

  /** {@code "A 3"} is three of A. */
  private static JsonObject wish(String customer, String... lines) {
    JsonArray wished = new JsonArray();
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      wished.add(data("item", words[0], "quantity", Integer.parseInt(words[1])));
    }
    return data("customer", customer, "ttlSeconds", 600).put("lines", wished);
  }

  private static Answer hold(String... lines) {
    return client.post("/v1/holds", wish("C-1", lines));
  }

  private static String held(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return "/v1/holds/" + answer.json().getString("holdId");
  }

  private static int available(TestClient by, String item) {
    return by.get("/v1/items/" + item + "/availability").json().getInteger("available");
  }

  private static void availableEverywhere(String item, int expected) {
    assertThat(available(client, item)).as("where it was held").isEqualTo(expected);
    Awaitility.await("on the other node")
        .pollInterval(Duration.ofMillis(5))
        .untilAsserted(() -> assertThat(available(elsewhere, item)).isEqualTo(expected));
  }

  // ---------------------------------------------------------------- one hold

  @Test
  void whatIsHeldIsGoneForOthersAndComesBack() {
    say(item("A"), onHand("A", "DC1", 10));
    Answer answer = hold("A 4");
    String path = held(answer);
    assertThat(answer.headers().firstValue("Location")).contains(path);
    JsonObject line = answer.json().getJsonArray("lines").getJsonObject(0);
    assertThat(line.getInteger("held")).isEqualTo(4);
    assertThat(line.getJsonArray("parts").getJsonObject(0).getString("source")).isEqualTo("DC1");
    availableEverywhere("A", 6);
    JsonObject location =
        client.get("/v1/items/A/availability").json().getJsonArray("locations").getJsonObject(0);
    assertThat(location.getInteger("held")).isEqualTo(4);
    assertThat(elsewhere.get(path).json()).isEqualTo(client.get(path).json());

    Answer more = client.patch(path, release("1", 3));
    assertThat(more.json().getJsonArray("lines").getJsonObject(0).getInteger("held")).isEqualTo(1);
    assertThat(more.json().containsKey("notHeld")).isFalse();
    availableEverywhere("A", 9);

    Answer gone = elsewhere.delete(path);
    assertThat(gone.json().getString("status")).isEqualTo("RELEASED");
    assertThat(available(elsewhere, "A")).isEqualTo(10);
    Awaitility.await().untilAsserted(() -> assertThat(available(client, "A")).isEqualTo(10));
    assertThat(client.delete(path).json()).isEqualTo(gone.json());
    assertThat(client.patch(path, data("ttlSeconds", 5)).code()).isEqualTo("hold-released");
  }

  private static JsonObject release(String line, int quantity) {
    return data("release", list(data("lineId", line, "quantity", quantity)));
  }

  /** T12. */
  @Test
  void aReleaseLargerThanWhatIsHeldReleasesWhatIsHeldAndSaysSo() {
    say(item("T12"), onHand("T12", "DC1", 50));
    String path = held(hold("T12 10"));
    JsonObject released = client.patch(path, release("1", 12)).json();
    assertThat(released.getString("status")).isEqualTo("RELEASED");
    assertThat(released.getJsonArray("notHeld"))
        .isEqualTo(list(data("lineId", "1", "quantity", 2)));
    availableEverywhere("T12", 50);
  }

  @Test
  void allOrNothing() {
    say(item("N-1"), item("N-2"), onHand("N-1", "DC1", 5), onHand("N-2", "DC1", 5));
    Answer refused = hold("N-1 5", "N-2 6", "NO-SUCH 1");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.code()).isEqualTo("item-unknown");
    Answer little = hold("N-1 5", "N-2 6", "N-1 1");
    assertThat(pointers(little)).containsExactly("/lines/1/quantity", "/lines/2/quantity");
    assertThat(little.code()).isEqualTo("insufficient-availability");
    availableEverywhere("N-1", 5);

    Answer partial = client.post("/v1/holds", wish("C-1", "N-1 5", "N-2 6").put("partial", true));
    held(partial);
    assertThat(partial.json().getJsonArray("lines").getJsonObject(1).getInteger("held"))
        .isEqualTo(5);
    availableEverywhere("N-2", 0);
    assertThat(client.post("/v1/holds", wish("C-1", "N-1 1").put("partial", true)).status())
        .isEqualTo(422);
  }

  private static List<String> pointers(Answer answer) {
    return answer.json().getJsonArray("errors").stream()
        .map(error -> ((JsonObject) error).getString("pointer"))
        .toList();
  }

  @Test
  void fromOnePlaceAndFromADay() {
    say(item("P"), onHand("P", "DC1", 5), onHand("P", "DC2", 5));
    JsonObject there = wish("C-1", "P 4");
    there.getJsonArray("lines").getJsonObject(0).put("from", data("location", "DC2"));
    Answer answer = client.post("/v1/holds", there);
    held(answer);
    assertThat(
            answer
                .json()
                .getJsonArray("lines")
                .getJsonObject(0)
                .getJsonArray("parts")
                .getJsonObject(0)
                .getString("source"))
        .isEqualTo("DC2");
    assertThat(client.post("/v1/holds", there).status()).isEqualTo(422);
    availableEverywhere("P", 6);
  }

  @Test
  void aBundleHoldsItsComponents() {
    JsonObject bundle = item("KIT");
    bundle
        .getJsonObject("data")
        .put("policy", "BUNDLE")
        .put(
            "components",
            list(data("item", "K-1", "quantity", 2), data("item", "K-2", "quantity", 1)));
    say(item("K-1"), item("K-2"), bundle, onHand("K-1", "DC1", 5), onHand("K-2", "DC1", 9));
    Answer answer = hold("KIT 2");
    String path = held(answer);
    assertThat(answer.json().getJsonArray("lines").getJsonObject(0).getInteger("held"))
        .isEqualTo(2);
    availableEverywhere("K-1", 1);
    availableEverywhere("K-2", 7);
    assertThat(hold("KIT 1").status()).isEqualTo(422);
    client.patch(path, release("1", 1));
    availableEverywhere("K-1", 3);
    availableEverywhere("K-2", 8);
  }

  @Test
  void itsTimeIsOverOnEveryNode() {
    say(item("E"), onHand("E", "DC1", 3));
    String path = held(client.post("/v1/holds", wish("C-1", "E 3").put("ttlSeconds", 1)));
    Awaitility.await().untilAsserted(() -> availableEverywhere("E", 3));
    assertThat(client.get(path).json().getString("status")).isEqualTo("EXPIRED");
    assertThat(client.patch(path, data("ttlSeconds", 5)).code()).isEqualTo("hold-expired");
    String longer = held(client.post("/v1/holds", wish("C-1", "E 3").put("ttlSeconds", 1)));
    assertThat(client.patch(longer, data("ttlSeconds", 500)).status()).isEqualTo(200);
    assertThat(client.patch(longer, data("ttlSeconds", 5_000)).code()).isEqualTo("ttl-too-long");
  }

  @Test
  void theStreamTellsOfHolds() {
    say(item("S"), onHand("S", "DC1", 7));
    try (EventReader here = stream(client);
        EventReader there = stream(elsewhere)) {
      assertThat(here.next().data().getInteger("available")).isEqualTo(7);
      EventReader.Event first = there.next();
      if (first.data().getInteger("available") != 7) {
        first = there.next();
      }
      assertThat(first.data().getInteger("available")).isEqualTo(7);
      held(hold("S 2"));
      assertThat(here.next().data().getInteger("available")).isEqualTo(5);
      assertThat(there.next().data().getInteger("available")).isEqualTo(5);
    }
  }

  private static EventReader stream(TestClient by) {
    return by.events("/v1/availability/stream?items=S&events=availability", "");
  }

  // ---------------------------------------------------------------- figures and holds

  @Test
  void anExplanationNamesWhatIsHeld() {
    say(item("X"), onHand("X", "DC1", 5));
    held(hold("X 2"));
    JsonArray holds =
        client
            .get("/v1/items/X/availability?explain=true")
            .json()
            .getJsonObject("explanation")
            .getJsonArray("items")
            .getJsonObject(0)
            .getJsonArray("sources")
            .getJsonObject(0)
            .getJsonArray("holds");
    assertThat(holds.getJsonObject(0).getInteger("quantity")).isEqualTo(2);
  }

  @Test
  void whatIsHeldOutlivesTheNode() {
    say(item("R"), onHand("R", "DC1", 5));
    held(hold("R 2"));
    try (TestService third = service.twin().start()) {
      assertThat(available(third.client(), "R")).isEqualTo(3);
    }
  }

  // ---------------------------------------------------------------- many at once

  @Test
  void theLastOneIsHeldOnce() throws Exception {
    say(item("L"), onHand("L", "DC1", 7));
    Awaitility.await().until(() -> available(elsewhere, "L") == 7);
    List<Answer> answers = new ArrayList<>();
    try (ExecutorService buyers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Answer>> wishes = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        TestClient by = i % 2 == 0 ? client : elsewhere;
        wishes.add(() -> by.post("/v1/holds", wish(by == client ? "C-1" : "C-2", "L 1")));
      }
      for (Future<Answer> answer : buyers.invokeAll(wishes)) {
        answers.add(answer.get());
      }
    }
    assertThat(answers.stream().filter(a -> a.status() == 201)).hasSize(7);
    assertThat(answers.stream().filter(a -> a.code().equals("insufficient-availability")))
        .hasSize(193);
    availableEverywhere("L", 0);
  }

  @Test
  void oppositeOrdersDoNotBlockEachOther() throws Exception {
    say(item("O-1"), item("O-2"), onHand("O-1", "DC1", 30), onHand("O-2", "DC1", 30));
    Awaitility.await().until(() -> available(elsewhere, "O-2") == 30);
    try (ExecutorService buyers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Answer>> wishes = new ArrayList<>();
      for (int i = 0; i < 80; i++) {
        boolean here = i % 2 == 0;
        wishes.add(
            () ->
                here
                    ? client.post("/v1/holds", wish("C-1", "O-1 1", "O-2 1"))
                    : elsewhere.post("/v1/holds", wish("C-2", "O-2 1", "O-1 1")));
      }
      long held = 0;
      for (Future<Answer> answer : buyers.invokeAll(wishes)) {
        held += answer.get().status() == 201 ? 1 : 0;
      }
      assertThat(held).isEqualTo(30);
    }
    availableEverywhere("O-1", 0);
    availableEverywhere("O-2", 0);
  }

  @Test
  void nobodyHoldsMoreThanItsQuota() {
    try (TestService strict =
        service
            .twin()
            .with("HOLDS_ACTIVEPERCUSTOMER", "2")
            .with("HOLDS_SHAREPERCENT", "50")
            .start()) {
      TestClient by = strict.client();
      say(customer("C-Q", "EUR"), item("Q"), onHand("Q", "DC1", 10));
      Awaitility.await().until(() -> available(by, "Q") == 10);
      assertThat(by.post("/v1/holds", wish("C-Q", "Q 6")).code()).isEqualTo("hold-share-exceeded");
      held(by.post("/v1/holds", wish("C-Q", "Q 3")));
      assertThat(by.post("/v1/holds", wish("C-Q", "Q 3")).code()).isEqualTo("hold-share-exceeded");
      String second = held(by.post("/v1/holds", wish("C-Q", "Q 2")));
      assertThat(by.post("/v1/holds", wish("C-Q", "Q 1")).code()).isEqualTo("hold-quota-exceeded");
      by.delete(second);
      held(by.post("/v1/holds", wish("C-Q", "Q 1")));
    }
  }

  // ---------------------------------------------------------------- who may, and what is wrong

  @Test
  void anotherCustomersHoldDoesNotExist() {
    say(item("F"), onHand("F", "DC1", 5));
    String path = held(hold("F 1"));
    TestClient foreign = service.client(TestTokens.boundTo("C-2", Caller.HOLDS_WRITE));
    Answer absent = foreign.get("/v1/holds/H-none");
    for (Answer answer :
        List.of(foreign.get(path), foreign.delete(path), foreign.patch(path, release("1", 1)))) {
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.code()).isEqualTo(absent.code());
    }
    assertThat(foreign.post("/v1/holds", wish("C-1", "F 1")).code()).isEqualTo("customer-unknown");
    TestClient none = service.client(TestTokens.withScopes(Caller.AVAILABILITY_READ));
    assertThat(none.post("/v1/holds", wish("C-1", "F 1")).status()).isEqualTo(403);
    availableEverywhere("F", 4);
  }

  @Test
  void whatIsWrongIsSaidAtOnce() {
    say(
        event(
            "item",
            data(
                "item",
                "W",
                "policy",
                "STOCKED",
                "baseUom",
                "EA",
                "quantityRules",
                data("multiple", 5))));
    JsonObject wish = wish("C-1", "W 3", "NO-SUCH 1");
    wish.getJsonArray("lines").getJsonObject(1).put("lineId", "9");
    Answer answer = client.post("/v1/holds", wish);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(pointers(answer)).containsExactly("/lines/0/quantity", "/lines/1/item");
    assertThat(client.post("/v1/holds", wish("C-1").put("explain", true)).status()).isEqualTo(400);
    assertThat(client.patch("/v1/holds/H-none", data()).status()).isEqualTo(400);
  }
}
