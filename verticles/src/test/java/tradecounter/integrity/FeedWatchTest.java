package tradecounter.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tradecounter.configuration.Configuration;
import tradecounter.configuration.ConfigurationReader;
import tradecounter.configuration.FeedConfiguration;
import tradecounter.embedded.PostgresServer;
import tradecounter.embedded.SharedServers;
import tradecounter.order.OrderStore;
import tradecounter.order.TroubleBook;
import tradecounter.store.Database;

/** Looks at figures that a test sets, on a real Postgres: what is told once, and what closes. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class FeedWatchTest {
  private static final Configuration.Integrity SETTINGS =
      new Configuration.Integrity(5_000, 600_000, 1_000);
  private static final Duration TURN = Duration.ofSeconds(5);

  private final List<String> asked = new ArrayList<>();
  private final FeedConfiguration feed = feed();
  private Database database;
  private FeedSteering steering;
  private FeedWatch watch;
  private boolean sourceTakesIt = true;
  private Instant now = Instant.parse("2026-11-23T10:30:00Z");
  private FeedFigures figures = FeedFigures.NONE;

  private static FeedConfiguration feed() {
    return new ConfigurationReader()
        .readFeed(
            """
            feed: plant
            owner: {name: Jo, contact: jo@example.com}
            owns: [position.set.onHand]
            staleAfterMillis: 3600000
            expected: {silenceMillis: 600000}
            snapshot: {of: [position], deliveries: "full-*"}
            """
                .getBytes(java.nio.charset.StandardCharsets.UTF_8),
            "plant");
  }

  @BeforeEach
  void open() throws SQLException {
    SharedServers.postgres().start();
    database =
        new Database(
            new Configuration.Postgres(
                SharedServers.freshDatabase(),
                PostgresServer.USER,
                PostgresServer.PASSWORD,
                4,
                20_000));
    database.migrate();
    steering = new FeedSteering(database, 1_000);
    watch = watch();
    say(10, 0, 0);
    watch.look();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private FeedWatch watch() {
    return new FeedWatch(
        new FeedWatch.Parts(
            SETTINGS,
            database,
            () -> Set.of("plant"),
            _ -> Optional.of(feed),
            _ -> figures,
            steering,
            new TroubleBook(new OrderStore()),
            (name, reason, _) -> {
              asked.add(name + ": " + reason);
              return sourceTakesIt ? Optional.of("asked") : Optional.empty();
            },
            () -> now));
  }

  /** So much more comes of the feed, now. */
  private void say(long events, long ranBack, long gaps) {
    figures =
        new FeedFigures(
            figures.events() + events,
            figures.superseded(),
            figures.ranBack() + ranBack,
            figures.gaps() + gaps,
            now.toEpochMilli(),
            now.toEpochMilli());
  }

  private void lookAfter(Duration time) throws SQLException {
    now = now.plus(time);
    watch.look();
  }

  private List<String> troubles(String state) throws SQLException {
    return texts("SELECT type FROM trouble WHERE state = '" + state + "' ORDER BY raised_at");
  }

  private List<String> texts(String query) throws SQLException {
    return database.inOneStatement(
        connection -> {
          List<String> texts = new ArrayList<>();
          try (PreparedStatement select = connection.prepareStatement(query);
              ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
              texts.add(rows.getString(1));
            }
          }
          return texts;
        });
  }

  private void change(String statement, Object... parameters) throws SQLException {
    var _ =
        database.inTransaction(
            connection -> {
              try (PreparedStatement change = connection.prepareStatement(statement)) {
                for (int i = 0; i < parameters.length; i++) {
                  change.setObject(i + 1, parameters[i]);
                }
                return change.executeUpdate();
              }
            });
  }

  @Test
  void aGapIsToldOnceAndItsSourceIsAskedOnce() throws SQLException {
    say(5, 0, 2);
    lookAfter(TURN);
    assertThat(troubles("OPEN")).containsExactly("FEED_GAP");
    assertThat(texts("SELECT detail FROM trouble"))
        .containsExactly(
            "feed plant: sequences have skipped numbers 2 times, 2 times in all; its owner is Jo"
                + " jo@example.com");
    lookAfter(TURN);
    assertThat(asked).containsExactly("plant: feed plant has skipped numbers, 2 times in all");

    say(5, 0, 1);
    lookAfter(TURN);
    assertThat(asked).as("not so soon again").hasSize(1);
    for (int minute = 0; minute < 11; minute++) {
      say(1, 0, 0);
      lookAfter(Duration.ofMinutes(1));
    }
    assertThat(asked).as("for the gap after it was asked").hasSize(2);
    assertThat(troubles("OPEN")).containsExactly("FEED_GAP");
  }

  @Test
  void aSourceThatDoesNotTakeItIsAskedAgainLater() throws SQLException {
    sourceTakesIt = false;
    say(5, 0, 1);
    lookAfter(TURN);
    lookAfter(TURN);
    assertThat(asked).hasSize(1);
    for (int minute = 0; minute < 10; minute++) {
      say(1, 0, 0);
      lookAfter(Duration.ofMinutes(1));
    }
    assertThat(asked).hasSize(2);
  }

  @Test
  void anotherNodeOrARestartTellsNoOldGapAndMissesNoNewOne() throws SQLException {
    say(5, 0, 2);
    lookAfter(TURN);
    change("UPDATE trouble SET state = 'RESOLVED', resolved_at = now(), resolution = 'known'");
    change("DELETE FROM news_lease");
    watch = watch();
    lookAfter(TURN);
    assertThat(troubles("OPEN")).isEmpty();

    // A node that is behind with the log neither tells nor forgets anything.
    FeedFigures ahead = figures;
    figures = new FeedFigures(3, 0, 0, 0, ahead.asOfMillis(), ahead.heardAtMillis());
    lookAfter(TURN);
    figures = ahead;
    lookAfter(TURN);
    assertThat(troubles("OPEN")).isEmpty();
    assertThat(texts("SELECT events::text FROM feed_hour")).containsExactly("5");

    say(5, 0, 1);
    lookAfter(TURN);
    assertThat(troubles("OPEN")).containsExactly("FEED_GAP");
  }

  @Test
  void aSnapshotThatIsAppliedClosesTheGap() throws SQLException {
    say(5, 0, 1);
    lookAfter(TURN);
    for (String name : List.of("changes-1", "full-1")) {
      assertThat(troubles("OPEN")).as("before " + name).containsExactly("FEED_GAP");
      change(
          "INSERT INTO feed_delivery (feed, name, transport, state, told_at, received_at, once)"
              + " VALUES ('plant', ?, 'HTTP', 'APPLIED', now(), ?, true)",
          name,
          Timestamp.from(now.plusSeconds(1)));
      lookAfter(TURN);
    }
    assertThat(troubles("OPEN")).isEmpty();
    assertThat(texts("SELECT resolution FROM trouble")).containsExactly(TroubleBook.CAUSE_IS_GONE);
  }

  @Test
  void silenceClosesWhenItSpeaks() throws SQLException {
    for (int minute = 0; minute < 11; minute++) {
      assertThat(troubles("OPEN")).isEmpty();
      lookAfter(Duration.ofMinutes(1));
    }
    assertThat(troubles("OPEN")).containsExactly("FEED_SILENT");
    say(1, 0, 0);
    lookAfter(TURN);
    assertThat(troubles("OPEN")).isEmpty();
  }

  @Test
  void whatAPersonHasResolvedIsNotTurnedUpAgain() throws SQLException {
    for (int minute = 0; minute < 11; minute++) {
      lookAfter(Duration.ofMinutes(1));
    }
    change("UPDATE trouble SET state = 'RESOLVED', resolved_at = now(), resolution = 'holiday'");
    lookAfter(TURN);
    assertThat(troubles("OPEN")).isEmpty();
  }

  @Test
  void nobodyIsSilentWhileNobodyWatchesOrWhilePaused() throws SQLException {
    lookAfter(Duration.ofHours(9));
    assertThat(troubles("OPEN")).as("nobody has watched").isEmpty();
    assertThat(steering.pause("plant", "stock count")).isTrue();
    for (int minute = 0; minute < 20; minute++) {
      lookAfter(Duration.ofMinutes(1));
    }
    assertThat(troubles("OPEN")).as("paused").isEmpty();
    assertThat(steering.resume("plant")).isTrue();
    lookAfter(TURN);
    assertThat(troubles("OPEN")).as("just resumed").isEmpty();
  }

  @Test
  void tenTimesTheUsualIsToldAndClosesWhenAnHourIsNormal() throws SQLException {
    Instant hour = FeedHour.startOf(now);
    for (int back = 1; back <= 48; back++) {
      change(
          "INSERT INTO feed_hour (feed, hour, events) VALUES ('plant', ?, 100)",
          Timestamp.from(hour.minus(Duration.ofHours(back))));
    }
    watch = watch();
    change("DELETE FROM news_lease");
    change("UPDATE feed_hour SET disturbed = false");
    say(900, 0, 0);
    lookAfter(TURN);
    assertThat(troubles("OPEN")).isEmpty();
    say(900, 0, 0);
    lookAfter(TURN);
    assertThat(troubles("OPEN")).containsExactly("FEED_VOLUME");
    for (int minute = 0; minute < 100; minute++) {
      say(2, 0, 0);
      lookAfter(Duration.ofMinutes(1));
    }
    assertThat(troubles("OPEN")).isEmpty();
    assertThat(troubles("RESOLVED")).containsExactly("FEED_VOLUME");
  }

  @Test
  void whatIsSaidOnOneNodeIsKnownOnTheOther() throws SQLException {
    FeedSteering other = new FeedSteering(database, 1_000);
    assertThat(steering.pause("plant", "stock count")).isTrue();
    assertThat(steering.pause("plant", "again")).isFalse();
    Instant to = Instant.parse("2026-11-01T00:00:00Z");
    steering.rewind("plant", Instant.EPOCH);
    steering.rewind("plant", to);
    assertThat(other.isPaused("plant")).isFalse();
    other.look();
    assertThat(other.pause("plant").orElseThrow().reason()).isEqualTo("stock count");
    assertThat(other.rewind("plant").generation()).isEqualTo(2);
    assertThat(other.rewind("plant").to()).isEqualTo(to);
    assertThat(other.resume("plant")).isTrue();
    steering.look();
    assertThat(Map.of("paused", steering.isPaused("plant"))).containsEntry("paused", false);
  }
}
