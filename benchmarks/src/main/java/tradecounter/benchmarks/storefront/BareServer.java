package tradecounter.benchmarks.storefront;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Vert.x and nothing else: no router, no tokens, the same bytes to everybody. A post is read whole
 * first. Same transport, event loops and headers as the service.
 */
public final class BareServer extends VerticleBase {
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("Request-Id");
  private static final CharSequence ID = HttpHeaders.createOptimized("0123456789abcdef".repeat(2));

  private final int port;
  private final Buffer availability;
  private final Buffer price;
  private final Buffer bulk;

  private BareServer(int port, List<byte[]> answers) {
    this.port = port;
    this.availability = Buffer.buffer(answers.get(0));
    this.price = Buffer.buffer(answers.get(1));
    this.bulk = Buffer.buffer(answers.get(2));
  }

  /** Port, then the files with the answers: availability, price, many lines. */
  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[0]);
    List<byte[]> answers = List.of(read(arguments[1]), read(arguments[2]), read(arguments[3]));
    int cores = Runtime.getRuntime().availableProcessors();
    Vertx vertx =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(cores).setPreferNativeTransport(true));
    vertx
        .deployVerticle(
            () -> new BareServer(port, answers), new DeploymentOptions().setInstances(cores))
        .onFailure(
            failure -> {
              System.err.println(failure);
              System.exit(1);
            });
  }

  private static byte[] read(String file) throws IOException {
    return Files.readAllBytes(Path.of(file));
  }

  @Override
  public Future<HttpServer> start() {
    return vertx
        .createHttpServer(
            new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setHttp2ClearTextEnabled(false)
                .setTcpNoDelay(true))
        .requestHandler(this::answer)
        .listen();
  }

  private void answer(HttpServerRequest request) {
    if (request.method().equals(HttpMethod.POST)) {
      var _ = request.body().onSuccess(_ -> end(request.response(), bulk));
    } else {
      boolean isPrice = Objects.requireNonNull(request.path()).endsWith("/price");
      end(request.response(), isPrice ? price : availability);
    }
  }

  private static void end(HttpServerResponse response, Buffer answer) {
    response.putHeader(REQUEST_ID, ID);
    response.putHeader(HttpHeaders.CONTENT_TYPE, JSON);
    var _ = response.end(answer);
  }
}
