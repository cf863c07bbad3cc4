package tradecounter.integrity;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.feed.Steering;
import tradecounter.store.Database;

/**
 * Which feeds operators have paused, and which they have rewound. Postgres has it; a thread looks
 * there so often that every node does what was said on any, and nothing of it is lost at a restart.
 * While Postgres is away it stays as it was.
 */
public final class FeedSteering implements Steering, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FeedSteering.class);

  private final Database database;
  private final int everyMillis;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile Map<String, Pause> pauses = Map.of();
  private volatile Map<String, Rewind> rewinds = Map.of();

  /** A feed is paused. */
  public record Pause(String reason, Instant since) {}

  public FeedSteering(Database database, int everyMillis) {
    this.database = database;
    this.everyMillis = everyMillis;
    this.thread = Thread.ofPlatform().name("feed-steering").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** Whether its thread runs. */
  public boolean isAlive() {
    return thread.isAlive();
  }

  private void run() {
    boolean away = false;
    try {
      while (!closing.await(everyMillis, TimeUnit.MILLISECONDS)) {
        try {
          look();
          away = false;
        } catch (SQLException | RuntimeException e) {
          if (!away) {
            LOG.warn("whether feeds are paused is not known anew: {}", e.toString());
          }
          away = true;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks now. Blocks. */
  public void look() throws SQLException {
    pauses = database.inOneStatement(FeedSteering::pauses);
    rewinds = database.inOneStatement(FeedSteering::rewinds);
  }

  private static Map<String, Pause> pauses(Connection connection) throws SQLException {
    Map<String, Pause> found = new HashMap<>();
    try (PreparedStatement select =
            connection.prepareStatement("SELECT feed, reason, since FROM feed_pause");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.put(
            rows.getString(1), new Pause(rows.getString(2), rows.getTimestamp(3).toInstant()));
      }
    }
    return Map.copyOf(found);
  }

  private static Map<String, Rewind> rewinds(Connection connection) throws SQLException {
    Map<String, Rewind> found = new HashMap<>();
    try (PreparedStatement select =
            connection.prepareStatement("SELECT feed, generation, to_at FROM feed_rewind");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.put(rows.getString(1), new Rewind(rows.getInt(2), rows.getTimestamp(3).toInstant()));
      }
    }
    return Map.copyOf(found);
  }

  @Override
  public boolean isPaused(String feed) {
    return pauses.containsKey(feed);
  }

  @Override
  public Rewind rewind(String feed) {
    return rewinds.getOrDefault(feed, Rewind.NONE);
  }

  /** Since when and why it is paused, if it is. */
  public Optional<Pause> pause(String feed) {
    return Optional.ofNullable(pauses.get(feed));
  }

  /** From now on nothing of the feed is taken in. Blocks. Whether it was not paused before. */
  public boolean pause(String feed, String reason) throws SQLException {
    return changed(
        "INSERT INTO feed_pause (feed, reason) VALUES (?, ?) ON CONFLICT (feed) DO NOTHING",
        feed,
        Database.storable(reason));
  }

  /** It goes on where it was. Blocks. Whether it was paused. */
  public boolean resume(String feed) throws SQLException {
    return changed("DELETE FROM feed_pause WHERE feed = ?", feed);
  }

  private boolean changed(String statement, String... parameters) throws SQLException {
    boolean changed =
        database.inTransaction(
            connection -> {
              try (PreparedStatement change = connection.prepareStatement(statement)) {
                for (int i = 0; i < parameters.length; i++) {
                  change.setString(i + 1, parameters[i]);
                }
                return change.executeUpdate() == 1;
              }
            });
    look();
    return changed;
  }

  /** Has the feed's topics read again, by whichever node has them. Blocks. */
  public void rewind(String feed, Instant to) throws SQLException {
    var _ =
        database.inTransaction(
            connection -> {
              try (PreparedStatement upsert =
                  connection.prepareStatement(
                      "INSERT INTO feed_rewind (feed, generation, to_at) VALUES (?, 1, ?)"
                          + " ON CONFLICT (feed) DO UPDATE SET to_at = excluded.to_at,"
                          + " generation = feed_rewind.generation + 1, at = clock_timestamp()")) {
                upsert.setString(1, feed);
                upsert.setTimestamp(2, Timestamp.from(to));
                return upsert.executeUpdate();
              }
            });
    look();
  }

  @Override
  public void close() {
    closing.countDown();
    if (thread.isAlive()) {
      try {
        thread.join(Duration.ofSeconds(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
