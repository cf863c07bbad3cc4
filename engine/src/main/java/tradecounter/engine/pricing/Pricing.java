package tradecounter.engine.pricing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Item.UnitOfMeasure;
import tradecounter.engine.canonical.PriceList;
import tradecounter.engine.pricing.PriceAnswer.Explanation;
import tradecounter.engine.state.ItemSnapshot;
import tradecounter.engine.state.PriceLists;
import tradecounter.engine.state.PriceSources;
import tradecounter.engine.state.Told;

/**
 * Answers "what is my price" for one item, or for the lines of a cart. Stateless beyond its
 * sources: any thread, no locks, O(entries of the item on the customer's lists and in its
 * contracts).
 *
 * <p>What may price an item is gathered first ({@link Gathering}); then filters, precedence and the
 * customer's strategy choose ({@link Resolution}, {@link Strategies}), promotions lower what was
 * chosen ({@link Promoting}), and money is rounded once ({@link CurrencyRounding}). Unit prices are
 * exact or rounded half up to six decimals.
 */
public final class Pricing {
  /** So many later days are tried to find how long a price holds. */
  private static final int MAXIMUM_BOUNDARIES = 16;

  private final PriceSources sources;
  private final PricingRules rules;

  private volatile @Nullable Applicable lastApplicable;

  public Pricing(PriceSources sources, PricingRules rules) {
    this.sources = sources;
    this.rules = rules;
  }

  /** The lists of the customer who asked last: many lines of one cart ask for the same. */
  private record Applicable(
      PriceLists of, long version, Customer customer, List<Told<PriceList>> lists) {}

  /** A question whose item and unit are known. */
  private record Subject(
      PriceQuestion question, ItemSnapshot snapshot, Item item, UnitOfMeasure asked) {}

  /** One item for itself. */
  public PriceAnswer answer(PriceQuestion question) {
    return answer(question, Map.of());
  }

  /**
   * The lines of one cart, in order: the quantities of lines whose entries name the same break
   * group reach its breaks together. Questions of one customer.
   */
  public List<PriceAnswer> cart(List<PriceQuestion> questions) {
    Breaks.Totals totals = new Breaks.Totals();
    for (PriceQuestion question : questions) {
      Subject subject = subject(question);
      if (subject != null) {
        count(subject, totals);
      }
    }
    return questions.stream().map(question -> answer(question, totals.totals())).toList();
  }

  private void count(Subject subject, Breaks.Totals totals) {
    PriceQuestion question = subject.question();
    try {
      Gathering gathering = gather(subject, question.onDay());
      List<Entry> all = new ArrayList<>(gathering.lists);
      all.addAll(gathering.contracts);
      totals.count(all, question.quantity(), subject.asked(), subject.item().baseUom());
    } catch (ArithmeticException beyondTheRange) {
      // The line's own answer says so, and as it has no price it does not count for others.
      return;
    }
  }

  private PriceAnswer answer(PriceQuestion question, Map<Breaks.Group, Ratio> totals) {
    Subject subject = subject(question);
    if (subject == null) {
      return unknown(question);
    }
    try {
      return priced(subject, totals);
    } catch (ArithmeticException beyondTheRange) {
      return new PriceAnswer.NoPrice(question.item(), Gathering.BEYOND_RANGE, List.of());
    }
  }

  private @Nullable Subject subject(PriceQuestion question) {
    ItemSnapshot snapshot = sources.item(question.item());
    Item item = snapshot == null ? null : snapshot.definitionOrNull();
    if (snapshot == null || item == null || !item.sellable()) {
      return null;
    }
    String uom = question.uom().isEmpty() ? item.baseUom() : question.uom();
    return item.hasUnit(uom) ? new Subject(question, snapshot, item, item.unit(uom)) : null;
  }

  private PriceAnswer unknown(PriceQuestion question) {
    ItemSnapshot snapshot = sources.item(question.item());
    Item item = snapshot == null ? null : snapshot.definitionOrNull();
    return item == null || !item.sellable()
        ? new PriceAnswer.UnknownItem(question.item())
        : new PriceAnswer.UnknownUnit(question.item(), question.uom());
  }

