package tradecounter;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.testing.Events.customer;
import static tradecounter.testing.Events.data;
import static tradecounter.testing.Events.event;
import static tradecounter.testing.Events.item;
import static tradecounter.testing.Events.list;
import static tradecounter.testing.Events.onHand;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.security.Caller;
import tradecounter.testing.Answer;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;
import tradecounter.testing.TestTokens;

/**
 * What an availability answer says beside its figures. The network is DC1 (one day away), DC2
 * (three days) and the supplier SUP (two days); the feed wms and the feed supplier were last heard
 * an hour ago.
 */
final class AvailabilityTest {
  private static final String ERP =
      """
      feed: erp
      owns: [item, location, network, customer, protection,
             position.set.onHand, receipt, demand]
      staleAfterMillis: 600000
      ignoreUnknown: false
      lateSupply: {graceDays: 2, shiftDays: 1, haircutPercent: 10, dropAfterDays: 7}
      """;
  private static final String WMS =
      """
      feed: wms
      owns: [position.set.allocated]
      staleAfterMillis: 60000
      ignoreUnknown: false
      stale: {policy: HAIRCUT, haircutPercent: 50}
      """;
  private static final String SUPPLIER =
      """
      feed: supplier
      owns: [commitment]
      staleAfterMillis: 60000
      ignoreUnknown: false
      orders: NET_WATERMARK
      stale: {policy: WITHHOLD}
      """;

  @TempDir private static Path feeds;
  private static TestService service;
  private static TestClient client;
  private static TestClient plain;

