package tradecounter.engine.hold;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.Demand;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.PositionChange;
import tradecounter.engine.canonical.Reflection;

/**
 * What one source's figures of one item show of our orders, at one position of the log. Immutable.
 *
 * <p>A line of an order takes from supply until the figures show it, in the very event that shows
 * it: this is published with the position that the event changes, so no reader sees the figure
 * without the line or the line without the figure. It is a function of what the feed has said and
 * of the line alone. So two nodes at different positions of the log each count what their own
 * figures do not show, and news of a line may reach a node before or after the event which shows
 * it.
 *
 * <p>What was shown is remembered for {@value #REMEMBERED_DAYS} days of the log: the ledger has
 * noted it on the line itself long before ({@link HeldLine#reflected}).
 *
 * <p>What a source says of its own figures comes by one partition of the log, the demands that name
 * lines by others. They are remembered apart, so that the order between partitions does not matter:
 * neither lets the other forget.
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

  /**
   * What the figures show of one line.
   *
   * @param quantity millionths; {@link #ALL} for everything of the line
   * @param loggedAtMillis when the log took the event that showed it last
   */
  public record Shown(long quantity, long loggedAtMillis) {}

  /** Later than every watermark. */
  public static final long NOT_ACKNOWLEDGED = Long.MAX_VALUE;

  public static final int REMEMBERED_DAYS = 30;

  /** Everything of the line, whatever its quantity. */
  public static final long ALL = Long.MAX_VALUE;

  /** Nothing was said yet. */
  public static final HandOver NONE = new HandOver(Map.of(), Map.of(), Reflection.UNSAID);

  private static final long REMEMBERED_MILLIS = TimeUnit.DAYS.toMillis(REMEMBERED_DAYS);

  private final Map<String, Shown> shown;
  private final Map<String, Long> named;
  private final long watermarkMillis;

  private HandOver(Map<String, Shown> shown, Map<String, Long> named, long watermarkMillis) {
    this.shown = shown;
    this.named = named;
    this.watermarkMillis = watermarkMillis;
  }

  /**
   * What was written down of it, see {@link #shown()}, {@link #named()} and {@link
   * #watermarkMillis()}.
   */
  public static HandOver of(
      Map<String, Shown> shown, Map<String, Long> named, long watermarkMillis) {
    return new HandOver(Map.copyOf(shown), Map.copyOf(named), watermarkMillis);
  }

  /** By line, in the order of their names. */
  public Map<String, Shown> shown() {
    return new TreeMap<>(shown);
  }

  /**
   * The lines that demands have named, in the order of their names: when the log took the newest of
   * them, epoch milliseconds.
   */
  public Map<String, Long> named() {
    return new TreeMap<>(named);
  }

  /** All orders acknowledged up to then are shown; {@link Reflection#UNSAID} if none is. */
  public long watermarkMillis() {
    return watermarkMillis;
  }

  /** Of what is {@code quantity} of the line, the figures do not show so much yet. */
  public long remaining(OrderLine line) {
    return remaining(line, 0);
  }

  /**
   * As {@link #remaining(OrderLine)}, of a line of which so much was seen to be shown before. That
   * counts only for what is forgotten: what is remembered knows better, for goods may come back.
   */
  long remaining(OrderLine line, long noted) {
    if (line.acknowledgedAtMillis() <= watermarkMillis || named.containsKey(line.orderLine())) {
      return 0;
    }
    Shown known = shown.get(line.orderLine());
    return Math.max(0, line.quantity() - Math.max(0, known == null ? noted : known.quantity()));
  }

  // ---------------------------------------------------------------- what events show

  /** After figures of a position that count. */
  public HandOver after(PositionChange change, long loggedAtMillis) {
    return change.absolute()
        ? after(change.reflects(), loggedAtMillis)
        : OrderLineName.isOurs(change.orderLine())
            ? issued(change.orderLine(), change.taken(), loggedAtMillis)
            : this;
  }

  /** After a supplier's word that counts. */
  public HandOver after(Commitment commitment, long loggedAtMillis) {
    return after(commitment.reflects(), loggedAtMillis);
  }

  /** After the ERP named a line as demand of its own. */
  public HandOver after(Demand demand, long loggedAtMillis) {
    return OrderLineName.isOurs(demand.orderLine())
        ? named(demand.orderLine(), loggedAtMillis)
        : this;
  }

  private HandOver after(Reflection reflection, long loggedAtMillis) {
    Set<String> ours =
        reflection.orderLines().stream()
            .filter(OrderLineName::isOurs)
            .collect(Collectors.toUnmodifiableSet());
    HandOver next = ours.isEmpty() ? this : listed(ours, loggedAtMillis);
    return reflection.upToMillis() == Reflection.UNSAID ? next : next.upTo(reflection.upToMillis());
  }

  /**
   * After goods of a line left what is free, by issue or by allocation; a negative quantity is a
   * return.
   */
  HandOver issued(String orderLine, long quantity, long loggedAtMillis) {
    Map<String, Shown> next = remembered(loggedAtMillis);
    Shown before = next.getOrDefault(orderLine, new Shown(0, loggedAtMillis));
    next.put(
        orderLine,
        new Shown(
            before.quantity() == ALL ? ALL : FixedPoint.saturatedSum(before.quantity(), quantity),
            loggedAtMillis));
    return new HandOver(Map.copyOf(next), named, watermarkMillis);
  }

  /**
   * After a position that lists these lines. A line that was listed once stays shown: it leaves the
   * list when its goods leave the building. Each line has to be listed once, also one whose goods
   * left before the first position that includes it: nobody could tell it from one that the source
   * has never seen.
   */
  HandOver listed(Set<String> orderLines, long loggedAtMillis) {
    Map<String, Shown> next = remembered(loggedAtMillis);
    orderLines.forEach(line -> next.put(line, new Shown(ALL, loggedAtMillis)));
    return new HandOver(Map.copyOf(next), named, watermarkMillis);
  }

  /** After a demand that takes from supply for this line: all of the line is shown from then on. */
  HandOver named(String orderLine, long loggedAtMillis) {
    Map<String, Long> next = new HashMap<>(named);
    next.merge(orderLine, loggedAtMillis, Math::max);
    long since = Collections.max(next.values()) - REMEMBERED_MILLIS;
    next.values().removeIf(loggedAt -> loggedAt < since);
    return new HandOver(shown, Map.copyOf(next), watermarkMillis);
  }

  /**
   * After a position that includes all orders acknowledged up to that moment; it never goes back.
   */
  HandOver upTo(long watermark) {
    return watermark <= watermarkMillis ? this : new HandOver(shown, named, watermark);
  }

  private Map<String, Shown> remembered(long loggedAtMillis) {
    Map<String, Shown> next = new HashMap<>(shown);
    long since = loggedAtMillis - REMEMBERED_MILLIS;
    next.values().removeIf(line -> line.loggedAtMillis() < since);
    return next;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HandOver that
        && watermarkMillis == that.watermarkMillis
        && shown.equals(that.shown)
        && named.equals(that.named);
  }

  @Override
  public int hashCode() {
    return Objects.hash(shown, named, watermarkMillis);
  }
}
