package tradecounter.engine.oracle;

import static tradecounter.engine.oracle.NaiveWorld.units;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.ExchangeRate;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Item.UnitOfMeasure;
import tradecounter.engine.canonical.Price;
import tradecounter.engine.canonical.PriceList;
import tradecounter.engine.canonical.PriceList.Formula;
import tradecounter.engine.oracle.NaiveEntry.Group;
import tradecounter.engine.oracle.NaiveEntry.Tier;
import tradecounter.engine.oracle.NaiveEntry.Written;
import tradecounter.engine.pricing.PriceAnswer.Level;
import tradecounter.engine.pricing.PriceAnswer.StepKind;

/** What the price lists give for one item on one day, written down or by formula. */
final class NaiveLists {
  private final NaiveWorld world;
  private final NaiveRates rates;
  private final Item item;
  private final int day;

  NaiveLists(NaiveWorld world, Item item, int day) {
    this.world = world;
    this.rates = new NaiveRates(world);
    this.item = item;
    this.day = day;
  }

  /** The entries of all lists that the customer is priced from, in the order of the lists. */
  List<NaiveEntry> entries(Customer customer) {
    List<NaiveEntry> entries = new ArrayList<>();
    List<PriceList> lists = applicable(customer);
    for (int rank = 0; rank < lists.size(); rank++) {
      PriceList list = lists.get(rank);
      entries.addAll(entries(list, level(list, customer), rank));
    }
    return entries;
  }

  private List<PriceList> applicable(Customer customer) {
    List<PriceList> byPriority =
        world.all(PriceList.class).stream()
            .sorted(Comparator.comparingInt(PriceList::priority).thenComparing(PriceList::list))
            .filter(l -> l.customers().isEmpty() || l.customers().contains(customer.customer()))
            .filter(l -> l.channels().isEmpty() || l.channels().contains(customer.channel()))
            .toList();
    Set<PriceList> result = new LinkedHashSet<>();
    for (String own : customer.lists()) {
      byPriority.stream().filter(l -> l.list().equals(own)).forEach(result::add);
    }
    byPriority.stream()
        .filter(l -> l.kind() == PriceList.Kind.CUSTOMER)
        .filter(l -> l.customers().contains(customer.customer()))
        .forEach(result::add);
    for (var group : customer.groups()) {
      byPriority.stream()
          .filter(l -> l.kind() == PriceList.Kind.GROUP && l.groups().contains(group.group()))
          .forEach(result::add);
    }
    byPriority.stream().filter(l -> l.kind() == PriceList.Kind.BASE).forEach(result::add);
    return List.copyOf(result);
  }

  private static Level level(PriceList list, Customer customer) {
    if (customer.lists().contains(list.list()) || list.kind() == PriceList.Kind.CUSTOMER) {
      return Level.CUSTOMER_LIST;
    }
    return list.kind() == PriceList.Kind.GROUP ? Level.GROUP_LIST : Level.BASE_LIST;
  }

  /** What is written down on the list, then what its formula gives. */
  private List<NaiveEntry> entries(PriceList list, Level level, int rank) {
    List<NaiveEntry> entries = new ArrayList<>();
    world.all(Price.class).stream()
        .filter(p -> p.list().equals(list.list()) && p.item().equals(item.item()))
        .sorted(Comparator.comparing(Price::uom).thenComparingInt(Price::validFromDay))
        .forEach(price -> entries.add(written(list, level, rank, price)));
    Optional<PriceList> base = world.one(PriceList.class, list.formula().list());
    if (!list.formula().isNone() && base.isPresent() && !leadsBack(list)) {
      for (NaiveEntry entry : entries(base.get(), level, rank)) {
        derived(list, entry).ifPresent(entries::add);
      }
    }
    return entries;
  }

  private boolean leadsBack(PriceList list) {
    Set<String> passed = new LinkedHashSet<>();
    String next = list.formula().list();
    while (!next.isEmpty() && passed.add(next)) {
      next = world.one(PriceList.class, next).map(l -> l.formula().list()).orElse("");
    }
    return passed.contains(list.list());
  }

  private NaiveEntry written(PriceList list, Level level, int rank, Price price) {
    int to = Math.min(price.validToDay(), list.validToDay());
    return new NaiveEntry(
        level,
        rank,
        0,
        0,
        list.list(),
        Optional.empty(),
        price.uom().isEmpty() ? item.baseUom() : price.uom(),
        list.currency(),
        price.breaks().stream()
            .map(
                b ->
                    new Tier(
                        units(b.minimum()),
                        units(b.amount()),
                        new Written(list.currency(), units(b.amount())),
                        List.of()))
            .toList(),
        price.priceUnit(),
        Math.max(price.validFromDay(), list.validFromDay()),
        to,
        to,
        list.merge(),
        list.promotions(),
        group(list, price.breakGroup()),
        Optional.empty());
  }

