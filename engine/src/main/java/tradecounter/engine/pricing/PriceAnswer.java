package tradecounter.engine.pricing;

import java.util.List;
import java.util.Optional;
import tradecounter.engine.canonical.Party;

/** What became of a {@link PriceQuestion}. Amounts are in millionths of the currency unit. */
public sealed interface PriceAnswer {

  /**
   * The customer's price, net of tax.
   *
   * @param unitPrice per {@code priceUnit} of the unit that was asked for, after promotions,
   *     rounded half up to six decimals
   * @param extendedPrice for the whole quantity less what is free, rounded half up, once, by the
   *     rule of the currency ({@link CurrencyRounding})
   * @param breaks what other quantities cost, after promotions, in the unit that was asked for, by
   *     minimum: the breaks of the winner, under {@code MERGE} those that were merged, under {@code
   *     BEST} the lowest of all entries in the winner's unit
   * @param breakQuantity the quantity that reached the break, in the unit that was asked for: more
   *     than {@code quantity} where lines of a cart count together
   * @param promotions those that lowered the price, in the order in which they did
   * @param freeQuantity how much of the quantity is free by a promotion
   * @param conversion if the price is made from one in another currency
   * @param validToDay the last day on which this same question has this same answer, as far as is
   *     known today; {@code Day.OPEN_END} if open
   * @param explanation empty unless asked for
   * @param feedBits a bit for each feed whose word the price rests on
   */
  record Priced(
      String item,
      String taxCategory,
      long quantity,
      String uom,
      String currency,
      long unitPrice,
      int priceUnit,
      long extendedPrice,
      Winner winner,
      List<Break> breaks,
      long breakQuantity,
      List<Lowered> promotions,
      long freeQuantity,
      Optional<Conversion> conversion,
      int validToDay,
      Explanation explanation,
      long feedBits)
      implements PriceAnswer {}

  /**
   * No entry applies. An answer, never a zero.
   *
   * @param candidates every entry that was looked at; empty unless an explanation was asked for
   */
  record NoPrice(String item, String reason, List<Candidate> candidates) implements PriceAnswer {}

  /** No sellable item has this key. */
  record UnknownItem(String item) implements PriceAnswer {}

  /** The item is not sold in this unit. */
  record UnknownUnit(String item, String uom) implements PriceAnswer {}

  /**
   * The entry that gave the price.
   *
   * @param party with whom the contract is agreed; empty for a list
   * @param breakMinimum of the break that is reached, in the unit that was asked for
   */
  record Winner(Level level, String id, Optional<Party> party, long breakMinimum) {}

  /** A quantity from which a unit price holds. */
  record Break(long minimum, long unitPrice) {}

  /**
   * A promotion that lowered the price.
   *
   * @param unitPrice after it, per price unit of the unit that was asked for
   * @param freeQuantity what it made free, in the unit that was asked for
   */
  record Lowered(String promotion, String description, long unitPrice, long freeQuantity) {}

  /**
   * The price is made from one in another currency.
   *
   * @param rate units of the answer's currency for one of {@code from}, in 10⁻¹⁰
   */
  record Conversion(String from, long rate, int rateFromDay) {}

  /**
   * How the price came about. Empty if not asked for, and where a figure on the way to the price,
   * or one that lost, cannot be computed exactly.
   */
  record Explanation(List<Step> waterfall, List<Candidate> candidates) {
    public static final Explanation NONE = new Explanation(List.of(), List.of());
  }

  /**
   * One step from the list price to the net price.
   *
   * @param id the list, contract, promotion or currency that the step is from
   * @param currency of {@code unitPrice}: another one than the answer's before a conversion
   * @param unitPrice after the step, per the winner's price unit of the unit that was asked for
   * @param reason a sentence
   */
  record Step(StepKind kind, String id, String currency, long unitPrice, String reason) {}

  /** What a step does, in the order of steps. */
  enum StepKind {
    LIST,
    BREAK,
    CONVERSION,
    DISCOUNT,
    ROUNDING,
    SURCHARGE,
    MARGIN,
    CONTRACT,
    PROMOTION
  }

  /**
   * One entry, or promotion, that was looked at.
   *
   * @param breakMinimum of the break that the quantity reaches, in the unit that was asked for
   * @param unitPrice before promotions, per price unit of the unit that was asked for; 0 if it was
   *     filtered before it had one
   */
  record Candidate(
      Level level,
      String id,
      Optional<Party> party,
      long breakMinimum,
      long unitPrice,
      int priceUnit,
      Outcome outcome,
      String reason) {}

  /** Where an entry comes from, most specific first. */
  enum Level {
    CONTRACT,
    CONTRACT_CATEGORY,
    CUSTOMER_LIST,
    GROUP_LIST,
    BASE_LIST,
    /** Not a price of its own: what may lower one. */
    PROMOTION
  }

  /** What became of an entry. */
  enum Outcome {
    WON,
    LOST,
    FILTERED
  }
}
