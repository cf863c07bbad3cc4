package tradecounter.engine.forward;

import java.util.function.LongUnaryOperator;
import tradecounter.engine.forward.Forward.Tries;
import tradecounter.engine.forward.ForwardPolicy.ErpClass;

/** What a step depends on beside the forward and the event. */
record Moment(ForwardPolicy policy, long nowMillis, LongUnaryOperator jitter) {

  boolean canLookUp() {
    return policy.erpClass() != ErpClass.C;
  }

  boolean isSpent(Tries tries) {
    return tries.spent() >= policy.budgetTries();
  }

  boolean isUsedUp(Tries tries) {
    return isSpent(tries) || nowMillis - tries.sinceMillis() >= policy.budgetMillis();
  }

  long backedOff(Tries tries) {
    return nowMillis + policy.backoffMillis(tries.spent(), jitter);
  }

  /** When the target shows what was sent, if it has it. */
  long settled(Tries tries) {
    return tries.lastByteMillis() + policy.settleMillis();
  }

  /** Now and then, and surely as soon as the answer can be believed. */
  long beforeSettled(Tries tries) {
    return Math.min(backedOff(tries), Math.max(settled(tries), nowMillis + 1));
  }
}