  @BeforeAll
  static void start() throws IOException {
    Files.writeString(feeds.resolve("erp.yaml"), ERP);
    Files.writeString(feeds.resolve("wms.yaml"), WMS);
    Files.writeString(feeds.resolve("supplier.yaml"), SUPPLIER);
    service =
        new TestService()
            .with("FEEDS_FOLDER", feeds.toString())
            .with("FEEDS_ENABLED", "[erp, wms, supplier]")
            .start();
    client = service.client();
    plain = service.client(TestTokens.withScopes(Caller.AVAILABILITY_READ, Caller.CUSTOMERS_ANY));
    client.feed(
        "erp",
        open("DC1"),
        open("DC2"),
        event(
            "network",
            data(
                "network",
                "ALL",
                "sources",
                list(
                    data("location", "DC1", "rank", 1, "transitDays", 1),
                    data("location", "DC2", "rank", 2, "transitDays", 3),
                    data("supplier", "SUP", "rank", 3, "transitDays", 2)))),
        customer("TOGETHER", "EUR", "shipComplete", true),
        customer("WEB-SHOP", "EUR", "channel", "WEB"));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static JsonObject open(String location) {
    return event(
        "location",
        data(
            "location",
            location,
            "timeZone",
            "UTC",
            "workingDays",
            list("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")));
  }

  private static String date(int inDays) {
    return LocalDate.now(ZoneOffset.UTC).plusDays(inDays).toString();
  }

  private static JsonObject hourOld(JsonObject event) {
    return event.put("time", Instant.now().minus(1, ChronoUnit.HOURS).toString());
  }

  private static JsonObject ask(String item, String query) {
    return client.get("/v1/items/" + item + "/availability?" + query).json();
  }

  private static JsonObject cart(JsonObject... lines) {
    return client.post("/v1/availability", data("lines", list((Object[]) lines))).json();
  }

  private static List<Object> each(JsonArray array, String field) {
    return array.stream().map(element -> ((JsonObject) element).getValue(field)).toList();
  }

  @Test
  void anAnswerInAnotherUnitIsRoundedDownToItsDecimals() {
    client.feed(
        "erp",
        event(
            "item",
            data(
                "item", "CABLE",
                "policy", "STOCKED",
                "baseUom", "M",
                "quantityDecimals", 2,
                "uoms",
                    list(data("uom", "DRUM", "numerator", 100, "denominator", 1, "decimals", 1)))),
        onHand("CABLE", "DC1", 1250.75));
    JsonObject drums = ask("CABLE", "uom=DRUM&quantity=12.5");
    assertThat(drums.getDouble("available")).isEqualTo(12.5);
    assertThat(drums.getString("rounding")).isEqualTo("DOWN");
    assertThat(drums.getJsonObject("promise").getBoolean("complete")).isTrue();
    assertThat(drums.containsKey("quantityCheck")).isFalse();
    assertThat(ask("CABLE", "").containsKey("rounding")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "12,  quantity-not-multiple,  10, 15",
    "4,   quantity-below-minimum, ,   10",
    "101, quantity-above-maximum, 100,",
    "9.5, quantity-decimals,      ,   10",
    "15,  ,                       ,"
  })
  void aQuantityAgainstTheRulesIsAnsweredAndSaid(
      String quantity, @Nullable String code, @Nullable Integer below, @Nullable Integer above) {
    client.feed(
        "erp",
        event(
            "item",
            data(
                "item", "BOXED",
                "policy", "STOCKED",
                "baseUom", "EA",
                "quantityRules", data("minimum", 10, "maximum", 100, "multiple", 5))),
        onHand("BOXED", "DC1", 500));
    JsonObject answer = ask("BOXED", "quantity=" + quantity);
    assertThat(answer.getJsonObject("quantityRules"))
        .isEqualTo(data("baseUom", "EA", "minimum", 10, "maximum", 100, "multiple", 5));
    assertThat(answer.getJsonObject("promise").getNumber("quantity").doubleValue())
        .isEqualTo(Double.parseDouble(quantity));
    assertThat(answer.getJsonObject("promise").getBoolean("complete")).isTrue();
    JsonObject check = answer.getJsonObject("quantityCheck", new JsonObject());
    assertThat(check.getString("code")).isEqualTo(code);
    JsonObject nearest = check.getJsonObject("nearest", new JsonObject());
    assertThat(nearest.getInteger("below")).isEqualTo(below);
    assertThat(nearest.getInteger("above")).isEqualTo(above);
  }

  private static void feedSplit() {
    client.feed("erp", item("SPLIT"), onHand("SPLIT", "DC1", 5), onHand("SPLIT", "DC2", 10));
  }

  @Test
  void whatCanComeWhenAndTheWholeAtOnce() {
    feedSplit();
    JsonObject promise = ask("SPLIT", "quantity=8").getJsonObject("promise");
    assertThat(promise.getString("date")).isEqualTo(date(3));
    assertThat(promise.containsKey("inTime")).isFalse();
    assertThat(promise.containsKey("shipComplete")).isFalse();
    JsonArray parts = promise.getJsonArray("parts");
    assertThat(each(parts, "quantity")).containsExactly(5, 3);
    assertThat(each(parts, "date")).containsExactly(date(1), date(3));
    assertThat(each(parts, "shipsOn")).containsExactly(date(0), date(0));
    assertThat(each(parts, "source")).containsExactly("DC1", "DC2");
    assertThat(each(parts, "routing")).containsExactly("WAREHOUSE", "WAREHOUSE");
    assertThat(each(promise.getJsonArray("whole"), "quantity")).containsExactly(8);
    assertThat(each(promise.getJsonArray("whole"), "source")).containsExactly("DC2");
  }

  @Test
  void anArrivalIsInTimeByTheDayAskedFor() {
    feedSplit();
    JsonObject early = ask("SPLIT", "quantity=8&by=" + date(3)).getJsonObject("promise");
    assertThat(early.getBoolean("inTime")).isTrue();
    JsonObject late = ask("SPLIT", "quantity=8&by=" + date(2)).getJsonObject("promise");
    assertThat(late.getBoolean("inTime")).isFalse();
    assertThat(late.getBoolean("complete")).isTrue();
    JsonObject bulk =
        client
            .post(
                "/v1/availability",
                data("by", date(2), "lines", list(data("item", "SPLIT", "quantity", 8))))
            .json();
    assertThat(bulk.getJsonObject("cart"))
        .isEqualTo(data("complete", true, "inTime", false, "date", date(3)));
  }

  @Test
  void shipCompleteComesOnOneDayIfTheRequestOrTheCustomerWantsIt() {
    feedSplit();
    for (String query : List.of("quantity=8&shipComplete=true", "quantity=8&customer=TOGETHER")) {
      JsonObject promise = ask("SPLIT", query).getJsonObject("promise");
      assertThat(promise.getBoolean("shipComplete")).as(query).isTrue();
      assertThat(each(promise.getJsonArray("parts"), "date")).as(query).containsExactly(date(3));
      assertThat(promise.containsKey("whole")).as(query).isFalse();
    }
  }

  @Test
  void nothingLeavesBeforeTheDayAskedFor() {
    feedSplit();
    JsonObject later = ask("SPLIT", "quantity=5&on=" + date(10));
    assertThat(later.getString("on")).isEqualTo(date(10));
    assertThat(later.getJsonObject("promise").getString("date")).isEqualTo(date(11));
    JsonObject past = ask("SPLIT", "on=" + date(-10));
    assertThat(past.getString("on")).isEqualTo(date(0));
    assertThat(each(past.getJsonArray("atp"), "date")).containsExactly(date(0));
  }

  @Test
  void theExplanationIsForThoseWhoMaySeeDetail() {
    feedSplit();
    JsonObject explained =
        ask("SPLIT", "quantity=8&explain=true")
            .getJsonObject("explanation")
            .getJsonArray("items")
            .getJsonObject(0);
    assertThat(explained.getString("item")).isEqualTo("SPLIT");
    JsonArray sources = explained.getJsonArray("sources");
    assertThat(each(sources, "source")).containsExactly("DC1", "DC2", "SUP");
    assertThat(each(sources, "code")).containsExactly("YES", "YES", "NOT_FOR_THIS_ITEM");
    assertThat(sources.getJsonObject(0).getString("firstArrivalOn")).isEqualTo(date(1));
    assertThat(sources.getJsonObject(0).getJsonObject("position").getInteger("free")).isEqualTo(5);
    assertThat(ask("SPLIT", "quantity=8").containsKey("explanation")).isFalse();
    JsonObject undetailed =
        plain.get("/v1/items/SPLIT/availability?quantity=8&explain=true").json();
    assertThat(undetailed.containsKey("explanation")).isFalse();
    assertThat(undetailed.encode()).doesNotContain("DC1", "DC2", "ALL");
    JsonObject bulk =
        client
            .post("/v1/availability", data("explain", true, "lines", list(data("item", "SPLIT"))))
            .json();
    assertThat(bulk.getJsonArray("lines").getJsonObject(0).containsKey("explanation")).isTrue();
    assertThat(bulk.containsKey("cart")).isFalse();
  }

  @Test
  void theExplanationNamesNoOtherCustomerAndNoOrderOfOthers() {
    client.feed(
        "erp",
        item("SHARED"),
        onHand("SHARED", "DC1", 9),
        customer("OWN", "EUR"),
        event(
            "network",
            data(
                "network",
                "FEW",
                "match",
                data("customers", list("OWN", "RIVAL")),
                "priority",
                -1,
                "sources",
                list(data("location", "DC1")))),
        event(
            "demand",
            data(
                "demand", "RIVALS-ORDER",
                "item", "SHARED",
                "location", "DC1",
                "quantity", 2,
                "dueOn", date(3))));
    String query = "/v1/items/SHARED/availability?customer=OWN&explain=true";
    String bound = TestTokens.boundTo("OWN", Caller.AVAILABILITY_READ, Caller.AVAILABILITY_DETAIL);
    String told = service.client(bound).get(query).json().encode();
    assertThat(told).contains("\"quantity\":2").doesNotContain("RIVAL");
    assertThat(client.get(query).json().encode()).contains("RIVAL", "RIVALS-ORDER");
  }

  @Test
  void onlyAFewLinesAreExplainedAtOnce() {
    Object[] lines = new Object[51];
    Arrays.setAll(lines, _ -> data("item", "SPLIT"));
    var refused = client.post("/v1/availability", data("explain", true, "lines", list(lines)));
    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.code()).isEqualTo("too-many-lines");
  }

