package tradecounter.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import tradecounter.configuration.Configuration;
import tradecounter.engine.canonical.ObjectKind;

/** The names of the topics, and that they exist. */
public final class Topics {
  private final Configuration.Kafka kafka;

  public Topics(Configuration.Kafka kafka) {
    this.kafka = kafka;
  }

  /** The canonical log of one kind of objects: {@code tradecounter.inventory} … */
  public String canonical(ObjectKind.Topic topic) {
    return kafka.topicPrefix() + "tradecounter." + topic.name().toLowerCase(Locale.ROOT);
  }

  /** Where business events go out. */
  public String orders() {
    return kafka.topicPrefix() + "tradecounter.orders";
  }

  /** A topic that somebody else names. */
  public String foreign(String topic) {
    return kafka.topicPrefix() + topic;
  }

  public String deadLetters() {
    return kafka.topicPrefix() + "tradecounter.dead-letters";
  }

  /** Where a source may write instead of posting. */
  public String feed(String feed) {
    return kafka.topicPrefix() + "feed." + feed;
  }

  /** Settings that all our Kafka clients share. */
  public Map<String, Object> clientProperties() {
    Map<String, Object> properties = new HashMap<>(kafka.properties());
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    return properties;
  }

  /**
   * Creates what is missing. The canonical log and the dead letters are kept without limit, and
   * never compacted: the log is what a node without checkpoint starts from, and what tells what was
   * answered in the past ({@link LogReplay}). Topics that are there already are taken as they are.
   *
   * @throws TimeoutException if the broker does not answer
   */
  public void create(List<String> feeds)
      throws ExecutionException, InterruptedException, TimeoutException {
    // One replica may be away; an acknowledgement by the leader alone would not be durable.
    Map<String, String> durable =
        Map.of(
            TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
            String.valueOf(Math.max(1, kafka.replicationFactor() - 1)));
    Map<String, String> keepForever = new HashMap<>(durable);
    // When the log took an event is the broker's word, not that of the node that appended it.
    keepForever.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    keepForever.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
    keepForever.put(TopicConfig.RETENTION_MS_CONFIG, "-1");
    keepForever.put(TopicConfig.RETENTION_BYTES_CONFIG, "-1");
    List<NewTopic> wanted = new ArrayList<>();
    for (ObjectKind.Topic topic : ObjectKind.Topic.values()) {
      wanted.add(topic(canonical(topic)).configs(keepForever));
    }
    wanted.add(topic(deadLetters()).configs(keepForever));
    wanted.add(topic(orders()).configs(durable));
    feeds.forEach(feed -> wanted.add(topic(feed(feed)).configs(durable)));
    try (Admin admin = Admin.create(clientProperties())) {
      Set<String> present = admin.listTopics().names().get(10, TimeUnit.SECONDS);
      wanted.removeIf(topic -> present.contains(topic.name()));
      for (var created : admin.createTopics(wanted).values().values()) {
        try {
          created.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
          // Another node was faster.
          if (!(e.getCause() instanceof TopicExistsException)) {
            throw e;
          }
        }
      }
    }
  }

  /**
   * All partitions of a topic that has been created. Asks a broker.
   *
   * @throws org.apache.kafka.common.errors.TimeoutException if that broker does not answer, or has
   *     not heard of the topic yet: the controller's word reaches it a little later
   */
  public static List<TopicPartition> partitions(Consumer<?, ?> consumer, String topic) {
    List<PartitionInfo> known = consumer.partitionsFor(topic);
    if (known.isEmpty()) {
      throw new org.apache.kafka.common.errors.TimeoutException(
          "the broker has not heard of topic " + topic + " yet");
    }
    return known.stream().map(p -> new TopicPartition(topic, p.partition())).toList();
  }

  private NewTopic topic(String name) {
    return new NewTopic(name, kafka.partitions(), (short) kafka.replicationFactor());
  }
}
