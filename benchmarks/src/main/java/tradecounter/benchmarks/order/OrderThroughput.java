package tradecounter.benchmarks.order;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import tradecounter.benchmarks.Figure;
import tradecounter.benchmarks.HttpConnection;
import tradecounter.benchmarks.Report;
import tradecounter.benchmarks.ServiceUnderTest;
import tradecounter.benchmarks.Settings;

/**
 * P14: orders of one line accepted over HTTP, durable with holds, answer and forward, against
 * single rows committed one by one by as many connections on the same Postgres, in turns; then the
 * latency of a hold, many repetitions of one key at once, and one hot item that many want. Nobody
 * listens where the orders are forwarded to, so they wait.
 *
 * <pre>
 *   mvn -q -Pbenchmark verify -DskipTests -Dbench=OrderThroughput -Dset="windows=5 windowMillis=3000 buyers=32"
 * </pre>
 */
public final class OrderThroughput {
  private static final int ITEMS = 200;
  private static final String PLENTY = "1000000000";

  private final Settings settings = new Settings();
  private final int windows = settings.number("windows", 5);
  private final int windowMillis = settings.number("windowMillis", 3_000);
  private final int buyers = settings.number("buyers", 32);
  private final int hotBuyers = settings.number("hotBuyers", 1_000);
  private final int holds = settings.number("holds", 500);
  private final Report report = new Report("OrderThroughput");

  private OrderThroughput() {}

  public static void main(String[] arguments) throws Exception {
    new OrderThroughput().run();
  }

  /** What one thread does over and over. */
  private interface Turn extends AutoCloseable {
    void once() throws IOException, SQLException;

    @Override
    void close() throws IOException, SQLException;
  }

  private interface Worker {
    Turn begin(int number) throws IOException, SQLException;
  }

  private void run() throws Exception {
    try (ServiceUnderTest service = ServiceUnderTest.start()) {
      tell(service);
      createTable(service);
      double[] ratios = new double[windows];
      double[] ours = new double[windows];
      double[] bare = new double[windows];
      perSecond(number -> ordering(service, number), windowMillis);
      for (int window = 0; window < windows; window++) {
        bare[window] = perSecond(_ -> committing(service), windowMillis);
        ours[window] = perSecond(number -> ordering(service, number), windowMillis);
        ratios[window] = ours[window] / bare[window];
      }
      report.condition("buyers", buyers + ", each sends its next order when the last is answered");
      report.add(Figure.median("P14: accepted orders / bare commits", ratios, "ratio"));
      report.add(Figure.median("accepted orders", ours, "1/s"));
      report.add(Figure.median("bare single-row commits", bare, "1/s"));
      holdLatency(service);
      race(service);
      hotItem(service);
      report.write();
    }
  }

  // ---------------------------------------------------------------- what is measured

  private double perSecond(Worker worker, long millis) throws InterruptedException {
    AtomicLong done = new AtomicLong();
    long begin = System.nanoTime();
    long deadline = begin + millis * 1_000_000;
    together(
        buyers,
        number -> {
          try (Turn turn = worker.begin(number)) {
            while (System.nanoTime() < deadline) {
              turn.once();
              done.incrementAndGet();
            }
          }
        });
    return done.get() * 1e9 / (System.nanoTime() - begin);
  }

  private interface Task {
    void run(int number) throws IOException, SQLException;
  }

