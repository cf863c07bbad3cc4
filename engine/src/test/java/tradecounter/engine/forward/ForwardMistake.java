package tradecounter.engine.forward;

import java.util.List;
import java.util.function.LongUnaryOperator;
import tradecounter.engine.forward.Forward.Lease;
import tradecounter.engine.forward.Forward.Refusal;
import tradecounter.engine.forward.Forward.State;
import tradecounter.engine.forward.Forward.Tries;
import tradecounter.engine.forward.ForwardStep.Effect;
import tradecounter.engine.forward.ForwardStep.Moved;

/** What a careless forwarder would do instead. */
enum ForwardMistake {
  NONE,

  // ------------------------------------------------ in the life cycle

  /** A time-out counts as an order that did not leave. */
  TREATS_UNKNOWN_AS_NOT_SENT,
  /** What is unknown is sent again without asking. */
  RESENDS_WITHOUT_LOOKING,
  /** A lease that ran out while sending counts as an order that did not leave. */
  TREATS_A_LOST_LEASE_AS_NOT_SENT,
  /** Whoever answers is believed. */
  IGNORES_THE_FENCE,
  /** The first look-up that shows nothing is believed. */
  BELIEVES_NOT_FOUND_AT_ONCE,
  /** The settle window is over when the answer comes, not when the question was asked. */
  MEASURES_THE_WINDOW_AT_THE_ANSWER,
  /** The settle window begins with the record of the attempt, not with its last byte. */
  MEASURES_THE_WINDOW_FROM_THE_CLAIM,
  /** A look-up that fails counts as one that shows nothing. */
  TREATS_A_FAILED_LOOK_UP_AS_NOT_FOUND,
  /** A refusal of the second attempt counts for the first. */
  REJECTS_DESPITE_A_DOUBT,
  /** An attempt that did not leave makes the ones before it certain. */
  FORGETS_DOUBTS,
  /** What the budget does not pay for is rejected. */
  REJECTS_WHEN_THE_BUDGET_IS_USED_UP,
  /** What the budget does not pay for is left alone. */
  FORGETS_WHEN_THE_BUDGET_IS_USED_UP,
  /** A cancellation is honoured while the outcome is unknown. */
  CANCELS_DURING_UNKNOWN,
  /** A cancellation is honoured while the order is sent. */
  CANCELS_DURING_SENDING,
  /** Of several orders found the first is taken without a word. */
  KEEPS_DUPLICATES_TO_ITSELF,
  /** An order of class B is never looked for again. */
  LOOKS_ONLY_ONCE,

  // ------------------------------------------------ around it

  /** Two nodes claim the same at the same moment. */
  CLAIMS_WITHOUT_A_LOCK,
  /** The attempt is recorded after it was sent. */
  RECORDS_THE_ATTEMPT_TOO_LATE,
  /** Who wakes up sends without a look at the clock. */
  SENDS_AFTER_THE_LEASE,
  /** Each attempt has a key of its own. */
  MAKES_A_NEW_KEY,
  /** Each attempt has bytes of its own. */
  WRITES_OTHER_BYTES,
  /** An answer that cannot be read counts as a refusal. */
  TREATS_GARBLED_AS_REFUSED,
  /** An answer that cannot be read counts as an acknowledgement. */
  TREATS_GARBLED_AS_ACKNOWLEDGED,
  /** A server's error counts as a refusal. */
  TREATS_AN_ERROR_AS_REFUSED;

  /** The step that a forwarder with this mistake takes. */
  ForwardStep step(
      Forward forward,
      ForwardEvent event,
      ForwardPolicy policy,
      long now,
      LongUnaryOperator jitter) {
    return after(
        ForwardLifeCycle.step(
            before(forward, event, now),
            instead(forward, event),
            policy(policy, forward, event),
            now,
            jitter));
  }

  private ForwardPolicy policy(ForwardPolicy policy, Forward forward, ForwardEvent event) {
    return this == BELIEVES_NOT_FOUND_AT_ONCE
            && event instanceof ForwardEvent.NotFound
            && forward.state() == State.UNKNOWN
        ? new ForwardPolicy(
            policy.erpClass(),
            0,
            policy.firstBackoffMillis(),
            policy.maximumBackoffMillis(),
            policy.budgetTries(),
            policy.budgetMillis())
        : policy;
  }

