package tradecounter.feed;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions of feeds' topics that this node has at the moment: which of them rest because
 * their feed is paused, and by which rewind each is read. The number of that rewind is committed
 * together with the offset, so that whoever has the partition next knows both or neither. Of the
 * consumer's thread.
 */
final class CarriedPartitions implements ConsumerRebalanceListener {
  private static final Logger LOG = LoggerFactory.getLogger(CarriedPartitions.class);

  private final Consumer<?, ?> consumer;
  private final Steering steering;
  private final Function<TopicPartition, String> feedOf;
  private final Map<TopicPartition, Integer> generations = new HashMap<>();

  CarriedPartitions(
      Consumer<?, ?> consumer, Steering steering, Function<TopicPartition, String> feedOf) {
    this.consumer = consumer;
    this.steering = steering;
    this.feedOf = feedOf;
  }

  /** Does what operators have said; to be called before each poll. Asks a broker if it has to. */
  void steer() {
    Set<TopicPartition> mine = consumer.assignment();
    load(mine);
    mine.forEach(this::rewind);
    Set<TopicPartition> resting = new HashSet<>(mine);
    resting.removeIf(partition -> !steering.isPaused(feedOf.apply(partition)));
    if (!consumer.paused().equals(resting)) {
      consumer.resume(mine);
      consumer.pause(resting);
    }
  }

  private void load(Set<TopicPartition> mine) {
    Set<TopicPartition> unknown = new HashSet<>(mine);
    unknown.removeAll(generations.keySet());
    if (unknown.isEmpty()) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(unknown);
    for (TopicPartition partition : unknown) {
      OffsetAndMetadata known = committed.get(partition);
      generations.put(partition, known == null ? 0 : generation(known.metadata()));
    }
  }

  private static int generation(String metadata) {
    return metadata.matches("[0-9]{1,5}") ? Integer.parseInt(metadata) : 0;
  }

  private void rewind(TopicPartition partition) {
    Steering.Rewind said = steering.rewind(feedOf.apply(partition));
    if (said.generation() <= generation(partition)) {
      return;
    }
    @Nullable OffsetAndTimestamp found =
        consumer.offsetsForTimes(Map.of(partition, said.to().toEpochMilli())).get(partition);
    long position = consumer.position(partition);
    // What has not been read yet is never passed over.
    long offset = found == null ? position : Math.min(found.offset(), position);
    consumer.seek(partition, offset);
    consumer.commitSync(
        Map.of(partition, new OffsetAndMetadata(offset, String.valueOf(said.generation()))));
    generations.put(partition, said.generation());
    LOG.info("{} is read again from offset {} on instead of {}", partition, offset, position);
  }

  /** By which rewind it is read. */
  int generation(TopicPartition partition) {
    return generations.getOrDefault(partition, 0);
  }

  /** Everything that was polled of these is durable. */
  void commit(Set<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
    for (TopicPartition partition : partitions) {
      int generation = generation(partition);
      done.put(
          partition,
          new OffsetAndMetadata(
              consumer.position(partition), generation == 0 ? "" : String.valueOf(generation)));
    }
    consumer.commitSync(done);
  }

  /** How many records of each feed wait in the partitions of this node. */
  Map<String, Long> waiting() {
    Map<String, Long> waiting = new HashMap<>();
    for (TopicPartition partition : consumer.assignment()) {
      OptionalLong lag = consumer.currentLag(partition);
      if (lag.isPresent()) {
        waiting.merge(feedOf.apply(partition), lag.getAsLong(), Long::sum);
      }
    }
    return waiting;
  }

  /** What comes along with them in the same poll is read by the right rewind already. */
  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    steer();
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    generations.keySet().removeAll(partitions);
  }
}
