package tradecounter.webhook;

/** What became of a request. */
sealed interface Reply {
  /** Names the outcome in measurements. */
  String outcome();

  /** In words. */
  String detail();

  /**
   * There was an answer.
   *
   * @param retryAfterMillis what it asks for; 0 if nothing
   */
  record Answered(int status, long retryAfterMillis) implements Reply {
    private static final int GONE = 410;

    boolean isTaken() {
      return status >= 200 && status < 300;
    }

    boolean isGone() {
      return status == GONE;
    }

    @Override
    public String outcome() {
      return isTaken() ? "DELIVERED" : isGone() ? "GONE" : "REFUSED";
    }

    @Override
    public String detail() {
      return "status " + status;
    }
  }

  /** There was none in time. */
  record TimedOut(String detail) implements Reply {
    @Override
    public String outcome() {
      return "TIMED_OUT";
    }
  }

  /** There was no connection, or it broke. */
  record Broken(String detail) implements Reply {
    @Override
    public String outcome() {
      return "BROKEN";
    }
  }
}
