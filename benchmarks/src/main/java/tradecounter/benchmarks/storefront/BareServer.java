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
import java.util.ArrayList;
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
  private final Buffer promise;
  private final Buffer plain;
  private final Buffer price;
  private final Buffer cart;
  private final Buffer list;

  private BareServer(int port, List<byte[]> answers) {
    this.port = port;
    this.promise = Buffer.buffer(answers.get(0));
    this.plain = Buffer.buffer(answers.get(1));
    this.price = Buffer.buffer(answers.get(2));
    this.cart = Buffer.buffer(answers.get(3));
    this.list = Buffer.buffer(answers.get(4));
  }

  /** Port, then the files with the answers, in the order of the yardstick's targets. */
  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[0]);
    List<byte[]> answers = new ArrayList<>();
    for (int i = 1; i < arguments.length; i++) {
      answers.add(read(arguments[i]));
    }
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
      var _ =
          request
              .body()
              .onSuccess(body -> end(request.response(), asksForQuantities(body) ? cart : list));
    } else if (Objects.requireNonNull(request.path()).endsWith("/price")) {
      end(request.response(), price);
    } else {
      boolean promised = request.uri().contains("quantity=");
      end(request.response(), promised ? promise : plain);
    }
  }

  /** As seen in the first line. */
  private static boolean asksForQuantities(Buffer body) {
    return body.getString(0, Math.min(body.length(), 120)).contains("quantity");
  }

  private static void end(HttpServerResponse response, Buffer answer) {
    response.putHeader(REQUEST_ID, ID);
    response.putHeader(HttpHeaders.CONTENT_TYPE, JSON);
    var _ = response.end(answer);
  }
}
