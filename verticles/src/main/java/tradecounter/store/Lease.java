package tradecounter.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * What one node at a time does for all of them, until its lease runs out. The clock of the database
 * says when that is; this node believes its own lease to be shorter than it is. One thread.
 */
public final class Lease {
  private final String task;
  private final long millis;
  private final String holder = UUID.randomUUID().toString();
  private long endsNanos = System.nanoTime();

  /**
   * @param task the same on every node
   * @param millis how long it holds each time it is taken
   */
  public Lease(String task, long millis) {
    this.task = task;
    this.millis = millis;
  }

  /** Takes or prolongs it, unless another node has it. In the caller's transaction; blocks. */
  public boolean take(Connection connection) throws SQLException {
    long began = System.nanoTime();
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "INSERT INTO news_lease (task, holder, until)"
                + " VALUES (?, ?, clock_timestamp() + ? * interval '1 millisecond')"
                + " ON CONFLICT (task) DO UPDATE SET holder = excluded.holder,"
                + " until = excluded.until WHERE news_lease.holder = excluded.holder"
                + " OR news_lease.until < clock_timestamp() RETURNING task")) {
      upsert.setString(1, task);
      upsert.setString(2, holder);
      upsert.setLong(3, millis);
      try (ResultSet row = upsert.executeQuery()) {
        if (!row.next()) {
          return false;
        }
      }
    }
    endsNanos = began + TimeUnit.MILLISECONDS.toNanos(millis);
    return true;
  }

  /** For how long this node has it still; negative if not at all. */
  public long leftMillis() {
    return TimeUnit.NANOSECONDS.toMillis(endsNanos - System.nanoTime());
  }

  /** Leaves it to the others. In the caller's transaction; blocks. */
  public int leave(Connection connection) throws SQLException {
    endsNanos = System.nanoTime();
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM news_lease WHERE task = ? AND holder = ?")) {
      delete.setString(1, task);
      delete.setString(2, holder);
      return delete.executeUpdate();
    }
  }
}
