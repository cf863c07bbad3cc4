package tradecounter.engine.journey;

import java.util.List;

/**
 * How far the log is applied: of each of its lanes the offset that comes next.
 *
 * @param next of the same lanes in the same order wherever it is compared
 */
public record Position(List<Integer> next) {
  public Position {
    next = List.copyOf(next);
  }

  /** Whether everything that {@code other} has applied is applied here. */
  public boolean reaches(Position other) {
    for (int i = 0; i < next.size(); i++) {
      if (next.get(i) < other.next.get(i)) {
        return false;
      }
    }
    return true;
  }
}
