package tradecounter.engine.canonical;

/**
 * A record was given figures that contradict each other. The message is one sentence for the sender
 * of the figures; decoders turn it into a refusal.
 */
public final class InvalidFigureException extends IllegalArgumentException {
  public InvalidFigureException(String message) {
    super(message);
  }

  /** Throws unless {@code holds}. */
  public static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new InvalidFigureException(otherwise);
    }
  }
}
