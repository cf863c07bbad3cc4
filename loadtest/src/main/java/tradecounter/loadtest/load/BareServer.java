package tradecounter.loadtest.load;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/**
 * The yardstick: a Vert.x server with the service's socket options and number of event loops that
 * reads the same requests and answers as many bytes, without a router, tokens or data.
 */
public final class BareServer {
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

  private BareServer() {}

  /** Arguments: the port, then the bytes of a response to each {@link Kind}, head included. */
  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[0]);
    Map<Kind, Buffer> bodies = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      bodies.put(kind, body(Integer.parseInt(arguments[1 + bodies.size()])));
    }
    int loops = Runtime.getRuntime().availableProcessors();
    Vertx vertx =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops).setPreferNativeTransport(true));
    vertx
        .deployVerticle(
            () -> new Answering(port, bodies), new DeploymentOptions().setInstances(loops))
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    ChildJvm.sayReady("");
    ChildJvm.awaitEnd();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /** A body with which the whole response has about so many bytes. */
  static Buffer body(int responseBytes) {
    String head =
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: "
            + responseBytes
            + "\r\n\r\n";
    return Buffer.buffer("x".repeat(Math.max(1, responseBytes - head.length())));
  }

  /** One for each event loop. */
  private static final class Answering extends AbstractVerticle {
    private final int port;
    private final Map<Kind, Buffer> bodies;

    Answering(int port, Map<Kind, Buffer> bodies) {
      this.port = port;
      this.bodies = bodies;
    }

    @Override
    public void start(io.vertx.core.Promise<Void> started) {
      vertx
          .createHttpServer(
              new HttpServerOptions()
                  .setHost("127.0.0.1")
                  .setPort(port)
                  .setHttp2ClearTextEnabled(false)
                  .setDecompressionSupported(false)
                  .setCompressionSupported(false)
                  .setMaxHeaderSize(16_384)
                  .setMaxInitialLineLength(8_192)
                  .setIdleTimeout(60)
                  .setTcpNoDelay(true))
          .requestHandler(this::answer)
          .listen()
          .<Void>mapEmpty()
          .onComplete(started);
    }

    private void answer(HttpServerRequest request) {
      String uri = request.uri();
      if (uri.contains("/price?")) {
        send(request.response(), Kind.PRICE);
      } else if (uri.startsWith("/v1/items/")) {
        send(request.response(), Kind.AVAILABILITY);
      } else {
        var _ = request.body().onSuccess(_ -> send(request.response(), Kind.BULK_AVAILABILITY));
      }
    }

    private void send(HttpServerResponse response, Kind kind) {
      response.putHeader(HttpHeaders.CONTENT_TYPE, JSON);
      // The connection is closed if it fails, and the generator counts that.
      var _ = response.end(bodies.getOrDefault(kind, Buffer.buffer()));
    }
  }
}
