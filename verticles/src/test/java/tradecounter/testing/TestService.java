package tradecounter.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tradecounter.Main;
import tradecounter.Tradecounter;
import tradecounter.Wiring;
import tradecounter.configuration.Configuration;
import tradecounter.configuration.ConfigurationReader;
import tradecounter.embedded.Ports;
import tradecounter.embedded.PostgresServer;
import tradecounter.embedded.ProcessTree;
import tradecounter.embedded.SharedServers;
import tradecounter.embedded.erp.RecordingErp;
import tradecounter.security.Caller;

/**
 * One node in production mode on the shared real servers, with a database and topics of its own: in
 * this JVM, or as a process that can be killed.
 */
public final class TestService implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** So long a node of {@link #withImpatientErp} may work on one order. */
  public static final int IMPATIENT_LEASE_MILLIS = 5_000;

  /** What is not said here is as it comes with the program. */
  private static final String IMPATIENT =
      """
      leaseMillis: %d
      retry: {firstBackoffMillis: 50, maximumBackoffMillis: 1000, budgetTries: 1000, budgetMillis: 86400000}
      breaker: {calls: 20, failurePercent: 70, openMillis: 1000}
      """
          .formatted(IMPATIENT_LEASE_MILLIS);

  private final Map<String, String> environment = new HashMap<>();
  private final int port = Ports.free();
  private final int managementPort = Ports.free();
  private InstantSource machine = InstantSource.system();
  private @Nullable Tradecounter inThisJvm;
  private @Nullable Process process;

  /** A node that is not started yet. */
  public TestService() {
    environment.put("TRADECOUNTER_HTTP_HOST", "127.0.0.1");
    environment.put("TRADECOUNTER_HTTP_PORT", String.valueOf(port));
    environment.put("TRADECOUNTER_MANAGEMENT_PORT", String.valueOf(managementPort));
    environment.put(
        "TRADECOUNTER_KAFKA_BOOTSTRAPSERVERS", SharedServers.kafka().bootstrapServers());
    environment.put("TRADECOUNTER_KAFKA_TOPICPREFIX", SharedServers.freshPrefix());
    environment.put("TRADECOUNTER_KAFKA_APPENDTIMEOUTMILLIS", "3000");
    environment.put("TRADECOUNTER_POSTGRES_JDBCURL", SharedServers.freshDatabase());
    environment.put("TRADECOUNTER_POSTGRES_USER", PostgresServer.USER);
    environment.put("TRADECOUNTER_POSTGRES_PASSWORD", PostgresServer.PASSWORD);
    environment.put("TRADECOUNTER_POSTGRES_TIMEOUTMILLIS", "2000");
    environment.put("TRADECOUNTER_REDIS_URI", SharedServers.redis().uri());
    environment.put("TRADECOUNTER_SECURITY_ISSUER", TestTokens.ISSUER);
    environment.put("TRADECOUNTER_SECURITY_AUDIENCE", TestTokens.AUDIENCE);
    environment.put("TRADECOUNTER_SECURITY_JWKS", TestTokens.jwks().toString());
    environment.put("TRADECOUNTER_SECURITY_JWKSURL", "");
    environment.put(
        "TRADECOUNTER_QUOTES_KEYS", "[{kid: test, file: '" + TestTokens.quoteKey() + "'}]");
    environment.put("TRADECOUNTER_CHECKPOINT_INTERVALMILLIS", "300");
    // What tests send would not be usual anywhere.
    environment.put("TRADECOUNTER_INTEGRITY_EVERYMILLIS", "60000");
    environment.put("TRADECOUNTER_INTEGRITY_STEERINGMILLIS", "100");
  }

  /** Sets a setting by the name of its environment variable without the prefix. */
  public TestService with(String name, String value) {
    environment.put("TRADECOUNTER_" + name, value);
    return this;
  }

  /** A node of this JVM whose machine has another clock. */
  public TestService onMachineWith(InstantSource clock) {
    machine = clock;
    return this;
  }

