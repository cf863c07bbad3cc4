package tradecounter.engine.canonical;

import static tradecounter.engine.canonical.InvalidFigureException.require;

/**
 * What an open receipt counts for once its date has passed: for {@code graceDays} it is expected
 * today, as it was; after that, until {@code dropAfterDays} days after its date, {@code shiftDays}
 * days from today and less a haircut; later it counts no more. (Delayed-supply fence and offset of
 * Dynamics 365 are {@code dropAfterDays} and {@code shiftDays}.)
 *
 * @param haircutPercent millionths of a percent
 */
public record LateSupplyPolicy(
    int graceDays, int shiftDays, long haircutPercent, int dropAfterDays) {
  public static final LateSupplyPolicy DEFAULT = new LateSupplyPolicy(0, 1, 0, 7);

  public LateSupplyPolicy {
    require(graceDays >= 0 && graceDays <= 365, "graceDays must be 0 to 365");
    require(shiftDays >= 0 && shiftDays <= 365, "shiftDays must be 0 to 365");
    Haircut.check(haircutPercent);
    require(dropAfterDays >= 0 && dropAfterDays <= 365, "dropAfterDays must be 0 to 365");
  }

  /** Of two feeds that told of one receipt, the more doubtful counts. */
  public LateSupplyPolicy mostCautious(LateSupplyPolicy other) {
    return new LateSupplyPolicy(
        Math.min(graceDays, other.graceDays),
        Math.max(shiftDays, other.shiftDays),
        Math.max(haircutPercent, other.haircutPercent),
        Math.min(dropAfterDays, other.dropAfterDays));
  }
}
