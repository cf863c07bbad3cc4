package tradecounter.embedded.erp;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The faults that are set, and how far each has come. At most one hits a request: the first in the
 * list that wants it. Thread-safe.
 */
final class Faults {
  private List<Counted> set = List.of();

  synchronized void replace(List<Fault> faults) {
    set = faults.stream().map(Counted::new).toList();
  }

  synchronized List<Fault> all() {
    return set.stream().map(counted -> counted.fault).toList();
  }

  /** The fault of this request. Every fault counts the requests that fit, hit or not. */
  synchronized Optional<Fault> of(Task task) {
    Optional<Fault> hit = Optional.empty();
    for (Counted counted : set) {
      if (counted.fault.fits(task) && counted.wants() && hit.isEmpty()) {
        counted.hits++;
        hit = Optional.of(counted.fault);
      }
    }
    return hit;
  }

  private static final class Counted {
    private final Fault fault;
    private final SplittableRandom random;
    private long fitting;
    private long hits;

    Counted(Fault fault) {
      this.fault = fault;
      this.random =
          new SplittableRandom(
              fault.times() instanceof Fault.Times.Percent share ? share.seed() : 0);
    }

    /** Whether it wants the request that comes now. */
    boolean wants() {
      fitting++;
      return switch (fault.times()) {
        case Fault.Times.Always() -> true;
        case Fault.Times.Nth(long n) -> fitting == n;
        case Fault.Times.Next(long n) -> hits < n;
        case Fault.Times.Percent(int percent, _) -> random.nextInt(100) < percent;
      };
    }
  }
}
