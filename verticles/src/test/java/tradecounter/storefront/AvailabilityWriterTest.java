package tradecounter.storefront;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tradecounter.contract.OpenApiContract;
import tradecounter.engine.availability.AtpCurve;
import tradecounter.engine.availability.AvailabilityAnswer.Figures;
import tradecounter.engine.availability.AvailabilityAnswer.LateReceipt;
import tradecounter.engine.availability.AvailabilityAnswer.LocationFigures;
import tradecounter.engine.availability.AvailabilityAnswer.Promise;
import tradecounter.engine.availability.AvailabilityAnswer.Promise.Part;
import tradecounter.engine.availability.AvailabilityAnswer.Promise.Routing;
import tradecounter.engine.availability.AvailabilityAnswer.StaleSupply;
import tradecounter.engine.availability.AvailabilityAnswer.Substitution;
import tradecounter.engine.availability.AvailabilityAnswer.SupplierFigures;
import tradecounter.engine.availability.Explanation;
import tradecounter.engine.availability.Explanation.OfCommitment;
import tradecounter.engine.availability.Explanation.OfDemand;
import tradecounter.engine.availability.Explanation.OfHold;
import tradecounter.engine.availability.Explanation.OfItem;
import tradecounter.engine.availability.Explanation.OfPosition;
import tradecounter.engine.availability.Explanation.OfProtection;
import tradecounter.engine.availability.Explanation.OfReceipt;
import tradecounter.engine.availability.Explanation.OfSource;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Demand;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.Outage;
import tradecounter.engine.canonical.Protection;
import tradecounter.engine.canonical.QuantityCheck;
import tradecounter.engine.canonical.Receipt;
import tradecounter.engine.canonical.StalePolicy;
import tradecounter.engine.canonical.WorkCalendar;
import tradecounter.json.JsonText;
import tradecounter.storefront.line.AnswerShape;
import tradecounter.storefront.line.Freshness;

/** Figures that have everything in them, as they are written, against the contract. */
final class AvailabilityWriterTest {
  private static final OpenApiContract CONTRACT = new OpenApiContract();
  private static final int TODAY = (int) LocalDate.parse("2026-11-23").toEpochDay();
  private static final long NOW = TODAY * 86_400_000L;
  private static final AnswerShape EVERYTHING = new AnswerShape(true, true, true, true);
  private static final AnswerShape PLAIN = new AnswerShape(false, false, false, false);

  private static final Item CABLE =
      new Item(
          "CABLE",
          "Rubber cable",
          "CABLES",
          Item.Policy.STOCKED,
          true,
          "M",
          2,
          List.of(new Item.UnitOfMeasure("DRUM", 100, 1, 1)),
          true,
          "",
          List.of(),
          new Item.QuantityRules(0, FixedPoint.of(500), FixedPoint.parse("0.25")),
          List.of(),
          90);

  private static long metres(String quantity) {
    return FixedPoint.parse(quantity);
  }

  private static Part part(String quantity, int inDays, String source, String from) {
    return new Part(
        metres(quantity), TODAY + inDays, TODAY + inDays - 1, Routing.WAREHOUSE, source, from);
  }

  private static Promise promise(boolean together) {
    return new Promise(
        metres("120.5"),
        true,
        TODAY + 4,
        true,
        together,
        List.of(part("100.25", 1, "DC1", "DC1"), part("20.25", 4, "DC2", "PO-1")),
        List.of(part("120.5", 4, "DC2", "PO-1")));
  }

  private static final Commitment COMMITMENT =
      new Commitment(
          "SUP", "CABLE", metres("80"), 3, NOW - 86_400_000, NOW + 86_400_000, metres("10"));

  private static final Commitment OPEN_ENDED =
      new Commitment("SUP", "CABLE", metres("80"), 3, NOW - 86_400_000, Long.MAX_VALUE, 0);

