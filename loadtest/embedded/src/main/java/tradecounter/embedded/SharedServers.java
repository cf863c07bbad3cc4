package tradecounter.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.commons.io.FileUtils;
import org.jspecify.annotations.Nullable;

/**
 * The servers of the tests: one PostgreSQL, one Kafka and one Redis per JVM, each started by its
 * first use and stopped by the end of the JVM. Test classes share them and keep apart by {@link
 * #freshDatabase()} and {@link #freshPrefix()}. A test that kills one starts it again. Thread-safe.
 *
 * <p>The data is below {@code target/servers}, and is gone with the next use.
 */
public final class SharedServers {
  private static final Path FOLDERS = Path.of("target", "servers");
  private static final int MAX_JVMS = 64;
  private static final AtomicLong COUNTER = new AtomicLong();

  private static @Nullable DataFolder folder;
  private static @Nullable PostgresServer postgres;
  private static @Nullable KafkaServer kafka;
  private static @Nullable RedisServer redis;

  private SharedServers() {}

  public static synchronized PostgresServer postgres() {
    PostgresServer server = postgres;
    if (server == null) {
      server = new PostgresServer(folder().resolve("postgres"), 0).start();
      postgres = server;
    }
    return server;
  }

  public static synchronized KafkaServer kafka() {
    KafkaServer server = kafka;
    if (server == null) {
      server = new KafkaServer(folder().resolve("kafka"), 0).start();
      kafka = server;
    }
    return server;
  }

  public static synchronized RedisServer redis() {
    RedisServer server = redis;
    if (server == null) {
      server = new RedisServer(folder().resolve("redis"), 0).start();
      redis = server;
    }
    return server;
  }

  /**
   * The JDBC address of a new, empty database; its user is {@link PostgresServer#USER}, its
   * password {@link PostgresServer#PASSWORD}.
   */
  public static String freshDatabase() {
    PostgresServer server = postgres();
    String name = "test_" + COUNTER.incrementAndGet();
    server.createDatabase(name);
    return server.jdbcUrl(name);
  }

  /** A beginning for topic, group and transaction names that no one else gets, such as "t7-". */
  public static String freshPrefix() {
    return "t" + COUNTER.incrementAndGet() + "-";
  }

  private static synchronized Path folder() {
    DataFolder claimed = folder;
    if (claimed == null) {
      claimed = claim();
      folder = claimed;
      Runtime.getRuntime().addShutdownHook(new Thread(SharedServers::end, "shared-servers-end"));
    }
    return claimed.path();
  }

  /** The first folder that no other JVM uses, emptied of what its last user has left behind. */
  private static DataFolder claim() {
    for (int i = 1; ; i++) {
      try {
        DataFolder claimed = DataFolder.claim(FOLDERS.resolve("jvm-" + i), "run fewer JVMs");
        clear(claimed.path());
        return claimed;
      } catch (EmbeddedStartException e) {
        if (i == MAX_JVMS) {
          throw e;
        }
      }
    }
  }

  private static void clear(Path folder) {
    Path postgresFolder = folder.resolve("postgres");
    Path kafkaFolder = folder.resolve("kafka");
    Path redisFolder = folder.resolve("redis");
    PostgresServer.stopLeftover(postgresFolder);
    KafkaServer.stopLeftover(kafkaFolder);
    RedisServer.stopLeftover(redisFolder);
    try {
      FileUtils.deleteDirectory(postgresFolder.toFile());
      FileUtils.deleteDirectory(kafkaFolder.toFile());
      FileUtils.deleteDirectory(redisFolder.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot empty " + folder, e);
    }
  }

  /** No one will read the data again, so there is nothing to flush. */
  private static synchronized void end() {
    if (postgres != null) {
      postgres.kill();
    }
    if (kafka != null) {
      kafka.kill();
    }
    if (redis != null) {
      redis.kill();
    }
  }
}
