package tradecounter.engine.canonical;

import static tradecounter.engine.canonical.InvalidFigureException.require;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How far an order, or the document of it that a target has, has come. Not part of the read model.
 *
 * @param order ours, or the name of one of its documents; empty if only the ERP's is known
 * @param erpOrder the ERP's own name of it; empty if it is not said
 * @param lines how much of each it is by now; empty means all of it
 */
public record OrderStatusChange(String order, String erpOrder, Status status, List<Line> lines)
    implements Change {

  /** What has been done with the quantities. */
  public enum Status {
    ACKNOWLEDGED,
    ALLOCATED,
    PICKED,
    PACKED,
    SHIPPED,
    INVOICED,
    CANCELLED,
    REJECTED
  }

  /**
   * So much of one line.
   *
   * @param quantity in all, not more than before; millionths of the base unit
   * @param price at which it stands there; empty if that is not said
   */
  public record Line(String line, long quantity, String reason, Optional<UnitPrice> price) {
    public Line {
      require(quantity > 0, "lines: quantity must be above zero");
    }

    /** Of whose price nothing is said. */
    public Line(String line, long quantity, String reason) {
      this(line, quantity, reason, Optional.empty());
    }
  }

  /**
   * For as many of the ordered unit as the order's own price is for.
   *
   * @param amount millionths of the currency's unit
   */
  public record UnitPrice(long amount, String currency) {
    public UnitPrice {
      require(amount >= 0, "lines: unitPrice must not be negative");
    }
  }

  public OrderStatusChange {
    lines = List.copyOf(lines);
    require(!order.isEmpty() || !erpOrder.isEmpty(), "give orderId or erpOrder");
    Set<String> seen = new HashSet<>();
    for (Line line : lines) {
      require(seen.add(line.line()), "lines: " + line.line() + " is listed twice");
    }
  }
}
