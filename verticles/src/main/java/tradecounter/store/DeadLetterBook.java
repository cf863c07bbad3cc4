package tradecounter.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;

/**
 * What is done with dead letters: mended, dismissed, claimed to be replayed, and settled. Each is
 * one conditional update, so that of two people or two nodes one does it. Any thread; blocks.
 */
public final class DeadLetterBook {
  private static final String NOT_CLAIMED =
      "(claimed_until IS NULL OR claimed_until < clock_timestamp())";

  private final Database database;

  public DeadLetterBook(Database database) {
    this.database = database;
  }

  /**
   * Puts other bytes beside those that came.
   *
   * @param version that the person has seen
   * @return false if it is another version by now, or not open, or a replay of it is not settled
   */
  public boolean edit(long id, long version, byte[] raw, String by) throws SQLException {
    return database.inTransaction(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE dead_letter SET edited = ?, edited_at = clock_timestamp(), edited_by = ?,"
                      + " version = version + 1"
                      + " WHERE id = ? AND version = ? AND state = 'OPEN' AND claim = ''")) {
            update.setBytes(1, raw);
            update.setString(2, Database.storable(by));
            update.setLong(3, id);
            update.setLong(4, version);
            return update.executeUpdate() == 1;
          }
        });
  }

  /**
   * Says that nothing more is done about it.
   *
   * @return false if it is not open, or being replayed
   */
  public boolean dismiss(long id, String resolution, String by) throws SQLException {
    return database.inTransaction(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE dead_letter SET state = 'DISMISSED', ended_at = clock_timestamp(),"
                      + " ended_by = ?, resolution = ?, claim = '', claimed_until = NULL,"
                      + " version = version + 1 WHERE id = ? AND state = 'OPEN' AND "
                      + NOT_CLAIMED)) {
            update.setString(1, Database.storable(by));
            update.setString(2, Database.storable(resolution));
            update.setLong(3, id);
            return update.executeUpdate() == 1;
          }
        });
  }

  // ---------------------------------------------------------------- replays

  /**
   * Takes the oldest open ones that nobody replays, to replay them.
   *
   * @param claim nobody else's name
   * @param leaseMillis after that, others may take them
   * @param patienceMillis so long may the database look
   * @return in the order in which they came
   */
  public List<KeptLetter> claim(
      LetterFilter filter, int limit, String claim, long leaseMillis, int patienceMillis)
      throws SQLException {
    return database.inTransaction(
        connection -> {
          DeadLetterStore.patience(connection, patienceMillis);
          LetterFilter open = filter.open();
          try (PreparedStatement update =
              connection.prepareStatement(
                  "WITH chosen AS MATERIALIZED (SELECT id AS chosen_id FROM dead_letter WHERE "
                      + open.condition()
                      + " AND "
                      + NOT_CLAIMED
                      + " ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED)"
                      + " UPDATE dead_letter SET claim = ?, claimed_until = clock_timestamp()"
                      + " + make_interval(secs => ? / 1000.0) FROM chosen WHERE id = chosen_id"
                      + " RETURNING "
                      + DeadLetterStore.COLUMNS)) {
            int next = open.set(update, 1);
            update.setInt(next, limit);
            update.setString(next + 1, claim);
            update.setLong(next + 2, leaseMillis);
            return DeadLetterStore.all(update.executeQuery()).stream()
                .sorted(Comparator.comparingLong(KeptLetter::id))
                .toList();
          }
        });
  }

  /** What became of one that was claimed. */
  public sealed interface Settlement {
    /** Which. */
    long id();

    /** The log has it. */
    record Replayed(long id, String outcome, String words) implements Settlement {}

    /** It was refused again, and stays open. */
    record Refused(long id, KeptLetter.Refusal refusal) implements Settlement {}

    /** Nobody knows whether the log has it: it may be tried again at once. */
    record Unsettled(long id) implements Settlement {}
  }

  /** Writes down what became of them; of those that others have claimed since, nothing. */
  public void settle(String claim, List<Settlement> settlements, String by) throws SQLException {
    database.inTransaction(
        connection -> {
          for (Settlement settlement : settlements) {
            settle(connection, claim, settlement, by);
          }
          return settlements.size();
        });
  }

  private static void settle(Connection connection, String claim, Settlement settlement, String by)
      throws SQLException {
    switch (settlement) {
      case Settlement.Replayed replayed ->
          update(
              connection,
              "state = 'REPLAYED', ended_at = clock_timestamp(), ended_by = ?, outcome = ?,"
                  + " resolution = ?, replays = replays + 1, version = version + 1, claim = '',"
                  + " claimed_until = NULL",
              claim,
              replayed.id(),
              by,
              replayed.outcome(),
              replayed.words());
      case Settlement.Refused(long id, KeptLetter.Refusal refusal) ->
          update(
              connection,
              "first_code = CASE WHEN refused_at IS NULL THEN code ELSE first_code END,"
                  + " first_detail = CASE WHEN refused_at IS NULL THEN detail ELSE first_detail END,"
                  + " first_pointer ="
                  + " CASE WHEN refused_at IS NULL THEN pointer ELSE first_pointer END,"
                  + " refused_at = clock_timestamp(), code = ?, detail = ?, pointer = ?,"
                  + " replays = replays + 1, version = version + 1, claim = '',"
                  + " claimed_until = NULL",
              claim,
              id,
              refusal.code(),
              refusal.detail(),
              refusal.pointer());
      case Settlement.Unsettled(long id) ->
          update(connection, "claimed_until = clock_timestamp()", claim, id);
    }
  }

  private static void update(
      Connection connection, String changes, String claim, long id, String... values)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE dead_letter SET " + changes + " WHERE id = ? AND claim = ?")) {
      int next = 1;
      for (String value : values) {
        update.setString(next++, Database.storable(value));
      }
      update.setLong(next, id);
      update.setString(next + 1, claim);
      update.executeUpdate();
    }
  }
}
