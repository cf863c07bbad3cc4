package tradecounter.engine.availability;

import static java.util.Objects.checkIndex;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.IntUnaryOperator;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.FixedPoint;

/**
 * Available to promise by date: a step function that never falls. Immutable.
 *
 * <p>For one location, per day d over the horizon H:
 *
 * <pre>
 *   proj(d) = free + Σ receipts expected ≤ d − Σ dated demand ≤ d
 *   atp(d)  = max(0, min over d ≤ t ≤ H of proj(t))
 * </pre>
 *
 * the cumulative look-ahead of Dynamics 365 Inventory Visibility. Before its first step it is 0.
 * Quantities are in millionths of the base unit.
 */
public final class AtpCurve {
  /** Nothing, ever. */
  public static final AtpCurve ZERO = new AtpCurve(new int[0], new long[0]);

  private final int[] days;
  private final long[] quantities;

  private AtpCurve(int[] days, long[] quantities) {
    this.days = days;
    this.quantities = quantities;
  }

  /** {@code quantity} from {@code day} on. */
  public static AtpCurve constant(int day, long quantity) {
    return quantity <= 0 ? ZERO : new AtpCurve(new int[] {day}, new long[] {quantity});
  }

  /** Collects the dated movements of one location. Not thread-safe; used once. */
  static final class Builder {
    private final int today;
    private final int lastDay;
    private final long free;
    private int[] days = ZERO.days;
    private long[] deltas = ZERO.quantities;
    private int size;

    Builder(int today, int horizonDays, long free) {
      this.today = today;
      this.lastDay = today + horizonDays - 1;
      this.free = free;
    }

    /** Adds a signed movement; one before today counts today, one beyond the horizon not at all. */
    void move(int onDay, long delta) {
      int day = Math.max(onDay, today);
      if (day > lastDay) {
        return;
      }
      int at = size;
      while (at > 0 && days[at - 1] > day) {
        at--;
      }
      if (at > 0 && days[at - 1] == day) {
        deltas[at - 1] = FixedPoint.saturatedSum(deltas[at - 1], delta);
        return;
      }
      if (size == days.length) {
        int longer = Math.max(8, size * 2);
        days = Arrays.copyOf(days, longer);
        deltas = Arrays.copyOf(deltas, longer);
      }
      System.arraycopy(days, at, days, at + 1, size - at);
      System.arraycopy(deltas, at, deltas, at + 1, size - at);
      days[at] = day;
      deltas[at] = delta;
      size++;
    }

    /** The lowest projection from today to the horizon: may be negative. */
    long lowestProjection() {
      long lowest = size > 0 && days[0] == today ? FixedPoint.saturatedSum(free, deltas[0]) : free;
      long running = free;
      for (int i = 0; i < size; i++) {
        running = FixedPoint.saturatedSum(running, deltas[i]);
        lowest = Math.min(lowest, running);
      }
      return lowest;
    }

    AtpCurve build() {
      if (size == 0) {
        return constant(today, free);
      }
      // Projection after each movement, with today in front, then its running minimum backwards.
      boolean movesToday = days[0] == today;
      int steps = movesToday ? size : size + 1;
      int[] stepDays = new int[steps];
      long[] projected = new long[steps];
      stepDays[0] = today;
      projected[0] = free;
      long running = free;
      for (int i = 0; i < size; i++) {
        running = FixedPoint.saturatedSum(running, deltas[i]);
        int step = movesToday ? i : i + 1;
        stepDays[step] = days[i];
        projected[step] = running;
      }
      for (int step = steps - 2; step >= 0; step--) {
        projected[step] = Math.min(projected[step], projected[step + 1]);
      }
      return compacted(stepDays, projected, steps);
    }
  }

  /** From quantities that never fall; {@code days} ascend. */
  static AtpCurve of(int[] days, long[] quantities) {
    return compacted(days.clone(), quantities.clone(), days.length);
  }

  /** Keeps only days on which something more becomes available. */
  private static AtpCurve compacted(int[] days, long[] quantities, int length) {
    int kept = 0;
    long last = 0;
    for (int i = 0; i < length; i++) {
      if (quantities[i] > last) {
        days[kept] = days[i];
        quantities[kept] = quantities[i];
        last = quantities[i];
        kept++;
      }
    }
    return kept == 0
        ? ZERO
        : new AtpCurve(Arrays.copyOf(days, kept), Arrays.copyOf(quantities, kept));
  }

  /** The curve of all together, day by day. */
  public static AtpCurve sum(Collection<AtpCurve> curves) {
    if (curves.size() == 1) {
      return curves.iterator().next();
    }
    int[] days = allDays(curves);
    long[] quantities = new long[days.length];
    for (AtpCurve curve : curves) {
      for (int i = 0; i < days.length; i++) {
        quantities[i] = FixedPoint.saturatedSum(quantities[i], curve.at(days[i]));
      }
    }
    return compacted(days, quantities, days.length);
  }

