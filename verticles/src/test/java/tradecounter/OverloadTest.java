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
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tradecounter.embedded.erp.ErpClass;
import tradecounter.embedded.erp.RecordingErp;
import tradecounter.testing.Answer;
import tradecounter.testing.PatientBuyer;
import tradecounter.testing.Reckoning;
import tradecounter.testing.Shop;
import tradecounter.testing.Shoppers.Told;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;

/**
 * Five times the orders that the database can write: as many are accepted as before, the others are
 * turned away with a time to come back, reads go on, and when it is over all is as before. The
 * database is made slow, so that what the node can carry does not depend on the machine.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class OverloadTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String ITEM = "BOLT";
  private static final int STOCK = 10_000;
  private static final int CUSTOMERS = 8;
  private static final int CARRIED_PER_SECOND = 10;
  private static final int TIMES = 5;
  private static final int SECONDS = 6;
  private static final int QUEUE = 20;

  private static final String SLOWLY =
      """
      CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_sleep(%s);
        RETURN NULL;
      END $$;
      CREATE TRIGGER slowly AFTER INSERT ON customer_order
        FOR EACH ROW EXECUTE FUNCTION slowly();
      """
          .formatted(1.0 / CARRIED_PER_SECOND);

  /** What became of the orders of some seconds. */
  private record Served(List<Told> told, int reads, int mostWaiting) {
    long accepted() {
      return told.stream().filter(Told::accepted).count();
    }

    long turnedAway() {
      return told.stream().filter(one -> one.answer().status() == 503).count();
    }
  }

  @Test
  void whatItCanCarryIsCarriedAndTheRestTurnedAway() throws Exception {
    try (RecordingErp erp = new RecordingErp(ErpClass.A, 0).start();
        TestService node =
            new TestService()
                .withImpatientErp(erp)
                .with("LEDGER_QUEUE", String.valueOf(QUEUE))
                .with("LEDGER_BATCH", "4")
                .with("LEDGER_TIMEOUTMILLIS", "1000")
                .start()) {
      TestClient client = node.client();
      Shop shop = new Shop(List.of(client), CUSTOMERS);
      shop.open();
      shop.stock(STOCK, List.of(ITEM));
      execute(node, SLOWLY);

      Served carried = served(node, shop, 1);
      Served overloaded = served(node, shop, TIMES);

      for (Served served : List.of(carried, overloaded)) {
        assertThat(served.accepted() + served.turnedAway()).isEqualTo(served.told().size());
        for (Told one : served.told()) {
          if (!one.accepted()) {
            assertThat(one.answer().code()).isEqualTo("ledger-unavailable");
            assertThat(one.answer().headers().firstValue("Retry-After")).isPresent();
          }
        }
        assertThat(served.reads()).as("reads that were answered").isEqualTo(served.told().size());
        assertThat(served.mostWaiting()).isLessThanOrEqualTo(QUEUE);
      }
      assertThat(overloaded.turnedAway()).as("turned away").isPositive();
      assertThat(overloaded.accepted())
          .as("accepted of %d, while %d are sent", carried.accepted(), overloaded.told().size())
          .isGreaterThanOrEqualTo(carried.accepted() / 2);

      Awaitility.await("nobody waits")
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(node.metric("tradecounter_ledger_waiting")).isZero());
      PatientBuyer buyer = new PatientBuyer(List.of(client));
      execute(node, "DROP TRIGGER slowly ON customer_order");
      List<Told> history = new ArrayList<>();
      for (Served served : List.of(carried, overloaded)) {
        for (Told one : served.told()) {
          history.add(new Told(one.key(), one.order(), buyer.order(one.key(), one.order(), 0)));
        }
      }
      assertThat(history).allMatch(Told::accepted);
      String figures = new Reckoning(node, erp, buyer, "overload").agreed(history);
      shop.leftIsWhatWasNotSold(history);
      System.out.printf(
          "overload: %d of %d accepted at what can be carried, %d of %d at %d times that, %d reads"
              + " answered; all orders once more: %s%n",
          carried.accepted(),
          carried.told().size(),
          overloaded.accepted(),
          overloaded.told().size(),
          TIMES,
          carried.reads() + overloaded.reads(),
          figures);
    }
  }

  /** Sends for some seconds, whether answers come or not, and reads as often. */
  private static Served served(TestService node, Shop shop, int times) throws Exception {
    int count = CARRIED_PER_SECOND * times * SECONDS;
    TestClient client = node.client();
    CountDownLatch toSend = new CountDownLatch(count);
    AtomicInteger number = new AtomicInteger();
    int mostWaiting = 0;
    ConcurrentLinkedQueue<Future<Told>> orders = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<Future<Boolean>> reads = new ConcurrentLinkedQueue<>();
    try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        ExecutorService buyers = Executors.newVirtualThreadPerTaskExecutor()) {
      ScheduledFuture<?> sending =
          clock.scheduleAtFixedRate(
              () -> {
                if (toSend.getCount() > 0) {
                  int one = number.incrementAndGet();
                  orders.add(buyers.submit(() -> sent(client, one)));
                  reads.add(buyers.submit(() -> shop.reads(client, ITEM)));
                  toSend.countDown();
                }
              },
              0,
              1_000 / (CARRIED_PER_SECOND * times),
              TimeUnit.MILLISECONDS);
      while (!toSend.await(100, TimeUnit.MILLISECONDS)) {
        mostWaiting = Math.max(mostWaiting, (int) node.metric("tradecounter_ledger_waiting"));
      }
      sending.cancel(false);
    }
    List<Told> told = new ArrayList<>();
    for (Future<Told> one : orders) {
      told.add(one.get());
    }
    int answered = 0;
    for (Future<Boolean> one : reads) {
      answered += one.get() ? 1 : 0;
    }
    return new Served(told, answered, mostWaiting);
  }

  private static Told sent(TestClient client, int number) {
    JsonObject order =
        data("customer", "C-" + number % CUSTOMERS, "reference", "PO-" + number)
            .put("lines", list(data("lineId", "1", "item", ITEM, "quantity", 1)));
    String key = UUID.randomUUID().toString();
    Answer answer = client.order(key, order);
    return new Told(key, order, answer);
  }

  private static void execute(TestService node, String sql) throws SQLException {
    var postgres = node.configuration().postgres();
    try (Connection connection =
            DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
