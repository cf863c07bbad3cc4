package tradecounter.engine.availability;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SATURDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.engine.Given.atLocation;
import static tradecounter.engine.Given.atSupplier;
import static tradecounter.engine.Given.day;
import static tradecounter.engine.Given.location;
import static tradecounter.engine.Given.network;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.engine.Given;
import tradecounter.engine.availability.AvailabilityAnswer.Promise;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Location;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.Outage;
import tradecounter.engine.canonical.WorkCalendar;

/** When goods leave and arrive: cut-off, calendars, outages, time zones. */
final class CalendarExamplesTest {
  /** Works until 15:00 local time, on weekdays that are no holidays. */
  private static Location warehouse(String zone, List<Integer> holidays) {
    return warehouse(
        zone, LocalTime.of(15, 0), WorkCalendar.of(EnumSet.range(MONDAY, FRIDAY), holidays));
  }

  private static Location warehouse(String zone, LocalTime cutOff, WorkCalendar calendar) {
    return new Location(
        "DC1", "", Location.Kind.DC, ZoneId.of(zone), calendar, cutOff, Location.Status.OPEN);
  }

  /** Goods arrive from Monday to Saturday, so many days after they left. */
  private static Stage inStock(Location warehouse, int transitDays, List<Integer> noDelivery) {
    return Stage.of(
            Stage.eligible("A"),
            warehouse,
            new Network(
                "N",
                Network.Match.EVERYTHING,
                1,
                List.of(atLocation("DC1", 1, transitDays)),
                Network.Sourcing.RANK,
                WorkCalendar.of(EnumSet.range(MONDAY, SATURDAY), noDelivery)))
        .supply("A", "DC1 5");
  }

  private static List<Integer> days(String dates) {
    return dates.isEmpty()
        ? List.of()
        : Arrays.stream(dates.split(" ", -1)).map(Given::day).toList();
  }

