package tradecounter.engine.pricing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.ExchangeRate;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Item.UnitOfMeasure;
import tradecounter.engine.canonical.Party;
import tradecounter.engine.canonical.PriceBreak;
import tradecounter.engine.pricing.Choice.Offer;
import tradecounter.engine.pricing.PriceAnswer.Break;
import tradecounter.engine.pricing.PriceAnswer.Candidate;
import tradecounter.engine.pricing.PriceAnswer.Conversion;
import tradecounter.engine.pricing.PriceAnswer.Level;
import tradecounter.engine.pricing.PriceAnswer.Outcome;
import tradecounter.engine.pricing.PriceAnswer.Winner;
import tradecounter.engine.state.PriceSources;
import tradecounter.engine.state.Told;

/** Decides one price of what was gathered: filters, strategy, discounts, conversion, promotions. */
final class Resolution {
  private final PriceSources sources;
  private final PricingRules rules;
  private final PriceQuestion question;
  private final Item item;
  private final UnitOfMeasure asked;
  private final String currency;
  private final int day;
  private final Gathering gathering;
  private final Breaks breaks;
  private final List<Candidate> left;

  // Filled while resolving.
  private List<Offer> offers = List.of();
  private @Nullable Choice withoutContract;
  private @Nullable Choice choice;
  private final List<Entry> converted = new ArrayList<>(0);
  private long rateFeedBits;
  private boolean convertsToday;

  Resolution(
      PriceSources sources,
      PricingRules rules,
      PriceQuestion question,
      Item item,
      UnitOfMeasure asked,
      int day,
      Gathering gathering,
      Breaks breaks) {
    this.sources = sources;
    this.rules = rules;
    this.question = question;
    this.item = item;
    this.asked = asked;
    this.currency =
        question.currency().isEmpty() ? question.customer().currency() : question.currency();
    this.day = day;
    this.gathering = gathering;
    this.breaks = breaks;
    this.left = new ArrayList<>(gathering.left);
  }

  /** The figures of a price; the same figures are the same answer. */
  record Net(
      Winner winner,
      long unitPrice,
      int priceUnit,
      long extendedPrice,
      List<Break> breaks,
      List<PriceAnswer.Lowered> promotions,
      long freeQuantity,
      Optional<Conversion> conversion) {}

  /** What was decided: empty if nothing applies. */
  Optional<Choice> choose() {
    if (currency.isEmpty()) {
      return Optional.empty();
    }
    List<Entry> lists = in(currency, gathering.lists);
    List<Entry> contracts = in(currency, gathering.contracts);
    offer(lists, contracts);
    if (offers.isEmpty() && rules.convertsCurrencies()) {
      convertsToday = true;
      converted(gathering.lists, lists);
      converted(gathering.contracts, contracts);
      left.clear();
      left.addAll(gathering.left);
      offer(lists, contracts);
    }
    return Optional.ofNullable(choice);
  }

  private static List<Entry> in(String currency, List<Entry> entries) {
    List<Entry> fitting = new ArrayList<>(entries.size() + 1);
    for (Entry entry : entries) {
      if (entry.currency().equals(currency)) {
        fitting.add(entry);
      }
    }
    return fitting;
  }

  private void converted(List<Entry> entries, List<Entry> into) {
    for (Entry entry : entries) {
      Told<ExchangeRate> rate =
          entry.currency().equals(currency) ? null : gathering.rate(entry.currency(), currency);
      if (rate != null) {
        rateFeedBits |= rate.feedBits();
        converted.add(entry);
        try {
          List<PriceBreak> amounts =
              entry.breaks().stream()
                  .map(b -> new PriceBreak(b.minimum(), Costs.converted(b.amount(), rate.value())))
                  .toList();
          into.add(entry.converted(amounts, rate.value(), rate.feedBits()));
        } catch (ArithmeticException beyondTheRange) {
          gathering.leave(entry.level(), entry.id(), entry.party(), Gathering.BEYOND_RANGE);
        }
      }
    }
  }

