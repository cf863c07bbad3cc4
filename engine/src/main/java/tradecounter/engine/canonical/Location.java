package tradecounter.engine.canonical;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * A place that holds stock.
 *
 * @param calendar the days on which goods leave
 * @param cutOff orders after this local time, to the second, count as the next day's
 */
public record Location(
    String location,
    String name,
    Kind kind,
    ZoneId timeZone,
    WorkCalendar calendar,
    LocalTime cutOff,
    Status status)
    implements Change {

  /** What sort of place. */
  public enum Kind {
    DC,
    BRANCH
  }

  /** A closed location serves nobody. */
  public enum Status {
    OPEN,
    CLOSED
  }

  public Location {
    cutOff = cutOff.truncatedTo(ChronoUnit.SECONDS);
  }

  /** The calendar date there, as an epoch day. */
  public int today(Instant now) {
    return (int) LocalDate.ofInstant(now, timeZone).toEpochDay();
  }

  /** Whether what is ordered now is too late for today. */
  public boolean isAfterCutOff(Instant now) {
    return LocalTime.ofInstant(now, timeZone).truncatedTo(ChronoUnit.SECONDS).isAfter(cutOff);
  }

  /** Whether it serves at all. */
  public boolean isOpen() {
    return status == Status.OPEN;
  }
}
