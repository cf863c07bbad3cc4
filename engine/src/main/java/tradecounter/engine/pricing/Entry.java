package tradecounter.engine.pricing;

import java.util.List;
import java.util.Optional;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.ExchangeRate;
import tradecounter.engine.canonical.Item.UnitOfMeasure;
import tradecounter.engine.canonical.Party;
import tradecounter.engine.canonical.PriceBreak;
import tradecounter.engine.canonical.PriceList;
import tradecounter.engine.pricing.PriceAnswer.Level;

/**
 * One price that is valid on the day in a unit of the item, wherever it is from.
 *
 * @param rank among entries of one level the smaller is asked first: the place of the list in the
 *     order of the customer's lists, or the distance of the party
 * @param depth how many formulas lie between it and a price that somebody wrote down
 * @param priority of a contract, 0 for lists
 * @param id the contract or the list
 * @param party with whom a contract is agreed; empty for a list
 * @param unit of minimum quantities and amounts
 * @param holdsUntilDay the last day of the price: earlier than {@code validToDay} if it rests on
 *     one that ends sooner
 * @param mergeable whether later lists may add breaks under {@code MERGE}
 * @param promotable whether promotions may lower it
 * @param breakGroup empty if each line of a cart reaches breaks for itself
 * @param feedBits a bit for each feed whose word it rests on
 */
record Entry(
    Level level,
    int rank,
    int depth,
    int priority,
    String id,
    Optional<Party> party,
    UnitOfMeasure unit,
    String currency,
    List<PriceBreak> breaks,
    int priceUnit,
    int validFromDay,
    int validToDay,
    int holdsUntilDay,
    boolean mergeable,
    boolean promotable,
    String breakGroup,
    long feedBits,
    Source source) {

  /** How its amounts came about. */
  sealed interface Source {
    /** Somebody wrote them down. */
    record Written() implements Source {}

    /** A list's formula made them from another list's. */
    record Derived(Entry from, PriceList list, Formulas.Factors factors) implements Source {}

    /** They are those of another currency at a rate. */
    record Converted(Entry from, ExchangeRate rate) implements Source {}

    /** A contract takes a percentage off what the lists give. */
    record Discounted(Choice from, long percent) implements Source {}
  }

  static final Source WRITTEN = new Source.Written();

  boolean isContract() {
    return level.compareTo(Level.CUSTOMER_LIST) < 0;
  }

  boolean isDated() {
    return validFromDay != Day.OPEN_START || validToDay != Day.OPEN_END;
  }

  boolean sameUnit(Entry other) {
    return unit.uom().equals(other.unit.uom()) && priceUnit == other.priceUnit;
  }

  /** The same price in another currency: each amount at the rate. */
  Entry converted(List<PriceBreak> amounts, ExchangeRate rate, long rateFeedBits) {
    return new Entry(
        level,
        rank,
        depth,
        priority,
        id,
        party,
        unit,
        rate.to(),
        amounts,
        priceUnit,
        validFromDay,
        validToDay,
        holdsUntilDay,
        mergeable,
        promotable,
        breakGroup,
        feedBits | rateFeedBits,
        new Source.Converted(this, rate));
  }
}
