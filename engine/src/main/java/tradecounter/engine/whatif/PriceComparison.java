package tradecounter.engine.whatif;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import tradecounter.engine.pricing.Costs;
import tradecounter.engine.pricing.PriceAnswer;
import tradecounter.engine.pricing.PriceAnswer.NoPrice;
import tradecounter.engine.pricing.PriceAnswer.Priced;
import tradecounter.engine.pricing.PriceQuestion;
import tradecounter.engine.pricing.Pricing;
import tradecounter.engine.pricing.PricingRules;
import tradecounter.engine.pricing.Terms;
import tradecounter.engine.state.ItemSnapshot;
import tradecounter.engine.state.PriceSources;
import tradecounter.engine.state.ProposedPrices;
import tradecounter.engine.whatif.MarginWatch.Side;
import tradecounter.engine.whatif.PriceReport.Changed;
import tradecounter.engine.whatif.PriceReport.Difference;
import tradecounter.engine.whatif.PriceReport.Pair;
import tradecounter.engine.whatif.PriceReport.Unpriced;

/**
 * Asks the price of many customers and items twice, as it is and as proposed, and sums up what
 * differs. Its memory is bounded by {@link Compared#largest}, not by the pairs. The report does not
 * depend on the order in which they come. One thread.
 */
public final class PriceComparison {
  /** Of the percentages that are told. */
  static final int DECIMALS = 2;

  /** So many more quantities of one pair of customer and item are compared for its breaks. */
  private static final int MAXIMUM_BREAKS = 64;

  private static final Comparator<Changed> BY_PAIR = Comparator.comparing(Changed::pair);
  private static final Comparator<Changed> FROM_ZERO_FIRST =
      Comparator.comparingInt(changed -> changed.percent().isPresent() ? 1 : 0);
  private static final Comparator<Changed> BY_PERCENT =
      Comparator.comparing(changed -> changed.percent().orElse(BigDecimal.ZERO));

  private final ProposedPrices proposed;
  private final PricingRules rules;
  private final Compared compared;

  private final Map<Difference, Long> counts = new EnumMap<>(Difference.class);
  private final Spreading cheaper = new Spreading();
  private final Spreading dearer = new Spreading();
  private final Foremost<Changed> increases;
  private final Foremost<Changed> decreases;
  private final Foremost<Changed> gained;
  private final Foremost<Changed> lost;
  private final Foremost<Unpriced> problems;
  private final MarginWatch margins;
  private long pairs;

  public PriceComparison(ProposedPrices proposed, PricingRules rules, Compared compared) {
    this.proposed = proposed;
    this.rules = rules;
    this.compared = compared;
    int largest = compared.largest();
    increases =
        new Foremost<>(
            largest, FROM_ZERO_FIRST.thenComparing(BY_PERCENT.reversed()).thenComparing(BY_PAIR));
    decreases = new Foremost<>(largest, BY_PERCENT.thenComparing(BY_PAIR));
    gained = new Foremost<>(largest, BY_PAIR);
    lost = new Foremost<>(largest, BY_PAIR);
    problems = new Foremost<>(largest, Comparator.comparing(Unpriced::pair));
    margins = new MarginWatch(compared.minimumMarginPercent(), largest);
    for (Difference difference : Difference.values()) {
      counts.put(difference, 0L);
    }
  }

  /** Some items as they are and as proposed, looked up once for all who are asked for. */
  public static final class LookedUp {
    private final Source before;
    private final Source after;
    private final Set<String> changed;

    private LookedUp(Source before, Source after, Set<String> changed) {
      this.before = before;
      this.after = after;
      this.changed = changed;
    }

    /** One of the two, with its costs by item and currency. */
    private record Source(
        PriceSources sources, Pricing pricing, Map<CostQuestion, OptionalLong> costs) {
      Source(PriceSources sources, PricingRules rules) {
        this(sources, new Pricing(sources, rules), new HashMap<>());
      }
    }

    private record CostQuestion(String item, String currency) {}
  }

  /** The two answers to one question. */
  private record Answers(Pair pair, PriceAnswer before, PriceAnswer after) {}

  /** What the items' prices are made from, now. */
  public LookedUp lookUp(Collection<String> items) {
    ProposedPrices.OfItems sources = proposed.of(items);
    return new LookedUp(
        new LookedUp.Source(sources.before(), rules),
        new LookedUp.Source(sources.after(), rules),
        sources.changed());
  }

  /**
   * Compares the customer's prices of these items. It is faster to ask for all items of one
   * customer before the next: whose lists these are is found once.
   *
   * @param in has the items
   */
  public void compare(Buyer buyer, LookedUp in, Collection<String> items) {
    for (String item : items) {
      SortedSet<Long> further = new TreeSet<>();
      for (long quantity : compared.quantities()) {
        Answers answers = ask(in, item, buyer, quantity);
        if (compared.eachBreak()) {
          addBreaks(answers.before(), further);
          addBreaks(answers.after(), further);
        }
        add(in, answers);
      }
      further.removeAll(compared.quantities());
      further.stream()
          .limit(MAXIMUM_BREAKS)
          .forEach(quantity -> add(in, ask(in, item, buyer, quantity)));
    }
  }