  private static Receipt receipt(String key, int expectedOnDay) {
    return new Receipt(
        key,
        "CABLE",
        "DC1",
        metres("20"),
        0,
        expectedOnDay,
        Receipt.Kind.PURCHASE,
        "SUP",
        Receipt.Status.OPEN);
  }

  private static Explanation explanation() {
    AtpCurve curve = AtpCurve.constant(TODAY, metres("10"));
    List<OfReceipt> receipts =
        List.of(
            told("R1", TODAY + 3, "20", TODAY + 3, OfReceipt.Why.ON_DATE),
            told("R2", TODAY - 1, "20", TODAY, OfReceipt.Why.IN_GRACE),
            told("R3", TODAY - 4, "18", TODAY + 1, OfReceipt.Why.SHIFTED),
            told("R4", TODAY - 40, "0", Day.OPEN_END, OfReceipt.Why.DROPPED),
            told("R5", Day.OPEN_END, "0", Day.OPEN_END, OfReceipt.Why.NO_DATE),
            told("R6", TODAY + 400, "0", Day.OPEN_END, OfReceipt.Why.BEYOND_HORIZON));
    OfSource location =
        new OfSource(
            new Network.Source(Network.Source.Kind.LOCATION, "DC1", 1, 2),
            OfSource.Serves.OUTAGE,
            TODAY,
            true,
            TODAY + 2,
            TODAY + 4,
            Optional.of(
                new OfPosition(
                    metres("30"),
                    metres("5"),
                    metres("4"),
                    metres("1"),
                    metres("20"),
                    metres("10"),
                    StalePolicy.haircut(50 * FixedPoint.ONE))),
            receipts,
            List.of(
                new OfDemand(
                    new Demand("D1", "CABLE", "DC1", metres("3"), TODAY, "", Demand.Status.OPEN),
                    TODAY)),
            List.of(new OfHold("H-1", metres("2"), TODAY)),
            List.of(),
            List.of(new Outage("O1", "DC1", Day.OPEN_START, TODAY + 1, "stocktaking")),
            metres("1"),
            curve,
            AtpCurve.ZERO);
    OfSource supplier =
        new OfSource(
            new Network.Source(Network.Source.Kind.SUPPLIER, "SUP", 2, 0),
            OfSource.Serves.YES,
            TODAY,
            false,
            TODAY + 3,
            Day.OPEN_END,
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            List.of(
                told(COMMITMENT, "40", OfCommitment.Why.AGED, StalePolicy.SERVE_FLAGGED),
                told(COMMITMENT, "80", OfCommitment.Why.IN_FULL, StalePolicy.SERVE_FLAGGED),
                told(COMMITMENT, "0", OfCommitment.Why.IN_FULL, StalePolicy.WITHHOLD),
                told(COMMITMENT, "0", OfCommitment.Why.EXPIRED, StalePolicy.SERVE_FLAGGED),
                told(OPEN_ENDED, "0", OfCommitment.Why.EXPIRED, StalePolicy.SERVE_FLAGGED),
                told(COMMITMENT, "0", OfCommitment.Why.BELOW_MINIMUM_ORDER, StalePolicy.WITHHOLD)),
            List.of(),
            0,
            curve,
            curve);
    Protection kept = protection("WEB", "", Protection.Bound.MINIMUM);
    Protection limit = protection("", "TRADE", Protection.Bound.MAXIMUM);
    return new Explanation(
        new Network(
            "NORTH",
            new Network.Match(Set.of(), Set.of("HH"), Set.of(), Set.of()),
            1,
            List.of(),
            Network.Sourcing.RANK,
            WorkCalendar.EVERY_DAY),
        "HH",
        List.of(
            new OfItem(
                "CABLE",
                FixedPoint.ONE,
                TODAY + 89,
                List.of(location, supplier),
                List.of(
                    new OfProtection(kept, false, true),
                    new OfProtection(kept, false, false),
                    new OfProtection(kept, true, false),
                    new OfProtection(limit, true, true),
                    new OfProtection(limit, true, false),
                    new OfProtection(limit, false, false)),
                curve)));
  }

