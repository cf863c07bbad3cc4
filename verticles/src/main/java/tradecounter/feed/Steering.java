package tradecounter.feed;

import java.time.Instant;

/** What operators have said of feeds, as far as this node knows. Any thread; never blocks. */
public interface Steering {
  /** Whether nothing of the feed is to be taken in at the moment. */
  boolean isPaused(String feed);

  /** From when on its topics were last asked to be read again. */
  Rewind rewind(String feed);

  /**
   * Its topics are to be read again.
   *
   * @param generation how often that has been said so far; 0: never
   * @param to from when on
   */
  record Rewind(int generation, Instant to) {
    /** Nobody has said so. */
    public static final Rewind NONE = new Rewind(0, Instant.EPOCH);
  }
}
