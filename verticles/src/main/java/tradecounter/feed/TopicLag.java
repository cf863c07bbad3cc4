package tradecounter.feed;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import tradecounter.configuration.FeedConfiguration;
import tradecounter.configuration.Transport;
import tradecounter.log.Topics;

/** How much of what sources have written to their topics is not in the log yet. Any thread. */
public final class TopicLag {
  private static final int TIMEOUT_MILLIS = 5_000;

  private final FeedDoor door;
  private final Topics topics;

  public TopicLag(FeedDoor door, Topics topics) {
    this.door = door;
    this.topics = topics;
  }

  /** The group as which the nodes share the topics. */
  static String group(Topics topics) {
    return topics.feed("door");
  }

  /** The topics of the feeds there are, whose files may have changed. */
  static Map<String, String> feedOfTopic(FeedDoor door, Topics topics) {
    Map<String, String> wanted = new HashMap<>();
    for (String feed : door.feeds()) {
      wanted.put(topics.feed(feed), feed);
      door.configuration(feed)
          .map(FeedConfiguration::transport)
          .filter(Transport.Kafka.class::isInstance)
          .map(Transport.Kafka.class::cast)
          .ifPresent(kafka -> wanted.put(topics.foreign(kafka.topic()), feed));
    }
    return wanted;
  }

  /**
   * How many records of each feed wait, on all nodes. Blocks.
   *
   * @throws TimeoutException if the broker does not answer
   */
  public Map<String, Long> records()
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<String, String> feedOfTopic = feedOfTopic(door, topics);
    Map<String, Object> properties = topics.clientProperties();
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS / 2);
    Admin admin = Admin.create(properties);
    try {
      Set<TopicPartition> partitions = partitions(admin, feedOfTopic.keySet());
      Map<TopicPartition, OffsetAndMetadata> read =
          admin
              .listConsumerGroupOffsets(group(topics))
              .partitionsToOffsetAndMetadata()
              .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
      Map<TopicPartition, Long> first = offsets(admin, partitions, OffsetSpec.earliest());
      Map<TopicPartition, Long> end = offsets(admin, partitions, OffsetSpec.latest());
      Map<String, Long> waiting = new HashMap<>();
      for (TopicPartition partition : partitions) {
        @Nullable OffsetAndMetadata committed = read.get(partition);
        long next = committed == null ? 0 : committed.offset();
        long from = Math.max(next, first.getOrDefault(partition, 0L));
        waiting.merge(
            feedOfTopic.getOrDefault(partition.topic(), ""),
            Math.max(0, end.getOrDefault(partition, 0L) - from),
            Long::sum);
      }
      return waiting;
    } finally {
      admin.close(Duration.ofSeconds(1));
    }
  }

  /** A topic that another names may not be there yet. */
  private static Set<TopicPartition> partitions(Admin admin, Set<String> names)
      throws ExecutionException, InterruptedException, TimeoutException {
    Set<TopicPartition> partitions = new HashSet<>();
    for (KafkaFuture<TopicDescription> described :
        admin.describeTopics(names).topicNameValues().values()) {
      try {
        TopicDescription topic = described.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        topic
            .partitions()
            .forEach(
                partition ->
                    partitions.add(new TopicPartition(topic.name(), partition.partition())));
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw e;
        }
      }
    }
    return partitions;
  }

  private static Map<TopicPartition, Long> offsets(
      Admin admin, Set<TopicPartition> partitions, OffsetSpec which)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, which));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    admin
        .listOffsets(asked)
        .all()
        .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
        .forEach((partition, found) -> offsets.put(partition, found.offset()));
    return offsets;
  }
}
