package tradecounter.engine.canonical;

import static tradecounter.engine.canonical.InvalidFigureException.require;

/**
 * What a supplier says it can ship for an item, from its own shelf.
 *
 * @param asOfMillis when it said so, epoch milliseconds
 * @param validUntilMillis after this it counts no more; {@link Long#MAX_VALUE} if open
 * @param minimumOrder 0 if none
 * @param reflects what of our orders is taken off the quantity already
 */
public record Commitment(
    String supplier,
    String item,
    long quantity,
    int leadTimeDays,
    long asOfMillis,
    long validUntilMillis,
    long minimumOrder,
    Reflection reflects)
    implements Change {

  public static final int MAXIMUM_LEAD_TIME_DAYS = 3_650;

  /** A commitment that says nothing of our orders. */
  public Commitment(
      String supplier,
      String item,
      long quantity,
      int leadTimeDays,
      long asOfMillis,
      long validUntilMillis,
      long minimumOrder) {
    this(
        supplier,
        item,
        quantity,
        leadTimeDays,
        asOfMillis,
        validUntilMillis,
        minimumOrder,
        Reflection.NONE);
  }

  public Commitment {
    require(quantity >= 0, "quantity must not be negative");
    require(
        leadTimeDays >= 0 && leadTimeDays <= MAXIMUM_LEAD_TIME_DAYS,
        "leadTimeDays must be 0 to " + MAXIMUM_LEAD_TIME_DAYS);
    require(minimumOrder >= 0, "minimumOrder must not be negative");
  }
}