  private ForwardEvent instead(Forward forward, ForwardEvent event) {
    return switch (this) {
      case TREATS_UNKNOWN_AS_NOT_SENT ->
          event instanceof ForwardEvent.Unknown unknown
              ? new ForwardEvent.NotSent(unknown.fence(), unknown.detail())
              : event;
      case TREATS_A_FAILED_LOOK_UP_AS_NOT_FOUND ->
          event instanceof ForwardEvent.LookUpFailed failed
              ? new ForwardEvent.NotFound(failed.fence())
              : event;
      case KEEPS_DUPLICATES_TO_ITSELF ->
          event instanceof ForwardEvent.Found found
              ? new ForwardEvent.Found(
                  found.fence(),
                  List.of(
                      forward.targetOrder().isEmpty()
                          ? found.targetOrders().getFirst()
                          : forward.targetOrder()))
              : event;
      default -> event;
    };
  }

  private Forward before(Forward forward, ForwardEvent event, long now) {
    Lease lease = forward.lease();
    Tries tries = forward.tries();
    return switch (this) {
      case RESENDS_WITHOUT_LOOKING ->
          event instanceof ForwardEvent.Claim && forward.state() == State.UNKNOWN
              ? forward.as(State.DUE)
              : forward;
      case TREATS_A_LOST_LEASE_AS_NOT_SENT ->
          event instanceof ForwardEvent.Claim
                  && forward.state() == State.SENDING
                  && now >= lease.untilMillis()
              ? forward.as(State.DUE)
              : forward;
      case IGNORES_THE_FENCE ->
          event instanceof ForwardEvent.Answer answer
              ? leased(forward, new Lease(answer.fence(), lease.takenAtMillis(), now + 1))
              : forward;
      case MEASURES_THE_WINDOW_AT_THE_ANSWER ->
          event instanceof ForwardEvent.NotFound
              ? new Forward(
                  forward.forward(),
                  forward.state(),
                  new Lease(lease.fence(), now, now + 1),
                  tries,
                  forward.nextAtMillis(),
                  forward.refusal(),
                  forward.targetOrder(),
                  forward.detail())
              : forward;
      case MEASURES_THE_WINDOW_FROM_THE_CLAIM ->
          event instanceof ForwardEvent.Claim
                  && forward.state() == State.SENDING
                  && now >= lease.untilMillis()
              ? forward.having(tries.over(lease.takenAtMillis()))
              : forward;
      case REJECTS_DESPITE_A_DOUBT ->
          event instanceof ForwardEvent.Refused ? withoutDoubts(forward) : forward;
      case FORGETS_DOUBTS ->
          event instanceof ForwardEvent.NotSent ? withoutDoubts(forward) : forward;
      case CANCELS_DURING_UNKNOWN ->
          event instanceof ForwardEvent.Cancel && forward.state() == State.UNKNOWN
              ? forward.as(State.DUE).having(Tries.NONE)
              : forward;
      case CANCELS_DURING_SENDING ->
          event instanceof ForwardEvent.Cancel && forward.state() == State.SENDING
              ? forward.as(State.DUE).having(Tries.NONE)
              : forward;
      default -> forward;
    };
  }

  private static Forward withoutDoubts(Forward forward) {
    Tries tries = forward.tries();
    return forward.having(
        new Tries(tries.attempts(), 0, tries.spent(), tries.sinceMillis(), tries.lastByteMillis()));
  }

  /** Due under that lease. */
  private static Forward leased(Forward forward, Lease lease) {
    return forward.leased(forward.state(), lease, forward.tries());
  }

  private ForwardStep after(ForwardStep step) {
    if (!(step instanceof Moved moved)) {
      return step;
    }
    Forward next = moved.forward();
    return switch (this) {
      case REJECTS_WHEN_THE_BUDGET_IS_USED_UP ->
          next.state() == State.UNRESOLVED && !moved.effects().isEmpty()
              ? new Moved(
                  next.as(State.REJECTED),
                  List.of(new Effect.Rejected(new Refusal("budget", "tried too often"))))
              : step;
      case FORGETS_WHEN_THE_BUDGET_IS_USED_UP ->
          next.state() == State.UNRESOLVED ? new Moved(next, List.of()) : step;
      case LOOKS_ONLY_ONCE ->
          next.state() == State.ACKNOWLEDGED
              ? new Moved(
                  next.waiting(State.ACKNOWLEDGED, next.tries(), Forward.NEVER, next.detail()),
                  moved.effects())
              : step;
      default -> step;
    };
  }
}
