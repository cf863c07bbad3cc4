package tradecounter.store;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.configuration.Configuration;
import tradecounter.feed.DeadLetter;
import tradecounter.log.Topics;

/**
 * Copies dead letters from their topic into Postgres, where people look at them, on a thread of its
 * own. While Postgres is away they wait in Kafka. Now and then it counts those that are open, and
 * deletes those that have been kept for long enough.
 */
public final class DeadLetterKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterKeeper.class);

  private static final Duration COUNTED_EVERY = Duration.ofSeconds(5);
  private static final Duration PURGED_EVERY = Duration.ofMinutes(1);

  private final DeadLetterStore store;
  private final Topics topics;
  private final Configuration.DeadLetters settings;
  private final MultiGauge open;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /** Of its own thread, as {@link System#nanoTime} says them. */
  private long countAtNanos = System.nanoTime();

  private long purgeAtNanos = System.nanoTime();

  public DeadLetterKeeper(
      DeadLetterStore store,
      Topics topics,
      Configuration.DeadLetters settings,
      MeterRegistry registry) {
    this.store = store;
    this.topics = topics;
    this.settings = settings;
    this.open =
        MultiGauge.builder("tradecounter.dead.letters.open")
            .description("Dead letters that wait for a person, by feed")
            .register(registry);
    Map<String, Object> properties = topics.clientProperties();
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 500);
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    thread = Thread.ofPlatform().name("dead-letter-keeper").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** Whether its thread runs. */
  public boolean isAlive() {
    return thread.isAlive();
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
          keep(consumer.poll(Duration.ofMillis(200)));
          count();
          purge();
        } catch (SQLException | KafkaException e) {
          LOG.warn("dead letters wait in the log: {}", e.toString());
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
    Map<Integer, Long> next = store.nextOffsets();
    List<TopicPartition> partitions = Topics.partitions(consumer, topics.deadLetters());
    consumer.assign(partitions);
    for (TopicPartition partition : partitions) {
      consumer.seek(partition, next.getOrDefault(partition.partition(), 0L));
    }
  }

  private void keep(ConsumerRecords<byte[], byte[]> records) throws SQLException {
    if (records.isEmpty()) {
      return;
    }
    List<DeadLetterStore.Received> letters = new ArrayList<>(records.count());
    for (ConsumerRecord<byte[], byte[]> record : records) {
      letters.add(
          new DeadLetterStore.Received(
              record.partition(),
              record.offset(),
              Instant.ofEpochMilli(record.timestamp()),
              DeadLetter.read(record.value(), record.headers())));
    }
    store.keep(letters);
  }

  private void count() throws SQLException {
    if (System.nanoTime() - countAtNanos >= 0) {
      open.register(
          store.open().entrySet().stream()
              .map(entry -> MultiGauge.Row.of(Tags.of("feed", entry.getKey()), entry.getValue()))
              .toList(),
          true);
      countAtNanos = System.nanoTime() + COUNTED_EVERY.toNanos();
    }
  }

  private void purge() throws SQLException {
    if (System.nanoTime() - purgeAtNanos >= 0) {
      int purged = store.purge(settings.keepMillis(), settings.keepOpenMillis());
      if (purged > 0) {
        LOG.info("{} dead letters were kept for long enough and are deleted", purged);
      }
      // What is left goes in the next round: new letters come first.
      purgeAtNanos =
          System.nanoTime()
              + (purged < DeadLetterStore.PURGED_AT_ONCE ? PURGED_EVERY.toNanos() : 0);
    }
  }

  @Override
  public void close() {
    closing.countDown();
    if (thread.isAlive()) {
      try {
        thread.join(Duration.ofSeconds(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
