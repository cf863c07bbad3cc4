package tradecounter.forward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import tradecounter.configuration.Configuration;
import tradecounter.configuration.ConfigurationReader;
import tradecounter.embedded.PostgresServer;
import tradecounter.embedded.SharedServers;
import tradecounter.engine.forward.Forward.Refusal;
import tradecounter.engine.forward.Forward.State;
import tradecounter.engine.forward.ForwardStep.ExceptionType;
import tradecounter.store.Database;

/** A fresh database with the targets of one folder, and the forwarders that a test starts. */
final class ForwardFixture implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Impatient, so that a test is short; a breaker that never opens. */
  static final String IMPATIENT =
      """
      leaseMillis: 3000
      settleMillis: 600
      retry: {firstBackoffMillis: 20, maximumBackoffMillis: 100, budgetTries: 60, budgetMillis: 60000}
      breaker: {calls: 1000, failurePercent: 100, openMillis: 100}
      """;

  final Database database;
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  /** What the rest of the system was told, such as {@code acknowledged O-1 SO-100001}. */
  final Queue<String> told = new ConcurrentLinkedQueue<>();

  /** Forwards whose sending the rest of the system fails to take note of. */
  final Set<String> unclaimable = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final List<Forwarder> forwarders = new ArrayList<>();

  ForwardFixture(Path folder) {
    this.folder = folder;
    SharedServers.postgres().start();
    database =
        new Database(
            new Configuration.Postgres(
                SharedServers.freshDatabase(),
                PostgresServer.USER,
                PostgresServer.PASSWORD,
                8,
                5_000));
    database.migrate();
  }

  /** Remembers what it is told, also if that is rolled back. */
  private final class Telling implements ForwardOutcomes {
    @Override
    public void sending(Connection connection, Dispatch dispatch) throws SQLException {
      if (unclaimable.contains(dispatch.forwardId())) {
        throw new SQLException(dispatch.forwardId() + " cannot be sent");
      }
    }

    @Override
    public void acknowledged(Connection connection, Dispatch dispatch, String targetOrder) {
      told.add("acknowledged " + dispatch.forwardId() + " " + targetOrder);
    }

    @Override
    public void rejected(Connection connection, Dispatch dispatch, Refusal refusal) {
      told.add("rejected " + dispatch.forwardId() + " " + refusal.code());
    }

    @Override
    public void exception(
        Connection connection, Dispatch dispatch, ExceptionType type, String detail) {
      told.add("exception " + dispatch.forwardId() + " " + type);
    }
  }

  // ---------------------------------------------------------------- targets

  /** The file that comes with the program. */
  static String shipped(String target) throws IOException {
    try (InputStream in =
        ForwardFixture.class.getResourceAsStream("/config/targets/" + target + ".yaml")) {
      assertThat(in).as("config/targets/%s.yaml", target).isNotNull();
      return in == null ? "" : new String(in.readAllBytes(), UTF_8);
    }
  }

  /** The ERP that comes with the program, at another address. */
  static String erp(String erpClass, int port) throws IOException {
    return shipped("erp")
            .replace("erpClass: A", "erpClass: " + erpClass)
            .replace("http://localhost:8090", "http://127.0.0.1:" + port)
            .replace("connectMillis: 2000", "connectMillis: 200")
            .replace("timeoutMillis: 15000", "timeoutMillis: 300")
        + IMPATIENT;
  }

  Target target(String name, String yaml) throws IOException {
    Files.writeString(folder.resolve(name + ".yaml"), yaml);
    return Target.of(
        new ConfigurationReader()
            .readTargets(new Configuration.Targets(folder.toString(), List.of(name), Map.of()))
            .getFirst(),
        database);
  }

  // ---------------------------------------------------------------- forwards

  ForwardStore store(String node, Target... targets) {
    return new ForwardStore(database, node, List.of(targets), new Telling());
  }

  Forwarder forwarder(ForwardStore store, Target... targets) {
    Forwarder forwarder = new Forwarder(store, List.of(targets), registry, 20);
    forwarders.add(forwarder);
    forwarder.start();
    return forwarder;
  }

  static NewForward order(String forwardId, String target, String sequenceKey) {
    return new NewForward(
        forwardId,
        forwardId,
        target,
        sequenceKey,
        """
        {"forwardId": "%s", "orderId": "%s", "reference": "PO-7", "customer": "C-1",
         "shipTo": "S-1", "shipComplete": false, "currency": "EUR",
         "lines": [{"lineId": "1", "item": "bolt", "quantity": 12345678901.000001, "uom": "each",
           "from": {"kind": "LOCATION", "key": "X"}, "shipsOn": "2026-11-25",
           "unitPrice": {"amount": "1.10", "currency": "EUR"}, "priceUnit": 1, "priceUom": "each"}]}
        """
            .formatted(forwardId, forwardId));
  }

  void enqueue(ForwardStore store, NewForward... forwards) throws SQLException {
    database.inTransaction(
        connection -> {
          store.enqueue(connection, List.of(forwards));
          return forwards.length;
        });
  }

  State state(String forwardId) throws SQLException {
    return State.valueOf(text("SELECT state FROM forward WHERE forward_id = '" + forwardId + "'"));
  }

  /** The outcomes of its attempts and look-ups in their order, such as {@code [UNKNOWN, FOUND]}. */
  String attempts(String forwardId) throws SQLException {
    return text(
        "SELECT coalesce(string_agg(coalesce(outcome, 'NOTHING'), ' ' ORDER BY started_at, kind), '')"
            + " FROM forward_attempt WHERE forward_id = '"
            + forwardId
            + "'");
  }

  String text(String query) throws SQLException {
    return database.inTransaction(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(query);
              ResultSet rows = select.executeQuery()) {
            assertThat(rows.next()).as(query).isTrue();
            return rows.getString(1);
          }
        });
  }

  void awaitState(String forwardId, State state) {
    Awaitility.await("forward " + forwardId + " " + state)
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(SQLException.class)
        .until(() -> state(forwardId) == state);
  }

  /** Everything is over, the look at duplicates included. */
  void awaitNothingToDo() {
    Awaitility.await("nothing to do")
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(SQLException.class)
        .until(() -> text("SELECT count(*) FROM forward WHERE next_at IS NOT NULL").equals("0"));
  }

  @Override
  public void close() {
    forwarders.forEach(Forwarder::close);
    database.close();
  }
}
