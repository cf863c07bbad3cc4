package tradecounter.audit;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import tradecounter.ledger.LedgerComparison;
import tradecounter.store.Database;

/** What this node knows to be held against what is written down. */
final class ReadModelCheck implements AuditCheck {
  private final Database database;
  private final LedgerComparison comparison;
  private final String node;

  ReadModelCheck(Database database, LedgerComparison comparison, String node) {
    this.database = database;
    this.comparison = comparison;
    this.node = node;
  }

  @Override
  public String name() {
    return "read model";
  }

  @Override
  public Set<FindingKind> kinds() {
    return Set.of(FindingKind.READ_MODEL_DIFFERS);
  }

  @Override
  public Page look(String after, int limit) throws SQLException {
    return OneMoment.in(
        database,
        connection -> {
          List<String> items =
              OneMoment.keys(
                  connection,
                  "SELECT item FROM item_ledger WHERE item > ? ORDER BY item LIMIT ?",
                  after,
                  limit);
          List<Sighting> sightings =
              comparison.of(connection, Set.copyOf(items)).stream()
                  .map(
                      difference ->
                          Sighting.of(
                              FindingKind.READ_MODEL_DIFFERS,
                              difference.item() + " at " + node,
                              difference.item(),
                              "",
                              difference.detail(),
                              difference.fingerprint(),
                              true))
                  .toList();
          return Page.of(sightings, OneMoment.next(items, limit), items.size());
        });
  }
}
