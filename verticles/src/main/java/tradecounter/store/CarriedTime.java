package tradecounter.store;

import java.util.concurrent.TimeUnit;

/**
 * The database's time, carried on by a clock of this process that only runs forward. What is known
 * of it is an interval: it was read somewhere between question and answer, and crystals drift. A
 * further reading narrows the interval, as in Marzullo's algorithm; one that contradicts it takes
 * its place, since the database's clock is right by definition.
 *
 * @param earliest microseconds from this process's clock to the database's, at least
 * @param latest at most
 * @param at when that was known, by this process's clock
 */
record CarriedTime(long earliest, long latest, long at) {
  /** Far more than any crystal drifts. */
  private static final long DRIFT_PER_MILLION = 200;

  /**
   * One reading.
   *
   * @param databaseMicros what the database said
   * @param askedNanos by this process's clock
   * @param answeredNanos by this process's clock
   */
  static CarriedTime read(long databaseMicros, long askedNanos, long answeredNanos) {
    long asked = TimeUnit.NANOSECONDS.toMicros(askedNanos);
    long answered = TimeUnit.NANOSECONDS.toMicros(answeredNanos);
    return new CarriedTime(databaseMicros - answered, databaseMicros - asked, answered);
  }

  /** With what a later reading adds. */
  CarriedTime and(CarriedTime later) {
    long drift = (later.at - at) * DRIFT_PER_MILLION / 1_000_000;
    long from = Math.max(earliest - drift, later.earliest);
    long to = Math.min(latest + drift, later.latest);
    return from <= to ? new CarriedTime(from, to, later.at) : later;
  }

  /** The database's time in microseconds since 1970, most likely. */
  long micros(long nanos) {
    return TimeUnit.NANOSECONDS.toMicros(nanos) + earliest + (latest - earliest) / 2;
  }

  /** By so many microseconds a clock that shows this is ahead, at least; behind if below 0. */
  long skewMicros(long shownMicros, long nanos) {
    long now = TimeUnit.NANOSECONDS.toMicros(nanos);
    long drift = (now - at) * DRIFT_PER_MILLION / 1_000_000;
    long ahead = shownMicros - (now + latest + drift);
    long behind = shownMicros - (now + earliest - drift);
    return ahead > 0 ? ahead : Math.min(behind, 0);
  }
}
