package tradecounter.engine.pricing;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Customer.PriceStrategy;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Item.UnitOfMeasure;
import tradecounter.engine.canonical.Price;
import tradecounter.engine.canonical.PriceBreak;
import tradecounter.engine.canonical.PriceList;
import tradecounter.engine.pricing.PriceAnswer.Candidate;
import tradecounter.engine.pricing.PriceAnswer.Level;
import tradecounter.engine.pricing.PriceAnswer.Outcome;
import tradecounter.engine.state.ItemSnapshot;
import tradecounter.engine.state.PriceLists;
import tradecounter.engine.state.World;

/**
 * Answers "what is my price" for one item. Stateless beyond its world: any thread, O(entries of the
 * item and the customer's contract lines for it), no locks.
 *
 * <p>Precedence is total and never the order of loading: hard filters (currency, date, unit,
 * minimum), then level, then the declared order of lists, then dated before undated, larger
 * minimum, later start, smaller id. {@code PRIORITY} takes the first; {@code BEST} the lowest price
 * per base unit, ties by precedence; {@code MERGE} takes, per break, the first that has that break,
 * until an entry of a list that is not to be merged.
 *
 * <p>The rounding rule: a unit price is exact or rounded half up to six decimals; an extended price
 * is computed from the exact figures and rounded half up, once, to the currency's own decimals.
 */
public final class Pricing {
  private final World world;

  private volatile @Nullable Applicable lastApplicable;

  public Pricing(World world) {
    this.world = world;
  }

  /** The lists of the customer who asked last: many lines of one cart ask for the same. */
  private record Applicable(PriceLists of, Customer customer, List<PriceList> lists) {}

  @SuppressWarnings("ReferenceEquality") // The very same objects: anything else is computed again.
  private List<PriceList> applicable(Customer customer) {
    PriceLists current = world.priceLists();
    Applicable last = lastApplicable;
    if (last == null || last.of() != current || last.customer() != customer) {
      last = new Applicable(current, customer, current.applicableTo(customer));
      lastApplicable = last;
    }
    return last.lists();
  }

  /** An entry that passed the filters, with the break that the quantity reaches. */
  private record Offer(Entry entry, PriceBreak reached) {}

  public PriceAnswer answer(PriceQuestion question) {
    ItemSnapshot snapshot = world.item(question.item());
    Item item = snapshot == null ? null : snapshot.definitionOrNull();
    if (snapshot == null || item == null || !item.sellable()) {
      return new PriceAnswer.UnknownItem(question.item());
    }
    String uom = question.uom().isEmpty() ? item.baseUom() : question.uom();
    if (!item.hasUnit(uom)) {
      return new PriceAnswer.UnknownUnit(question.item(), uom);
    }
    try {
      return new Search(question, snapshot, item, item.unit(uom)).answer();
    } catch (ArithmeticException beyondTheRange) {
      return new PriceAnswer.NoPrice(
          question.item(), "the figures are beyond what can be computed exactly", List.of());
    }
  }

  /** One search through everything that may price one item for one customer. */
  private final class Search {
    private final PriceQuestion question;
    private final ItemSnapshot snapshot;
    private final Item item;
    private final UnitOfMeasure asked;
    private final String currency;
    private final List<Candidate> filtered = new ArrayList<>();

    Search(PriceQuestion question, ItemSnapshot snapshot, Item item, UnitOfMeasure asked) {
      this.question = question;
      this.snapshot = snapshot;
      this.item = item;
      this.asked = asked;
      this.currency =
          question.currency().isEmpty() ? question.customer().currency() : question.currency();
    }

    PriceAnswer answer() {
      List<Entry> lists = listEntries();
      List<Offer> listOffers = offers(lists);
      List<Entry> entries = contractEntries(lists, listOffers);
      List<Offer> offers = offers(entries);
      entries.addAll(lists);
      offers.addAll(listOffers);
      offers.sort(this::precedence);
      return offers.isEmpty()
          ? new PriceAnswer.NoPrice(item.item(), reasonForNone(), filtered)
          : priced(choice(entries, offers), offers);
    }

    // -------------------------------------------------------------- strategies

    /** What a strategy takes, and what it makes of other quantities, in the winner's unit. */
    private record Choice(Offer winner, List<PriceBreak> breaks) {
      static Choice of(Offer winner) {
        return new Choice(winner, winner.entry().breaks());
      }
    }

