package tradecounter.engine.oracle;

import java.util.List;
import tradecounter.engine.hold.HeldLine;
import tradecounter.engine.state.World;

/**
 * What the ledger says of one item.
 *
 * @param version each one above the one before it
 * @param everything whether these lines are all that is held, or only those that changed
 */
record LedgerNews(String item, long version, boolean everything, List<HeldLine> lines) {
  void applyTo(World world) {
    if (everything) {
      world.takeUpHolds(item, version, lines);
    } else {
      world.applyHolds(item, version, lines);
    }
  }
}
