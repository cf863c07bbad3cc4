package tradecounter.engine.pricing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.ExchangeRate;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Party;
import tradecounter.engine.canonical.Price;
import tradecounter.engine.canonical.PriceBreak;
import tradecounter.engine.canonical.PriceList;
import tradecounter.engine.canonical.PriceList.Formula;
import tradecounter.engine.pricing.PriceAnswer.Candidate;
import tradecounter.engine.pricing.PriceAnswer.Level;
import tradecounter.engine.pricing.PriceAnswer.Outcome;
import tradecounter.engine.state.ItemSnapshot;
import tradecounter.engine.state.PriceLists;
import tradecounter.engine.state.PriceSources;
import tradecounter.engine.state.Told;

/**
 * Everything that may price one item for one customer on one day: written prices, prices that
 * formulas derive, contract lines. What is not valid on the day or in no unit of the item is left
 * out, with the reason if somebody wants to know.
 */
final class Gathering {
  static final String BEYOND_RANGE = "the figures are beyond what can be computed exactly";

  private final PriceSources sources;
  private final ItemSnapshot snapshot;
  private final Item item;
  private final Customer customer;
  private final int day;
  private final boolean explain;
  private final Boundaries boundaries;

  final List<Entry> lists = new ArrayList<>(4);
  final List<Entry> contracts = new ArrayList<>(2);
  final List<Discount> discounts = new ArrayList<>(0);
  final List<Candidate> left = new ArrayList<>(0);
  long feedBits;

  /** A contract that takes a percentage off what the lists give. */
  record Discount(Level level, int rank, Told<ContractPrice> terms) {}

  Gathering(
      PriceSources sources, ItemSnapshot snapshot, Item item, PriceQuestion question, int day) {
    this.sources = sources;
    this.snapshot = snapshot;
    this.item = item;
    this.customer = question.customer();
    this.day = day;
    this.explain = question.explain();
    this.boundaries = new Boundaries(day);
    this.feedBits = snapshot.definitionFeedBits() | sources.customerFeedBits(customer.customer());
  }

  Boundaries boundaries() {
    return boundaries;
  }

  Gathering gather(List<Told<PriceList>> applicable, Terms terms) {
    for (int rank = 0; rank < applicable.size(); rank++) {
      list(applicable.get(rank), rank);
    }
    for (Terms.Agreements agreements : terms.agreements()) {
      if (agreements.distance() > 0 && agreements.party().kind() == Party.Kind.CUSTOMER) {
        feedBits |= sources.customerFeedBits(agreements.party().key());
      }
      for (Told<ContractPrice> line : agreements.book().forItem(item.item())) {
        contract(Level.CONTRACT, agreements, line);
      }
      if (!item.category().isEmpty()) {
        for (Told<ContractPrice> line : agreements.book().forCategory(item.category())) {
          contract(Level.CONTRACT_CATEGORY, agreements, line);
        }
      }
    }
    return this;
  }

  // ---------------------------------------------------------------- lists

  private void list(Told<PriceList> told, int rank) {
    Level level = level(told.value());
    feedBits |= told.feedBits();
    String shownAs = told.value().list();
    written(told, level, rank, shownAs, lists);
    if (!told.value().formula().isNone()) {
      List<Told<PriceList>> chain = sources.priceLists().chain(shownAs);
      derived(chain, 0, level, rank, shownAs, lists);
    }
  }

  private Level level(PriceList list) {
    if (customer.lists().contains(list.list())) {
      return Level.CUSTOMER_LIST;
    }
    return switch (list.kind()) {
      case CUSTOMER -> Level.CUSTOMER_LIST;
      case GROUP -> Level.GROUP_LIST;
      case BASE -> Level.BASE_LIST;
    };
  }

