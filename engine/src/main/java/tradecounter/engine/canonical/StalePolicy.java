package tradecounter.engine.canonical;

/**
 * What a supply figure counts for while a feed that it rests on is stale.
 *
 * @param haircutPercent millionths of a percent; only for {@link Kind#HAIRCUT}
 */
public record StalePolicy(Kind kind, long haircutPercent) {
  /** It counts in full and is marked. */
  public static final StalePolicy SERVE_FLAGGED = new StalePolicy(Kind.SERVE_FLAGGED, 0);

  /** It does not count. */
  public static final StalePolicy WITHHOLD = new StalePolicy(Kind.WITHHOLD, Haircut.ALL);

  /** What is done with it. */
  public enum Kind {
    SERVE_FLAGGED,
    HAIRCUT,
    WITHHOLD
  }

  public StalePolicy {
    Haircut.check(haircutPercent);
    haircutPercent =
        switch (kind) {
          case SERVE_FLAGGED -> 0;
          case HAIRCUT -> haircutPercent;
          case WITHHOLD -> Haircut.ALL;
        };
  }

  /** It counts, less so many percent. */
  public static StalePolicy haircut(long percent) {
    return new StalePolicy(Kind.HAIRCUT, percent);
  }
}
