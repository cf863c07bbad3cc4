package tradecounter.engine.canonical;

import static tradecounter.engine.canonical.InvalidFigureException.require;

/**
 * What a supplier says it can ship for an item, from its own shelf.
 *
 * @param asOfMillis when it said so, epoch milliseconds
 * @param validUntilMillis after this it counts no more; {@link Long#MAX_VALUE} if open
 * @param minimumOrder 0 if none
 */
public record Commitment(
    String supplier,
    String item,
    long quantity,
    int leadTimeDays,
    long asOfMillis,
    long validUntilMillis,
    long minimumOrder)
    implements Change {

  public static final int MAXIMUM_LEAD_TIME_DAYS = 3_650;

  public Commitment {
    require(quantity >= 0, "quantity must not be negative");
    require(
        leadTimeDays >= 0 && leadTimeDays <= MAXIMUM_LEAD_TIME_DAYS,
        "leadTimeDays must be 0 to " + MAXIMUM_LEAD_TIME_DAYS);
    require(minimumOrder >= 0, "minimumOrder must not be negative");
  }
}
