package tradecounter.order;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.decode.Decoded;
import tradecounter.decode.EventDecoder;
import tradecounter.engine.canonical.ObjectKind;
import tradecounter.feed.DeadLetter;
import tradecounter.log.LogRecord;
import tradecounter.log.Topics;
import tradecounter.store.Database;
import tradecounter.store.DeadLetterStore;

/**
 * Applies the news of orders, each event once, on a thread of its own: its effect and how far the
 * partition is read are one transaction, under the lock of the partition's row. So any number of
 * nodes may run it, and one that dies anywhere leaves nothing half done. News of one order stands
 * in one partition and is applied in its order. While Postgres is away the news waits in Kafka.
 */
public final class FulfilmentKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FulfilmentKeeper.class);

  private final Database database;
  private final Topics topics;
  private final OrderNews orders;
  private final Map<String, EventDecoder> decoders = new HashMap<>();
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicLong applied = new AtomicLong();
  private final AtomicLong turned = new AtomicLong();
  private final Thread thread;

  public FulfilmentKeeper(Database database, Topics topics, OrderNews orders) {
    this.database = database;
    this.topics = topics;
    this.orders = orders;
    Map<String, Object> properties = topics.clientProperties();
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 500);
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    thread = Thread.ofPlatform().name("fulfilment-keeper").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** Whether its thread runs. */
  public boolean isAlive() {
    return thread.isAlive();
  }

  /** How many events this node has applied since the start. */
  public long applied() {
    return applied.get();
  }

  /** How many events this node has put to the dead letters since the start. */
  public long turned() {
    return turned.get();
  }

  private void run() {
    try {
      boolean positioned = false;
      while (closing.getCount() > 0) {
        try {
          if (!positioned) {
            position();
            positioned = true;
          }
          for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
            if (closing.getCount() == 0) {
              return;
            }
            keep(record);
          }
        } catch (SQLException | KafkaException e) {
          LOG.warn("news of orders waits in the log: {}", e.toString());
          positioned = false;
          if (closing.await(1, TimeUnit.SECONDS)) {
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
    }
  }

  private void position() throws SQLException {
    Map<Integer, Long> next = database.inTransaction(FulfilmentKeeper::nextOffsets);
    List<TopicPartition> partitions =
        Topics.partitions(consumer, topics.canonical(ObjectKind.Topic.FULFILMENT));
    consumer.assign(partitions);
    for (TopicPartition partition : partitions) {
      consumer.seek(partition, next.getOrDefault(partition.partition(), 0L));
    }
  }

  private static Map<Integer, Long> nextOffsets(Connection connection) throws SQLException {
    Map<Integer, Long> next = new HashMap<>();
    try (PreparedStatement select =
        connection.prepareStatement("SELECT partition, next_offset FROM fulfilment_position")) {
      ResultSet rows = select.executeQuery();
      while (rows.next()) {
        next.put(rows.getInt(1), rows.getLong(2));
      }
    }
    return next;
  }

  // ---------------------------------------------------------------- one record

  private void keep(ConsumerRecord<byte[], byte[]> record) throws SQLException {
    try {
      database.inTransaction(
          connection -> advance(connection, record) && apply(connection, record));
    } catch (SQLException e) {
      if (!Database.isOfTheData(e)) {
        throw e;
      }
      turnForGood(record, e);
    } catch (RuntimeException e) {
      turnForGood(record, e);
    }
  }

  /** One event that cannot be worked on must not stop those behind it. */
  private void turnForGood(ConsumerRecord<byte[], byte[]> record, Exception failure)
      throws SQLException {
    LOG.error("news of an order at {} cannot be applied", place(record), failure);
    database.inTransaction(
        connection ->
            advance(connection, record)
                && turn(connection, record, "internal-error", failure.toString(), id(record)));
  }

  private String id(ConsumerRecord<byte[], byte[]> record) {
    return switch (decode(record)) {
      case Decoded.Event event -> event.envelope().id();
      case Decoded.Refused refused -> refused.id();
    };
  }

  /** Takes the record for this node; false if it was taken before. */
  private static boolean advance(Connection connection, ConsumerRecord<byte[], byte[]> record)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "INSERT INTO fulfilment_position (partition, next_offset) VALUES (?, ?)"
                + " ON CONFLICT (partition) DO UPDATE SET next_offset = excluded.next_offset"
                + " WHERE fulfilment_position.next_offset < excluded.next_offset")) {
      update.setInt(1, record.partition());
      update.setLong(2, record.offset() + 1);
      return update.executeUpdate() == 1;
    }
  }

  private boolean apply(Connection connection, ConsumerRecord<byte[], byte[]> record)
      throws SQLException {
    return switch (decode(record)) {
      case Decoded.Refused refused ->
          turn(connection, record, refused.code(), refused.detail(), refused.id());
      case Decoded.Event event ->
          switch (orders.apply(
              connection,
              event.envelope(),
              event.change(),
              Instant.ofEpochMilli(record.timestamp()))) {
            case OrderNews.Outcome.Applied _ -> {
              applied.incrementAndGet();
              yield true;
            }
            case OrderNews.Outcome.Turned(String code, String detail) ->
                turn(connection, record, code, detail, event.envelope().id());
            case OrderNews.Outcome.Early(String erpOrder) -> {
              Orders.await(
                  connection,
                  erpOrder,
                  record.partition(),
                  record.offset(),
                  event.envelope().feed(),
                  Instant.ofEpochMilli(record.timestamp()),
                  record.value());
              yield true;
            }
          };
    };
  }

  /** What the log holds has passed the door; today's strictness is not asked again. */
  private Decoded decode(ConsumerRecord<byte[], byte[]> record) {
    return decoders
        .computeIfAbsent(LogRecord.feed(record.headers()), feed -> new EventDecoder(feed, true))
        .decode(record.value());
  }

  private boolean turn(
      Connection connection,
      ConsumerRecord<byte[], byte[]> record,
      String code,
      String detail,
      String eventId)
      throws SQLException {
    DeadLetterStore.insert(
        connection,
        DeadLetterStore.OF_ORDERS,
        List.of(
            new DeadLetterStore.Received(
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                new DeadLetter(
                    LogRecord.feed(record.headers()),
                    record.value(),
                    place(record),
                    code,
                    detail,
                    "",
                    eventId))));
    turned.incrementAndGet();
    return true;
  }

  private static String place(ConsumerRecord<byte[], byte[]> record) {
    return record.topic() + "-" + record.partition() + "@" + record.offset();
  }

  /** Stops after the current event. */
  @Override
  public void close() {
    closing.countDown();
    if (thread.isAlive()) {
      try {
        thread.join(Duration.ofSeconds(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    } else {
      consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
    }
  }
}
