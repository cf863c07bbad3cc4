package tradecounter.engine.canonical;

import static tradecounter.engine.canonical.InvalidFigureException.require;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What left for an order in one go, or how far it has come. Not part of the read model.
 *
 * @param order ours, or the name of one of its documents
 * @param carrier empty if it is not said
 * @param tracking empty if it is not said
 * @param lines what it carries; empty if it is not said
 * @param atMillis when it was so; {@link Envelope#NO_TIME} if it is not said
 */
public record ShipmentNews(
    String shipment,
    String order,
    String carrier,
    String tracking,
    List<Line> lines,
    ShipmentMilestone milestone,
    long atMillis)
    implements Change {

  /**
   * What it carries of one line.
   *
   * @param quantity millionths of the base unit
   */
  public record Line(String line, long quantity) {
    public Line {
      require(quantity > 0, "lines: quantity must be above zero");
    }
  }

  public ShipmentNews {
    lines = List.copyOf(lines);
    Set<String> seen = new HashSet<>();
    for (Line line : lines) {
      require(seen.add(line.line()), "lines: " + line.line() + " is listed twice");
    }
  }
}