  /** {@code "2026-11-24 2026-11-25"}: leaves, and arrives. */
  private static String way(Promise promise) {
    if (promise.parts().isEmpty()) {
      return "never";
    }
    Promise.Part only = promise.parts().getFirst();
    return LocalDate.ofEpochDay(only.shipsOnDay()) + " " + LocalDate.ofEpochDay(only.day());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        // 23 November 2026 is a Monday.
        "a second before the cut-off         | 2026-11-23T14:59:59Z     | ''                    | 1 | 2026-11-23 2026-11-24",
        "at the cut-off                      | 2026-11-23T15:00:00Z     | ''                    | 1 | 2026-11-23 2026-11-24",
        "within the second of the cut-off    | 2026-11-23T15:00:00.999Z | ''                    | 1 | 2026-11-23 2026-11-24",
        "a second after the cut-off          | 2026-11-23T15:00:01Z     | ''                    | 1 | 2026-11-24 2026-11-25",
        "the last second of the day          | 2026-11-23T23:59:59Z     | ''                    | 1 | 2026-11-24 2026-11-25",
        "the first second of the next        | 2026-11-24T00:00:00Z     | ''                    | 1 | 2026-11-24 2026-11-25",
        "without transit on the same day     | 2026-11-23T09:00:00Z     | ''                    | 0 | 2026-11-23 2026-11-23",
        // The weekend.
        "Friday before the cut-off           | 2026-11-27T15:00:00Z     | ''                    | 1 | 2026-11-27 2026-11-28",
        "Friday after the cut-off            | 2026-11-27T15:00:01Z     | ''                    | 1 | 2026-11-30 2026-12-01",
        "on Saturday morning                 | 2026-11-28T09:00:00Z     | ''                    | 1 | 2026-11-30 2026-12-01",
        "on Sunday evening                   | 2026-11-29T20:00:00Z     | ''                    | 1 | 2026-11-30 2026-12-01",
        "on Monday morning                   | 2026-11-30T00:00:00Z     | ''                    | 1 | 2026-11-30 2026-12-01",
        "nobody delivers on Sunday           | 2026-11-27T09:00:00Z     | ''                    | 2 | 2026-11-27 2026-11-30",
        "transit counts the weekend          | 2026-11-27T09:00:00Z     | ''                    | 4 | 2026-11-27 2026-12-01",
        // Holidays.
        "today is a holiday                  | 2026-11-23T09:00:00Z     | 2026-11-23            | 1 | 2026-11-24 2026-11-25",
        "late on the eve of two holidays     | 2026-11-23T15:00:01Z     | 2026-11-24 2026-11-25 | 1 | 2026-11-26 2026-11-27",
        "holidays up to the weekend          | 2026-11-26T09:00:00Z     | 2026-11-26 2026-11-27 | 1 | 2026-11-30 2026-12-01",
        "holidays on both sides of it        | 2026-11-27T09:00:00Z     | 2026-11-27 2026-11-30 | 1 | 2026-12-01 2026-12-02",
        "a holiday that does not concern it  | 2026-11-23T09:00:00Z     | 2026-11-24            | 1 | 2026-11-23 2026-11-24",
        // The ends of years and of Februaries.
        "over New Year                       | 2026-12-31T15:00:00Z     | 2027-01-01            | 1 | 2026-12-31 2027-01-01",
        "late on New Year's Eve              | 2026-12-31T15:00:01Z     | ''                    | 1 | 2027-01-01 2027-01-02",
        "the same before the holiday         | 2026-12-31T15:00:01Z     | 2027-01-01            | 1 | 2027-01-04 2027-01-05",
        "the last of February                | 2027-02-26T15:00:01Z     | ''                    | 1 | 2027-03-01 2027-03-02",
        "the eve of a leap day               | 2028-02-28T15:00:01Z     | ''                    | 1 | 2028-02-29 2028-03-01",
        "a leap day, late                    | 2028-02-29T15:00:01Z     | ''                    | 1 | 2028-03-01 2028-03-02",
        "transit over a leap day             | 2028-02-28T09:00:00Z     | ''                    | 2 | 2028-02-28 2028-03-01",
      })
  void leavesOnTheFirstWorkingDayAfterTheCutOff(
      String rule, String now, String holidays, int transit, String way) {
    var stage = inStock(warehouse("UTC", days(holidays)), transit, List.of()).at(now);
    assertThat(way(stage.promise("A", "1"))).as(rule).isEqualTo(way);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a delivery day,                    2026-11-25,            2026-11-23 2026-11-24",
    "no delivery that day,              2026-11-24,            2026-11-23 2026-11-25",
    "two days without a delivery,       2026-11-24 2026-11-25, 2026-11-23 2026-11-26",
    "the day it leaves does not matter, 2026-11-23,            2026-11-23 2026-11-24",
  })
  void arrivesOnADeliveryDay(String rule, String noDelivery, String way) {
    var stage = inStock(warehouse("UTC", List.of()), 1, days(noDelivery));
    assertThat(way(stage.promise("A", "1"))).as(rule).isEqualTo(way);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "before today is now,          -9, 2026-11-23 2026-11-24",
    "a working day,                 4, 2026-11-26 2026-11-27",
    "a Saturday waits for Monday,   6, 2026-11-30 2026-12-01",
  })
  void nothingLeavesBeforeTheDayAskedFor(String rule, int onDay, String way) {
    var stage = inStock(warehouse("UTC", List.of()), 1, List.of()).onDay(onDay);
    assertThat(way(stage.promise("A", "1"))).as(rule).isEqualTo(way);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "what comes tomorrow minds no cut-off of today,  2, 2026-11-23T15:00:01Z, 2026-11-24 2026-11-25",
    "what comes today is too late for today,         1, 2026-11-23T15:00:01Z, 2026-11-24 2026-11-25",
    "what comes on Saturday leaves on Monday,        6, 2026-11-23T09:00:00Z, 2026-11-30 2026-12-01",
  })
  void whatComesLeavesOnAWorkingDay(String rule, int receiptOn, String now, String way) {
    var stage = inStock(warehouse("UTC", List.of()), 1, List.of());
    stage.supply("A", "DC1 0, DC1 4@" + receiptOn).at(now);
    assertThat(way(stage.promise("A", "4"))).as(rule).isEqualTo(way);
  }

  // ---------------------------------------------------------------- outages

  private static Outage out(String window) {
    String[] words = window.split("\\.\\.", -1);
    return new Outage(
        "O-" + window,
        "DC1",
        words[0].isEmpty() ? Day.OPEN_START : Stage.DAY_1 + Integer.parseInt(words[0]) - 1,
        words[1].isEmpty() ? Day.OPEN_END : Stage.DAY_1 + Integer.parseInt(words[1]) - 1,
        "");
  }

  /** 5 on hand, 3 more on day 3; day 4 is a holiday, days 6 and 7 are the weekend. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "none                          | ''        | 5 | 5 5 8 8 8 | 2026-11-23 2026-11-24",
        "of another time               | -9..0     | 5 | 5 5 8 8 8 | 2026-11-23 2026-11-24",
        "today                         | 1..1      | 0 | 0 5 8 8 8 | 2026-11-24 2026-11-25",
        "since nobody knows when       | ..1       | 0 | 0 5 8 8 8 | 2026-11-24 2026-11-25",
        "tomorrow takes nothing today  | 2..2      | 5 | 5 5 8 8 8 | 2026-11-23 2026-11-24",
        "until a holiday               | 1..3      | 0 | 0 0 0 8 8 | 2026-11-27 2026-11-28",
        "over a holiday                | 1..4      | 0 | 0 0 0 0 8 | 2026-11-27 2026-11-28",
        "until the weekend             | 1..5      | 0 | 0 0 0 0 0 | 2026-11-30 2026-12-01",
        "two, the one after the other  | 1..1 2..2 | 0 | 0 0 8 8 8 | 2026-11-25 2026-11-26",
        "two that overlap              | 2..3 1..2 | 0 | 0 0 0 8 8 | 2026-11-27 2026-11-28",
        "two with a day between        | 1..1 3..3 | 0 | 0 5 8 8 8 | 2026-11-24 2026-11-25",
        "nobody knows until when       | 1..       | 0 | 0 0 0 0 0 | never",
        "later, without an end         | 2..       | 5 | 5 5 8 8 8 | 2026-11-23 2026-11-24",
      })
  void anOutageOfToday(String rule, String outages, String available, String atp, String way) {
    var stage = inStock(warehouse("UTC", days("2026-11-26")), 1, List.of());
    stage.supply("A", "DC1 3@3");
    for (String window : outages.isEmpty() ? new String[0] : outages.split(" ", -1)) {
      stage.says(out(window));
    }
    assertThat(stage.available("A")).as(rule).isEqualTo(available);
    assertThat(stage.atp("A", 5)).as(rule).isEqualTo(atp);
    assertThat(way(stage.promise("A", "1"))).as(rule).isEqualTo(way);
  }

  /** The same on Monday evening. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "tomorrow,                     2..2, 2026-11-25 2026-11-26",
    "from tomorrow without an end, 2.., never",
    "the day after tomorrow,       3..3, 2026-11-24 2026-11-25",
    "for the rest of the week,     2..5, 2026-11-30 2026-12-01",
  })
  void anOutageToCome(String rule, String outage, String way) {
    var stage = inStock(warehouse("UTC", List.of()), 1, List.of()).at("2026-11-23T16:00:00Z");
    stage.says(out(outage));
    assertThat(stage.available("A")).as("it serves today").isEqualTo("5");
    assertThat(way(stage.promise("A", "1"))).as(rule).isEqualTo(way);
  }

  // ---------------------------------------------------------------- clocks

  /** Berlin is an hour nearer to UTC from 25 October 2026 until 28 March 2027. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "in summer 15:00 is 13:00 UTC,     2026-10-23T13:00:00Z, 2026-10-23",
    "a second later,                   2026-10-23T13:00:01Z, 2026-10-26",
    "in winter that is early,          2026-10-26T13:00:01Z, 2026-10-26",
    "in winter 15:00 is 14:00 UTC,     2026-10-26T14:00:00Z, 2026-10-26",
    "a second later too,               2026-10-26T14:00:01Z, 2026-10-27",
    "the last winter Friday,           2027-03-26T14:00:00Z, 2027-03-26",
    "a second later in spring,         2027-03-26T14:00:01Z, 2027-03-29",
    "the first summer Monday,          2027-03-29T13:00:00Z, 2027-03-29",
    "which is over an hour earlier,    2027-03-29T13:00:01Z, 2027-03-30",
  })
  void theCutOffIsLocalTime(String rule, String now, String leaves) {
    var stage = inStock(warehouse("Europe/Berlin", List.of()), 0, List.of()).at(now);
    assertThat(way(stage.promise("A", "1"))).as(rule).startsWith(leaves);
  }

  /** The cut-off is 02:30, every day of the week. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "at the cut-off the first time,       2026-10-25T00:30:00Z, 2026-10-25",
    "after it,                            2026-10-25T00:30:01Z, 2026-10-26",
    "the clock is put back before it,     2026-10-25T01:00:00Z, 2026-10-25",
    "at the cut-off the second time,      2026-10-25T01:30:00Z, 2026-10-25",
    "after that,                          2026-10-25T01:30:01Z, 2026-10-26",
    "before the hour that is left out,    2027-03-28T00:59:59Z, 2027-03-28",
    "after the hour that is left out,     2027-03-28T01:00:00Z, 2027-03-29",
  })
  void theNightTheClockIsChanged(String rule, String now, String leaves) {
    var night = warehouse("Europe/Berlin", LocalTime.of(2, 30), WorkCalendar.EVERY_DAY);
    Promise promise = inStock(night, 0, List.of()).at(now).promise("A", "1");
    assertThat(way(promise)).as(rule).startsWith(leaves);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "the day of 25 hours begins,  2026-10-24T22:00:00Z, 2026-10-25",
    "and ends,                    2026-10-25T22:59:59Z, 2026-10-25",
    "the day after it,            2026-10-25T23:00:00Z, 2026-10-26",
    "the day of 23 hours begins,  2027-03-27T23:00:00Z, 2027-03-28",
    "and ends an hour earlier,    2027-03-28T21:59:59Z, 2027-03-28",
    "the day after that,          2027-03-28T22:00:00Z, 2027-03-29",
  })
  void daysAreAsLongAsTheyAreThere(String rule, String now, String today) {
    var stage = inStock(warehouse("Europe/Berlin", List.of()), 0, List.of()).at(now);
    assertThat(stage.figures("A", "0").today()).as(rule).isEqualTo(day(today));
  }

  // ---------------------------------------------------------------- where it is already tomorrow

  /** At 11:30 UTC it is 06:30 of the 23rd in New York and 00:30 of the 24th in Auckland. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "today is today at the first,        NYC AKL, NYC 5, 2026-11-23, 2026-11-23 2026-11-24",
    "it leaves the other on its own day, NYC AKL, AKL 5, 2026-11-23, 2026-11-24 2026-11-25",
    "the first is a day ahead,           AKL NYC, AKL 5, 2026-11-24, 2026-11-24 2026-11-25",
    "so the other waits for that day,    AKL NYC, NYC 5, 2026-11-24, 2026-11-24 2026-11-25",
  })
  void twoTimeZones(String rule, String sources, String supply, String today, String way) {
    String[] names = sources.split(" ", -1);
    var stage =
        Stage.of(
                Stage.eligible("A"),
                location("NYC", "America/New_York", Location.Status.OPEN),
                location("AKL", "Pacific/Auckland", Location.Status.OPEN),
                network("N", atLocation(names[0], 1, 1), atLocation(names[1], 2, 1)))
            .supply("A", supply)
            .at("2026-11-23T11:30:00Z");
    assertThat(stage.available("A")).as(rule).isEqualTo("5");
    assertThat(stage.figures("A", "0").today()).as(rule).isEqualTo(day(today));
    assertThat(way(stage.promise("A", "1"))).as(rule).isEqualTo(way);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "the first location that is known counts, AKL, OPEN,   2026-11-24",
    "closed or not,                           AKL, CLOSED, 2026-11-24",
    "without any it is UTC,                   LOST, OPEN,  2026-11-23",
  })
  void todayWhereTheFirstIsUnknown(
      String rule, String second, Location.Status status, String today) {
    var stage =
        Stage.of(
                Stage.eligible("A"),
                location("AKL", "Pacific/Auckland", status),
                network(
                    "N",
                    atLocation("GONE", 1, 0),
                    atSupplier("S1", 2, 0),
                    atLocation(second, 3, 0)))
            .at("2026-11-23T11:30:00Z");
    assertThat(stage.figures("A", "0").today()).as(rule).isEqualTo(day(today));
  }
}
