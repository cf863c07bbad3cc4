package tradecounter.log;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.decode.Decoded;
import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.ObjectKind;
import tradecounter.engine.canonical.Verdict;
import tradecounter.engine.state.LogPosition;
import tradecounter.engine.state.World;

/**
 * Reads all partitions of the canonical log and applies them to the read model: the one writer.
 *
 * <p>It assigns the partitions itself; there is no consumer group, so no rebalance ever stops the
 * reads. Whoever needs a consistent view of the whole read model runs on this thread, between two
 * batches ({@link #between}). When the broker is away it goes on trying; the read model stays as it
 * is and its figures grow old, which every answer says.
 */
public final class LogFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);
  private static final long ASSIGN_AGAIN_NANOS = Duration.ofMillis(100).toNanos();
  private static final Duration POLL = Duration.ofMillis(50);

  private final World world;
  private final LogAppender appender;
  private final ContractPriceListener contractPrices;
  private final ProgressListener progressListener;
  private final LogReader reader;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private List<TopicPartition> partitions = List.of();
  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
  private final Thread thread;

  private Map<TopicPartition, Long> target = Map.of();
  private volatile boolean open = true;
  private final AtomicLong applied = new AtomicLong();
  private final AtomicLong undecodable = new AtomicLong();
  private volatile long toApply;
  private volatile boolean failed;

  /** Whether the consumer can be woken up: from then on it only polls. */
  private volatile boolean following;

  /** Hears of contract prices, which are kept outside the read model. On the follower's thread. */
  public interface ContractPriceListener {
    void accept(LoggedContractPrice logged);
  }

  /** Hears how far the log is applied. On the follower's thread. */
  public interface ProgressListener {
    /** What changes in the read model from now on, this record changes. */
    void applying(LogPosition record);

    /** A batch is applied as a whole; the first time, before anything is. */
    void applied(LogProgress progress);
  }

  public LogFollower(
      Topics topics,
      World world,
      LogAppender appender,
      ContractPriceListener contractPrices,
      ProgressListener progressListener) {
    this.world = world;
    this.appender = appender;
    this.contractPrices = contractPrices;
    this.progressListener = progressListener;
    reader = new LogReader(topics);
    consumer = reader.consumer(Map.of());
    thread = Thread.ofPlatform().name("log-follower").unstarted(this::run);
  }

  /**
   * Begins where the read model ends. Returns at once; {@link #caughtUp} tells when everything that
   * was in the log at the start is applied.
   */
  public void start() {
    thread.start();
  }

  /** Completes when the read model has reached the end that the log had at the start. */
  public CompletableFuture<Void> caughtUp() {
    return caughtUp;
  }

  /** How many records have been applied since the start. */
  public long applied() {
    return applied.get();
  }

  /** How many records there were to apply at the start. */
  public long toApply() {
    return toApply;
  }

  /** How many records of the log could not be read: written by a newer version, or not by us. */
  public long undecodable() {
    return undecodable.get();
  }

  /** Whether it is running and has met nothing that it cannot go on from. */
  public boolean isAlive() {
    return thread.isAlive() && !failed;
  }

  /** Runs the task on the follower's thread between two batches. */
  public <T> CompletableFuture<T> between(Callable<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    tasks.add(
        () -> {
          try {
            result.complete(task.call());
          } catch (Exception e) {
            result.completeExceptionally(e);
          }
        });
    if (following) {
      consumer.wakeup();
    }
    if (!thread.isAlive()) {
      result.completeExceptionally(new IllegalStateException("the log follower has stopped"));
    }
    return result;
  }

  private void run() {
    try {
      assign();
      while (open) {
        ConsumerRecords<byte[], byte[]> records = poll();
        for (ConsumerRecord<byte[], byte[]> record : records) {
          apply(record);
        }
        boolean worked = runTasks();
        if (!records.isEmpty() || worked) {
          applied.addAndGet(records.count());
          progressListener.applied(progress());
        }
        checkCaughtUp();
      }
    } catch (OffsetOutOfRangeException e) {
      fail(
          "the log no longer holds what the checkpoint ends at ("
              + e.getMessage()
              + "): restore the log, or delete the checkpoint and have every feed send a snapshot",
          e);
    } catch (RuntimeException e) {
      fail("the log follower stopped: " + e, e);
    } finally {
      runTasks();
      consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(2)));
    }
  }

  private void fail(String message, RuntimeException cause) {
    failed = true;
    LOG.error(message, cause);
    caughtUp.completeExceptionally(new IllegalStateException(message, cause));
  }

  private void assign() {
    while (open) {
      try {
        partitions = reader.partitions(consumer);
        target = consumer.endOffsets(partitions);
        break;
      } catch (org.apache.kafka.common.errors.TimeoutException e) {
        LOG.warn("the log does not answer yet: {}", e.getMessage());
        LockSupport.parkNanos(ASSIGN_AGAIN_NANOS);
      }
    }
    consumer.assign(partitions);
    following = true;
    long ahead = 0;
    for (TopicPartition partition : partitions) {
      long next = world.nextOffset(reader.lane(partition));
      consumer.seek(partition, next);
      ahead += Math.max(0, target.getOrDefault(partition, 0L) - next);
    }
    toApply = ahead;
    progressListener.applied(progress());
    checkCaughtUp();
  }

  /** How far the log is applied; for tasks of {@link #between}. */
  public LogProgress progress() {
    return LogProgress.of(partitions.stream().map(reader::lane).toList(), world::nextOffset);
  }

  private ConsumerRecords<byte[], byte[]> poll() {
    try {
      return consumer.poll(POLL);
    } catch (WakeupException e) {
      return ConsumerRecords.empty(); // Somebody waits for a task.
    } catch (OffsetOutOfRangeException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.warn("reading the log failed, trying again: {}", e.toString());
      return ConsumerRecords.empty();
    }
  }

  private void apply(ConsumerRecord<byte[], byte[]> record) {
    LogPosition position = reader.position(record);
    progressListener.applying(position);
    switch (reader.decode(record)) {
      case Decoded.Event event -> {
        Verdict verdict =
            world.apply(
                position,
                LogRecord.origin(record.headers()),
                event.envelope(),
                event.change(),
                record.timestamp());
        if (verdict.isApplied() && isContractPrice(event)) {
          contractPrices.accept(
              new LoggedContractPrice(
                  position, record.topic(), event, record.value(), record.timestamp()));
        }
        appender.applied(LogRecord.append(record.headers(), appender.node()), verdict);
      }
      case Decoded.Refused refused -> {
        undecodable.incrementAndGet();
        world.skip(position);
        LOG.error("record {} of the log cannot be read: {}", position, refused.detail());
      }
    }
  }

  private static boolean isContractPrice(Decoded.Event event) {
    return event.change() instanceof ContractPrice
        || event.change().objectKind() == ObjectKind.CONTRACT_PRICE;
  }

  private void checkCaughtUp() {
    if (caughtUp.isDone()) {
      return;
    }
    for (TopicPartition partition : partitions) {
      if (world.nextOffset(reader.lane(partition)) < target.getOrDefault(partition, 0L)) {
        return;
      }
    }
    caughtUp.complete(null);
  }

  private boolean runTasks() {
    boolean worked = false;
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
      worked = true;
    }
    return worked;
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
