package tradecounter.ledger;

import java.util.Optional;
import tradecounter.engine.hold.HeldLine;
import tradecounter.log.LogProgress;

/**
 * What a line is from a version of its item's ledger on.
 *
 * @param line as the ledger knows it
 * @param reflectedAt figures at this position of the log show what is reflected; empty if nothing
 *     is
 */
record LedgerEntry(String item, long version, HeldLine line, Optional<LogProgress> reflectedAt) {

  /** What tells the line from all others. */
  String name() {
    return line.hold() + "\0" + line.line();
  }

  /** Whether figures that are applied no further do not show yet what it says they show. */
  boolean isAheadOf(LogProgress applied) {
    return line.reflected() > 0 && reflectedAt.filter(applied::reaches).isEmpty();
  }

  /** The line as a node knows it that has applied so much of the log: its figures, then ours. */
  HeldLine lineAt(LogProgress applied) {
    return !isAheadOf(applied)
        ? line
        : new HeldLine(
            line.hold(),
            line.line(),
            line.customer(),
            line.source(),
            line.leavesOnDay(),
            line.quantity(),
            0,
            line.orderLine(),
            line.acknowledgedAtMillis());
  }
}
