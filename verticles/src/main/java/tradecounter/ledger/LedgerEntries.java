package tradecounter.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.SourceKey;
import tradecounter.engine.hold.HandOver;
import tradecounter.engine.hold.HeldLine;
import tradecounter.log.LogProgress;

/**
 * What nodes follow: the entries of the ledger, and the state of items for those who have missed
 * some. Inside the caller's transaction; blocks.
 */
final class LedgerEntries {
  private LedgerEntries() {}

  static void insert(Connection connection, List<LedgerEntry> entries) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO ledger_entry (item, version, hold, line, customer, source_kind, source,"
                + " leaves_on_day, quantity, reflected, reflected_at, order_line, acknowledged_at)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      for (LedgerEntry entry : entries) {
        HeldLine line = entry.line();
        insert.setString(1, entry.item());
        insert.setLong(2, entry.version());
        insert.setString(3, line.hold());
        insert.setString(4, line.line());
        insert.setString(5, line.customer());
        insert.setString(6, line.source().kind().name());
        insert.setString(7, line.source().key());
        insert.setInt(8, line.leavesOnDay());
        insert.setLong(9, line.quantity());
        insert.setLong(10, line.reflected());
        insert.setString(11, entry.reflectedAt().map(LogProgress::toString).orElse(null));
        insert.setString(12, line.orderLine());
        HoldLedger.setInstant(insert, 13, line.acknowledgedAtMillis());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /**
   * All that is held of an item.
   *
   * @param entries of every line that is open, or was reflected at a position that some node may
   *     not have reached
   */
  record ItemState(String item, long version, List<LedgerEntry> entries) {}

  /**
   * What was to be seen at a time: from there on to look the next time.
   *
   * @param server which run of the server it was
   */
  record Seen(String snapshot, String server) {
    static final Seen NOTHING = new Seen("", "");
  }

  /** What is new, and what was to be seen then. */
  record Noted(Seen seen, List<LedgerEntry> entries) {}

  /** What can be seen now, for {@link #since}. */
  static Seen seen(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT pg_current_snapshot()::text, pg_postmaster_start_time()::text");
        ResultSet rows = select.executeQuery()) {
      rows.next();
      return new Seen(rows.getString(1), rows.getString(2));
    }
  }