  /**
   * The prices that somebody wrote down.
   *
   * @param shownAs the list on whose behalf they are looked at
   */
  private void written(
      Told<PriceList> told, Level level, int rank, String shownAs, List<Entry> into) {
    PriceList list = told.value();
    for (int at = snapshot.firstPrice(list.list()); snapshot.isPriceOf(list.list(), at); at++) {
      Price price = snapshot.price(at);
      if (price == null) {
        continue;
      }
      feedBits |= snapshot.priceFeedBits(at);
      int from = Math.max(price.validFromDay(), list.validFromDay());
      int to = Math.min(price.validToDay(), list.validToDay());
      boundaries.window(from, to);
      String uom = price.uom().isEmpty() ? item.baseUom() : price.uom();
      if (isUsable(level, shownAs, Optional.empty(), uom, from, to)) {
        into.add(
            new Entry(
                level,
                rank,
                0,
                0,
                list.list(),
                Optional.empty(),
                item.unit(uom),
                list.currency(),
                price.breaks(),
                price.priceUnit(),
                from,
                to,
                to,
                list.merge(),
                list.promotions(),
                price.breakGroup(),
                told.feedBits() | snapshot.priceFeedBits(at),
                Entry.WRITTEN));
      }
    }
  }

  /**
   * What the list's formula makes of the prices of the list it starts from.
   *
   * @param chain the list that is asked and those it is derived from
   * @param at which of them it is
   */
  private void derived(
      List<Told<PriceList>> chain,
      int at,
      Level level,
      int rank,
      String shownAs,
      List<Entry> into) {
    Told<PriceList> told = chain.get(at);
    PriceList list = told.value();
    if (at >= circleFrom(chain)) {
      leave(
          level,
          shownAs,
          "derived from itself: " + names(chain.subList(circleFrom(chain), chain.size())));
      return;
    }
    if (at + 1 == chain.size()) {
      leave(
          level,
          shownAs,
          at == PriceLists.MAXIMUM_CHAIN
              ? "more than "
                  + PriceLists.MAXIMUM_CHAIN
                  + " formulas one upon the other: "
                  + names(chain)
              : "derived from list " + list.formula().list() + ", which nobody has told");
      return;
    }
    Told<PriceList> base = chain.get(at + 1);
    feedBits |= base.feedBits();
    // Noted even if nothing comes of it today: what begins later may need them.
    boundaries.window(list.validFromDay(), list.validToDay());
    boolean sameCurrency = base.value().currency().equals(list.currency());
    Told<ExchangeRate> rate = sameCurrency ? null : rate(base.value().currency(), list.currency());
    noteCosts(list);
    List<Entry> bases = new ArrayList<>(2);
    written(base, level, rank, shownAs, bases);
    if (!base.value().formula().isNone()) {
      derived(chain, at + 1, level, rank, shownAs, bases);
    }
    if (bases.isEmpty()) {
      return;
    }
    if (!sameCurrency && rate == null) {
      leave(
          level,
          shownAs,
          "no exchange rate from " + base.value().currency() + " to " + list.currency());
      return;
    }
    if (rate != null) {
      feedBits |= rate.feedBits();
    }
    for (Entry from : bases) {
      derived(list, told.feedBits(), from, rate == null ? null : rate.value(), shownAs, into);
    }
  }

  /** Where the lists begin that are derived from themselves: beyond the end if none is. */
  private static int circleFrom(List<Told<PriceList>> chain) {
    int first = chain.indexOf(chain.getLast());
    return first < chain.size() - 1 ? first : chain.size();
  }

  private void derived(
      PriceList list,
      long listFeedBits,
      Entry from,
      @Nullable ExchangeRate rate,
      String shownAs,
      List<Entry> into) {
    int validFrom = Math.max(list.validFromDay(), from.validFromDay());
    int validTo = Math.min(list.validToDay(), from.validToDay());
    boundaries.window(validFrom, validTo);
    if (!isUsable(from.level(), shownAs, Optional.empty(), from.unit().uom(), validFrom, validTo)) {
      return;
    }
    Formula formula = list.formula();
    Formulas.Factors factors;
    Optional<List<PriceBreak>> amounts;
    try {
      factors = Formulas.factors(formula, rate, cost(list), from.unit(), from.priceUnit());
      amounts = Formulas.amounts(from.breaks(), formula, factors);
    } catch (ArithmeticException beyondTheRange) {
      leave(from.level(), shownAs, BEYOND_RANGE);
      return;
    }
    if (amounts.isEmpty()) {
      leave(from.level(), shownAs, "the formula gives a negative price");
      return;
    }
    into.add(
        new Entry(
            from.level(),
            from.rank(),
            from.depth() + 1,
            0,
            list.list(),
            Optional.empty(),
            from.unit(),
            list.currency(),
            amounts.get(),
            from.priceUnit(),
            validFrom,
            validTo,
            validTo,
            list.merge(),
            list.promotions(),
            from.breakGroup(),
            listFeedBits | from.feedBits(),
            new Entry.Source.Derived(from, list, factors)));
  }

