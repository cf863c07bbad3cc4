package tradecounter.engine.canonical;

/** Calendar dates as epoch days ({@code java.time.LocalDate#toEpochDay}), as the engine counts. */
public final class Day {
  /** "Not before any date": an open start. */
  public static final int OPEN_START = Integer.MIN_VALUE;

  /** "Not after any date", and a receipt whose date nobody knows. */
  public static final int OPEN_END = Integer.MAX_VALUE;

  private Day() {}

  /** Whether {@code from ≤ day ≤ to}. */
  public static boolean within(int day, int from, int to) {
    return from <= day && day <= to;
  }
}
