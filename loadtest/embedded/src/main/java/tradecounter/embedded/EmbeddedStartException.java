package tradecounter.embedded;

/**
 * A start that failed for a reason outside the program: a taken port, a full disk, a locked folder.
 * The message is one line for the user: what is wrong and what to do about it.
 */
public final class EmbeddedStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EmbeddedStartException(String message) {
    super(oneLine(message));
  }

  public EmbeddedStartException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