  private Optional<Group> group(PriceList list, String breakGroup) {
    return breakGroup.isEmpty()
        ? Optional.empty()
        : Optional.of(new Group(list.list(), Optional.empty(), breakGroup, item.baseUom()));
  }

  // ---------------------------------------------------------------- formulas

  /** Empty if there is no rate, or an amount would be negative. */
  private Optional<NaiveEntry> derived(PriceList list, NaiveEntry base) {
    Optional<ExchangeRate> rate = rates.rate(base.currency(), list.currency(), day);
    boolean converts = !base.currency().equals(list.currency());
    if (!item.hasUnit(base.uom()) || (converts && rate.isEmpty())) {
      return Optional.empty();
    }
    List<Tier> tiers = new ArrayList<>();
    for (Tier tier : base.tiers()) {
      Tier first =
          converts
              ? tier.then(
                  StepKind.CONVERSION,
                  list.currency(),
                  NaiveRates.converted(tier.amount(), rate.orElseThrow()))
              : tier;
      tiers.add(derived(list, base, first));
    }
    if (tiers.stream().anyMatch(tier -> tier.amount().signum() < 0)) {
      return Optional.empty();
    }
    int to = Math.min(base.to(), list.validToDay());
    return Optional.of(
        new NaiveEntry(
            base.level(),
            base.rank(),
            base.depth() + 1,
            0,
            list.list(),
            Optional.empty(),
            base.uom(),
            list.currency(),
            tiers,
            base.priceUnit(),
            Math.max(base.from(), list.validFromDay()),
            to,
            to,
            list.merge(),
            list.promotions(),
            base.group().flatMap(g -> group(list, g.group())),
            Optional.empty()));
  }

  private Tier derived(PriceList list, NaiveEntry base, Tier from) {
    Formula formula = list.formula();
    Tier tier = from;
    if (formula.discountPercent() != 0) {
      tier =
          tier.then(
              StepKind.DISCOUNT,
              list.currency(),
              lessPercent(tier.amount(), formula.discountPercent()));
    }
    if (formula.roundTo() > 0) {
      BigDecimal step = units(formula.roundTo());
      BigDecimal multiples =
          Fraction.of(tier.amount()).over(Fraction.of(step)).rounded(0, RoundingMode.HALF_UP);
      tier = tier.then(StepKind.ROUNDING, list.currency(), multiples.multiply(step));
    }
    if (formula.surcharge() != 0) {
      tier =
          tier.then(
              StepKind.SURCHARGE, list.currency(), tier.amount().add(units(formula.surcharge())));
    }
    if (formula.clampsMargin()) {
      tier = tier.then(StepKind.MARGIN, list.currency(), clamped(list, base, tier.amount()));
    }
    return tier;
  }

  /** The amount less so many millionths of a percent, half up to six decimals. */
  static BigDecimal lessPercent(BigDecimal amount, long percent) {
    return Fraction.of(amount)
        .times(Fraction.HUNDRED.minus(Fraction.of(units(percent))))
        .over(Fraction.HUNDRED)
        .rounded(6, RoundingMode.HALF_UP);
  }

  private BigDecimal clamped(PriceList list, NaiveEntry base, BigDecimal amount) {
    Optional<Fraction> known = rates.cost(item.item(), list.currency(), day);
    if (known.isEmpty()) {
      return amount;
    }
    UnitOfMeasure unit = item.unit(base.uom());
    Fraction cost =
        known
            .get()
            .times(Fraction.of(unit.numerator(), unit.denominator()))
            .times(Fraction.of(base.priceUnit()));
    BigDecimal result = amount;
    Formula formula = list.formula();
    if (formula.maximumMarginPercent() != Formula.NO_MAXIMUM) {
      result =
          result.min(
              withMargin(cost, formula.maximumMarginPercent()).rounded(6, RoundingMode.DOWN));
    }
    if (formula.minimumMarginPercent() != Formula.NO_MINIMUM) {
      result =
          result.max(withMargin(cost, formula.minimumMarginPercent()).rounded(6, RoundingMode.UP));
    }
    return result;
  }

  /** The price of which {@code percent} are margin. */
  private static Fraction withMargin(Fraction cost, long percent) {
    return cost.times(Fraction.HUNDRED).over(Fraction.HUNDRED.minus(Fraction.of(units(percent))));
  }
}
