package tradecounter.engine.hold;

import static tradecounter.engine.canonical.InvalidFigureException.require;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tradecounter.engine.canonical.Network;

/**
 * A soft reservation, later the share of an order that the ERP's figures do not show yet.
 * Immutable; {@link HoldLifeCycle} says what becomes of it.
 *
 * @param expiresAtMillis the first moment at which it holds no more unless it was ordered, by the
 *     clock of the database
 * @param order empty until it is ordered
 * @param lines at least one; each key once
 */
public record Hold(
    String hold,
    String customer,
    Status status,
    long expiresAtMillis,
    String order,
    List<Line> lines) {

  /** Where a hold stands; the last three are final. */
  public enum Status {
    ACTIVE,
    ORDERED,
    SENT,
    ACKNOWLEDGED,
    REFLECTED,
    RELEASED,
    EXPIRED
  }

  /**
   * A quantity of one item from one source. What is {@link #open} takes from supply.
   *
   * @param leavesOnDay the day on which it is to leave: it takes from what is there from then on
   * @param quantity what was held, millionths of the base unit
   * @param givenBack of it: released, cancelled or refused
   * @param reflected of it: shown by the feed's own figures
   */
  public record Line(
      String line,
      String item,
      Network.Source.Kind sourceKind,
      String source,
      int leavesOnDay,
      long quantity,
      long givenBack,
      long reflected) {

    public Line {
      require(quantity > 0, "quantity must be above zero");
      require(givenBack >= 0 && reflected >= 0, "what is done must not be negative");
      require(givenBack <= quantity - reflected, "no more can be done than was held");
    }

    /** A line of which nothing is done. */
    public static Line of(
        String line,
        String item,
        Network.Source.Kind sourceKind,
        String source,
        int leavesOnDay,
        long quantity) {
      return new Line(line, item, sourceKind, source, leavesOnDay, quantity, 0, 0);
    }

    /** What still takes from supply, millionths. */
    public long open() {
      return quantity - givenBack - reflected;
    }

    Line givingBack(long more) {
      return new Line(
          line, item, sourceKind, source, leavesOnDay, quantity, givenBack + more, reflected);
    }

    Line reflecting(long more) {
      return new Line(
          line, item, sourceKind, source, leavesOnDay, quantity, givenBack, reflected + more);
    }
  }

  public Hold {
    lines = List.copyOf(lines);
    require(!lines.isEmpty(), "a hold has at least one line");
    Set<String> seen = new HashSet<>();
    for (Line line : lines) {
      require(seen.add(line.line()), "lines: " + line.line() + " is listed twice");
    }
  }

  /** A new hold. */
  public static Hold active(String hold, String customer, long expiresAtMillis, List<Line> lines) {
    return new Hold(hold, customer, Status.ACTIVE, expiresAtMillis, "", lines);
  }

  /** Whether anything of it takes from supply. */
  public boolean isOpen() {
    return lines.stream().anyMatch(line -> line.open() > 0);
  }

  Hold as(Status next) {
    return new Hold(hold, customer, next, expiresAtMillis, order, lines);
  }

  Hold as(Status next, List<Line> changed) {
    return new Hold(hold, customer, next, expiresAtMillis, order, changed);
  }
}
