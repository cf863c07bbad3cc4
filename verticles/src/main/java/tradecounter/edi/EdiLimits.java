package tradecounter.edi;

/** What the settings of both formats may be. */
final class EdiLimits {
  private static final int MOST_SEGMENTS = 1_000_000;

  private EdiLimits() {}

  static void requireSegments(int segments) {
    if (segments < 10 || segments > MOST_SEGMENTS) {
      throw new IllegalArgumentException("segments must be 10 to " + MOST_SEGMENTS);
    }
  }
}
