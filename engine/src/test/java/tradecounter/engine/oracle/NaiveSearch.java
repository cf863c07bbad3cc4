package tradecounter.engine.oracle;

import static tradecounter.engine.oracle.NaiveWorld.units;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.ExchangeRate;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.oracle.NaiveEntry.Group;
import tradecounter.engine.oracle.NaiveEntry.Tier;
import tradecounter.engine.oracle.NaivePromotions.Lowered;
import tradecounter.engine.oracle.NaiveStrategy.Choice;
import tradecounter.engine.oracle.NaiveStrategy.Offer;
import tradecounter.engine.pricing.PriceAnswer.Conversion;
import tradecounter.engine.pricing.PriceAnswer.StepKind;
import tradecounter.engine.pricing.PriceQuestion;
import tradecounter.engine.pricing.PricingRules;

/** One question about one item on one day. */
final class NaiveSearch {
  private static final BigDecimal LARGEST = units(Long.MAX_VALUE);

  private final NaiveWorld world;
  private final PricingRules rules;
  private final PriceQuestion question;
  private final int day;
  private final Item item;
  private final Customer customer;
  private final String currency;
  private final Fraction askedUnit;
  private final Fraction baseUnits;
  private final NaiveStrategy strategy;
  private final List<NaiveEntry> lists;
  private final NaiveContracts contracts;
  private boolean beyondRange;

  NaiveSearch(
      NaiveWorld world,
      PricingRules rules,
      PriceQuestion question,
      Item item,
      int day,
      Map<Group, Fraction> together) {
    this.world = world;
    this.rules = rules;
    this.question = question;
    this.item = item;
    this.day = day;
    customer = question.customer();
    currency = question.currency().isEmpty() ? customer.currency() : question.currency();
    String uom = question.uom().isEmpty() ? item.baseUom() : question.uom();
    askedUnit = NaiveStrategy.baseUnitsPer(item.unit(uom));
    baseUnits = Fraction.of(units(question.quantity())).times(askedUnit);
    strategy = new NaiveStrategy(item, customer.priceStrategy(), baseUnits, together);
    lists = new NaiveLists(world, item, day).entries(customer);
    contracts = new NaiveContracts(world, item, customer);
  }

  Fraction baseUnits() {
    return baseUnits;
  }

  /** The groups in which the line counts. */
  Set<Group> groups() {
    Set<Group> groups = new HashSet<>();
    for (NaiveEntry entry : Stream.concat(lists.stream(), contracts.prices().stream()).toList()) {
      if (holds(entry)) {
        entry.group().ifPresent(groups::add);
      }
    }
    return groups;
  }

  private boolean holds(NaiveEntry entry) {
    return Day.within(day, entry.from(), entry.to()) && item.hasUnit(entry.uom());
  }

  /** Whether some figure was too large for a {@code long} of millionths. */
  boolean isBeyondRange() {
    return beyondRange;
  }

  // ---------------------------------------------------------------- the choice

  /** Everything that offers a price, and which is taken. */
  private record Found(List<Offer> offers, Choice choice) {}

  Optional<NaivePrice> answer() {
    if (currency.isEmpty()) {
      return Optional.empty();
    }
    for (NaiveEntry entry : lists) {
      for (Tier tier : entry.tiers()) {
        note(tier.amount());
        tier.steps().forEach(step -> note(step.amount()));
        // A waterfall tells it per price unit of the winner.
        note(perAskedUnit(entry, tier.amount()).multiply(new BigDecimal(1_000)));
      }
    }
    Optional<Found> found = find(lists, contracts.prices());
    if (found.isEmpty() && rules.convertsCurrencies()) {
      found = find(converted(lists), converted(contracts.prices()));
    }
    return found.map(this::price);
  }

