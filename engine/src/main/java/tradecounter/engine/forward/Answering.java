package tradecounter.engine.forward;

import static tradecounter.engine.forward.Forward.NEVER;

import java.util.List;
import tradecounter.engine.forward.Forward.Refusal;
import tradecounter.engine.forward.Forward.State;
import tradecounter.engine.forward.Forward.Tries;
import tradecounter.engine.forward.ForwardPolicy.ErpClass;
import tradecounter.engine.forward.ForwardStep.Effect;
import tradecounter.engine.forward.ForwardStep.ExceptionType;
import tradecounter.engine.forward.ForwardStep.Moved;

/** What the answers of the node that claimed a forward lead to. */
final class Answering {
  private Answering() {}

  static ForwardStep step(Forward forward, ForwardEvent.Answer answer, Moment moment) {
    boolean counts = answer.fence() == forward.lease().fence() && forward.lease().isTaken();
    if (counts) {
      switch (forward.state()) {
        case SENDING -> {
          return sent(forward, answer, moment);
        }
        case UNKNOWN -> {
          return lookedUp(forward, answer, moment);
        }
        case ACKNOWLEDGED -> {
          return lookedUpAgain(forward, answer, moment);
        }
        case DUE, UNRESOLVED, REJECTED, CANCELLED -> {}
      }
    }
    return late(forward, answer, moment);
  }

  private static ForwardStep sent(Forward forward, ForwardEvent.Answer answer, Moment moment) {
    return switch (answer) {
      case ForwardEvent.Acknowledged acknowledged ->
          Steps.acknowledged(forward, List.of(acknowledged.targetOrder()), moment);
      case ForwardEvent.Refused refused -> refused(forward, refused.refusal(), moment);
      case ForwardEvent.NotSent notSent ->
          again(forward, forward.tries().over(moment.nowMillis()), notSent.detail(), moment);
      case ForwardEvent.Unknown unknown -> doubted(forward, unknown.detail(), moment);
      case ForwardEvent.Found _, ForwardEvent.NotFound _, ForwardEvent.LookUpFailed _ ->
          late(forward, answer, moment);
    };
  }

  private static ForwardStep lookedUp(Forward forward, ForwardEvent.Answer answer, Moment moment) {
    return switch (answer) {
      case ForwardEvent.Found found -> Steps.acknowledged(forward, found.targetOrders(), moment);
      case ForwardEvent.NotFound _ -> notFound(forward, moment);
      case ForwardEvent.LookUpFailed failed ->
          again(forward, forward.tries(), failed.detail(), moment);
      case ForwardEvent.Acknowledged _,
          ForwardEvent.Refused _,
          ForwardEvent.NotSent _,
          ForwardEvent.Unknown _ ->
          late(forward, answer, moment);
    };
  }

  private static ForwardStep lookedUpAgain(
      Forward forward, ForwardEvent.Answer answer, Moment moment) {
    return switch (answer) {
      case ForwardEvent.Found found -> {
        Forward next =
            forward.waiting(State.ACKNOWLEDGED, forward.tries(), NEVER, forward.detail());
        yield Steps.seen(next, found.targetOrders(), moment);
      }
      case ForwardEvent.NotFound _ -> notShown(forward, moment);
      case ForwardEvent.LookUpFailed _ -> lookingAgain(forward, moment);
      case ForwardEvent.Acknowledged _,
          ForwardEvent.Refused _,
          ForwardEvent.NotSent _,
          ForwardEvent.Unknown _ ->
          late(forward, answer, moment);
    };
  }

  /** An answer under an old fence proves nothing, unless it names an order that nobody knew of. */
  private static ForwardStep late(Forward forward, ForwardEvent.Answer answer, Moment moment) {
    if (!(answer instanceof ForwardEvent.Acknowledged acknowledged)
        || acknowledged.targetOrder().equals(forward.targetOrder())) {
      return Steps.fenced(forward);
    }
    return switch (forward.state()) {
      case DUE, SENDING, UNKNOWN -> Steps.fenced(forward);
      case UNRESOLVED, ACKNOWLEDGED, REJECTED, CANCELLED ->
          Steps.seen(forward, List.of(acknowledged.targetOrder()), moment);
    };
  }

  private static ForwardStep refused(Forward forward, Refusal refusal, Moment moment) {
    if (forward.tries().doubts() == 0) {
      return Steps.rejected(forward, refusal);
    }
    Forward refused = forward.refused(refusal);
    Tries tries = forward.tries().over(moment.nowMillis());
    return moment.canLookUp()
        ? Steps.waiting(
            refused, State.UNKNOWN, tries, moment.beforeSettled(tries), refusal.reason())
        : Steps.unresolved(
            refused, "refused, but an earlier attempt is in doubt: " + refusal.reason());
  }

  private static ForwardStep doubted(Forward forward, String detail, Moment moment) {
    Tries tries = forward.tries().inDoubt(moment.nowMillis());
    return !moment.canLookUp() && moment.isUsedUp(tries)
        ? Steps.unresolved(forward.having(tries), detail)
        : Steps.waiting(forward, State.UNKNOWN, tries, moment.backedOff(tries), detail);
  }

  /** After an attempt that did not leave, or a look-up that said nothing. */
  private static ForwardStep again(Forward forward, Tries tries, String detail, Moment moment) {
    return moment.isUsedUp(tries)
        ? Steps.unresolved(forward, detail)
        : Steps.waiting(
            forward,
            tries.doubts() > 0 ? State.UNKNOWN : State.DUE,
            tries,
            moment.backedOff(tries),
            detail);
  }

  private static ForwardStep notFound(Forward forward, Moment moment) {
    Tries tries = forward.tries();
    // What counts is when the question was asked: its answer may have been long under way.
    boolean settled = forward.lease().takenAtMillis() >= moment.settled(tries);
    if (settled && forward.refusal().isPresent()) {
      return Steps.rejected(forward, forward.refusal().get());
    }
    if (moment.isUsedUp(tries)) {
      return Steps.unresolved(forward, "not found after " + tries.attempts() + " attempts");
    }
    boolean maySend =
        forward.refusal().isEmpty() && (settled || moment.policy().erpClass() == ErpClass.A);
    // The claim goes on: what was found out and the next attempt are one record.
    return maySend
        ? Steps.sending(forward, forward.lease().renewed(moment.nowMillis()), moment.nowMillis())
        : Steps.waiting(
            forward,
            State.UNKNOWN,
            tries,
            moment.beforeSettled(tries),
            "not found yet, which proves nothing before the settle window has passed");
  }

  private static ForwardStep notShown(Forward forward, Moment moment) {
    if (!moment.isUsedUp(forward.tries())) {
      return lookingAgain(forward, moment);
    }
    String detail = "taken as " + forward.targetOrder() + ", but the look-up does not show it";
    return new Moved(
        forward.waiting(State.ACKNOWLEDGED, forward.tries(), NEVER, detail),
        List.of(new Effect.Raise(ExceptionType.CONTRADICTION_IN_ERP, detail)));
  }

  private static ForwardStep lookingAgain(Forward forward, Moment moment) {
    Tries tries = forward.tries();
    return Steps.waiting(
        forward, State.ACKNOWLEDGED, tries, moment.backedOff(tries), forward.detail());
  }
}
