package tradecounter.engine;

import java.util.ArrayList;
import java.util.List;

/** All ways in which several histories can meet, each in its own order. */
public final class Interleavings {
  private Interleavings() {}

  public static <T> List<List<T>> of(List<List<T>> histories) {
    List<List<T>> all = new ArrayList<>();
    collect(new ArrayList<>(histories), new ArrayList<>(), all);
    return all;
  }

  private static <T> void collect(List<List<T>> left, List<T> before, List<List<T>> all) {
    if (left.stream().allMatch(List::isEmpty)) {
      all.add(List.copyOf(before));
      return;
    }
    for (int i = 0; i < left.size(); i++) {
      List<T> history = left.get(i);
      if (!history.isEmpty()) {
        left.set(i, history.subList(1, history.size()));
        before.addLast(history.getFirst());
        collect(left, before, all);
        before.removeLast();
        left.set(i, history);
      }
    }
  }
}
