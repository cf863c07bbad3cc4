package tradecounter.integrity;

import java.time.Instant;

/**
 * What came of a feed in an hour.
 *
 * @param start of the hour
 * @param events all that came
 * @param superseded of these, older than what was known of their object
 * @param ranBack of these, dated well before one that came earlier
 * @param disturbed not to be judged and no example: it was not watched all the time, or the feed
 *     was paused, read again, or asked to tell again
 */
record FeedHour(Instant start, long events, long superseded, long ranBack, boolean disturbed) {
  static final long MILLIS = 3_600_000;

  /** The hour that has the moment in it. */
  static Instant startOf(Instant moment) {
    long millis = moment.toEpochMilli();
    return Instant.ofEpochMilli(millis - Math.floorMod(millis, MILLIS));
  }

  /** With what came of it later. */
  FeedHour and(FeedHour more) {
    return new FeedHour(
        start,
        events + more.events(),
        superseded + more.superseded(),
        ranBack + more.ranBack(),
        disturbed || more.disturbed());
  }
}
