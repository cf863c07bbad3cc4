package tradecounter.feed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.decode.Decoded;
import tradecounter.engine.canonical.Origin;
import tradecounter.engine.canonical.Verdict;
import tradecounter.log.AppendListener;
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
 */
public final class FeedTopics implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FeedTopics.class);
  private static final Duration POLL = Duration.ofMillis(100);

  private final FeedDoor door;
  private final LogAppender appender;
  private final Topics topics;
  private final int eventBytes;
  private final Map<String, String> feedOfTopic = new HashMap<>();
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread;
  private volatile boolean open = true;

  public FeedTopics(FeedDoor door, LogAppender appender, Topics topics, int eventBytes) {
    this.door = door;
    this.appender = appender;
    this.topics = topics;
    this.eventBytes = eventBytes;
    door.feeds().forEach(feed -> feedOfTopic.put(topics.feed(feed), feed));
    Map<String, Object> properties = topics.clientProperties();
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, topics.feed("door"));
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000);
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
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
      consumer.subscribe(feedOfTopic.keySet());
      while (open) {
        carry();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
    }
  }

  private void carry() throws InterruptedException {
    try {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      if (records.isEmpty()) {
        return;
      }
      List<LogRecord> batch = new ArrayList<>(records.count());
      for (ConsumerRecord<byte[], byte[]> record : records) {
        batch.add(carried(record));
      }
      // Until it is durable nothing else happens here: the broker's own offset is the retry queue.
      while (!append(batch)) {
        if (!open) {
          return;
        }
      }
      consumer.commitSync();
    } catch (KafkaException e) {
      LOG.warn("carrying feed topics failed, trying again: {}", e.toString());
    }
  }

  private LogRecord carried(ConsumerRecord<byte[], byte[]> record) {
    String feed = feedOfTopic.getOrDefault(record.topic(), "");
    Origin origin = new Origin(record.partition(), record.offset());
    byte[] event = StructuredEvent.of(record);
    Decoded.Refused refusal;
    if (event.length > eventBytes) {
      refusal =
          new Decoded.Refused(
              "event-too-large",
              "the event has " + event.length + " bytes, at most " + eventBytes,
              "",
              "");
    } else {
      switch (door.judge(feed, event, origin)) {
        case FeedDoor.Judged.Passed passed -> {
          return passed.record();
        }
        case FeedDoor.Judged.Turned turned -> refusal = turned.refusal();
      }
    }
    String place = record.topic() + "-" + record.partition() + "@" + record.offset();
    return DeadLetter.of(feed, event, place, refusal).toRecord(topics.deadLetters());
  }

  private boolean append(List<LogRecord> batch) throws InterruptedException {
    Appends appends = new Appends(batch.size());
    appender.put(batch, java.util.Collections.nCopies(batch.size(), appends));
    boolean done = appends.await();
    if (!done) {
      LOG.warn("feed topics wait for the log: {}", appends.failure.get());
    }
    return done;
  }

  /** Waits until all records of a batch are durable or one has failed. */
  private static final class Appends implements AppendListener {
    private final CountDownLatch pending;
    private final AtomicReference<String> failure = new AtomicReference<>("");

    Appends(int count) {
      pending = new CountDownLatch(count);
    }

    boolean await() throws InterruptedException {
      boolean answered = pending.await(60, TimeUnit.SECONDS);
      return answered && failure.get().isEmpty();
    }

    @Override
    public void appended() {
      pending.countDown();
    }

    @Override
    public void applied(Verdict verdict) {}

    @Override
    public void failed(String reason) {
      failure.compareAndSet("", reason);
      pending.countDown();
    }
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
