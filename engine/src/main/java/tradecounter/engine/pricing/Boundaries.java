package tradecounter.engine.pricing;

import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Day;

/** The later days on which something that a price rests on begins, or has ended. */
final class Boundaries {
  private final int day;
  private @Nullable TreeSet<Integer> later;

  Boundaries(int day) {
    this.day = day;
  }

  void window(int fromDay, int toDay) {
    if (fromDay > toDay) {
      return;
    }
    begins(fromDay);
    if (toDay != Day.OPEN_END && toDay >= day) {
      add(toDay + 1);
    }
  }

  void begins(int fromDay) {
    if (fromDay > day) {
      add(fromDay);
    }
  }

  private void add(int boundary) {
    if (later == null) {
      later = new TreeSet<>();
    }
    later.add(boundary);
  }

  /** Ascending. */
  Iterable<Integer> ascending() {
    return later == null ? List.of() : later;
  }
}
