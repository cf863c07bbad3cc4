package tradecounter.audit;

import java.util.Optional;
import tradecounter.engine.order.ProgressStep.TroubleType;

/** What an audit may find, what to do about it, and whether a person has to know. */
public enum FindingKind {
  HELD_WITHOUT_ORDER("give back what is held: there is no such order"),
  HOLD_KEPT("give back what is still held: the order is over"),
  HELD_OTHER_THAN_ORDERED(
      "give back what is held and not ordered; if too little is held, find out whether it is there"),
  ORDER_WITHOUT_HOLD("hold again what the order was promised"),
  FORWARD_MISSING(
      "look for the order at its target, then cancel it with the customer or order it again"),
  ORDER_BEHIND_FORWARD("let the order and what it holds follow what its target has said"),
  TARGET_LACKS_ORDER(
      "ask at the target what became of it, then cancel it with the customer or order it again",
      TroubleType.CONTRADICTION_IN_ERP),
  TARGET_HAS_MORE("cancel all but one of them at the target", TroubleType.DUPLICATE_IN_ERP),
  TARGET_HAS_CLOSED("cancel it at the target", TroubleType.CONTRADICTION_IN_ERP),
  SUPPLIER_SILENT(TroubleType.SUPPLIER_LATE),
  PROMISE_IN_DANGER(TroubleType.PROMISE_IN_DANGER),
  OVERSOLD_BY_SOURCE(TroubleType.OVERSOLD_BY_SOURCE),
  READ_MODEL_DIFFERS("have the node take up what is held of the item anew");

  private final String proposal;
  private final Optional<TroubleType> exception;

  FindingKind(String proposal) {
    this.proposal = proposal;
    this.exception = Optional.empty();
  }

  FindingKind(String proposal, TroubleType exception) {
    this.proposal = proposal;
    this.exception = Optional.of(exception);
  }

  FindingKind(TroubleType exception) {
    this(exception.nextAction(), exception);
  }

  public String proposal() {
    return proposal;
  }

  /** What is raised of it, and closed when it has gone. */
  public Optional<TroubleType> exception() {
    return exception;
  }
}
