package tradecounter.engine.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.engine.Given.baseList;
import static tradecounter.engine.Given.breaks;
import static tradecounter.engine.Given.categoryContract;
import static tradecounter.engine.Given.contract;
import static tradecounter.engine.Given.customer;
import static tradecounter.engine.Given.discount;
import static tradecounter.engine.Given.groupList;
import static tradecounter.engine.Given.list;
import static tradecounter.engine.Given.price;
import static tradecounter.engine.Given.units;
import static tradecounter.engine.canonical.Customer.PriceStrategy.BEST;
import static tradecounter.engine.canonical.Customer.PriceStrategy.MERGE;
import static tradecounter.engine.canonical.Customer.PriceStrategy.PRIORITY;
import static tradecounter.engine.canonical.Day.OPEN_END;
import static tradecounter.engine.canonical.Day.OPEN_START;
import static tradecounter.engine.pricing.PriceDesk.TODAY;
import static tradecounter.engine.pricing.PriceDesk.table;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Deletion;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Party;
import tradecounter.engine.canonical.PriceList;
import tradecounter.engine.pricing.PriceAnswer.Candidate;
import tradecounter.engine.pricing.PriceAnswer.NoPrice;
import tradecounter.engine.pricing.PriceAnswer.Outcome;
import tradecounter.engine.pricing.PriceAnswer.Priced;

/** The worked examples of pricing, and their neighbours. */
final class PriceExamplesTest {
  private final PriceDesk desk = new PriceDesk();

  // ---------------------------------------------------------------- levels

  @Test
  void theMostSpecificLevelAnswers() {
    desk.by(customer("C", PRIORITY, "GOLD:1", "OWN"));
    desk.given(baseList("BASE", "EUR", 1), price("BASE", "A", "100@1"));
    assertThat(desk.won("1")).isEqualTo("100 BASE");
    desk.given(groupList("GOLD", "EUR", 1, "GOLD"), price("GOLD", "A", "110@1"));
    assertThat(desk.won("1")).isEqualTo("110 GOLD");
    desk.given(
        list("OWN", "EUR", PriceList.Kind.CUSTOMER, Set.of(), Set.of("C"), 1, true),
        price("OWN", "A", "120@1"));
    assertThat(desk.won("1")).isEqualTo("120 OWN");
    desk.given(categoryContract("K-PIPES", "C", "PIPES", "130@1"));
    assertThat(desk.won("1")).isEqualTo("130 K-PIPES");
    desk.given(contract("K-A", "C", "A", "140@1"));
    assertThat(desk.won("1")).isEqualTo("140 K-A");
    assertThat(desk.priced("1").explanation().candidates())
        .extracting(Candidate::id)
        .containsExactly("K-A", "K-PIPES", "OWN", "GOLD", "BASE");
  }

  @ParameterizedTest(name = "{0}, {1} → {2}")
  @CsvSource({
    "GOLD:1 EMPLOYEE:2, as listed, 80 GOLD",
    "GOLD:1 EMPLOYEE:2, backwards, 80 GOLD",
    "GOLD:2 EMPLOYEE:1, as listed, 65 EMPLOYEE",
    "GOLD:2 EMPLOYEE:1, backwards, 65 EMPLOYEE",
    "GOLD:7 EMPLOYEE:7, as listed, 65 EMPLOYEE",
    "GOLD:7 EMPLOYEE:7, backwards, 65 EMPLOYEE",
    "GOLD:1, as listed, 80 GOLD",
    "'', backwards, 100 ENTERPRISE",
  })
  void declaredPriorityDecidesBetweenGroupsAndNeverTheOrderOfLoading(
      String groups, String loaded, String winner) {
    desk.by(customer("C", PRIORITY, groups, ""));
    List<Change> changes =
        Arrays.asList(
            baseList("ENTERPRISE", "EUR", 1),
            groupList("GOLD", "EUR", 1, "GOLD"),
            groupList("EMPLOYEE", "EUR", 1, "EMPLOYEE"),
            price("ENTERPRISE", "A", "100@1"),
            price("GOLD", "A", "80@1"),
            price("EMPLOYEE", "A", "65@1"));
    if (loaded.equals("backwards")) {
      Collections.reverse(changes);
    }
    changes.forEach(desk::given);
    assertThat(desk.won("1")).isEqualTo(winner);
  }