  @Test
  void aCartWithAQuantityThatCannotBeOrderedIsNotComplete() {
    client.feed(
        "erp",
        event(
            "item",
            data(
                "item", "DOZENS",
                "policy", "STOCKED",
                "baseUom", "EA",
                "quantityRules", data("multiple", 12))),
        onHand("DOZENS", "DC1", 100));
    assertThat(cart(data("item", "DOZENS", "quantity", 10)).getJsonObject("cart"))
        .isEqualTo(data("complete", false));
    assertThat(cart(data("item", "DOZENS", "quantity", 12)).getJsonObject("cart"))
        .isEqualTo(data("complete", true, "date", date(1)));
  }

  private static void feedSubstitutes() {
    client.feed(
        "erp",
        event(
            "item",
            data(
                "item", "OLDER",
                "policy", "STOCKED",
                "baseUom", "EA",
                "substitutes",
                    list(
                        data("item", "OTHER", "kind", "ALTERNATIVE", "rank", 1),
                        data("item", "NONE-LEFT", "kind", "ALTERNATIVE", "rank", 2),
                        data("item", "NEWER", "kind", "SUPERSEDES", "rank", 1)))),
        event(
            "item",
            data(
                "item", "GONE",
                "policy", "STOCKED",
                "baseUom", "EA",
                "sellable", false,
                "substitutes", list(data("item", "NEWER", "kind", "SUPERSEDES")))),
        event(
            "item", data("item", "NEVER", "policy", "STOCKED", "baseUom", "EA", "sellable", false)),
        event(
            "item",
            data("item", "NEWER", "policy", "STOCKED", "baseUom", "EA", "description", "Mark 2")),
        item("OTHER"),
        item("NONE-LEFT"),
        onHand("NEWER", "DC1", 10),
        onHand("OTHER", "DC1", 10),
        onHand("OLDER", "DC1", 3));
  }

