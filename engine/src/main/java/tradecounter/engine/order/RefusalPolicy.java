package tradecounter.engine.order;

/** What to do when a supplier will not serve what it was asked for. */
public enum RefusalPolicy {
  /** Ask another source. */
  REROUTE,
  /** Let a person decide. */
  RAISE
}
