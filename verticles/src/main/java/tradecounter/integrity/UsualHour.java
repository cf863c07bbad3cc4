package tradecounter.integrity;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * How many events a feed usually sends in an hour: the median of the hours most like it that there
 * are enough of. A median, so that neither a few outages nor a few full loads make it unusual.
 */
final class UsualHour {
  /** So far back examples are taken from. */
  static final int DAYS = 28;

  private static final int FEWEST_WEEKS = 3;
  private static final int FEWEST_DAYS = 5;
  private static final int FEWEST_HOURS = 24;

  private UsualHour() {}

  /**
   * The usual number of events of the hour; empty if too little is known.
   *
   * @param history hours of the feed, in any order
   */
  static OptionalLong of(Instant hour, List<FeedHour> history) {
    Instant oldest = hour.minusMillis(DAYS * 24L * FeedHour.MILLIS);
    List<FeedHour> examples =
        history.stream()
            .filter(known -> !known.disturbed())
            .filter(known -> known.start().isBefore(hour) && !known.start().isBefore(oldest))
            .toList();
    if (examples.size() < FEWEST_HOURS) {
      return OptionalLong.empty();
    }
    Predicate<FeedHour> sameHour = known -> hourOf(known.start()) == hourOf(hour);
    Predicate<FeedHour> sameDay = known -> dayOf(known.start()) == dayOf(hour);
    OptionalLong weekly = median(examples, sameHour.and(sameDay), FEWEST_WEEKS);
    if (weekly.isPresent()) {
      return weekly;
    }
    OptionalLong daily = median(examples, sameHour, FEWEST_DAYS);
    return daily.isPresent() ? daily : median(examples, _ -> true, FEWEST_HOURS);
  }

  private static OptionalLong median(
      List<FeedHour> examples, Predicate<FeedHour> like, int fewest) {
    long[] sorted = examples.stream().filter(like).mapToLong(FeedHour::events).sorted().toArray();
    return sorted.length < fewest
        ? OptionalLong.empty()
        : OptionalLong.of(sorted[sorted.length / 2]);
  }

  private static int hourOf(Instant moment) {
    return moment.atOffset(ZoneOffset.UTC).getHour();
  }

  private static DayOfWeek dayOf(Instant moment) {
    return moment.atOffset(ZoneOffset.UTC).getDayOfWeek();
  }
}
