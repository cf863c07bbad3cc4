package tradecounter.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import tradecounter.configuration.Configuration;
import tradecounter.embedded.RedisServer;
import tradecounter.embedded.SharedServers;

/** Two nodes that nudge each other over a real Redis, whatever becomes of it. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class NudgesTest {
  private static final int TIMEOUT_MILLIS = 1_000;
  private static final int ATTEMPTS = 3;

  private final RedisServer server = SharedServers.redis();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final List<Node> nodes = new ArrayList<>();
  private Vertx vertx = Vertx.vertx();

  /** A node and how often it was told to look. */
  private static final class Node implements AutoCloseable {
    private final AtomicInteger looks = new AtomicInteger();
    private final Nudges nudges;

    Node(Vertx vertx, String uri) {
      nudges = new Nudges(vertx, new Configuration.Redis(uri, TIMEOUT_MILLIS));
      nudges.listen(looks::incrementAndGet);
    }

    int looks() {
      return looks.get();
    }

    @Override
    public void close() {
      nudges.close();
    }
  }

  @BeforeEach
  void start() {
    server.start();
    log.start();
    root().addAppender(log);
  }

  @AfterEach
  void stop() {
    nodes.forEach(Node::close);
    vertx.close().await();
    root().detachAppender(log);
    server.start();
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private Node node() {
    Node node = new Node(vertx, server.uri());
    nodes.add(node);
    return node;
  }

  private Node connectedNode() {
    Node node = node();
    awaitConnected(node);
    return node;
  }

  private static ConditionFactory soon() {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(5))
        .pollDelay(Duration.ZERO);
  }

  private static void awaitConnected(Node... nodes) {
    for (Node node : nodes) {
      soon().until(node.nudges::isConnected);
    }
  }

  private static void awaitCutOff(Node... nodes) {
    for (Node node : nodes) {
      soon().until(() -> !node.nudges.isConnected());
    }
  }

  private static void assertTheyHearEachOther(Node one, Node other) {
    awaitConnected(one, other);
    assertHeard(one, other);
    assertHeard(other, one);
  }

  private static void assertHeard(Node from, Node by) {
    int before = by.looks();
    from.nudges.send();
    soon().until(() -> by.looks() > before);
  }

  private String ask(Command command, String... arguments) {
    Redis client = Redis.createClient(vertx, server.uri());
    try {
      Request request = Request.cmd(command);
      for (String argument : arguments) {
        request.arg(argument);
      }
      return String.valueOf(client.send(request).await());
    } finally {
      client.close().await();
    }
  }

  /**
   * What an operator reads. Not what the client says to itself: it asserts that a connection fails
   * or ends but never both, as one does that is reset, and only tests run with assertions.
   */
  private List<String> warnings() {
    return List.copyOf(log.list).stream()
        .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .filter(
            event ->
                event.getThrowableProxy() == null
                    || !event
                        .getThrowableProxy()
                        .getClassName()
                        .equals(AssertionError.class.getName()))
        .map(event -> event.getLoggerName() + " " + event.getFormattedMessage())
        .toList();
  }

  /** How many commands Redis has refused for want of a permission. */
  private int refusals() {
    return ask(Command.INFO, "errorstats")
        .lines()
        .filter(line -> line.startsWith("errorstat_NOPERM:count="))
        .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf('=') + 1).strip()))
        .findFirst()
        .orElse(0);
  }

  // ---------------------------------------------------------------- Redis is well

  @Test
  void aNodeLooksOnceWhenItIsConnectedAndOnceForEachNudgeOfAnother() {
    Node one = connectedNode();
    Node other = connectedNode();
    soon().until(() -> one.looks() == 1 && other.looks() == 1);

    for (int nudges = 1; nudges <= 10; nudges++) {
      int heard = nudges;
      one.nudges.send();
      soon().until(() -> other.looks() == 1 + heard);
    }
    other.nudges.send();

    // Redis keeps their order: had it heard itself, it would have before it heard the other.
    soon().until(() -> one.looks() > 1);
    assertThat(one.looks()).isEqualTo(2);
    assertThat(other.looks()).isEqualTo(11);
    assertThat(one.nudges.failures()).isZero();
    assertThat(warnings()).isEmpty();
  }

  @Test
  void whoListensLateLooksAtOnce() {
    Nudges nudges = new Nudges(vertx, new Configuration.Redis(server.uri(), TIMEOUT_MILLIS));
    try (nudges) {
      soon().until(nudges::isConnected);
      AtomicInteger looks = new AtomicInteger();
      nudges.listen(looks::incrementAndGet);
      soon().until(() -> looks.get() == 1);
    }
  }

  @Test
  void aBurstIsFewNudgesAndTheLastIsHeard() {
    Node one = connectedNode();
    Node other = connectedNode();
    soon().until(() -> other.looks() == 1);
    ask(Command.CONFIG, "RESETSTAT");

    int burst = 20_000;
    for (int i = 0; i < burst; i++) {
      one.nudges.send();
    }
    int sofar = other.looks();
    one.nudges.send();
    soon().until(() -> other.looks() > sofar);

    assertTheyHearEachOther(one, other);
    String calls = ask(Command.INFO, "commandstats").replaceAll("(?s).*cmdstat_publish:calls=", "");
    int published = Integer.parseInt(calls.substring(0, calls.indexOf(',')));
    assertThat(published).isBetween(2, burst / 2);
    assertThat(one.nudges.failures()).isZero();
  }

  @Test
  void flushAllIsHarmless() {
    Node one = connectedNode();
    Node other = connectedNode();

    assertThat(ask(Command.FLUSHALL)).isEqualTo("OK");

    assertTheyHearEachOther(one, other);
    assertThat(warnings()).isEmpty();
  }

  @Test
  void withoutAnAddressItDoesNothing() {
    Node without = new Node(vertx, "");
    Node one = connectedNode();
    Node other = connectedNode();

    without.nudges.send();
    assertTheyHearEachOther(one, other);

    assertThat(without.nudges.isConnected()).isFalse();
    assertThat(without.looks()).isZero();
    assertThat(without.nudges.failures()).isZero();
    without.close();
    assertThat(warnings()).isEmpty();
  }

  @Test
  void whoIsClosedNeitherHearsNorSays() {
    Node one = connectedNode();
    Node other = connectedNode();
    Node third = connectedNode();
    soon().until(() -> one.looks() == 1 && third.looks() == 1);

    one.close();
    one.close();
    one.nudges.send();
    assertHeard(other, third);

    assertThat(one.nudges.isConnected()).isFalse();
    assertThat(one.looks()).isEqualTo(1);
    assertThat(third.looks()).isEqualTo(2);
    assertThat(ask(Command.PUBSUB, "NUMSUB", Nudges.CHANNEL)).contains("2");
    assertThat(warnings()).isEmpty();
  }

  // ---------------------------------------------------------------- Redis is not well

  @Test
  void aKilledRedisIsFoundAgain() {
    Node one = connectedNode();
    Node other = connectedNode();

    server.kill();
    awaitCutOff(one, other);
    one.nudges.send();
    soon().until(() -> one.nudges.failures() > 0);
    int before = other.looks();
    server.start();

    awaitConnected(one, other);
    // Whoever is back looks by himself: he cannot know what he has missed.
    soon().until(() -> other.looks() > before);
    assertTheyHearEachOther(one, other);
    assertThat(warnings()).hasSize(2).allMatch(line -> line.contains(server.uri()));
  }

  @Test
  void aNudgeIsNotLostWithTheLineThatItWasToGoOver() {
    Node one = connectedNode();
    Node other = connectedNode();
    soon().until(() -> other.looks() == 1);

    for (int nudges = 1; nudges <= 10; nudges++) {
      int before = other.looks();
      // Those that listen are of another type and stay.
      ask(Command.CLIENT, "KILL", "TYPE", "normal");
      one.nudges.send();
      soon().until(() -> other.looks() > before);
    }
  }

  @Test
  void aFrozenRedisHoldsNobodyUp() {
    Node one = connectedNode();
    Node other = connectedNode();

    server.freeze();
    try {
      for (int i = 0; i < 1_000_000; i++) {
        one.nudges.send();
      }
      awaitCutOff(one, other);
      soon().until(() -> one.nudges.failures() > 0);
    } finally {
      server.thaw();
    }

    assertTheyHearEachOther(one, other);
    assertThat(warnings()).hasSize(2);
  }

  @Test
  void aRedisThatIsKilledWhileItIsFrozenIsFoundAgain() {
    Node one = connectedNode();
    Node other = connectedNode();

    server.freeze();
    one.nudges.send();
    other.nudges.send();
    server.kill();
    awaitCutOff(one, other);
    server.start();

    assertTheyHearEachOther(one, other);
    assertThat(warnings()).hasSize(2);
  }

  @Test
  void aStandStillShorterThanTheTimeOutIsNoOutage() {
    Node one = connectedNode();
    Node other = connectedNode();
    int looks = other.looks();

    assertThat(ask(Command.CLIENT, "PAUSE", String.valueOf(TIMEOUT_MILLIS / 2))).isEqualTo("OK");
    one.nudges.send();

    soon().until(() -> other.looks() > looks);
    assertThat(one.nudges.failures()).isZero();
    assertThat(warnings()).isEmpty();
  }

  @Test
  void anOutageIsOneLineHoweverOftenItIsTried() throws Exception {
    Node one = connectedNode();
    server.kill();
    awaitCutOff(one);
    for (String answer :
        List.of("", "-LOADING I am not ready\r\n", "garbage\r\n", "*9\r\n$3\r\n")) {
      refuse(answer, one);
    }
    server.start();
    awaitConnected(one);

    assertThat(warnings()).hasSize(1).first().asString().startsWith(Nudges.class.getName());
  }

  /** Something in the server's place that answers so and hangs up, until it was tried often. */
  private void refuse(String answer, Node node) throws IOException {
    try (ServerSocket stranger = new ServerSocket()) {
      stranger.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), server.port()));
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        try (Socket socket = stranger.accept()) {
          assertThat(socket.getInputStream().read()).isPositive();
          socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        }
        node.nudges.send();
        assertThat(node.nudges.isConnected()).isFalse();
      }
    }
  }

  @Test
  void aRedisThatIsNotThereAtTheStartIsFoundLater() {
    server.kill();
    Node one = node();
    Node other = node();
    one.nudges.send();
    soon().until(() -> one.nudges.failures() > 0);
    assertThat(one.nudges.isConnected()).isFalse();
    assertThat(one.looks()).isZero();

    server.start();

    assertTheyHearEachOther(one, other);
    assertThat(warnings()).hasSize(2);
  }

  @Test
  void whoMayNotPublishStillHearsAndSaysSoOnce() {
    Node one = connectedNode();
    Node other = connectedNode();
    soon().until(() -> one.looks() == 1 && other.looks() == 1);
    ask(Command.ACL, "SETUSER", "default", "-publish");
    try {
      for (int refused = 1; refused <= ATTEMPTS; refused++) {
        int failures = refused;
        one.nudges.send();
        soon().until(() -> one.nudges.failures() == failures);
      }
    } finally {
      ask(Command.ACL, "SETUSER", "default", "+publish");
    }

    assertThat(one.nudges.isConnected()).isTrue();
    assertThat(one.looks()).isEqualTo(1);
    assertThat(warnings()).hasSize(1).first().asString().contains("NOPERM");
    assertTheyHearEachOther(one, other);
  }

  @Test
  void whoMayNotListenTriesAgain() {
    Node one = connectedNode();
    ask(Command.ACL, "SETUSER", "default", "resetchannels");
    try {
      ask(Command.CLIENT, "KILL", "TYPE", "pubsub");
      awaitCutOff(one);
      int refused = refusals();
      soon().until(() -> refusals() > refused + 1);
      assertThat(one.nudges.isConnected()).isFalse();
    } finally {
      ask(Command.ACL, "SETUSER", "default", "allchannels");
    }

    assertTheyHearEachOther(one, connectedNode());
    assertThat(warnings()).hasSize(1);
  }
}
