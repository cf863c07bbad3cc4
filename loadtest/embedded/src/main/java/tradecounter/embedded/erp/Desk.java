package tradecounter.embedded.erp;

/** Understands requests. */
interface Desk {
  /** What is to be made of a request. */
  sealed interface Reading {
    record Understood(Task task) implements Reading {}

    /** There is nothing to do: it is turned away. */
    record Refused(Answer answer) implements Reading {}
  }

  Reading read(Call call);

  static Reading refused(int status, String code, String message) {
    return new Reading.Refused(Answer.error(status, code, message));
  }

  static Reading unknownPath(Call call) {
    return refused(404, "NO_SUCH_PATH", "there is no " + call.method() + " " + call.target());
  }
}
