package tradecounter.embedded.erp;

/** What an ERP offers against double orders. */
public enum ErpClass {
  /** The same idempotency key or external reference again gives the same order. */
  A,
  /** Every create makes an order; orders are found by their external reference. */
  B,
  /** Every create makes an order, and there is no look-up. */
  C,
  /**
   * Orders are made in several calls within a session, see {@link SessionTerms}. Look-up as in B,
   * drafts included. Purchase orders are as in B.
   */
  SESSION
}