  private static OfReceipt told(
      String key, int expectedOnDay, String counted, int countedOnDay, OfReceipt.Why why) {
    return new OfReceipt(
        receipt(key, expectedOnDay), metres(counted), countedOnDay, why, StalePolicy.SERVE_FLAGGED);
  }

  private static OfCommitment told(
      Commitment commitment, String counted, OfCommitment.Why why, StalePolicy stale) {
    return new OfCommitment(commitment, metres(counted), 1, why, TODAY + 3, stale);
  }

  private static Protection protection(String channel, String group, Protection.Bound bound) {
    return new Protection(
        "P1", "CABLE", "", channel, group, bound, metres("7"), Day.OPEN_START, TODAY + 9);
  }

  private static Figures figures(Promise promise) {
    return new Figures(
        CABLE,
        "NORTH",
        TODAY,
        TODAY,
        metres("100.25"),
        AtpCurve.sum(
            List.of(
                AtpCurve.constant(TODAY, metres("100.25")),
                AtpCurve.constant(TODAY + 2, metres("3")),
                AtpCurve.constant(TODAY + 4, metres("50")))),
        Optional.of(promise),
        List.of(
            new LocationFigures(
                "DC1",
                metres("110.25"),
                0,
                0,
                metres("10"),
                metres("2"),
                metres("100.25"),
                metres("10"),
                true),
            new LocationFigures("DC2", metres("5"), 0, 0, 0, 0, 0, 0, false)),
        List.of(new SupplierFigures(COMMITMENT, metres("5"), metres("40"), 1, TODAY + 3)),
        List.of(),
        List.of(
            new LateReceipt(
                "R2", metres("20"), TODAY - 1, metres("20"), new LateReceipt.Action.InGrace(TODAY)),
            new LateReceipt(
                "R3",
                metres("20"),
                TODAY - 4,
                metres("18"),
                new LateReceipt.Action.Shifted(TODAY + 1)),
            new LateReceipt("R4", metres("20"), TODAY - 40, 0, new LateReceipt.Action.Dropped())),
        List.of(
            new StaleSupply(
                "DC2", StalePolicy.haircut(FixedPoint.parse("12.5")), metres("8"), metres("7")),
            new StaleSupply("SUP", StalePolicy.WITHHOLD, metres("80"), 0)),
        metres("10"),
        metres("7"),
        List.of(
            new Substitution(
                CABLE,
                "CABLE-OLD",
                Item.Substitute.Kind.SUPERSEDES,
                1,
                metres("640"),
                Optional.of(promise))),
        Optional.of(explanation()),
        1);
  }

  private static JsonObject written(Figures figures, String uom, String asked, AnswerShape shape) {
    Freshness freshness =
        new Freshness(
            NOW - 840,
            true,
            List.of(
                new Freshness.Source("erp", NOW - 840, 840, false, StalePolicy.WITHHOLD, false),
                new Freshness.Source(
                    "wms",
                    NOW - 9_000_000,
                    9_000_000,
                    true,
                    StalePolicy.haircut(50 * FixedPoint.ONE),
                    false)));
    AvailabilityWriter writer =
        new AvailabilityWriter(
            figures,
            CABLE.unit(uom),
            QuantityCheck.of(CABLE, CABLE.unit(uom), metres(asked)),
            shape);
    String text =
        JsonText.of(
                json -> {
                  json.writeStartObject();
                  writer.to(json, freshness);
                  json.writeEndObject();
                })
            .toString();
    CONTRACT.check(
        "GET", "/v1/items/CABLE/availability", 200, "application/json", text.getBytes(UTF_8));
    return new JsonObject(text);
  }

  private static List<Object> each(JsonArray array, String field) {
    return array.stream().map(element -> ((JsonObject) element).getValue(field)).toList();
  }

