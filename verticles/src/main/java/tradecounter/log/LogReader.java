package tradecounter.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import tradecounter.decode.Decoded;
import tradecounter.decode.EventDecoder;
import tradecounter.engine.canonical.ObjectKind;
import tradecounter.engine.state.LogPosition;
import tradecounter.engine.state.LogPosition.Lane;

/**
 * What all who read the canonical log share: how it is reached, which partitions it has, and what a
 * record of it says. One thread.
 */
final class LogReader {
  private final Topics topics;
  private final Map<String, ObjectKind.Topic> topicOfName = new HashMap<>();
  private final Map<String, EventDecoder> decoders = new HashMap<>();

  LogReader(Topics topics) {
    this.topics = topics;
    for (ObjectKind.Topic topic : ObjectKind.Topic.values()) {
      topicOfName.put(topics.canonical(topic), topic);
    }
  }

  /** A consumer without group that reads from where it is told to, and nowhere else. */
  KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> further) {
    Map<String, Object> properties = topics.clientProperties();
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 << 20);
    properties.putAll(further);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** All partitions of all canonical topics. Asks the broker. */
  List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : topicOfName.keySet()) {
      partitions.addAll(Topics.partitions(consumer, topic));
    }
    return partitions;
  }

  Lane lane(TopicPartition partition) {
    return new Lane(topic(partition.topic()), partition.partition());
  }

  LogPosition position(ConsumerRecord<byte[], byte[]> record) {
    return new LogPosition(topic(record.topic()), record.partition(), record.offset());
  }

  private ObjectKind.Topic topic(String name) {
    return Objects.requireNonNull(topicOfName.get(name), name);
  }

  /** What the log holds has passed the door; today's strictness is not asked again. */
  Decoded decode(ConsumerRecord<byte[], byte[]> record) {
    return decoders
        .computeIfAbsent(LogRecord.feed(record.headers()), feed -> new EventDecoder(feed, true))
        .decode(record.value());
  }
}