    /**
     * @param entries that {@code offers} are from, in any order
     * @param offers by precedence, at least one
     */
    private Choice choice(List<Entry> entries, List<Offer> offers) {
      return switch (question.customer().priceStrategy()) {
        case PRIORITY -> Choice.of(offers.getFirst());
        case BEST -> best(entries, offers);
        case MERGE -> merged(entries, offers);
      };
    }

    private Choice best(List<Entry> entries, List<Offer> offers) {
      Offer best = offers.getFirst();
      for (Offer offer : offers) {
        if (compareUnitPrices(offer, best) < 0) {
          best = offer;
        }
      }
      return new Choice(best, lowestBreaks(best.entry(), entries));
    }

    /** At each minimum of entries in the unit of {@code unit}, what the cheapest of them asks. */
    private List<PriceBreak> lowestBreaks(Entry unit, List<Entry> entries) {
      List<Entry> comparable =
          entries.stream().filter(e -> sameUnit(unit, e) && objection(e).isEmpty()).toList();
      return comparable.stream()
          .flatMap(entry -> entry.breaks().stream())
          .map(PriceBreak::minimum)
          .distinct()
          .sorted()
          .map(minimum -> new PriceBreak(minimum, lowestAmountAt(minimum, comparable)))
          .toList();
    }

    private static long lowestAmountAt(long minimum, List<Entry> entries) {
      long lowest = Long.MAX_VALUE;
      for (Entry entry : entries) {
        lowest = Math.min(lowest, amountAt(entry, minimum));
      }
      return lowest;
    }

    /**
     * Contracts and single entries win as under PRIORITY; lists below are merged break by break.
     */
    private Choice merged(List<Entry> entries, List<Offer> offers) {
      Offer first = offers.getFirst();
      if (isContract(first.entry())) {
        return Choice.of(first);
      }
      List<Entry> inOrder =
          entries.stream()
              .filter(e -> !isContract(e) && objection(e).isEmpty())
              .sorted(ENTRY_ORDER)
              .toList();
      List<Offer> chosen = new ArrayList<>();
      for (Entry entry : inOrder) {
        boolean comparable = chosen.isEmpty() || sameUnit(chosen.getFirst().entry(), entry);
        if (comparable) {
          for (PriceBreak next : entry.breaks()) {
            if (chosen.stream().noneMatch(o -> o.reached().minimum() == next.minimum())) {
              chosen.add(new Offer(entry, next));
            }
          }
        }
        if (!entry.mergeable()) {
          break;
        }
      }
      chosen.sort(Comparator.comparingLong((Offer o) -> o.reached().minimum()));
      Offer winner = null;
      for (Offer offer : chosen) {
        if (reaches(offer.entry(), offer.reached().minimum())) {
          winner = offer;
        }
      }
      return winner == null
          ? Choice.of(first)
          : new Choice(winner, chosen.stream().map(Offer::reached).toList());
    }

    private static boolean isContract(Entry entry) {
      return entry.level().compareTo(Level.CUSTOMER_LIST) < 0;
    }

    private static boolean sameUnit(Entry a, Entry b) {
      return a.uom().equals(b.uom()) && a.priceUnit() == b.priceUnit();
    }

    // -------------------------------------------------------------- candidates

    private List<Entry> listEntries() {
      List<Entry> entries = new ArrayList<>();
      List<PriceList> applicable = applicable(question.customer());
      for (int rank = 0; rank < applicable.size(); rank++) {
        PriceList list = applicable.get(rank);
        for (int i = 0; i < snapshot.priceCount(); i++) {
          Price price = snapshot.price(i);
          if (price != null && price.list().equals(list.list())) {
            entries.add(entry(list, price, rank));
          }
        }
      }
      return entries;
    }

    private Entry entry(PriceList list, Price price, int rank) {
      Level level =
          switch (list.kind()) {
            case CUSTOMER -> Level.CUSTOMER_LIST;
            case GROUP -> Level.GROUP_LIST;
            case BASE -> Level.BASE_LIST;
          };
      if (question.customer().lists().contains(list.list())) {
        level = Level.CUSTOMER_LIST;
      }
      return new Entry(
          level,
          rank,
          list.list(),
          price.uom().isEmpty() ? item.baseUom() : price.uom(),
          list.currency(),
          price.breaks(),
          price.priceUnit(),
          Math.max(price.validFromDay(), list.validFromDay()),
          Math.min(price.validToDay(), list.validToDay()),
          Math.min(price.validToDay(), list.validToDay()),
          list.merge());
    }

