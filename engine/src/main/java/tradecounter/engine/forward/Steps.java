package tradecounter.engine.forward;

import static tradecounter.engine.forward.Forward.NEVER;

import java.util.ArrayList;
import java.util.List;
import tradecounter.engine.forward.Forward.Lease;
import tradecounter.engine.forward.Forward.Refusal;
import tradecounter.engine.forward.Forward.State;
import tradecounter.engine.forward.Forward.Tries;
import tradecounter.engine.forward.ForwardPolicy.ErpClass;
import tradecounter.engine.forward.ForwardStep.Effect;
import tradecounter.engine.forward.ForwardStep.ExceptionType;
import tradecounter.engine.forward.ForwardStep.Moved;
import tradecounter.engine.forward.ForwardStep.Refused;

/** The steps that several events lead to. */
final class Steps {
  private Steps() {}

  static ForwardStep same(Forward forward) {
    return new Moved(forward, List.of());
  }

  static ForwardStep sending(Forward forward, Lease lease, long nowMillis) {
    Tries tries = forward.tries().attempted(nowMillis, lease.untilMillis());
    return new Moved(
        forward.leased(State.SENDING, lease, tries),
        List.of(new Effect.Send(tries.attempts(), lease.untilMillis())));
  }

  static ForwardStep lookingUp(Forward forward, Lease lease) {
    return new Moved(
        forward.leased(forward.state(), lease, forward.tries().lookedUp()),
        List.of(new Effect.LookUp()));
  }

  static ForwardStep waiting(Forward forward, State state, Tries tries, long nextAt, String why) {
    return new Moved(
        forward.waiting(state, tries, nextAt, why), List.of(new Effect.WaitUntil(nextAt)));
  }

  static ForwardStep unresolved(Forward forward, String why) {
    return new Moved(
        forward.waiting(State.UNRESOLVED, forward.tries(), NEVER, why),
        List.of(new Effect.Raise(ExceptionType.UNRESOLVED_FORWARD, why)));
  }

  static ForwardStep rejected(Forward forward, Refusal refusal) {
    return new Moved(
        forward.waiting(State.REJECTED, forward.tries(), NEVER, refusal.reason()),
        List.of(new Effect.Rejected(refusal)));
  }

  static ForwardStep acknowledged(Forward forward, List<String> orders, Moment moment) {
    String order = orders.getFirst();
    List<Effect> effects = new ArrayList<>();
    effects.add(new Effect.Acknowledged(order));
    long nextAt = NEVER;
    if (orders.size() > 1) {
      effects.add(duplicate(forward, orders));
    } else if (moment.policy().erpClass() == ErpClass.B) {
      nextAt = moment.nowMillis() + moment.policy().settleMillis();
      effects.add(new Effect.WaitUntil(nextAt));
    }
    return new Moved(forward.acknowledged(order, nextAt, moment.nowMillis()), effects);
  }

  /** Somebody saw these orders of it at the target. */
  static ForwardStep seen(Forward forward, List<String> orders, Moment moment) {
    return switch (forward.state()) {
      case DUE, SENDING, UNKNOWN -> same(forward);
      case UNRESOLVED -> acknowledged(forward, orders, moment);
      case ACKNOWLEDGED ->
          orders.equals(List.of(forward.targetOrder()))
              ? same(forward)
              : new Moved(forward, List.of(duplicate(forward, orders)));
      case REJECTED, CANCELLED ->
          new Moved(
              forward,
              List.of(
                  new Effect.Raise(
                      ExceptionType.CONTRADICTION_IN_ERP,
                      "the target has "
                          + String.join(", ", orders)
                          + " of forward "
                          + forward.forward()
                          + ", which is "
                          + forward.state())));
    };
  }

  /** One more attempt may have been taken. */
  static Forward inDoubt(Forward forward) {
    return forward.having(forward.tries().inDoubt(forward.tries().lastByteMillis()));
  }

  static Effect duplicate(Forward forward, List<String> orders) {
    List<String> all = new ArrayList<>(orders);
    if (!forward.targetOrder().isEmpty() && !all.contains(forward.targetOrder())) {
      all.addFirst(forward.targetOrder());
    }
    return new Effect.Raise(
        ExceptionType.DUPLICATE_IN_ERP,
        "the target has " + String.join(", ", all) + " of forward " + forward.forward());
  }

  static ForwardStep fenced(Forward forward) {
    return new Refused(
        "forward-fenced", "somebody else has worked on forward " + forward.forward() + " since");
  }

  static ForwardStep closed(Forward forward) {
    return new Refused(
        "forward-closed", "forward " + forward.forward() + " is " + forward.state() + " already");
  }
}
