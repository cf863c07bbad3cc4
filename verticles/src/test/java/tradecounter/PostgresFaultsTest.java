package tradecounter;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.testing.Events.data;
import static tradecounter.testing.Events.list;

import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tradecounter.embedded.SharedServers;
import tradecounter.embedded.erp.ErpClass;
import tradecounter.embedded.erp.RecordingErp;
import tradecounter.testing.Answer;
import tradecounter.testing.PatientBuyer;
import tradecounter.testing.Reckoning;
import tradecounter.testing.Rows;
import tradecounter.testing.Shop;
import tradecounter.testing.Shoppers;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;

/**
 * Under orders, Postgres dies, stands still, or has no room: nothing is accepted then, reads go on,
 * and when it is back, all that was told and all that was not is as it should be.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class PostgresFaultsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String ITEM = "BOLT";
  private static final String OTHER_ITEM = "NUT";
  private static final int STOCK = 100_000;
  private static final int SHOPPERS = 8;
  private static final int QUEUE = 40;
  private static final int CONNECTIONS = 6;

  /** More than wait in both queues, so that some are turned away at the door. */
  private static final int IMPATIENT = 4 * QUEUE;

  /** More than the log's files have. */
  private static final long ROOM_FOR_THE_LOG = 17L << 20;

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final RecordingErp erp = new RecordingErp(ErpClass.A, 0).start();
  private final TestService first = settings(new TestService());
  private final TestService second = settings(first.twin());
  private final List<TestClient> clients = List.of(first.client(), second.client());
  private final PatientBuyer buyer = new PatientBuyer(clients);
  private final Shop shop = new Shop(clients, 8);
  private final Shoppers shoppers = new Shoppers(clients, buyer, shop.customers());
  private final Rows rows = new Rows(first);

  private TestService settings(TestService node) {
    return node.withImpatientErp(erp)
        .with("LEDGER_BATCH", String.valueOf(QUEUE / 2))
        .with("LEDGER_QUEUE", String.valueOf(QUEUE))
        .with("LEDGER_TIMEOUTMILLIS", "1000")
        .with("POSTGRES_CONNECTIONS", String.valueOf(CONNECTIONS));
  }

  @BeforeEach
  void open() {
    first.start();
    second.start();
    shop.open();
    shop.stock(STOCK, List.of(ITEM, OTHER_ITEM));
    shoppers.shelve(List.of(ITEM, OTHER_ITEM));
  }

  @AfterEach
  void stop() {
    SharedServers.postgres().thaw();
    SharedServers.postgres().unlimitFileSize();
    SharedServers.postgres().start();
    first.close();
    second.close();
    erp.close();
  }

  /** What becomes of Postgres. */
  enum Fault {
    FROZEN {
      @Override
      void begin(long room) {
        SharedServers.postgres().freeze();
      }

      @Override
      void end() {
        SharedServers.postgres().thaw();
      }
    },
    KILLED {
      @Override
      void begin(long room) {
        SharedServers.postgres().kill();
      }

      @Override
      void end() {
        SharedServers.postgres().start();
      }
    },
    /** Rows find no more room, but the log does. */
    TABLES_FULL {
      @Override
      void begin(long room) {
        SharedServers.postgres().limitFileSize(room);
      }

      @Override
      void end() {
        SharedServers.postgres().unlimitFileSize();
      }
    },
    /** The log finds no room: Postgres ends itself. */
    LOG_FULL {
      @Override
      void begin(long room) {
        SharedServers.postgres().limitFileSize(1);
      }

      @Override
      void end() {
        SharedServers.postgres().unlimitFileSize();
        SharedServers.postgres().restart();
      }
    };

    /** {@code room} is what files may grow to, if that is the fault. */
    abstract void begin(long room);

    abstract void end();
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void nothingIsAcceptedAndReadsGoOn(Fault fault) throws Exception {
    long room = fault == Fault.TABLES_FULL ? filled("idempotency_key") : 0;
    shoppers.start(SHOPPERS, seed);
    Awaitility.await("orders are decided, seed " + seed)
        .atMost(PATIENCE)
        .until(() -> shoppers.answered() >= 2 * SHOPPERS);
    List<Sent> refused;
    fault.begin(room);
    try {
      refused = everyoneIsTurnedAway();
      for (TestService node : List.of(first, second)) {
        assertThat(shop.reads(node.client(), ITEM)).isTrue();
        assertThat(node.management().get("/live").status()).isEqualTo(200);
        assertThat(node.management().get("/ready").status()).isEqualTo(200);
        assertThat(node.metric("tradecounter_ledger_waiting")).isLessThanOrEqualTo(QUEUE);
      }
    } finally {
      fault.end();
    }
    int answered = shoppers.answered();
    Awaitility.await("orders are decided again, seed " + seed)
        .atMost(PATIENCE)
        .until(() -> shoppers.answered() >= answered + 2 * SHOPPERS);
    shoppers.callHome();
    List<Shoppers.Told> history = new ArrayList<>(shoppers.history());
    for (Sent one : refused) {
      history.add(
          new Shoppers.Told(one.key(), one.order(), buyer.order(one.key(), one.order(), 1)));
    }
    String figures = new Reckoning(first, erp, buyer, "seed " + seed).agreed(history);
    shop.leftIsWhatWasNotSold(history);
    Awaitility.await("connections are bounded")
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        rows.number(
                            "SELECT count(*) FROM pg_stat_activity WHERE datname ="
                                + " current_database() AND application_name = 'tradecounter'"))
                    .isLessThanOrEqualTo(2 * CONNECTIONS));
    System.out.printf(
        "Postgres %s: seed %d, %d turned away with 503 while reads went on, then %s%n",
        fault, seed, refused.size(), figures);
  }

  /** An order, and the key under which it can be asked for again. */
  private record Sent(String key, JsonObject order) {}

  private static JsonObject order(int number) {
    return data("customer", "C-" + number % 8, "reference", "PO-" + number)
        .put("lines", list(data("lineId", "1", "item", ITEM, "quantity", 1)));
  }

  /** Many at both nodes, while somebody else reads; no answer is anything but 503 or late. */
  private List<Sent> everyoneIsTurnedAway() throws Exception {
    List<Sent> refused = new ArrayList<>();
    // A disk is full for a table only when its last page is.
    Awaitility.await("orders are turned away, seed " + seed)
        .atMost(PATIENCE)
        .until(
            () -> {
              Sent one = new Sent(UUID.randomUUID().toString(), order(0));
              refused.add(one);
              return clients.getFirst().order(one.key(), one.order()).status() == 503;
            });
    try (ExecutorService buyers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Sent> sent = new ArrayList<>();
      List<Future<Answer>> answers = new ArrayList<>();
      for (int i = 0; i < IMPATIENT; i++) {
        Sent one = new Sent(UUID.randomUUID().toString(), order(i));
        TestClient node = clients.get(i % 2);
        sent.add(one);
        answers.add(buyers.submit(() -> node.order(one.key(), one.order())));
      }
      List<Future<Boolean>> reads = new ArrayList<>();
      for (int i = 0; i < IMPATIENT; i++) {
        TestClient node = clients.get(i % 2);
        reads.add(buyers.submit(() -> shop.reads(node, ITEM)));
      }
      for (Future<Boolean> read : reads) {
        assertThat(read.get()).isTrue();
      }
      for (int i = 0; i < IMPATIENT; i++) {
        Answer answer = answers.get(i).get();
        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("ledger-unavailable");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        refused.add(sent.get(i));
      }
    }
    return refused;
  }

  /** Fills the table with answers to nobody; the size that it has then. */
  private long filled(String table) throws SQLException {
    execute(
        "INSERT INTO idempotency_key SELECT 'filler', n::text, '\\x00', 201, '', decode(repeat("
            + "md5(n::text), 62), 'hex'), '', clock_timestamp() + interval '1 day'"
            + " FROM generate_series(1, "
            + ROOM_FOR_THE_LOG / 1_000
            + ") AS n");
    long size = rows.number("SELECT pg_relation_size('" + table + "')");
    assertThat(size).isGreaterThan(ROOM_FOR_THE_LOG);
    return size;
  }

  private Connection connect() throws SQLException {
    var postgres = first.configuration().postgres();
    return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  // ---------------------------------------------------------------- a commit under way

  /** What becomes of a commit whose answer does not come. */
  enum Outcome {
    COMMITTED,
    LOST
  }

  /**
   * The commit hangs in Postgres: nobody knows what will become of it. The buyer is told to try
   * again, not that it went well; and whoever tries again hears what became of it.
   */
  @ParameterizedTest
  @EnumSource(Outcome.class)
  void anUnknownCommitIsNoSuccessAndItsKeyTells(Outcome outcome) throws SQLException {
    execute(
        """
        CREATE FUNCTION wait_at_commit() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          WHILE NOT pg_try_advisory_xact_lock_shared(7) LOOP
            PERFORM pg_sleep(0.02);
          END LOOP;
          RETURN NULL;
        END $$;
        CREATE CONSTRAINT TRIGGER wait_at_commit AFTER INSERT ON customer_order
          DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait_at_commit();
        """);
    String key = UUID.randomUUID().toString();
    try (Connection gate = connect();
        Statement statement = gate.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(7)");
      Answer unknown = clients.getFirst().order(key, order(1));
      assertThat(unknown.status()).as(unknown.text()).isEqualTo(503);
      assertThat(unknown.headers().firstValue("Retry-After")).isPresent();
      // Either it is still under way, or it is not known what became of it.
      Answer again = clients.getFirst().order(key, order(1));
      assertThat(again.status()).as(again.text()).isIn(409, 503);
      assertThat(clients.getLast().order(key, order(1)).status()).isIn(409, 503);
      assertThat(rows.number("SELECT count(*) FROM customer_order")).isZero();
      if (outcome == Outcome.LOST) {
        SharedServers.postgres().kill();
        SharedServers.postgres().start();
        Awaitility.await("it is gone")
            .atMost(PATIENCE)
            .ignoreExceptions()
            .until(() -> rows.number("SELECT count(*) FROM customer_order") == 0);
      } else {
        statement.execute("SELECT pg_advisory_unlock(7)");
        Awaitility.await("it is committed after all")
            .atMost(PATIENCE)
            .until(() -> rows.number("SELECT count(*) FROM customer_order") == 1);
      }
    }
    JsonObject order = order(1);
    Shoppers.Told told = new Shoppers.Told(key, order, buyer.order(key, order, 1));
    assertThat(told.accepted()).isTrue();
    if (outcome == Outcome.COMMITTED) {
      assertThat(told.answer().headers().firstValue("Idempotency-Replayed")).contains("true");
    }
    new Reckoning(first, erp, buyer, outcome.toString()).agreed(List.of(told));
    shop.leftIsWhatWasNotSold(List.of(told));
  }
}