    /** A discount contract is off what the lists alone give by the customer's strategy. */
    private List<Entry> contractEntries(List<Entry> lists, List<Offer> listOffers) {
      List<Entry> entries = new ArrayList<>();
      if (question.book().size() == 0) {
        return entries;
      }
      listOffers.sort(this::precedence);
      Choice withoutContract = listOffers.isEmpty() ? null : choice(lists, listOffers);
      for (ContractPrice terms : question.book().forItem(item.item())) {
        addContract(entries, Level.CONTRACT, terms, withoutContract);
      }
      if (!item.category().isEmpty()) {
        for (ContractPrice terms : question.book().forCategory(item.category())) {
          addContract(entries, Level.CONTRACT_CATEGORY, terms, withoutContract);
        }
      }
      return entries;
    }

    private void addContract(
        List<Entry> entries, Level level, ContractPrice terms, @Nullable Choice withoutContract) {
      String uom = terms.uom().isEmpty() ? item.baseUom() : terms.uom();
      if (!terms.breaks().isEmpty()) {
        String contractCurrency =
            terms.currency().isEmpty() ? question.customer().currency() : terms.currency();
        entries.add(
            new Entry(
                level,
                0,
                terms.contract(),
                uom,
                contractCurrency,
                terms.breaks(),
                1,
                terms.validFromDay(),
                terms.validToDay(),
                terms.validToDay(),
                true));
        return;
      }
      if (withoutContract == null) {
        filtered.add(
            filtered(
                level, terms.contract(), "no list price that the discount could be taken off"));
        return;
      }
      Entry base = withoutContract.winner().entry();
      List<PriceBreak> discounted =
          withoutContract.breaks().stream()
              .map(b -> new PriceBreak(b.minimum(), discounted(b.amount(), terms)))
              .toList();
      entries.add(
          new Entry(
              level,
              0,
              terms.contract(),
              base.uom(),
              base.currency(),
              discounted,
              base.priceUnit(),
              terms.validFromDay(),
              terms.validToDay(),
              Math.min(terms.validToDay(), base.holdsUntilDay()),
              true));
    }

    private static long discounted(long amount, ContractPrice terms) {
      long hundred = FixedPoint.of(100);
      return FixedPoint.multiplyDivide(
          amount, hundred - terms.discountPercent(), hundred, RoundingMode.HALF_UP);
    }

    // -------------------------------------------------------------- filters

    private List<Offer> offers(List<Entry> entries) {
      List<Offer> offers = new ArrayList<>();
      for (Entry entry : entries) {
        String objection = objection(entry);
        if (!objection.isEmpty()) {
          filtered.add(filtered(entry.level(), entry.id(), objection));
          continue;
        }
        PriceBreak reached = reached(entry, entry.breaks());
        if (reached == null) {
          PriceBreak lowest = entry.breaks().getFirst();
          filtered.add(
              filtered(
                  entry.level(),
                  entry.id(),
                  "only from "
                      + FixedPoint.format(inAskedUnit(lowest.minimum(), entry))
                      + " "
                      + asked.uom()));
        } else {
          offers.add(new Offer(entry, reached));
        }
      }
      return offers;
    }

    private String objection(Entry entry) {
      if (currency.isEmpty()) {
        return "no currency to price in";
      }
      if (!entry.currency().equals(currency)) {
        return "in " + entry.currency() + ", asked for " + currency;
      }
      if (!Day.within(question.onDay(), entry.validFromDay(), entry.validToDay())) {
        return "not valid on the day";
      }
      if (!item.hasUnit(entry.uom())) {
        return "priced in " + entry.uom() + ", which is not a unit of the item";
      }
      return "";
    }

    private static Candidate filtered(Level level, String id, String reason) {
      return new Candidate(level, id, 0, 0, 1, Outcome.FILTERED, reason);
    }