  /** As {@link Costs#on}; empty where the formula needs none. */
  private OptionalLong cost(PriceList list) {
    return list.formula().clampsMargin()
        ? Costs.on(snapshot, day, list.currency(), sources.exchangeRates())
        : OptionalLong.empty();
  }

  private void noteCosts(PriceList list) {
    for (int at = 0; list.formula().clampsMargin() && at < snapshot.costCount(); at++) {
      var cost = snapshot.cost(at);
      if (cost != null) {
        boundaries.begins(cost.validFromDay());
        if (!cost.currency().equals(list.currency())) {
          sources
              .exchangeRates()
              .all(cost.currency(), list.currency())
              .forEach(rate -> boundaries.begins(rate.value().validFromDay()));
        }
      }
    }
  }

  /** The rate of the day, if there is one; when it changes the price may. */
  @Nullable Told<ExchangeRate> rate(String from, String to) {
    sources
        .exchangeRates()
        .all(from, to)
        .forEach(rate -> boundaries.begins(rate.value().validFromDay()));
    return sources.exchangeRates().on(from, to, day);
  }

  private static String names(List<Told<PriceList>> chain) {
    List<String> names = chain.stream().map(told -> told.value().list()).toList();
    return String.join(" ← ", names);
  }

  // ---------------------------------------------------------------- contracts

  private void contract(Level level, Terms.Agreements agreements, Told<ContractPrice> told) {
    ContractPrice terms = told.value();
    feedBits |= told.feedBits();
    boundaries.window(terms.validFromDay(), terms.validToDay());
    Optional<Party> party = Optional.of(agreements.party());
    if (terms.isDiscount()) {
      if (!Day.within(day, terms.validFromDay(), terms.validToDay())) {
        leave(
            level,
            terms.contract(),
            party,
            Validity.reason(day, terms.validFromDay(), terms.validToDay()));
        return;
      }
      discounts.add(new Discount(level, agreements.distance(), told));
      return;
    }
    String uom = terms.uom().isEmpty() ? item.baseUom() : terms.uom();
    if (!isUsable(level, terms.contract(), party, uom, terms.validFromDay(), terms.validToDay())) {
      return;
    }
    contracts.add(
        new Entry(
            level,
            agreements.distance(),
            0,
            terms.priority(),
            terms.contract(),
            party,
            item.unit(uom),
            terms.currency().isEmpty() ? customer.currency() : terms.currency(),
            terms.breaks(),
            terms.priceUnit(),
            terms.validFromDay(),
            terms.validToDay(),
            terms.validToDay(),
            true,
            terms.promotions(),
            terms.breakGroup(),
            told.feedBits(),
            Entry.WRITTEN));
  }

  // ---------------------------------------------------------------- what they share

  private boolean isUsable(
      Level level, String id, Optional<Party> party, String uom, int fromDay, int toDay) {
    if (!Day.within(day, fromDay, toDay)) {
      leave(level, id, party, Validity.reason(day, fromDay, toDay));
      return false;
    }
    if (!item.hasUnit(uom)) {
      leave(level, id, party, "priced in " + uom + ", which is not a unit of the item");
      return false;
    }
    return true;
  }

  private void leave(Level level, String list, String reason) {
    leave(level, list, Optional.empty(), reason);
  }

  void leave(Level level, String id, Optional<Party> party, String reason) {
    if (explain) {
      left.add(new Candidate(level, id, party, 0, 0, 1, Outcome.FILTERED, reason));
    }
  }
}
