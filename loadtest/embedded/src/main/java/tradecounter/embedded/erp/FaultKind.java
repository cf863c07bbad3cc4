package tradecounter.embedded.erp;

/** What goes wrong. To commit is to do what the request asks: to make an order, to cancel it. */
public enum FaultKind {
  /** No answer for so many milliseconds, then the connection is closed. Nothing is committed. */
  TIME_OUT_BEFORE_COMMIT,
  /** As above, but it is committed at once. */
  TIME_OUT_AFTER_COMMIT,
  /** Nothing happens for so many milliseconds; then it is committed and answered. */
  DELAY,
  /** The connection is closed without an answer; it is committed so many milliseconds later. */
  COMMIT_LATER,
  /** The connection is closed without an answer. Nothing is committed. */
  DROP_BEFORE_COMMIT,
  /** As above, but it is committed before. */
  DROP_AFTER_COMMIT,
  /** 500. */
  ERROR_AFTER_COMMIT,
  /** 503. */
  ERROR_BEFORE_COMMIT,
  /** Committed; a 200 with the first half of the answer. */
  GARBLED,
  /** Refused for good: 422 with the fault's code, in a session 200 with {@code result: ERROR}. */
  REJECT,
  /** Two orders are committed, whatever the class; the first one is answered. */
  DUPLICATE,
  /** 200 with an {@code error} in the body; nothing is committed. */
  OK_WITH_ERROR_INSIDE,
  /** A look-up does not see orders that are younger than so many milliseconds. */
  STALE,
  /** A look-up answers 503. */
  DOWN;

  /** Whether it says something about requests of this kind. */
  boolean fits(Operation operation) {
    return switch (this) {
      case STALE, DOWN -> operation == Operation.LOOK_UP;
      case DUPLICATE -> operation == Operation.CREATE;
      case COMMIT_LATER -> operation != Operation.LOOK_UP && operation != Operation.LOG_IN;
      case TIME_OUT_BEFORE_COMMIT,
          TIME_OUT_AFTER_COMMIT,
          DELAY,
          DROP_BEFORE_COMMIT,
          DROP_AFTER_COMMIT,
          ERROR_AFTER_COMMIT,
          ERROR_BEFORE_COMMIT,
          GARBLED,
          REJECT,
          OK_WITH_ERROR_INSIDE ->
          true;
    };
  }

  Operation usualOperation() {
    return fits(Operation.CREATE) ? Operation.CREATE : Operation.LOOK_UP;
  }

  /** The milliseconds of a fault that names none. */
  long usualMillis() {
    return switch (this) {
      case TIME_OUT_BEFORE_COMMIT, TIME_OUT_AFTER_COMMIT -> 30_000;
      case DELAY, COMMIT_LATER -> 1_000;
      case STALE -> 60_000;
      case DROP_BEFORE_COMMIT,
          DROP_AFTER_COMMIT,
          ERROR_AFTER_COMMIT,
          ERROR_BEFORE_COMMIT,
          GARBLED,
          REJECT,
          DUPLICATE,
          OK_WITH_ERROR_INSIDE,
          DOWN ->
          0;
    };
  }
}
