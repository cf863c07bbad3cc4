package tradecounter.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Map;
import java.util.function.LongConsumer;
import tradecounter.engine.state.Captured;
import tradecounter.engine.state.Entity;
import tradecounter.engine.state.LogPosition.Lane;
import tradecounter.engine.state.World;

/**
 * The read model in Postgres, with the log positions it contains, in one transaction.
 *
 * <p>Several nodes may share it: one row lock lets one write at a time, and a node that is behind
 * what is there writes nothing.
 */
public final class CheckpointStore {
  private static final int BATCH = 1_000;
  private static final long LOCK = 0x7261646563L;

  private final Database database;

  public CheckpointStore(Database database) {
    this.database = database;
  }

  /**
   * Takes everything up into an empty world.
   *
   * @param progress told how many entities are in, now and then
   * @return how many there were
   */
  public long restore(World world, LongConsumer progress) throws SQLException {
    return database.inTransaction(
        connection -> {
          long count = 0;
          try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(5_000);
            ResultSet rows =
                statement.executeQuery("SELECT kind, key, state FROM checkpoint_entity");
            while (rows.next()) {
              world.restore(
                  new Entity(Entity.Kind.valueOf(rows.getString(1)), rows.getString(2)),
                  rows.getBytes(3));
              if (++count % 20_000 == 0) {
                progress.accept(count);
              }
            }
          }
          progress.accept(count);
          return count;
        });
  }

  /** What {@link #write} did. */
  public enum Written {
    WRITTEN,
    /** Another node has written a later state; nothing was changed. */
    BEHIND
  }

  /**
   * Writes what changed, as of the given positions.
   *
   * @param captured the last state of each entity that changed since the last write of this node
   */
  public Written write(World world, Collection<Captured> captured, Map<Lane, Long> positions)
      throws SQLException {
    return database.inTransaction(
        connection -> {
          try (Statement lock = connection.createStatement()) {
            lock.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
          }
          if (isBehind(connection, positions)) {
            return Written.BEHIND;
          }
          writeEntities(connection, world, captured);
          Positions.write(connection, "checkpoint_position", positions);
          return Written.WRITTEN;
        });
  }

  private static boolean isBehind(Connection connection, Map<Lane, Long> ours) throws SQLException {
    return Positions.read(connection, "checkpoint_position").entrySet().stream()
        .anyMatch(there -> ours.getOrDefault(there.getKey(), 0L) < there.getValue());
  }

  private static void writeEntities(
      Connection connection, World world, Collection<Captured> captured) throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "INSERT INTO checkpoint_entity (kind, key, state) VALUES (?, ?, ?)"
                + " ON CONFLICT (kind, key) DO UPDATE SET state = excluded.state")) {
      int pending = 0;
      for (Captured entity : captured) {
        upsert.setString(1, entity.entity().kind().name());
        upsert.setString(2, entity.entity().key());
        upsert.setBytes(3, world.encode(entity));
        upsert.addBatch();
        if (++pending == BATCH) {
          upsert.executeBatch();
          pending = 0;
        }
      }
      upsert.executeBatch();
    }
  }
}