  private OptionalLong cost(LookedUp.Source side, String item, String currency) {
    return side.costs()
        .computeIfAbsent(
            new LookedUp.CostQuestion(item, currency),
            _ -> {
              ItemSnapshot snapshot = side.sources().item(item);
              return snapshot == null
                  ? OptionalLong.empty()
                  : Costs.on(snapshot, compared.onDay(), currency, side.sources().exchangeRates());
            });
  }

  private static void addBreaks(PriceAnswer answer, Set<Long> quantities) {
    if (answer instanceof Priced priced) {
      for (PriceAnswer.Break next : priced.breaks()) {
        if (next.minimum() > 0) {
          quantities.add(next.minimum());
        }
      }
    }
  }

  private Answers ask(LookedUp in, String item, Buyer buyer, long quantity) {
    PriceAnswer before = answer(in.before.pricing(), item, buyer, buyer.before(), quantity);
    PriceAnswer after =
        buyer.after().isEmpty() && !in.changed.contains(item)
            ? before
            : answer(
                in.after.pricing(), item, buyer, buyer.after().orElse(buyer.before()), quantity);
    return new Answers(new Pair(buyer.customer().customer(), item, quantity), before, after);
  }

  private PriceAnswer answer(
      Pricing pricing, String item, Buyer buyer, Terms terms, long quantity) {
    return pricing.answer(
        new PriceQuestion(
            item,
            buyer.customer(),
            terms,
            quantity,
            "",
            compared.currency(),
            compared.onDay(),
            false));
  }

  private void add(LookedUp in, Answers answers) {
    pairs++;
    String problem = problem(answers.before());
    problem = problem.isEmpty() ? problem(answers.after()) : problem;
    if (!problem.isEmpty()) {
      count(Difference.PROBLEM);
      problems.add(new Unpriced(answers.pair(), problem));
      return;
    }
    Optional<Side> before = priced(answers.before()).map(priced -> side(priced, in.before));
    Optional<Side> after = priced(answers.after()).map(priced -> side(priced, in.after));
    margins.add(answers.pair(), before, after);
    if (before.isPresent() && after.isPresent()) {
      both(answers.pair(), before.get(), after.get());
    } else if (before.isPresent()) {
      count(Difference.LOST);
      lost.add(changed(answers.pair(), before, after));
    } else if (after.isPresent()) {
      count(Difference.NEW);
      gained.add(changed(answers.pair(), before, after));
    } else {
      count(Difference.NONE);
    }
  }

  private Side side(Priced priced, LookedUp.Source from) {
    return margins.side(
        priced,
        NetPrice.of(priced),
        from.sources().priceLists(),
        currency -> cost(from, priced.item(), currency));
  }

  private void both(Pair pair, Side before, Side after) {
    int order = before.net().compareTo(after.net());
    if (order == 0) {
      count(Difference.UNCHANGED);
      return;
    }
    count(order > 0 ? Difference.CHEAPER : Difference.DEARER);
    Optional<BigDecimal> told = before.net().percentTo(after.net(), DECIMALS);
    Optional<BigDecimal> exact = before.net().percentTo(after.net(), Spreading.MEAN_DECIMALS);
    if (told.isPresent() && exact.isPresent()) {
      (order > 0 ? cheaper : dearer).add(told.get(), exact.get());
    }
    (order > 0 ? decreases : increases)
        .add(new Changed(pair, Optional.of(before.priced()), Optional.of(after.priced()), told));
  }

  private static Changed changed(Pair pair, Optional<Side> before, Optional<Side> after) {
    return new Changed(pair, before.map(Side::priced), after.map(Side::priced), Optional.empty());
  }

  private static Optional<Priced> priced(PriceAnswer answer) {
    return answer instanceof Priced priced ? Optional.of(priced) : Optional.empty();
  }

  /** Why there is nothing to compare; empty if there is, or if there is just no price. */
  private static String problem(PriceAnswer answer) {
    return switch (answer) {
      case Priced _, NoPrice _ -> "";
      case PriceAnswer.UnknownItem unknown -> "no item " + unknown.item() + " is sold";
      case PriceAnswer.UnknownUnit unknown ->
          "item " + unknown.item() + " is not sold by " + unknown.uom();
    };
  }

  private void count(Difference difference) {
    counts.merge(difference, 1L, Long::sum);
  }

  /** How many pairs have been compared. */
  public long pairs() {
    return pairs;
  }

  /** What was found so far. */
  public PriceReport report() {
    return new PriceReport(
        pairs,
        Map.copyOf(counts),
        cheaper.spread(),
        dearer.spread(),
        increases.inOrder(),
        decreases.inOrder(),
        gained.inOrder(),
        lost.inOrder(),
        problems.inOrder(),
        margins.margins());
  }
}
