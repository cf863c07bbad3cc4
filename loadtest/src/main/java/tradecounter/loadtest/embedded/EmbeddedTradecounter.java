package tradecounter.loadtest.embedded;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.commons.io.FileUtils;
import org.jspecify.annotations.Nullable;
import tradecounter.Tradecounter;
import tradecounter.Wiring;
import tradecounter.configuration.Configuration;
import tradecounter.configuration.ConfigurationReader;
import tradecounter.embedded.EmbeddedOptions;
import tradecounter.embedded.EmbeddedServers;
import tradecounter.embedded.EmbeddedStartException;
import tradecounter.embedded.Ports;
import tradecounter.embedded.PostgresServer;
import tradecounter.embedded.erp.ErpClass;
import tradecounter.embedded.erp.RecordingErp;
import tradecounter.loadtest.sandbox.FeedClient;
import tradecounter.loadtest.sandbox.FeedClient.Outcome;
import tradecounter.loadtest.sandbox.Sandbox;
import tradecounter.loadtest.sandbox.WorldPush;
import tradecounter.loadtest.world.DemoWorld;
import tradecounter.loadtest.world.World;
import tradecounter.security.QuoteKeys;

/**
 * Everything on one machine: real PostgreSQL, Kafka and Redis, the service, and the demo world with
 * the systems that push it. What it starts it stops, in the opposite order.
 */
public final class EmbeddedTradecounter implements AutoCloseable {
  /** The demo world's main distribution centre is here: its day is the demo's day. */
  private static final ZoneId DEMO_ZONE = ZoneId.of("Europe/Berlin");

  /** Holds the day for which the demo world has been told. */
  private static final String TOLD = "demo-world-told";

  /** Names the port of the sandbox; of the sandbox alone, no setting of the service. */
  static final String SANDBOX_PORT = "TRADECOUNTER_SANDBOX_PORT";

  private final EmbeddedServers servers;
  private final RecordingErp erp;
  private final Vertx vertx = Vertx.vertx();
  private final Tradecounter tradecounter;
  private final DevelopmentKey key;
  private final FeedClient client;
  private final URI service;
  private final URI management;
  private final Consumer<String> progress;
  private final Path dataFolder;
  private @Nullable Sandbox sandbox;

  /**
   * What a user can choose.
   *
   * @param fresh whether to throw away what an earlier run has left in the folder
   */
  public record Options(Path dataFolder, boolean fresh, Map<String, String> environment) {}

  /**
   * Starts the servers and the service and waits until it answers.
   *
   * @param progress told one line a step
   * @throws EmbeddedStartException with one line for the user
   */
  public static EmbeddedTradecounter start(Options options, Consumer<String> progress) {
    Configuration ports = new ConfigurationReader().read(Optional.empty(), embedded(options, ""));
    Ports.requireFree(ports.http().port(), "storefronts", "set TRADECOUNTER_HTTP_PORT to another");
    int sandboxPort = sandboxPort(options);
    Ports.requireFree(sandboxPort, "sandbox ERP", "set " + SANDBOX_PORT + " to another");
    Ports.requireFree(
        ports.management().port(), "operators", "set TRADECOUNTER_MANAGEMENT_PORT to another");
    EmbeddedOptions embedded =
        new EmbeddedOptions(
            options.dataFolder(),
            0,
            0,
            0,
            "set -Dtradecounter.data=FOLDER",
            "nothing: it takes a free one",
            "nothing: it takes a free one",
            "nothing: it takes a free one");
    if (options.fresh()) {
      EmbeddedServers.requireUnused(embedded);
      delete(options.dataFolder());
    }
    EmbeddedServers servers = EmbeddedServers.start(embedded, progress);
    try {
      return new EmbeddedTradecounter(servers, options, progress);
    } catch (RuntimeException e) {
      servers.close();
      throw e;
    }
  }

  private EmbeddedTradecounter(
      EmbeddedServers servers, Options options, Consumer<String> progress) {
    this.servers = servers;
    this.progress = progress;
    this.dataFolder = options.dataFolder();
    Path jwks = write(options.dataFolder().resolve("development-jwks.json"), DevelopmentKey.jwks());
    Path quoteKey =
        write(options.dataFolder().resolve("development-quote.key"), QuoteKeys.DEVELOPMENT_KEY);
    Map<String, String> environment = embedded(options, jwks.toString());
    environment.putIfAbsent(
        "TRADECOUNTER_QUOTES_KEYS", "[{kid: development, file: '" + quoteKey + "'}]");
    environment.put("TRADECOUNTER_POSTGRES_JDBCURL", servers.postgres().jdbcUrl());
    environment.put("TRADECOUNTER_KAFKA_BOOTSTRAPSERVERS", servers.kafka().bootstrapServers());
    environment.put("TRADECOUNTER_REDIS_URI", servers.redis().uri());
    progress.accept("starting the sandbox ERP and suppliers on port " + sandboxPort(options));
    erp = new RecordingErp(ErpClass.A, sandboxPort(options)).start();
    environment.putIfAbsent("TRADECOUNTER_TARGETS_ENABLED", "[erp, supplier]");
    environment.putIfAbsent(
        "TRADECOUNTER_TARGETS_URLS",
        "{erp: '" + erp.address() + "', supplier: '" + erp.address() + "'}");
    ConfigurationReader reader = new ConfigurationReader();
    Configuration configuration = reader.read(Optional.empty(), environment);
    key =
        new DevelopmentKey(
            vertx, configuration.security().issuer(), configuration.security().audience());
    service = URI.create("http://localhost:" + configuration.http().port());
    management = URI.create("http://localhost:" + configuration.management().port());
    progress.accept("starting the service on port " + configuration.http().port());
    tradecounter =
        Wiring.start(
            configuration,
            reader.readFeeds(configuration.feeds()),
            reader.readTargets(configuration.targets()),
            new TokenEndPoint(key));
    client = new FeedClient(service, () -> key.token("feeds:write", ""));
    awaitReady();
  }

