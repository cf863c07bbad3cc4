package tradecounter.engine.state;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;

/**
 * The last {@value #WINDOW} ids of one feed in one partition of the log, of events that carry no
 * sequence: what makes a repeated delivery of such an event harmless. Writer thread only.
 */
final class RecentIds {
  static final int WINDOW = 16_384;

  private final ArrayDeque<Long> inOrder = new ArrayDeque<>();
  private final Set<Long> present = new HashSet<>();

  /** Whether the id is new; it is remembered. */
  boolean add(long idHash) {
    if (!present.add(idHash)) {
      return false;
    }
    inOrder.addLast(idHash);
    if (inOrder.size() > WINDOW) {
      present.remove(inOrder.removeFirst());
    }
    return true;
  }

  /** Oldest first. */
  long[] toArray() {
    long[] ids = new long[inOrder.size()];
    int at = 0;
    for (long id : inOrder) {
      ids[at++] = id;
    }
    return ids;
  }
}
