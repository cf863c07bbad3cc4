package tradecounter.engine.hold;

import tradecounter.engine.canonical.SourceKey;

/**
 * A line of a hold as the read model knows it: what the ledger last said of it.
 *
 * @param customer who holds
 * @param leavesOnDay the day on which it is to leave: it takes from what is there from then on
 * @param quantity what was held and not given back, millionths; 0 takes the line away
 * @param reflected of it, as the ledger has noted, and this node's figures show: never more than
 *     they do
 * @param orderLine as feeds name it; empty while it is not ordered
 * @param acknowledgedAtMillis {@link HandOver#NOT_ACKNOWLEDGED} as long as nobody knows
 */
public record HeldLine(
    String hold,
    String line,
    String customer,
    SourceKey source,
    int leavesOnDay,
    long quantity,
    long reflected,
    String orderLine,
    long acknowledgedAtMillis) {

  /** What the ledger has not noted as shown. */
  long left() {
    return quantity - reflected;
  }

  boolean isOf(HeldLine other) {
    return hold.equals(other.hold) && line.equals(other.line);
  }
}
