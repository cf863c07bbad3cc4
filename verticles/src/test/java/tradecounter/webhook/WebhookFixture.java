package tradecounter.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import tradecounter.configuration.Configuration;
import tradecounter.configuration.ConfigurationReader;
import tradecounter.configuration.WebhookConfiguration;
import tradecounter.embedded.PostgresServer;
import tradecounter.embedded.SharedServers;
import tradecounter.news.NewEvent;
import tradecounter.news.Outbox;
import tradecounter.store.Database;
import tradecounter.testing.WebhookReceiver;

/** A fresh database, endpoints on this host, and the senders that a test starts. */
final class WebhookFixture implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(90);

  final Database database;
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  /** What a person was told, such as {@code crm: event … was not taken}. */
  final Queue<String> troubles = new ConcurrentLinkedQueue<>();

  private final Path folder;
  private final List<WebhookConfiguration.Endpoint> endpoints = new ArrayList<>();
  private final List<Runnable> closings = new ArrayList<>();
  private String retryMillis = "[20, 20]";
  private int timeoutMillis = 2_000;

  WebhookFixture(Path folder) {
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

  // ---------------------------------------------------------------- settings

  WebhookFixture retrying(String waitsMillis) {
    retryMillis = waitsMillis;
    return this;
  }

  WebhookFixture waiting(int millis) {
    timeoutMillis = millis;
    return this;
  }

  /** An endpoint for all customers with a secret of its own. */
  WebhookReceiver endpoint(String name, String... types) throws IOException {
    WebhookReceiver receiver = new WebhookReceiver();
    closings.add(receiver::close);
    WebhookReceiver.secret(folder, name);
    endpoint(name, receiver.url(), List.of(file(name)), List.of(types), List.of());
    return receiver;
  }

  void endpoint(
      String name, String url, List<String> secrets, List<String> types, List<String> customers) {
    endpoints.removeIf(known -> known.name().equals(name));
    endpoints.add(new WebhookConfiguration.Endpoint(name, url, secrets, types, customers));
  }

  String file(String secret) {
    return folder.resolve(secret).toString();
  }

  String secret(String name) throws IOException {
    return Files.readString(folder.resolve(name)).strip();
  }

  WebhookConfiguration settings() {
    WebhookConfiguration read = configuration().webhooks();
    return new WebhookConfiguration(
        endpoints,
        read.connectMillis(),
        read.timeoutMillis(),
        read.parallel(),
        read.retryMillis(),
        read.keepFailedMillis());
  }

  private Configuration configuration() {
    return new ConfigurationReader()
        .read(
            Optional.empty(),
            Map.of(
                "TRADECOUNTER_WEBHOOKS_RETRYMILLIS",
                retryMillis,
                "TRADECOUNTER_WEBHOOKS_TIMEOUTMILLIS",
                String.valueOf(timeoutMillis)));
  }

  // ---------------------------------------------------------------- nodes

  WebhookStore store() {
    return new WebhookStore(
        database,
        endpoints.stream().map(Endpoint::of).toList(),
        new RetrySchedule(settings().retryMillis()),
        this::trouble);
  }

  private void trouble(java.sql.Connection connection, String endpoint, String detail) {
    troubles.add(endpoint + ": " + detail);
  }

  WebhookSender node() {
    WebhookSender sender = new WebhookSender(database, this::trouble, settings(), 20, registry);
    closings.add(sender::close);
    sender.start();
    return sender;
  }

  WebhookDeliveries deliveries() {
    return new WebhookDeliveries(database, settings(), () -> {});
  }

  // ---------------------------------------------------------------- events

  /** An event, and its id. */
  String write(String type, String subject, String customer) throws SQLException {
    database.inTransaction(
        connection -> {
          Outbox.write(
              connection,
              List.of(
                  new NewEvent(
                      type, subject, customer, Buffer.buffer("{\"said\":\"Größe 0.50 '\\\"\"}"))));
          return 1;
        });
    return text("SELECT event_id FROM business_event ORDER BY number DESC LIMIT 1");
  }

  String shipped(String order) throws SQLException {
    return write("tradecounter.order.shipped.v1", order, "C-1");
  }

  String text(String query) throws SQLException {
    return database.inTransaction(
        connection -> {
          try (Statement select = connection.createStatement();
              ResultSet row = select.executeQuery(query)) {
            assertThat(row.next()).as(query).isTrue();
            return row.getString(1);
          }
        });
  }

  void execute(String sql) throws SQLException {
    database.inTransaction(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
          }
        });
  }

  /** So many deliveries are in the state, at whatever endpoint. */
  void awaitDeliveries(String state, int count) {
    Awaitility.await(count + " " + state)
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(SQLException.class)
        .until(() -> deliveries(state) == count);
  }

  int deliveries(String state) throws SQLException {
    return Integer.parseInt(
        text("SELECT count(*) FROM webhook_delivery WHERE state = '" + state + "'"));
  }

  double attempts(String endpoint, String outcome) {
    var counter =
        registry
            .find("tradecounter.webhook.attempts")
            .tag("endpoint", endpoint)
            .tag("outcome", outcome)
            .counter();
    return counter == null ? 0 : counter.count();
  }

  @Override
  public void close() {
    closings.reversed().forEach(Runnable::run);
    database.close();
  }
}
