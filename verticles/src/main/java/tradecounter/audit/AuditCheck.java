package tradecounter.audit;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares page by page. One thread; blocks. */
interface AuditCheck {
  /** What it looks at, for people. */
  String name();

  /** What it may find; no other check finds the same. */
  Set<FindingKind> kinds();

  /**
   * One page.
   *
   * @param after where the page before ended; empty to begin
   * @param limit so many rows at most
   */
  Page look(String after, int limit) throws SQLException;

  /**
   * What one page shows.
   *
   * @param undecided subjects that could not be looked at now: what was found of them stays
   * @param next where to go on; empty if that was all
   * @param looked so many rows
   * @param notes what could not be looked at, and why
   */
  record Page(
      List<Sighting> sightings,
      Set<String> undecided,
      Optional<String> next,
      int looked,
      List<String> notes) {
    public Page {
      sightings = List.copyOf(sightings);
      undecided = Set.copyOf(undecided);
      notes = List.copyOf(notes);
    }

    static Page of(List<Sighting> sightings, Optional<String> next, int looked) {
      return new Page(sightings, Set.of(), next, looked, List.of());
    }
  }
}
