package tradecounter.engine.pricing;

import java.util.List;

/** What became of a {@link PriceQuestion}. Amounts are in millionths of the currency unit. */
public sealed interface PriceAnswer {

  /**
   * The customer's price.
   *
   * @param unitPrice per {@code priceUnit} of the unit that was asked for, rounded half up to six
   *     decimals where a unit conversion does not come out even
   * @param extendedPrice for the whole quantity, rounded half up to the currency's decimals, once,
   *     from the exact product
   * @param breaks what other quantities cost, in the unit that was asked for, by minimum: the
   *     breaks of the winner, under {@code MERGE} those that were merged, under {@code BEST} the
   *     lowest of all entries in the winner's unit
   * @param validToDay the last day of the price; {@code Day.OPEN_END} if open
   * @param candidates every entry that was looked at, winner first, then in order of precedence
   */
  record Priced(
      String item,
      long quantity,
      String uom,
      String currency,
      long unitPrice,
      int priceUnit,
      long extendedPrice,
      Candidate winner,
      List<Break> breaks,
      int validToDay,
      List<Candidate> candidates,
      long feedBits)
      implements PriceAnswer {}

  /** No entry applies. An answer, never a zero. */
  record NoPrice(String item, String reason, List<Candidate> candidates) implements PriceAnswer {}

  /** No sellable item has this key. */
  record UnknownItem(String item) implements PriceAnswer {}

  /** The item is not sold in this unit. */
  record UnknownUnit(String item, String uom) implements PriceAnswer {}

  /** A quantity from which a unit price holds. */
  record Break(long minimum, long unitPrice) {}

  /**
   * One entry that was looked at.
   *
   * @param breakMinimum of the break that the quantity reaches, in the unit that was asked for
   * @param unitPrice as in {@link Priced}; 0 if it was filtered before it had one
   */
  record Candidate(
      Level level,
      String id,
      long breakMinimum,
      long unitPrice,
      int priceUnit,
      Outcome outcome,
      String reason) {
    Candidate lost(String because) {
      return new Candidate(level, id, breakMinimum, unitPrice, priceUnit, Outcome.LOST, because);
    }
  }

  /** Where an entry comes from, most specific first. */
  enum Level {
    CONTRACT,
    CONTRACT_CATEGORY,
    CUSTOMER_LIST,
    GROUP_LIST,
    BASE_LIST
  }

  /** What became of an entry. */
  enum Outcome {
    WON,
    LOST,
    FILTERED
  }
}