  /**
   * What was noted by transactions that could not be seen then, by item and version; some of it may
   * come again the next time. None is missed, however long a transaction lasts.
   *
   * @return empty if the server has crashed since: numbers of transactions that left no trace are
   *     given once more, and what was seen before says nothing about them
   */
  static Optional<Noted> since(Connection connection, Seen before) throws SQLException {
    // What can be seen now first: what comes in between is seen again, not lost.
    Seen next = seen(connection);
    if (!next.server().equals(before.server()) || ranBack(connection, before, next)) {
      return Optional.empty();
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT item, version, hold, line, customer, source_kind, source, leaves_on_day,"
                + " quantity, reflected, reflected_at, order_line, acknowledged_at"
                + " FROM ledger_entry WHERE xid >= pg_snapshot_xmin(CAST(? AS pg_snapshot))"
                + " AND NOT pg_visible_in_snapshot(xid, CAST(? AS pg_snapshot))"
                + " ORDER BY item, version")) {
      select.setString(1, before.snapshot());
      select.setString(2, before.snapshot());
      return Optional.of(new Noted(next, entries(select)));
    }
  }

  /** A crash of one of the server's processes alone leaves the time of its start as it was. */
  private static boolean ranBack(Connection connection, Seen before, Seen next)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT pg_snapshot_xmax(CAST(? AS pg_snapshot))"
                + " < pg_snapshot_xmax(CAST(? AS pg_snapshot))")) {
      select.setString(1, next.snapshot());
      select.setString(2, before.snapshot());
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    }
  }

  /** The entries of these items after the versions that are known. */
  static List<LedgerEntry> after(Connection connection, Map<String, Long> known)
      throws SQLException {
    Map<String, Long> sorted = new TreeMap<>(known);
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT e.item, e.version, hold, line, customer, source_kind, source, leaves_on_day,"
                + " quantity, reflected, reflected_at, order_line, acknowledged_at"
                + " FROM unnest(?, ?) AS known (item, version)"
                + " JOIN ledger_entry e ON e.item = known.item AND e.version > known.version"
                + " ORDER BY e.item, e.version")) {
      select.setArray(1, HoldLedger.texts(connection, sorted.keySet()));
      select.setArray(2, connection.createArrayOf("bigint", sorted.values().toArray()));
      return entries(select);
    }
  }

  private static List<LedgerEntry> entries(PreparedStatement select) throws SQLException {
    List<LedgerEntry> entries = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        entries.add(entry(rows));
      }
    }
    return entries;
  }

  private static LedgerEntry entry(ResultSet rows) throws SQLException {
    Timestamp acknowledged = rows.getTimestamp(13);
    return new LedgerEntry(
        rows.getString(1),
        rows.getLong(2),
        new HeldLine(
            rows.getString(3),
            rows.getString(4),
            rows.getString(5),
            new SourceKey(Network.Source.Kind.valueOf(rows.getString(6)), rows.getString(7)),
            rows.getInt(8),
            rows.getLong(9),
            rows.getLong(10),
            rows.getString(12),
            acknowledged == null
                ? HandOver.NOT_ACKNOWLEDGED
                : acknowledged.toInstant().toEpochMilli()),
        Optional.ofNullable(rows.getString(11)).flatMap(LogProgress::parse));
  }

  /**
   * The state of these items, or of all of which anything is held; in a transaction that sees one
   * state of the database ({@code REPEATABLE READ}).
   */
  static List<ItemState> states(Connection connection, Optional<Set<String>> items)
      throws SQLException {
    Map<String, List<LedgerEntry>> lines = new HashMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT l.item, coalesce(i.version, 0), hold, l.line, h.customer, l.source_kind,"
                + " l.source, l.leaves_on_day, l.quantity - l.given_back, l.reflected,"
                + " l.reflected_at, l.order_line, h.acknowledged_at"
                + " FROM hold_line l JOIN hold h USING (hold) LEFT JOIN item_ledger i USING (item)"
                + " WHERE (l.given_back + l.reflected < l.quantity"
                + " OR l.reflected_on > now() - interval '1 day'"
                // Figures name a line by its order: what is noted of it counts as long as any is
                // open.
                + " OR EXISTS (SELECT 1 FROM hold_line o WHERE o.hold = l.hold"
                + " AND o.order_line = l.order_line AND o.order_line <> '' AND o.item = l.item"
                + " AND o.source_kind = l.source_kind AND o.source = l.source"
                + " AND o.given_back + o.reflected < o.quantity))"
                + (items.isPresent() ? " AND l.item = ANY (?)" : ""))) {
      if (items.isPresent()) {
        select.setArray(1, HoldLedger.texts(connection, items.get()));
      }
      entries(select).forEach(e -> lines.computeIfAbsent(e.item(), _ -> new ArrayList<>()).add(e));
    }
    List<ItemState> states = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT item, version FROM item_ledger"
                + (items.isPresent() ? " WHERE item = ANY (?)" : ""))) {
      if (items.isPresent()) {
        select.setArray(1, HoldLedger.texts(connection, items.get()));
      }
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          String item = rows.getString(1);
          states.add(new ItemState(item, rows.getLong(2), lines.getOrDefault(item, List.of())));
        }
      }
    }
    return states;
  }

  /** Forgets entries that every node has had the time to follow; at most so many at once. */
  static int purge(Connection connection, int atOnce) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM ledger_entry WHERE (item, version, hold, line) IN (SELECT item, version,"
                + " hold, line FROM ledger_entry WHERE noted_at < now() - interval '1 hour'"
                + " ORDER BY noted_at LIMIT ? FOR UPDATE SKIP LOCKED)")) {
      delete.setInt(1, atOnce);
      return delete.executeUpdate();
    }
  }
}
