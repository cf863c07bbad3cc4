package tradecounter.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import tradecounter.decode.Decoded;
import tradecounter.engine.canonical.Origin;
import tradecounter.format.Format;
import tradecounter.format.SourceRecord;
import tradecounter.format.UnreadableException;
import tradecounter.log.AwaitedAppends;
import tradecounter.log.LogAppender;
import tradecounter.log.LogRecord;
import tradecounter.log.Topics;

/**
 * Carries what sources write to their own Kafka topics through the door into the canonical log, on
 * a thread of its own.
 *
 * <p>The nodes share the topics as one consumer group. An offset is committed only after everything
 * before it is durable in the canonical log; what is carried a second time after a crash bears its
 * origin and is recognised where it is applied. So nothing is lost and nothing is applied twice.
 * While the log is slow nothing more is polled: what waits, waits in Kafka.
 */
public final class FeedTopics implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FeedTopics.class);
  private static final Duration POLL = Duration.ofMillis(100);

  private final FeedDoor door;
  private final LogAppender appender;
  private final Topics topics;
  private final Format.Limits limits;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final CarriedPartitions partitions;
  private final Thread thread;
  private volatile boolean open = true;
  private volatile Map<String, Long> waiting = Map.of();

  /** Of its own thread. */
  private Map<String, String> feedOfTopic = Map.of();

  public FeedTopics(
      FeedDoor door, Steering steering, LogAppender appender, Topics topics, Format.Limits limits) {
    this.door = door;
    this.appender = appender;
    this.topics = topics;
    this.limits = limits;
    Map<String, Object> properties = topics.clientProperties();
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, TopicLag.group(topics));
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000);
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    partitions =
        new CarriedPartitions(
            consumer, steering, partition -> feedOfTopic.getOrDefault(partition.topic(), ""));
    thread = Thread.ofPlatform().name("feed-topics").unstarted(this::run);
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
      while (open) {
        Map<String, String> wanted = TopicLag.feedOfTopic(door, topics);
        if (!wanted.equals(feedOfTopic)) {
          feedOfTopic = wanted;
          consumer.subscribe(wanted.keySet(), partitions);
        }
        carry();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
    }
  }

  private void carry() throws InterruptedException {
    ConsumerRecords<byte[], byte[]> records = ConsumerRecords.empty();
    try {
      partitions.steer();
      records = consumer.poll(POLL);
      waiting = partitions.waiting();
      if (records.isEmpty()) {
        return;
      }
      List<LogRecord> batch = new ArrayList<>(records.count());
      for (ConsumerRecord<byte[], byte[]> record : records) {
        carried(record, batch);
      }
      // Until it is durable nothing else happens here: the broker's own offset is the retry queue.
      while (!append(batch)) {
        if (!open) {
          return;
        }
      }
      partitions.commit(records.partitions());
    } catch (KafkaException e) {
      LOG.warn("carrying feed topics failed, trying again: {}", e.toString());
    } catch (FeedDoor.UnknownFeedException e) {
      // Its file has gone in this very moment; the next look subscribes to what is left.
      LOG.info("{}: what it has written stays in its topic", e.getMessage());
      for (TopicPartition partition : records.partitions()) {
        consumer.seek(partition, records.records(partition).getFirst().offset());
      }
    }
  }

  private void carried(ConsumerRecord<byte[], byte[]> record, List<LogRecord> batch) {
    String feed = feedOfTopic.getOrDefault(record.topic(), "");
    String place = record.topic() + "-" + record.partition() + "@" + record.offset();
    if (!door.isCanonical(feed)) {
      map(feed, record, place, batch);
      return;
    }
    byte[] event = StructuredEvent.of(record);
    Origin origin = Origins.ofRecord(record.partition(), record.offset(), generation(record));
    batch.add(
        switch (door.judge(feed, event, origin)) {
          case FeedDoor.Judged.Passed passed -> passed.record();
          case FeedDoor.Judged.Turned turned ->
              DeadLetter.of(feed, cut(event), place, turned.refusal())
                  .toRecord(topics.deadLetters());
        });
  }

  /** A dead letter has to fit into a record of the log. */
  private byte[] cut(byte[] bytes) {
    return bytes.length <= limits.recordBytes()
        ? bytes
        : Arrays.copyOf(bytes, limits.recordBytes());
  }

  private int generation(ConsumerRecord<byte[], byte[]> record) {
    return partitions.generation(new TopicPartition(record.topic(), record.partition()));
  }

  /** A record of another's topic is a small delivery: usually of one record. */
  private void map(
      String feed, ConsumerRecord<byte[], byte[]> record, String place, List<LogRecord> batch) {
    byte[] value = record.value();
    if (value == null) {
      // A tombstone tells Kafka to forget; what it means was told by the record before it.
      return;
    }
    Delivered delivered =
        new Delivered(place, true, place, Optional.of(Instant.ofEpochMilli(record.timestamp())));
    int generation = generation(record);
    int[] events = {0};
    decoded(feed, value)
        .forEach(
            source -> {
              int first = events[0];
              FeedDoor.Admitted admitted =
                  door.admit(
                      feed,
                      source,
                      delivered,
                      index ->
                          Origins.ofEvent(
                              record.topic(),
                              record.partition(),
                              record.offset(),
                              first + index,
                              generation));
              switch (fitting(admitted, first)) {
                case FeedDoor.Admitted.Passed passed -> {
                  batch.addAll(passed.records());
                  events[0] += passed.records().size();
                }
                case FeedDoor.Admitted.Turned turned ->
                    batch.add(
                        door.deadLetter(
                                feed,
                                source,
                                delivered,
                                place + ", " + source.place(),
                                turned.refusal())
                            .toRecord(topics.deadLetters()));
              }
            });
  }

  /** Beyond so many events, those of one record could not be told from those of the next. */
  private static FeedDoor.Admitted fitting(FeedDoor.Admitted admitted, int first) {
    return admitted instanceof FeedDoor.Admitted.Passed passed
            && first + passed.records().size() > Origins.MOST_EVENTS_OF_A_RECORD
        ? new FeedDoor.Admitted.Turned(
            new Decoded.Refused(
                "too-many-events",
                "one record of a topic may say "
                    + Origins.MOST_EVENTS_OF_A_RECORD
                    + " events; send several records, or a file",
                "",
                ""))
        : admitted;
  }

  private List<SourceRecord> decoded(String feed, byte[] value) {
    try {
      return door.decode(feed, value, limits);
    } catch (UnreadableException e) {
      return List.of(
          new SourceRecord(
              0,
              e.place(),
              cut(value),
              Map.of(),
              new SourceRecord.Content.Malformed(e.code(), e.detail())));
    }
  }

  /** How many records of the feed's topics wait in the partitions of this node. Any thread. */
  public long waiting(String feed) {
    return waiting.getOrDefault(feed, 0L);
  }

  private boolean append(List<LogRecord> batch) throws InterruptedException {
    AwaitedAppends appends = AwaitedAppends.put(appender, batch);
    boolean done = appends.await();
    if (!done) {
      LOG.warn("feed topics wait for the log: {}", appends.failure());
    }
    return done;
  }

  /** Stops after the current batch. */
  @Override
  public void close() {
    open = false;
    if (thread.isAlive()) {
      try {
        thread.join(Duration.ofSeconds(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