  private static void together(int threads, Task task) throws InterruptedException {
    List<Thread> running = new ArrayList<>();
    AtomicInteger failed = new AtomicInteger();
    for (int i = 0; i < threads; i++) {
      int number = i;
      running.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      task.run(number);
                    } catch (IOException | SQLException | RuntimeException e) {
                      failed.incrementAndGet();
                      System.err.println("a buyer failed: " + e);
                    }
                  }));
    }
    for (Thread thread : running) {
      thread.join();
    }
    if (failed.get() > 0) {
      throw new IllegalStateException(failed + " of " + threads + " failed");
    }
  }

  private static Turn ordering(ServiceUnderTest service, int number) throws IOException {
    HttpConnection connection = new HttpConnection(service.port());
    return new Turn() {
      private int next = number;

      @Override
      public void once() throws IOException {
        String item = "I-" + next++ % ITEMS;
        int status = connection.exchange(order(service, item, UUID.randomUUID().toString()));
        require(connection, status, 201);
      }

      @Override
      public void close() throws IOException {
        connection.close();
      }
    };
  }

  private static Turn committing(ServiceUnderTest service) throws SQLException {
    Connection connection = service.connect();
    PreparedStatement insert =
        connection.prepareStatement("INSERT INTO bare_commit (id, body) VALUES (?, ?)");
    return new Turn() {
      @Override
      public void once() throws SQLException {
        insert.setString(1, UUID.randomUUID().toString());
        insert.setString(2, "an order of one line");
        insert.executeUpdate();
      }

      @Override
      public void close() throws SQLException {
        connection.close();
      }
    };
  }

  private void holdLatency(ServiceUnderTest service) throws IOException {
    double[] millis = new double[holds];
    try (HttpConnection connection = new HttpConnection(service.port())) {
      for (int i = -50; i < holds; i++) {
        byte[] request =
            json(
                service,
                "/v1/holds",
                "{\"customer\":\"C-"
                    + Math.floorMod(i, 90)
                    + "\",\"ttlSeconds\":1,\"lines\":[{\"item\":\"I-0\",\"quantity\":1}]}",
                "");
        long begin = System.nanoTime();
        require(connection, connection.exchange(request), 201);
        if (i >= 0) {
          millis[i] = (System.nanoTime() - begin) / 1e6;
        }
      }
    }
    Arrays.sort(millis);
    report.add(Figure.of("hold, one at a time, p50", Figure.percentile(millis, 50), "ms"));
    report.add(Figure.of("hold, one at a time, p99", Figure.percentile(millis, 99), "ms"));
  }

  private void race(ServiceUnderTest service) throws InterruptedException {
    String key = UUID.randomUUID().toString();
    AtomicInteger accepted = new AtomicInteger();
    AtomicInteger inFlight = new AtomicInteger();
    long begin = System.nanoTime();
    together(
        64,
        _ -> {
          try (HttpConnection connection = new HttpConnection(service.port())) {
            switch (connection.exchange(order(service, "I-1", key))) {
              case 201 -> accepted.incrementAndGet();
              case 409 -> inFlight.incrementAndGet();
              default -> throw new IllegalStateException(connection.answer());
            }
          }
        });
    report.condition("64-way race", accepted + " times the same order, " + inFlight + " in flight");
    report.add(Figure.of("64 requests with one key", (System.nanoTime() - begin) / 1e6, "ms"));
  }

  private void hotItem(ServiceUnderTest service) throws InterruptedException {
    AtomicInteger sold = new AtomicInteger();
    long begin = System.nanoTime();
    together(
        hotBuyers,
        _ -> {
          try (HttpConnection connection = new HttpConnection(service.port())) {
            int status = connection.exchange(order(service, "HOT", UUID.randomUUID().toString()));
            if (status == 201) {
              sold.incrementAndGet();
            } else {
              require(connection, status, 422);
            }
          }
        });
    double seconds = (System.nanoTime() - begin) / 1e9;
    report.condition("hot item", hotBuyers + " buyers at once for 100: " + sold + " sold");
    report.add(Figure.of("orders of a hot item answered", hotBuyers / seconds, "1/s"));
  }

  // ---------------------------------------------------------------- what is sent

  private static void require(HttpConnection connection, int status, int expected) {
    if (status != expected) {
      throw new IllegalStateException(connection.answer());
    }
  }

  private static byte[] order(ServiceUnderTest service, String item, String key) {
    return json(
        service,
        "/v1/orders",
        "{\"customer\":\"C-0\",\"reference\":\"B\",\"lines\":[{\"item\":\""
            + item
            + "\",\"quantity\":1}]}",
        key);
  }

  private static byte[] json(ServiceUnderTest service, String path, String body, String key) {
    String head =
        "POST "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            + service.token()
            + "\r\nContent-Type: application/json\r\n"
            + (key.isEmpty() ? "" : "Idempotency-Key: " + key + "\r\n")
            + "Content-Length: "
            + body.length()
            + "\r\n\r\n";
    return (head + body).getBytes(UTF_8);
  }

  // ---------------------------------------------------------------- the stage

  private static void tell(ServiceUnderTest service) throws IOException, InterruptedException {
    List<String> events = new ArrayList<>();
    events.add(event("location", "{\"location\":\"DC\",\"timeZone\":\"UTC\"}"));
    events.add(
        event(
            "network",
            "{\"network\":\"N\",\"sources\":[{\"location\":\"DC\",\"rank\":1,\"transitDays\":1}]}"));
    events.add(event("price-list", "{\"list\":\"BASE\",\"currency\":\"EUR\",\"kind\":\"BASE\"}"));
    events.add(
        event(
            "tax-rate",
            "{\"jurisdiction\":\"DE\",\"taxCategory\":\"STANDARD\",\"percent\":\"19\"}"));
    for (int i = 0; i < 90; i++) {
      events.add(
          event(
              "customer",
              "{\"customer\":\"C-"
                  + i
                  + "\",\"currency\":\"EUR\",\"shipTos\":[{\"shipTo\":\"A\",\"region\":\"DE\",\"country\":\"DE\",\"jurisdiction\":\"DE\"}]}"));
    }
    for (int i = 0; i < ITEMS; i++) {
      item(events, "I-" + i, PLENTY);
    }
    item(events, "HOT", "100");
    try (HttpConnection connection = new HttpConnection(service.port())) {
      byte[] body = String.join("\n", events).getBytes(UTF_8);
      int status =
          connection.exchange(
              HttpConnection.post(
                  "/v1/feeds/erp/events", service.token(), "application/x-ndjson", body));
      if (status != 202 || !new String(connection.body(), UTF_8).contains("\"refused\":0")) {
        throw new IllegalStateException(connection.answer());
      }
      // Events of different kinds come by different topics: the last of each has to be seen.
      await(connection, service, "/v1/items/HOT/availability", "\"available\":100");
      await(connection, service, "/v1/items/HOT/price?customer=C-89", "\"state\":\"TAXED\"");
    }
  }

  private static void await(
      HttpConnection connection, ServiceUnderTest service, String path, String expected)
      throws IOException, InterruptedException {
    byte[] question = HttpConnection.get(path, service.token());
    for (int i = 0; i < 600; i++) {
      if (connection.exchange(question) == 200
          && new String(connection.body(), UTF_8).contains(expected)) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new IllegalStateException("not seen: " + expected + " in " + connection.answer());
  }

  private static void item(List<String> events, String item, String quantity) {
    events.add(
        event(
            "item",
            "{\"item\":\""
                + item
                + "\",\"policy\":\"STOCKED\",\"baseUom\":\"EA\",\"taxCategory\":\"STANDARD\"}"));
    events.add(
        event(
            "position.set",
            "{\"item\":\"" + item + "\",\"location\":\"DC\",\"onHand\":" + quantity + "}"));
    events.add(
        event(
            "price",
            "{\"list\":\"BASE\",\"item\":\""
                + item
                + "\",\"breaks\":[{\"minimum\":1,\"amount\":\"10.00\"}]}"));
  }

  private static String event(String type, String data) {
    return "{\"specversion\":\"1.0\",\"id\":\""
        + UUID.randomUUID()
        + "\",\"source\":\"/benchmark\",\"type\":\"tradecounter."
        + type
        + ".v1\",\"data\":"
        + data
        + "}";
  }

  private static void createTable(ServiceUnderTest service) throws SQLException {
    try (Connection connection = service.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE bare_commit (id text PRIMARY KEY, body text NOT NULL)");
    }
  }
}
