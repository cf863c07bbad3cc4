package tradecounter.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The generator against servers that behave badly. Only lower bounds: nothing here is timed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class GeneratorTest {
  private static final int CONNECTIONS = 4;
  private static final int STALL_MILLIS = 500;

  private final Vertx vertx = Vertx.vertx();
  private final Generator generator = new Generator(vertx, CONNECTIONS);
  private final AtomicInteger received = new AtomicInteger();

  @AfterAll
  void end() {
    generator.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private Samples load(Arrivals arrivals, Handler<HttpServerRequest> answering)
      throws InterruptedException {
    received.set(0);
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(answering)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    try {
      return generator.run(
          "127.0.0.1",
          server.actualPort(),
          arrivals,
          new Requests(
              100,
              10,
              Keys.ZIPF,
              Kind.Mix.of(List.of(75, 25, 0)),
              new SplittableRandom(1),
              "localhost",
              "token"));
    } finally {
      server.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private static void answer(HttpServerRequest request) {
    var _ = request.response().end("yes");
  }

  @Test
  void sendsEveryRequestAndCountsEveryAnswer() throws InterruptedException {
    Samples samples =
        load(
            new Arrivals(500, 200),
            request -> {
              if (received.incrementAndGet() % 4 == 0) {
                var _ = request.response().setStatusCode(503).end();
              } else {
                answer(request);
              }
            });
    assertThat(received).hasValue(200);
    assertThat(samples.outcomes()).isEqualTo(Map.of("200", 150L, "503", 50L));
    assertThat(samples.latency().getTotalCount()).isEqualTo(200);
    assertThat(samples.lateness().getTotalCount()).isEqualTo(200);
    assertThat(samples.latencies()).containsOnlyKeys(Kind.AVAILABILITY, Kind.PRICE);
  }

  /**
   * A server that says nothing for half a second delays all that should have started meanwhile, not
   * only the four requests that it has got: a closed loop would have seen four.
   */
  @Test
  void stalledServerShowsInThePercentiles() throws InterruptedException {
    List<HttpServerRequest> held = new ArrayList<>();
    boolean[] stalled = new boolean[1];
    Samples samples =
        load(
            new Arrivals(500, 600),
            request -> {
              if (received.incrementAndGet() == 100) {
                stalled[0] = true;
                vertx.setTimer(
                    STALL_MILLIS,
                    _ -> {
                      stalled[0] = false;
                      held.forEach(GeneratorTest::answer);
                    });
              }
              if (stalled[0]) {
                held.add(request);
              } else {
                answer(request);
              }
            });
    assertThat(held).hasSize(CONNECTIONS);
    assertThat(samples.answered()).isEqualTo(600);
    Histogram latency = samples.latency();
    // Of 500 per second, those that were meant to start in the stall's first 250 ms.
    assertThat(slowerThan(latency, STALL_MILLIS / 2)).isGreaterThanOrEqualTo(120);
    assertThat(latency.getValueAtPercentile(99))
        .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(STALL_MILLIS - 50));
    assertThat(samples.waitedForConnection()).isGreaterThan(200);
  }

  private static long slowerThan(Histogram latency, long millis) {
    return latency.getCountBetweenValues(
        TimeUnit.MILLISECONDS.toNanos(millis), latency.getMaxValue());
  }

  @Test
  void startsDoNotWaitForAnswers() throws InterruptedException {
    Samples samples = load(new Arrivals(200, 50), _ -> received.incrementAndGet());
    assertThat(received).hasValue(CONNECTIONS);
    assertThat(samples.outcomes()).isEqualTo(Map.of("no answer", 50L));
    // Whatever has no answer has waited for the rest of the window and the time to drain.
    assertThat(samples.latency().getMinValue()).isGreaterThan(TimeUnit.SECONDS.toNanos(4));
  }

  @Test
  void lostConnectionsAreReplacedAndCounted() throws InterruptedException {
    Samples samples =
        load(
            new Arrivals(200, 60),
            request -> {
              if (received.incrementAndGet() % 20 == 0) {
                var _ = request.connection().close();
              } else {
                answer(request);
              }
            });
    assertThat(samples.outcomes()).isEqualTo(Map.of("200", 57L, "connection closed", 3L));
  }
}
