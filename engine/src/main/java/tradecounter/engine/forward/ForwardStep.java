package tradecounter.engine.forward;

import java.util.List;

/** What became of an event for a forward. */
public sealed interface ForwardStep {

  /** The forward as it is from now on; the same if the event changes nothing. */
  record Moved(Forward forward, List<Effect> effects) implements ForwardStep {
    public Moved {
      effects = List.copyOf(effects);
    }
  }

  /**
   * The forward stays as it is, and whoever caused the event is told.
   *
   * @param code stable, for programs
   */
  record Refused(String code, String detail) implements ForwardStep {}

  /** What a person has to look at. */
  enum ExceptionType {
    /** Nobody can find out whether the target has it, or it would not get through. */
    UNRESOLVED_FORWARD,
    /** The target has more than one order of it. */
    DUPLICATE_IN_ERP,
    /** The target has what it refused or what was cancelled, or does not know what it has taken. */
    CONTRADICTION_IN_ERP
  }

  /**
   * What there is to do: {@link Send} and {@link LookUp} once the step is durable, all else in it.
   */
  sealed interface Effect {

    /**
     * Send it.
     *
     * @param attempt its number, from 1
     * @param untilMillis no byte may leave from then on
     */
    record Send(int attempt, long untilMillis) implements Effect {}

    /** Ask the target for orders of its reference. */
    record LookUp() implements Effect {}

    /** Nothing to do before that moment. */
    record WaitUntil(long millis) implements Effect {}

    /** The order is at the target, once. */
    record Acknowledged(String targetOrder) implements Effect {}

    /** The order is not at the target and never will be: what it holds may be given back. */
    record Rejected(Forward.Refusal refusal) implements Effect {}

    /** The order never left: what it holds may be given back. */
    record Cancelled() implements Effect {}

    /** A person has to know. The same may be raised again. */
    record Raise(ExceptionType type, String detail) implements Effect {}
  }
}