  /** The curve of the scarcest, day by day: what a bundle can be built from. */
  public static AtpCurve minimum(Collection<AtpCurve> curves) {
    int[] days = allDays(curves);
    long[] quantities = new long[days.length];
    Arrays.fill(quantities, Long.MAX_VALUE);
    for (AtpCurve curve : curves) {
      for (int i = 0; i < days.length; i++) {
        quantities[i] = Math.min(quantities[i], curve.at(days[i]));
      }
    }
    return compacted(days, quantities, days.length);
  }

  private static int[] allDays(Collection<AtpCurve> curves) {
    return allDays(curves, new int[0]);
  }

  /** Each day on which one of the curves steps, and the further ones; ascending, once each. */
  static int[] allDays(Collection<AtpCurve> curves, int[] further) {
    int length = further.length;
    for (AtpCurve curve : curves) {
      length += curve.days.length;
    }
    int[] all = Arrays.copyOf(further, length);
    int at = further.length;
    for (AtpCurve curve : curves) {
      System.arraycopy(curve.days, 0, all, at, curve.days.length);
      at += curve.days.length;
    }
    Arrays.sort(all);
    int distinct = 0;
    for (int day : all) {
      if (distinct == 0 || all[distinct - 1] != day) {
        all[distinct++] = day;
      }
    }
    return Arrays.copyOf(all, distinct);
  }

  /** How many whole {@code quantityPer} fit, day by day, in millionths. */
  public AtpCurve wholeMultiplesOf(long quantityPer) {
    long[] multiples = new long[quantities.length];
    for (int i = 0; i < multiples.length; i++) {
      multiples[i] = FixedPoint.wholeMultiples(quantities[i], quantityPer);
    }
    return compacted(days.clone(), multiples, multiples.length);
  }

  /**
   * What is left after a demand of {@code quantity} on {@code day}: less from then on, and before
   * it no more than is needed then. Exact, since a curve looks ahead.
   */
  AtpCurve minus(int day, long quantity) {
    int[] changedDays = withDay(day);
    long[] left = new long[changedDays.length];
    long then = Math.max(0, at(day) - quantity);
    for (int i = 0; i < changedDays.length; i++) {
      long before = at(changedDays[i]);
      left[i] = changedDays[i] < day ? Math.min(before, then) : Math.max(0, before - quantity);
    }
    return compacted(changedDays, left, left.length);
  }

  private int[] withDay(int day) {
    int at = Arrays.binarySearch(days, day);
    if (at >= 0) {
      return days.clone();
    }
    int[] longer = new int[days.length + 1];
    int insertion = -at - 1;
    System.arraycopy(days, 0, longer, 0, insertion);
    longer[insertion] = day;
    System.arraycopy(days, insertion, longer, insertion + 1, days.length - insertion);
    return longer;
  }

  /** At most so much on any day. */
  AtpCurve atMost(long limit) {
    if (days.length == 0 || quantities[days.length - 1] <= limit) {
      return this;
    }
    long[] limited = quantities.clone();
    for (int i = 0; i < limited.length; i++) {
      limited[i] = Math.min(limited[i], limit);
    }
    return compacted(days.clone(), limited, limited.length);
  }

  /**
   * The same quantities on other days, such as those of arrival.
   *
   * @param dayOf never falls; {@link Day#OPEN_END} means never
   */
  AtpCurve mapped(IntUnaryOperator dayOf) {
    int[] mappedDays = new int[days.length];
    long[] kept = new long[days.length];
    int size = 0;
    for (int i = 0; i < days.length; i++) {
      int day = dayOf.applyAsInt(days[i]);
      if (day == Day.OPEN_END) {
        break;
      }
      if (size > 0 && mappedDays[size - 1] == day) {
        size--;
      }
      mappedDays[size] = day;
      kept[size++] = quantities[i];
    }
    return size == 0
        ? ZERO
        : new AtpCurve(Arrays.copyOf(mappedDays, size), Arrays.copyOf(kept, size));
  }

  /** The same for someone who begins to look on {@code day}: earlier steps happen then. */
  public AtpCurve from(int day) {
    if (days.length == 0 || days[0] >= day) {
      return this;
    }
    int first = 0;
    while (first + 1 < days.length && days[first + 1] <= day) {
      first++;
    }
    int[] cut = Arrays.copyOfRange(days, first, days.length);
    cut[0] = day;
    return new AtpCurve(cut, Arrays.copyOfRange(quantities, first, days.length));
  }

  /** What can be promised on the day, millionths. */
  public long at(int day) {
    for (int i = days.length - 1; i >= 0; i--) {
      if (days[i] <= day) {
        return quantities[i];
      }
    }
    return 0;
  }

  /** How many days bring something more. */
  public int steps() {
    return days.length;
  }

  /** The epoch day of a step. */
  public int day(int step) {
    return days[checkIndex(step, days.length)];
  }

  /** What can be promised from that step on. */
  public long quantity(int step) {
    return quantities[checkIndex(step, quantities.length)];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AtpCurve curve
        && Arrays.equals(days, curve.days)
        && Arrays.equals(quantities, curve.quantities);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(days) + Arrays.hashCode(quantities);
  }

  @Override
  public String toString() {
    return "AtpCurve[days=" + Arrays.toString(days) + ", " + Arrays.toString(quantities) + "]";
  }
}
