package tradecounter.store;

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
import tradecounter.feed.DeadLetter;
import tradecounter.log.Topics;

/**
 * Copies dead letters from their topic into Postgres, where people look at them, on a thread of its
 * own. While Postgres is away they wait in Kafka.
 */
public final class DeadLetterKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterKeeper.class);

  private final DeadLetterStore store;
  private final Topics topics;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  public DeadLetterKeeper(DeadLetterStore store, Topics topics) {
    this.store = store;
    this.topics = topics;
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
