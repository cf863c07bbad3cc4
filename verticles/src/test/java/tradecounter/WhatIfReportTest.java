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
import static tradecounter.testing.Events.promotion;
import static tradecounter.testing.Events.with;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tradecounter.testing.Answer;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;

/** A clerk's proposals, one of each kind, and what is told of them; and then they come true. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class WhatIfReportTest {
  private static final int CUSTOMERS = 20;
  private static final int ITEMS = 10;

  private static TestService service;
  private static TestClient client;
  private static TestClient operator;

  /**
   * I-0 to I-9 cost 100, and whoever sells them paid 70. C-10 to C-19 are craftsmen, who have the
   * list PRO, 10 % below; the others pay the list price.
   */
  @BeforeAll
  static void start() {
    service = new TestService().start();
    client = service.client();
    operator = service.management();
    feed(baseList("BASE", "EUR"), derived("PRO", "CRAFTS", 10));
    feed(
        IntStream.range(0, ITEMS)
            .mapToObj(i -> "I-" + i)
            .flatMap(i -> Stream.of(item(i), price("BASE", i, 1, "100.00"), cost(i, "70.00"))));
    feed(
        IntStream.range(0, CUSTOMERS)
            .mapToObj(
                c ->
                    c < 10
                        ? customer("C-0" + c, "EUR")
                        : customer(
                            "C-" + c,
                            "EUR",
                            "groups",
                            list(data("group", "CRAFTS", "priority", 1)))));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static void feed(Stream<JsonObject> events) {
    feed(events.toArray(JsonObject[]::new));
  }

  private static void feed(JsonObject... events) {
    Answer told = client.feed("erp", events);
    assertThat(told.json().getInteger("accepted")).as(told.text()).isEqualTo(events.length);
  }

  private static JsonObject derived(String list, String group, int discountPercent) {
    return event(
        "price-list",
        data("list", list, "currency", "EUR", "kind", "GROUP", "groups", list(group))
            .put(
                "derivedFrom",
                data("list", "BASE", "discountPercent", Integer.toString(discountPercent))));
  }

  private static JsonObject cost(String item, String amount) {
    return event("cost", data("item", item, "amount", amount, "currency", "EUR"));
  }

  private static JsonObject question(List<JsonObject> events) {
    return data("customers", "all", "items", "all", "minimumMarginPercent", 20)
        .put("events", new JsonArray(events));
  }

  private static JsonObject report(JsonObject question) {
    Answer answer = operator.post("/ops/prices/what-if", question);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    JsonObject report = answer.json();
    assertThat(report.getJsonArray("objections")).isEmpty();
    assertThat(report.getInteger("pairs")).isEqualTo(CUSTOMERS * ITEMS);
    return report;
  }

  private static JsonObject reportOn(JsonObject... events) {
    return report(question(List.of(events)));
  }

  /** Such as {@code "10 cheaper, 190 unchanged"}. */
  private static String counts(JsonObject report) {
    return report.getJsonObject("counts").stream()
        .filter(count -> (int) count.getValue() > 0)
        .map(count -> count.getValue() + " " + count.getKey())
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /** Such as {@code "C-10 I-0 90.00 PRO -> 80.00 NEW -11.11"}, for as many as are told. */
  private static List<String> changes(JsonObject report, String kind) {
    return report.getJsonArray(kind).stream()
        .map(JsonObject.class::cast)
        .map(
            change ->
                change.getString("customer")
                    + " "
                    + change.getString("item")
                    + " "
                    + priceAndWinner(change.getJsonObject("before"))
                    + " -> "
                    + priceAndWinner(change.getJsonObject("after"))
                    + " "
                    + change.getValue("percent"))
        .toList();
  }

  private static String priceAndWinner(JsonObject price) {
    return price.getJsonObject("unitPrice").getString("amount")
        + " "
        + price.getJsonObject("winner").getString("id");
  }

  /** Below the floor before, after, and newly. */
  private static List<Integer> below(JsonObject report) {
    JsonObject margins = report.getJsonObject("margins");
    return Stream.of("belowBefore", "belowAfter", "newlyBelow").map(margins::getInteger).toList();
  }

  // ---------------------------------------------------------------- one of each kind

  @Test
  void aNewListForAGroup() {
    JsonObject list =
        event(
            "price-list",
            data("list", "NEW", "currency", "EUR", "kind", "GROUP", "groups", list("CRAFTS"))
                .put("priority", 1));
    JsonObject report =
        reportOn(list, price("NEW", "I-0", 1, "80.00"), price("NEW", "I-1", 1, "99.00"));
    assertThat(counts(report)).isEqualTo("10 cheaper, 10 dearer, 180 unchanged");
    assertThat(changes(report, "decreases"))
        .hasSize(10)
        .startsWith("C-10 I-0 90.00 PRO -> 80.00 NEW -11.11");
    assertThat(changes(report, "increases"))
        .hasSize(10)
        .endsWith("C-19 I-1 90.00 PRO -> 99.00 NEW 10");
    // 80 leaves 12.5 % over 70.
    assertThat(below(report)).containsExactly(0, 10, 10);
    JsonObject worst = report.getJsonObject("margins").getJsonArray("worst").getJsonObject(0);
    assertThat(worst.getString("customer") + " " + worst.getString("item")).isEqualTo("C-10 I-0");
    assertThat(worst.getDouble("marginBefore")).isEqualTo(22.22);
    assertThat(worst.getDouble("marginAfter")).isEqualTo(12.5);
    assertThat(worst.getJsonObject("cost")).isEqualTo(data("amount", "70.00", "currency", "EUR"));
  }

  @Test
  void aPromotionOnItsDays() {
    JsonObject promotion =
        promotion(
            "P-1",
            data("items", list("I-3")),
            data("percent", "25"),
            "validFrom",
            "2099-06-01",
            "validTo",
            "2099-06-30");
    assertThat(counts(report(question(List.of(promotion)).put("on", "2099-05-31"))))
        .isEqualTo("200 unchanged");
    JsonObject report = report(question(List.of(promotion)).put("on", "2099-06-30"));
    assertThat(counts(report)).isEqualTo("180 unchanged, 20 cheaper");
    assertThat(report.getJsonObject("cheaper"))
        .isEqualTo(
            data("percentages", 20, "leastPercent", -25, "mostPercent", -25, "meanPercent", -25));
    assertThat(below(report)).containsExactly(0, 20, 20);
    JsonObject after = report.getJsonArray("decreases").getJsonObject(0).getJsonObject("after");
    assertThat(after.getJsonArray("promotions")).isEqualTo(list("P-1"));
  }

  @Test
  void aFileOfContracts() {
    List<JsonObject> file =
        IntStream.range(0, CUSTOMERS)
            .boxed()
            .flatMap(
                c ->
                    IntStream.range(0, ITEMS)
                        .mapToObj(
                            i ->
                                contract(
                                    "K-2027", customerKey(c), "I-" + i, 1, (60 + c + i) + ".00")))
            .toList();
    JsonObject report = report(question(file).put("largest", 2));
    // From 60 to 88, all below what they pay now.
    assertThat(counts(report)).isEqualTo("200 cheaper");
    assertThat(report.getInteger("events")).isEqualTo(200);
    assertThat(changes(report, "decreases"))
        .containsExactly(
            "C-00 I-0 100.00 BASE -> 60.00 K-2027 -40", "C-00 I-1 100.00 BASE -> 61.00 K-2027 -39");
    assertThat(report.getJsonObject("cheaper").getDouble("leastPercent")).isEqualTo(-2.22);
    // The floor is 87.50: 88 alone is above it.
    assertThat(below(report)).containsExactly(0, 199, 199);
  }

  @Test
  void aFileOfAFewContractsIsPricedForThemAlone() {
    List<JsonObject> file =
        IntStream.range(0, CUSTOMERS)
            .mapToObj(c -> contract("K-2028", customerKey(c), "I-" + c % ITEMS, 1, "80.00"))
            .toList();
    JsonObject question = question(file);
    JsonObject whole = report(question);
    question.remove("customers");
    question.remove("items");
    JsonObject touched = operator.post("/ops/prices/what-if", question).json();
    assertThat(touched.getInteger("pairs")).isEqualTo(CUSTOMERS);
    assertThat(touched.getInteger("customers")).isEqualTo(CUSTOMERS);
    assertThat(touched.getInteger("items")).isEqualTo(ITEMS);
    for (String same : List.of("cheaper", "dearer", "increases", "decreases", "margins")) {
      assertThat(touched.getValue(same)).as(same).isEqualTo(whole.getValue(same));
    }
    assertThat(touched.getJsonArray("objections")).isEmpty();
  }

  private static String customerKey(int number) {
    return (number < 10 ? "C-0" : "C-") + number;
  }

  @Test
  void aCost() {
    JsonObject report = reportOn(cost("I-5", "75.00"));
    assertThat(counts(report)).isEqualTo("200 unchanged");
    // 90 leaves 16.67 % over 75, 100 leaves 25 %.
    assertThat(below(report)).containsExactly(0, 10, 10);
    JsonObject worst = report.getJsonObject("margins").getJsonArray("worst").getJsonObject(0);
    assertThat(worst.getDouble("marginAfter")).isEqualTo(16.67);
    assertThat(worst.getInteger("floorPercent")).isEqualTo(20);
  }

  @Test
  void aFormula() {
    JsonObject report = reportOn(derived("PRO", "CRAFTS", 15));
    assertThat(counts(report)).isEqualTo("100 cheaper, 100 unchanged");
    assertThat(changes(report, "decreases"))
        .hasSize(20)
        .startsWith("C-10 I-0 90.00 PRO -> 85.00 PRO -5.56");
    assertThat(below(report)).containsExactly(0, 100, 100);
    JsonObject floored =
        reportOn(
            with(
                derived("PRO", "CRAFTS", 15),
                "derivedFrom",
                data("list", "BASE", "discountPercent", "15", "minimumMarginPercent", "20")));
    assertThat(changes(floored, "decreases")).startsWith("C-10 I-0 90.00 PRO -> 87.50 PRO -2.78");
    assertThat(below(floored)).containsExactly(0, 0, 0);
  }

  @Test
  void whatWasToldComesTrue() {
    JsonObject proposed =
        promotion("P-TRUE", data("items", list("I-9")), data("fixed", "49.90"), "currency", "EUR");
    JsonObject after =
        reportOn(proposed).getJsonArray("decreases").getJsonObject(0).getJsonObject("after");
    assertThat(told("C-00")).isEqualTo("100.00");
    feed(proposed);
    assertThat(told("C-00")).isEqualTo(after.getJsonObject("unitPrice").getString("amount"));
    assertThat(counts(reportOn(proposed))).isEqualTo("200 unchanged");
    feed(event("promotion.deleted", data("promotion", "P-TRUE")));
    assertThat(told("C-00")).isEqualTo("100.00");
  }

  private static String told(String customer) {
    return client
        .get("/v1/items/I-9/price?customer=" + customer)
        .json()
        .getJsonObject("unitPrice")
        .getString("amount");
  }
}
