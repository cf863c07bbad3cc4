package tradecounter.log;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import tradecounter.decode.Decoded;
import tradecounter.engine.canonical.ObjectKind;
import tradecounter.engine.state.LogPosition;
import tradecounter.engine.state.LogPosition.Lane;
import tradecounter.engine.state.World;

/**
 * Rebuilds the read model as it was, from the log: what an answer of that time rested on.
 *
 * <p>It reads the log from its beginning with a consumer of its own, on the thread that calls it,
 * and disturbs nobody. Every record is decoded, because each one moves the time of its feed on;
 * applied is only what the one item and the one customer need ({@link Relevance}), so that a second
 * read model does not cost the memory of the first. What is rebuilt answers as the live read model
 * did, since both come from the same records in the same order of each partition.
 *
 * <p>Any number of threads.
 */
public final class LogReplay implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final Topics topics;
  private final int timeoutMillis;
  private volatile boolean open = true;

  /**
   * The read model that is wanted.
   *
   * @param at with everything that the log took by then; without meaning if there is a position
   * @param position with everything before it, and nothing else
   * @param customer empty if nobody is named
   */
  public record Wanted(Instant at, Optional<LogProgress> position, String item, String customer) {}

  public LogReplay(Topics topics, int timeoutMillis) {
    this.topics = topics;
    this.timeoutMillis = timeoutMillis;
  }

  /**
   * Rebuilds it. Blocks, for as long as the time limit at most.
   *
   * @param abandoned asked now and then: whether nobody waits for it any more
   */
  public Replayed replay(Wanted wanted, BooleanSupplier abandoned) {
    LogReader reader = new LogReader(topics);
    KafkaConsumer<byte[], byte[]> consumer =
        reader.consumer(Map.of(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutMillis));
    Run run = new Run(reader, consumer, wanted, abandoned);
    try {
      return run.rebuild();
    } catch (StoppedException stopped) {
      return stopped.outcome;
    } catch (TimeoutException e) {
      return run.notInTime();
    } finally {
      consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
    }
  }

  /** Lets those that run end soon. */
  @Override
  public void close() {
    open = false;
  }

  /** Ends a run early. */
  private static final class StoppedException extends RuntimeException {
    private final transient Replayed outcome;

    StoppedException(Replayed outcome) {
      super(null, null, false, false);
      this.outcome = outcome;
    }
  }

  /** One replay. */
  private final class Run {
    private final LogReader reader;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Wanted wanted;
    private final BooleanSupplier abandoned;
    private final long deadlineNanos = System.nanoTime() + timeoutMillis * 1_000_000L;
    private long read;
    private long toRead;

    Run(
        LogReader reader,
        KafkaConsumer<byte[], byte[]> consumer,
        Wanted wanted,
        BooleanSupplier abandoned) {
      this.reader = reader;
      this.consumer = consumer;
      this.wanted = wanted;
      this.abandoned = abandoned;
    }

    Replayed rebuild() {
      List<TopicPartition> partitions = reader.partitions(consumer);
      requireRetained(partitions);
      Map<TopicPartition, Long> ends = ends(partitions);
      Map<TopicPartition, Long> catalog = new HashMap<>(ends);
      catalog.keySet().removeIf(p -> reader.lane(p).topic() != ObjectKind.Topic.CATALOG);
      long records = sum(ends);
      toRead = sum(catalog) + records;

      Relevance relevance = new Relevance(wanted.item(), wanted.customer());
      read(
          catalog,
          record -> {
            if (reader.decode(record) instanceof Decoded.Event event) {
              relevance.hear(event.change());
            }
          });
      Set<String> items = relevance.items();
      World world = new World();
      read(ends, record -> apply(record, world, relevance, items));
      return new Replayed.Rebuilt(world, progress(ends), records);
    }

    private static long sum(Map<TopicPartition, Long> ends) {
      return ends.values().stream().mapToLong(Long::longValue).sum();
    }

    private void apply(
        ConsumerRecord<byte[], byte[]> record,
        World world,
        Relevance relevance,
        Set<String> items) {
      LogPosition position = reader.position(record);
      var origin = LogRecord.origin(record.headers());
      switch (reader.decode(record)) {
        case Decoded.Event event -> {
          if (relevance.matters(event.change().key(), items)) {
            world.apply(position, origin, event.envelope(), event.change(), record.timestamp());
          } else {
            world.pass(
                position,
                origin,
                event.envelope(),
                event.change().objectKind(),
                record.timestamp());
          }
        }
        case Decoded.Refused _ -> world.skip(position);
      }
    }

    /** Without its beginning a partition tells what changed, but not what was there before. */
    private void requireRetained(List<TopicPartition> partitions) {
      consumer
          .beginningOffsets(partitions)
          .forEach(
              (partition, earliest) -> {
                if (earliest > 0) {
                  throw new StoppedException(notRetained(partition, earliest));
                }
              });
    }

    private Replayed notRetained(TopicPartition partition, long earliest) {
      @Nullable OffsetAndTimestamp first =
          consumer.offsetsForTimes(Map.of(partition, 0L)).get(partition);
      return new Replayed.NotRetained(
          reader.lane(partition),
          earliest,
          first == null ? Optional.empty() : Optional.of(Instant.ofEpochMilli(first.timestamp())));
    }

    private Map<TopicPartition, Long> ends(List<TopicPartition> partitions) {
      Map<TopicPartition, Long> now = consumer.endOffsets(partitions);
      return wanted
          .position()
          .map(position -> endsOfPosition(position, now))
          .orElseGet(() -> endsOfTime(now));
    }

    private Map<TopicPartition, Long> endsOfPosition(
        LogProgress position, Map<TopicPartition, Long> now) {
      LogProgress end = progress(now);
      if (!end.reaches(position)) {
        throw new StoppedException(new Replayed.NotReached(end));
      }
      Map<TopicPartition, Long> ends = new HashMap<>(now);
      ends.replaceAll((partition, _) -> position.next(position.index(reader.lane(partition))));
      return ends;
    }

    private LogProgress progress(Map<TopicPartition, Long> ends) {
      Map<Lane, Long> next = new HashMap<>();
      ends.forEach((partition, end) -> next.put(reader.lane(partition), end));
      return LogProgress.of(next.keySet(), lane -> next.getOrDefault(lane, 0L));
    }

    /** Up to the first record that is later than wanted. */
    private Map<TopicPartition, Long> endsOfTime(Map<TopicPartition, Long> now) {
      Map<TopicPartition, Long> times = new HashMap<>();
      long later = Math.max(0, wanted.at().toEpochMilli() + 1);
      now.keySet().forEach(partition -> times.put(partition, later));
      Map<TopicPartition, Long> ends = new HashMap<>(now);
      consumer
          .offsetsForTimes(times)
          .forEach(
              (partition, first) -> {
                if (first != null) {
                  ends.put(partition, first.offset());
                }
              });
      return ends;
    }

    /** Gives every record before the ends to the consumer, each partition in its order. */
    private void read(
        Map<TopicPartition, Long> ends, Consumer<ConsumerRecord<byte[], byte[]>> each) {
      Set<TopicPartition> unread = new HashSet<>(ends.keySet());
      unread.removeIf(partition -> ends.getOrDefault(partition, 0L) == 0);
      consumer.assign(unread);
      // One that was read before has been paused at its end.
      consumer.resume(unread);
      unread.forEach(partition -> consumer.seek(partition, 0));
      while (!unread.isEmpty()) {
        for (ConsumerRecord<byte[], byte[]> record : poll()) {
          TopicPartition partition = new TopicPartition(record.topic(), record.partition());
          if (record.offset() < ends.getOrDefault(partition, 0L)) {
            each.accept(record);
            read++;
          }
        }
        List<TopicPartition> done =
            unread.stream().filter(p -> consumer.position(p) >= ends.getOrDefault(p, 0L)).toList();
        consumer.pause(done);
        done.forEach(unread::remove);
      }
    }

    private ConsumerRecords<byte[], byte[]> poll() {
      if (!open || abandoned.getAsBoolean()) {
        throw new StoppedException(new Replayed.Abandoned());
      }
      if (System.nanoTime() - deadlineNanos > 0) {
        throw new StoppedException(notInTime());
      }
      try {
        return consumer.poll(POLL);
      } catch (OffsetOutOfRangeException gone) {
        // Deleted while it was read.
        var partition = gone.offsetOutOfRangePartitions().keySet().iterator().next();
        long earliest = consumer.beginningOffsets(Set.of(partition)).getOrDefault(partition, 0L);
        throw new StoppedException(notRetained(partition, earliest));
      }
    }

    Replayed notInTime() {
      return new Replayed.NotInTime(read, toRead);
    }
  }
}
