package tradecounter.engine.oracle;

import static tradecounter.engine.canonical.FixedPoint.ONE;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Customer.Exemption;
import tradecounter.engine.canonical.Customer.GroupMembership;
import tradecounter.engine.canonical.Customer.PriceStrategy;
import tradecounter.engine.canonical.Customer.TaxStatus;
import tradecounter.engine.canonical.Customer.TaxTerms;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Price;
import tradecounter.engine.canonical.PriceBreak;
import tradecounter.engine.canonical.PriceList;
import tradecounter.engine.canonical.PriceList.Formula;

/** Customers and the lists that they pay by, drawn by lot. */
final class GeneratedPrices {
  /** The last is a jurisdiction of which nobody tells a rate. */
  static final List<String> JURISDICTIONS = List.of("DE", "US-CA", "NOWHERE");

  private static final int LONG_CHAIN = 16;

  private final Lots lots;

  GeneratedPrices(Lots lots) {
    this.lots = lots;
  }

  Customer customer(String customer) {
    return new Customer(
        customer,
        "",
        lots.sometimes(50) ? "" : "C" + (1 + lots.pick(4)),
        lots.sometimes(60)
            ? List.of(
                new GroupMembership("GOLD", lots.pick(3)),
                new GroupMembership("TRADE", lots.pick(3)))
            : List.of(),
        lots.sometimes(40)
            ? List.of("P" + (1 + lots.pick(4)), "P" + (1 + lots.pick(4)))
            : List.of(),
        lots.sometimes(80) ? "EUR" : lots.sometimes(75) ? someCurrency() : "",
        lots.sometimes(50) ? "WEB" : "SHOP",
        lots.oneOf(List.of(PriceStrategy.values())),
        taxTerms(),
        List.of(),
        lots.sometimes(30),
        Customer.Status.ACTIVE);
  }

  private TaxTerms taxTerms() {
    List<Exemption> exemptions = new ArrayList<>();
    for (int i = 0; i < lots.pick(3); i++) {
      exemptions.add(
          new Exemption(
              lots.oneOf(JURISDICTIONS),
              "CERTIFICATE-" + i,
              lots.sometimes(50) ? Day.OPEN_START : lots.nearToday(4, 2),
              lots.sometimes(50) ? Day.OPEN_END : lots.today + 2 + lots.pick(4)));
    }
    return new TaxTerms(
        lots.sometimes(85) ? TaxStatus.TAXABLE : lots.oneOf(List.of(TaxStatus.values())),
        exemptions);
  }

  PriceList list(String list) {
    PriceList.Kind kind = lots.oneOf(List.of(PriceList.Kind.values()));
    return new PriceList(
        list,
        lots.sometimes(75) ? "EUR" : someCurrency(),
        kind,
        kind == PriceList.Kind.GROUP ? Set.of(lots.sometimes(50) ? "GOLD" : "TRADE") : Set.of(),
        kind == PriceList.Kind.CUSTOMER ? Set.of("C" + (1 + lots.pick(2))) : Set.of(),
        lots.sometimes(20) ? Set.of("WEB") : Set.of(),
        lots.pick(3),
        lots.sometimes(80) ? Day.OPEN_START : lots.nearToday(3, 2),
        lots.sometimes(80) ? Day.OPEN_END : lots.today + 2 + lots.pick(6),
        lots.sometimes(75),
        lots.sometimes(75),
        lots.sometimes(60) ? formula(list) : Formula.NONE);
  }

