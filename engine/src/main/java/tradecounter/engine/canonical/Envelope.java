package tradecounter.engine.canonical;

/**
 * Who said it, and where it stands among what the same feed says of the same object.
 *
 * @param order see {@link #orderOfSequence} and {@link #orderOfTime}; {@link #BY_ARRIVAL} if the
 *     event carries neither
 * @param idHash 64 bits of source and id
 * @param timeMillis when the source said it, epoch milliseconds; {@link #NO_TIME} if it did not
 *     tell
 */
public record Envelope(String feed, String id, long order, long idHash, long timeMillis) {
  /** Ordered by arrival alone. */
  public static final long BY_ARRIVAL = 0;

  public static final long NO_TIME = Long.MIN_VALUE;

  private static final long SEQUENCE_BASE = 1L << 62;

  /** A counted event. Any sequence ranks above any time, so a feed may begin to count. */
  public static long orderOfSequence(long sequence) {
    return SEQUENCE_BASE + sequence;
  }

  /** A timed event, by microseconds since 1970 (at least 1). */
  public static long orderOfTime(long epochMicros) {
    return Math.max(1, Math.min(epochMicros, SEQUENCE_BASE - 1));
  }

  /** Whether the order is a sequence number. */
  public static boolean isSequence(long order) {
    return order >= SEQUENCE_BASE;
  }

  /**
   * A 64-bit hash of source and id. Every character is multiplied and folded in, so that ids which
   * differ in two neighbouring characters do not meet, as they do under {@code String.hashCode}.
   */
  public static long hashOf(String source, String id) {
    long h = mixed(mixed(source.length(), source), id);
    return h == 0 ? 1 : h;
  }

  private static long mixed(long seed, String text) {
    long h = seed;
    for (int i = 0; i < text.length(); i++) {
      h = (h ^ text.charAt(i)) * 0x9E3779B97F4A7C15L;
      h ^= h >>> 32;
    }
    return h;
  }
}
