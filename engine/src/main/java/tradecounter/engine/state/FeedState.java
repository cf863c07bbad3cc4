package tradecounter.engine.state;

import tradecounter.engine.canonical.Verdict;

/**
 * How far one feed has been heard. Written by the one writer; counters and time are read by any
 * thread, each on its own.
 */
public final class FeedState {
  private final String feed;
  private volatile long asOfMillis;
  private volatile long applied;
  private volatile long duplicate;
  private volatile long superseded;
  private volatile long gaps;

  /** Its figures at one instant. */
  record Written(
      String feed, long asOfMillis, long applied, long duplicate, long superseded, long gaps) {}

  FeedState(Written written) {
    this.feed = written.feed();
    this.asOfMillis = written.asOfMillis();
    this.applied = written.applied();
    this.duplicate = written.duplicate();
    this.superseded = written.superseded();
    this.gaps = written.gaps();
  }

  Written written() {
    return new Written(feed, asOfMillis, applied, duplicate, superseded, gaps);
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

  void heard(long atMillis) {
    if (atMillis > asOfMillis) {
      asOfMillis = atMillis;
    }
  }

  public String feed() {
    return feed;
  }

  /** Up to when its figures are known, epoch milliseconds. */
  public long asOfMillis() {
    return asOfMillis;
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
