package tradecounter.engine.canonical;

import static tradecounter.engine.canonical.InvalidFigureException.require;

/** A dated outbound line that the ERP knows of and that is not yet in {@code allocated}. */
public record Demand(
    String demand,
    String item,
    String location,
    long quantity,
    int dueOnDay,
    String orderLine,
    Status status)
    implements Change {

  /** Only an open demand takes from supply. */
  public enum Status {
    OPEN,
    CLOSED
  }

  public Demand {
    require(quantity >= 0, "quantity must not be negative");
  }

  /** What it still takes. */
  public long outstanding() {
    return status == Status.OPEN ? quantity : 0;
  }
}
