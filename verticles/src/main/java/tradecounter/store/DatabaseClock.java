package tradecounter.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.configuration.Configuration;

/**
 * What time it is: by the database, for every node alike. Between two looks it is carried on by the
 * monotonic clock, also while Postgres is away; so a machine whose clock is off judges prices,
 * quotes and dates no differently. That it is off is said all the same, since more than this
 * service goes by it: tokens, certificates, the log.
 *
 * <p>Before the first look it is the time of the machine. Any thread may ask; a thread of its own
 * looks.
 */
public final class DatabaseClock implements InstantSource, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseClock.class);

  private final Database database;
  private final InstantSource machine;
  private final Configuration.Clock settings;
  private final Consumer<String> objection;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable CarriedTime carried;
  private volatile boolean wrong;

  /**
   * Looks at nothing yet.
   *
   * @param machine the clock that is compared with the database's
   * @param objection told why this node should not be asked, and nothing when it may be again
   */
  public DatabaseClock(
      Database database,
      InstantSource machine,
      Configuration.Clock settings,
      Consumer<String> objection) {
    this.database = database;
    this.machine = machine;
    this.settings = settings;
    this.objection = objection;
    this.thread = Thread.ofPlatform().name("clock-watch").unstarted(this::run);
  }

  /** Looks at the database's clock once, and judges the machine's. */
  public void look() throws SQLException {
    CarriedTime read =
        database.inOneStatement(
            connection -> {
              try (PreparedStatement select =
                  connection.prepareStatement(
                      "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")) {
                long asked = System.nanoTime();
                try (ResultSet rows = select.executeQuery()) {
                  rows.next();
                  return CarriedTime.read(rows.getLong(1), asked, System.nanoTime());
                }
              }
            });
    CarriedTime before = carried;
    carried = before == null ? read : before.and(read);
    judge();
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
      while (!closing.await(settings.checkMillis(), TimeUnit.MILLISECONDS)) {
        try {
          look();
          away = false;
        } catch (SQLException e) {
          if (!away) {
            LOG.warn("the time is carried on without the database: {}", e.toString());
          }
          away = true;
          judge();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void judge() {
    long skewMillis = skewMicros() / 1_000;
    boolean off = Math.abs(skewMillis) > settings.maxSkewMillis();
    if (off) {
      String why =
          "the clock of this machine is "
              + Duration.ofMillis(Math.abs(skewMillis))
              + (skewMillis > 0 ? " ahead of" : " behind")
              + " the database's";
      if (!wrong) {
        LOG.error("{}: this node takes itself out", why);
      }
      objection.accept(why);
    } else if (wrong) {
      LOG.info("the clock of this machine is right again");
      objection.accept("");
    }
    wrong = off;
  }

  /** By so much the machine's clock is ahead of the database's, beyond doubt. */
  public double skewSeconds() {
    return skewMicros() / 1e6;
  }

  private long skewMicros() {
    CarriedTime known = carried;
    return known == null
        ? 0
        : known.skewMicros(
            ChronoUnit.MICROS.between(Instant.EPOCH, machine.instant()), System.nanoTime());
  }

  @Override
  public Instant instant() {
    CarriedTime known = carried;
    return known == null
        ? machine.instant()
        : Instant.EPOCH.plus(known.micros(System.nanoTime()), ChronoUnit.MICROS);
  }

  @Override
  public long millis() {
    CarriedTime known = carried;
    return known == null
        ? machine.millis()
        : Math.floorDiv(known.micros(System.nanoTime()), 1_000L);
  }

  @Override
  public void close() {
    closing.countDown();
    if (thread.isAlive()) {
      try {
        thread.join(Duration.ofSeconds(15));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
