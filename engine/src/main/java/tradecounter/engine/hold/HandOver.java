package tradecounter.engine.hold;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import tradecounter.engine.canonical.FixedPoint;

/**
 * What one source's figures of one item show of our orders, at one position of the log. Immutable.
 *
 * <p>A line of an order takes from supply until the figures show it, in the very event that shows
 * it: this is published with the position that the event changes, so no reader sees the figure
 * without the line or the line without the figure. It is a function of what the feed has said and
 * of the line alone. So two nodes at different positions of the log each count what their own
 * figures do not show, and news of a line may reach a node before or after the event which shows
 * it.
 */
public final class HandOver {

  /**
   * A line of an order, as far as the hand-over needs it.
   *
   * @param orderLine as the feed names it
   * @param quantity what was ordered of this source, millionths
   * @param acknowledgedAtMillis the ERP's own time of taking the order, {@link #NOT_ACKNOWLEDGED}
   *     as long as nobody knows it
   */
  public record OrderLine(String orderLine, long quantity, long acknowledgedAtMillis) {}

  /** Later than every watermark. */
  public static final long NOT_ACKNOWLEDGED = Long.MAX_VALUE;

  /** Nothing was said yet. */
  public static final HandOver NONE = new HandOver(Map.of(), Long.MIN_VALUE);

  /** Everything of the line, whatever its quantity. */
  private static final long ALL = Long.MAX_VALUE;

  private final Map<String, Long> shown;
  private final long watermarkMillis;

  private HandOver(Map<String, Long> shown, long watermarkMillis) {
    this.shown = shown;
    this.watermarkMillis = watermarkMillis;
  }

  /** Of what is {@code quantity} of the line, the figures do not show so much yet. */
  public long remaining(OrderLine line) {
    if (line.acknowledgedAtMillis() <= watermarkMillis) {
      return 0;
    }
    return Math.max(0, line.quantity() - shown.getOrDefault(line.orderLine(), 0L));
  }

  /** After goods of a line were issued; a negative quantity is a return to the shelf. */
  public HandOver issued(String orderLine, long quantity) {
    Map<String, Long> next = new HashMap<>(shown);
    next.merge(
        orderLine,
        quantity,
        (before, more) -> before == ALL ? ALL : FixedPoint.saturatedSum(before, more));
    return new HandOver(Map.copyOf(next), watermarkMillis);
  }

  /**
   * After a position that lists these lines. A line that was listed once stays shown: it leaves the
   * list when its goods leave the building. Each line has to be listed once, also one whose goods
   * left before the first position that includes it: nobody could tell it from one that the source
   * has never seen.
   */
  public HandOver listed(Set<String> orderLines) {
    Map<String, Long> next = new HashMap<>(shown);
    orderLines.forEach(line -> next.put(line, ALL));
    return new HandOver(Map.copyOf(next), watermarkMillis);
  }

  /**
   * After a position that includes all orders acknowledged up to that moment; it never goes back.
   */
  public HandOver upTo(long watermark) {
    return new HandOver(shown, Math.max(watermarkMillis, watermark));
  }

  /** Without what was shown of lines that nobody holds any more. */
  public HandOver without(Set<String> orderLines) {
    Map<String, Long> next = new HashMap<>(shown);
    next.keySet().removeAll(orderLines);
    return new HandOver(Map.copyOf(next), watermarkMillis);
  }
}
