package tradecounter.loadtest.world;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.loadtest.world.ToldWorld.amount;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tradecounter.engine.availability.AvailabilityAnswer;
import tradecounter.engine.availability.AvailabilityAnswer.Figures;
import tradecounter.engine.availability.AvailabilityAnswer.LateReceipt;
import tradecounter.engine.availability.AvailabilityAnswer.LocationFigures;
import tradecounter.engine.availability.AvailabilityAnswer.Promise;
import tradecounter.engine.availability.AvailabilityAnswer.StaleSupply;
import tradecounter.engine.availability.AvailabilityAnswer.Substitution;
import tradecounter.engine.availability.CartAnswer;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.QuantityCheck;
import tradecounter.engine.canonical.StalePolicy;

/**
 * The figures that the tour promises, by the engine. They hold on working days and in the night,
 * after the cut-off, on weekends and holidays, and while it is another day in Helsinki or Lisbon.
 */
@ParameterizedClass
@ValueSource(
    strings = {
      "2026-11-23T09:00:00",
      "2026-11-20T16:30:00",
      "2026-11-21T23:30:00",
      "2026-11-24T00:01:00",
      "2026-12-24T15:59:00",
      "2026-12-26T08:00:00",
      "2027-03-25T14:45:00",
      "2027-03-26T10:00:00",
      "2028-02-27T12:00:00"
    })
class TourTest {
  private static final Map<String, ToldWorld> WORLDS = new ConcurrentHashMap<>();

  private final ToldWorld world;

  TourTest(String localTime) {
    world = WORLDS.computeIfAbsent(localTime, ToldWorld::new);
  }

  // ---------------------------------------------------------------- stocked

  @Test
  void fortyAreAvailableInThreeCentres() {
    Figures figures = world.figures(Tour.CUSTOMER, Tour.IN_THREE_CENTRES, 40);
    assertThat(figures.locations())
        .extracting(at -> amount(at.available()))
        .containsExactly("15", "18", "7");
    assertThat(amount(figures.available())).isEqualTo("40");
    assertThat(figures.promise().orElseThrow().complete()).isTrue();
    assertThat(parts(figures.promise().orElseThrow().parts()))
        .containsExactlyInAnyOrder("15 DC-LEJ", "18 DC-ZAZ", "7 DC-HEL");
    assertThat(world.promise(Tour.IN_THREE_CENTRES, 41).complete()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        Tour.TIME_PHASED + " | 12 12 12 12 13 16 16",
        Tour.SAFETY_STOCK + " | 0 0 0 0 0 0 0",
        Tour.IN_TRANSIT + " | 0 0 0 0 12 12 12 12 12 12 12 12 42",
        Tour.LATE + " | 0 125 125 125 125 125 125 125 125 225",
        Tour.DROP_SHIP + " | 0 0 0 30 30 30 30 30 30 180",
        Tour.BUNDLE_GLOVES + " | 10 10 10 10 10 16 16",
        Tour.BUNDLE_HELMET + " | 0 0 0 8 8 8 8",
        Tour.BUNDLE + " | 0 0 0 5 5 8 8",
        Tour.PROTECTED + " | 5 5",
      })
  void availableToPromiseByDay(String item, String byDay) {
    assertThat(world.byDay(item, byDay.split(" ").length)).isEqualTo(byDay);
  }

  @Test
  void safetyStockWithholdsTheLastOne() {
    assertThat(amount(world.figures(Tour.SAFETY_STOCK).withheldBySafetyStock())).isEqualTo("1");
  }

  // ---------------------------------------------------------------- on its way

  @Test
  void whatIsInTransitIsPromisedWithItsReceipts() {
    assertThat(world.promise(Tour.IN_TRANSIT, 40).parts())
        .extracting(part -> amount(part.quantity()) + " " + part.from())
        .containsExactly("12 TO-90001/1", "28 PO-80004/1");
  }

  @Test
  void fewestSplitsTakesAllFromOnePlace() {
    Promise promise = world.promise(Tour.IN_TWO_PLACES, 20);
    assertThat(parts(promise.parts())).containsExactly("5 DC-LEJ", "15 DC-ZAZ");
    assertThat(parts(promise.whole())).containsExactly("20 DC-ZAZ");
  }

  @Test
  void theOverdueReceiptIsShiftedToTomorrow() {
    assertThat(world.figures(Tour.LATE).lateReceipts())
        .singleElement()
        .satisfies(
            late -> {
              assertThat(late.receipt()).isEqualTo("PO-80008/1");
              assertThat(amount(late.counted())).isEqualTo("200");
              assertThat(late.action()).isInstanceOf(LateReceipt.Action.Shifted.class);
            });
    assertThat(world.promise(Tour.LATE, 150).parts())
        .extracting(part -> amount(part.quantity()) + " " + part.from())
        .containsExactly("125 PO-80008/1", "25 PO-80009/1");
  }

  @Test
  void suppliersShipWhatIsNeverStockedAndWordsAge() {
    Figures figures = world.figures(Tour.CUSTOMER, Tour.DROP_SHIP, 35);
    assertThat(figures.suppliers())
        .extracting(
            supplier ->
                amount(supplier.counted())
                    + " of "
                    + amount(supplier.commitment().quantity())
                    + ", "
                    + supplier.ageDays()
                    + " days old")
        .containsExactly("30 of 30, 0 days old", "150 of 200, 5 days old");
    Promise promise = figures.promise().orElseThrow();
    assertThat(parts(promise.parts())).containsExactly("10 SUP-ANTRIEB", "25 SUP-GETRIEBE");
    assertThat(parts(promise.whole())).containsExactly("35 SUP-GETRIEBE");
  }

