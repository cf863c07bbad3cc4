package tradecounter.engine.canonical;

/** What became of an event that was well-formed and owned. */
public enum Verdict {
  /** It changed the state. */
  APPLIED,
  /** It changed the state, but its feed's sequence skipped a number before it. */
  APPLIED_AFTER_GAP,
  /** The same event was applied before. */
  DUPLICATE,
  /** A newer event of the same feed for the same object was applied before. */
  SUPERSEDED;

  public boolean isApplied() {
    return this == APPLIED || this == APPLIED_AFTER_GAP;
  }
}
