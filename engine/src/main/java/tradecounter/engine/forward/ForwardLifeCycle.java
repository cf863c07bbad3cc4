package tradecounter.engine.forward;

import java.util.List;
import java.util.function.LongUnaryOperator;
import tradecounter.engine.forward.Forward.Lease;
import tradecounter.engine.forward.Forward.State;
import tradecounter.engine.forward.ForwardStep.Effect;
import tradecounter.engine.forward.ForwardStep.ExceptionType;
import tradecounter.engine.forward.ForwardStep.Moved;
import tradecounter.engine.forward.ForwardStep.Refused;

/**
 * What becomes of a forward: {@code (forward, event, now) → (forward, effects)}. Pure.
 *
 * <table>
 *   <caption>The next state; an empty cell refuses, = leaves the forward as it is</caption>
 *   <tr><th></th><th>DUE</th><th>SENDING</th><th>UNKNOWN</th><th>UNRESOLVED</th>
 *       <th>ACKNOWLEDGED</th><th>REJECTED</th><th>CANCELLED</th></tr>
 *   <tr><td>Claim ¹</td><td>SENDING</td><td>UNKNOWN ², looks up</td><td>UNKNOWN, looks up ³</td>
 *       <td></td><td>ACKNOWLEDGED, looks up ⁴</td><td></td><td></td></tr>
 *   <tr><td>Expire</td><td>=</td><td>UNKNOWN ²</td><td>=</td><td>=</td><td>=</td><td>=</td>
 *       <td>=</td></tr>
 *   <tr><td>Acknowledged ⁵</td><td></td><td>ACKNOWLEDGED</td><td></td><td>ACKNOWLEDGED</td>
 *       <td>duplicate ⁶</td><td>contradiction</td><td>contradiction</td></tr>
 *   <tr><td>Refused ⁵</td><td></td><td>REJECTED, UNKNOWN ⁷</td><td></td><td></td><td></td><td></td>
 *       <td></td></tr>
 *   <tr><td>NotSent ⁵</td><td></td><td>DUE, UNKNOWN ⁸, UNRESOLVED ⁹</td><td></td><td></td><td></td>
 *       <td></td><td></td></tr>
 *   <tr><td>Unknown ⁵</td><td></td><td>UNKNOWN</td><td></td><td></td><td></td><td></td>
 *       <td></td></tr>
 *   <tr><td>Found ⁵</td><td></td><td></td><td>ACKNOWLEDGED ⁶</td><td></td><td>= ⁶</td><td></td>
 *       <td></td></tr>
 *   <tr><td>NotFound ⁵</td><td></td><td></td><td>SENDING, REJECTED, UNKNOWN ¹⁰, UNRESOLVED ⁹</td>
 *       <td></td><td>= ¹¹</td><td></td><td></td></tr>
 *   <tr><td>LookUpFailed ⁵</td><td></td><td></td><td>UNKNOWN, UNRESOLVED ⁹</td><td></td>
 *       <td>ACKNOWLEDGED</td><td></td><td></td></tr>
 *   <tr><td>Seen</td><td>=</td><td>=</td><td>=</td><td>ACKNOWLEDGED ⁶</td><td>= ⁶</td>
 *       <td>contradiction</td><td>contradiction</td></tr>
 *   <tr><td>Cancel</td><td>CANCELLED ¹²</td><td></td><td></td><td></td><td></td><td></td>
 *       <td>=</td></tr>
 *   <tr><td>Retry</td><td></td><td></td><td></td><td>DUE, UNKNOWN ⁸</td><td></td><td></td>
 *       <td></td></tr>
 *   <tr><td>AcknowledgedAs</td><td></td><td></td><td></td><td>ACKNOWLEDGED</td><td></td><td></td>
 *       <td></td></tr>
 *   <tr><td>Reject</td><td></td><td></td><td></td><td>REJECTED</td><td></td><td></td><td></td></tr>
 * </table>
 *
 * <ol>
 *   <li>From {@code nextAtMillis} on, which is no earlier than the end of a lease, and with a
 *       higher fence only. The claim of something to send is the record of the attempt: it has to
 *       be durable before the first byte leaves.
 *   <li>Once its lease has run out: an attempt without an outcome is unknown, never not sent.
 *   <li>Class C cannot look up: SENDING, the same bytes again; UNRESOLVED ⁹.
 *   <li>Class B only, one settle window after it was acknowledged: has an attempt become a second
 *       order since?
 *   <li>Under the fence of a lease that was not given back, run out or not. Any other answer comes
 *       too late and is refused, except that of an order nobody knew of: see the cells.
 *   <li>More than one order at the target: {@link ExceptionType#DUPLICATE_IN_ERP}.
 *   <li>Where an earlier attempt is in doubt, the refusal is of this one only: UNKNOWN until the
 *       settle window has passed and a look-up shows nothing (class C: UNRESOLVED).
 *   <li>Where an earlier attempt is in doubt.
 *   <li>Once the budget is used up; where nobody answered for so long, already at the next claim.
 *   <li>Class A sends again at once, with the same key. Class B waits, and looks again, until a
 *       look-up that began after the settle window shows nothing. Neither sends what was refused:
 *       REJECTED, after the settle window.
 *   <li>What was acknowledged is not shown: looked for again until the budget is used up, then a
 *       {@link ExceptionType#CONTRADICTION_IN_ERP}.
 *   <li>Only if it was never attempted. Otherwise the cancellation has to wait for the outcome.
 * </ol>
 */