  private Optional<Found> find(List<NaiveEntry> listEntries, List<NaiveEntry> contractEntries) {
    List<NaiveEntry> entries = new ArrayList<>(passing(listEntries));
    List<Offer> offers = new ArrayList<>(strategy.offers(entries));
    Optional<Choice> without = strategy.choose(entries, offers);
    List<NaiveEntry> agreed = passing(contractEntries);
    entries.addAll(agreed);
    offers.addAll(strategy.offers(agreed));
    for (NaiveContracts.Line line : contracts.discounts()) {
      without
          .filter(choice -> NaiveContracts.isOff(line, choice))
          .map(choice -> NaiveContracts.discounted(line, choice))
          .filter(offer -> holds(offer.entry()))
          .ifPresent(
              offer -> {
                entries.add(offer.entry());
                offers.add(offer);
              });
    }
    entries.forEach(entry -> entry.tiers().forEach(tier -> note(tier.amount())));
    offers.sort(strategy.precedence());
    return strategy.choose(entries, offers).map(choice -> new Found(offers, choice));
  }

  private List<NaiveEntry> passing(List<NaiveEntry> entries) {
    return entries.stream().filter(e -> e.currency().equals(currency) && holds(e)).toList();
  }

  private List<NaiveEntry> converted(List<NaiveEntry> entries) {
    List<NaiveEntry> converted = new ArrayList<>();
    for (NaiveEntry entry : entries) {
      Optional<ExchangeRate> rate = new NaiveRates(world).rate(entry.currency(), currency, day);
      if (entry.currency().equals(currency)) {
        converted.add(entry);
      } else {
        rate.map(r -> converted(entry, r)).ifPresent(converted::add);
      }
    }
    return converted;
  }

  private NaiveEntry converted(NaiveEntry entry, ExchangeRate rate) {
    return entry.converted(
        currency,
        new Conversion(rate.from(), rate.rate(), rate.validFromDay()),
        tier ->
            tier.then(StepKind.CONVERSION, currency, NaiveRates.converted(tier.amount(), rate)));
  }

  // ---------------------------------------------------------------- the figures

  private NaivePrice price(Found found) {
    Offer winner = found.choice().winner();
    NaiveEntry entry = winner.entry();
    NaivePromotions promotions = new NaivePromotions(world, item, customer, currency, day);
    BigDecimal amount = winner.reached().amount();
    List<Lowered> lowered =
        entry.promotable() ? promotions.on(entry, amount, baseUnits, true) : List.of();
    BigDecimal net = lowered.isEmpty() ? amount : lowered.getLast().amount();
    Fraction free = lowered.stream().map(Lowered::free).reduce(Fraction.ZERO, Fraction::plus);
    Fraction paid =
        Fraction.of(net)
            .times(baseUnits.minus(free))
            .over(NaiveStrategy.baseUnitsPer(item.unit(entry.uom())))
            .over(Fraction.of(entry.priceUnit()));
    return new NaivePrice(
        entry.level(),
        entry.id(),
        entry.party(),
        inAskedUnit(entry, winner.minimum()),
        perAskedUnit(entry, net),
        entry.priceUnit(),
        note(rounded(paid)),
        table(found.choice(), promotions),
        entry.group().isEmpty()
            ? units(question.quantity())
            : note(strategy.counting(entry).over(askedUnit).rounded(6, RoundingMode.FLOOR)),
        lowered.stream().map(l -> told(entry, l)).toList(),
        note(free.over(askedUnit).rounded(6, RoundingMode.FLOOR)),
        entry.conversion(),
        entry.endsOn(),
        candidates(found, winner),
        sources(),
        waterfall(winner, lowered));
  }

  /** By the one rule: half up to a multiple of the smallest amount of the currency. */
  private BigDecimal rounded(Fraction amount) {
    BigDecimal smallest = units(rules.rounding().smallestAmount(currency));
    return amount.over(Fraction.of(smallest)).rounded(0, RoundingMode.HALF_UP).multiply(smallest);
  }