  /** Offers of all entries, and the strategy's choice among them. */
  private void offer(List<Entry> lists, List<Entry> contracts) {
    List<Offer> listOffers = offers(lists);
    List<Offer> all = offers(contracts);
    List<Entry> entries = new ArrayList<>(contracts);
    if (!gathering.discounts.isEmpty() || (question.explain() && !contracts.isEmpty())) {
      listOffers.sort(Strategies.PRECEDENCE);
      withoutContract =
          Strategies.choose(question.customer().priceStrategy(), lists, listOffers, breaks);
      gathering.discounts.forEach(discount -> discount(discount, entries, all));
    }
    entries.addAll(lists);
    all.addAll(listOffers);
    all.sort(Strategies.PRECEDENCE);
    offers = all;
    choice = Strategies.choose(question.customer().priceStrategy(), entries, all, breaks);
  }

  private void discount(Gathering.Discount discount, List<Entry> entries, List<Offer> offers) {
    ContractPrice terms = discount.terms().value();
    Optional<Party> party = Optional.of(terms.party());
    Choice from = withoutContract;
    if (from == null) {
      leave(
          discount.level(),
          terms.contract(),
          party,
          "no list price that the discount could be taken off");
      return;
    }
    Entry base = from.winner().entry();
    if (!terms.currency().isEmpty() && !terms.currency().equals(base.currency())) {
      leave(
          discount.level(),
          terms.contract(),
          party,
          "off prices in " + terms.currency() + ", asked for " + base.currency());
      return;
    }
    List<PriceBreak> amounts =
        from.breaks().stream()
            .map(
                b ->
                    new PriceBreak(b.minimum(), Formulas.less(b.amount(), terms.discountPercent())))
            .toList();
    Entry entry =
        new Entry(
            discount.level(),
            discount.rank(),
            0,
            terms.priority(),
            terms.contract(),
            party,
            base.unit(),
            base.currency(),
            amounts,
            base.priceUnit(),
            terms.validFromDay(),
            terms.validToDay(),
            Math.min(terms.validToDay(), base.holdsUntilDay()),
            true,
            terms.promotions(),
            base.breakGroup(),
            base.feedBits() | discount.terms().feedBits(),
            new Entry.Source.Discounted(from, terms.discountPercent()));
    entries.add(entry);
    PriceBreak reached = from.winner().reached();
    offers.add(
        new Offer(
            entry,
            new PriceBreak(
                reached.minimum(), Formulas.less(reached.amount(), terms.discountPercent()))));
  }

  private List<Offer> offers(List<Entry> entries) {
    List<Offer> reached = new ArrayList<>(entries.size() + 1);
    for (Entry entry : entries) {
      PriceBreak best = breaks.reached(entry);
      if (best != null) {
        reached.add(new Offer(entry, best));
      } else if (question.explain()) {
        leave(
            entry.level(),
            entry.id(),
            entry.party(),
            "only from "
                + FixedPoint.format(inAsked(entry.breaks().getFirst().minimum(), entry))
                + " "
                + asked.uom());
      }
    }
    return reached;
  }

  private void leave(Level level, String id, Optional<Party> party, String reason) {
    if (question.explain()) {
      left.add(new Candidate(level, id, party, 0, 0, 1, Outcome.FILTERED, reason));
    }
  }

  // ---------------------------------------------------------------- the price

  /** The promotions that may lower what was chosen; where none may, only for their reasons. */
  Optional<Promoting> promoting(Choice chosen) {
    Entry winner = chosen.winner().entry();
    if (sources.promotions().isEmpty() || !(winner.promotable() || question.explain())) {
      return Optional.empty();
    }
    Promoting promoting =
        new Promoting(
            sources.promotions(),
            item,
            question.customer(),
            currency,
            day,
            winner,
            gathering.boundaries());
    return promoting.isEmpty() ? Optional.empty() : Optional.of(promoting);
  }

  Promoting.Lowered lowered(Choice chosen, Optional<Promoting> promoting) {
    Offer winner = chosen.winner();
    long amount = winner.reached().amount();
    return promoting
        .map(p -> p.lower(winner.entry(), amount, question.quantity(), asked, true))
        .orElseGet(() -> new Promoting.Lowered(amount, Ratio.ZERO, List.of(), List.of()));
  }

