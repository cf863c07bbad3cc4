package tradecounter.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tradecounter.engine.availability.Availability;
import tradecounter.engine.hold.Hold;

/**
 * One transaction of the desk, as its commands see it: everything they named is locked, and the
 * read model knows all that is held of it. What an earlier command of the turn has done, a later
 * one sees. Not thread-safe.
 */
public final class Turn {
  private final Connection connection;
  private final long nowMillis;
  private final Availability.Reserving reserving;
  private final Map<String, Hold> read;
  private final Map<String, Account> accounts;
  private final Map<String, Hold> saved = new LinkedHashMap<>();
  private final Map<String, Account> changedAccounts = new HashMap<>();
  private final List<Row<?>> rows = new ArrayList<>();

  /**
   * What a customer has going.
   *
   * @param activeHolds that are neither ordered nor over
   * @param openAmount what its orders come to that the ERP has not invoiced, millionths
   */
  public record Account(int activeHolds, long openAmount) {
    static final Account NOTHING = new Account(0, 0);
  }

  Turn(
      Connection connection,
      long nowMillis,
      Availability.Reserving reserving,
      Map<String, Hold> read,
      Map<String, Account> accounts) {
    this.connection = connection;
    this.nowMillis = nowMillis;
    this.reserving = reserving;
    this.read = read;
    this.accounts = accounts;
  }

  /** For what has to be written beside holds. A failure of it fails the whole turn. */
  public Connection connection() {
    return connection;
  }

  /** By the clock of the database. */
  public long nowMillis() {
    return nowMillis;
  }

  public Availability.Reserving reserving() {
    return reserving;
  }

  /** A hold that the command named, as it is now. */
  public Optional<Hold> hold(String hold) {
    return Optional.ofNullable(saved.getOrDefault(hold, read.get(hold)));
  }

  /** The account of the customer that the command named. */
  public Account account(String customer) {
    return changedAccounts.getOrDefault(customer, accounts.getOrDefault(customer, Account.NOTHING));
  }

  public void account(String customer, Account changed) {
    changedAccounts.put(customer, changed);
  }

  /** What the customer holds of an item by earlier commands of the turn alone. */
  long newlyHeld(String customer, String item) {
    return saved.values().stream()
        .filter(hold -> hold.customer().equals(customer) && !read.containsKey(hold.hold()))
        .filter(hold -> hold.status() == Hold.Status.ACTIVE)
        .flatMap(hold -> hold.lines().stream())
        .filter(line -> line.item().equals(item))
        .mapToLong(Hold.Line::open)
        .sum();
  }

  /** Has the hold written at the end of the turn. */
  public void save(Hold hold) {
    saved.put(hold.hold(), hold);
  }

  /** Writes the rows of a turn together. */
  public interface Writer<T> {
    void write(Connection connection, List<T> rows) throws SQLException;
  }

  /** Has the row written at the end of the turn, with the others of its writer. */
  public <T> void write(Writer<T> writer, T row) {
    rows.add(new Row<>(writer, row));
  }

  private record Row<T>(Writer<T> writer, T row) {}

  // ---------------------------------------------------------------- for the desk

  /** What was noted so far, to go back to if a command fails. */
  record Mark(
      Map<String, Hold> saved,
      Map<String, Account> accounts,
      int rows,
      Availability.Mark reserved) {}

  Mark mark() {
    return new Mark(
        new LinkedHashMap<>(saved), new HashMap<>(changedAccounts), rows.size(), reserving.mark());
  }

  void writeRows() throws SQLException {
    Map<Writer<?>, List<Object>> ofWriter = new LinkedHashMap<>();
    for (Row<?> row : rows) {
      ofWriter.computeIfAbsent(row.writer(), _ -> new ArrayList<>()).add(row.row());
    }
    for (Map.Entry<Writer<?>, List<Object>> one : ofWriter.entrySet()) {
      write(one.getKey(), one.getValue());
    }
  }

  @SuppressWarnings("unchecked") // Each row came with its writer.
  private <T> void write(Writer<T> writer, List<Object> itsRows) throws SQLException {
    writer.write(connection, (List<T>) itsRows);
  }

  void backTo(Mark mark) {
    saved.clear();
    saved.putAll(mark.saved());
    changedAccounts.clear();
    changedAccounts.putAll(mark.accounts());
    while (rows.size() > mark.rows()) {
      rows.removeLast();
    }
    reserving.backTo(mark.reserved());
  }

  List<HoldChange> changes() {
    return saved.values().stream()
        .map(
            after -> {
              Hold before = read.get(after.hold());
              return before == null ? HoldChange.created(after) : HoldChange.changed(before, after);
            })
        .toList();
  }
}
