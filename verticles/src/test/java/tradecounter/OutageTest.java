package tradecounter;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.testing.Events.baseList;
import static tradecounter.testing.Events.contract;
import static tradecounter.testing.Events.customer;
import static tradecounter.testing.Events.data;
import static tradecounter.testing.Events.item;
import static tradecounter.testing.Events.list;
import static tradecounter.testing.Events.location;
import static tradecounter.testing.Events.network;
import static tradecounter.testing.Events.onHand;
import static tradecounter.testing.Events.price;

import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tradecounter.embedded.SharedServers;
import tradecounter.testing.Answer;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;

/** With Postgres or Kafka gone, reads go on, and what comes back catches up. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class OutageTest {

  private static TestService started() {
    TestService service = new TestService().start();
    service
        .client()
        .feed(
            "erp",
            location("DC1"),
            network("ALL", "DC1"),
            baseList("BASE", "EUR"),
            item("BOLT"),
            onHand("BOLT", "DC1", 10),
            price("BASE", "BOLT", 1, "2.00"),
            customer("C-1", "EUR"),
            customer("C-COLD", "EUR"),
            contract("K-1", "C-1", "BOLT", 1, "1.50"));
    assertThat(priceFor(service.client(), "C-1")).isEqualTo("1.50");
    return service;
  }

  private static String priceFor(TestClient client, String customer) {
    return client
        .get("/v1/items/BOLT/price?customer=" + customer)
        .json()
        .getJsonObject("unitPrice")
        .getString("amount");
  }

  @Test
  void withoutPostgresReadsAndFeedsGoOn() {
    try (TestService service = started()) {
      TestClient client = service.client();
      JsonObject cart = data("customer", "C-1", "lines", list(data("item", "BOLT", "quantity", 1)));
      SharedServers.postgres().kill();
      try {
        assertThat(client.feed("erp", onHand("BOLT", "DC1", 11)).status()).isEqualTo(202);
        assertThat(client.get("/v1/items/BOLT/availability").json().getInteger("available"))
            .isEqualTo(11);
        assertThat(client.feed("erp", contract("K-1", "C-1", "BOLT", 1, "1.40")).status())
            .isEqualTo(202);
        assertThat(priceFor(client, "C-1")).isEqualTo("1.40");
        // A quote is made from memory; whether it was redeemed is in Postgres alone.
        JsonObject quote = client.post("/v1/quotes", cart).json();
        Answer unopened =
            client.post("/v1/quotes/open", data("quoteToken", quote.getString("quoteToken")));
        assertThat(unopened.status()).isEqualTo(503);
        assertThat(unopened.code()).isEqualTo("store-unavailable");
        assertThat(unopened.headers().firstValue("Retry-After")).isPresent();
        // Only a customer who has not asked before needs Postgres once.
        Answer cold = client.get("/v1/items/BOLT/price?customer=C-COLD");
        assertThat(cold.status()).isEqualTo(503);
        assertThat(cold.code()).isEqualTo("prices-unavailable");
        assertThat(cold.headers().firstValue("Retry-After")).isPresent();
        assertThat(service.management().get("/ready").status()).isEqualTo(200);
      } finally {
        SharedServers.postgres().restart();
      }
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(priceFor(client, "C-COLD")).isEqualTo("2.00"));
      String live = service.stateHash();
      service.stop();
      service.start();
      assertThat(service.stateHash()).isEqualTo(live);
      assertThat(priceFor(service.client(), "C-1")).isEqualTo("1.40");
    }
  }

  @Test
  void withoutKafkaReadsGoOnWithATruthfulAsOfAndFeedsAreTurnedAway() {
    try (TestService service = started()) {
      TestClient client = service.client();
      JsonObject before = client.get("/v1/items/BOLT/availability").json();
      SharedServers.kafka().kill();
      try {
        Answer refused = client.feed("erp", onHand("BOLT", "DC1", 12));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.code()).isEqualTo("log-unavailable");
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        JsonObject during = client.get("/v1/items/BOLT/availability").json();
        assertThat(during.getInteger("available")).isEqualTo(10);
        assertThat(during.getString("asOf")).isEqualTo(before.getString("asOf"));
        assertThat(priceFor(client, "C-1")).isEqualTo("1.50");
      } finally {
        SharedServers.kafka().restart();
      }
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> client.feed("erp", onHand("BOLT", "DC1", 13)).status() == 202);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(
                          client.get("/v1/items/BOLT/availability").json().getInteger("available"))
                      .isEqualTo(13));
    }
  }

  @Test
  void frozenServersDoNotStopTheReads() {
    try (TestService service = started()) {
      TestClient client = service.client();
      SharedServers.postgres().freeze();
      SharedServers.kafka().freeze();
      try {
        assertThat(client.get("/v1/items/BOLT/availability").json().getInteger("available"))
            .isEqualTo(10);
        assertThat(priceFor(client, "C-1")).isEqualTo("1.50");
        assertThat(client.feed("erp", onHand("BOLT", "DC1", 14)).status()).isEqualTo(503);
      } finally {
        SharedServers.kafka().thaw();
        SharedServers.postgres().thaw();
      }
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> client.feed("erp", onHand("BOLT", "DC1", 15)).status() == 202);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(
                          client.get("/v1/items/BOLT/availability").json().getInteger("available"))
                      .isEqualTo(15));
    }
  }

  /**
   * A transaction that was rolled back may leave no trace in a crash, and its number is given once
   * more: to one that matters.
   */
  @Test
  void whatIsHeldIsFollowedThoughPostgresGivesNumbersOfTransactionsOnceMore() throws SQLException {
    try (TestService service = started();
        TestService twin = service.twin().start()) {
      // Nothing is flushed but what is committed.
      execute(service, "ALTER SYSTEM SET wal_writer_delay = '10s'");
      execute(service, "SELECT pg_reload_conf()");
      try {
        forgetTransactions(service, 500);
        SharedServers.postgres().kill();
      } finally {
        SharedServers.postgres().restart();
        execute(service, "ALTER SYSTEM RESET wal_writer_delay");
        execute(service, "SELECT pg_reload_conf()");
      }
      JsonObject wish = data("customer", "C-1", "lines", list(data("item", "BOLT", "quantity", 4)));
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> twin.client().post("/v1/holds", wish).status() == 201);
      Awaitility.await("on the other node")
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(
                          service
                              .client()
                              .get("/v1/items/BOLT/availability")
                              .json()
                              .getInteger("available"))
                      .isEqualTo(6));
    }
  }

  private static Connection connect(TestService service) throws SQLException {
    var postgres = service.configuration().postgres();
    return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
  }

  private static void execute(TestService service, String sql) throws SQLException {
    try (Connection connection = connect(service);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Rolls back so many, and returns when the nodes have seen that they are over. */
  private static void forgetTransactions(TestService service, int count) throws SQLException {
    try (Connection connection = connect(service);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (int i = 0; i < count; i++) {
        statement.execute("SELECT pg_current_xact_id()");
        connection.rollback();
      }
      // Several looks of each node, seen by the database's clock, and soon enough that nothing else
      // flushes.
      statement.execute("SELECT pg_sleep(0.3)");
    }
  }
}
