package tradecounter;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.testing.Events.data;
import static tradecounter.testing.Events.list;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tradecounter.embedded.RedisServer;
import tradecounter.embedded.SharedServers;
import tradecounter.embedded.erp.ErpClass;
import tradecounter.embedded.erp.RecordingErp;
import tradecounter.testing.PatientBuyer;
import tradecounter.testing.Reckoning;
import tradecounter.testing.Shop;
import tradecounter.testing.Shoppers.Told;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;

/**
 * Whatever becomes of Redis while many want what is scarce, at two nodes: as many are sold as there
 * are, orders go on through Postgres, each node hears of the other's, and Redis is used again.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@TestInstance(Lifecycle.PER_CLASS)
final class RedisFaultsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String PLENTY = "PLENTY";
  private static final int STOCK = 60;
  private static final int BUYERS = 200;
  private static final int DURING = 20;
  private static final int PLENTY_STOCK = 1_000;

  private final RedisServer redis = SharedServers.redis();
  private final RecordingErp erp = new RecordingErp(ErpClass.A, 0).start();
  private final TestService first = new TestService().withImpatientErp(erp);
  private final TestService second = first.twin().withImpatientErp(erp);
  private final List<TestClient> clients = List.of(first.client(), second.client());
  private final PatientBuyer buyer = new PatientBuyer(clients);
  private final Shop shop = new Shop(clients, 8);

  /** Of all faults so far: the reckoning is of everything. */
  private final List<Told> history = new ArrayList<>();

  /** What becomes of Redis. */
  enum Fault {
    KILLED {
      @Override
      void begin(RedisServer redis) {
        redis.kill();
      }

      @Override
      void end(RedisServer redis) {
        redis.start();
      }
    },
    EMPTIED {
      @Override
      void begin(RedisServer redis) throws IOException {
        assertThat(redis.ask("FLUSHALL")).isEqualTo("+OK");
      }

      @Override
      void end(RedisServer redis) {
        // Empty it stays.
      }
    },
    /** What it knew long ago comes back. */
    RESTORED {
      @Override
      void begin(RedisServer redis) throws IOException {
        assertThat(redis.ask("SET tradecounter:epoch long-ago")).isEqualTo("+OK");
        assertThat(redis.ask("SAVE")).isEqualTo("+OK");
        assertThat(redis.ask("SET tradecounter:epoch now")).isEqualTo("+OK");
        redis.kill();
        redis.start();
        assertThat(redis.ask("STRLEN tradecounter:epoch")).isEqualTo(":8");
      }

      @Override
      void end(RedisServer redis) throws IOException {
        assertThat(redis.ask("FLUSHALL")).isEqualTo("+OK");
        assertThat(redis.ask("SAVE")).isEqualTo("+OK");
      }
    },
    FROZEN {
      @Override
      void begin(RedisServer redis) {
        redis.freeze();
      }

      @Override
      void end(RedisServer redis) {
        redis.thaw();
      }
    },
    OUT_OF_MEMORY {
      @Override
      void begin(RedisServer redis) throws IOException {
        assertThat(redis.ask("CONFIG SET maxmemory-policy noeviction")).isEqualTo("+OK");
        assertThat(redis.ask("CONFIG SET maxmemory 1")).isEqualTo("+OK");
        assertThat(redis.ask("SET more please")).startsWith("-OOM");
      }

      @Override
      void end(RedisServer redis) throws IOException {
        assertThat(redis.ask("CONFIG SET maxmemory 0")).isEqualTo("+OK");
      }
    };

    abstract void begin(RedisServer redis) throws IOException;

    abstract void end(RedisServer redis) throws IOException;
  }

  @BeforeAll
  void open() {
    first.start();
    second.start();
    shop.open();
    shop.stock(PLENTY_STOCK, List.of(PLENTY));
  }

  @AfterEach
  void heal() {
    redis.thaw();
    redis.start();
  }

  @AfterAll
  void stop() {
    first.close();
    second.close();
    erp.close();
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void theLastOnesAreSoldOnceAndOrdersGoOn(Fault fault) throws Exception {
    String scarce = "SCARCE-" + fault;
    shop.stock(STOCK, List.of(scarce));
    nudgesComeAndGo();
    long acceptedBefore = accepted();
    int left = Shop.available(clients.getFirst(), PLENTY);
    CountDownLatch some = new CountDownLatch(STOCK / 4);
    List<Future<Told>> buying = new ArrayList<>();
    try (ExecutorService buyers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < BUYERS; i++) {
        int one = i;
        buying.add(
            buyers.submit(
                () -> {
                  try {
                    return told(order(one, scarce), one);
                  } finally {
                    some.countDown();
                  }
                }));
      }
      some.await();
      fault.begin(redis);
      try {
        // These begin after the fault, and end before it does.
        for (int i = 0; i < DURING; i++) {
          Told one = told(order(i, PLENTY), i);
          assertThat(one.accepted()).as(one.answer().text()).isTrue();
          history.add(one);
        }
        shop.availableEverywhere(PLENTY, left - DURING);
        for (Future<Told> one : buying) {
          history.add(one.get());
        }
        shop.availableEverywhere(scarce, 0);
      } finally {
        fault.end(redis);
      }
    }
    nudgesComeAndGo();
    Told after = told(order(0, PLENTY), 0);
    history.add(after);
    String figures = new Reckoning(first, erp, buyer, fault.toString()).agreed(history);
    shop.leftIsWhatWasNotSold(history);
    assertThat(accepted() - acceptedBefore).isEqualTo(STOCK + DURING + 1);
    System.out.printf(
        "Redis %s: %d buyers for the last %d; all so far: %s%n", fault, BUYERS, STOCK, figures);
  }

  private long accepted() {
    return history.stream().filter(Told::accepted).count();
  }

  private static JsonObject order(int number, String item) {
    return data("customer", "C-" + number % 8, "reference", "PO-" + number)
        .put("lines", list(data("lineId", "1", "item", item, "quantity", 1)));
  }

  private Told told(JsonObject order, int node) {
    String key = UUID.randomUUID().toString();
    return new Told(key, order, buyer.order(key, order, node));
  }

  /** Both nodes are there again, by Redis's own account. */
  private void nudgesComeAndGo() {
    Awaitility.await("both nodes hear nudges")
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () ->
                redis
                    .ask("EVAL \"return redis.call('PUBSUB','NUMSUB','tradecounter:ledger')[2]\" 0")
                    .equals(":2"));
  }
}