  @Test
  void whereTheItemCannotBeHadInTimeOthersAreOffered() {
    feedSubstitutes();
    JsonArray offered = ask("OLDER", "quantity=4").getJsonArray("substitutes");
    assertThat(each(offered, "item")).containsExactly("NEWER", "OTHER");
    assertThat(each(offered, "kind")).containsExactly("SUPERSEDES", "ALTERNATIVE");
    assertThat(each(offered, "of")).containsExactly("OLDER", "OLDER");
    assertThat(each(offered, "description")).containsExactly("Mark 2", null);
    assertThat(each(offered, "uom")).containsExactly("EA", "EA");
    assertThat(each(offered, "available")).containsExactly(10, 10);
    assertThat(offered.getJsonObject(0).getJsonObject("promise").getBoolean("complete")).isTrue();
    assertThat(ask("OLDER", "quantity=3").containsKey("substitutes")).isFalse();
  }

  @Test
  void anItemThatIsSoldNoMoreNamesWhatTakesItsPlace() {
    feedSubstitutes();
    Answer gone = client.get("/v1/items/GONE/availability?quantity=2");
    assertThat(gone.status()).isEqualTo(404);
    assertThat(gone.code()).isEqualTo("item-superseded");
    assertThat(gone.json().getString("detail")).contains("NEWER");
    assertThat(each(gone.json().getJsonArray("substitutes"), "item")).containsExactly("NEWER");
    assertThat(client.get("/v1/items/NEVER/availability").code()).isEqualTo("item-unknown");

    JsonObject bulk = cart(data("item", "GONE", "quantity", 2), data("item", "NEWER"));
    JsonObject problem = bulk.getJsonArray("lines").getJsonObject(0).getJsonObject("problem");
    assertThat(problem.getString("code")).isEqualTo("item-superseded");
    assertThat(each(problem.getJsonArray("substitutes"), "item")).containsExactly("NEWER");
    assertThat(bulk.getJsonObject("cart").getBoolean("complete")).isFalse();
  }

  @Test
  void theLastComponentIsPromisedOnce() {
    JsonArray onePart = list(data("item", "PART", "quantity", 1));
    client.feed(
        "erp",
        item("PART"),
        onHand("PART", "DC1", 1),
        event(
            "item",
            data("item", "KIT-A", "policy", "BUNDLE", "baseUom", "EA", "components", onePart)),
        event(
            "item",
            data("item", "KIT-B", "policy", "BUNDLE", "baseUom", "EA", "components", onePart)));
    JsonObject kitA = data("item", "KIT-A", "quantity", 1);
    JsonObject kitB = data("item", "KIT-B", "quantity", 1);
    JsonObject both = cart(kitA, kitB);
    assertThat(each(both.getJsonArray("lines"), "available")).containsExactly(1, 1);
    assertThat(both.getJsonArray("lines"))
        .extracting(line -> ((JsonObject) line).getJsonObject("promise").getBoolean("complete"))
        .containsExactly(true, false);
    assertThat(both.getJsonObject("cart")).isEqualTo(data("complete", false));

    JsonObject one = cart(kitA, data("item", "KIT-B"));
    assertThat(one.getJsonObject("cart")).isEqualTo(data("complete", true, "date", date(1)));
    JsonObject promise = one.getJsonArray("lines").getJsonObject(0).getJsonObject("promise");
    assertThat(each(promise.getJsonArray("parts"), "routing")).containsExactly("COMPONENTS");
    assertThat(cart(kitA, data("item", "NOBODY-KNOWS", "quantity", 1)).getJsonObject("cart"))
        .isEqualTo(data("complete", false));
    assertThat(cart(data("item", "PART")).containsKey("cart")).isFalse();
  }