    private @Nullable PriceBreak reached(Entry entry, List<PriceBreak> breaks) {
      PriceBreak reached = null;
      for (PriceBreak next : breaks) {
        if (reaches(entry, next.minimum())) {
          reached = next;
        }
      }
      return reached;
    }

    /** quantity (asked unit) ≥ minimum (entry's unit), compared exactly. */
    private boolean reaches(Entry entry, long minimum) {
      UnitOfMeasure unit = item.unit(entry.uom());
      if (unit.equals(asked)) {
        return question.quantity() >= minimum;
      }
      return BigDecimal.valueOf(question.quantity())
              .multiply(BigDecimal.valueOf(asked.numerator()))
              .multiply(BigDecimal.valueOf(unit.denominator()))
              .compareTo(
                  BigDecimal.valueOf(minimum)
                      .multiply(BigDecimal.valueOf(unit.numerator()))
                      .multiply(BigDecimal.valueOf(asked.denominator())))
          >= 0;
    }

    private String reasonForNone() {
      if (currency.isEmpty()) {
        return "no currency: name one, or a customer that has one";
      }
      return filtered.isEmpty()
          ? "no contract and no price list of this customer names the item"
          : "no entry applies: "
              + filtered.stream()
                  .limit(3)
                  .map(c -> c.id() + " (" + c.reason() + ")")
                  .reduce((a, b) -> a + ", " + b)
                  .orElse("");
    }

    // -------------------------------------------------------------- the answer

    private PriceAnswer priced(Choice choice, List<Offer> offers) {
      Offer winner = choice.winner();
      Entry entry = winner.entry();
      Candidate won = candidate(winner, Outcome.WON, "");
      List<Candidate> candidates = new ArrayList<>();
      candidates.add(won);
      for (Offer offer : offers) {
        if (!offer.entry().equals(entry)) {
          candidates.add(candidate(offer, Outcome.LOST, "").lost(reasonForLosing(winner, offer)));
        }
      }
      candidates.addAll(filtered);
      return new PriceAnswer.Priced(
          item.item(),
          question.quantity(),
          asked.uom(),
          currency,
          won.unitPrice(),
          entry.priceUnit(),
          extendedPrice(winner),
          won,
          choice.breaks().stream()
              .map(
                  b ->
                      new PriceAnswer.Break(
                          inAskedUnit(b.minimum(), entry), perAskedUnit(b.amount(), entry)))
              .toList(),
          entry.holdsUntilDay(),
          candidates,
          snapshot.priceFeedBits());
    }

    private Candidate candidate(Offer offer, Outcome outcome, String reason) {
      return new Candidate(
          offer.entry().level(),
          offer.entry().id(),
          inAskedUnit(offer.reached().minimum(), offer.entry()),
          perAskedUnit(offer.reached().amount(), offer.entry()),
          offer.entry().priceUnit(),
          outcome,
          reason);
    }

    private String reasonForLosing(Offer winner, Offer loser) {
      PriceStrategy strategy = question.customer().priceStrategy();
      if (strategy == PriceStrategy.BEST && compareUnitPrices(winner, loser) < 0) {
        return "the winner is cheaper";
      }
      if (winner.entry().level() != loser.entry().level()) {
        return winner.entry().level() + " goes before " + loser.entry().level();
      }
      if (winner.entry().rank() != loser.entry().rank()) {
        return winner.entry().id() + " is asked before " + loser.entry().id();
      }
      return "within one level: dated first, then larger minimum, later start, smaller id";
    }

    /** By what one base unit costs, exactly. */
    private int compareUnitPrices(Offer a, Offer b) {
      if (sameUnit(a.entry(), b.entry())) {
        return Long.compare(a.reached().amount(), b.reached().amount());
      }
      return amountInUnitOf(a, b).compareTo(amountInUnitOf(b, a));
    }

    /** The amount of {@code a}, times what is needed to compare it with {@code b}. */
    private BigDecimal amountInUnitOf(Offer a, Offer b) {
      return BigDecimal.valueOf(a.reached().amount())
          .multiply(BigDecimal.valueOf(item.unit(a.entry().uom()).denominator()))
          .multiply(BigDecimal.valueOf(item.unit(b.entry().uom()).numerator()))
          .multiply(BigDecimal.valueOf(b.entry().priceUnit()));
    }