  @Test
  void aListIsOnlyForItsChannelAndItsCustomers() {
    desk.given(
        new PriceList(
            "SHOP",
            "EUR",
            PriceList.Kind.BASE,
            Set.of(),
            Set.of(),
            Set.of("SHOP"),
            1,
            OPEN_START,
            OPEN_END,
            true,
            true,
            PriceList.Formula.NONE),
        list("OTHERS", "EUR", PriceList.Kind.CUSTOMER, Set.of(), Set.of("X"), 1, true),
        baseList("BASE", "EUR", 9),
        price("SHOP", "A", "1@1"),
        price("OTHERS", "A", "2@1"),
        price("BASE", "A", "3@1"));
    assertThat(desk.won("1")).isEqualTo("3 BASE");
    assertThat(desk.priced("1").explanation().candidates()).hasSize(1);
  }

  // ---------------------------------------------------------------- within a level

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource({
    "1, 9 BASE",
    "9, 9 BASE",
    "9.999999, 9 BASE",
    "10, 8 BASE",
    "99, 8 BASE",
    "100, 7 BASE",
    "1000000, 7 BASE",
  })
  void theLargestBreakThatIsReachedCounts(String quantity, String winner) {
    desk.given(baseList("BASE", "EUR", 1), price("BASE", "A", "9@1 8@10 7@100"));
    assertThat(desk.won(quantity)).isEqualTo(winner);
  }

