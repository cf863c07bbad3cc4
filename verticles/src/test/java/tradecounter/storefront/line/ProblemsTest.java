package tradecounter.storefront.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever the second part of a handler ends in, the client is answered. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ProblemsTest {
  @Test
  void evenAnErrorBehindAFutureIsAnswered() throws Exception {
    Vertx vertx = Vertx.vertx();
    try (HttpClient client = HttpClient.newHttpClient()) {
      Router router = Router.router(vertx);
      router
          .get("/deep")
          .handler(
              context ->
                  Future.succeededFuture()
                      .onSuccess(
                          _ ->
                              Problems.guarded(
                                  context,
                                  () -> {
                                    throw new StackOverflowError("too deep");
                                  })));
      HttpServer server =
          vertx.createHttpServer().requestHandler(router).listen(0).await(30, TimeUnit.SECONDS);
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(
                      URI.create("http://localhost:" + server.actualPort() + "/deep"))
                  .timeout(Duration.ofSeconds(10))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(500);
    } finally {
      vertx.close().await(30, TimeUnit.SECONDS);
    }
  }
}
