package tradecounter.engine.whatif;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tradecounter.engine.pricing.PriceAnswer.Priced;

/**
 * What a proposal would do to the prices that were compared. A <em>pair</em> is one customer, one
 * item and one quantity.
 *
 * @param pairs how many were compared
 * @param counts of each kind of difference; together {@code pairs}
 * @param cheaper of the pairs that get cheaper
 * @param dearer of the pairs that get dearer
 * @param increases the largest, by percentage as it is told; from zero first
 * @param decreases the largest, by percentage as it is told
 * @param gained the first, by customer, item and quantity, that had no price
 * @param lost the first that have none any more
 * @param problems the first that cannot be compared
 */
public record PriceReport(
    long pairs,
    Map<Difference, Long> counts,
    Spread cheaper,
    Spread dearer,
    List<Changed> increases,
    List<Changed> decreases,
    List<Changed> gained,
    List<Changed> lost,
    List<Unpriced> problems,
    Margins margins) {

  /** What becomes of one pair. */
  public enum Difference {
    /** The same net price. */
    UNCHANGED,
    CHEAPER,
    DEARER,
    /** It had no price. */
    NEW,
    /** It has no price any more. */
    LOST,
    /** It has no price either way. */
    NONE,
    /** It cannot be compared. */
    PROBLEM
  }

  /** One pair by its keys; the quantity in base units, in millionths. */
  public record Pair(String customer, String item, long quantity) implements Comparable<Pair> {
    @Override
    public int compareTo(Pair other) {
      int order = customer.compareTo(other.customer);
      order = order != 0 ? order : item.compareTo(other.item);
      return order != 0 ? order : Long.compare(quantity, other.quantity);
    }
  }

  /**
   * One pair whose price changes.
   *
   * @param percent of the net price before, with two decimals, half up; empty where there was none
   *     or it was 0
   */
  public record Changed(
      Pair pair, Optional<Priced> before, Optional<Priced> after, Optional<BigDecimal> percent) {}

  /** One pair that cannot be compared, and why. */
  public record Unpriced(Pair pair, String reason) {}

  /**
   * How far prices move one way, in percent of the price before, two decimals, half up. Those that
   * were 0 have no percentage and are left out. The mean is of changes that are each rounded half
   * up to ten decimals.
   *
   * @param percentages how many pairs have one; without any, all others are 0
   * @param minimum the one with the least movement
   * @param maximum the one with the most
   */
  public record Spread(long percentages, BigDecimal minimum, BigDecimal maximum, BigDecimal mean) {}

  /**
   * Prices that leave too little over the cost: less than the question's floor, or less than the
   * formula of the list that gives the price wants.
   *
   * @param costUnknown how many prices after have no known cost to compare with
   * @param belowBefore how many prices are below the floor now
   * @param belowAfter how many would be
   * @param newlyBelow how many of these are not now
   * @param worst those with the least margin after, of those below the floor
   */
  public record Margins(
      long costUnknown, long belowBefore, long belowAfter, long newlyBelow, List<Thin> worst) {}

  /**
   * One price below the floor.
   *
   * @param cost of one base unit in the price's currency, millionths
   * @param floorPercent that it is below
   * @param marginBefore percent of the net price, two decimals, half up; empty if there was no
   *     price, or a price of 0, or no known cost
   * @param marginAfter empty for a price of 0
   */
  public record Thin(
      Pair pair,
      Optional<Priced> before,
      Priced after,
      long cost,
      BigDecimal floorPercent,
      Optional<BigDecimal> marginBefore,
      Optional<BigDecimal> marginAfter) {}
}
