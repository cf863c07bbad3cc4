package tradecounter.loadtest.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures that the tour promises, from the events by the formulas of semantics.md. */
class TourTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

  private final List<JsonNode> events =
      new DemoWorld(TODAY).events().map(EventShapes::checked).toList();

  @Test
  void fortyAreAvailableInThreeCentres() {
    assertThat(freeByLocation(Tour.IN_THREE_CENTRES)).containsExactly(15, 18, 7);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        Tour.TIME_PHASED + " | 12 12 12 12 13 16 16",
        Tour.SAFETY_STOCK + " | 0 0 0 0 0 0 0",
        Tour.IN_TRANSIT + " | 0 0 0 0 12 12 12 12 12 12 12 12 42",
        Tour.BUNDLE_GLOVES + " | 10 10 10 10 10 16 16",
        Tour.BUNDLE_HELMET + " | 0 0 0 8 8 8 8",
      })
  void availableToPromiseByDay(String item, String byDay) {
    List<Integer> expected = List.of(byDay.split(" ")).stream().map(Integer::valueOf).toList();
    assertThat(availableToPromise(item, expected.size())).isEqualTo(expected);
  }

  @Test
  void safetyStockWithholdsTheLastOne() {
    assertThat(position(Tour.SAFETY_STOCK, "onHand") - demanded(Tour.SAFETY_STOCK, 1)).isEqualTo(1);
    assertThat(position(Tour.SAFETY_STOCK, "safetyStock")).isEqualTo(2);
  }

  @Test
  void theBundleIsLimitedByItsScarcestComponent() {
    List<Integer> gloves = availableToPromise(Tour.BUNDLE_GLOVES, 7);
    List<Integer> helmets = availableToPromise(Tour.BUNDLE_HELMET, 7);
    assertThat(IntStream.range(0, 7).mapToObj(i -> Math.min(gloves.get(i) / 2, helmets.get(i))))
        .containsExactly(0, 0, 0, 5, 5, 8, 8);
    assertThat(about("item", Tour.BUNDLE).getFirst().get("components").toString())
        .isEqualTo(
            """
            [{"item":"GLV-WELD-10","quantity":2,"optional":false,"stocked":true},\
            {"item":"MSK-WELD-AUTO","quantity":1,"optional":false,"stocked":true}]\
            """);
  }

  @Test
  void twoSuppliersShipWhatIsNeverStocked() {
    assertThat(
            about("commitment", Tour.DROP_SHIP).stream()
                .map(c -> c.get("quantity").asInt() + " in " + c.get("leadTimeDays").asInt()))
        .containsExactly("30 in 3", "200 in 9");
    assertThat(about("position.set", Tour.DROP_SHIP)).isEmpty();
  }

  @Test
  void cableIsCountedInCentimetres() {
    assertThat(about("item", Tour.CABLE).getFirst().get("quantityDecimals").asInt()).isEqualTo(2);
    assertThat(about("position.set", Tour.CABLE).getFirst().get("onHand").decimalValue())
        .isEqualByComparingTo(new BigDecimal("1250.75"));
  }

  @ParameterizedTest
  @CsvSource({
    "GL-MACHINE-BUILDERS, BRG-6207-2RS1, 8.40 7.90 7.20",
    "GL-GOLD, BRG-6207-2RS1, 8.10",
    "BASE-EUR, BRG-6207-2RS1, 8.90",
    "CL-10001, BRG-6206-2RS1, 5.50",
    "BASE-EUR, BRG-6208-2RS1, 11.50",
    "BASE-EUR, LUB-GUN-18V, 100.00",
    "BASE-EUR, OLF-4G2.5, 1.95 1.78",
  })
  void amountsInAList(String list, String item, String amounts) {
    assertThat(
            about("price", item).stream()
                .filter(price -> price.get("list").asText().equals(list))
                .flatMap(price -> price.get("breaks").valueStream())
                .map(step -> step.get("amount").asText()))
        .as(list)
        .containsExactly(amounts.split(" ", -1));
  }

  @Test
  void onlyTheContractedItemAndCategoryAreOnContract() {
    assertThat(
            events.stream()
                .filter(event -> EventShapes.object(event).equals("contract-price"))
                .map(event -> event.get("data"))
                .filter(term -> term.get("customer").asText().equals(Tour.CUSTOMER))
                .map(
                    term -> term.path("breaks").toString() + term.path("discountPercent").asText()))
        .containsExactly(
            """
            [{"minimum":1,"amount":"3.10"},{"minimum":50,"amount":"2.95"}]\
            """,
            "12.5");
  }

  /** Naively: the least projected figure from each day on. */
  private List<Integer> availableToPromise(String item, int days) {
    int free = freeByLocation(item).stream().mapToInt(Integer::intValue).sum();
    List<Integer> projected = new ArrayList<>();
    for (int day = 1; day <= days; day++) {
      projected.add(free + received(item, day) - demanded(item, day));
    }
    return IntStream.range(0, days)
        .mapToObj(d -> projected.subList(d, days).stream().mapToInt(p -> p).min().orElseThrow())
        .map(least -> Math.max(0, least))
        .toList();
  }

  private List<Integer> freeByLocation(String item) {
    return about("position.set", item).stream()
        .filter(data -> data.has("onHand"))
        .map(data -> data.get("location").asText())
        .map(
            location ->
                about("position.set", item).stream()
                    .filter(data -> data.get("location").asText().equals(location))
                    .mapToInt(
                        data ->
                            data.path("onHand").asInt()
                                - data.path("safetyStock").asInt()
                                - data.path("allocated").asInt()
                                - data.path("blocked").asInt())
                    .sum())
        .toList();
  }

  private int position(String item, String figure) {
    return about("position.set", item).getFirst().get(figure).asInt();
  }

  private int received(String item, int day) {
    return sumUntil("receipt", "expectedOn", item, day);
  }

  private int demanded(String item, int day) {
    return sumUntil("demand", "dueOn", item, day);
  }

  private int sumUntil(String object, String dateField, String item, int day) {
    LocalDate last = TODAY.plusDays(day - 1L);
    return about(object, item).stream()
        .filter(data -> !LocalDate.parse(data.get(dateField).asText()).isAfter(last))
        .mapToInt(data -> data.get("quantity").asInt())
        .sum();
  }

  private List<JsonNode> about(String object, String item) {
    return events.stream()
        .filter(event -> EventShapes.object(event).equals(object))
        .map(event -> event.get("data"))
        .filter(data -> data.path("item").asText().equals(item))
        .toList();
  }
}
