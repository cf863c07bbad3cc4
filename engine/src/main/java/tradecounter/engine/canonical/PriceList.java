package tradecounter.engine.canonical;

import static tradecounter.engine.canonical.InvalidFigureException.require;

import java.util.Set;

/**
 * A named list of prices in one currency and whom it is for.
 *
 * @param groups whom a {@code GROUP} list is for, at least one; empty for other kinds
 * @param customers whom a {@code CUSTOMER} list is for; empty if it is for those that name it, and
 *     for other kinds
 * @param channels whom a list of any kind is kept for; empty: all channels
 * @param priority among lists of one level the smallest is asked first, then the smaller key
 * @param merge whether later lists may add breaks to it under the {@code MERGE} strategy
 * @param promotions whether promotions may lower its prices
 * @param formula how prices that nobody wrote down are derived from another list; {@link
 *     Formula#NONE} if they are not
 */
public record PriceList(
    String list,
    String currency,
    Kind kind,
    Set<String> groups,
    Set<String> customers,
    Set<String> channels,
    int priority,
    int validFromDay,
    int validToDay,
    boolean merge,
    boolean promotions,
    Formula formula)
    implements Change {

  /** Whom a list is for, most specific last. */
  public enum Kind {
    BASE,
    GROUP,
    CUSTOMER
  }

  /**
   * Derives an amount from the same item's amount on another list, in this order: discount,
   * rounding, surcharge, margin. Each step rounds half up to six decimals.
   *
   * @param list the list it starts from, empty for {@link #NONE}
   * @param discountPercent millionths of a percent; negative for a mark-up
   * @param roundTo the amount is rounded half up to a multiple of this; 0: it is not rounded
   * @param surcharge added after rounding, may be negative
   * @param minimumMarginPercent the amount is not below cost ÷ (1 − this share of the price)
   * @param maximumMarginPercent nor above cost ÷ (1 − this share); the minimum goes before
   */
  public record Formula(
      String list,
      long discountPercent,
      long roundTo,
      long surcharge,
      long minimumMarginPercent,
      long maximumMarginPercent) {
    /** Below every margin: no lower bound. */
    public static final long NO_MINIMUM = Long.MIN_VALUE;

    /** Above every margin: no upper bound. */
    public static final long NO_MAXIMUM = Long.MAX_VALUE;

    /** All prices of the list are written down. */
    public static final Formula NONE = new Formula("", 0, 0, 0, NO_MINIMUM, NO_MAXIMUM);

    public Formula {
      require(
          discountPercent >= FixedPoint.of(-1_000) && discountPercent <= FixedPoint.of(100),
          "derivedFrom: discountPercent must be -1000 to 100");
      require(roundTo >= 0, "derivedFrom: roundTo must not be negative");
      require(
          minimumMarginPercent == NO_MINIMUM || isMargin(minimumMarginPercent),
          "derivedFrom: minimumMarginPercent must be above -1000 and below 100");
      require(
          maximumMarginPercent == NO_MAXIMUM || isMargin(maximumMarginPercent),
          "derivedFrom: maximumMarginPercent must be above -1000 and below 100");
      require(
          minimumMarginPercent <= maximumMarginPercent,
          "derivedFrom: minimumMarginPercent must not exceed maximumMarginPercent");
    }

    private static boolean isMargin(long percent) {
      return percent > FixedPoint.of(-1_000) && percent < FixedPoint.of(100);
    }

    public boolean isNone() {
      return list.isEmpty();
    }

    /** Whether the item's cost matters. */
    public boolean clampsMargin() {
      return minimumMarginPercent != NO_MINIMUM || maximumMarginPercent != NO_MAXIMUM;
    }
  }

  public PriceList {
    groups = Set.copyOf(groups);
    customers = Set.copyOf(customers);
    channels = Set.copyOf(channels);
    require(validFromDay <= validToDay, "validFrom must not be after validTo");
    require(kind != Kind.GROUP || !groups.isEmpty(), "groups: a GROUP list names at least one");
    require(kind == Kind.GROUP || groups.isEmpty(), "groups go with kind GROUP, not with " + kind);
    require(
        kind == Kind.CUSTOMER || customers.isEmpty(),
        "customers go with kind CUSTOMER, not with " + kind);
    require(
        !formula.list().equals(list),
        "derivedFrom: list " + list + " cannot be derived from itself");
  }
}
