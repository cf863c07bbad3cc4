package tradecounter.engine.canonical;

/** What a supplier answers to a line of a purchase order. */
public enum SupplierOutcome {
  /** So much will come. */
  ACCEPTED,
  /** So much will come, and the rest of the line will not. */
  PARTIAL,
  /** So much will not come. */
  REJECTED,
  /** So much will come, on another day. */
  RESCHEDULED
}
