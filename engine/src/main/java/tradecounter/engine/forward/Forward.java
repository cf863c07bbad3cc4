package tradecounter.engine.forward;

import static tradecounter.engine.canonical.InvalidFigureException.require;

import java.util.Optional;

/**
 * One order document on its way to one target. Immutable; {@link ForwardLifeCycle} says what
 * becomes of it.
 *
 * @param forward its name, which is also its reference at the target and its idempotency key
 * @param nextAtMillis not before then is there anything to do, {@link #NEVER} if nothing is
 * @param refusal what the target said, while an earlier attempt may still have been taken
 * @param targetOrder what the target calls it, empty until known
 * @param detail why it stands where it stands, for people
 */
public record Forward(
    String forward,
    State state,
    Lease lease,
    Tries tries,
    long nextAtMillis,
    Optional<Refusal> refusal,
    String targetOrder,
    String detail) {

  /** No moment. */
  public static final long NEVER = Long.MAX_VALUE;

  /** Where a forward stands; the last three are final. */
  public enum State {
    /** Certainly not at the target. */
    DUE,
    /** An attempt is recorded: from now on it may be at the target. */
    SENDING,
    /** Nobody knows whether it is at the target. */
    UNKNOWN,
    /** Waits for a person. */
    UNRESOLVED,
    ACKNOWLEDGED,
    REJECTED,
    CANCELLED
  }

  /**
   * Who works on it.
   *
   * @param fence counts the claims: an answer counts only under the number of the last one
   * @param takenAtMillis when it was claimed
   * @param untilMillis from then on somebody else may claim it, {@link #FREE} if anybody may
   */
  public record Lease(long fence, long takenAtMillis, long untilMillis) {
    /** The end of a lease that is given back. */
    public static final long FREE = Long.MIN_VALUE;

    public static final Lease NONE = new Lease(0, FREE, FREE);

    /** Whether its holder has neither answered nor lost it to somebody who noticed. */
    public boolean isTaken() {
      return untilMillis != FREE;
    }

    boolean holds(long nowMillis) {
      return nowMillis < untilMillis;
    }

    /** The same claim, for as long again. */
    Lease renewed(long nowMillis) {
      return new Lease(fence, nowMillis, nowMillis + untilMillis - takenAtMillis);
    }

    Lease givenBack() {
      return new Lease(fence, takenAtMillis, FREE);
    }
  }

  /**
   * What was tried.
   *
   * @param attempts how often it was to be sent: the number of the last attempt
   * @param doubts of these, whose outcome nobody knows
   * @param spent attempts and look-ups of which the budget knows
   * @param sinceMillis when the budget began, {@link #NEVER} before the first attempt
   * @param lastByteMillis no byte of an attempt leaves after that
   */
  public record Tries(int attempts, int doubts, int spent, long sinceMillis, long lastByteMillis) {
    public static final Tries NONE = new Tries(0, 0, 0, NEVER, Long.MIN_VALUE);

    public Tries {
      require(doubts >= 0 && doubts <= attempts, "no more can be in doubt than was attempted");
      require(spent >= 0, "what is spent must not be negative");
    }

    Tries attempted(long nowMillis, long lastByte) {
      return new Tries(attempts + 1, doubts, spent + 1, Math.min(sinceMillis, nowMillis), lastByte);
    }

    Tries lookedUp() {
      return new Tries(attempts, doubts, spent + 1, sinceMillis, lastByteMillis);
    }

    /** One more may have been taken, and nothing leaves after that moment. */
    Tries inDoubt(long lastByte) {
      return new Tries(attempts, doubts + 1, spent, sinceMillis, lastByte);
    }

    /** The last attempt is over: nothing of it leaves after that moment. */
    Tries over(long nowMillis) {
      return new Tries(attempts, doubts, spent, sinceMillis, Math.min(lastByteMillis, nowMillis));
    }

    Tries withBudgetFrom(long since) {
      return new Tries(attempts, doubts, 0, since, lastByteMillis);
    }
  }

  /**
   * A definite refusal.
   *
   * @param code the target's own
   */
  public record Refusal(String code, String reason) {}

  /** A new one, due at once. */
  public static Forward due(String forward, long nowMillis) {
    return new Forward(
        forward, State.DUE, Lease.NONE, Tries.NONE, nowMillis, Optional.empty(), "", "");
  }

  Forward leased(State next, Lease taken, Tries tried) {
    return new Forward(
        forward, next, taken, tried, taken.untilMillis(), refusal, targetOrder, detail);
  }

  /** Nobody works on it any more, and there is nothing to do before that moment. */
  Forward waiting(State next, Tries tried, long nextAt, String why) {
    return new Forward(forward, next, lease.givenBack(), tried, nextAt, refusal, targetOrder, why);
  }

  Forward refused(Refusal by) {
    return new Forward(
        forward, state, lease, tries, nextAtMillis, Optional.of(by), targetOrder, detail);
  }

  Forward withoutRefusal() {
    return new Forward(
        forward, state, lease, tries, nextAtMillis, Optional.empty(), targetOrder, detail);
  }

  Forward as(State next) {
    return new Forward(forward, next, lease, tries, nextAtMillis, refusal, targetOrder, detail);
  }

  Forward having(Tries tried) {
    return new Forward(forward, state, lease, tried, nextAtMillis, refusal, targetOrder, detail);
  }

  Forward acknowledged(String order, long nextAt, long nowMillis) {
    return new Forward(
        forward,
        State.ACKNOWLEDGED,
        lease.givenBack(),
        tries.withBudgetFrom(nowMillis),
        nextAt,
        Optional.empty(),
        order,
        "");
  }
}
