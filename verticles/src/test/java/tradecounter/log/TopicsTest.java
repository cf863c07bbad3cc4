package tradecounter.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tradecounter.configuration.Configuration;
import tradecounter.embedded.SharedServers;

/** Topics, and what brokers know of them. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class TopicsTest {
  private final Topics topics =
      new Topics(
          new Configuration.Kafka(
              SharedServers.kafka().bootstrapServers(),
              SharedServers.freshPrefix(),
              3,
              1,
              5_000,
              16,
              Map.of()));

  private KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> properties = new HashMap<>(topics.clientProperties());
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Whoever followed none of its partitions would miss all that is said there, in silence. */
  @Test
  void aTopicThatABrokerHasNotHeardOfIsNotOneWithoutPartitions()
      throws ExecutionException, InterruptedException, TimeoutException {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      assertThatThrownBy(() -> Topics.partitions(consumer, topics.deadLetters()))
          .isInstanceOf(org.apache.kafka.common.errors.TimeoutException.class);
      topics.create(List.of("erp"));
      Awaitility.await()
          .ignoreExceptions()
          .untilAsserted(
              () -> assertThat(Topics.partitions(consumer, topics.deadLetters())).hasSize(3));
    }
  }
}
