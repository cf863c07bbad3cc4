package tradecounter.benchmarks;

import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tradecounter.Main;
import tradecounter.embedded.EmbeddedOptions;
import tradecounter.embedded.EmbeddedServers;
import tradecounter.loadtest.embedded.DevelopmentKey;
import tradecounter.loadtest.world.FeedEvent;
import tradecounter.loadtest.world.World;

/**
 * The whole service as it is in production, in a JVM of its own, on a real PostgreSQL, Kafka and
 * Redis that are empty at first. Seen over the wire only.
 */
public final class ServiceUnderTest implements AutoCloseable {
  private static final int EVENTS_AT_ONCE = 10_000;
  private static final int PATIENCE_SECONDS = 120;
  private static final String ISSUER = "https://benchmarks.invalid/";
  private static final String AUDIENCE = "tradecounter";
  private static final List<String> HEAP = List.of("-Xms1g", "-Xmx1g");

  private final EmbeddedServers servers;
  private final MeasuredProcess process;
  private final int port;
  private final String token = issueToken();

  private ServiceUnderTest(EmbeddedServers servers, MeasuredProcess process, int port) {
    this.servers = servers;
    this.process = process;
    this.port = port;
  }

  /** Starts everything and returns when the service is ready. */
  public static ServiceUnderTest start() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(Report.folder(), "service-").toAbsolutePath();
    EmbeddedServers servers =
        EmbeddedServers.start(
            EmbeddedOptions.at(folder.resolve("servers"), 0, 0, 0), System.out::println);
    int port = freePort();
    Path configuration =
        Files.writeString(folder.resolve("tradecounter.yaml"), yaml(servers, folder, port));
    var service =
        new ServiceUnderTest(
            servers,
            MeasuredProcess.start(
                Main.class,
                HEAP,
                List.of("--config", configuration.toString()),
                folder.resolve("service.log")),
            port);
    try {
      service.awaitReady();
      return service;
    } catch (RuntimeException e) {
      service.close();
      throw new IllegalStateException("see " + folder.resolve("service.log"), e);
    }
  }

  private static String yaml(EmbeddedServers servers, Path folder, int port) throws IOException {
    Path jwks = Files.writeString(folder.resolve("jwks.json"), DevelopmentKey.jwks());
    return """
        mode: EMBEDDED
        http: {host: 127.0.0.1, port: %d}
        management: {port: %d}
        kafka: {bootstrapServers: "%s"}
        postgres: {jdbcUrl: "%s", user: %s, password: %s}
        redis: {uri: "%s"}
        security: {issuer: "%s", audience: %s, jwks: "%s", jwksUrl: ""}
        """
        .formatted(
            port,
            freePort(),
            servers.kafka().bootstrapServers(),
            servers.postgres().jdbcUrl(),
            servers.postgres().user(),
            servers.postgres().password(),
            servers.redis().uri(),
            ISSUER,
            AUDIENCE,
            jwks);
  }

  private static String issueToken() {
    Vertx vertx = Vertx.vertx();
    try {
      return new DevelopmentKey(vertx, ISSUER, AUDIENCE)
          .token(
              "availability:read prices:read orders:write holds:write customers:any feeds:write",
              "");
    } finally {
      var _ = vertx.close();
    }
  }

  /** A port that nobody uses now. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts another server with the same heap; returns when it answers. */
  public static MeasuredProcess started(Class<?> main, List<String> arguments, int port, Path log)
      throws InterruptedException {
    MeasuredProcess process = MeasuredProcess.start(main, HEAP, arguments, log);
    await(process, port, "", 200);
    return process;
  }

  private void awaitReady() throws InterruptedException {
    await(process, port, token, 404);
  }

  private static void await(MeasuredProcess process, int port, String token, int status)
      throws InterruptedException {
    byte[] question = HttpConnection.get("/v1/items/NONE/availability", token);
    long deadline = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
    while (System.nanoTime() < deadline && process.isAlive()) {
      try (HttpConnection connection = new HttpConnection(port)) {
        if (connection.exchange(question) == status) {
          return;
        }
      } catch (IOException e) {
        // It does not listen yet.
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new IllegalStateException("the server on port " + port + " is not ready");
  }

  public int port() {
    return port;
  }

  /** A token that may ask for every customer and write every feed, but sees no detail. */
  public String token() {
    return token;
  }

  public MeasuredProcess process() {
    return process;
  }

  /** A connection to its database, past all its code. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(
        servers.postgres().jdbcUrl(), servers.postgres().user(), servers.postgres().password());
  }

  public String bootstrapServers() {
    return servers.kafka().bootstrapServers();
  }

  /** Posts all events of a world, feed by feed, and returns when questions see them. */
  public void load(World world) throws IOException {
    Map<String, ByteArrayOutputStream> chunks = new TreeMap<>();
    Map<String, Integer> counts = new TreeMap<>();
    try (HttpConnection connection = new HttpConnection(port);
        Stream<FeedEvent> events = world.events()) {
      for (FeedEvent event : (Iterable<FeedEvent>) events::iterator) {
        ByteArrayOutputStream chunk =
            chunks.computeIfAbsent(event.feed(), _ -> new ByteArrayOutputStream());
        chunk.write(event.json());
        chunk.write('\n');
        if (counts.merge(event.feed(), 1, Integer::sum) % EVENTS_AT_ONCE == 0) {
          post(connection, event.feed(), chunk);
        }
      }
      for (var rest : chunks.entrySet()) {
        post(connection, rest.getKey(), rest.getValue());
      }
    }
  }

  private void post(HttpConnection connection, String feed, ByteArrayOutputStream chunk)
      throws IOException {
    if (chunk.size() == 0) {
      return;
    }
    int status =
        connection.exchange(
            HttpConnection.post(
                "/v1/feeds/" + feed + "/events",
                token,
                "application/x-ndjson",
                chunk.toByteArray()));
    String receipt = new String(connection.body(), StandardCharsets.UTF_8);
    if (status != 202 || !receipt.contains("\"refused\":0")) {
      throw new IllegalStateException(connection.answer());
    }
    chunk.reset();
  }

  @Override
  public void close() {
    try {
      process.close();
    } finally {
      servers.close();
    }
  }
}
