package tradecounter.engine.canonical;

import java.util.Set;

/**
 * What of our orders the figures of an event include.
 *
 * @param orderLines these lines, as {@code order/line}
 * @param upToMillis all orders that were acknowledged up to then; {@link #UNSAID} if it does not
 *     say
 */
public record Reflection(Set<String> orderLines, long upToMillis) {
  /** No watermark. */
  public static final long UNSAID = Long.MIN_VALUE;

  /** Says nothing of our orders. */
  public static final Reflection NONE = new Reflection(Set.of(), UNSAID);

  public Reflection {
    orderLines = Set.copyOf(orderLines);
  }

  public boolean isNone() {
    return orderLines.isEmpty() && upToMillis == UNSAID;
  }
}
