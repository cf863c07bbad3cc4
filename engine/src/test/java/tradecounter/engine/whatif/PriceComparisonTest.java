package tradecounter.engine.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.engine.Given.baseList;
import static tradecounter.engine.Given.breaks;
import static tradecounter.engine.Given.contract;
import static tradecounter.engine.Given.customer;
import static tradecounter.engine.Given.day;
import static tradecounter.engine.Given.price;
import static tradecounter.engine.Given.sold;
import static tradecounter.engine.Given.stocked;
import static tradecounter.engine.Given.units;
import static tradecounter.engine.canonical.Customer.PriceStrategy.PRIORITY;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.engine.Log;
import tradecounter.engine.Log.Event;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.Cost;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Deletion;
import tradecounter.engine.canonical.ExchangeRate;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.ObjectKey;
import tradecounter.engine.canonical.ObjectKind;
import tradecounter.engine.canonical.Party;
import tradecounter.engine.canonical.PriceList;
import tradecounter.engine.canonical.PriceList.Formula;
import tradecounter.engine.canonical.Promotion;
import tradecounter.engine.pricing.CurrencyRounding;
import tradecounter.engine.pricing.PriceAnswer.Priced;
import tradecounter.engine.pricing.PricingRules;
import tradecounter.engine.pricing.Terms;
import tradecounter.engine.state.PriceBook;
import tradecounter.engine.state.ProposedPrices;
import tradecounter.engine.state.ProposedPrices.Objection;
import tradecounter.engine.state.ProposedPrices.Present;
import tradecounter.engine.state.StateHash;
import tradecounter.engine.state.World;
import tradecounter.engine.whatif.PriceReport.Changed;
import tradecounter.engine.whatif.PriceReport.Thin;

/** What a proposal would do, as a clerk would tell it. */
final class PriceComparisonTest {
  private static final int TODAY = day("2026-11-23");

  private final World world = new World();
  private final Log log = new Log(world);
  private final Map<Party, PriceBook> books = new HashMap<>();
  private final List<Customer> customers = new ArrayList<>();
  private PricingRules rules = PricingRules.PLAIN;
  private int onDay = TODAY;
  private long floor = Formula.NO_MINIMUM;
  private int largest = 20;
  private boolean eachBreak;
  private List<Long> quantities = List.of(FixedPoint.ONE);
  private long number;

  /** A costs 10 and B 20 on the list BASE, C is on no list; C-1 has A for 9 by contract. */
  PriceComparisonTest() {
    say(
        sold(stocked("A"), "PIPES"),
        sold(stocked("B"), "PIPES"),
        sold(stocked("C"), "VALVES"),
        baseList("BASE", "EUR", 10),
        price("BASE", "A", "10@0 8@10"),
        price("BASE", "B", "20@0"));
    customers.add(customer("C-1", PRIORITY, "GOLD:1", ""));
    customers.add(customer("C-2", PRIORITY, "", ""));
    agreed(contract("K-1", "C-1", "A", "9@0"));
  }

  private void say(Change... changes) {
    log.say(changes);
  }

  private void agreed(ContractPrice line) {
    books.merge(
        line.party(),
        PriceBook.EMPTY.with(world, Event.counted("erp", ++number, line).envelope(), line),
        (old, _) -> old.with(world, Event.counted("erp", ++number, line).envelope(), line));
  }

  private PriceBook book(Party party) {
    return books.getOrDefault(party, PriceBook.EMPTY);
  }

  private ProposedPrices proposed(Change... changes) {
    return new ProposedPrices(Present.of(world), List.of(changes));
  }

  private PriceReport report(Change... changes) {
    return compare(proposed(changes), List.of("A", "B", "C"));
  }

  private PriceReport compare(ProposedPrices proposed, List<String> items) {
    PriceComparison comparison =
        new PriceComparison(
            proposed, rules, new Compared(quantities, eachBreak, "", onDay, floor, largest));
    PriceComparison.LookedUp lookedUp = comparison.lookUp(items);
    customers.forEach(c -> comparison.compare(buyer(c, proposed), lookedUp, items));
    return comparison.report();
  }

