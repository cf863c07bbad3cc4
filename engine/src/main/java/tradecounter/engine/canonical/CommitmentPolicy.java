package tradecounter.engine.canonical;

import static tradecounter.engine.canonical.InvalidFigureException.require;

import java.util.concurrent.TimeUnit;

/**
 * How a supplier's word ages. The age of a commitment is the number of whole days since its {@code
 * asOf}.
 *
 * @param validDays with more days than that a commitment that has no end of its own counts no more
 * @param agedAfterDays with more days than that it counts less
 * @param agedHaircutPercent how much less, in millionths of a percent
 */
public record CommitmentPolicy(int validDays, int agedAfterDays, long agedHaircutPercent) {
  public static final int FOR_EVER = Integer.MAX_VALUE;

  /** A commitment counts in full until its own end. */
  public static final CommitmentPolicy DEFAULT = new CommitmentPolicy(FOR_EVER, FOR_EVER, 0);

  public CommitmentPolicy {
    require(validDays >= 0, "validDays must not be negative");
    require(agedAfterDays >= 0, "agedAfterDays must not be negative");
    Haircut.check(agedHaircutPercent);
  }

  /** Whole days since the commitment was made; 0 if it is dated in the future. */
  public static long ageDays(Commitment commitment, long nowMillis) {
    return Math.max(0, TimeUnit.MILLISECONDS.toDays(nowMillis - commitment.asOfMillis()));
  }

  /** Whether it still counts. */
  public boolean isValid(Commitment commitment, long nowMillis) {
    return commitment.validUntilMillis() == Long.MAX_VALUE
        ? ageDays(commitment, nowMillis) <= validDays
        : nowMillis <= commitment.validUntilMillis();
  }

  /** How many percent its age takes off, in millionths. */
  public long haircutPercent(Commitment commitment, long nowMillis) {
    return ageDays(commitment, nowMillis) > agedAfterDays ? agedHaircutPercent : 0;
  }

  /** Of two feeds that told of one commitment, the more doubtful counts. */
  public CommitmentPolicy mostCautious(CommitmentPolicy other) {
    return new CommitmentPolicy(
        Math.min(validDays, other.validDays),
        Math.min(agedAfterDays, other.agedAfterDays),
        Math.max(agedHaircutPercent, other.agedHaircutPercent));
  }
}