public final class ForwardLifeCycle {
  private ForwardLifeCycle() {}

  /**
   * The step that an event leads to.
   *
   * @param nowMillis by the clock of the database
   * @param jitter a number drawn from zero to below its argument
   */
  public static ForwardStep step(
      Forward forward,
      ForwardEvent event,
      ForwardPolicy policy,
      long nowMillis,
      LongUnaryOperator jitter) {
    Moment moment = new Moment(policy, nowMillis, jitter);
    return switch (event) {
      case ForwardEvent.Claim claim -> claim(forward, claim, moment);
      case ForwardEvent.Expire _ -> expire(forward, moment);
      case ForwardEvent.Cancel _ -> cancel(forward);
      case ForwardEvent.Seen seen -> Steps.seen(forward, seen.targetOrders(), moment);
      case ForwardEvent.Answer answer -> Answering.step(forward, answer, moment);
      case ForwardEvent.Decision decision -> decide(forward, decision, moment);
    };
  }

  private static ForwardStep claim(Forward forward, ForwardEvent.Claim claim, Moment moment) {
    long now = moment.nowMillis();
    if (claim.fence() <= forward.lease().fence()) {
      return Steps.fenced(forward);
    }
    if (now < forward.nextAtMillis()) {
      return forward.lease().holds(now)
          ? new Refused("forward-leased", "somebody works on forward " + forward.forward())
          : new Refused("forward-not-due", "forward " + forward.forward() + " is not due yet");
    }
    Lease lease = new Lease(claim.fence(), now, claim.untilMillis());
    return switch (forward.state()) {
      case DUE -> Steps.sending(forward, lease, now);
      case SENDING -> unanswered(Steps.inDoubt(forward), lease, moment);
      case UNKNOWN ->
          forward.lease().isTaken() && moment.isSpent(forward.tries())
              ? Steps.unresolved(forward, "no look-up was ever answered")
              : goingOn(forward, lease, moment);
      case ACKNOWLEDGED -> Steps.lookingUp(forward, lease);
      case UNRESOLVED, REJECTED, CANCELLED -> Steps.closed(forward);
    };
  }

  private static ForwardStep unanswered(Forward forward, Lease lease, Moment moment) {
    return !moment.canLookUp() && moment.isUsedUp(forward.tries())
        ? Steps.unresolved(forward, "nobody answered for the last attempt")
        : goingOn(forward, lease, moment);
  }

  private static ForwardStep goingOn(Forward forward, Lease lease, Moment moment) {
    return moment.canLookUp()
        ? Steps.lookingUp(forward.as(State.UNKNOWN), lease)
        : Steps.sending(forward, lease, moment.nowMillis());
  }

  private static ForwardStep expire(Forward forward, Moment moment) {
    if (forward.state() != State.SENDING || forward.lease().holds(moment.nowMillis())) {
      return Steps.same(forward);
    }
    Forward doubted = Steps.inDoubt(forward);
    String why = "nobody answered for the last attempt";
    return !moment.canLookUp() && moment.isUsedUp(doubted.tries())
        ? Steps.unresolved(doubted, why)
        : Steps.waiting(doubted, State.UNKNOWN, doubted.tries(), moment.nowMillis(), why);
  }

  private static ForwardStep cancel(Forward forward) {
    return switch (forward.state()) {
      case DUE ->
          forward.tries().attempts() == 0
              ? new Moved(
                  forward.waiting(State.CANCELLED, forward.tries(), Forward.NEVER, "cancelled"),
                  List.of(new Effect.Cancelled()))
              : underWay(forward);
      case SENDING, UNKNOWN, UNRESOLVED -> underWay(forward);
      case CANCELLED -> Steps.same(forward);
      case ACKNOWLEDGED, REJECTED -> Steps.closed(forward);
    };
  }

  private static ForwardStep underWay(Forward forward) {
    return new Refused(
        "forward-under-way",
        "forward " + forward.forward() + " was attempted: wait until its outcome is known");
  }

  private static ForwardStep decide(
      Forward forward, ForwardEvent.Decision decision, Moment moment) {
    if (forward.state() != State.UNRESOLVED) {
      return new Refused(
          "forward-not-unresolved",
          "forward " + forward.forward() + " is " + forward.state() + ": nobody has to decide");
    }
    return switch (decision) {
      case ForwardEvent.Retry _ ->
          Steps.waiting(
              forward.withoutRefusal(),
              forward.tries().doubts() > 0 ? State.UNKNOWN : State.DUE,
              forward.tries().withBudgetFrom(moment.nowMillis()),
              moment.nowMillis(),
              forward.detail());
      case ForwardEvent.AcknowledgedAs as ->
          Steps.acknowledged(forward, List.of(as.targetOrder()), moment);
      case ForwardEvent.Reject reject -> Steps.rejected(forward, reject.refusal());
    };
  }
}