  // ---------------------------------------------------------------- bundles and carts

  @Test
  void theBundleIsLimitedByItsScarcestComponent() {
    Figures figures = world.figures(Tour.CUSTOMER, Tour.BUNDLE, 6);
    assertThat(figures.components())
        .extracting(c -> c.component().item() + " " + amount(c.available()))
        .containsExactly(Tour.BUNDLE_GLOVES + " 10", Tour.BUNDLE_HELMET + " 0");
    assertThat(figures.promise().orElseThrow().complete()).isTrue();
    assertThat(world.promise(Tour.BUNDLE, 9).complete()).isFalse();
  }

  @Test
  void theLastOneGoesIntoOneKitOnly() {
    List<String> kits = List.of(Tour.KIT_WITH_LAST_ONE, Tour.OTHER_KIT_WITH_LAST_ONE);
    assertThat(kits).allSatisfy(kit -> assertThat(world.promise(kit, 1).complete()).isTrue());
    CartAnswer cart = world.cart(kits);
    assertThat(cart.complete()).isFalse();
    assertThat(cart.lines())
        .extracting(line -> ((Figures) line).promise().orElseThrow().complete())
        .containsExactly(true, false);
  }

  // ---------------------------------------------------------------- for whom, and what instead

  @ParameterizedTest
  @CsvSource({
    Tour.CUSTOMER + ", 5, 15",
    Tour.EDI_CUSTOMER + ", 20, 0",
    Tour.TRADE_CUSTOMER + ", 3, 17",
  })
  void whatIsKeptForOthers(String customer, String available, String withheld) {
    Figures figures = world.figures(customer, Tour.PROTECTED, 0);
    assertThat(amount(figures.available())).isEqualTo(available);
    assertThat(amount(figures.withheldByProtection())).isEqualTo(withheld);
  }

  @Test
  void whatIsSoldNoMoreIsReplaced() {
    var answer = world.answer(Tour.CUSTOMER, Tour.SUPERSEDED, 10);
    assertThat(answer).isInstanceOf(AvailabilityAnswer.NotSold.class);
    assertThat(substitutes(((AvailabilityAnswer.NotSold) answer).substitutes()))
        .containsExactly("SUPERSEDES " + TourPrices.PRICED_BY_CONTRACT + " 500");
  }

  @Test
  void whatRunsOutHasASuccessorAndAnAlternative() {
    Figures figures = world.figures(Tour.CUSTOMER, Tour.RUNNING_OUT, 10);
    assertThat(figures.promise().orElseThrow().complete()).isFalse();
    assertThat(substitutes(figures.substitutes()))
        .containsExactly(
            "SUPERSEDES " + Tour.SUCCESSOR + " 30", "ALTERNATIVE " + Tour.ALTERNATIVE + " 12");
    assertThat(world.figures(Tour.CUSTOMER, Tour.RUNNING_OUT, 4).substitutes()).isEmpty();
  }

  // ---------------------------------------------------------------- in doubt, and closed

  @Test
  void halfOfWhatAStaleFeedSaysCounts() {
    Figures figures = world.figures(Tour.STALE);
    assertThat(amount(figures.available())).isEqualTo("10");
    assertThat(figures.staleSupply())
        .containsExactly(
            new StaleSupply(
                DemoPlaces.HAMBURG,
                StalePolicy.haircut(50 * FixedPoint.ONE),
                9 * FixedPoint.ONE,
                4 * FixedPoint.ONE));
  }

  @Test
  void whatIsOutIsAvailableAgainAfterwards() {
    Figures figures = world.figures(Tour.SPANISH_CUSTOMER, Tour.PARTLY_OUT, 13);
    assertThat(amount(figures.available())).isEqualTo("5");
    assertThat(figures.locations()).extracting(LocationFigures::open).containsExactly(true, false);
    assertThat(figures.atp().steps()).isEqualTo(2);
    assertThat(amount(figures.atp().quantity(1))).isEqualTo("13");
    assertThat(figures.promise().orElseThrow().complete()).isTrue();
  }

  // ---------------------------------------------------------------- units

  @Test
  void cableIsSoldByQuartersOfAMetreAndByTheDrum() {
    Figures figures = world.figures(Tour.CABLE);
    assertThat(amount(figures.available())).isEqualTo("1250.75");
    Item cable = figures.item();
    assertThat(QuantityCheck.of(cable, cable.unit("M"), 10_300_000))
        .isInstanceOfSatisfying(
            QuantityCheck.Invalid.class,
            check -> {
              assertThat(check.rule().code()).isEqualTo("quantity-not-multiple");
              assertThat(check.below()).hasValue(10_250_000);
              assertThat(check.above()).hasValue(10_500_000);
            });
    assertThat(QuantityCheck.of(cable, cable.unit("DRUM"), 12_500_000))
        .isInstanceOf(QuantityCheck.Invalid.class);
  }

  private static List<String> parts(List<Promise.Part> parts) {
    return parts.stream().map(part -> amount(part.quantity()) + " " + part.source()).toList();
  }

  private static List<String> substitutes(List<Substitution> substitutes) {
    return substitutes.stream()
        .map(s -> s.kind() + " " + s.item().item() + " " + amount(s.available()))
        .toList();
  }
}