    private int compareMinimums(Offer a, Offer b) {
      if (a.entry().uom().equals(b.entry().uom())) {
        return Long.compare(a.reached().minimum(), b.reached().minimum());
      }
      return minimumInUnitOf(a, b).compareTo(minimumInUnitOf(b, a));
    }

    private BigDecimal minimumInUnitOf(Offer a, Offer b) {
      return BigDecimal.valueOf(a.reached().minimum())
          .multiply(BigDecimal.valueOf(item.unit(a.entry().uom()).numerator()))
          .multiply(BigDecimal.valueOf(item.unit(b.entry().uom()).denominator()));
    }

    private static long amountAt(Entry entry, long quantity) {
      long amount = Long.MAX_VALUE;
      for (PriceBreak next : entry.breaks()) {
        if (next.minimum() <= quantity) {
          amount = next.amount();
        }
      }
      return amount;
    }

    /** Level, order of lists, dated first, larger minimum, later start, smaller id. */
    private int precedence(Offer a, Offer b) {
      Entry x = a.entry();
      Entry y = b.entry();
      int order = x.level().compareTo(y.level());
      order = order != 0 ? order : Integer.compare(x.rank(), y.rank());
      order = order != 0 ? order : Boolean.compare(y.isDated(), x.isDated());
      order = order != 0 ? order : compareMinimums(b, a);
      order = order != 0 ? order : Integer.compare(y.validFromDay(), x.validFromDay());
      order = order != 0 ? order : x.id().compareTo(y.id());
      return order != 0 ? order : x.uom().compareTo(y.uom());
    }

    private long perAskedUnit(long amount, Entry entry) {
      UnitOfMeasure unit = item.unit(entry.uom());
      if (unit.equals(asked)) {
        return amount;
      }
      return BigDecimal.valueOf(amount)
          .multiply(BigDecimal.valueOf(asked.numerator()))
          .multiply(BigDecimal.valueOf(unit.denominator()))
          .divide(
              BigDecimal.valueOf(asked.denominator())
                  .multiply(BigDecimal.valueOf(unit.numerator())),
              0,
              RoundingMode.HALF_UP)
          .longValueExact();
    }

    private long inAskedUnit(long minimum, Entry entry) {
      UnitOfMeasure unit = item.unit(entry.uom());
      if (unit.equals(asked)) {
        return minimum;
      }
      return BigDecimal.valueOf(minimum)
          .multiply(BigDecimal.valueOf(unit.numerator()))
          .multiply(BigDecimal.valueOf(asked.denominator()))
          .divide(
              BigDecimal.valueOf(unit.denominator())
                  .multiply(BigDecimal.valueOf(asked.numerator())),
              0,
              RoundingMode.CEILING)
          .longValueExact();
    }

    private long extendedPrice(Offer offer) {
      UnitOfMeasure unit = item.unit(offer.entry().uom());
      int decimals = decimalsOf(currency);
      BigDecimal exactDividend =
          BigDecimal.valueOf(offer.reached().amount(), FixedPoint.DECIMALS)
              .multiply(BigDecimal.valueOf(question.quantity(), FixedPoint.DECIMALS))
              .multiply(BigDecimal.valueOf(asked.numerator()))
              .multiply(BigDecimal.valueOf(unit.denominator()));
      BigDecimal divisor =
          BigDecimal.valueOf(asked.denominator())
              .multiply(BigDecimal.valueOf(unit.numerator()))
              .multiply(BigDecimal.valueOf(offer.entry().priceUnit()));
      return exactDividend
          .divide(divisor, decimals, RoundingMode.HALF_UP)
          .movePointRight(FixedPoint.DECIMALS)
          .longValueExact();
    }
  }

  /** The decimals in which a currency is paid, by ISO 4217; 2 for a code it does not know. */
  public static int decimalsOf(String currency) {
    try {
      return Math.clamp(Currency.getInstance(currency).getDefaultFractionDigits(), 0, 6);
    } catch (IllegalArgumentException unknownCode) {
      return 2;
    }
  }

  private static final Comparator<Entry> ENTRY_ORDER =
      comparing(Entry::level)
          .thenComparingInt(Entry::rank)
          .thenComparing(Entry::isDated, Comparator.reverseOrder())
          .thenComparing(comparingInt(Entry::validFromDay).reversed())
          .thenComparing(Entry::id)
          .thenComparing(Entry::uom);
}
