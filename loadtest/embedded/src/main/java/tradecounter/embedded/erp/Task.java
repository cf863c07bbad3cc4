package tradecounter.embedded.erp;

import java.time.Duration;

/**
 * What a request asks for, not done yet.
 *
 * @param externalReference what it is about; empty if that is not known
 */
record Task(Operation operation, Face face, String externalReference, Refusal refusal, Work work) {

  /** How the one who asks is told no. */
  interface Refusal {
    Answer of(String code, String message);

    /** By status. */
    static Answer plain(String code, String message) {
      return Answer.error(422, code, message);
    }
  }

  /** Commits what there is to commit, and answers. */
  interface Work {
    Answer carryOut(Handling handling);
  }

  /** Waits; whether the time is over, and not the server stopped before. */
  interface Pause {
    boolean elapsed(Duration time);
  }

  /**
   * How the work is to be carried out.
   *
   * @param twice whether a create makes two orders
   * @param hidden how old orders must be to be seen
   */
  record Handling(Pause pause, boolean twice, Duration hidden) {
    static Handling usual(Pause pause) {
      return new Handling(pause, false, Duration.ZERO);
    }
  }
}
