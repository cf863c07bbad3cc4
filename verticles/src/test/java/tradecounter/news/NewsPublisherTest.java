package tradecounter.news;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tradecounter.configuration.Configuration;
import tradecounter.embedded.PostgresServer;
import tradecounter.embedded.SharedServers;
import tradecounter.log.LogAppender;
import tradecounter.log.Topics;
import tradecounter.store.Database;
import tradecounter.testing.BusinessTopic;

/** From Postgres to Kafka: each event, in its order, whatever breaks. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class NewsPublisherTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final long KEEP_MILLIS = 3_600_000;
  private static final int SEND_MILLIS = 3_000;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<AutoCloseable> running = new ArrayList<>();
  private String jdbcUrl = "";
  private Database database;
  private Configuration.Kafka kafka;
  private Topics topics;
  private BusinessTopic topic;

  @BeforeEach
  void open() throws Exception {
    SharedServers.postgres().start();
    SharedServers.kafka().start();
    jdbcUrl = SharedServers.freshDatabase();
    database = database();
    database.migrate();
    kafka =
        new Configuration.Kafka(
            SharedServers.kafka().bootstrapServers(),
            SharedServers.freshPrefix(),
            3,
            1,
            SEND_MILLIS,
            64,
            Map.of());
    topics = new Topics(kafka);
    topics.create(List.of());
    topic = new BusinessTopic(kafka);
  }

  @AfterEach
  void close() throws Exception {
    SharedServers.postgres().start();
    SharedServers.kafka().start();
    for (AutoCloseable each : running.reversed()) {
      each.close();
    }
    topic.close();
    database.close();
  }

  private Database database() {
    return new Database(
        new Configuration.Postgres(
            jdbcUrl, PostgresServer.USER, PostgresServer.PASSWORD, 4, 5_000));
  }

  /** A node with connections of its own. */
  private NewsPublisher node(long keepMillis) {
    Database own = database();
    LogAppender appender = new LogAppender(topics, kafka);
    NewsPublisher publisher =
        new NewsPublisher(
            own, appender, topics, new Configuration.News(20, keepMillis), SEND_MILLIS, registry);
    running.add(own);
    running.add(appender);
    running.add(publisher);
    publisher.start();
    return publisher;
  }

  private static NewEvent event(String subject, int number) {
    return new NewEvent(
        "tradecounter.order.picked.v1",
        subject,
        "C-1",
        Buffer.buffer(
            "{\"orderId\":\"%s\",\"customer\":\"C-1\",\"status\":\"PICKED\",\"about\":\"%d\"}"
                .formatted(subject, number)));
  }

  private void write(NewEvent... events) throws SQLException {
    database.inTransaction(
        connection -> {
          Outbox.write(connection, List.of(events));
          return events.length;
        });
  }

  private void execute(String sql) throws SQLException {
    database.inTransaction(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
          }
        });
  }

  private long count(String from) throws SQLException {
    return database.inTransaction(connection -> count(connection, from));
  }

  private static long count(Connection connection, String from) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM " + from)) {
      assertThat(row.next()).isTrue();
      return row.getLong(1);
    }
  }

  private void awaitPublished() {
    Awaitility.await("all events are published")
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(SQLException.class)
        .until(() -> count("business_event WHERE published_at IS NULL") == 0);
  }

  private List<JsonObject> read(int atLeast) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    Awaitility.await(atLeast + " records")
        .atMost(PATIENCE)
        .until(
            () -> {
              records.clear();
              records.addAll(topic.records());
              return records.size() >= atLeast;
            });
    return records.stream()
        .map(
            record -> {
              JsonObject event = new JsonObject(BusinessTopic.value(record));
              assertThat(event.getString("subject")).isEqualTo(BusinessTopic.key(record));
              assertThat(new String(record.headers().lastHeader("content-type").value(), UTF_8))
                  .isEqualTo(BusinessEvent.MEDIA_TYPE);
              return event;
            })
        .toList();
  }

  /** What the events of each subject say, in the order in which each came first. */
  private static Map<String, List<Integer>> bySubject(List<JsonObject> events) {
    Set<String> known = new LinkedHashSet<>();
    Map<String, List<Integer>> numbers = new LinkedHashMap<>();
    for (JsonObject event : events) {
      if (known.add(event.getString("id"))) {
        numbers
            .computeIfAbsent(event.getString("subject"), _ -> new ArrayList<>())
            .add(Integer.parseInt(event.getJsonObject("data").getString("about")));
      }
    }
    return numbers;
  }

  /** Three nodes, of which one after the other is stopped while events are written. */
  @Test
  void eventsOfOneSubjectComeInTheirOrderEachOnce() throws Exception {
    int subjects = 20;
    int each = 25;
    List<NewsPublisher> nodes = List.of(node(KEEP_MILLIS), node(KEEP_MILLIS), node(KEEP_MILLIS));
    Random random = new Random(20_261_123);
    int[] next = new int[subjects];
    for (int left = subjects * each; left > 0; ) {
      int subject = random.nextInt(subjects);
      int burst = Math.min(1 + random.nextInt(4), each - next[subject]);
      NewEvent[] events = new NewEvent[burst];
      for (int i = 0; i < burst; i++) {
        events[i] = event("O-" + subject, next[subject]++);
      }
      write(events);
      left -= burst;
      if (left == subjects * each / 2) {
        nodes.getFirst().close();
      }
    }
    nodes.get(1).close();
    awaitPublished();
    List<JsonObject> events = read(subjects * each);
    assertThat(events).as("nothing broke, so nothing came twice").hasSize(subjects * each);
    Map<String, List<Integer>> numbers = bySubject(events);
    assertThat(numbers).hasSize(subjects);
    numbers.forEach(
        (subject, said) -> assertThat(said).as(subject).isSorted().hasSize(each).startsWith(0));
  }

  @Test
  void whatIsRolledBackIsNotTold() throws Exception {
    assertThatThrownBy(
            () ->
                database.inTransaction(
                    connection -> {
                      Outbox.write(connection, List.of(event("O-1", 1)));
                      throw new SQLException("planted");
                    }))
        .hasMessage("planted");
    write(event("O-2", 2));
    node(KEEP_MILLIS);
    assertThat(read(1)).extracting(event -> event.getString("subject")).containsExactly("O-2");
  }

  /** A node that dies after Kafka has an event, and before that is noted. */
  @Test
  void whatWasSentAndNotNotedComesAgainWithTheSameId() throws Exception {
    for (int i = 0; i < 5; i++) {
      write(event("O-1", i), event("O-2", i));
    }
    execute(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
            + " 'BEGIN RAISE EXCEPTION ''not now''; END'");
    execute(
        "CREATE TRIGGER refuse BEFORE UPDATE OF published_at ON business_event"
            + " FOR EACH STATEMENT EXECUTE FUNCTION refuse()");
    NewsPublisher dies = node(KEEP_MILLIS);
    List<JsonObject> before = read(10);
    assertThat(count("business_event WHERE published_at IS NULL")).isEqualTo(10);
    dies.close();
    execute("DROP TRIGGER refuse ON business_event");
    node(KEEP_MILLIS);
    awaitPublished();
    List<JsonObject> events = read(before.size() + 10);
    Map<String, JsonObject> byId = new HashMap<>();
    for (JsonObject event : events) {
      JsonObject known = byId.putIfAbsent(event.getString("id"), event);
      assertThat(known == null || known.equals(event)).as("the same event").isTrue();
    }
    assertThat(byId).hasSize(10);
    assertThat(bySubject(events))
        .isEqualTo(Map.of("O-1", List.of(0, 1, 2, 3, 4), "O-2", List.of(0, 1, 2, 3, 4)));
  }

  @Test
  void whileKafkaIsAwayEventsWaitAndEverythingElseGoesOn() throws Exception {
    node(KEEP_MILLIS);
    write(event("O-1", 0));
    awaitPublished();
    SharedServers.kafka().kill();
    for (int i = 1; i <= 20; i++) {
      write(event("O-1", i), event("O-" + (i + 1), 0));
    }
    Awaitility.await("the backlog is measured")
        .atMost(PATIENCE)
        .until(() -> registry.get("tradecounter.news.waiting").gauge().value() == 40);
    assertThat(registry.get("tradecounter.news.oldest.seconds").gauge().value()).isPositive();
    SharedServers.kafka().start();
    awaitPublished();
    Map<String, List<Integer>> numbers = bySubject(read(41));
    assertThat(numbers).hasSize(21);
    assertThat(numbers.get("O-1")).isSorted().hasSize(21);
  }

  @Test
  void whatAllHaveIsForgottenAfterAWhileAndNothingElse() throws Exception {
    write(event("O-1", 1), event("O-2", 2), event("O-3", 3));
    execute("UPDATE business_event SET spread_at = now() WHERE subject <> 'O-3'");
    execute(
        "INSERT INTO webhook_delivery (endpoint, number, state)"
            + " SELECT 'crm', number, 'PENDING' FROM business_event WHERE subject = 'O-2'");
    execute(
        "INSERT INTO webhook_delivery (endpoint, number, state)"
            + " SELECT 'crm', number, 'DELIVERED' FROM business_event WHERE subject = 'O-1'");
    node(KEEP_MILLIS);
    awaitPublished();
    execute("UPDATE business_event SET published_at = published_at - interval '2 hours'");
    write(event("O-4", 4));
    execute("UPDATE business_event SET spread_at = now() WHERE subject = 'O-4'");
    node(KEEP_MILLIS);
    Awaitility.await("it is forgotten")
        .atMost(PATIENCE)
        .until(() -> count("business_event WHERE subject = 'O-1'") == 0);
    assertThat(count("business_event WHERE subject IN ('O-2', 'O-3', 'O-4')")).isEqualTo(3);
    assertThat(count("webhook_delivery")).isEqualTo(1);
  }
}
