package tradecounter.engine.canonical;

import static tradecounter.engine.canonical.InvalidFigureException.require;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A supplier's answer to a purchase order. Not part of the read model.
 *
 * @param purchaseOrder the name of our document
 * @param lines at least one
 */
public record SupplierAcknowledgement(String supplier, String purchaseOrder, List<Line> lines)
    implements Change {
  /** All that was asked for. */
  public static final long ALL = -1;

  /**
   * The answer to one line.
   *
   * @param item empty if it is not said
   * @param quantity millionths of the item's base unit; {@link #ALL} if it is not said
   * @param expectedOnDay {@link Day#OPEN_END} if it is not said
   */
  public record Line(
      String line,
      String item,
      long quantity,
      SupplierOutcome outcome,
      int expectedOnDay,
      String reason) {
    public Line {
      require(quantity >= ALL, "lines: quantity must not be negative");
      require(
          quantity != ALL || outcome != SupplierOutcome.PARTIAL,
          "lines: a PARTIAL answer says how much will come");
    }
  }

  public SupplierAcknowledgement {
    lines = List.copyOf(lines);
    require(!lines.isEmpty(), "lines: none is answered");
    Set<String> seen = new HashSet<>();
    for (Line line : lines) {
      require(
          seen.add(line.line() + "\n" + line.item()), "lines: " + line.line() + " is listed twice");
    }
  }
}
