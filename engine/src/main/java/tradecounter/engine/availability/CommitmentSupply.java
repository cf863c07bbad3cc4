package tradecounter.engine.availability;

import tradecounter.engine.availability.AvailabilityAnswer.StaleSupply;
import tradecounter.engine.availability.Explanation.OfCommitment;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.CommitmentPolicy;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Haircut;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.SourceKey;
import tradecounter.engine.canonical.StalePolicy;
import tradecounter.engine.hold.ItemHolds;
import tradecounter.engine.state.ItemSnapshot;
import tradecounter.engine.state.Told;

/**
 * What a supplier's word counts for at one moment: less with age, nothing after its end, less or
 * nothing while its feed is stale.
 *
 * @param aged what its age leaves of it
 * @param believed what is left of that while a feed is stale
 * @param held by open holds that the supplier's word does not show yet
 * @param shipsOnDay the earliest day it can leave the supplier
 */
record CommitmentSupply(
    Commitment commitment,
    long aged,
    long believed,
    long held,
    long ageDays,
    OfCommitment.Why why,
    int shipsOnDay,
    StalePolicy stale) {

  static CommitmentSupply of(
      FeedPolicies policies,
      ItemSnapshot snapshot,
      Told<Commitment> told,
      Item item,
      Reach reach,
      long nowMillis) {
    Commitment commitment = told.value();
    SourceKey supplier = SourceKey.supplier(commitment.supplier());
    long held = 0;
    for (ItemHolds.Open hold : snapshot.holds().open()) {
      if (hold.line().source().equals(supplier)) {
        held = FixedPoint.saturatedSum(held, hold.quantity());
      }
    }
    CommitmentPolicy policy = policies.commitments(told.feedBits());
    long percent = policy.haircutPercent(commitment, nowMillis);
    boolean valid = policy.isValid(commitment, nowMillis);
    int decimals = item.quantityDecimals();
    long aged = valid ? Haircut.apply(commitment.quantity(), percent, decimals) : 0;
    StalePolicy stale = policies.stale(told.feedBits() & reach.doubted());
    return new CommitmentSupply(
        commitment,
        aged,
        Haircut.apply(aged, stale.haircutPercent(), decimals),
        held,
        CommitmentPolicy.ageDays(commitment, nowMillis),
        !valid
            ? OfCommitment.Why.EXPIRED
            : percent > 0 ? OfCommitment.Why.AGED : OfCommitment.Why.IN_FULL,
        reach.today() + commitment.leadTimeDays(),
        stale);
  }

  /** What can still be had. */
  long counted() {
    return Math.max(0, believed - held);
  }

  boolean isValid() {
    return why != OfCommitment.Why.EXPIRED;
  }

  /** Whether it cannot be used for so little; 0 asks for nothing in particular. */
  boolean isTooMuchFor(long asked) {
    return asked > 0 && asked < commitment.minimumOrder();
  }

  boolean isCutAsStale() {
    return believed != aged;
  }

  StaleSupply staleSupply() {
    return new StaleSupply(commitment.supplier(), stale, aged, believed);
  }
}