  @Test
  void lateSupplySaysWhatItCountsFor() {
    client.feed(
        "erp",
        item("LATE"),
        receipt("PO-1", -1),
        receipt("PO-5", -5),
        receipt("PO-20", -20),
        receipt("PO+5", 5));
    JsonObject answer = ask("LATE", "");
    JsonArray late = answer.getJsonArray("lateSupply");
    assertThat(late)
        .extracting(
            each -> {
              JsonObject one = (JsonObject) each;
              return one.getString("receipt")
                  + " "
                  + one.getString("action")
                  + " "
                  + one.getInteger("counted")
                  + " "
                  + one.getString("countedOn");
            })
        .containsExactlyInAnyOrder(
            "PO-1 IN_GRACE 10 " + date(0), "PO-5 SHIFTED 9 " + date(1), "PO-20 DROPPED 0 null");
    assertThat(each(answer.getJsonArray("atp"), "quantity")).containsExactly(10, 19, 29);
    JsonArray unnamed = plain.get("/v1/items/LATE/availability").json().getJsonArray("lateSupply");
    assertThat(each(unnamed, "receipt")).containsOnlyNulls();
    assertThat(each(unnamed, "action")).doesNotContainNull().hasSize(3);
  }

  private static JsonObject receipt(String receipt, int inDays) {
    return event(
        "receipt",
        data(
            "receipt",
            receipt,
            "item",
            "LATE",
            "location",
            "DC1",
            "quantity",
            10,
            "expectedOn",
            date(inDays)));
  }

  @Test
  void aStaleFeedCountsForWhatItsPolicySays() {
    client.feed(
        "erp",
        event(
            "item",
            data(
                "item", "DOUBTED", "policy", "STOCKED", "baseUom", "EA", "dropShipEligible", true)),
        onHand("DOUBTED", "DC1", 9));
    client.feed(
        "wms",
        hourOld(event("position.set", data("item", "DOUBTED", "location", "DC1", "allocated", 0))));
    client.feed(
        "supplier",
        hourOld(
            event(
                "commitment",
                data(
                    "supplier",
                    "SUP",
                    "item",
                    "DOUBTED",
                    "quantity",
                    100,
                    "leadTimeDays",
                    1,
                    "asOf",
                    Instant.now().toString()))));
    JsonObject answer = ask("DOUBTED", "");
    assertThat(answer.getInteger("available")).isEqualTo(4);
    assertThat(each(answer.getJsonArray("atp"), "quantity")).containsExactly(4);
    assertThat(answer.getJsonArray("staleSupply"))
        .containsExactlyInAnyOrder(
            data(
                "source", "DC1",
                "policy", "HAIRCUT",
                "haircutPercent", 50,
                "quantity", 9,
                "counted", 4),
            data("source", "SUP", "policy", "WITHHOLD", "quantity", 100, "counted", 0));
    JsonObject freshness = answer.getJsonObject("freshness");
    assertThat(freshness.getString("state")).isEqualTo("STALE");
    assertThat(freshness.getJsonArray("sources"))
        .extracting(
            source ->
                ((JsonObject) source).getString("feed")
                    + " "
                    + ((JsonObject) source).getString("policy"))
        .containsExactlyInAnyOrder("erp null", "wms HAIRCUT", "supplier WITHHOLD");
    assertThat(each(answer.getJsonArray("suppliers"), "counted")).containsExactly(0);
    JsonArray unnamed =
        plain.get("/v1/items/DOUBTED/availability").json().getJsonArray("staleSupply");
    assertThat(each(unnamed, "source")).containsOnlyNulls().hasSize(2);
  }

  @Test
  void whatIsKeptForOthersIsWithheld() {
    client.feed(
        "erp",
        item("FENCED"),
        onHand("FENCED", "DC1", 10),
        event(
            "protection",
            data("protection", "P-1", "item", "FENCED", "channel", "WEB", "minimum", 4)));
    JsonObject anybody = ask("FENCED", "quantity=8");
    assertThat(anybody.getInteger("available")).isEqualTo(6);
    assertThat(anybody.getInteger("withheldByProtection")).isEqualTo(4);
    assertThat(anybody.getJsonObject("promise").getBoolean("complete")).isFalse();
    JsonObject web = ask("FENCED", "quantity=8&customer=WEB-SHOP");
    assertThat(web.getInteger("available")).isEqualTo(10);
    assertThat(web.containsKey("withheldByProtection")).isFalse();
    assertThat(
            plain.get("/v1/items/FENCED/availability").json().containsKey("withheldByProtection"))
        .isFalse();
  }
}
