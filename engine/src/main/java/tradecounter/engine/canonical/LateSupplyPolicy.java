package tradecounter.engine.canonical;

import static tradecounter.engine.canonical.InvalidFigureException.require;

/**
 * What an open receipt counts for once its date has passed. Until {@code dropAfterDays} days after
 * its date it is expected {@code shiftDays} days from today, after that it no longer counts (the
 * delayed-supply fence and offset of Dynamics 365).
 */
public record LateSupplyPolicy(int shiftDays, int dropAfterDays) {
  public static final LateSupplyPolicy DEFAULT = new LateSupplyPolicy(1, 7);

  public LateSupplyPolicy {
    require(shiftDays >= 0 && shiftDays <= 365, "shiftDays must be 0 to 365");
    require(dropAfterDays >= 0 && dropAfterDays <= 365, "dropAfterDays must be 0 to 365");
  }
}
