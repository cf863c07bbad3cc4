package tradecounter.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The little Kafka that the tests need: topics of one partition, text records. */
final class Records {
  private static final int TIME_S = 20;

  private Records() {}

  static void createTopic(String servers, String topic) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin
          .createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
          .all()
          .get(TIME_S, TimeUnit.SECONDS);
    }
  }

  static Set<String> topics(String servers) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      return admin.listTopics().names().get(TIME_S, TimeUnit.SECONDS);
    }
  }

  /** Returns when all are acknowledged. */
  static void send(String servers, String topic, String... values) throws Exception {
    Map<String, Object> settings = Map.of("bootstrap.servers", servers, "acks", "all");
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      for (String value : values) {
        producer.send(new ProducerRecord<>(topic, value)).get(TIME_S, TimeUnit.SECONDS);
      }
    }
  }

  static List<String> all(String servers, String topic) {
    Map<String, Object> settings = Map.of("bootstrap.servers", servers);
    TopicPartition partition = new TopicPartition(topic, 0);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      Duration time = Duration.ofSeconds(TIME_S);
      long end = consumer.endOffsets(List.of(partition), time).getOrDefault(partition, 0L);
      List<String> values = new ArrayList<>();
      Deadline deadline = Deadline.in(time);
      while (consumer.position(partition, time) < end && !deadline.isOver()) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
      }
      return values;
    }
  }
}
