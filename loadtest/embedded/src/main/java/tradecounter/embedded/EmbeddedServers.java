package tradecounter.embedded;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * PostgreSQL, Kafka and Redis for one run. The data of the first two stays, in {@code
 * dataFolder/postgres} and {@code dataFolder/kafka}; Redis forgets. The folder is locked until
 * {@link #close()}. Thread-safe.
 *
 * <p>A Ctrl-C does not reach the servers: the caller's shutdown closes this when everything that
 * uses them has ended.
 */
public final class EmbeddedServers implements AutoCloseable {
  private final DataFolder folder;
  private final PostgresServer postgres;
  private final KafkaServer kafka;
  private final RedisServer redis;

  private EmbeddedServers(DataFolder folder, EmbeddedOptions options) {
    this.folder = folder;
    this.postgres =
        new PostgresServer(
            folder.path().resolve("postgres"),
            options.postgresPort(),
            options.howToChangePostgresPort());
    this.kafka =
        new KafkaServer(
            folder.path().resolve("kafka"), options.kafkaPort(), options.howToChangeKafkaPort());
    this.redis =
        new RedisServer(
            folder.path().resolve("redis"), options.redisPort(), options.howToChangeRedisPort());
  }

  /**
   * Starts all at the same time and returns when all answer; servers that a killed run has left on
   * the folder are stopped first.
   *
   * @param progress gets one line per step, from any thread
   * @throws EmbeddedStartException for all that a user can put right; then nothing runs
   */
  public static EmbeddedServers start(EmbeddedOptions options, Consumer<String> progress) {
    DataFolder folder = DataFolder.claim(options.dataFolder(), options.howToChangeFolder());
    EmbeddedServers servers = new EmbeddedServers(folder, options);
    // A Ctrl-C during the start: the caller has nothing yet that it could close.
    Thread closer = new Thread(servers::close, "embedded-servers-closer");
    try {
      Runtime.getRuntime().addShutdownHook(closer);
      servers.startAll(progress);
      return servers;
    } catch (Throwable e) {
      servers.close();
      throw e;
    } finally {
      forget(closer);
    }
  }

  /**
   * Checks that no other run has the folder.
   *
   * @throws EmbeddedStartException if one has
   */
  public static void requireUnused(EmbeddedOptions options) {
    DataFolder.claim(options.dataFolder(), options.howToChangeFolder()).close();
  }

  public PostgresServer postgres() {
    return postgres;
  }

  public KafkaServer kafka() {
    return kafka;
  }

  public RedisServer redis() {
    return redis;
  }

  /** Stops all at the same time and unlocks the folder. Does nothing the second time. */
  @Override
  public void close() {
    try {
      together(postgres::stop, kafka::stop, redis::stop);
    } finally {
      folder.close();
    }
  }

  private static void forget(Thread closer) {
    try {
      Runtime.getRuntime().removeShutdownHook(closer);
    } catch (IllegalStateException e) {
      // The JVM is shutting down, and the closer at work already.
    }
  }

  private void startAll(Consumer<String> progress) {
    // All ports before any start, which would have to be undone.
    together(postgres::claimPort, kafka::claimPort, redis::claimPort);
    together(
        () -> {
          progress.accept("starting " + PostgresServer.TITLE + " on port " + postgres.port());
          postgres.start();
        },
        () -> {
          progress.accept("starting " + KafkaServer.TITLE + " on port " + kafka.port());
          kafka.start();
        },
        () -> {
          progress.accept("starting " + RedisServer.TITLE + " on port " + redis.port());
          redis.start();
        });
  }

  /** Runs all to their end, then throws the first failure, if any. */
  private static void together(Runnable... steps) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Void>> running =
          Stream.of(steps).map(step -> CompletableFuture.runAsync(step, threads)).toList();
      CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof EmbeddedStartException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
