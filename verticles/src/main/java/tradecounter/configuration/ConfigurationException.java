package tradecounter.configuration;

/** The configuration cannot be used. The message is one line: what, where, and what to do. */
public final class ConfigurationException extends RuntimeException {
  public ConfigurationException(String message) {
    super(message);
  }

  /** Throws unless {@code holds}. */
  public static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new ConfigurationException(otherwise);
    }
  }
}
