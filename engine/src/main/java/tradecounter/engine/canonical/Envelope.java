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

  /** A 64-bit hash of source and id that spreads well (the finaliser is MurmurHash3's). */
  public static long hashOf(String source, String id) {
    long h = 1125899906842597L;
    for (int i = 0; i < source.length(); i++) {
      h = 31 * h + source.charAt(i);
    }
    h = 31 * h + 0xFFFF;
    for (int i = 0; i < id.length(); i++) {
      h = 31 * h + id.charAt(i);
    }
    h ^= h >>> 33;
    h *= 0xff51afd7ed558ccdL;
    h ^= h >>> 33;
    h *= 0xc4ceb9fe1a85ec53L;
    h ^= h >>> 33;
    return h == 0 ? 1 : h;
  }
}
