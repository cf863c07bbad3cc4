package tradecounter.engine.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.engine.Given.baseList;
import static tradecounter.engine.Given.categoryContract;
import static tradecounter.engine.Given.contract;
import static tradecounter.engine.Given.day;
import static tradecounter.engine.Given.groupList;
import static tradecounter.engine.Given.price;
import static tradecounter.engine.Given.sold;
import static tradecounter.engine.Given.stocked;
import static tradecounter.engine.Given.units;
import static tradecounter.engine.canonical.Customer.PriceStrategy.PRIORITY;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tradecounter.engine.Given;
import tradecounter.engine.Log;
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
import tradecounter.engine.canonical.Promotion.Scope;
import tradecounter.engine.pricing.CurrencyRounding;
import tradecounter.engine.pricing.PricingRules;
import tradecounter.engine.pricing.Terms;
import tradecounter.engine.state.PriceBook;
import tradecounter.engine.state.ProposedPrices;
import tradecounter.engine.state.ProposedPrices.Present;
import tradecounter.engine.state.World;

/** Which prices each kind of event can change, and that it changes no others. */
final class TouchedTest {
  private static final List<String> ITEMS = List.of("A", "B", "C");
  private static final int TODAY = day("2026-11-23");

  private final World world = new World();
  private final Log log = new Log(world);
  private final List<Customer> customers = new ArrayList<>();
  private PricingRules rules = PricingRules.PLAIN;
  private long floor = Formula.NO_MINIMUM;

  /**
   * A and B are PIPES on the list BASE, C is a valve that only GOLD has. C-1 is above C-2 and has
   * the group GOLD; C-3 pays in francs, from a list that is derived from BASE; C-4 has a list with
   * a margin, derived from GOLD.
   */
  TouchedTest() {
    log.say(
        sold(stocked("A"), "PIPES"),
        sold(stocked("B"), "PIPES"),
        sold(stocked("C"), "VALVES"),
        baseList("BASE", "EUR", 10),
        groupList("GOLD", "EUR", 1, "GOLD"),
        derived("FRANCS", "CHF", "BASE", Formula.NO_MINIMUM),
        derived("MARGIN", "EUR", "GOLD", units("20")),
        price("BASE", "A", "10@0"),
        price("BASE", "B", "20@0"),
        price("GOLD", "C", "30@0"),
        new ExchangeRate("EUR", "CHF", 9_000_000_000L, day("2026-01-01")),
        promotion("P", new Scope(Set.of("A"), Set.of(), Set.of("C-2"), Set.of(), Set.of())));
    known("C-1", "", "GOLD:1", "", "EUR");
    known("C-2", "C-1", "", "", "EUR");
    known("C-3", "", "", "FRANCS", "CHF");
    known("C-4", "", "", "MARGIN", "EUR");
  }

  private void known(String key, String parent, String groups, String lists, String currency) {
    Customer plain = Given.customer(key, PRIORITY, groups, lists);
    Customer customer =
        new Customer(
            key,
            "",
            parent,
            plain.groups(),
            plain.lists(),
            currency,
            plain.channel(),
            plain.priceStrategy(),
            plain.tax(),
            plain.shipTos(),
            plain.shipComplete(),
            plain.status());
    customers.add(customer);
    log.say(customer);
  }

  /** Only for those who name it. */
  private static PriceList derived(String list, String currency, String base, long margin) {
    return new PriceList(
        list,
        currency,
        PriceList.Kind.CUSTOMER,
        Set.of(),
        Set.of(),
        Set.of(),
        5,
        Day.OPEN_START,
        Day.OPEN_END,
        true,
        true,
        new Formula(base, units("5"), 0, 0, margin, Formula.NO_MAXIMUM));
  }

  private static Promotion promotion(String key, Scope scope) {
    return new Promotion(
        key,
        "",
        scope,
        new Promotion.Effect.Percent(units("10")),
        Promotion.Stacking.EXCLUSIVE,
        1,
        0,
        "",
        "",
        Day.OPEN_START,
        Day.OPEN_END);
  }

  private static ContractPrice ofGroup(String group, String item) {
    return new ContractPrice(
        "K-1",
        Party.buyingGroup(group),
        ContractPrice.Target.ITEM,
        item,
        "",
        "",
        Given.breaks("1@0"),
        1,
        0,
        1_000,
        "",
        false,
        Day.OPEN_START,
        Day.OPEN_END);
  }

  private Compared compared() {
    return new Compared(List.of(FixedPoint.ONE), false, "", TODAY, floor, 1_000);
  }

  private Touched touched(Change... changes) {
    return new Touched(world, proposed(changes), compared(), rules, customers, ITEMS);
  }

  private ProposedPrices proposed(Change... changes) {
    return new ProposedPrices(Present.of(world), List.of(changes));
  }

