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
    HttpServerRequest request = context.request();
    Promise<byte[]> body = Promise.promise();
    Buffer collected = Buffer.buffer();
    long deadline =
        context
            .vertx()
            .setTimer(
                limits.bodyMillis(),
                _ ->
                    body.tryFail(
                        Problem.of(
                                408,
                                "body-timeout",
                                "the body was not there within " + limits.bodyMillis() + " ms")
                            .asException()));
    request.handler(
        chunk -> {
          if (collected.length() + chunk.length() > limits.bodyBytes()) {
            request.pause();
            body.tryFail(
                Problem.of(
                        413,
                        "body-too-large",
                        "the body has more than "
                            + limits.bodyBytes()
                            + " bytes: send less, or stream NDJSON")
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
