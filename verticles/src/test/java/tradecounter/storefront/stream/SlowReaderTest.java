package tradecounter.storefront.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tradecounter.configuration.Configuration;
import tradecounter.engine.availability.AtpCurve;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.ObjectKind.Topic;
import tradecounter.engine.canonical.Origin;
import tradecounter.engine.state.LogPosition;
import tradecounter.engine.state.World;
import tradecounter.log.LogProgress;

/**
 * A client that does not read holds up nobody, costs a bounded amount of memory, and is told the
 * latest state when it reads again. The test is the log follower; server and sockets are real.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SlowReaderTest implements Viewpoint {
  private static final int PENDING_ITEMS = 8;
  private static final Pattern ITEM =
      Pattern.compile("\"item\":\"([^\"]+)\".*\"available\":(\\d+)");

  private final Vertx vertx = Vertx.vertx();
  private final World world = new World();
  private final ChangeHub hub =
      new ChangeHub(world, new Configuration.Stream(64, PENDING_ITEMS, 60_000, 45_000), 10, 10);
  private final Map<String, Long> available = new ConcurrentHashMap<>();
  private final Set<String> items =
      IntStream.range(0, 10).mapToObj(i -> "I" + i).collect(Collectors.toUnmodifiableSet());

  private Context loop = vertx.getOrCreateContext();
  private HttpServer server;
  private Subscription subscription = new Subscription("shop", items, "", true, false);
  private long offset;

  SlowReaderTest() {
    LoopStreams streams = new LoopStreams(hub, vertx, loop);
    server =
        onLoop(
            () ->
                vertx
                    .createHttpServer(new HttpServerOptions().setSendBufferSize(4_096))
                    .requestHandler(
                        request ->
                            streams.open(request.response(), subscription, this, "", 600_000))
                    .listen(0));
  }

  @BeforeEach
  void follow() {
    hub.listen();
    hub.applied(progress());
  }

  @AfterEach
  void stop() {
    hub.close();
    vertx.close().await();
  }

  /** Something that an event loop does. */
  private interface Asynchronous<T> {
    Future<T> begin();
  }

  private <T> T onLoop(Asynchronous<T> action) {
    io.vertx.core.Promise<T> done = io.vertx.core.Promise.promise();
    loop.runOnContext(_ -> action.begin().onComplete(done));
    return done.future().await();
  }

  /** What was delivered is taken, and what can be told is told. */
  private void letTheLoopWork() {
    for (int turn = 0; turn < 4; turn++) {
      var _ = onLoop(() -> Future.succeededFuture(true));
    }
  }

  @Override
  public Telling of(String item) {
    return new Telling.Figures(
        item,
        "EA",
        available.getOrDefault(item, 0L) * 1_000_000,
        AtpCurve.ZERO,
        20_000,
        StockState.IN_STOCK,
        OptionalLong.empty(),
        0,
        false);
  }

  @Override
  public String circumstances() {
    return "as ever";
  }

  private LogProgress progress() {
    return LogProgress.parse("c" + offset + "-i" + offset + "-p0-f0").orElseThrow();
  }

  /** All items change at once. */
  private void change(long to) {
    hub.applying(new LogPosition(Topic.INVENTORY, 0, offset++));
    for (String item : items) {
      available.put(item, to);
      hub.itemChanged(item);
    }
    hub.applied(progress());
    letTheLoopWork();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(1_024);
    socket.connect(new InetSocketAddress("localhost", server.actualPort()));
    socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
    socket.getOutputStream().flush();
    return socket;
  }

  @Test
  void whatWaitsForAClientThatDoesNotReadIsASetOfItems() throws IOException {
    try (Socket socket = connect()) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8), 64);
      assertThat(in.readLine()).startsWith("HTTP/1.1 200");
      long round = 0;
      while (hub.pending() == 0) {
        assertThat(round).as("rounds that the buffers between take").isLessThan(100_000);
        change(++round);
      }
      long last = round + 5_000;
      while (round < last) {
        change(++round);
        assertThat(hub.pending()).isLessThanOrEqualTo(2L * items.size());
      }
      Map<String, Long> heard = new HashMap<>();
      int events = 0;
      while (!isToldOf(heard, last)) {
        Matcher event = ITEM.matcher(String.valueOf(in.readLine()));
        if (event.find()) {
          heard.put(event.group(1), Long.parseLong(event.group(2)));
          events++;
        }
      }
      assertThat(events).as("states in between are passed over").isLessThan(5_000 * items.size());
      letTheLoopWork();
      assertThat(hub.pending()).isZero();
    }
  }

  private boolean isToldOf(Map<String, Long> heard, long last) {
    return heard.keySet().equals(items) && heard.values().stream().allMatch(v -> v == last);
  }

  @Test
  void moreOfACategoryThanIsKeptBeginsAnew() throws IOException {
    subscription = new Subscription("shop", Set.of(), "C", true, false);
    try (Socket socket = connect()) {
      BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      assertThat(awaited(in, "id: ")).startsWith("id: " + progress() + "~");
      define(PENDING_ITEMS);
      assertThat(awaited(in, "event: ")).isEqualTo("event: availability");
      assertThat(awaited(in, "id: ")).startsWith("id: " + progress() + "~");
      define(PENDING_ITEMS + 1);
      assertThat(awaited(in, "event: ")).isEqualTo("event: reset");
      assertThat(awaited(in, "data: ")).isEqualTo("data: {\"reason\":\"overflow\"}");
      assertThat(awaited(in, "id: ")).startsWith("id: " + progress() + "~");
      assertThat(hub.pending()).isZero();
    }
  }

  /** One batch of so many new items of the category. */
  private void define(int items) {
    for (int i = 0; i < items; i++) {
      LogPosition position = new LogPosition(Topic.CATALOG, 0, offset++);
      Item item =
          new Item(
              "C" + offset,
              "",
              "C",
              Item.Policy.STOCKED,
              false,
              "EA",
              0,
              List.of(),
              true,
              "",
              List.of(),
              Item.QuantityRules.NONE,
              List.of(),
              Item.DEFAULT_HORIZON_DAYS);
      hub.applying(position);
      world.apply(
          position,
          Origin.NONE,
          new Envelope("erp", "e" + offset, Envelope.BY_ARRIVAL, offset, Envelope.NO_TIME),
          item,
          1);
    }
    hub.applied(progress());
  }

  private static String awaited(BufferedReader in, String prefix) throws IOException {
    while (true) {
      String line = String.valueOf(in.readLine());
      if (line.startsWith(prefix)) {
        return line;
      }
    }
  }
}