  private Buyer buyer(Customer customer, ProposedPrices proposed) {
    List<Party> parties = Terms.parties(customer, _ -> Optional.empty());
    return new Buyer(
        customer,
        Terms.of(parties, this::book),
        parties.stream().anyMatch(proposed::concerns)
            ? Optional.of(Terms.of(parties, party -> proposed.book(party, book(party))))
            : Optional.empty());
  }

  // ---------------------------------------------------------------- in words

  /** Such as {@code "1 CHEAPER, 5 UNCHANGED"}, by name. */
  private static String counts(PriceReport report) {
    assertThat(report.counts().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(report.pairs());
    return report.counts().entrySet().stream()
        .filter(entry -> entry.getValue() > 0)
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .sorted(Comparator.comparing(text -> text.substring(text.indexOf(' '))))
        .collect(Collectors.joining(", "));
  }

  private static String told(List<Changed> all) {
    return all.stream().map(PriceComparisonTest::told).collect(Collectors.joining(", "));
  }

  /** Such as {@code "C-2 A 10 BASE -> 12 BASE 20.00%"}. */
  private static String told(Changed changed) {
    return changed.pair().customer()
        + " "
        + changed.pair().item()
        + " "
        + told(changed.before())
        + " -> "
        + told(changed.after())
        + changed.percent().map(percent -> " " + percent + "%").orElse("");
  }

  private static String told(Optional<Priced> price) {
    return price.map(p -> FixedPoint.format(p.unitPrice()) + " " + p.winner().id()).orElse("none");
  }

  private static String told(Thin thin) {
    return thin.pair().customer()
        + " "
        + thin.pair().item()
        + " "
        + thin.marginBefore().map(BigDecimal::toString).orElse("none")
        + " -> "
        + thin.marginAfter().map(BigDecimal::toString).orElse("none");
  }

  private static Change gone(ObjectKey key) {
    return new Deletion(key);
  }

  private static Change gone(ObjectKind kind, String key) {
    return gone(new ObjectKey.Simple(kind, key));
  }

  private static PriceList derived(String list, PriceList.Kind kind, Formula formula) {
    return new PriceList(
        list,
        "EUR",
        kind,
        kind == PriceList.Kind.GROUP ? Set.of("GOLD") : Set.of(),
        Set.of(),
        Set.of(),
        1,
        Day.OPEN_START,
        Day.OPEN_END,
        true,
        true,
        formula);
  }

  private static Formula less(String percent) {
    return new Formula("BASE", units(percent), 0, 0, Formula.NO_MINIMUM, Formula.NO_MAXIMUM);
  }

  private static Promotion promotion(String key, Promotion.Effect effect, int from, int to) {
    return new Promotion(
        key,
        "",
        Promotion.Scope.EVERYTHING,
        effect,
        Promotion.Stacking.EXCLUSIVE,
        1,
        0,
        "",
        "",
        from,
        to);
  }

  private static Promotion percentOff(String percent, int from, int to) {
    return promotion("P", new Promotion.Effect.Percent(units(percent)), from, to);
  }

  // ---------------------------------------------------------------- every kind of difference

  private static Map<String, Change> proposals() {
    return Map.ofEntries(
        Map.entry("the same price again", price("BASE", "A", "10@0 8@10")),
        Map.entry("a dearer list price", price("BASE", "A", "12@0")),
        Map.entry("a cheaper list price", price("BASE", "B", "15@0")),
        Map.entry("a price of nothing", price("BASE", "B", "0@0")),
        Map.entry("a price where there was none", price("BASE", "C", "5@0")),
        Map.entry("a price that begins at 10", price("BASE", "B", "20@10")),
        Map.entry(
            "no price any more", gone(new ObjectKey.OfPrice("BASE", "A", "", Day.OPEN_START))),
        Map.entry("no list any more", gone(ObjectKind.PRICE_LIST, "BASE")),
        Map.entry("a list in dollars", baseList("BASE", "USD", 10)),
        Map.entry("a better contract", contract("K-1", "C-1", "A", "7@0")),
        Map.entry("a worse contract", contract("K-1", "C-1", "A", "9.5@0")),
        Map.entry(
            "no contract any more",
            gone(
                new ObjectKey.OfContractPrice(
                    "K-1",
                    Party.customer("C-1"),
                    ContractPrice.Target.ITEM,
                    "A",
                    "",
                    Day.OPEN_START))),
        Map.entry("a first contract", contract("K-2", "C-2", "C", "3@0")),
        Map.entry("a contract of somebody else", contract("K-3", "C-3", "A", "1@0")),
        Map.entry("a list for a group", derived("GOLD", PriceList.Kind.GROUP, less("25"))),
        Map.entry("a promotion", percentOff("10", Day.OPEN_START, Day.OPEN_END)),
        Map.entry("a cost", new Cost("A", "", units("6"), "EUR", Day.OPEN_START)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          the same price again         | 2 NONE, 4 UNCHANGED             |                                  |
          a dearer list price          | 1 DEARER, 2 NONE, 3 UNCHANGED   | C-2 A 10 BASE -> 12 BASE 20.00%  |
          a cheaper list price         | 2 CHEAPER, 2 NONE, 2 UNCHANGED  |                                  | C-1 B 20 BASE -> 15 BASE -25.00%, C-2 B 20 BASE -> 15 BASE -25.00%
          a price of nothing           | 2 CHEAPER, 2 NONE, 2 UNCHANGED  |                                  | C-1 B 20 BASE -> 0 BASE -100.00%, C-2 B 20 BASE -> 0 BASE -100.00%
          a price where there was none | 2 NEW, 4 UNCHANGED              |                                  |
          a price that begins at 10    | 2 LOST, 2 NONE, 2 UNCHANGED     |                                  |
          no price any more            | 1 LOST, 2 NONE, 3 UNCHANGED     |                                  |
          no list any more             | 3 LOST, 2 NONE, 1 UNCHANGED     |                                  |
          a list in dollars            | 3 LOST, 2 NONE, 1 UNCHANGED     |                                  |
          a better contract            | 1 CHEAPER, 2 NONE, 3 UNCHANGED  |                                  | C-1 A 9 K-1 -> 7 K-1 -22.22%
          a worse contract             | 1 DEARER, 2 NONE, 3 UNCHANGED   | C-1 A 9 K-1 -> 9.5 K-1 5.56%     |
          no contract any more         | 1 DEARER, 2 NONE, 3 UNCHANGED   | C-1 A 9 K-1 -> 10 BASE 11.11%    |
          a first contract             | 1 NEW, 1 NONE, 4 UNCHANGED      |                                  |
          a contract of somebody else  | 2 NONE, 4 UNCHANGED             |                                  |
          a list for a group           | 1 CHEAPER, 2 NONE, 3 UNCHANGED  |                                  | C-1 B 20 BASE -> 15 GOLD -25.00%
          a promotion                  | 3 CHEAPER, 2 NONE, 1 UNCHANGED  |                                  | C-1 B 20 BASE -> 18 BASE -10.00%, C-2 A 10 BASE -> 9 BASE -10.00%, C-2 B 20 BASE -> 18 BASE -10.00%
          a cost                       | 2 NONE, 4 UNCHANGED             |                                  |
          """)
  void eachKindOfDifference(
      String proposal, String counts, @Nullable String increases, @Nullable String decreases) {
    PriceReport report = report(Objects.requireNonNull(proposals().get(proposal)));
    assertThat(counts(report)).isEqualTo(counts);
    assertThat(told(report.increases())).isEqualTo(increases == null ? "" : increases);
    assertThat(told(report.decreases())).isEqualTo(decreases == null ? "" : decreases);
  }

  @Test
  void whatIsGainedAndLostIsNamed() {
    PriceReport report =
        report(
            price("BASE", "C", "5@0"),
            gone(new ObjectKey.OfPrice("BASE", "B", "", Day.OPEN_START)));
    assertThat(told(report.gained())).isEqualTo("C-1 C none -> 5 BASE, C-2 C none -> 5 BASE");
    assertThat(told(report.lost())).isEqualTo("C-1 B 20 BASE -> none, C-2 B 20 BASE -> none");
  }

  @Test
  void anItemThatIsNotSoldIsAProblem() {
    PriceReport report = compare(proposed(price("BASE", "A", "11@0")), List.of("NEVER-HEARD-OF"));
    assertThat(counts(report)).isEqualTo("2 PROBLEM");
    assertThat(report.problems().getFirst().pair().customer()).isEqualTo("C-1");
    assertThat(report.problems().getFirst().reason()).contains("NEVER-HEARD-OF");
  }

  @Test
  void ofTwoChangesOfOneObjectTheLaterOneCounts() {
    assertThat(counts(report(price("BASE", "B", "30@0"), price("BASE", "B", "20@0"))))
        .isEqualTo("2 NONE, 4 UNCHANGED");
    assertThat(
            counts(
                report(
                    gone(ObjectKind.PRICE_LIST, "BASE"),
                    baseList("BASE", "EUR", 10),
                    percentOff("5", Day.OPEN_START, Day.OPEN_END),
                    gone(ObjectKind.PROMOTION, "P"))))
        .isEqualTo("2 NONE, 4 UNCHANGED");
  }

  // ---------------------------------------------------------------- dates, formulas, rates

  @ParameterizedTest
  @CsvSource({
    "2026-11-30, '2 NONE, 4 UNCHANGED'",
    "2026-12-01, '3 CHEAPER, 2 NONE, 1 UNCHANGED'",
    "2026-12-24, '3 CHEAPER, 2 NONE, 1 UNCHANGED'",
    "2026-12-25, '2 NONE, 4 UNCHANGED'",
  })
  void aPromotionIsSeenOnItsDays(String day, String counts) {
    onDay = day(day);
    Promotion advent = percentOff("15", day("2026-12-01"), day("2026-12-24"));
    assertThat(counts(report(advent))).isEqualTo(counts);
  }

  @Test
  void aPromotionThatEndsEarlierIsDearer() {
    say(percentOff("50", Day.OPEN_START, Day.OPEN_END));
    assertThat(counts(report(gone(ObjectKind.PROMOTION, "P"))))
        .isEqualTo("3 DEARER, 2 NONE, 1 UNCHANGED");
  }

  @Test
  void whatIsFreeMakesThePriceLower() {
    quantities = List.of(units("3"));
    Promotion threeForTwo =
        promotion(
            "P", new Promotion.Effect.BuyGet(units("2"), units("1")), Day.OPEN_START, Day.OPEN_END);
    PriceReport report = report(threeForTwo);
    assertThat(counts(report)).isEqualTo("3 CHEAPER, 2 NONE, 1 UNCHANGED");
    assertThat(report.decreases().getFirst().percent()).hasValue(new BigDecimal("-33.33"));
  }

  @Test
  void aFormulaReachesAThousandItems() {
    List<String> items = IntStream.range(0, 1_000).mapToObj(i -> "I-" + (1_000 + i)).toList();
    for (String item : items) {
      say(sold(stocked(item), "BOLTS"), price("BASE", item, "100@0"));
    }
    say(derived("GOLD", PriceList.Kind.GROUP, less("10")));
    PriceReport report =
        compare(proposed(derived("GOLD", PriceList.Kind.GROUP, less("12.5"))), items);
    assertThat(counts(report)).isEqualTo("1000 CHEAPER, 1000 UNCHANGED");
    assertThat(report.cheaper())
        .isEqualTo(
            new PriceReport.Spread(
                1_000, new BigDecimal("-2.78"), new BigDecimal("-2.78"), new BigDecimal("-2.78")));
    assertThat(report.decreases()).hasSize(20);
    assertThat(told(report.decreases().getFirst()))
        .isEqualTo("C-1 I-1000 90 GOLD -> 87.5 GOLD -2.78%");
  }

  @Test
  void anExchangeRateMovesWhatIsConverted() {
    rules = new PricingRules(true, CurrencyRounding.ISO_4217);
    say(
        baseList("DOLLARS", "USD", 20),
        price("DOLLARS", "C", "100@0"),
        new ExchangeRate("USD", "EUR", 9_000_000_000L, day("2026-01-01")));
    PriceReport report = report(new ExchangeRate("USD", "EUR", 9_900_000_000L, day("2026-11-01")));
    assertThat(told(report.increases()))
        .isEqualTo("C-1 C 90 DOLLARS -> 99 DOLLARS 10.00%, C-2 C 90 DOLLARS -> 99 DOLLARS 10.00%");
    assertThat(counts(report(gone(new ObjectKey.OfExchangeRate("USD", "EUR", day("2026-01-01"))))))
        .isEqualTo("2 LOST, 4 UNCHANGED");
  }

  // ---------------------------------------------------------------- quantities

  @Test
  void otherQuantitiesAndEachBreak() {
    Change flat = price("BASE", "A", "10@0");
    quantities = List.of(units("1"), units("10"));
    assertThat(counts(report(flat))).isEqualTo("1 DEARER, 4 NONE, 7 UNCHANGED");
    quantities = List.of(units("1"));
    eachBreak = true;
    PriceReport report = report(flat);
    // The break at 10 is asked for where it is or was: by C-2, of A.
    assertThat(counts(report)).isEqualTo("1 DEARER, 2 NONE, 4 UNCHANGED");
    assertThat(report.increases().getFirst().pair().quantity()).isEqualTo(units("10"));
  }

  // ---------------------------------------------------------------- the largest

  @Test
  void theLargestAreKeptWhateverTheOrder() {
    List<String> items = IntStream.range(0, 100).mapToObj(i -> "I-" + (100 + i)).toList();
    List<Change> raised = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      say(sold(stocked(items.get(i)), "BOLTS"), price("BASE", items.get(i), "100@0"));
      raised.add(price("BASE", items.get(i), (100 + i % 10) + "@0"));
    }
    largest = 3;
    ProposedPrices proposed = new ProposedPrices(Present.of(world), raised);
    PriceReport report = compare(proposed, items);
    assertThat(told(report.increases()))
        .isEqualTo(
            "C-1 I-109 100 BASE -> 109 BASE 9.00%, C-1 I-119 100 BASE -> 109 BASE 9.00%,"
                + " C-1 I-129 100 BASE -> 109 BASE 9.00%");
    assertThat(report.dearer())
        .isEqualTo(
            new PriceReport.Spread(
                180, new BigDecimal("1.00"), new BigDecimal("9.00"), new BigDecimal("5.00")));
    List<String> backwards = new ArrayList<>(items);
    Collections.reverse(backwards);
    Collections.reverse(customers);
    assertThat(compare(proposed, backwards).increases()).isEqualTo(report.increases());
  }

  @Test
  void fromNothingThereIsNoPercentage() {
    say(price("BASE", "B", "0@0"));
    PriceReport report = report(price("BASE", "B", "1@0"), price("BASE", "A", "500@0"));
    assertThat(counts(report)).isEqualTo("3 DEARER, 2 NONE, 1 UNCHANGED");
    assertThat(told(report.increases()))
        .isEqualTo(
            "C-1 B 0 BASE -> 1 BASE, C-2 B 0 BASE -> 1 BASE, C-2 A 10 BASE -> 500 BASE 4900.00%");
    assertThat(report.dearer().percentages()).isEqualTo(1);
  }

  // ---------------------------------------------------------------- margins

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          20   | 10@0   | 0 | 0 | 0 |
          20   | 7.5@0  | 0 | 0 | 0 |
          20   | 7.4@0  | 0 | 1 | 1 | C-2 A 40.00 -> 18.92
          33.4 | 10@0   | 1 | 1 | 0 | C-1 A 33.33 -> 33.33
          50   | 12@0   | 2 | 1 | 0 | C-1 A 33.33 -> 33.33
          50   | 11@0   | 2 | 2 | 0 | C-1 A 33.33 -> 33.33, C-2 A 40.00 -> 45.45
          0    | 0@0    | 0 | 1 | 1 | C-2 A 40.00 -> none
          -50  | 4@0    | 0 | 0 | 0 |
          -50  | 3.99@0 | 0 | 1 | 1 | C-2 A 40.00 -> -50.38
          """)
  void marginsBelowTheFloor(
      String percent, String price, int before, int after, int newly, @Nullable String worst) {
    say(new Cost("A", "", units("6"), "EUR", Day.OPEN_START));
    floor = units(percent);
    PriceReport report = report(price("BASE", "A", price));
    assertThat(report.margins().belowBefore()).isEqualTo(before);
    assertThat(report.margins().belowAfter()).isEqualTo(after);
    assertThat(report.margins().newlyBelow()).isEqualTo(newly);
    assertThat(report.margins().costUnknown()).isEqualTo(2); // B has no cost, C no price.
    assertThat(
            report.margins().worst().stream()
                .map(PriceComparisonTest::told)
                .collect(Collectors.joining(", ")))
        .isEqualTo(worst == null ? "" : worst);
  }

  @Test
  void aDearerCostThinsTheMarginOfPricesThatStay() {
    say(new Cost("A", "", units("6"), "EUR", Day.OPEN_START));
    floor = units("30");
    PriceReport report = report(new Cost("A", "", units("8"), "EUR", TODAY));
    assertThat(counts(report)).isEqualTo("2 NONE, 4 UNCHANGED");
    assertThat(report.margins().worst().stream().map(PriceComparisonTest::told))
        .containsExactly("C-1 A 33.33 -> 11.11", "C-2 A 40.00 -> 20.00");
  }

  /** The price is 10, so that a cost of 9 leaves 10 percent. */
  @ParameterizedTest
  @CsvSource({
    "DC1:5:EUR:2026-01-01 DC2:9:EUR:2026-01-01, 10.00", // The dearest location.
    "DC1:5:EUR:2026-01-01 :7:EUR:2025-01-01, 30.00", // One without a location goes first.
    ":7:EUR:2026-01-01 :9.5:EUR:2026-11-23 :1:EUR:2026-11-24, 5.00", // The latest by the day.
    ":5:USD:2026-01-01, 0.00", // At two euros.
    "DC1:5:CHF:2026-01-01 DC2:4:EUR:2026-01-01, 60.00", // What no rate leads to is not known.
  })
  void theCostIsThatOfTheDay(String costs, String margin) {
    say(new ExchangeRate("USD", "EUR", 20_000_000_000L, day("2026-01-01")));
    for (String cost : costs.split(" ", -1)) {
      String[] part = cost.split(":", -1);
      say(new Cost("A", part[0], units(part[1]), part[2], day(part[3])));
    }
    floor = units("99");
    customers.removeFirst();
    Thin thin = report(price("BASE", "B", "21@0")).margins().worst().getFirst();
    assertThat(thin.marginAfter()).hasValue(new BigDecimal(margin));
  }

  @Test
  void theFormulaOfTheListHasAFloorToo() {
    say(
        new Cost("B", "", units("10"), "EUR", Day.OPEN_START),
        derived(
            "GOLD",
            PriceList.Kind.GROUP,
            new Formula("BASE", units("10"), 0, 0, units("40"), Formula.NO_MAXIMUM)));
    // The clamp keeps 18 above 16.67; a promotion comes after it.
    PriceReport report = report(percentOff("20", Day.OPEN_START, Day.OPEN_END));
    assertThat(report.margins().worst().stream().map(PriceComparisonTest::told))
        .containsExactly("C-1 B 44.44 -> 30.56");
    assertThat(report.margins().worst().getFirst().floorPercent())
        .isEqualByComparingTo(new BigDecimal("40"));
  }

  // ---------------------------------------------------------------- what will not work

  private static Map<String, List<Change>> mistakes() {
    Formula onNothing =
        new Formula("NO-LIST", units("5"), 0, 0, Formula.NO_MINIMUM, Formula.NO_MAXIMUM);
    Formula onGold = new Formula("GOLD", units("5"), 0, 0, Formula.NO_MINIMUM, Formula.NO_MAXIMUM);
    Formula onSilver =
        new Formula("SILVER", units("5"), 0, 0, Formula.NO_MINIMUM, Formula.NO_MAXIMUM);
    return Map.of(
        "a list that nobody knows",
        List.of(price("NO-LIST", "A", "1@0")),
        "an item that nobody knows",
        List.of(price("BASE", "NO-ITEM", "1@0")),
        "a formula on nothing",
        List.of(derived("GOLD", PriceList.Kind.GROUP, onNothing)),
        "a circle",
        List.of(
            derived("GOLD", PriceList.Kind.BASE, onSilver),
            derived("SILVER", PriceList.Kind.BASE, onGold)),
        "a list on a circle",
        onACircle(),
        "a contract for an item that nobody knows",
        List.of(contract("K-9", "C-1", "NO-ITEM", "1@0")),
        "nothing to delete",
        List.of(
            gone(ObjectKind.PRICE_LIST, "NO-LIST"),
            gone(ObjectKind.PROMOTION, "NO-PROMOTION"),
            gone(new ObjectKey.OfExchangeRate("USD", "EUR", TODAY)),
            gone(new ObjectKey.OfPrice("BASE", "A", "BOX", Day.OPEN_START)),
            gone(new ObjectKey.OfCost("A", "DC1", TODAY))),
        "what is there to delete",
        List.of(
            gone(new ObjectKey.OfPrice("BASE", "A", "", Day.OPEN_START)),
            new Cost("A", "DC1", 1, "EUR", TODAY),
            gone(new ObjectKey.OfCost("A", "DC1", TODAY))),
        "a list that comes later",
        List.of(price("NEW", "A", "1@0"), baseList("NEW", "EUR", 1)));
  }

  @ParameterizedTest
  @CsvSource({
    "a list that nobody knows, 0 list-unknown",
    "an item that nobody knows, 0 item-unknown",
    "a formula on nothing, 0 list-unknown",
    "a circle, '0 list-in-circle, 1 list-in-circle'",
    "a list on a circle, '0 list-in-circle, 1 list-in-circle, 2 list-in-circle'",
    "a contract for an item that nobody knows, 0 item-unknown",
    "nothing to delete,"
        + "'0 nothing-to-delete, 1 nothing-to-delete, 2 nothing-to-delete, 3 nothing-to-delete, 4 nothing-to-delete'",
    "what is there to delete, ''",
    "a list that comes later, ''",
  })
  void whatWillNotWorkIsTold(String mistake, String objections) {
    ProposedPrices proposed =
        new ProposedPrices(Present.of(world), mistakes().getOrDefault(mistake, List.of()));
    assertThat(
            proposed.objections().stream()
                .map(objection -> objection.index() + " " + objection.code())
                .collect(Collectors.joining(", ")))
        .isEqualTo(objections);
    assertThat(proposed.objections()).extracting(Objection::detail).doesNotContain("");
  }

  private static PriceList derivedFrom(String list, String base) {
    return derived(
        list,
        PriceList.Kind.BASE,
        new Formula(base, units("5"), 0, 0, Formula.NO_MINIMUM, Formula.NO_MAXIMUM));
  }

  private static List<Change> onACircle() {
    return List.of(derivedFrom("A", "B"), derivedFrom("B", "A"), derivedFrom("X", "B"));
  }

  @Test
  void aCircleIsToldAsAFeedWouldBeTold() {
    assertThat(proposed(onACircle().toArray(Change[]::new)).objections())
        .extracting(Objection::detail)
        .containsExactly(
            "list A is derived from itself: A ← B ← A; change the formula of one of them",
            "list B is derived from itself: B ← A ← B; change the formula of one of them",
            "list X rests on a circle: list B is derived from itself: B ← A ← B;"
                + " change the formula of one of them");
  }

  @Test
  void moreFormulasThanAreFollowedAreAnObjection() {
    Change[] lists = new Change[100];
    Arrays.setAll(lists, i -> derivedFrom("L-" + i, i == 0 ? "BASE" : "L-" + (i - 1)));
    List<Objection> objections = proposed(lists).objections();
    assertThat(objections).extracting(Objection::code).containsOnly("formula-too-deep");
    assertThat(objections.getFirst().index()).isEqualTo(16);
    assertThat(objections.getLast().index()).isEqualTo(99);
    assertThat(objections.getLast().detail())
        .startsWith("list L-99 stands on more than 16 formulas: L-99 ← L-98 ← L-97 ←")
        .endsWith("; derive it from a list further down");
  }

  @Test
  void whoseBookWasNotAskedForIsNotJudged() {
    ProposedPrices proposed =
        proposed(contract("K-2", "C-1", "A", "7@0"), contract("K-2", "C-2", "A", "7@0"));
    assertThat(proposed.unjudged()).containsExactly(Party.customer("C-1"), Party.customer("C-2"));
    proposed.book(Party.customer("C-2"), PriceBook.EMPTY);
    assertThat(proposed.unjudged()).containsExactly(Party.customer("C-1"));
    assertThat(proposed.objections()).isEmpty();
    proposed.book(Party.customer("C-1"), book(Party.customer("C-1")));
    assertThat(proposed.unjudged()).isEmpty();
    assertThat(proposed.objections())
        .extracting(Objection::code)
        .containsExactly("contract-overlaps");
  }

  @Test
  void aContractThatWouldBeRefusedIsToldAndLeftOut() {
    ProposedPrices proposed =
        proposed(contract("K-2", "C-1", "A", "7@0"), contract("K-2", "C-1", "B", "7@0"));
    assertThat(told(compare(proposed, List.of("A", "B")).decreases()))
        .isEqualTo("C-1 B 20 BASE -> 7 K-2 -65.00%");
    Objection objection = proposed.objections().getFirst();
    assertThat(objection.index()).isZero();
    assertThat(objection.code()).isEqualTo("contract-overlaps");
    assertThat(objection.detail()).contains("K-1", "K-2", "A");
  }

  @Test
  void aContractMayTakeThePlaceOfOneThatIsDeletedBeforeIt() {
    ProposedPrices proposed =
        proposed(
            gone(
                new ObjectKey.OfContractPrice(
                    "K-1",
                    Party.customer("C-1"),
                    ContractPrice.Target.ITEM,
                    "A",
                    "",
                    Day.OPEN_START)),
            contract("K-2", "C-1", "A", "7@0"));
    assertThat(told(compare(proposed, List.of("A")).decreases()))
        .isEqualTo("C-1 A 9 K-1 -> 7 K-2 -22.22%");
    assertThat(proposed.objections()).isEmpty();
  }

  // ---------------------------------------------------------------- beside the world

  @Test
  void theWorldDoesNotNotice() {
    String hash = StateHash.of(world);
    PriceBook before = book(Party.customer("C-1"));
    report(
        price("BASE", "A", "1@0"),
        gone(ObjectKind.PRICE_LIST, "BASE"),
        baseList("NEW", "EUR", 1),
        percentOff("5", Day.OPEN_START, Day.OPEN_END),
        new ExchangeRate("USD", "EUR", 1, TODAY),
        new Cost("A", "", 1, "EUR", TODAY),
        contract("K-1", "C-1", "A", "1@0"));
    assertThat(StateHash.of(world)).isEqualTo(hash);
    assertThat(world.feeds()).hasSize(1);
    assertThat(world.promotions().isEmpty()).isTrue();
    assertThat(world.exchangeRates().all("USD", "EUR")).isEmpty();
    assertThat(world.priceLists().list("NEW")).isNull();
    assertThat(book(Party.customer("C-1"))).isSameAs(before);
    assertThat(counts(report(price("BASE", "C", "1@0")))).isEqualTo("2 NEW, 4 UNCHANGED");
  }

  @Test
  void whatTheWorldHearsMeanwhileIsOnBothSidesOrOnNone() {
    ProposedPrices proposed = proposed(price("BASE", "A", "11@0"));
    say(
        baseList("BASE", "USD", 10),
        percentOff("50", Day.OPEN_START, Day.OPEN_END),
        price("BASE", "B", "40@0"));
    PriceReport report = compare(proposed, List.of("A", "B"));
    assertThat(counts(report)).isEqualTo("1 DEARER, 3 UNCHANGED");
    assertThat(told(report.increases())).isEqualTo("C-2 A 10 BASE -> 11 BASE 10.00%");
  }

  @Test
  void aProposalIsTheLastWordWhateverItsFeedHasReached() {
    say(price("BASE", "B", "21@0"), price("BASE", "B", "22@0"));
    agreed(contract("K-1", "C-1", "A", "8@0"));
    PriceReport report = report(price("BASE", "B", "11@0"), contract("K-1", "C-1", "A", "4@0"));
    assertThat(told(report.decreases()))
        .isEqualTo(
            "C-1 A 8 K-1 -> 4 K-1 -50.00%, C-1 B 22 BASE -> 11 BASE -50.00%,"
                + " C-2 B 22 BASE -> 11 BASE -50.00%");
  }

  @Test
  void aBookIsMadeOnceForAllWhoShareIt() {
    Party group = Party.buyingGroup("GOLD");
    ContractPrice line =
        new ContractPrice(
            "K-9",
            group,
            ContractPrice.Target.ITEM,
            "B",
            "",
            "",
            breaks("17@0"),
            1,
            0,
            1_000,
            "",
            false,
            Day.OPEN_START,
            Day.OPEN_END);
    ProposedPrices proposed = proposed(line);
    assertThat(proposed.book(group, PriceBook.EMPTY))
        .isSameAs(proposed.book(group, PriceBook.EMPTY));
    assertThat(told(compare(proposed, List.of("A", "B")).decreases()))
        .isEqualTo("C-1 B 20 BASE -> 17 K-9 -15.00%");
  }
}
