package tradecounter;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.testing.Answer.amount;
import static tradecounter.testing.Events.baseList;
import static tradecounter.testing.Events.contract;
import static tradecounter.testing.Events.customer;
import static tradecounter.testing.Events.data;
import static tradecounter.testing.Events.event;
import static tradecounter.testing.Events.list;
import static tradecounter.testing.Events.location;
import static tradecounter.testing.Events.network;
import static tradecounter.testing.Events.onHand;
import static tradecounter.testing.Events.price;
import static tradecounter.testing.Events.promotion;
import static tradecounter.testing.Events.shipTo;
import static tradecounter.testing.Events.taxRate;
import static tradecounter.testing.Events.taxed;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tradecounter.log.LogProgress;
import tradecounter.testing.Answer;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;

/** What a feed says of prices and taxes is in the next answer, on every node. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class PriceChangesTest {
  private static final int CHANGES = 60;

  /** Contract, promotion, tax rate. */
  private static final int KINDS = 3;

  private static TestService service;
  private static TestClient client;

  @BeforeAll
  static void start() {
    service = new TestService().start();
    client = service.client();
    feed(
        location("DC1"),
        network("ALL", "DC1"),
        baseList("BASE", "EUR"),
        taxRate("DE", "STANDARD", "19"),
        customer(
            "C-1",
            "EUR",
            "shipTos",
            list(shipTo("DE", "DE")),
            "groups",
            list(data("group", "NORTH", "priority", 1))));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static void feed(JsonObject... events) {
    Answer told = client.feed("erp", events);
    assertThat(told.json().getInteger("accepted")).as(told.text()).isEqualTo(events.length);
  }

  /** An item that costs 10.00 and is there. */
  private static void sell(String item) {
    feed(taxed(item, "STANDARD"), onHand(item, "DC1", 100), price("BASE", item, 1, "10.00"));
  }

  private static String told(String item) {
    return told("C-1", item);
  }

  /** Net and gross of one, which a price, a cart and a quote agree about. */
  private static String told(String customer, String item) {
    String single =
        netAndGross(client.get("/v1/items/" + item + "/price?customer=" + customer).json());
    JsonObject cart = data("customer", customer, "shipTo", "DE", "lines", list(line(item)));
    for (String path : List.of("/v1/prices", "/v1/quotes")) {
      JsonObject line = client.post(path, cart).json().getJsonArray("lines").getJsonObject(0);
      assertThat(netAndGross(line)).as(path).isEqualTo(single);
    }
    return single;
  }

  private static JsonObject line(String item) {
    return data("item", item, "quantity", 1);
  }

  private static String netAndGross(JsonObject price) {
    return amount(price, "extendedPrice") + " " + amount(price.getJsonObject("tax"), "gross");
  }

  // ---------------------------------------------------------------- one node

  @Test
  void aContractIsInTheNextAnswer() {
    sell("HAMMER");
    assertThat(told("HAMMER")).isEqualTo("10.00 11.90");
    feed(contract("K-1", "C-1", "HAMMER", 1, "8.00"));
    assertThat(told("HAMMER")).isEqualTo("8.00 9.52");
    feed(contract("K-1", "C-1", "HAMMER", 1, "7.00"));
    assertThat(told("HAMMER")).isEqualTo("7.00 8.33");
    feed(
        event(
            "contract-price.deleted",
            data("contract", "K-1", "customer", "C-1", "item", "HAMMER")));
    assertThat(told("HAMMER")).isEqualTo("10.00 11.90");
  }

  @Test
  void aContractOfABuyingGroupIsInTheNextAnswerOfItsMembers() {
    sell("PLIERS");
    assertThat(told("PLIERS")).isEqualTo("10.00 11.90");
    feed(
        event(
            "contract-price",
            data("contract", "K-2", "buyingGroup", "NORTH", "item", "PLIERS")
                .put("discountPercent", "50")));
    assertThat(told("PLIERS")).isEqualTo("5.00 5.95");
    feed(customer("C-1", "EUR", "shipTos", list(shipTo("DE", "DE"))));
    assertThat(told("PLIERS")).isEqualTo("10.00 11.90");
    feed(
        customer(
            "C-1",
            "EUR",
            "shipTos",
            list(shipTo("DE", "DE")),
            "groups",
            list(data("group", "NORTH", "priority", 1))));
    assertThat(told("PLIERS")).isEqualTo("5.00 5.95");
  }

  @Test
  void aPromotionIsInTheNextAnswer() {
    sell("SAW");
    assertThat(told("SAW")).isEqualTo("10.00 11.90");
    feed(promotion("P-SAW", data("items", list("SAW")), data("percent", "10")));
    assertThat(told("SAW")).isEqualTo("9.00 10.71");
    feed(promotion("P-SAW", data("items", list("SAW")), data("percent", "20")));
    assertThat(told("SAW")).isEqualTo("8.00 9.52");
    feed(event("promotion.deleted", data("promotion", "P-SAW")));
    assertThat(told("SAW")).isEqualTo("10.00 11.90");
  }

  @Test
  void aTaxRateIsInTheNextAnswer() {
    feed(taxRate("DE", "REDUCED", "7"));
    feed(taxed("BOOK", "REDUCED"), onHand("BOOK", "DC1", 100), price("BASE", "BOOK", 1, "10.00"));
    assertThat(told("BOOK")).isEqualTo("10.00 10.70");
    feed(taxRate("DE", "REDUCED", "5"));
    assertThat(told("BOOK")).isEqualTo("10.00 10.50");
    feed(event("tax-rate.deleted", data("jurisdiction", "DE", "taxCategory", "REDUCED")));
    assertThat(
            client
                .get("/v1/items/BOOK/price?customer=C-1")
                .json()
                .getJsonObject("tax")
                .getString("code"))
        .isEqualTo("tax-rate-unknown");
  }

  @Test
  void aFormulaAndWhatItRestsOnAreInTheNextAnswer() {
    sell("DRILL");
    feed(
        customer(
            "C-2",
            "EUR",
            "shipTos",
            list(shipTo("DE", "DE")),
            "groups",
            list(data("group", "DRILLERS", "priority", 1))));
    feed(derived(data("discountPercent", "10")));
    assertThat(told("C-2", "DRILL")).isEqualTo("9.00 10.71");
    feed(derived(data("discountPercent", "20")));
    assertThat(told("C-2", "DRILL")).isEqualTo("8.00 9.52");
    feed(price("BASE", "DRILL", 1, "20.00"));
    assertThat(told("C-2", "DRILL")).isEqualTo("16.00 19.04");
    feed(
        derived(data("discountPercent", "20", "minimumMarginPercent", "50")),
        event("cost", cost("9.00")));
    assertThat(told("C-2", "DRILL")).isEqualTo("18.00 21.42");
    feed(event("cost", cost("12.00")));
    assertThat(told("C-2", "DRILL")).isEqualTo("24.00 28.56");
    feed(event("price-list.deleted", data("list", "NORTH")));
    assertThat(told("C-2", "DRILL")).isEqualTo("20.00 23.80");
  }

  private static JsonObject derived(JsonObject formula) {
    return event(
        "price-list",
        data("list", "NORTH", "currency", "EUR", "kind", "GROUP", "groups", list("DRILLERS"))
            .put("derivedFrom", formula.put("list", "BASE")));
  }

  private static JsonObject cost(String amount) {
    return data("item", "DRILL", "amount", amount, "currency", "EUR");
  }

  // ---------------------------------------------------------------- another node

  /**
   * Changes go in through one node while the other one is asked without a pause. An answer says how
   * far the log was applied, at least, when it was made: one that reaches a change has it. With a
   * cache that holds next to nothing each question loads the contracts, so that loads and changes
   * meet.
   */
  @ParameterizedTest(name = "with {0} bytes of contracts in memory")
  @ValueSource(strings = {"67108864", "1"})
  void anAnswerOfAnotherNodeHasEveryChangeItsPositionReaches(String cachedBytes) {
    Race race = new Race(cachedBytes);
    race.define();
    try (TestService other = service.twin().with("PRICES_CACHEDBYTES", cachedBytes).start()) {
      AtomicBoolean over = new AtomicBoolean();
      CompletableFuture<List<Seen>> asking =
          CompletableFuture.supplyAsync(
              () -> {
                List<Seen> answers = new ArrayList<>();
                while (!over.get()) {
                  answers.add(race.seen(other.client()));
                }
                return answers;
              });
      List<LogProgress> behind = new ArrayList<>();
      try {
        // The other node is ready: it has applied all there was.
        LogProgress before =
            Awaitility.await()
                .until(
                    () -> race.seen(client).position(),
                    race.seen(other.client()).position()::equals);
        for (int number = 1; number <= CHANGES; number++) {
          feed(race.change(number));
          assertThat(race.seen(client).values()).as("the next answer").isEqualTo(after(number));
          before = race.positionBehind(before);
          behind.add(before);
        }
        Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> race.seen(other.client()).values().equals(after(CHANGES)));
      } finally {
        over.set(true);
      }
      int reached = 0;
      for (Seen answer : asking.join()) {
        while (reached < CHANGES && answer.position().reaches(behind.get(reached))) {
          reached++;
        }
        List<Integer> atLeast = after(reached);
        assertThat(IntStream.range(0, KINDS))
            .as("%s after change %d", answer, reached)
            .allMatch(kind -> answer.values().get(kind) >= atLeast.get(kind));
      }
      assertThat(reached).isEqualTo(CHANGES);
    }
  }

  /** Of each kind the number of the last change, once so many have been made by turns. */
  private static List<Integer> after(int changes) {
    return IntStream.range(0, KINDS)
        .mapToObj(kind -> Math.max(0, changes - Math.floorMod(changes - kind, KINDS)))
        .toList();
  }

  /**
   * What one answer told.
   *
   * @param position how far the log was applied for it, at least
   * @param values of each kind the number of the change that it shows, 0 before the first
   */
  private record Seen(LogProgress position, List<Integer> values) {}

  /** Three items whose contract, promotion and tax rate change by turns. */
  private record Race(String name) {
    void define() {
      feed(taxRate("DE", tax(), "0"));
      for (String item : items()) {
        feed(taxed(item, tax()), price("BASE", item, 1, "10.00"));
      }
    }

    private String tax() {
      return "TAX-" + name;
    }

    private List<String> items() {
      return List.of("AGREED-" + name, "PROMOTED-" + name, "TAXED-" + name);
    }

    /** Change 7 makes it 2.07, or taxes it with 7 %. */
    JsonObject change(int number) {
      String amount = "2.%02d".formatted(number);
      String item = items().get(number % KINDS);
      return switch (number % KINDS) {
        case 0 -> contract("K-" + name, "C-1", item, 1, amount);
        case 1 ->
            promotion(
                "P-" + name, data("items", list(item)), data("fixed", amount), "currency", "EUR");
        default -> taxRate("DE", tax(), Integer.toString(number));
      };
    }

    Seen seen(TestClient by) {
      Answer answer =
          by.post(
              "/v1/prices",
              data("customer", "C-1", "shipTo", "DE")
                  .put("lines", new JsonArray(items().stream().map(i -> line(i)).toList())));
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      JsonArray lines = answer.json().getJsonArray("lines");
      return new Seen(
          answer.headers().firstValue("Log-Position").flatMap(LogProgress::parse).orElseThrow(),
          List.of(
              cents(lines.getJsonObject(0)),
              cents(lines.getJsonObject(1)),
              lines.getJsonObject(2).getJsonObject("tax").getInteger("percent")));
    }

    /** The position with one more record than this one, once an answer tells of it. */
    LogProgress positionBehind(LogProgress before) {
      return Awaitility.await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(2))
          .until(() -> seen(client).position(), position -> !position.equals(before));
    }

    private static int cents(JsonObject price) {
      String amount = amount(price, "unitPrice");
      return amount.equals("10.00") ? 0 : Integer.parseInt(amount.substring("2.".length()));
    }
  }
}