  /** Base lists, each derived from the next; only the last has prices, the last but one too. */
  List<Change> longChain() {
    List<Change> changes = new ArrayList<>();
    for (int i = 1; i <= LONG_CHAIN; i++) {
      changes.add(
          new PriceList(
              "Q" + i,
              lots.sometimes(90) ? "EUR" : someCurrency(),
              PriceList.Kind.BASE,
              Set.of(),
              Set.of(),
              i == 1 ? Set.of() : Set.of("NOBODY"),
              lots.pick(3),
              Day.OPEN_START,
              lots.sometimes(95) ? Day.OPEN_END : lots.today + lots.pick(6),
              lots.sometimes(75),
              true,
              i == LONG_CHAIN ? Formula.NONE : formulaFrom("Q" + (i + 1))));
    }
    for (int i = 0; i < 3; i++) {
      String list = "Q" + (LONG_CHAIN - lots.pick(2));
      changes.add(price(list, lots.pricedItem()));
    }
    return changes;
  }

  private Formula formula(String list) {
    String base = "P" + (1 + lots.pick(lots.sometimes(90) ? 4 : 5));
    return base.equals(list) ? Formula.NONE : formulaFrom(base);
  }

  private Formula formulaFrom(String base) {
    long minimum = margin();
    long maximum = margin();
    boolean clamps = lots.sometimes(35);
    return new Formula(
        base,
        switch (lots.pick(4)) {
          case 0 -> 0;
          case 1 -> 12_500_000;
          case 2 -> lots.oneOf(List.of(100 * ONE, -1_000 * ONE, -50 * ONE, 1L));
          default -> lots.pick(60_000_001) - 20_000_000L;
        },
        lots.sometimes(50) ? 0 : lots.oneOf(List.of(10 * ONE, 50_000L, ONE / 3, 7L)),
        lots.sometimes(60) ? 0 : lots.oneOf(List.of(-10_000L, -2 * ONE, 3 * ONE, 1L)),
        clamps && lots.sometimes(70) ? Math.min(minimum, maximum) : Formula.NO_MINIMUM,
        clamps && lots.sometimes(70) ? Math.max(minimum, maximum) : Formula.NO_MAXIMUM);
  }

  private long margin() {
    return lots.oneOf(List.of(-50 * ONE, 0L, 10 * ONE, 33_333_333L, 50 * ONE, 99_999_999L));
  }

  Price price() {
    return price("P" + (1 + lots.pick(lots.sometimes(65) ? 2 : 4)), lots.pricedItem());
  }

  private Price price(String list, String item) {
    int from = lots.sometimes(70) ? Day.OPEN_START : lots.nearToday(4, 3);
    return new Price(
        list,
        item,
        lots.sometimes(60) ? "" : lots.oneOf(GeneratedWorld.UNITS),
        breaks(lots, 0),
        somePriceUnit(lots),
        lots.sometimes(70) ? "" : "MIX",
        from,
        lots.sometimes(70) ? Day.OPEN_END : lots.today + 3 + lots.pick(6));
  }

  static int somePriceUnit(Lots lots) {
    return lots.sometimes(85) ? 1 : lots.oneOf(List.of(100, 1000));
  }

  private String someCurrency() {
    return lots.oneOf(GeneratedWorld.CURRENCIES);
  }

  /**
   * One to three breaks, mostly of small round figures.
   *
   * @param offset added to each minimum
   */
  static List<PriceBreak> breaks(Lots lots, long offset) {
    List<PriceBreak> breaks = new ArrayList<>();
    long minimum = lots.sometimes(80) ? ONE : lots.oneOf(List.of(0L, 1L, ONE / 2));
    for (int i = 0; i <= lots.pick(3); i++) {
      breaks.add(new PriceBreak(minimum + offset, someAmount(lots)));
      minimum += lots.sometimes(95) ? (1 + lots.pick(6)) * ONE : FixedPoint.of(100_000_000_000L);
    }
    return breaks;
  }

  private static long someAmount(Lots lots) {
    if (lots.sometimes(6)) {
      return lots.oneOf(List.of(0L, 100L, 1L, FixedPoint.of(1_000_000_000)));
    }
    return lots.sometimes(70) ? (5 + lots.pick(6)) * ONE : 1 + lots.pick(20 * (int) ONE);
  }
}
