package tradecounter.engine.pricing;

import java.time.LocalDate;

/** Says why something does not hold on a day. */
final class Validity {
  private Validity() {}

  /** Of what holds from one day to another, on a day that is not between them. */
  static String reason(int day, int fromDay, int toDay) {
    return day < fromDay
        ? "not valid on the day: from " + LocalDate.ofEpochDay(fromDay) + " on"
        : "not valid on the day: until " + LocalDate.ofEpochDay(toDay);
  }
}
