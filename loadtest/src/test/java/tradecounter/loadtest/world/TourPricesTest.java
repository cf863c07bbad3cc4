package tradecounter.loadtest.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The prices that the tour's customer can get, as the events tell them. */
class TourPricesTest {
  private final List<JsonNode> events =
      new DemoWorld(LocalDate.of(2026, 11, 23)).events().map(EventShapes::checked).toList();

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
            data("price")
                .filter(price -> price.get("item").asText().equals(item))
                .filter(price -> price.get("list").asText().equals(list))
                .flatMap(price -> price.get("breaks").valueStream())
                .map(step -> step.get("amount").asText()))
        .as(list)
        .containsExactly(amounts.split(" ", -1));
  }

  @Test
  void onlyTheContractedItemAndCategoryAreOnContract() {
    assertThat(
            data("contract-price")
                .filter(term -> term.path("customer").asText().equals(Tour.CUSTOMER))
                .map(
                    term -> term.path("breaks").toString() + term.path("discountPercent").asText()))
        .containsExactly(
            """
            [{"minimum":1,"amount":"3.10"},{"minimum":50,"amount":"2.95"}]\
            """,
            "12.5");
  }

  @Test
  void theBuyingGroupCountsBearingsTogetherAndBoltsByTheHundred() {
    assertThat(
            data("contract-price")
                .filter(term -> term.path("buyingGroup").asText().equals("EK-MITTE"))
                .map(
                    term ->
                        term.get("item").asText()
                            + " "
                            + term.get("breaks").findValuesAsText("amount")
                            + " per "
                            + term.get("priceUnit").asText()
                            + " "
                            + term.path("breakGroup").asText()))
        .containsExactly(
            "BRG-6305-2RS1 [6.90, 5.95] per 1 BEARINGS",
            "BRG-6307-2RS1 [11.90, 10.40] per 1 BEARINGS",
            "HEX933-M8X50 [8.25] per 100 ");
  }

  @Test
  void pricesInSwissFrancsAreAFormulaOverTheCost() {
    assertThat(
            data("price-list")
                .filter(list -> list.has("derivedFrom"))
                .map(list -> list.get("list").asText() + " " + list.get("derivedFrom")))
        .containsExactly(
            """
            BASE-CHF {"list":"BASE-EUR","discountPercent":"-4","roundTo":"0.05",\
            "minimumMarginPercent":"20"}\
            """);
    assertThat(
            data("cost")
                .filter(cost -> cost.get("item").asText().equals(TourPrices.PRICED_BY_FORMULA))
                .map(cost -> cost.get("amount").asText()))
        .containsExactly("16.00");
  }

  private Stream<JsonNode> data(String object) {
    return events.stream()
        .filter(event -> EventShapes.object(event).equals(object))
        .map(event -> event.get("data"));
  }
}
