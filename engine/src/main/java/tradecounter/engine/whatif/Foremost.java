package tradecounter.engine.whatif;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The first so many of any number, in an order. Its memory is bounded by what it keeps. */
final class Foremost<T> {
  private final int maximum;
  private final Comparator<T> order;
  private final PriorityQueue<T> lastFirst;

  /**
   * @param order total, so that what is kept does not depend on the order of coming
   */
  Foremost(int maximum, Comparator<T> order) {
    this.maximum = maximum;
    this.order = order;
    this.lastFirst = new PriorityQueue<>(order.reversed());
  }

  void add(T one) {
    if (lastFirst.size() < maximum) {
      lastFirst.add(one);
    } else if (maximum > 0 && order.compare(one, lastFirst.element()) < 0) {
      lastFirst.remove();
      lastFirst.add(one);
    }
  }

  /** The first one first. */
  List<T> inOrder() {
    List<T> sorted = new ArrayList<>(lastFirst);
    sorted.sort(order);
    return sorted;
  }
}
