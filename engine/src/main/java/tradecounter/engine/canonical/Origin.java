package tradecounter.engine.canonical;

/**
 * Where an event stood in its feed's own topic, if it came by one. Offsets of one partition only
 * grow, so that a record that is forwarded again after a crash is recognised.
 */
public record Origin(int partition, long offset) {
  /** It did not come by a topic. */
  public static final Origin NONE = new Origin(-1, -1);
}
