package tradecounter.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** The files of a single Kafka node that is broker and controller: settings, flags, log folder. */
record KafkaStorage(Path folder) {
  private static final int NODE_ID = 1;

  /** Standard output is the server's log file. */
  private static final String LOGBACK =
      """
      <configuration>
        <statusListener class="ch.qos.logback.core.status.NopStatusListener"/>
        <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
          <encoder>
            <pattern>%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %logger{0} %msg%n</pattern>
          </encoder>
        </appender>
        <root level="INFO">
          <appender-ref ref="out"/>
        </root>
        <logger name="org.apache.kafka.common.config.AbstractConfig" level="WARN"/>
        <logger name="kafka.server.KafkaConfig" level="WARN"/>
      </configuration>
      """;

  /** Formats the log folder, if that has not been done, and writes the files of this start. */
  void prepare(int brokerPort, int controllerPort) throws IOException {
    Files.createDirectories(logs());
    if (!Files.exists(logs().resolve("meta.properties"))) {
      format();
    }
    Properties properties = new Properties();
    properties.putAll(settings(brokerPort, controllerPort));
    try (Writer writer = Files.newBufferedWriter(settingsFile())) {
      properties.store(writer, "Written at each start");
    }
    Files.writeString(logbackFile(), LOGBACK);
    Files.write(flagsFile(), flags());
  }

  /** The arguments of {@code java}; short, so that the folder shows in the process list. */
  List<String> arguments() {
    return List.of("@" + flagsFile(), "kafka.Kafka", settingsFile().toString());
  }

  private void format() throws IOException {
    try (PrintStream silence =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(silence)
          .setClusterId(Uuid.randomUuid().toString())
          .setNodeId(NODE_ID)
          .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
          .setControllerListenerName("CONTROLLER")
          .setMetadataLogDirectory(logs().toString())
          .addDirectory(logs().toString())
          .setIgnoreFormatted(true)
          .run();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("Cannot format " + logs(), e);
    }
  }

  private Map<String, String> settings(int brokerPort, int controllerPort) {
    String broker = "BROKER://" + Ports.LOOPBACK + ":" + brokerPort;
    String controller = Ports.LOOPBACK + ":" + controllerPort;
    return Map.ofEntries(
        Map.entry("process.roles", "broker,controller"),
        Map.entry("node.id", Integer.toString(NODE_ID)),
        Map.entry("listeners", broker + ",CONTROLLER://" + controller),
        Map.entry("advertised.listeners", broker),
        Map.entry("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT"),
        Map.entry("inter.broker.listener.name", "BROKER"),
        Map.entry("controller.listener.names", "CONTROLLER"),
        Map.entry("controller.quorum.voters", NODE_ID + "@" + controller),
        Map.entry("log.dirs", logs().toString()),
        Map.entry("auto.create.topics.enable", "false"),
        Map.entry("offsets.topic.replication.factor", "1"),
        Map.entry("offsets.topic.num.partitions", "8"),
        Map.entry("transaction.state.log.replication.factor", "1"),
        Map.entry("transaction.state.log.min.isr", "1"),
        Map.entry("transaction.state.log.num.partitions", "8"),
        Map.entry("share.coordinator.state.topic.replication.factor", "1"),
        Map.entry("share.coordinator.state.topic.min.isr", "1"),
        // A lone member of a group need not wait for others.
        Map.entry("group.initial.rebalance.delay.ms", "0"),
        Map.entry("broker.heartbeat.interval.ms", "200"),
        // So long a killed broker keeps its successor waiting, and a freeze goes unnoticed.
        Map.entry("broker.session.timeout.ms", "3000"),
        // The default takes a quarter of the heap.
        Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(32 << 20)));
  }

  private List<String> flags() {
    return List.of(
        "-Xms128m",
        "-Xmx512m",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-Djava.awt.headless=true",
        "-Dlogback.configurationFile=" + quoted(logbackFile().toString()),
        // Both ways out of the log4j interface are on the class path.
        "-Dlog4j.provider=org.apache.logging.slf4j.SLF4JProvider",
        "-cp",
        quoted(JvmClassPath.current()));
  }

  /** In the syntax of java's argument files. */
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private Path logs() {
    return folder.resolve("logs");
  }

  private Path settingsFile() {
    return folder.resolve("server.properties");
  }

  private Path flagsFile() {
    return folder.resolve("java.flags");
  }

  private Path logbackFile() {
    return folder.resolve("logback.xml");
  }
}