  private List<NaivePrice.Break> table(Choice choice, NaivePromotions promotions) {
    NaiveEntry entry = choice.winner().entry();
    Fraction unit = NaiveStrategy.baseUnitsPer(item.unit(entry.uom()));
    List<NaivePrice.Break> breaks = new ArrayList<>();
    for (Tier tier : choice.tiers()) {
      Fraction minimum = Fraction.of(tier.minimum()).times(unit);
      List<Lowered> lowered =
          entry.promotable() ? promotions.on(entry, tier.amount(), minimum, false) : List.of();
      BigDecimal net = lowered.isEmpty() ? tier.amount() : lowered.getLast().amount();
      breaks.add(
          new NaivePrice.Break(inAskedUnit(entry, tier.minimum()), perAskedUnit(entry, net)));
    }
    return breaks;
  }

  private NaivePrice.Lowered told(NaiveEntry entry, Lowered lowered) {
    return new NaivePrice.Lowered(
        lowered.promotion().promotion(),
        lowered.promotion().description(),
        perAskedUnit(entry, lowered.amount()),
        lowered.free().over(askedUnit).rounded(6, RoundingMode.FLOOR));
  }

  @SuppressWarnings("ReferenceEquality") // Two prices may be told alike.
  private List<NaivePrice.Candidate> candidates(Found found, Offer winner) {
    List<Offer> inOrder = new ArrayList<>(List.of(winner));
    found.offers().stream().filter(offer -> offer.entry() != winner.entry()).forEach(inOrder::add);
    return inOrder.stream()
        .map(
            o ->
                new NaivePrice.Candidate(
                    o.entry().level(),
                    o.entry().id(),
                    o.entry().party(),
                    inAskedUnit(o.entry(), o.minimum()),
                    perAskedUnit(o.entry(), o.reached().amount()),
                    o.entry().priceUnit()))
        .toList();
  }

  private List<NaivePrice.Source> sources() {
    List<NaivePrice.Source> sources = new ArrayList<>();
    lists.forEach(e -> sources.add(new NaivePrice.Source(e.level(), e.id(), e.party())));
    contracts
        .prices()
        .forEach(e -> sources.add(new NaivePrice.Source(e.level(), e.id(), e.party())));
    contracts.discounts().stream()
        .map(
            l ->
                new NaivePrice.Source(
                    l.level(), l.terms().contract(), Optional.of(l.terms().party())))
        .forEach(sources::add);
    return sources;
  }

  /** From the written price to the last promotion. */
  private List<NaivePrice.Step> waterfall(Offer winner, List<Lowered> lowered) {
    NaiveEntry entry = winner.entry();
    Offer from = winner.base().orElse(winner);
    Tier lowest = from.entry().tiers().getFirst();
    List<NaivePrice.Step> steps = new ArrayList<>();
    steps.add(step(StepKind.LIST, entry, lowest.written().currency(), lowest.written().amount()));
    if (from.minimum().compareTo(lowest.minimum()) != 0) {
      steps.add(
          step(
              StepKind.BREAK,
              entry,
              from.reached().written().currency(),
              from.reached().written().amount()));
    }
    for (NaiveEntry.Step step : winner.reached().steps()) {
      String in = step.currency().isEmpty() ? currency : step.currency();
      steps.add(step(step.kind(), entry, in, step.amount()));
    }
    for (Lowered promotion : lowered) {
      steps.add(step(StepKind.PROMOTION, entry, currency, promotion.amount()));
    }
    return steps;
  }

  private NaivePrice.Step step(StepKind kind, NaiveEntry entry, String in, BigDecimal amount) {
    return new NaivePrice.Step(kind, in, perAskedUnit(entry, amount));
  }

  private BigDecimal perAskedUnit(NaiveEntry entry, BigDecimal amount) {
    return note(
        Fraction.of(amount)
            .times(askedUnit)
            .over(NaiveStrategy.baseUnitsPer(item.unit(entry.uom())))
            .rounded(6, RoundingMode.HALF_UP));
  }

  private BigDecimal inAskedUnit(NaiveEntry entry, BigDecimal minimum) {
    return note(
        Fraction.of(minimum)
            .times(NaiveStrategy.baseUnitsPer(item.unit(entry.uom())))
            .over(askedUnit)
            .rounded(6, RoundingMode.CEILING));
  }

  private BigDecimal note(BigDecimal figure) {
    beyondRange |= figure.abs().compareTo(LARGEST) > 0;
    return figure;
  }
}
