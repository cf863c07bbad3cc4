package tradecounter.engine.state;

import tradecounter.engine.canonical.Verdict;

/**
 * How far one feed has been heard. Written by the one writer; counters and time are read by any
 * thread, each on its own.
 */
public final class FeedState {
  private final String feed;
  private volatile long asOfMillis;
  private volatile long heardAtMillis;
  private volatile long applied;
  private volatile long duplicate;
  private volatile long superseded;
  private volatile long gaps;
  private volatile long clockRanBack;

  /** Its figures at one instant. */
  record Written(
      String feed,
      long asOfMillis,
      long heardAtMillis,
      long applied,
      long duplicate,
      long superseded,
      long gaps,
      long clockRanBack) {
    static Written unheard(String feed) {
      return new Written(feed, 0, 0, 0, 0, 0, 0, 0);
    }
  }

  FeedState(Written written) {
    this.feed = written.feed();
    this.asOfMillis = written.asOfMillis();
    this.heardAtMillis = written.heardAtMillis();
    this.applied = written.applied();
    this.duplicate = written.duplicate();
    this.superseded = written.superseded();
    this.gaps = written.gaps();
    this.clockRanBack = written.clockRanBack();
  }

  Written written() {
    return new Written(
        feed, asOfMillis, heardAtMillis, applied, duplicate, superseded, gaps, clockRanBack);
  }

  // One writer: a volatile read and write is enough, no atomic update is needed.
  @SuppressWarnings("NonAtomicVolatileUpdate")
  void count(Verdict verdict) {
    switch (verdict) {
      case APPLIED -> applied++;
      case APPLIED_AFTER_GAP -> {
        applied++;
        gaps++;
      }
      case DUPLICATE -> duplicate++;
      case SUPERSEDED -> superseded++;
    }
  }

  void heard(long sourceMillis, long loggedAtMillis) {
    if (sourceMillis > asOfMillis) {
      asOfMillis = sourceMillis;
    }
    if (loggedAtMillis > heardAtMillis) {
      heardAtMillis = loggedAtMillis;
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // One writer.
  void clockRanBack() {
    clockRanBack++;
  }

  public String feed() {
    return feed;
  }

  /** Up to when its figures are known, epoch milliseconds. */
  public long asOfMillis() {
    return asOfMillis;
  }

  /** When the log last took a word of it, epoch milliseconds. */
  public long heardAtMillis() {
    return heardAtMillis;
  }

  /** How often it gave a time well before one it had given already. */
  public long timesClockRanBack() {
    return clockRanBack;
  }

  /**
   * Whether its clock does not move although it speaks: its last word came no longer ago than its
   * limit, but the newest time it gave was older than that already then.
   */
  public boolean clockStandsStill(long staleAfterMillis, long nowMillis) {
    return nowMillis - heardAtMillis <= staleAfterMillis
        && heardAtMillis - asOfMillis > staleAfterMillis;
  }

  public long applied() {
    return applied;
  }

  public long duplicate() {
    return duplicate;
  }

  public long superseded() {
    return superseded;
  }

  /** How often a sequence skipped a number. */
  public long gaps() {
    return gaps;
  }
}