  /** Sends orders to this ERP, with time-outs, leases and pauses that are short. */
  public TestService withImpatientErp(RecordingErp erp) {
    try (InputStream shipped =
        Objects.requireNonNull(TestService.class.getResourceAsStream("/config/targets/erp.yaml"))) {
      String yaml = new String(shipped.readAllBytes(), StandardCharsets.UTF_8);
      Path folder = Files.createTempDirectory("targets");
      Files.writeString(
          folder.resolve("erp.yaml"),
          yaml.replace("timeoutMillis: 15000", "timeoutMillis: 2000") + IMPATIENT);
      return with("TARGETS_FOLDER", folder.toString())
          .with("TARGETS_URLS", "{erp: \"" + erp.address() + "\"}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Another node on the same data: same database, same topics, ports of its own. */
  public TestService twin() {
    TestService twin = new TestService();
    for (String shared :
        List.of("TRADECOUNTER_KAFKA_TOPICPREFIX", "TRADECOUNTER_POSTGRES_JDBCURL")) {
      twin.environment.put(shared, environment.getOrDefault(shared, ""));
    }
    return twin;
  }

  /** The same node with an empty database: it has to replay the log. */
  public TestService withEmptyDatabase() {
    environment.put("TRADECOUNTER_POSTGRES_JDBCURL", SharedServers.freshDatabase());
    return this;
  }

  public Configuration configuration() {
    return new ConfigurationReader().read(Optional.empty(), environment);
  }

  /** Starts it in this JVM and waits until it is ready. */
  public TestService start() {
    Configuration configuration = configuration();
    ConfigurationReader reader = new ConfigurationReader();
    Tradecounter started =
        Wiring.start(
            configuration,
            reader.readFeeds(configuration.feeds()),
            reader.readTargets(configuration.targets()),
            _ -> {},
            machine);
    inThisJvm = started;
    try {
      started.ready().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("not ready: " + started.phase(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return this;
  }

  /** Starts it as a process of its own, from its {@code main}, and waits until it is ready. */
  public TestService startProcess() {
    launchProcess();
    awaitReady();
    return this;
  }

  /** Starts it as a process of its own and does not wait. */
  public void launchProcess() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    // They live for seconds: what it costs to start counts, not what it costs to run for hours.
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+UseSerialGC");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.redirectOutput(
        ProcessBuilder.Redirect.appendTo(Path.of("target", "node-" + port + ".log").toFile()));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void awaitReady() {
    Awaitility.await("node ready")
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> management().get("/ready").status() == 200);
  }

  /** {@code kill -9}. */
  public void kill() {
    Process running = process;
    if (running == null) {
      throw new IllegalStateException("not a process");
    }
    running.destroyForcibly();
    try {
      running.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process = null;
  }

  /** Its process stands still until {@link #thaw()}: connections hang, nothing is refused. */
  public void freeze() {
    tree().freeze();
  }

  public void thaw() {
    tree().thaw();
  }

  private ProcessTree tree() {
    Process running = process;
    if (running == null) {
      throw new IllegalStateException("not a process");
    }
    return new ProcessTree(running.toHandle());
  }

  private URI at(int where) {
    return URI.create("http://localhost:" + where);
  }

  /** A client of the storefront port that may do everything. */
  public TestClient client() {
    return new TestClient(
        at(port),
        TestTokens.withScopes(
            Caller.AVAILABILITY_READ,
            Caller.AVAILABILITY_DETAIL,
            Caller.PRICES_READ,
            Caller.PRICES_DETAIL,
            Caller.HOLDS_WRITE,
            Caller.ORDERS_WRITE,
            Caller.ORDERS_READ,
            Caller.FEEDS_WRITE,
            Caller.CUSTOMERS_ANY));
  }

  /** A client of the storefront port with another token. */
  public TestClient client(String token) {
    return new TestClient(at(port), token);
  }

  public TestClient management() {
    return new TestClient(at(managementPort), TestTokens.withScopes(Caller.OPS));
  }

  public int port() {
    return port;
  }

  /** What the meter without tags says now. */
  public double metric(String name) {
    return management()
        .get("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  /** The state hash, once nothing is under way. */
  public String stateHash() {
    return management().get("/ops/state-hash").json().getString("hash");
  }

  /** A graceful stop. */
  public void stop() {
    if (inThisJvm != null) {
      inThisJvm.close();
      inThisJvm = null;
    }
    Process running = process;
    if (running != null) {
      running.destroy();
      try {
        if (!running.waitFor(60, TimeUnit.SECONDS)) {
          throw new AssertionError("the node did not stop within a minute");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      process = null;
    }
  }

  @Override
  public void close() {
    if (process != null) {
      kill();
    }
    stop();
  }
}
