package tradecounter.engine.forward;

import static tradecounter.engine.canonical.InvalidFigureException.require;

import java.util.List;

/** What can happen to a forward. */
public sealed interface ForwardEvent {

  /**
   * A node wants to work on it.
   *
   * @param fence above every fence before
   * @param untilMillis so long it may
   */
  record Claim(long fence, long untilMillis) implements ForwardEvent {}

  /** Its lease may have run out. */
  record Expire() implements ForwardEvent {}

  /** The customer does not want it any more. */
  record Cancel() implements ForwardEvent {}

  /**
   * Somebody saw these orders of its reference at the target: an audit, a feed.
   *
   * @param targetOrders at least one
   */
  record Seen(List<String> targetOrders) implements ForwardEvent {
    public Seen {
      targetOrders = atLeastOne(targetOrders);
    }
  }

  /** What the node that claimed it found out. */
  sealed interface Answer extends ForwardEvent {
    /** That of the claim. */
    long fence();
  }

  /** The target has it. */
  record Acknowledged(long fence, String targetOrder) implements Answer {}

  /** The target says that it will not take this attempt: a definite answer, not a time-out. */
  record Refused(long fence, Forward.Refusal refusal) implements Answer {}

  /** Not one byte left: no connection. */
  record NotSent(long fence, String detail) implements Answer {}

  /** Anything else: a time-out, a reset, a server's error, an answer that cannot be read. */
  record Unknown(long fence, String detail) implements Answer {}

  /**
   * The look-up shows these orders.
   *
   * @param targetOrders at least one
   */
  record Found(long fence, List<String> targetOrders) implements Answer {
    public Found {
      targetOrders = atLeastOne(targetOrders);
    }
  }

  /** The look-up shows no order of its reference. */
  record NotFound(long fence) implements Answer {}

  /** The look-up gave no answer that can be believed. */
  record LookUpFailed(long fence, String detail) implements Answer {}

  /** What a person makes of an unresolved forward. */
  sealed interface Decision extends ForwardEvent {}

  /** Go on, with a new budget. */
  record Retry() implements Decision {}

  /** The target has it under that name. */
  record AcknowledgedAs(String targetOrder) implements Decision {}

  /** The target does not have it and will not get it. */
  record Reject(Forward.Refusal refusal) implements Decision {}

  private static List<String> atLeastOne(List<String> targetOrders) {
    require(!targetOrders.isEmpty(), "at least one order must have been seen");
    return List.copyOf(targetOrders);
  }
}
