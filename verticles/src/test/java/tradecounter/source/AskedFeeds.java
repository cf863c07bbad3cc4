package tradecounter.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import tradecounter.configuration.Configuration;
import tradecounter.configuration.ConfigurationReader;
import tradecounter.delivery.Delivery;
import tradecounter.delivery.DeliveryStore;
import tradecounter.embedded.PostgresServer;
import tradecounter.embedded.SharedServers;
import tradecounter.engine.state.World;
import tradecounter.feed.FeedDoor;
import tradecounter.log.Topics;
import tradecounter.store.Database;

/** Sources that are asked into a database of their own; nobody applies what comes. */
final class AskedFeeds implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ConfigurationReader READER = new ConfigurationReader();
  private static final String SETTINGS = "TRADECOUNTER_";

  private final String jdbcUrl;
  private final Configuration configuration;
  private final Database database;
  private final DeliveryStore store;
  private final FeedDoor door;
  private final Sources sources;
  private final SnapshotRequests snapshots;
  private final Map<String, String> files = new TreeMap<>();

  /** A first node. */
  AskedFeeds() {
    this(SharedServers.freshDatabase());
  }

  private AskedFeeds(String jdbcUrl) {
    this.jdbcUrl = jdbcUrl;
    configuration =
        READER.read(
            Optional.empty(),
            Map.of(
                SETTINGS + "POSTGRES_JDBCURL",
                jdbcUrl,
                SETTINGS + "POSTGRES_USER",
                PostgresServer.USER,
                SETTINGS + "POSTGRES_PASSWORD",
                PostgresServer.PASSWORD,
                SETTINGS + "DELIVERIES_BYTES",
                "4000000",
                SETTINGS + "DELIVERIES_LEASEMILLIS",
                "3000",
                SETTINGS + "DELIVERIES_POLLMILLIS",
                "20"));
    database = new Database(configuration.postgres());
    database.migrate();
    store = new DeliveryStore(database);
    door =
        new FeedDoor(
            List.of(),
            new World(),
            new Topics(configuration.kafka()),
            configuration.limits().eventBytes());
    sources =
        new Sources(
            new Sources.Parts(
                database,
                store,
                door,
                () -> {},
                configuration.deliveries(),
                InstantSource.system()));
    snapshots = new SnapshotRequests(database, door, sources, InstantSource.system());
    sources.start();
  }

  /** Another node on the same database. */
  AskedFeeds twin() {
    AskedFeeds twin = new AskedFeeds(jdbcUrl);
    twin.files.putAll(files);
    twin.use();
    return twin;
  }

  /** From now on the feed's file says this, beside what every test says. */
  AskedFeeds feed(String feed, String text) {
    files.put(
        feed, "feed: " + feed + "\nowns: [position.set.onHand]\nstaleAfterMillis: 1000\n" + text);
    use();
    return this;
  }

  AskedFeeds without(String feed) {
    files.remove(feed);
    use();
    return this;
  }

  private void use() {
    door.replace(
        files.entrySet().stream()
            .map(file -> READER.readFeed(file.getValue().getBytes(UTF_8), file.getKey()))
            .toList());
  }

  DeliveryStore store() {
    return store;
  }

  SnapshotRequests snapshots() {
    return snapshots;
  }

  Standing standing(String feed) {
    return sources.standings().getOrDefault(feed, Standing.UNKNOWN);
  }

  /** Waits until it stands like this with the feed's source. */
  void awaitStanding(String feed, Predicate<Standing> like) {
    Awaitility.await("how it stands with " + feed)
        .atMost(PATIENCE)
        .until(() -> standing(feed), like);
  }

  /** The deliveries of a feed, the oldest first, once there are as many that are whole. */
  List<Delivery> awaitDeliveries(String feed, int count) {
    Awaitility.await("deliveries of " + feed)
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(deliveries(feed)).hasSize(count));
    return deliveries(feed);
  }

  /** Those that are whole. */
  List<Delivery> deliveries(String feed) {
    try {
      List<Delivery> found = new ArrayList<>();
      for (Delivery delivery : store.newest(feed, "", 1_000, Long.MAX_VALUE).reversed()) {
        if (delivery.state() != Delivery.State.RECEIVING) {
          found.add(delivery);
        }
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The bytes of a delivery as text. */
  String content(Delivery delivery) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    rows(
        "SELECT bytes FROM feed_delivery_chunk WHERE delivery = "
            + delivery.delivery()
            + " ORDER BY chunk",
        row -> content.writeBytes(row.getBytes(1)));
    return content.toString(UTF_8);
  }

  /** Waits until something is so. */
  static void await(String what, java.util.concurrent.Callable<Boolean> so) {
    Awaitility.await(what)
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(so);
  }

  /** Where a test can have tables of its own. */
  String jdbcUrl() {
    return jdbcUrl;
  }

  /** Past all code. */
  void execute(String statement) {
    try (Connection connection = connection();
        Statement executed = connection.createStatement()) {
      executed.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The one number that the query finds. */
  long number(String query) {
    long[] number = {0};
    rows(query, row -> number[0] = row.getLong(1));
    return number[0];
  }

  private interface Row {
    void read(ResultSet at) throws SQLException;
  }

  private void rows(String query, Row each) {
    try (Connection connection = connection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        each.read(rows);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Connection connection() throws SQLException {
    return DriverManager.getConnection(jdbcUrl, PostgresServer.USER, PostgresServer.PASSWORD);
  }

  @Override
  public void close() {
    sources.close();
    snapshots.close();
    database.close();
  }
}
