package tradecounter.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.hold.HeldLine;
import tradecounter.engine.hold.ItemHolds;
import tradecounter.engine.state.ItemSnapshot;
import tradecounter.engine.state.World;
import tradecounter.ledger.LedgerEntries.ItemState;

/**
 * What this node's read model knows of the ledger against the ledger itself. A node that knows an
 * older version may be about to hear of the next; one that knows the same must know the same lines.
 */
public final class LedgerComparison {
  private final World world;

  /**
   * What differs of one item.
   *
   * @param fingerprint the same as long as neither side moves
   */
  public record Difference(String item, String detail, String fingerprint) {}

  public LedgerComparison(World world) {
    this.world = world;
  }

  /** Of these items; in a transaction that sees one state of the database. */
  public List<Difference> of(Connection connection, Set<String> items) throws SQLException {
    List<Difference> differences = new ArrayList<>();
    for (ItemState state : LedgerEntries.states(connection, Optional.of(items))) {
      compare(state).ifPresent(differences::add);
    }
    return differences;
  }

  private Optional<Difference> compare(ItemState ledger) {
    ItemSnapshot snapshot = world.item(ledger.item());
    ItemHolds here = snapshot == null ? ItemHolds.NONE : snapshot.holds();
    if (here.version() > ledger.version()) {
      return Optional.empty();
    }
    if (here.version() < ledger.version()) {
      return Optional.of(
          new Difference(
              ledger.item(),
              "version " + here.version() + " is known, " + ledger.version() + " is written down",
              "behind at " + here.version()));
    }
    Map<String, HeldLine> known = new HashMap<>();
    here.lines().forEach(line -> known.put(name(line), line));
    Set<String> wrong = new TreeSet<>();
    for (LedgerEntry entry : ledger.entries()) {
      HeldLine line = entry.line();
      HeldLine same = known.remove(name(line));
      if (same == null ? line.quantity() > line.reflected() : same.quantity() != line.quantity()) {
        wrong.add(name(line) + " " + text(line.quantity()) + " is held, known is " + text(same));
      }
    }
    for (HeldLine line : known.values()) {
      if (line.quantity() > line.reflected()) {
        wrong.add(name(line) + " nothing is held, known is " + text(line));
      }
    }
    return wrong.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Difference(
                ledger.item(),
                String.join("; ", wrong),
                ledger.version() + " " + wrong.hashCode()));
  }

  private static String name(HeldLine line) {
    return line.hold() + "/" + line.line();
  }

  private static String text(@Nullable HeldLine line) {
    return line == null ? "nothing" : text(line.quantity());
  }

  private static String text(long quantity) {
    return FixedPoint.format(quantity);
  }
}
