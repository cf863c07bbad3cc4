package tradecounter.engine.canonical;

import static tradecounter.engine.canonical.InvalidFigureException.require;

/**
 * A dated inbound line: purchase order, transfer, advance shipping notice or production.
 *
 * @param quantity ordered
 * @param received of that, already counted in on hand
 * @param expectedOnDay {@link Day#OPEN_END} if nobody knows: never promised
 */
public record Receipt(
    String receipt,
    String item,
    String location,
    long quantity,
    long received,
    int expectedOnDay,
    Kind kind,
    String supplier,
    Status status)
    implements Change {

  /** Where it comes from. */
  public enum Kind {
    PURCHASE,
    TRANSFER,
    ASN,
    PRODUCTION
  }

  /** Only an open receipt is supply. */
  public enum Status {
    OPEN,
    RECEIVED,
    CANCELLED
  }

  public Receipt {
    require(quantity >= 0, "quantity must not be negative");
    require(received >= 0, "received must not be negative");
  }

  /** What is still to come; never negative. */
  public long outstanding() {
    return status == Status.OPEN ? Math.max(0, quantity - received) : 0;
  }
}
