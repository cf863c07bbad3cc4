package tradecounter.benchmarks.storefront;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import tradecounter.benchmarks.ClosedLoop;
import tradecounter.benchmarks.Figure;
import tradecounter.benchmarks.HttpConnection;
import tradecounter.benchmarks.MeasuredProcess;
import tradecounter.benchmarks.Report;
import tradecounter.benchmarks.ServiceUnderTest;
import tradecounter.benchmarks.Settings;
import tradecounter.loadtest.world.GeneratedKeys;
import tradecounter.loadtest.world.GeneratedWorld;
import tradecounter.loadtest.world.SkewedRank;
import tradecounter.loadtest.world.WorldSize;

/**
 * P1, P2, P3, P12: what a request costs the service, beside a bare Vert.x server that gets the same
 * requests and answers with a stored answer of median size. CPU time and allocation of the server's
 * process ÷ requests, in windows that alternate; the ratio is the median of all neighbours.
 *
 * <p>Items by skewed draws from {@code items}, for a customer; with a quantity, so that a promise
 * is computed, and without one, as lists of items are shown; no detail, one token, nothing is
 * updated meanwhile.
 *
 * <pre>
 *   mvn -q -Pbenchmark verify -DskipTests -Dbench=EndPointYardstick \
 *       -Dset="windows=9 windowMillis=2000 connections=8 items=5000 lines=500"
 * </pre>
 */
public final class EndPointYardstick {
  private static final int REQUESTS = 1_024;
  private static final int BULK_REQUESTS = 64;

  private final Settings settings = new Settings();
  private final int items = settings.number("items", 5_000);
  private final int windows = settings.number("windows", 9);
  private final int windowMillis = settings.number("windowMillis", 2_000);
  private final int connections = settings.number("connections", 8);
  private final int lines = settings.number("lines", 500);
  private final SplittableRandom random = new SplittableRandom(7);
  private final Report report = new Report("EndPointYardstick");

  private EndPointYardstick() {}

