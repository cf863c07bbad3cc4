package tradecounter.loadtest.world;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The public holidays where the demo world's stock lies, by their rules: right in any year. */
enum PublicHolidays {
  GERMANY("01-01 05-01 10-03 12-25 12-26", "-2 1 39 50"),
  SAXONY("01-01 05-01 10-03 10-31 12-25 12-26", "-2 1 39 50"),
  HAMBURG("01-01 05-01 10-03 10-31 12-25 12-26", "-2 1 39 50"),
  ZARAGOZA("01-01 01-06 04-23 05-01 08-15 10-12 11-01 12-06 12-08 12-25", "-3 -2"),
  LISBON("01-01 04-25 05-01 06-10 06-13 08-15 10-05 11-01 12-01 12-08 12-25", "-2 60"),
  FINLAND("01-01 01-06 05-01 12-06 12-25 12-26", "-2 1 39"),
  ENGLAND("01-01 12-25 12-26", "-2 1");

  private final String fixed;
  private final String daysFromEaster;

  PublicHolidays(String fixed, String daysFromEaster) {
    this.fixed = fixed;
    this.daysFromEaster = daysFromEaster;
  }

  /** Those of a year and of the one after it, ascending. */
  List<LocalDate> from(int year) {
    return Stream.of(year, year + 1).flatMap(y -> of(y).stream()).sorted().distinct().toList();
  }

  private List<LocalDate> of(int year) {
    List<LocalDate> days = new ArrayList<>();
    LocalDate easter = easterSunday(year);
    for (String after : daysFromEaster.split(" ", -1)) {
      days.add(easter.plusDays(Integer.parseInt(after)));
    }
    days.addAll(ofWeekday(year));
    for (String day : fixed.split(" ", -1)) {
      LocalDate date = LocalDate.parse(year + "-" + day);
      // In England what falls on a weekend is made up for on the next day that is not free.
      while (this == ENGLAND && (isWeekend(date) || days.contains(date))) {
        date = date.plusDays(1);
      }
      days.add(date);
    }
    return days;
  }

  private List<LocalDate> ofWeekday(int year) {
    return switch (this) {
      // The Day of Repentance: the Wednesday before 23 November.
      case SAXONY ->
          List.of(
              LocalDate.of(year, Month.NOVEMBER, 23)
                  .with(TemporalAdjusters.previous(DayOfWeek.WEDNESDAY)));
      // Midsummer Eve: the Friday from 19 to 25 June.
      case FINLAND ->
          List.of(
              LocalDate.of(year, Month.JUNE, 19)
                  .with(TemporalAdjusters.nextOrSame(DayOfWeek.FRIDAY)));
      case ENGLAND ->
          List.of(
              LocalDate.of(year, Month.MAY, 1)
                  .with(TemporalAdjusters.firstInMonth(DayOfWeek.MONDAY)),
              LocalDate.of(year, Month.MAY, 1)
                  .with(TemporalAdjusters.lastInMonth(DayOfWeek.MONDAY)),
              LocalDate.of(year, Month.AUGUST, 1)
                  .with(TemporalAdjusters.lastInMonth(DayOfWeek.MONDAY)));
      case GERMANY, HAMBURG, ZARAGOZA, LISBON -> List.of();
    };
  }

  private static boolean isWeekend(LocalDate date) {
    return date.getDayOfWeek().getValue() >= DayOfWeek.SATURDAY.getValue();
  }

  /** The anonymous Gregorian algorithm (Nature, 20 April 1876). */
  static LocalDate easterSunday(int year) {
    int a = year % 19;
    int b = year / 100;
    int c = year % 100;
    int d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    int e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
    int f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114;
    return LocalDate.of(year, f / 31, f % 31 + 1);
  }
}
