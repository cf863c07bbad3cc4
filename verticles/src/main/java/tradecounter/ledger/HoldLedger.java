package tradecounter.ledger;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.SourceKey;
import tradecounter.engine.hold.HandOver;
import tradecounter.engine.hold.HeldLine;
import tradecounter.engine.hold.Hold;
import tradecounter.log.LogProgress;

/**
 * Holds in Postgres: the truth of what is held. Every method runs inside the caller's transaction
 * ({@code READ COMMITTED}) and blocks.
 *
 * <p>Rows are locked in one order everywhere, so that no two transactions wait for each other:
 * orders, then customers, then holds, then items, each sorted by key. Whoever changes a hold has
 * locked it; whoever writes lines raises the version of their items, and what he wrote is an entry
 * of that version: the entries of an item are without gaps.
 */
public final class HoldLedger {
  /** Later than any hold expires: orders do not. */
  private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

  private HoldLedger() {}

  /** The time by the clock that decides what has expired, epoch milliseconds. */
  public static long nowMillis(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT clock_timestamp()");
        ResultSet rows = select.executeQuery()) {
      rows.next();
      return rows.getTimestamp(1).toInstant().toEpochMilli();
    }
  }

  /** Locks accepted orders. */
  static void lockOrders(Connection connection, Set<String> orders) throws SQLException {
    if (orders.isEmpty()) {
      return;
    }
    try (PreparedStatement lock =
        connection.prepareStatement(
            "SELECT 1 FROM customer_order WHERE order_id = ANY (?) ORDER BY order_id FOR UPDATE")) {
      lock.setArray(1, texts(connection, orders));
      lock.execute();
    }
  }

  /** Locks the accounts of these customers, known or not. */
  static void lockCustomers(Connection connection, Set<String> customers) throws SQLException {
    ensure(
        connection,
        "INSERT INTO customer_ledger (customer) SELECT k FROM unnest(?) AS k"
            + " ORDER BY k ON CONFLICT DO NOTHING",
        customers);
    try (PreparedStatement lock =
        connection.prepareStatement(
            "SELECT 1 FROM customer_ledger WHERE customer = ANY (?) ORDER BY customer FOR UPDATE")) {
      lock.setArray(1, texts(connection, customers));
      lock.execute();
    }
  }

  /** Locks the holds of these keys and reads them; those that do not exist are left out. */
  public static Map<String, Hold> lock(Connection connection, Set<String> holds)
      throws SQLException {
    if (holds.isEmpty()) {
      return Map.of();
    }
    try (PreparedStatement lock =
        connection.prepareStatement(
            "SELECT 1 FROM hold WHERE hold = ANY (?) ORDER BY hold FOR UPDATE")) {
      lock.setArray(1, texts(connection, holds));
      lock.execute();
    }
    return read(connection, holds);
  }

  /** Reads the holds of these keys as they are. */
  public static Map<String, Hold> read(Connection connection, Set<String> holds)
      throws SQLException {
    Map<String, Hold> found = new LinkedHashMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT h.hold, h.customer, h.status, h.expires_at, h.order_id, h.acknowledged_at,"
                + " l.line, l.asked_line, l.asked_item, l.item, l.source_kind, l.source,"
                + " l.leaves_on_day, l.arrives_on_day, l.quantity, l.given_back, l.reflected,"
                + " l.order_line"
                + " FROM hold h JOIN hold_line l USING (hold) WHERE hold = ANY (?)"
                + " ORDER BY h.hold, length(l.line), l.line")) {
      select.setArray(1, texts(connection, holds));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          Hold one = hold(rows);
          found.merge(one.hold(), one, HoldLedger::joined);
        }
      }
    }
    return found;
  }

  private static Hold joined(Hold before, Hold more) {
    return with(before, Stream.concat(before.lines().stream(), more.lines().stream()).toList());
  }

  private static Hold with(Hold hold, List<Hold.Line> lines) {
    return new Hold(
        hold.hold(),
        hold.customer(),
        hold.status(),
        hold.expiresAtMillis(),
        hold.order(),
        hold.acknowledgedAtMillis(),
        lines);
  }

  private static Hold hold(ResultSet rows) throws SQLException {
    Timestamp acknowledged = rows.getTimestamp(6);
    return new Hold(
        rows.getString(1),
        rows.getString(2),
        Hold.Status.valueOf(rows.getString(3)),
        rows.getTimestamp(4).toInstant().toEpochMilli(),
        rows.getString(5),
        acknowledged == null ? HandOver.NOT_ACKNOWLEDGED : acknowledged.toInstant().toEpochMilli(),
        List.of(
            new Hold.Line(
                rows.getString(7),
                rows.getString(8),
                rows.getString(9),
                rows.getString(10),
                new SourceKey(Network.Source.Kind.valueOf(rows.getString(11)), rows.getString(12)),
                rows.getInt(13),
                rows.getInt(14),
                rows.getLong(15),
                rows.getLong(16),
                rows.getLong(17),
                rows.getString(18))));
  }

  /** Locks the ledgers of these items and gives their versions. */
  static Map<String, Long> lockItems(Connection connection, Set<String> items) throws SQLException {
    if (items.isEmpty()) {
      return Map.of();
    }
    ensure(
        connection,
        "INSERT INTO item_ledger (item, version) SELECT k, 0 FROM unnest(?) AS k"
            + " ORDER BY k ON CONFLICT DO NOTHING",
        items);
    Map<String, Long> versions = new HashMap<>();
    try (PreparedStatement lock =
        connection.prepareStatement(
            "SELECT item, version FROM item_ledger WHERE item = ANY (?) ORDER BY item"
                + " FOR UPDATE")) {
      lock.setArray(1, texts(connection, items));
      try (ResultSet rows = lock.executeQuery()) {
        while (rows.next()) {
          versions.put(rows.getString(1), rows.getLong(2));
        }
      }
    }
    return versions;
  }

  private static void ensure(Connection connection, String sql, Set<String> keys)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setArray(1, texts(connection, keys));
      insert.execute();
    }
  }

  // ---------------------------------------------------------------- writing

  /**
   * Writes holds and their lines, and one entry for each line that has changed.
   *
   * @param changes of holds that are locked or new
   * @param reflectedAt the position of the log at which what is newly reflected is shown
   */
  public static List<LedgerEntry> write(
      Connection connection, Collection<HoldChange> changes, Optional<LogProgress> reflectedAt)
      throws SQLException {
    Set<String> items =
        changes.stream()
            .flatMap(change -> change.lines().stream())
            .map(Hold.Line::item)
            .collect(Collectors.toUnmodifiableSet());
    Map<String, Long> versions = raise(connection, lockItems(connection, items));
    writeHolds(connection, changes);
    writeLines(connection, changes, reflectedAt);
    Map<String, LogProgress> shownAt = shownAt(connection, changes);
    List<LedgerEntry> entries = new ArrayList<>();
    for (HoldChange change : changes) {
      Map<String, Hold.Line> before = change.linesBefore();
      for (Hold.Line line : change.lines()) {
        Hold.Line old = before.get(line.line());
        boolean shownMore = line.reflected() > (old == null ? 0 : old.reflected());
        entries.add(
            new LedgerEntry(
                line.item(),
                versions.getOrDefault(line.item(), 0L),
                heldLine(change.after(), line),
                shownMore
                    ? reflectedAt
                    : Optional.ofNullable(
                        shownAt.get(change.after().hold() + "\0" + line.line()))));
      }
    }
    LedgerEntries.insert(connection, entries);
    return entries;
  }

  /** Where the figures show what was noted of these lines before. */
  private static Map<String, LogProgress> shownAt(
      Connection connection, Collection<HoldChange> changes) throws SQLException {
    Set<String> holds =
        changes.stream()
            .filter(change -> change.lines().stream().anyMatch(line -> line.reflected() > 0))
            .map(change -> change.after().hold())
            .collect(Collectors.toUnmodifiableSet());
    Map<String, LogProgress> shownAt = new HashMap<>();
    if (!holds.isEmpty()) {
      try (PreparedStatement select =
          connection.prepareStatement(
              "SELECT hold, line, reflected_at FROM hold_line WHERE hold = ANY (?)"
                  + " AND reflected_at IS NOT NULL")) {
        select.setArray(1, texts(connection, holds));
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            String name = rows.getString(1) + "\0" + rows.getString(2);
            LogProgress.parse(rows.getString(3)).ifPresent(at -> shownAt.put(name, at));
          }
        }
      }
    }
    return shownAt;
  }

  private static HeldLine heldLine(Hold hold, Hold.Line line) {
    return new HeldLine(
        hold.hold(),
        line.line(),
        hold.customer(),
        line.source(),
        line.leavesOnDay(),
        line.quantity() - line.givenBack(),
        line.reflected(),
        line.orderLine(),
        hold.acknowledgedAtMillis());
  }

  private static Map<String, Long> raise(Connection connection, Map<String, Long> locked)
      throws SQLException {
    if (locked.isEmpty()) {
      return locked;
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE item_ledger SET version = version + 1 WHERE item = ANY (?)")) {
      update.setArray(1, texts(connection, locked.keySet()));
      update.executeUpdate();
    }
    return locked.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> e.getValue() + 1));
  }

  private static void writeHolds(Connection connection, Collection<HoldChange> changes)
      throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "INSERT INTO hold (hold, customer, status, expires_at, order_id,"
                + " acknowledged_at) VALUES (?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (hold) DO UPDATE SET status = excluded.status,"
                + " expires_at = excluded.expires_at, order_id = excluded.order_id,"
                + " acknowledged_at = excluded.acknowledged_at")) {
      for (HoldChange change : changes) {
        Hold hold = change.after();
        upsert.setString(1, hold.hold());
        upsert.setString(2, hold.customer());
        upsert.setString(3, hold.status().name());
        upsert.setTimestamp(
            4,
            Timestamp.from(
                hold.expiresAtMillis() >= NEVER.toEpochMilli()
                    ? NEVER
                    : Instant.ofEpochMilli(hold.expiresAtMillis())));
        upsert.setString(5, hold.order());
        setInstant(upsert, 6, hold.acknowledgedAtMillis());
        upsert.addBatch();
      }
      upsert.executeBatch();
    }
  }

  private static void writeLines(
      Connection connection, Collection<HoldChange> changes, Optional<LogProgress> reflectedAt)
      throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "INSERT INTO hold_line (hold, line, asked_line, asked_item, item, source_kind, source,"
                + " leaves_on_day, arrives_on_day, quantity, given_back, reflected, reflected_at,"
                + " reflected_on, order_line)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (hold, line) DO UPDATE SET given_back = excluded.given_back,"
                + " reflected = excluded.reflected,"
                + " reflected_at = coalesce(excluded.reflected_at, hold_line.reflected_at),"
                + " reflected_on = coalesce(excluded.reflected_on, hold_line.reflected_on)")) {
      for (HoldChange change : changes) {
        Map<String, Hold.Line> before = change.linesBefore();
        for (Hold.Line line : change.lines()) {
          Hold.Line old = before.get(line.line());
          boolean shownMore = line.reflected() > (old == null ? 0 : old.reflected());
          upsert.setString(1, change.after().hold());
          upsert.setString(2, line.line());
          upsert.setString(3, line.askedLine());
          upsert.setString(4, line.askedItem());
          upsert.setString(5, line.item());
          upsert.setString(6, line.source().kind().name());
          upsert.setString(7, line.source().key());
          upsert.setInt(8, line.leavesOnDay());
          upsert.setInt(9, line.arrivesOnDay());
          upsert.setLong(10, line.quantity());
          upsert.setLong(11, line.givenBack());
          upsert.setLong(12, line.reflected());
          upsert.setString(
              13, shownMore ? reflectedAt.map(LogProgress::toString).orElse(null) : null);
          upsert.setTimestamp(14, shownMore ? new Timestamp(nowMillis(connection)) : null);
          upsert.setString(15, line.orderLine());
          upsert.addBatch();
        }
      }
      upsert.executeBatch();
    }
  }

  static void setInstant(PreparedStatement statement, int at, long millis) throws SQLException {
    if (millis == HandOver.NOT_ACKNOWLEDGED) {
      statement.setNull(at, Types.TIMESTAMP_WITH_TIMEZONE);
    } else {
      statement.setTimestamp(at, new Timestamp(millis));
    }
  }

  static Array texts(Connection connection, Collection<String> values) throws SQLException {
    return connection.createArrayOf("text", values.toArray());
  }
}