  private static Map<String, String> embedded(Options options, String jwks) {
    Map<String, String> environment = new HashMap<>();
    environment.put("TRADECOUNTER_MODE", "EMBEDDED");
    environment.put("TRADECOUNTER_HTTP_HOST", "127.0.0.1");
    environment.put("TRADECOUNTER_POSTGRES_USER", PostgresServer.USER);
    environment.put("TRADECOUNTER_POSTGRES_PASSWORD", PostgresServer.PASSWORD);
    environment.put("TRADECOUNTER_SECURITY_JWKS", jwks.isEmpty() ? "later" : jwks);
    environment.put("TRADECOUNTER_SECURITY_JWKSURL", "");
    environment.put("TRADECOUNTER_CHECKPOINT_INTERVALMILLIS", "2000");
    options
        .environment()
        .forEach(
            (name, value) -> {
              if (name.startsWith("TRADECOUNTER_") && !name.equals(SANDBOX_PORT)) {
                environment.put(name, value);
              }
            });
    return environment;
  }

  private static int sandboxPort(Options options) {
    return Integer.parseInt(options.environment().getOrDefault(SANDBOX_PORT, "8090"));
  }

  private void awaitReady() {
    String said = "";
    while (true) {
      try {
        tradecounter.ready().get(500, TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException e) {
        if (!tradecounter.phase().equals(said)) {
          said = tradecounter.phase();
          progress.accept(said);
        }
      } catch (ExecutionException e) {
        throw new EmbeddedStartException("The service did not start: " + e.getCause(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new EmbeddedStartException("The start was interrupted", e);
      }
    }
  }

  /**
   * Pushes a world through the feeds and waits until answers rest on all of it. Receipts wait for
   * that only for a while: on a busy machine the log can be seconds ahead of the answers.
   *
   * @param told the sum so far after each post
   */
  public Outcome tell(World world, Consumer<Outcome> told)
      throws IOException, InterruptedException {
    AppliedRecords applied = new AppliedRecords(management);
    long before = applied.count();
    Outcome outcome = new WorldPush(client, told).push(world);
    applied.await(before + outcome.events() - outcome.refused());
    return outcome;
  }

  /**
   * Pushes the demo world through the feeds, unless it has been told today, and lets its systems go
   * on talking.
   */
  public void tellDemoWorld() throws IOException, InterruptedException {
    LocalDate today = LocalDate.now(DEMO_ZONE);
    Path told = dataFolder.resolve(TOLD);
    if (Files.exists(told) && Files.readString(told).equals(today.toString())) {
      progress.accept("the demo world of " + today + " is there already");
    } else {
      Outcome outcome =
          tell(
              DemoWorld.toldAt(today, Instant.now()),
              sum -> progress.accept("demo world: " + sum.events() + " events in"));
      progress.accept(
          "demo world told: "
              + outcome.accepted()
              + " events accepted, "
              + outcome.refused()
              + " refused "
              + outcome.refusedByCode());
      write(told, today.toString());
    }
    sandbox = new Sandbox(client, Instant.now().toEpochMilli(), InstantSource.system());
  }

  /**
   * A token of the development key.
   *
   * @param scopes with blanks between
   * @param customer empty for none
   */
  public String token(String scopes, String customer) {
    return key.token(scopes, customer);
  }

  public URI service() {
    return service;
  }

  public URI management() {
    return management;
  }

  /** The ERP and the suppliers that orders go to. */
  public RecordingErp erp() {
    return erp;
  }

  private static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new EmbeddedStartException("Cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private static void delete(Path folder) {
    try {
      for (String part : List.of("postgres", "kafka", "redis", TOLD)) {
        Path path = folder.resolve(part);
        if (Files.isDirectory(path)) {
          FileUtils.deleteDirectory(path.toFile());
        } else {
          Files.deleteIfExists(path);
        }
      }
    } catch (IOException e) {
      throw new EmbeddedStartException("Cannot empty " + folder + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    if (sandbox != null) {
      sandbox.close();
    }
    client.close();
    tradecounter.close();
    erp.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    servers.close();
  }
}