  @Test
  void inTheBaseUnitNothingIsRounded() {
    JsonObject answer = written(figures(promise(false)), "M", "120.5", EVERYTHING);
    assertThat(answer.containsKey("rounding")).isFalse();
    assertThat(answer.containsKey("quantityCheck")).isFalse();
    assertThat(each(answer.getJsonArray("atp"), "quantity"))
        .containsExactly(100.25, 103.25, 153.25);
    assertThat(answer.getJsonObject("quantityRules"))
        .isEqualTo(new JsonObject().put("baseUom", "M").put("maximum", 500).put("multiple", 0.25));
    JsonObject promise = answer.getJsonObject("promise");
    assertThat(promise.getBoolean("inTime")).isTrue();
    assertThat(each(promise.getJsonArray("parts"), "quantity")).containsExactly(100.25, 20.25);
    assertThat(each(promise.getJsonArray("parts"), "from")).containsExactly("DC1", "PO-1");
    assertThat(each(promise.getJsonArray("parts"), "source")).containsExactly("DC1", "DC2");
    assertThat(each(promise.getJsonArray("whole"), "quantity")).containsExactly(120.5);
  }

  @Test
  void inAnotherUnitEachIsRoundedDownButNotWhatWasAskedFor() {
    JsonObject answer = written(figures(promise(false)), "DRUM", "1.205", EVERYTHING);
    assertThat(answer.getString("rounding")).isEqualTo("DOWN");
    assertThat(answer.getDouble("available")).isEqualTo(1.0);
    // 1.0025 and 1.0325 drums are both 1.0.
    assertThat(answer.getJsonArray("atp")).hasSize(2);
    assertThat(each(answer.getJsonArray("atp"), "quantity")).containsExactly(1, 1.5);
    assertThat(answer.getJsonObject("promise").getDouble("quantity")).isEqualTo(1.205);
    assertThat(each(answer.getJsonObject("promise").getJsonArray("parts"), "quantity"))
        .containsExactly(1, 0.2);
    JsonObject check = answer.getJsonObject("quantityCheck");
    assertThat(check.getString("code")).isEqualTo("quantity-decimals");
    assertThat(check.getJsonObject("nearest"))
        .isEqualTo(new JsonObject().put("below", 1.2).put("above", 1.3));
    // The other item's own unit.
    JsonObject substitute = answer.getJsonArray("substitutes").getJsonObject(0);
    assertThat(substitute.getString("uom")).isEqualTo("M");
    assertThat(substitute.getInteger("available")).isEqualTo(640);
  }

  @Test
  void lateAndStaleSupplySayWhatTheyCountFor() {
    JsonObject answer = written(figures(promise(false)), "M", "120.5", EVERYTHING);
    JsonArray late = answer.getJsonArray("lateSupply");
    assertThat(each(late, "action")).containsExactly("IN_GRACE", "SHIFTED", "DROPPED");
    assertThat(each(late, "counted")).containsExactly(20, 18, 0);
    assertThat(each(late, "countedOn")).containsExactly("2026-11-23", "2026-11-24", null);
    JsonArray stale = answer.getJsonArray("staleSupply");
    assertThat(each(stale, "policy")).containsExactly("HAIRCUT", "WITHHOLD");
    assertThat(each(stale, "haircutPercent")).containsExactly(12.5, null);
    assertThat(each(stale, "counted")).containsExactly(7, 0);
    JsonArray sources = answer.getJsonObject("freshness").getJsonArray("sources");
    assertThat(each(sources, "policy")).containsExactly(null, "HAIRCUT");
    JsonObject supplier = answer.getJsonArray("suppliers").getJsonObject(0);
    assertThat(supplier.getInteger("counted")).isEqualTo(40);
    assertThat(supplier.getInteger("ageDays")).isEqualTo(1);
    assertThat(supplier.getInteger("minimumOrder")).isEqualTo(10);
    assertThat(supplier.getString("validUntil")).isEqualTo("2026-11-24T00:00:00Z");
    assertThat(each(answer.getJsonArray("locations"), "open")).containsExactly(null, false);
    assertThat(answer.getInteger("withheldByProtection")).isEqualTo(7);
  }