  private PriceAnswer priced(Subject subject, Map<Breaks.Group, Ratio> totals) {
    PriceQuestion question = subject.question();
    Gathering gathering = gather(subject, question.onDay());
    Resolution resolution = resolution(subject, gathering, totals, question.onDay());
    Choice choice = resolution.choose().orElse(null);
    if (choice == null) {
      return none(subject, totals);
    }
    Optional<Promoting> promoting = resolution.promoting(choice);
    Promoting.Lowered lowered = resolution.lowered(choice, promoting);
    Resolution.Net net = resolution.net(choice, promoting, lowered);
    Entry entry = choice.winner().entry();
    return new PriceAnswer.Priced(
        subject.item().item(),
        subject.item().taxCategory(),
        question.quantity(),
        subject.asked().uom(),
        resolution.currency(),
        net.unitPrice(),
        net.priceUnit(),
        net.extendedPrice(),
        net.winner(),
        net.breaks(),
        resolution.breakQuantity(entry),
        net.promotions(),
        net.freeQuantity(),
        net.conversion(),
        validToDay(subject, totals, gathering.boundaries(), entry.holdsUntilDay(), net),
        question.explain() ? explanation(resolution, question, choice, lowered) : Explanation.NONE,
        resolution.feedBits(promoting));
  }

  /** Whoever asks why gets the same price: figures on the way to it may be larger than it is. */
  private static Explanation explanation(
      Resolution resolution, PriceQuestion question, Choice choice, Promoting.Lowered lowered) {
    try {
      return new Narration(resolution, question.customer().priceStrategy(), choice.winner())
          .tell(lowered);
    } catch (ArithmeticException beyondTheRange) {
      return Explanation.NONE;
    }
  }

  /** Asks once more for the reasons: none is rare, and nobody else needs them. */
  private PriceAnswer none(Subject subject, Map<Breaks.Group, Ratio> totals) {
    PriceQuestion question = subject.question().explained();
    Subject explained = new Subject(question, subject.snapshot(), subject.item(), subject.asked());
    Resolution resolution =
        resolution(explained, gather(explained, question.onDay()), totals, question.onDay());
    resolution.choose();
    if (resolution.currency().isEmpty()) {
      return new PriceAnswer.NoPrice(
          question.item(), "no currency: name one, or a customer that has one", List.of());
    }
    List<PriceAnswer.Candidate> left = resolution.left();
    String reason =
        left.isEmpty()
            ? "no contract and no price list of this customer names the item"
            : "no entry applies: "
                + left.stream()
                    .limit(3)
                    .map(candidate -> candidate.id() + " (" + candidate.reason() + ")")
                    .collect(Collectors.joining(", "));
    return new PriceAnswer.NoPrice(
        question.item(), reason, subject.question().explain() ? left : List.of());
  }

  // ---------------------------------------------------------------- until when it holds

  private int validToDay(
      Subject subject,
      Map<Breaks.Group, Ratio> totals,
      Boundaries boundaries,
      int holdsUntilDay,
      Resolution.Net net) {
    int tried = 0;
    for (int day : boundaries.ascending()) {
      if (day > holdsUntilDay) {
        break;
      }
      if (tried++ == MAXIMUM_BOUNDARIES || !sameOn(subject, totals, day, net)) {
        return day - 1;
      }
    }
    return holdsUntilDay;
  }

  private boolean sameOn(
      Subject subject, Map<Breaks.Group, Ratio> totals, int day, Resolution.Net net) {
    PriceQuestion later = subject.question().onDay(day);
    Subject then = new Subject(later, subject.snapshot(), subject.item(), subject.asked());
    try {
      Resolution resolution = resolution(then, gather(then, day), totals, day);
      Choice choice = resolution.choose().orElse(null);
      if (choice == null) {
        return false;
      }
      Optional<Promoting> promoting = resolution.promoting(choice);
      return resolution.net(choice, promoting, resolution.lowered(choice, promoting)).equals(net);
    } catch (ArithmeticException beyondTheRange) {
      return false;
    }
  }

  // ---------------------------------------------------------------- what they share

  private Resolution resolution(
      Subject subject, Gathering gathering, Map<Breaks.Group, Ratio> totals, int day) {
    PriceQuestion question = subject.question();
    Breaks breaks =
        new Breaks(question.quantity(), subject.asked(), subject.item().baseUom(), totals);
    return new Resolution(
        sources, rules, question, subject.item(), subject.asked(), day, gathering, breaks);
  }

  private Gathering gather(Subject subject, int day) {
    PriceQuestion question = subject.question();
    return new Gathering(sources, subject.snapshot(), subject.item(), question, day)
        .gather(applicable(question.customer()), question.terms());
  }

  @SuppressWarnings("ReferenceEquality") // The very same objects: anything else is computed again.
  private List<Told<PriceList>> applicable(Customer customer) {
    PriceLists current = sources.priceLists();
    long version = current.version();
    Applicable last = lastApplicable;
    if (last == null
        || last.of() != current
        || last.version() != version
        || last.customer() != customer) {
      last = new Applicable(current, version, customer, current.applicableTo(customer));
      lastApplicable = last;
    }
    return last.lists();
  }
}
