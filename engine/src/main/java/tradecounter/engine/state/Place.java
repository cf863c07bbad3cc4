package tradecounter.engine.state;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Location;
import tradecounter.engine.canonical.Outage;

/** A location with its outages: when it serves and when goods leave it. Immutable. */
public final class Place {
  private final Location location;
  private final List<Outage> outages;

  Place(Location location, Collection<Outage> outages) {
    this.location = location;
    this.outages =
        outages.stream()
            .sorted(Comparator.comparingInt(Outage::fromDay).thenComparing(Outage::outage))
            .toList();
  }

  public Location location() {
    return location;
  }

  /** Those that are not over on the day, by first day, then key. */
  public List<Outage> outagesSince(int day) {
    return outages.stream().filter(outage -> outage.toDay() >= day).toList();
  }

  /** The calendar date there, as an epoch day. */
  public int today(Instant now) {
    return location.today(now);
  }

  /**
   * The first day, from {@code day} on, without an outage; {@link Day#OPEN_END} if it serves no
   * more.
   */
  public int servesFrom(int day) {
    if (!location.isOpen()) {
      return Day.OPEN_END;
    }
    int at = day;
    for (boolean moved = true; moved; ) {
      moved = false;
      for (Outage outage : outages) {
        if (at != Day.OPEN_END && outage.covers(at)) {
          at = outage.toDay() == Day.OPEN_END ? Day.OPEN_END : outage.toDay() + 1;
          moved = true;
        }
      }
    }
    return at;
  }

  /**
   * The first day, from {@code day} on, on which goods leave: a working day without an outage;
   * {@link Day#OPEN_END} if there is none.
   */
  public int dispatchDay(int day) {
    int at = servesFrom(day);
    while (at != Day.OPEN_END) {
      int working = location.calendar().firstWorkingDay(at);
      if (working == at) {
        return at;
      }
      at = servesFrom(working);
    }
    return Day.OPEN_END;
  }
}
