package tradecounter.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import tradecounter.configuration.Configuration;

/** Reads whole bodies within limits of size and time. */
public final class Bodies {
  private Bodies() {}

  /**
   * The whole body; fails with a problem if it is larger or slower than the limits, however slowly
   * it drips. The request must be paused.
   */
  public static Future<byte[]> read(RoutingContext context, Configuration.Limits limits) {
    return read(context, limits.bodyBytes(), limits.bodyMillis(), "send less, or stream NDJSON");
  }

  /** As {@link #read(RoutingContext, Configuration.Limits)}, with limits of one's own. */
  public static Future<byte[]> read(RoutingContext context, int maximumBytes, int maximumMillis) {
    return read(context, maximumBytes, maximumMillis, "send less");
  }

  private static Future<byte[]> read(
      RoutingContext context, int maximumBytes, int maximumMillis, String wayOut) {
    HttpServerRequest request = context.request();
    Promise<byte[]> body = Promise.promise();
    Buffer collected = Buffer.buffer();
    long deadline =
        context
            .vertx()
            .setTimer(
                maximumMillis,
                _ ->
                    body.tryFail(
                        Problem.of(
                                408,
                                "body-timeout",
                                "the body was not there within " + maximumMillis + " ms")
                            .asException()));
    request.handler(
        chunk -> {
          if (collected.length() + chunk.length() > maximumBytes) {
            request.pause();
            body.tryFail(
                Problem.of(
                        413,
                        "body-too-large",
                        "the body has more than " + maximumBytes + " bytes: " + wayOut)
                    .asException());
          } else if (!body.future().isComplete()) {
            collected.appendBuffer(chunk);
          }
        });
    request.endHandler(_ -> body.tryComplete(collected.getBytes()));
    request.exceptionHandler(body::tryFail);
    request.resume();
    return body.future().onComplete(_ -> context.vertx().cancelTimer(deadline));
  }
}
