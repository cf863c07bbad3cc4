package tradecounter.engine.canonical;

import static tradecounter.engine.canonical.InvalidFigureException.require;

/**
 * How far the supply figures of one feed are believed.
 *
 * @param staleAfterMillis how long after its last word its figures are no longer fresh
 * @param stale what they count for then
 * @param late what its receipts count for once they are overdue
 * @param commitments how its commitments age
 */
public record SupplyPolicy(
    long staleAfterMillis, StalePolicy stale, LateSupplyPolicy late, CommitmentPolicy commitments) {
  /** Never stale; of a feed that is not configured any more. */
  public static final SupplyPolicy DEFAULT =
      new SupplyPolicy(
          Long.MAX_VALUE,
          StalePolicy.SERVE_FLAGGED,
          LateSupplyPolicy.DEFAULT,
          CommitmentPolicy.DEFAULT);

  public SupplyPolicy {
    require(staleAfterMillis > 0, "staleAfterMillis must be positive");
  }

  /** Whether figures that were last confirmed then are stale now. */
  public boolean isStale(long asOfMillis, long nowMillis) {
    return nowMillis - asOfMillis > staleAfterMillis;
  }
}
