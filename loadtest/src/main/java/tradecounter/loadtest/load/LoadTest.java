package tradecounter.loadtest.load;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import tradecounter.embedded.Ports;
import tradecounter.loadtest.sandbox.FeedClient;
import tradecounter.loadtest.sandbox.FeedClient.Outcome;
import tradecounter.loadtest.sandbox.WorldPush;
import tradecounter.loadtest.world.GeneratedWorld;

/**
 * The load test: the service and a bare Vert.x server under the same open-model load, in windows
 * that take turns, while feed updates run.
 *
 * <p>Run: {@code mvn -Pload [-Dload.items=20000 -Dload.rates=2000,8000 -Dload.seconds=5
 * -Dload.windows=9 …]}; all that can be set is in {@link LoadOptions}. Without rates the service is
 * loaded with half of what saturates it. The report goes to {@code loadtest/target/load/}.
 */
public final class LoadTest {
  private static final int EXIT_UNUSABLE = 2;
  private static final int PROBE_SECONDS = 2;
  private static final int PROBE_CONNECTIONS = 1;
  private static final int SIZED_ANSWERS = 200;
  private static final int WARM_UP_RATE = 1_000;

  private final LoadOptions options;
  private final Map<String, String> conditions = new LinkedHashMap<>();
  private final List<Window> windows = new ArrayList<>();

  private LoadTest(LoadOptions options) {
    this.options = options;
  }

  /** A server under load. */
  private record Target(String name, URI address, String token, Optional<Long> pid) {}

  public static void main(String[] arguments) throws InterruptedException {
    try {
      new LoadTest(LoadOptions.read(name -> System.getProperty(name, ""))).run();
    } catch (IllegalArgumentException | IllegalStateException | IOException e) {
      System.err.println("load: " + e.getMessage());
      System.exit(EXIT_UNUSABLE);
    }
  }

  private void run() throws IOException, InterruptedException {
    Files.createDirectories(options.folder());
    conditions();
    if (options.service().isPresent()) {
      against(new Target(Window.SERVICE, options.service().get(), options.token(), options.pid()));
      return;
    }
    Files.createDirectories(options.data());
    try (ChildJvm service =
        ChildJvm.start(
            ServiceJvm.class,
            options.folder().resolve("service.err"),
            List.of(options.data().toString()))) {
      String[] said = service.said().split(" ", 2);
      against(new Target(Window.SERVICE, URI.create(said[0]), said[1], Optional.of(service.pid())));
    }
  }

  private void against(Target service) throws IOException, InterruptedException {
    try (FeedClient feeds = new FeedClient(service.address(), service::token)) {
      if (options.push()) {
        push(feeds);
      }
      Vertx vertx = Vertx.vertx();
      int port = Ports.free();
      try (Generator sizing = new Generator(vertx, PROBE_CONNECTIONS);
          ChildJvm bare =
              ChildJvm.start(
                  BareServer.class,
                  options.folder().resolve("bare.err"),
                  bareArguments(port, sizing, service));
          Generator generator = new Generator(vertx, options.connections());
          FeedUpdates updates =
              new FeedUpdates(feeds, options.size(), options.updatesPerSecond(), options.seed())) {
        measure(
            generator,
            service,
            new Target(
                Window.BARE,
                URI.create("http://127.0.0.1:" + port),
                service.token(),
                Optional.of(bare.pid())),
            updates);
      } finally {
        vertx.close().toCompletionStage().toCompletableFuture().join();
      }
    }
  }

