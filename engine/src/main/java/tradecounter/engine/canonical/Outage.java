package tradecounter.engine.canonical;

import static tradecounter.engine.canonical.InvalidFigureException.require;

/**
 * A location does not serve for some days: nothing leaves it, and while it lasts nothing there is
 * available now.
 *
 * @param fromDay first day, in the location's time zone; {@link Day#OPEN_START} if it lasts already
 * @param toDay last day; {@link Day#OPEN_END} if nobody knows
 * @param reason free text, empty if none
 */
public record Outage(String outage, String location, int fromDay, int toDay, String reason)
    implements Change {
  public Outage {
    require(fromDay <= toDay, "from must not be after to");
  }

  public boolean covers(int day) {
    return Day.within(day, fromDay, toDay);
  }
}
