package tradecounter.benchmarks.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import tradecounter.benchmarks.Figure;
import tradecounter.benchmarks.HttpConnection;
import tradecounter.benchmarks.Report;
import tradecounter.benchmarks.ServiceUnderTest;
import tradecounter.benchmarks.Settings;
import tradecounter.loadtest.world.GeneratedKeys;
import tradecounter.loadtest.world.GeneratedWorld;
import tradecounter.loadtest.world.WorldSize;

/**
 * P13: from the first byte of a posted {@code position.set} event to the last byte of an answer
 * that shows it, one at a time; beside a record of the same bytes produced ({@code acks=all}, no
 * linger) and polled on a topic of one partition, in turns, with the client settings of the
 * service. The post is answered when the event is applied, so the first question sees it.
 *
 * <pre>
 *   mvn -q -Pbenchmark verify -DskipTests -Dbench=PostToVisible -Dset="rounds=2000 warmUp=500"
 * </pre>
 */
public final class PostToVisible {
  private static final String TOPIC = "bare";
  private static final String ITEM = GeneratedKeys.item(0);
  private static final int ITEMS = 100;

  private final Settings settings = new Settings();
  private final int rounds = settings.number("rounds", 2_000);
  private final int warmUp = settings.number("warmUp", 500);
  private final Report report = new Report("PostToVisible");
  private long questions;
  private long lastAvailable = -1;

  private PostToVisible() {}

  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    new PostToVisible().run();
  }

  private void run() throws IOException, InterruptedException, ExecutionException {
    try (ServiceUnderTest service = ServiceUnderTest.start()) {
      service.load(new GeneratedWorld(WorldSize.ofItems(ITEMS, 1), LocalDate.now(ZoneOffset.UTC)));
      createTopic(service);
      try (HttpConnection connection = new HttpConnection(service.port());
          var producer = producer(service);
          var consumer = consumer(service)) {
        consumer.assign(List.of(new TopicPartition(TOPIC, 0)));
        double[] visible = new double[rounds];
        double[] polled = new double[rounds];
        for (int round = -warmUp; round < rounds; round++) {
          byte[] event = event(round + warmUp);
          double ours = postAndAsk(connection, service.token(), event);
          double bare = produceAndPoll(producer, consumer, event);
          if (round >= 0) {
            visible[round] = ours;
            polled[round] = bare;
          }
        }
        report(visible, polled);
      }
    }
  }

  private void report(double[] visible, double[] polled) {
    report.condition("rounds", rounds + " after " + warmUp + ", one at a time, in turns");
    report.condition("questions", "%.3f a post".formatted((double) questions / (rounds + warmUp)));
    Arrays.sort(visible);
    Arrays.sort(polled);
    for (double percent : new double[] {50, 99}) {
      double ours = Figure.percentile(visible, percent);
      double bare = Figure.percentile(polled, percent);
      String name = "P13 p%.0f: ".formatted(percent);
      report.add(Figure.of(name + "post → visible / produce → poll", ours / bare, "ratio"));
      report.add(Figure.of(name + "post → visible", ours, "ms"));
      report.add(Figure.of(name + "produce → poll", bare, "ms"));
    }
    report.write();
  }

  private static void createTopic(ServiceUnderTest service)
      throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(clientSettings(service))) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
    }
  }

  private static Map<String, Object> clientSettings(ServiceUnderTest service) {
    return Map.of("bootstrap.servers", service.bootstrapServers());
  }

  private static KafkaProducer<byte[], byte[]> producer(ServiceUnderTest service) {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            service.bootstrapServers(),
            "acks",
            "all",
            "enable.idempotence",
            true,
            "linger.ms",
            0,
            "batch.size",
            131_072),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static KafkaConsumer<byte[], byte[]> consumer(ServiceUnderTest service) {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            service.bootstrapServers(),
            "enable.auto.commit",
            false,
            "auto.offset.reset",
            "earliest",
            "fetch.max.wait.ms",
            100),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private static byte[] event(long number) {
    return """
        {"specversion":"1.0","id":"visible:%d","source":"/benchmarks/erp",\
        "type":"tradecounter.position.set.v1","time":"%s","sequence":"%d",\
        "data":{"item":"%s","location":"DC-000","onHand":%d,"safetyStock":0}}"""
        .formatted(number, Instant.now(), 2 + number, ITEM, 1_000_000 + number)
        .getBytes(StandardCharsets.UTF_8);
  }

  private double postAndAsk(HttpConnection connection, String token, byte[] event)
      throws IOException {
    byte[] post =
        HttpConnection.post("/v1/feeds/erp/events", token, "application/cloudevents+json", event);
    byte[] question = HttpConnection.get("/v1/items/" + ITEM + "/availability?shipTo=R-0", token);
    long begin = System.nanoTime();
    if (connection.exchange(post) != 202) {
      throw new IllegalStateException(connection.answer());
    }
    long available;
    do {
      questions++;
      if (connection.exchange(question) != 200) {
        throw new IllegalStateException(connection.answer());
      }
      available = available(connection);
    } while (available == lastAvailable);
    double millis = (System.nanoTime() - begin) / 1e6;
    lastAvailable = available;
    return millis;
  }

  /** Every event brings one more, so it is visible when this has changed. */
  private static long available(HttpConnection connection) {
    String answer = connection.answer();
    int from = answer.indexOf("\"available\":") + "\"available\":".length();
    return Long.parseLong(answer, from, answer.indexOf(',', from), 10);
  }

  private static double produceAndPoll(
      KafkaProducer<byte[], byte[]> producer,
      KafkaConsumer<byte[], byte[]> consumer,
      byte[] event) {
    long begin = System.nanoTime();
    var _ = producer.send(new ProducerRecord<>(TOPIC, event));
    while (consumer.poll(Duration.ofMillis(50)).isEmpty()) {
      // Not there yet.
    }
    return (System.nanoTime() - begin) / 1e6;
  }
}