  Net net(Choice chosen, Optional<Promoting> promoting, Promoting.Lowered lowered) {
    Offer winner = chosen.winner();
    Entry entry = winner.entry();
    List<Break> table = new ArrayList<>(chosen.breaks().size());
    for (PriceBreak each : chosen.breaks()) {
      long amount =
          promoting
              .map(p -> p.lower(entry, each.amount(), each.minimum(), entry.unit(), false).amount())
              .orElse(each.amount());
      table.add(new Break(inAsked(each.minimum(), entry), perAsked(amount, entry)));
    }
    return new Net(
        new Winner(
            entry.level(), entry.id(), entry.party(), inAsked(winner.reached().minimum(), entry)),
        perAsked(lowered.amount(), entry),
        entry.priceUnit(),
        extended(lowered, entry),
        table,
        lowered.applied().stream()
            .map(
                applied ->
                    new PriceAnswer.Lowered(
                        applied.promotion().promotion(),
                        applied.promotion().description(),
                        perAsked(applied.amount(), entry),
                        freeInAsked(applied.free())))
            .toList(),
        freeInAsked(lowered.free()),
        conversion(entry));
  }

  private static Optional<Conversion> conversion(Entry entry) {
    return switch (entry.source()) {
      case Entry.Source.Converted converted ->
          Optional.of(
              new Conversion(
                  converted.rate().from(),
                  converted.rate().rate(),
                  converted.rate().validFromDay()));
      case Entry.Source.Discounted discounted -> conversion(discounted.from().winner().entry());
      case Entry.Source.Written _, Entry.Source.Derived _ -> Optional.empty();
    };
  }

  private long extended(Promoting.Lowered lowered, Entry entry) {
    Ratio charged = Measures.inBase(question.quantity(), asked).minus(lowered.free());
    Ratio inEntry = Measures.fromBase(charged, entry.unit());
    return rules
        .rounding()
        .paid(
            BigDecimal.valueOf(lowered.amount()).multiply(new BigDecimal(inEntry.numerator())),
            new BigDecimal(inEntry.denominator())
                .multiply(BigDecimal.valueOf(entry.priceUnit()))
                .multiply(BigDecimal.valueOf(FixedPoint.ONE))
                .multiply(BigDecimal.valueOf(FixedPoint.ONE)),
            currency);
  }

  private long freeInAsked(Ratio free) {
    return free.numerator().signum() == 0
        ? 0
        : Measures.fromBase(free, asked).floor().longValueExact();
  }

  /** The quantity that reached the winner's break, rounded down to six decimals. */
  long breakQuantity(Entry winner) {
    if (winner.source() instanceof Entry.Source.Discounted discounted) {
      return breakQuantity(discounted.from().winner().entry());
    }
    Ratio total = breaks.total(winner);
    return total == null
        ? question.quantity()
        : Measures.fromBase(total, asked).floor().longValueExact();
  }

  long feedBits(Optional<Promoting> promoting) {
    return gathering.feedBits | rateFeedBits | promoting.map(Promoting::feedBits).orElse(0L);
  }

  // ---------------------------------------------------------------- for explanations

  List<Offer> offers() {
    return offers;
  }

  List<Candidate> left() {
    for (List<Entry> entries : List.of(gathering.lists, gathering.contracts)) {
      for (Entry entry : entries) {
        if (!currency.isEmpty()
            && !entry.currency().equals(currency)
            && !converted.contains(entry)) {
          leave(
              entry.level(),
              entry.id(),
              entry.party(),
              "in "
                  + entry.currency()
                  + ", asked for "
                  + currency
                  + (convertsToday ? ", and no rate of the day leads there" : ""));
        }
      }
    }
    return left;
  }

  @Nullable Choice withoutContract() {
    return withoutContract;
  }

  String currency() {
    return currency;
  }

  long inAsked(long minimum, Entry entry) {
    return Measures.quantity(minimum, entry.unit(), asked, RoundingMode.CEILING);
  }

  /** Per the entry's price unit of the unit that was asked for. */
  long perAsked(long amount, Entry entry) {
    return perAsked(amount, entry, entry.priceUnit());
  }

  long perAsked(long amount, Entry entry, int priceUnit) {
    return Measures.amount(amount, entry.unit(), entry.priceUnit(), asked, priceUnit);
  }
}
