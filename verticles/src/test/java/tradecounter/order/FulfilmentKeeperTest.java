package tradecounter.order;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tradecounter.configuration.Configuration;
import tradecounter.embedded.SharedServers;
import tradecounter.engine.canonical.ObjectKind;
import tradecounter.engine.canonical.Origin;
import tradecounter.engine.canonical.Verdict;
import tradecounter.engine.order.ProgressStep;
import tradecounter.engine.order.RefusalPolicy;
import tradecounter.log.AppendListener;
import tradecounter.log.LogAppender;
import tradecounter.log.LogRecord;
import tradecounter.log.Topics;
import tradecounter.store.Database;

/** News of orders from Kafka: each event once, whatever breaks. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class FulfilmentKeeperTest {
  private static final String ORDER = "O-ABCDEFGHIJKLMNOPQRST";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private AcceptedOrders accepted;
  private Topics topics;
  private LogAppender appender;
  private final List<AutoCloseable> running = new ArrayList<>();
  private int nextId;

  @BeforeEach
  void open() throws ExecutionException, InterruptedException, TimeoutException {
    accepted = new AcceptedOrders();
    Configuration.Kafka kafka =
        new Configuration.Kafka(
            SharedServers.kafka().bootstrapServers(),
            SharedServers.freshPrefix(),
            2,
            1,
            10_000,
            64,
            Map.of());
    topics = new Topics(kafka);
    topics.create(List.of());
    appender = new LogAppender(topics, kafka);
  }

  @AfterEach
  void close() throws Exception {
    SharedServers.postgres().start();
    for (AutoCloseable each : running) {
      each.close();
    }
    appender.close();
    accepted.close();
  }

  private FulfilmentKeeper keeper(Database database, OrderNews orders) {
    FulfilmentKeeper keeper = new FulfilmentKeeper(database, topics, orders);
    running.add(keeper);
    keeper.start();
    return keeper;
  }

  private FulfilmentKeeper keeper() {
    return keeper(accepted.database(), accepted.orders(RefusalPolicy.RAISE));
  }

  private static final class Appended implements AppendListener {
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();

    @Override
    public void appended() {
      done.complete(true);
    }

    @Override
    public void applied(Verdict verdict) {}

    @Override
    public void failed(String reason) {
      done.completeExceptionally(new IllegalStateException(reason));
    }
  }

  /** Appends the events in their order, as the door passes them on. */
  private void append(String order, List<JsonObject> events) throws Exception {
    List<Appended> listeners = new ArrayList<>();
    List<LogRecord> records = new ArrayList<>();
    for (JsonObject event : events) {
      listeners.add(new Appended());
      records.add(
          LogRecord.event(
              topics.canonical(ObjectKind.Topic.FULFILMENT),
              order,
              event.encode().getBytes(UTF_8),
              "wms",
              Origin.NONE));
    }
    appender.put(records, listeners);
    for (Appended listener : listeners) {
      assertThat(listener.done.get(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private JsonObject event(String type, JsonObject data) {
    return new JsonObject()
        .put("specversion", "1.0")
        .put("id", String.valueOf(++nextId))
        .put("source", "/wms")
        .put("type", "tradecounter." + type + ".v1")
        .put("data", data);
  }

  private static JsonArray line(int quantity) {
    return new JsonArray().add(new JsonObject().put("lineId", "10").put("quantity", quantity));
  }

  private JsonObject status(String order, String status, int quantity) {
    return event(
        "order-status",
        new JsonObject().put("orderId", order).put("status", status).put("lines", line(quantity)));
  }

  private JsonObject shipment(String order, String key, int quantity) {
    return event(
        "shipment",
        new JsonObject().put("shipment", key).put("orderId", order).put("lines", line(quantity)));
  }

  private void await(String what, String sql, String... rows) {
    Awaitility.await(what)
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(accepted.rows(sql)).containsExactly(rows));
  }

  @Test
  void duplicatesAndReorderingChangeNothing() throws Exception {
    long seed = 20_261_123;
    List<JsonObject> events = new ArrayList<>();
    events.add(shipment(ORDER, "SH-1", 3));
    events.add(shipment(ORDER, "SH-2", 5));
    for (int picked = 1; picked <= 9; picked++) {
      events.add(status(ORDER, "PICKED", picked));
    }
    events.addAll(List.copyOf(events));
    Collections.shuffle(events, new Random(seed));
    accepted.accept(ORDER, "C-1", "");
    FulfilmentKeeper keeper = keeper();
    append(ORDER, events);
    Awaitility.await().atMost(PATIENCE).until(() -> keeper.applied() == events.size());
    assertThat(
            accepted.rows(
                "SELECT picked, shipped, status FROM order_line JOIN customer_order"
                    + " USING (order_id) WHERE line = '10'"))
        .as("seed %s", seed)
        .containsExactly("9000000 8000000 PARTLY_SHIPPED");
    assertThat(accepted.timeline(ORDER).stream().filter("order.shipped"::equals)).hasSize(2);
    await(
        "the offset",
        "SELECT sum(next_offset) FROM fulfilment_position",
        String.valueOf(events.size()));
  }

  /** Postgres loses the connection when the effect is written and the offset not committed. */
  @Test
  void aKeeperThatDiesBetweenEffectAndOffsetLeavesNothing() throws Exception {
    accepted.accept(ORDER, "C-1", "");
    append(ORDER, List.of(shipment(ORDER, "SH-1", 3)));
    Orders orders = accepted.orders(RefusalPolicy.RAISE);
    AtomicInteger attempts = new AtomicInteger();
    List<String> leftByTheDead = new ArrayList<>();
    keeper(
        accepted.database(),
        (connection, envelope, news, at) -> {
          if (attempts.incrementAndGet() > 1) {
            leftByTheDead.addAll(seenByOthers());
          }
          OrderNews.Outcome outcome = orders.apply(connection, envelope, news, at);
          if (attempts.get() == 1) {
            try (Statement statement = connection.createStatement()) {
              statement.execute("SELECT pg_terminate_backend(pg_backend_pid())");
            }
          }
          return outcome;
        });
    await("the second attempt", "SELECT shipped FROM order_line WHERE line = '10'", "3000000");
    assertThat(attempts).hasValue(2);
    assertThat(leftByTheDead).isEmpty();
    assertThat(accepted.timeline(ORDER)).containsExactly("order.shipped", "order.shipment");
    await("the offset", "SELECT sum(next_offset) FROM fulfilment_position", "1");
  }

  private List<String> seenByOthers() throws SQLException {
    return accepted.rows(
        "SELECT kind FROM order_event UNION ALL SELECT partition::text FROM fulfilment_position"
            + " UNION ALL SELECT shipment FROM order_shipment");
  }

  @Test
  void severalNodesApplyEachEventOnce() throws Exception {
    int orders = 10;
    int steps = 9;
    for (int i = 0; i < orders; i++) {
      accepted.accept("O-" + i, "C-1", "");
    }
    List<FulfilmentKeeper> keepers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Database own = accepted.open();
      keepers.add(keeper(own, accepted.orders(RefusalPolicy.RAISE)));
      running.add(own);
    }
    for (int step = 1; step <= steps; step++) {
      for (int i = 0; i < orders; i++) {
        append("O-" + i, List.of(status("O-" + i, "PACKED", step)));
      }
    }
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () ->
                keepers.stream().mapToLong(FulfilmentKeeper::applied).sum()
                    == (long) orders * steps);
    assertThat(
            accepted.rows(
                "SELECT DISTINCT n FROM (SELECT count(*) AS n FROM order_event"
                    + " WHERE kind = 'order.packed' GROUP BY order_id) AS counted"))
        .containsExactly(String.valueOf(steps));
    assertThat(accepted.rows("SELECT DISTINCT packed FROM order_line WHERE line = '10'"))
        .containsExactly("9000000");
  }

  @Test
  void whatFitsNoOrderGoesToTheDeadLettersAndStopsNobody() throws Exception {
    accepted.accept(ORDER, "C-1", "");
    FulfilmentKeeper keeper = keeper();
    append(ORDER, List.of(shipment("O-NOBODY", "SH-0", 1), status(ORDER, "PICKED", 2)));
    await("its neighbour", "SELECT picked FROM order_line WHERE line = '10'", "2000000");
    await(
        "the dead letter",
        "SELECT topic, feed, code, event_id FROM dead_letter",
        "FULFILMENT wms order-unknown 1");
    assertThat(keeper.turned()).isEqualTo(1);
  }

  /** A mistake of ours in one event must not stop all others. */
  @Test
  void whatCannotBeAppliedAtAllGoesToTheDeadLettersToo() throws Exception {
    accepted.accept(ORDER, "C-1", "");
    Orders orders = accepted.orders(RefusalPolicy.RAISE);
    keeper(
        accepted.database(),
        (connection, envelope, news, at) -> {
          OrderNews.Outcome outcome = orders.apply(connection, envelope, news, at);
          if (envelope.id().equals("1")) {
            throw new IllegalStateException("planted");
          }
          return outcome;
        });
    append(ORDER, List.of(status(ORDER, "PICKED", 9), status(ORDER, "PICKED", 2)));
    await("the next", "SELECT picked FROM order_line WHERE line = '10'", "2000000");
    await("the dead letter", "SELECT code, event_id FROM dead_letter", "internal-error 1");
  }

  @Test
  void newsUnderTheErpsNameWaitsUntilTheNameIsKnown() throws Exception {
    accepted.accept(ORDER, "C-1", "");
    keeper();
    append(
        "SO-1",
        List.of(
            event(
                "order-status",
                new JsonObject().put("erpOrder", "SO-1").put("status", "ALLOCATED"))));
    await("the early one", "SELECT erp_order FROM order_news_waiting", "SO-1");
    Optional<ProgressStep> named =
        accepted
            .database()
            .inTransaction(
                connection ->
                    accepted
                        .orders(RefusalPolicy.RAISE)
                        .forwarded(connection, ORDER, "erp", ORDER, "SO-1"));
    assertThat(named).isPresent();
    assertThat(accepted.rows("SELECT allocated FROM order_line WHERE line = '10'"))
        .containsExactly("10000000");
    assertThat(accepted.rows("SELECT 1 FROM order_news_waiting")).isEmpty();
    assertThat(accepted.timeline(ORDER)).containsExactly("order.acknowledged", "order.allocated");
  }

  @Test
  void whilePostgresIsAwayTheNewsWaits() throws Exception {
    accepted.accept(ORDER, "C-1", "");
    FulfilmentKeeper keeper = keeper();
    append(ORDER, List.of(status(ORDER, "PICKED", 1)));
    await("the first", "SELECT picked FROM order_line WHERE line = '10'", "1000000");
    SharedServers.postgres().kill();
    append(ORDER, List.of(status(ORDER, "PICKED", 2), shipment(ORDER, "SH-1", 2)));
    assertThat(keeper.isAlive()).isTrue();
    SharedServers.postgres().start();
    await("what waited", "SELECT shipped FROM order_line WHERE line = '10'", "2000000");
    assertThat(accepted.timeline(ORDER))
        .containsExactly("order.picked", "order.picked", "order.shipped", "order.shipment");
  }
}
