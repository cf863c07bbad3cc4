package tradecounter.storefront.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A long answer keeps nobody else on its event loop waiting. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LongAnswersTest {
  private static final int MANY = LongAnswers.MOST_AT_ONCE + 1;

  private final Vertx vertx = Vertx.vertx();
  private final LongAnswers answers = new LongAnswers();
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final HttpClient client = HttpClient.newHttpClient();
  private int port;

  /** One server, and so one event loop. */
  @BeforeEach
  void start() throws Exception {
    Router router = Router.router(vertx);
    router
        .get("/few")
        .handler(context -> sent(context, LongAnswers.MOST_AT_ONCE, LongAnswersTest::thread));
    router.get("/many").handler(context -> sent(context, MANY, LongAnswersTest::thread));
    router.get("/slow").handler(context -> sent(context, MANY, this::slow));
    router
        .get("/broken")
        .handler(
            context ->
                sent(
                    context,
                    MANY,
                    () -> {
                      throw new StackOverflowError("too deep");
                    }));
    HttpServer server =
        vertx.createHttpServer().requestHandler(router).listen(0).await(30, TimeUnit.SECONDS);
    port = server.actualPort();
  }

  private void sent(RoutingContext context, int lines, Supplier<Buffer> answer) {
    answers.send(context, lines, answer);
  }

  private static Buffer thread() {
    return Buffer.buffer(Thread.currentThread().getName());
  }

  private Buffer slow() {
    try {
      return Buffer.buffer(mayEnd.await(30, TimeUnit.SECONDS) ? "done" : "nobody came");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Buffer.buffer("interrupted");
    }
  }

  @AfterEach
  void stop() throws Exception {
    mayEnd.countDown();
    client.close();
    answers.close();
    vertx.close().await(30, TimeUnit.SECONDS);
  }

  private CompletableFuture<HttpResponse<String>> get(String path) {
    return client.sendAsync(
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .timeout(Duration.ofSeconds(30))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void fewLinesAreAnsweredOnTheEventLoopAndManyBesideIt() {
    assertThat(get("/few").join().body()).contains("eventloop");
    assertThat(get("/many").join().body()).startsWith("long-answers");
  }

  @Test
  void othersAreServedWhileOneIsWorkedOut() {
    var slow = get("/slow");
    assertThat(get("/few").join().statusCode()).isEqualTo(200);
    assertThat(slow).isNotDone();
    mayEnd.countDown();
    assertThat(slow.join().body()).isEqualTo("done");
  }

  @Test
  void whatFailsBesideTheEventLoopIsAnswered() {
    assertThat(get("/broken").join().statusCode()).isEqualTo(500);
    assertThat(get("/many").join().statusCode()).isEqualTo(200);
  }

  @Test
  void whoComesWhenTooManyWaitIsSentAway() {
    List<CompletableFuture<HttpResponse<String>>> slow = new ArrayList<>();
    for (int i = 0; i < LongAnswers.WAITING + 2; i++) {
      slow.add(get("/slow"));
    }
    CompletableFuture.anyOf(slow.toArray(CompletableFuture[]::new)).join();
    mayEnd.countDown();
    assertThat(slow.stream().map(answer -> answer.join().statusCode()))
        .containsOnlyOnce(503)
        .contains(200);
  }
}