  /** The requests of one target, and the answer of median size. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Target(String name, List<byte[]> requests, byte[] answer) {
    /** Then the target is throughput, which is the inverse of CPU time per request. */
    boolean isBulk() {
      return name.startsWith("P3");
    }
  }

  /** What a request cost in one window. */
  private record Cost(double cpuMicros, double allocatedBytes, double perSecond) {}

  /** A server and what is sent to it. */
  private record Side(MeasuredProcess process, ClosedLoop load) {
    Cost window(List<byte[]> requests, int millis) throws InterruptedException {
      long allocated = process.allocatedBytes();
      long cpu = process.cpuNanos();
      long begin = System.nanoTime();
      long count = load.run(requests, millis);
      double seconds = (System.nanoTime() - begin) / 1e9;
      double cpuMicros = (process.cpuNanos() - cpu) / 1e3;
      return new Cost(
          cpuMicros / count,
          (double) (process.allocatedBytes() - allocated) / count,
          count / seconds);
    }
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    new EndPointYardstick().run();
  }

  private void run() throws IOException, InterruptedException {
    try (ServiceUnderTest service = ServiceUnderTest.start()) {
      service.load(new GeneratedWorld(WorldSize.ofItems(items, 1), LocalDate.now(ZoneOffset.UTC)));
      List<Target> targets = targets(service);
      int port = ServiceUnderTest.freePort();
      try (MeasuredProcess bare = startBare(port, targets);
          ClosedLoop toService = new ClosedLoop(service.port(), connections);
          ClosedLoop toBare = new ClosedLoop(port, connections)) {
        conditions();
        Side ours = new Side(service.process(), toService);
        Side theirs = new Side(bare, toBare);
        for (Target target : targets) {
          compare(target, ours, theirs);
        }
      }
    }
    report.write();
  }

  private void conditions() {
    report.condition("world", WorldSize.ofItems(items, 1).toString());
    report.condition(
        "load",
        "closed loop, %d connections, %d windows of %d ms a side, alternating"
            .formatted(connections, windows, windowMillis));
  }

  private List<Target> targets(ServiceUnderTest service) throws IOException {
    String token = service.token();
    List<byte[]> availability = new ArrayList<>();
    List<byte[]> plain = new ArrayList<>();
    List<byte[]> price = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      String buyer = "?customer=" + customer();
      String query = buyer + "&quantity=" + (1 + random.nextInt(50));
      String item = "/v1/items/" + item();
      availability.add(HttpConnection.get(item + "/availability" + query, token));
      plain.add(HttpConnection.get(item + "/availability" + buyer, token));
      price.add(HttpConnection.get(item + "/price" + query, token));
    }
    return List.of(
        target("P1 availability, promise", availability, service),
        target("P1 availability, no quantity", plain, service),
        target("P2 price", price, service),
        target("P3 cart of " + lines + " lines", bulk(true, token), service),
        target("P3 list of " + lines + " lines, no quantity", bulk(false, token), service));
  }

  private List<byte[]> bulk(boolean quantities, String token) {
    List<byte[]> bulk = new ArrayList<>();
    for (int i = 0; i < BULK_REQUESTS; i++) {
      byte[] body = question(quantities).getBytes(StandardCharsets.UTF_8);
      bulk.add(HttpConnection.post("/v1/availability", token, "application/json", body));
    }
    return bulk;
  }

  private String item() {
    return GeneratedKeys.item(SkewedRank.draw(random, items));
  }

  private String customer() {
    return GeneratedKeys.customer(SkewedRank.draw(random, WorldSize.ofItems(items, 1).customers()));
  }

  private String question(boolean quantities) {
    StringBuilder body = new StringBuilder("{\"customer\":\"" + customer() + "\",\"lines\":[");
    for (int line = 0; line < lines; line++) {
      body.append(line == 0 ? "" : ",")
          .append("{\"item\":\"")
          .append(item())
          .append(quantities ? "\",\"quantity\":" + (1 + random.nextInt(50)) + "}" : "\"}");
    }
    return body.append("]}").toString();
  }

  private static Target target(String name, List<byte[]> requests, ServiceUnderTest service)
      throws IOException {
    List<byte[]> answers = new ArrayList<>();
    try (HttpConnection connection = new HttpConnection(service.port())) {
      for (byte[] request : requests) {
        if (connection.exchange(request) != 200) {
          throw new IllegalStateException(connection.answer());
        }
        answers.add(connection.body());
      }
    }
    answers.sort(Comparator.comparingInt(answer -> answer.length));
    return new Target(name, requests, answers.get(answers.size() / 2));
  }

  private static MeasuredProcess startBare(int port, List<Target> targets)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(Report.folder(), "bare-").toAbsolutePath();
    List<String> arguments = new ArrayList<>(List.of("" + port));
    for (Target target : targets) {
      Path answer = folder.resolve("answer-" + arguments.size());
      arguments.add(Files.write(answer, target.answer()).toString());
    }
    return ServiceUnderTest.started(
        BareServer.class, arguments, port, folder.resolve("server.log"));
  }

  private void compare(Target target, Side ours, Side theirs) throws InterruptedException {
    // Until both are compiled.
    ours.window(target.requests(), 2 * windowMillis);
    theirs.window(target.requests(), windowMillis);
    List<Cost> our = new ArrayList<>();
    List<Cost> their = new ArrayList<>();
    for (int i = 0; i < windows; i++) {
      if (i % 2 == 0) {
        our.add(ours.window(target.requests(), windowMillis));
        their.add(theirs.window(target.requests(), windowMillis));
      } else {
        their.add(theirs.window(target.requests(), windowMillis));
        our.add(ours.window(target.requests(), windowMillis));
      }
    }
    report(target, our, their);
  }

  private void report(Target target, List<Cost> our, List<Cost> their) {
    String name = target.name();
    report.condition(
        name,
        "request %d bytes, answer %d bytes"
            .formatted(target.requests().getFirst().length, target.answer().length));
    report.add(ratios(name + ": CPU, service / bare", our, their, false));
    if (target.isBulk()) {
      report.add(ratios(name + ": CPU, bare / service", their, our, false));
    }
    report.add(ratios(name + ": allocation, service / bare", our, their, true));
    add(name + ": service", our);
    add(name + ": bare", their);
  }

  private static Figure ratios(String name, List<Cost> a, List<Cost> b, boolean allocated) {
    double[] ratios = new double[a.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] =
          allocated
              ? a.get(i).allocatedBytes() / b.get(i).allocatedBytes()
              : a.get(i).cpuMicros() / b.get(i).cpuMicros();
    }
    return Figure.median(name, ratios, "ratio");
  }

  private void add(String name, List<Cost> costs) {
    report.add(
        Figure.median(
            name, costs.stream().mapToDouble(Cost::cpuMicros).toArray(), "µs CPU/request"));
    report.add(
        Figure.median(
            name, costs.stream().mapToDouble(Cost::allocatedBytes).toArray(), "B/request"));
    report.add(
        Figure.median(name, costs.stream().mapToDouble(Cost::perSecond).toArray(), "requests/s"));
  }
}