  @Test
  void whoMayNotSeeDetailSeesNoNames() {
    JsonObject answer = written(figures(promise(false)), "M", "120.5", PLAIN);
    assertThat(answer.encode())
        .doesNotContain("DC1", "DC2", "PO-1", "\"SUP\"", "R2", "NORTH", "explanation", "withheld");
    assertThat(answer.getJsonArray("lateSupply")).hasSize(3);
    assertThat(answer.getJsonArray("staleSupply")).hasSize(2);
    assertThat(each(answer.getJsonObject("promise").getJsonArray("parts"), "routing"))
        .containsExactly("WAREHOUSE", "WAREHOUSE");
    assertThat(answer.getJsonObject("promise").containsKey("inTime")).isFalse();
    assertThat(answer.containsKey("on")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shipCompleteIsSaidIfItIsSo(boolean together) {
    JsonObject promise =
        written(figures(promise(together)), "M", "120.5", EVERYTHING).getJsonObject("promise");
    assertThat(promise.containsKey("shipComplete")).isEqualTo(together);
  }

  @Test
  void theExplanationHasACodeFiguresAndASentenceForEverything() {
    JsonObject explanation =
        written(figures(promise(false)), "M", "120.5", EVERYTHING).getJsonObject("explanation");
    assertThat(explanation.getJsonObject("network").getString("region")).isEqualTo("HH");
    JsonObject item = explanation.getJsonArray("items").getJsonObject(0);
    JsonObject location = item.getJsonArray("sources").getJsonObject(0);
    assertThat(location.getString("code")).isEqualTo("OUTAGE");
    assertThat(location.getString("reason"))
        .isEqualTo(
            "an outage: nothing is available here today, and the first goods leave on 2026-11-25");
    assertThat(location.getJsonObject("position").getString("reason"))
        .isEqualTo(
            "30 on hand - 5 allocated - 4 blocked - 1 safety stock = 20 free; 10 of that count,"
                + " a feed is stale");
    assertThat(each(location.getJsonArray("receipts"), "reason"))
        .containsExactly(
            "expected on 2026-11-26",
            "was due on 2026-11-22, 1 day late and still expected today",
            "was due on 2026-11-19, 4 days late: expected on 2026-11-24 instead; 18 of 20 count",
            "was due on 2026-10-14, 40 days late: too late to count on it",
            "nobody knows when it comes: it does not count",
            "expected on 2027-12-28, after the last day that is planned, 2027-02-20");
    JsonObject supplier = item.getJsonArray("sources").getJsonObject(1);
    assertThat(supplier.getString("reason"))
        .isEqualTo(
            "what is ordered now leaves on 2026-11-26"
                + " and there is no day on which it can be delivered");
    assertThat(each(supplier.getJsonArray("commitments"), "reason"))
        .containsExactly(
            "can ship 80, but said 1 day ago: 40 count",
            "can ship 80, said 1 day ago",
            "can ship 80, said 1 day ago; 0 of that count, its feed is stale",
            "was valid until 2026-11-24T00:00:00Z: it counts no more",
            "said 1 day ago: too old to count on it",
            "ships no less than 10 at once");
    assertThat(each(item.getJsonArray("protections"), "reason"))
        .containsExactly(
            "7 are kept for the channel WEB: others get what is left",
            "7 are kept for the channel WEB, but not in the days of this answer",
            "7 are kept for the channel WEB, the buyer's own: nothing is taken away",
            "the customer group TRADE gets at most 7",
            "the customer group TRADE gets at most 7, but that is no limit here",
            "the customer group TRADE gets at most 7: not the buyer's own");
  }
}
