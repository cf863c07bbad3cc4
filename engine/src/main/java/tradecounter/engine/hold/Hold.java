package tradecounter.engine.hold;

import static tradecounter.engine.canonical.InvalidFigureException.require;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tradecounter.engine.canonical.SourceKey;

/**
 * A soft reservation, later the share of an order that the ERP's figures do not show yet.
 * Immutable; {@link HoldLifeCycle} says what becomes of it.
 *
 * @param expiresAtMillis the first moment at which it holds no more unless it was ordered, by the
 *     clock of the database
 * @param order empty until it is ordered
 * @param acknowledgedAtMillis when the ERP took the order, by its own clock; {@link
 *     HandOver#NOT_ACKNOWLEDGED} as long as nobody knows
 * @param lines at least one; each key once
 */
public record Hold(
    String hold,
    String customer,
    Status status,
    long expiresAtMillis,
    String order,
    long acknowledgedAtMillis,
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
   * @param askedLine the holder's own name of what it serves
   * @param askedItem what the holder asked for: the item, or a bundle that contains it
   * @param leavesOnDay the day on which it is to leave: it takes from what is there from then on
   * @param arrivesOnDay when it is at the holder's door then
   * @param quantity what was held, millionths of the base unit
   * @param givenBack of it: released, cancelled or refused
   * @param reflected of it: shown by the feed's own figures
   * @param orderLine how feeds name it, see {@link OrderLineName}; empty while it is not ordered
   */
  public record Line(
      String line,
      String askedLine,
      String askedItem,
      String item,
      SourceKey source,
      int leavesOnDay,
      int arrivesOnDay,
      long quantity,
      long givenBack,
      long reflected,
      String orderLine) {

    public Line {
      require(quantity > 0, "quantity must be above zero");
      require(givenBack >= 0 && reflected >= 0, "what is done must not be negative");
      require(givenBack <= quantity - reflected, "no more can be done than was held");
    }

    /** A line of which nothing is done, and that nobody has ordered. */
    public static Line of(String line, String askedLine, String askedItem, Departure departure) {
      return new Line(
          line,
          askedLine,
          askedItem,
          departure.item(),
          departure.source(),
          departure.onDay(),
          departure.arrivesOnDay(),
          departure.quantity(),
          0,
          0,
          "");
    }

    /** What still takes from supply, millionths. */
    public long open() {
      return quantity - givenBack - reflected;
    }

    /** The same as a line of an order that feeds name so. */
    public Line ordered(String name) {
      return new Line(
          line,
          askedLine,
          askedItem,
          item,
          source,
          leavesOnDay,
          arrivesOnDay,
          quantity,
          givenBack,
          reflected,
          name);
    }

    /** With nothing of it open. */
    public Line emptied() {
      return givingBack(open());
    }

    Line givingBack(long more) {
      return new Line(
          line,
          askedLine,
          askedItem,
          item,
          source,
          leavesOnDay,
          arrivesOnDay,
          quantity,
          givenBack + more,
          reflected,
          orderLine);
    }

    Line reflecting(long more) {
      return new Line(
          line,
          askedLine,
          askedItem,
          item,
          source,
          leavesOnDay,
          arrivesOnDay,
          quantity,
          givenBack,
          reflected + more,
          orderLine);
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
    return new Hold(
        hold, customer, Status.ACTIVE, expiresAtMillis, "", HandOver.NOT_ACKNOWLEDGED, lines);
  }

  /** What an order takes from the supply of one of its targets, from the moment it is accepted. */
  public static Hold ordered(String hold, String customer, String order, List<Line> lines) {
    return new Hold(
        hold, customer, Status.ORDERED, Long.MAX_VALUE, order, HandOver.NOT_ACKNOWLEDGED, lines);
  }

  /** Whether anything of it takes from supply. */
  public boolean isOpen() {
    return lines.stream().anyMatch(line -> line.open() > 0);
  }

  Hold as(Status next) {
    return as(next, lines);
  }

  Hold as(Status next, List<Line> changed) {
    return new Hold(hold, customer, next, expiresAtMillis, order, acknowledgedAtMillis, changed);
  }
}
