package tradecounter.log;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.configuration.Configuration;
import tradecounter.engine.canonical.Verdict;

/**
 * Appends records to the log.
 *
 * <p>When one record fails, everything behind it fails too: the producer is thrown away with what
 * it holds. So no partition ever has a later record of ours without an earlier one, and a source
 * that sends again what was not acknowledged is never overtaken by itself.
 *
 * <p>Any thread offers; one thread of its own talks to the producer, which may block. The queue is
 * bounded: when it is full, or while the broker is known to be away, an offer is declined at once
 * and the caller answers 503.
 */
public final class LogAppender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogAppender.class);
  private static final long RETRY_AFTER_FAILURE_NANOS = Duration.ofSeconds(1).toNanos();

  private final Map<String, Object> properties;
  private final ArrayBlockingQueue<Batch> queue;
  private final Map<Long, AppendListener> awaiting = new ConcurrentHashMap<>();
  private final AtomicLong nextAppend = new AtomicLong();
  private final long node = new SecureRandom().nextLong();
  private final Thread thread;
  private volatile boolean open = true;
  private volatile long failedAtNanos;
  private volatile boolean away;

  /** Of the appender's thread; {@code null} after a failure, until something is sent again. */
  private volatile @Nullable KafkaProducer<byte[], byte[]> producer;

  /** Records of one offer; each has its own listener. */
  private record Batch(List<LogRecord> records, List<? extends AppendListener> listeners) {}

  public LogAppender(Topics topics, Configuration.Kafka kafka) {
    properties = topics.clientProperties();
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 131_072);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, kafka.appendTimeoutMillis());
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, kafka.appendTimeoutMillis() / 2);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, kafka.appendTimeoutMillis());
    queue = new ArrayBlockingQueue<>(kafka.appendQueue());
    thread = Thread.ofPlatform().name("log-appender").start(this::run);
  }

  /**
   * Takes the records, or declines all of them and tells no listener.
   *
   * @param listeners one for each record, in order
   * @return whether they were taken
   */
  public boolean offer(List<LogRecord> records, List<? extends AppendListener> listeners) {
    return open && isReachable() && queue.offer(new Batch(records, listeners));
  }

  /** As {@link #offer}, but waits for room; for threads that may block. */
  public void put(List<LogRecord> records, List<? extends AppendListener> listeners)
      throws InterruptedException {
    queue.put(new Batch(records, listeners));
  }

  /** False for a moment after an append failed. */
  public boolean isReachable() {
    return !away || System.nanoTime() - failedAtNanos > RETRY_AFTER_FAILURE_NANOS;
  }

  /** How many batches wait. */
  public int queued() {
    return queue.size();
  }

  private void run() {
    while (open || !queue.isEmpty()) {
      try {
        Batch batch = queue.poll(100, TimeUnit.MILLISECONDS);
        if (batch != null) {
          KafkaProducer<byte[], byte[]> on = current();
          for (int i = 0; i < batch.records().size(); i++) {
            send(batch.records().get(i), batch.listeners().get(i), on);
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void send(LogRecord record, AppendListener listener, KafkaProducer<byte[], byte[]> on) {
    long append = nextAppend.incrementAndGet();
    if (record.canonical()) {
      awaiting.put(append, listener);
    }
    try {
      // What becomes of it is told to the callback.
      var _ =
          on.send(
              record.toProduce(node, append),
              (metadata, failure) -> {
                if (failure == null) {
                  away = false;
                  listener.appended();
                } else {
                  fail(append, listener, failure, on);
                }
              });
    } catch (InterruptException e) {
      fail(append, listener, e, on);
      Thread.currentThread().interrupt();
    } catch (KafkaException | IllegalStateException e) {
      fail(append, listener, e, on);
    }
  }

  private KafkaProducer<byte[], byte[]> current() {
    KafkaProducer<byte[], byte[]> known = producer;
    if (known == null) {
      known = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
      producer = known;
    }
    return known;
  }

  private void fail(
      long append,
      AppendListener listener,
      Exception failure,
      KafkaProducer<byte[], byte[]> failed) {
    awaiting.remove(append);
    failedAtNanos = System.nanoTime();
    if (!away) {
      away = true;
      LOG.warn("appending to the log failed: {}", failure.toString());
    }
    abandon(failed);
    listener.failed(failure.toString());
  }

  private synchronized void abandon(KafkaProducer<byte[], byte[]> failed) {
    if (failed.equals(producer)) {
      producer = null;
      failed.close(Duration.ZERO);
    }
  }

  /** Called by the follower for each record of the log that this node wrote. */
  void applied(@Nullable Long append, Verdict verdict) {
    AppendListener listener = append == null ? null : awaiting.remove(append);
    if (listener != null) {
      listener.applied(verdict);
    }
  }

  long node() {
    return node;
  }

  /** Sends what was taken, waits for the log to have it, and takes no more. */
  @Override
  public void close() {
    open = false;
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    KafkaProducer<byte[], byte[]> last = producer;
    if (last != null) {
      last.close(Duration.ofSeconds(10));
    }
  }
}
