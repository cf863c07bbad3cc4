package tradecounter.engine.canonical;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/**
 * A place that holds stock.
 *
 * <p>Calendar and cut-off are what the ERP says; promises count calendar days for now.
 *
 * @param workingDays empty means every day
 * @param holidays epoch days
 * @param cutOff orders after this local time, to the second, count as the next working day's
 */
public record Location(
    String location,
    String name,
    Kind kind,
    ZoneId timeZone,
    Set<DayOfWeek> workingDays,
    Set<Integer> holidays,
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
    workingDays = Set.copyOf(workingDays);
    holidays = Set.copyOf(holidays);
    cutOff = cutOff.truncatedTo(ChronoUnit.SECONDS);
  }

  /** The calendar date there, as an epoch day. */
  public int today(Instant now) {
    return (int) LocalDate.ofInstant(now, timeZone).toEpochDay();
  }

  /** Whether it serves at all. */
  public boolean isOpen() {
    return status == Status.OPEN;
  }
}
