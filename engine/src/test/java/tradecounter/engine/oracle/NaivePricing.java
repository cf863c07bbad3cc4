package tradecounter.engine.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.Cost;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.ExchangeRate;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Price;
import tradecounter.engine.canonical.PriceList;
import tradecounter.engine.canonical.Promotion;
import tradecounter.engine.oracle.NaiveEntry.Group;
import tradecounter.engine.pricing.PriceQuestion;
import tradecounter.engine.pricing.PricingRules;

/**
 * Prices from the rules, day by day and line by line, in exact fractions. The items are ones that
 * are sold, in the units that are asked for.
 */
final class NaivePricing {
  private final NaiveWorld world;
  private final PricingRules rules;

  NaivePricing(NaiveWorld world, PricingRules rules) {
    this.world = world;
    this.rules = rules;
  }

  /**
   * What becomes of one line.
   *
   * @param price empty if there is none
   * @param lastDay the last day in a row on which the price is the same and its winner holds;
   *     {@code Day.OPEN_END} if it stays so
   * @param sure up to which day the engine looks for changes in any case
   * @param beyondRange whether there are figures that the engine need not compute
   */
  record Line(Optional<NaivePrice> price, int lastDay, int sure, boolean beyondRange) {}

  Line answer(PriceQuestion question) {
    return cart(List.of(question)).getFirst();
  }

  /** The lines of one cart, those of unknown items or in unknown units left out. */
  List<Line> cart(List<PriceQuestion> questions) {
    Map<Group, Fraction> together = new HashMap<>();
    for (PriceQuestion question : questions) {
      NaiveSearch search = search(question, question.onDay(), Map.of());
      search.groups().forEach(g -> together.merge(g, search.baseUnits(), Fraction::plus));
    }
    return questions.stream().map(question -> line(question, together)).toList();
  }

  private NaiveSearch search(PriceQuestion question, int day, Map<Group, Fraction> together) {
    Item item = world.one(Item.class, question.item()).orElseThrow();
    return new NaiveSearch(world, rules, question, item, day, together);
  }

  private Line line(PriceQuestion question, Map<Group, Fraction> together) {
    NaiveSearch today = search(question, question.onDay(), together);
    Optional<NaivePrice> price = today.answer();
    if (price.isEmpty()) {
      return new Line(price, Day.OPEN_END, Day.OPEN_END, today.isBeyondRange());
    }
    List<Integer> changes = new ArrayList<>(daysOfChange().tailSet(question.onDay() + 1, true));
    boolean beyondRange = today.isBeyondRange();
    for (int day : changes) {
      if (day > price.get().endsOn()) {
        break;
      }
      NaiveSearch then = search(question, day, together);
      boolean same = then.answer().filter(price.get()::sameAs).isPresent();
      beyondRange |= then.isBeyondRange();
      if (!same) {
        return new Line(price, day - 1, sure(changes), beyondRange);
      }
    }
    return new Line(price, price.get().endsOn(), sure(changes), beyondRange);
  }

  /** Sixteen changes are looked at; there are never more than all that there are. */
  private static int sure(List<Integer> changes) {
    return changes.size() <= DAYS_LOOKED_AT ? Day.OPEN_END : changes.get(DAYS_LOOKED_AT) - 1;
  }

  private static final int DAYS_LOOKED_AT = 16;

  /** The days on which anything begins, and the days after those on which anything ends. */
  private NavigableSet<Integer> daysOfChange() {
    NavigableSet<Integer> days = new TreeSet<>();
    world.all(PriceList.class).forEach(l -> note(days, l.validFromDay(), l.validToDay()));
    world.all(Price.class).forEach(p -> note(days, p.validFromDay(), p.validToDay()));
    world.all(ContractPrice.class).forEach(c -> note(days, c.validFromDay(), c.validToDay()));
    world.all(Promotion.class).forEach(p -> note(days, p.validFromDay(), p.validToDay()));
    world.all(ExchangeRate.class).forEach(r -> note(days, r.validFromDay(), Day.OPEN_END));
    world.all(Cost.class).forEach(c -> note(days, c.validFromDay(), Day.OPEN_END));
    return days;
  }

  private static void note(NavigableSet<Integer> days, int from, int to) {
    IntStream.of(from, to == Day.OPEN_END ? Day.OPEN_START : to + 1)
        .filter(day -> day != Day.OPEN_START)
        .forEach(days::add);
  }
}
