package tradecounter.engine.canonical;

import static tradecounter.engine.canonical.InvalidFigureException.require;

import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/** The days on which somebody works: some days of the week, less holidays. Immutable. */
public final class WorkCalendar {
  /** Works every day. */
  public static final WorkCalendar EVERY_DAY = of(Set.of(), Set.of());

  public static final int MAXIMUM_HOLIDAYS = 1_000;

  private static final int WHOLE_WEEK = 0b111_1111;
  private static final int DAYS_OF_WEEK = 7;

  /** 1 January 1970 was a Thursday. */
  private static final int WEEKDAY_OF_DAY_0 = DayOfWeek.THURSDAY.getValue() - 1;

  private final int weekdays;
  private final int[] holidays;

  private WorkCalendar(int weekdays, int[] holidays) {
    this.weekdays = weekdays;
    this.holidays = holidays;
  }

  /**
   * The days of the week, less the holidays.
   *
   * @param weekdays empty means every day of the week
   * @param holidays epoch days, at most {@value #MAXIMUM_HOLIDAYS}
   */
  public static WorkCalendar of(Collection<DayOfWeek> weekdays, Collection<Integer> holidays) {
    require(holidays.size() <= MAXIMUM_HOLIDAYS, "holidays must be at most " + MAXIMUM_HOLIDAYS);
    int mask = 0;
    for (DayOfWeek day : weekdays) {
      mask |= bit(day);
    }
    return new WorkCalendar(
        mask == 0 ? WHOLE_WEEK : mask,
        holidays.stream().mapToInt(Integer::intValue).sorted().distinct().toArray());
  }

  private static int bit(DayOfWeek day) {
    return 1 << (day.getValue() - 1);
  }

  public boolean isWorkingDay(int day) {
    int weekday = Math.floorMod(day + WEEKDAY_OF_DAY_0, DAYS_OF_WEEK);
    return (weekdays & (1 << weekday)) != 0 && Arrays.binarySearch(holidays, day) < 0;
  }

  /** The first working day that is not before {@code day}; {@link Day#OPEN_END} stays as it is. */
  public int firstWorkingDay(int day) {
    int at = day;
    while (at < Day.OPEN_END && !isWorkingDay(at)) {
      at++;
    }
    return at;
  }

  /** All seven, if it works on all of them. */
  public Set<DayOfWeek> weekdays() {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (DayOfWeek day : DayOfWeek.values()) {
      if ((weekdays & bit(day)) != 0) {
        days.add(day);
      }
    }
    return days;
  }

  /** Epoch days, ascending. */
  public int[] holidays() {
    return holidays.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WorkCalendar calendar
        && weekdays == calendar.weekdays
        && Arrays.equals(holidays, calendar.holidays);
  }

  @Override
  public int hashCode() {
    return Objects.hash(weekdays, Arrays.hashCode(holidays));
  }

  @Override
  public String toString() {
    return "WorkCalendar[" + weekdays() + ", holidays=" + Arrays.toString(holidays) + "]";
  }
}