  /** Such as {@code "C-1: A B, C-2: A"}. */
  private String told(Touched touched) {
    List<int[]> items = touched.items(Long.MAX_VALUE);
    return IntStream.range(0, customers.size())
        .filter(c -> items.get(c).length > 0)
        .mapToObj(
            c ->
                customers.get(c).customer()
                    + ": "
                    + Arrays.stream(items.get(c))
                        .mapToObj(ITEMS::get)
                        .collect(Collectors.joining(" ")))
        .collect(Collectors.joining(", "));
  }

  private static Map<String, Change> proposals() {
    Map<String, Change> all = new HashMap<>();
    all.put("a contract of a customer", contract("K-1", "C-1", "A", "1@0"));
    all.put("a contract of somebody below", contract("K-1", "C-2", "A", "1@0"));
    all.put("a contract for a category", categoryContract("K-1", "C-4", "PIPES", "1@0"));
    all.put("a contract of a buying group", ofGroup("GOLD", "B"));
    all.put("a contract of a group without members", ofGroup("NOBODY", "B"));
    all.put("a contract of nobody", contract("K-1", "C-9", "A", "1@0"));
    all.put(
        "a contract that ends",
        new Deletion(
            new ObjectKey.OfContractPrice(
                "K-1", Party.customer("C-3"), ContractPrice.Target.ITEM, "C", "", Day.OPEN_START)));
    all.put("a price on a base list", price("BASE", "A", "1@0"));
    all.put("a price that others are derived from", price("GOLD", "B", "1@0"));
    all.put("a price on a list of nobody", price("NO-LIST", "B", "1@0"));
    all.put("a list that others are derived from", groupList("GOLD", "EUR", 2, "GOLD"));
    all.put("a list for others", groupList("GOLD", "EUR", 1, "SILVER"));
    all.put("a derived list", derived("FRANCS", "CHF", "GOLD", Formula.NO_MINIMUM));
    all.put("no list any more", new Deletion(new ObjectKey.Simple(ObjectKind.PRICE_LIST, "GOLD")));
    all.put(
        "a promotion for a category",
        promotion("Q", new Scope(Set.of(), Set.of("PIPES"), Set.of(), Set.of("GOLD"), Set.of())));
    all.put("a promotion for everything", promotion("Q", Scope.EVERYTHING));
    all.put(
        "a promotion of another channel",
        promotion("Q", new Scope(Set.of(), Set.of(), Set.of(), Set.of(), Set.of("BRANCH"))));
    all.put(
        "a promotion for others",
        promotion("P", new Scope(Set.of("B"), Set.of(), Set.of("C-3"), Set.of(), Set.of())));
    all.put("no promotion any more", new Deletion(new ObjectKey.Simple(ObjectKind.PROMOTION, "P")));
    all.put("a cost", new Cost("C", "", 1, "EUR", Day.OPEN_START));
    all.put("a rate", new ExchangeRate("EUR", "CHF", 1, TODAY));
    all.put("a rate that no list converts by", new ExchangeRate("USD", "CHF", 1, TODAY));
    all.put("a rate of costs", new ExchangeRate("USD", "EUR", 1, TODAY));
    return all;
  }