  private void push(FeedClient feeds) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    long events = options.size().events();
    Outcome outcome =
        new WorldPush(feeds, sum -> say("world: " + sum.events() + " of " + events + " events"))
            .push(new GeneratedWorld(options.size(), LocalDate.now(ZoneOffset.UTC)));
    double seconds = (System.nanoTime() - begin) / 1e9;
    condition(
        "world pushed",
        String.format(
            Locale.ROOT,
            "%d events in %.1f s: %.0f events/s, %d refused %s",
            outcome.events(),
            seconds,
            outcome.events() / seconds,
            outcome.refused(),
            outcome.refusedByCode()));
  }

  /** Asks the service how long its answers are. */
  private List<String> bareArguments(int port, Generator sizing, Target service)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(String.valueOf(port)));
    List<String> sizes = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      Samples samples =
          send(
              sizing,
              service,
              new Arrivals(SIZED_ANSWERS, SIZED_ANSWERS),
              Keys.ZIPF,
              Kind.Mix.only(kind),
              options.seed());
      if (samples.answered() < SIZED_ANSWERS) {
        throw new IOException(kind.title() + " is answered with " + samples.outcomes());
      }
      long size = samples.bytes() / samples.answered();
      arguments.add(String.valueOf(size));
      sizes.add(kind.title() + " " + size);
    }
    condition(
        "bytes of an answer, head included (the bare server's too)", String.join(", ", sizes));
    return arguments;
  }

  private void measure(Generator generator, Target service, Target bare, FeedUpdates updates)
      throws IOException, InterruptedException {
    int warmUpRate = options.rates().isEmpty() ? WARM_UP_RATE : options.rates().getFirst();
    if (options.warmupSeconds() > 0) {
      say("warming up: " + options.warmupSeconds() + " s each at " + warmUpRate + "/s");
      for (Target target : List.of(service, bare)) {
        send(generator, target, warmUpRate, options.warmupSeconds(), Keys.ZIPF, 0);
      }
    }
    condition("warm-up", options.warmupSeconds() + " s for each server at " + warmUpRate + "/s");
    List<Integer> rates = options.rates();
    if (rates.isEmpty()) {
      int saturation = SaturationSearch.saturation(rate -> keepsUp(generator, service, rate));
      condition("saturation found (p99 below 50 ms, all answered)", saturation + "/s");
      rates = List.of(saturation / 2);
    }
    long updatesBefore = updates.sent();
    long begin = System.nanoTime();
    for (int rate : rates) {
      for (Keys keys : options.keys()) {
        for (int number = 1; number <= options.windows(); number++) {
          // Who begins takes turns, too.
          boolean serviceFirst = number % 2 == 1;
          window(generator, serviceFirst ? service : bare, service, rate, keys, number);
          window(generator, serviceFirst ? bare : service, service, rate, keys, number);
        }
      }
    }
    condition(
        "feed updates",
        String.format(
            Locale.ROOT,
            "%d/s meant, %.0f/s taken, %d posts failed",
            options.updatesPerSecond(),
            (updates.sent() - updatesBefore) / ((System.nanoTime() - begin) / 1e9),
            updates.failed()));
    LoadReport report = new LoadReport(conditions, windows);
    report.write(options.folder());
    System.out.println();
    System.out.println(report.summary());
    say("the report: " + options.folder().resolve("report.md"));
  }

  private boolean keepsUp(Generator generator, Target service, int rate)
      throws InterruptedException {
    Samples samples = send(generator, service, rate, PROBE_SECONDS, Keys.ZIPF, rate);
    boolean keepsUp = SaturationSearch.keepsUp(samples);
    say(
        String.format(
            Locale.ROOT,
            "%d/s: p99 %.1f ms, generator's loop %.0f %%, %s: %s",
            rate,
            samples.latency().getValueAtPercentile(99) / 1e6,
            100 * samples.loopShare(),
            samples.outcomes(),
            keepsUp ? "keeps up" : "saturated"));
    return keepsUp;
  }

  private void window(
      Generator generator, Target target, Target service, int rate, Keys keys, int number)
      throws InterruptedException {
    long cpu = ProcessCpu.nanos(target.pid());
    long serviceCpu = ProcessCpu.nanos(service.pid());
    long ownCpu = ProcessCpu.nanos(ProcessHandle.current().pid());
    Samples samples = send(generator, target, rate, options.seconds(), keys, number);
    long used = cpu < 0 ? -1 : ProcessCpu.nanos(target.pid()) - cpu;
    windows.add(
        new Window(
            target.name(),
            rate,
            keys,
            number,
            samples,
            used,
            serviceCpu < 0 ? -1 : ProcessCpu.nanos(service.pid()) - serviceCpu,
            ProcessCpu.nanos(ProcessHandle.current().pid()) - ownCpu,
            Instant.now().toEpochMilli()));
    Window window = windows.getLast();
    say(
        String.format(
            Locale.ROOT,
            "window %d, %s, %d/s, %s: p50 %.0f µs, p99.9 %.0f µs, %.1f CPU µs/request%s",
            number,
            target.name(),
            rate,
            keys.title(),
            window.percentileMicros(50),
            window.percentileMicros(99.9),
            window.cpuMicrosPerRequest(),
            window.isGeneratorBottleneck() ? " (the generator was late)" : ""));
  }

  private Samples send(
      Generator generator, Target target, int rate, int seconds, Keys keys, int number)
      throws InterruptedException {
    return send(
        generator,
        target,
        Arrivals.during(rate, seconds),
        keys,
        options.mix(),
        options.seed() + number);
  }

  /** The same seed gives the same requests, to whichever server. */
  private Samples send(
      Generator generator, Target target, Arrivals arrivals, Keys keys, Kind.Mix mix, long seed)
      throws InterruptedException {
    URI address = target.address();
    return generator.run(
        address.getHost(),
        address.getPort() < 0 ? 80 : address.getPort(),
        arrivals,
        new Requests(
            options.size().items(),
            options.size().customers(),
            keys,
            mix,
            new SplittableRandom(seed),
            address.getAuthority(),
            target.token()));
  }

  private void conditions() {
    conditions.put("time", Instant.now().toString());
    conditions.put("JDK", System.getProperty("java.vm.version"));
    conditions.put(
        "cores",
        Runtime.getRuntime().availableProcessors()
            + ", shared by servers, generator and the others");
    conditions.put("flags of all three JVMs", "`" + String.join(" ", flagsWorthTelling()) + "`");
    conditions.put("service", options.service().map(URI::toString).orElse("a JVM of its own"));
    conditions.put("world", options.size().toString());
    conditions.put("mix", options.mix().toString());
    conditions.put("connections", options.connections() + ", keep-alive, no pipelining");
    conditions.put(
        "windows",
        options.windows() + " of " + options.seconds() + " s for each server, taking turns");
    conditions.put("latency", "from the intended start; open model, even arrivals");
  }

  private static List<String> flagsWorthTelling() {
    return ChildJvm.flags().stream().filter(flag -> !flag.startsWith("-Dload.")).toList();
  }

  private void condition(String name, String value) {
    conditions.put(name, value);
    say(name + ": " + value);
  }

  private static void say(String line) {
    System.out.println("load: " + line);
  }
}