  @Test
  void datedGoesBeforeUndated() {
    desk.given(
        baseList("BASE", "EUR", 1),
        price("BASE", "A", "9@1"),
        price("BASE", "A", "", "12@1", 1, TODAY - 5, TODAY));
    assertThat(desk.won("1")).isEqualTo("12 BASE");
    assertThat(desk.priced("1").validToDay()).isEqualTo(TODAY);
    assertThat(desk.on(1).won("1")).isEqualTo("9 BASE");
    assertThat(desk.priced("1").validToDay()).isEqualTo(OPEN_END);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "the larger minimum,      K1, 9@1, -5, K2, 8@10, -9, 8 K2",
    "else the later start,    K1, 9@1, -5, K2, 8@1,  -9, 9 K1",
    "the same the other way,  K1, 9@1, -9, K2, 8@1,  -5, 8 K2",
  })
  void withinALevel(
      String rule, String a, String of, int from, String b, String ofB, int fromB, String won) {
    desk.given(datedContract(a, of, TODAY + from), datedContract(b, ofB, TODAY + fromB));
    assertThat(desk.won("10")).as(rule).isEqualTo(won);
  }

  private static ContractPrice datedContract(String contract, String breaks, int from) {
    return new ContractPrice(
        contract,
        Party.customer("C"),
        ContractPrice.Target.ITEM,
        "A",
        "",
        "",
        breaks(breaks),
        1,
        0,
        1_000,
        "",
        false,
        from,
        OPEN_END);
  }

  @Test
  void minimaInDifferentUnitsAreComparedInOne() {
    desk.given(
        baseList("BASE", "EUR", 1),
        price("BASE", "A", "EA", "9@20", 1, OPEN_START, OPEN_END),
        price("BASE", "A", "BOX", "96@10", 1, OPEN_START, OPEN_END));
    assertThat(desk.won("120")).as("ten boxes are more than twenty pieces").isEqualTo("8 BASE");
    assertThat(desk.won("119")).isEqualTo("9 BASE");
  }

  @ParameterizedTest(name = "on day {0} → {1}")
  @CsvSource({"-1, 9", "0, 7", "5, 7", "6, 9"})
  void validityIncludesItsFirstAndItsLastDay(int day, String price) {
    desk.given(
        baseList("BASE", "EUR", 1),
        price("BASE", "A", "9@1"),
        price("BASE", "A", "", "7@1", 1, TODAY, TODAY + 5));
    assertThat(desk.on(day).priced("1").unitPrice()).isEqualTo(units(price));
  }

  // ---------------------------------------------------------------- currencies and units

  @Test
  void pricesOfAnotherCurrencyDoNotCount() {
    desk.given(
        baseList("BASE", "USD", 1),
        price("BASE", "A", "5@1"),
        baseList("EURO", "EUR", 2),
        price("EURO", "A", "9@1"));
    assertThat(desk.won("1")).isEqualTo("9 EURO");
    Priced inDollars = desk.in("USD").priced("1");
    assertThat(inDollars.winner().id()).isEqualTo("BASE");
    assertThat(inDollars.explanation().candidates())
        .filteredOn(c -> c.outcome() == Outcome.FILTERED)
        .extracting(Candidate::reason)
        .containsExactly("in EUR, asked for USD");
  }

  @ParameterizedTest(name = "{0} {1} at {2} per {3} {4} in {5}: {6} each, {7}")
  @CsvSource({
    "3,        EA,  9.99,    1,    EA,  EUR, 9.99,     29.97",
    "2,        BOX, 1.5,     1,    EA,  EUR, 18,       36",
    "6,        EA,  18,      1,    BOX, EUR, 1.5,      9",
    "1,        EA,  100,     1,    BOX, EUR, 8.333333, 8.33",
    "12,       EA,  100,     1,    BOX, EUR, 8.333333, 100",
    "3,        M,   30,      1,    EA,  EUR, 10,       30",
    "250,      EA,  12.34,   100,  EA,  EUR, 12.34,    30.85",
    "1,        EA,  12.34,   100,  EA,  EUR, 12.34,    0.12",
    "1234,     EA,  0.99,    1000, EA,  EUR, 0.99,     1.22",
    "1,        EA,  0.0001,  1,    EA,  EUR, 0.0001,   0",
    "10000,    EA,  0.0001,  1,    EA,  EUR, 0.0001,   1",
    "50,       EA,  0.0001,  1,    EA,  EUR, 0.0001,   0.01",
    "1,        EA,  0.005,   1,    EA,  EUR, 0.005,    0.01",
    "1,        EA,  0.004999, 1,   EA,  EUR, 0.004999, 0",
    "3,        EA,  33.5,    1,    EA,  JPY, 33.5,     101",
    "1,        EA,  33.4,    1,    EA,  JPY, 33.4,     33",
    "1,        EA,  1.2345,  1,    EA,  KWD, 1.2345,   1.235",
    "0.333333, EA,  3,       1,    EA,  EUR, 3,        1",
    "999999999999, EA, 1,    1,    EA,  EUR, 1,        999999999999",
  })
  void roundsOnceToTheCurrencysDecimals(
      String quantity,
      String uom,
      String amount,
      int priceUnit,
      String pricedIn,
      String currency,
      String unitPrice,
      String extended) {
    desk.given(
        baseList("BASE", currency, 1),
        price("BASE", "A", pricedIn, amount + "@0", priceUnit, OPEN_START, OPEN_END));
    Priced priced = desk.in(currency).priced(quantity + " " + uom);
    assertThat(FixedPoint.format(priced.unitPrice())).isEqualTo(unitPrice);
    assertThat(priced.priceUnit()).isEqualTo(priceUnit);
    assertThat(FixedPoint.format(priced.extendedPrice())).isEqualTo(extended);
  }

  @Test
  void breaksAreToldInTheUnitThatIsAskedFor() {
    desk.given(
        baseList("BASE", "EUR", 1),
        price("BASE", "A", "BOX", "12@1 6@10", 1, OPEN_START, OPEN_END));
    assertThat(table(desk.priced("12 EA"))).isEqualTo("1@12 0.5@120");
  }

  // ---------------------------------------------------------------- strategies (T17, T18)

  private void twoLists(boolean mergeFirst, String first, String second) {
    desk.given(
        list("L1", "EUR", PriceList.Kind.BASE, Set.of(), Set.of(), 1, mergeFirst),
        baseList("L2", "EUR", 2),
        price("L1", "A", first),
        price("L2", "A", second));
  }

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource({"1, 9 L1", "2, 8 L1", "3, 8 L1", "4, 7 L2", "5, 6 L1", "50, 6 L1"})
  void mergedTakesEachBreakFromTheFirstListThatHasIt(String quantity, String winner) {
    desk.by(customer("C", MERGE, "", ""));
    twoLists(true, "9@1 8@2 6@5", "8@1 7@2 7@4");
    assertThat(desk.won(quantity)).isEqualTo(winner);
    assertThat(table(desk.priced(quantity))).isEqualTo("9@1 8@2 7@4 6@5");
  }

  @Test
  void aListThatIsNotToBeMergedStandsAlone() {
    desk.by(customer("C", MERGE, "", ""));
    twoLists(false, "9@1 8@2 6@5", "8@1 7@2 7@4");
    assertThat(table(desk.priced("4"))).isEqualTo("9@1 8@2 6@5");
    assertThat(desk.won("4")).isEqualTo("8 L1");
  }

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource({"1, 8 L2", "2, 7 L2", "3, 7 L2", "4, 6 L1", "50, 6 L1"})
  void bestTakesTheLowestOfAll(String quantity, String winner) {
    desk.by(customer("C", BEST, "", ""));
    twoLists(true, "9@1 8@2 6@4", "8@1 7@2 7@4");
    assertThat(desk.won(quantity)).isEqualTo(winner);
    assertThat(table(desk.priced(quantity))).isEqualTo("8@1 7@2 6@4");
  }

  @Test
  void bestComparesAcrossUnitsAndPriceUnits() {
    desk.by(customer("C", BEST, "", ""));
    desk.given(
        baseList("L1", "EUR", 1),
        baseList("L2", "EUR", 2),
        baseList("L3", "EUR", 3),
        price("L1", "A", "1@1"),
        price("L2", "A", "BOX", "11.999999@1", 1, OPEN_START, OPEN_END),
        price("L3", "A", "", "99.99@1", 100, OPEN_START, OPEN_END));
    assertThat(desk.priced("12").winner().id()).isEqualTo("L3");
    assertThat(desk.priced("12").extendedPrice()).isEqualTo(units("12"));
    assertThat(desk.priced("12").explanation().candidates())
        .filteredOn(c -> c.outcome() == Outcome.LOST)
        .extracting(Candidate::reason)
        .containsOnly("the winner is cheaper");
  }

  @Test
  void ofEquallyLowPricesTheMoreSpecificWins() {
    desk.by(customer("C", BEST, "", ""));
    twoLists(true, "9@1", "9@1");
    desk.given(contract("K", "C", "A", "9@1"));
    assertThat(desk.won("1")).isEqualTo("9 K");
  }

  @Test
  void aListInAnotherUnitThatIsReachedFirstKeepsItsOwnBreaks() {
    desk.by(customer("C", MERGE, "", ""));
    desk.given(
        baseList("L1", "EUR", 1),
        baseList("L2", "EUR", 2),
        price("L1", "A", "9@100"),
        price("L2", "A", "BOX", "120@1 96@5", 1, OPEN_START, OPEN_END));
    assertThat(desk.won("12")).isEqualTo("10 L2");
    assertThat(table(desk.priced("12"))).isEqualTo("10@12 8@60");
  }

  // ---------------------------------------------------------------- contracts

  @Test
  void aContractThatIsNotReachedLeavesTheListPrice() {
    desk.given(baseList("BASE", "EUR", 1), price("BASE", "A", "9@1"));
    desk.given(contract("K", "C", "A", "5@100"));
    assertThat(desk.won("99")).isEqualTo("9 BASE");
    assertThat(desk.won("100")).isEqualTo("5 K");
    assertThat(desk.priced("99").explanation().candidates())
        .filteredOn(c -> c.id().equals("K"))
        .extracting(Candidate::reason)
        .containsExactly("only from 100 EA");
  }

  @ParameterizedTest(name = "{0}: {1} off → {2}")
  @CsvSource({
    "PRIORITY, 10,     8.1 K",
    "BEST,     10,     7.2 K",
    "MERGE,    10,     8.1 K",
    "PRIORITY, 0,      9 K",
    "PRIORITY, 100,    0 K",
    "PRIORITY, 33.3333, 6.000003 K",
  })
  void aDiscountIsOffWhatTheCustomerWouldPayWithoutIt(
      String strategy, String percent, String winner) {
    desk.by(customer("C", Customer.PriceStrategy.valueOf(strategy), "", ""));
    twoLists(true, "9@1", "8@1");
    desk.given(discount("K", "C", "A", percent));
    assertThat(desk.won("1")).isEqualTo(winner);
  }

  @Test
  void aDiscountHoldsNoLongerThanThePriceItIsTakenOff() {
    desk.given(baseList("BASE", "EUR", 1), price("BASE", "A", "", "9@1", 1, OPEN_START, TODAY + 3));
    desk.given(discount("K", "C", "A", "10"));
    assertThat(desk.priced("1").validToDay()).isEqualTo(TODAY + 3);
  }

  @Test
  void aDiscountOffNothingIsNoPrice() {
    desk.given(discount("K", "C", "A", "10"));
    assertThat(desk.ask("1"))
        .isInstanceOfSatisfying(
            NoPrice.class,
            none -> assertThat(none.reason()).contains("no list price that the discount"));
  }

  // ---------------------------------------------------------------- no price

  @Test
  void noPriceIsAnAnswerWithItsReason() {
    assertThat(((NoPrice) desk.ask("1")).reason())
        .isEqualTo("no contract and no price list of this customer names the item");
    desk.given(
        baseList("BASE", "EUR", 1),
        price("BASE", "A", "9@10"),
        price("BASE", "A", "", "8@1", 1, TODAY + 1, OPEN_END),
        price("BASE", "A", "PALLET", "8@1", 1, OPEN_START, OPEN_END));
    NoPrice none = (NoPrice) desk.ask("1");
    assertThat(none.reason())
        .contains("only from 10 EA", "not valid on the day: ", "not a unit of the item");
    assertThat(none.candidates()).hasSize(3).allMatch(c -> c.outcome() == Outcome.FILTERED);
  }

  @Test
  void withoutACurrencyThereIsNoPrice() {
    desk.by(Customer.ANYBODY);
    desk.given(baseList("BASE", "EUR", 1), price("BASE", "A", "9@1"));
    assertThat(((NoPrice) desk.ask("1")).reason()).startsWith("no currency");
    assertThat(desk.in("EUR").ask("1")).isInstanceOf(Priced.class);
  }

  @Test
  void whatIsNotSoldOrNotInThatUnitIsSaidSo() {
    desk.given(baseList("BASE", "EUR", 1), price("BASE", "A", "9@1"));
    assertThat(desk.ask("1 PALLET")).isEqualTo(new PriceAnswer.UnknownUnit("A", "PALLET"));
    assertThat(desk.cart("X 1")).containsExactly(new PriceAnswer.UnknownItem("X"));
  }

  @Test
  void anAmountBeyondTheRangeIsNoPriceAndNoError() {
    desk.given(baseList("BASE", "EUR", 1), price("BASE", "A", "999999999@1"));
    assertThat(desk.ask("999999999999")).isInstanceOf(NoPrice.class);
  }

  // ---------------------------------------------------------------- why

  @Test
  void everyCandidateIsToldWithItsReason() {
    desk.by(customer("C", PRIORITY, "GOLD:1", ""));
    desk.given(
        baseList("BASE", "EUR", 2),
        baseList("CHEAP", "EUR", 3),
        baseList("DOLLARS", "USD", 1),
        groupList("GOLD", "EUR", 1, "GOLD"),
        price("BASE", "A", "9@1"),
        price("CHEAP", "A", "1@1"),
        price("DOLLARS", "A", "1@1"),
        price("GOLD", "A", "8@1"),
        price("GOLD", "A", "", "7@50", 1, TODAY, OPEN_END),
        price("GOLD", "A", "", "6@1", 1, OPEN_START + 1, TODAY - 1));
    desk.given(contract("K", "C", "A", "5@1000"));
    assertThat(desk.priced("1").explanation().candidates())
        .extracting(c -> c.id() + " " + c.outcome() + " " + c.reason())
        .containsExactly(
            "GOLD WON it goes first",
            "BASE LOST GROUP_LIST goes before BASE_LIST",
            "CHEAP LOST GROUP_LIST goes before BASE_LIST",
            "GOLD FILTERED not valid on the day: until 2026-11-22",
            "GOLD FILTERED only from 50 EA",
            "K FILTERED only from 1000 EA",
            "DOLLARS FILTERED in USD, asked for EUR");
    desk.given(new Deletion(price("GOLD", "A", "8@1").key()));
    assertThat(desk.priced("1").explanation().candidates())
        .filteredOn(c -> c.outcome() == Outcome.LOST)
        .extracting(c -> c.id() + ": " + c.reason())
        .containsExactly("CHEAP: BASE is asked before CHEAP");
  }
}