  private static Change proposal(String name) {
    return Objects.requireNonNull(proposals().get(name), name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a contract of a customer               | C-1: A, C-2: A
          a contract of somebody below           | C-2: A
          a contract for a category              | C-4: A B
          a contract of a buying group           | C-1: B
          a contract of a group without members  |
          a contract of nobody                   |
          a contract that ends                   | C-3: C
          a price on a base list                 | C-1: A, C-2: A, C-3: A, C-4: A
          a price that others are derived from   | C-1: B, C-4: B
          a price on a list of nobody            |
          a list that others are derived from    | C-1: C, C-4: C
          a list for others                      | C-1: C, C-4: C
          a derived list                         | C-3: A B C
          no list any more                       | C-1: C, C-4: C
          a promotion for a category             | C-1: A B
          a promotion for everything             | C-1: A B C, C-2: A B C, C-3: A B C, C-4: A B C
          a promotion of another channel         |
          a promotion for others                 | C-2: A, C-3: B
          no promotion any more                  | C-2: A
          a cost                                 | C-4: C
          a rate                                 | C-3: A B C
          a rate that no list converts by        |
          a rate of costs                        | C-4: A B C
          """)
  void whatAnEventCanChange(String proposal, @Nullable String pairs) {
    Touched touched = touched(proposal(proposal));
    assertThat(told(touched)).isEqualTo(pairs == null ? "" : pairs);
    assertThat(touched.untouching()).isEqualTo(pairs == null ? List.of(0) : List.of());
  }

  @Test
  void underAFloorACostConcernsEveryPrice() {
    floor = units("10");
    assertThat(told(touched(proposal("a cost")))).isEqualTo("C-1: C, C-2: C, C-3: C, C-4: C");
    assertThat(told(touched(proposal("a rate that no list converts by")))).isEqualTo("C-3: A B C");
  }

  @Test
  void whereCurrenciesAreConvertedARateConcernsWhoPaysInIt() {
    rules = new PricingRules(true, CurrencyRounding.ISO_4217);
    assertThat(told(touched(proposal("a rate that no list converts by")))).isEqualTo("C-3: A B C");
  }

  @Test
  void aPriceAndItsListMayComeTogether() {
    assertThat(told(touched(groupList("NEW", "EUR", 1, "GOLD"), price("NEW", "B", "1@0"))))
        .isEqualTo("C-1: B");
  }

  @Test
  void severalEventsTouchEachPairOnce() {
    Touched touched =
        touched(
            price("BASE", "B", "1@0"),
            contract("K-1", "C-2", "B", "1@0"),
            contract("K-1", "C-2", "A", "1@0"),
            contract("K-1", "C-9", "A", "1@0"));
    assertThat(told(touched)).isEqualTo("C-1: B, C-2: A B, C-3: B, C-4: B");
    assertThat(touched.untouching()).containsExactly(3);
  }

  @Test
  void itEndsWhereThereAreTooMany() {
    Touched touched = touched(proposal("a promotion for everything"));
    assertThat(touched.items(6)).hasSize(3);
    assertThat(touched.items(12)).hasSize(4);
  }

  /** Lines of contracts are many and their customers too: what they touch is still just that. */
  @Test
  void aContractFileTouchesItsLines() {
    Change[] file = new Change[10_000];
    List<Customer> all = new ArrayList<>();
    List<String> items = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      all.add(Given.customer("D-" + (10_000 + i), PRIORITY, "", ""));
      items.add("I-" + (10_000 + i));
    }
    for (int i = 0; i < file.length; i++) {
      file[i] =
          contract(
              "K-1", all.get(i % 5_000).customer(), items.get((i * 7 + i / 5_000) % 5_000), "1@0");
    }
    Touched touched = new Touched(world, proposed(file), compared(), rules, all, items);
    assertThat(touched.items(10_000).stream().mapToInt(places -> places.length).sum())
        .isEqualTo(10_000);
  }

  // ---------------------------------------------------------------- nothing else changes

  private static List<Long> seeds() {
    return IntStream.range(0, 60).mapToObj(i -> 40_000L + i).toList();
  }

  /** Whatever differs in the whole product is touched, and the two reports are the same. */
  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsNotTouchedDoesNotChange(long seed) {
    Random random = new Random(seed);
    floor = random.nextBoolean() ? Formula.NO_MINIMUM : units("30");
    rules =
        random.nextBoolean()
            ? PricingRules.PLAIN
            : new PricingRules(true, CurrencyRounding.ISO_4217);
    log.say(
        new Cost("A", "", units("7"), "USD", Day.OPEN_START),
        new Cost("C", "", units("29"), "EUR", Day.OPEN_START),
        new ExchangeRate("USD", "EUR", 9_500_000_000L, day("2026-01-01")));
    List<Change> known =
        proposals().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(Map.Entry::getValue)
            .toList();
    Change[] changes =
        random
            .ints(1 + random.nextInt(4), 0, known.size())
            .mapToObj(known::get)
            .toArray(Change[]::new);
    List<int[]> touched = touched(changes).items(Long.MAX_VALUE);
    List<int[]> all = customers.stream().map(_ -> new int[] {0, 1, 2}).toList();
    PriceReport some = report(changes, touched);
    PriceReport whole = report(changes, all);
    assertThat(some.increases())
        .as("seed %d: %s", seed, List.of(changes))
        .isEqualTo(whole.increases());
    assertThat(some.decreases()).as("seed %d", seed).isEqualTo(whole.decreases());
    assertThat(some.gained()).as("seed %d", seed).isEqualTo(whole.gained());
    assertThat(some.lost()).as("seed %d", seed).isEqualTo(whole.lost());
    assertThat(some.margins().newlyBelow())
        .as("seed %d", seed)
        .isEqualTo(whole.margins().newlyBelow());
  }

  private PriceReport report(Change[] changes, List<int[]> items) {
    ProposedPrices proposed = proposed(changes);
    PriceComparison comparison = new PriceComparison(proposed, rules, compared());
    PriceComparison.LookedUp lookedUp = comparison.lookUp(ITEMS);
    for (int c = 0; c < customers.size(); c++) {
      List<Party> parties = Terms.parties(customers.get(c), world::customer);
      comparison.compare(
          new Buyer(
              customers.get(c),
              Terms.NONE,
              Optional.of(Terms.of(parties, party -> proposed.book(party, PriceBook.EMPTY)))),
          lookedUp,
          Arrays.stream(items.get(c)).mapToObj(ITEMS::get).toList());
    }
    return comparison.report();
  }
}
