package tradecounter.engine.snapshot;

import java.util.List;

/**
 * What a snapshot would change. Objects are counted that the feed had told, in the scope of the
 * snapshot.
 *
 * @param known how many there were
 * @param vanishing of these, how many the snapshot does not name
 * @param zeroing of these, how many had a quantity that becomes zero
 * @param changing of these, how many become another
 * @param shown the first of all of these
 */
public record SnapshotDifference(
    long known, long vanishing, long zeroing, long changing, List<Shown> shown) {
  /** A hundred percent, in millionths. */
  private static final long ALL = 100_000_000;

  public SnapshotDifference {
    shown = List.copyOf(shown);
  }

  /**
   * One object.
   *
   * @param what it is, such as {@code commitment}
   * @param was what is known, in words
   * @param becomes the same afterwards; empty if it vanishes
   */
  public record Shown(String what, String key, String was, String becomes) {}

  /**
   * Whether so many of the known are more than a share allows.
   *
   * @param millionths of a percent; 100 percent are never exceeded
   */
  public boolean exceeds(long count, long millionths) {
    return count * ALL > millionths * known;
  }
}
