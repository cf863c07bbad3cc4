package tradecounter.storefront;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import tradecounter.configuration.Configuration;
import tradecounter.feed.FeedReceipt;
import tradecounter.feed.Intake;
import tradecounter.http.Problem;

/**
 * Reads NDJSON line by line as it arrives. Only one unfinished line is held; while too many events
 * are not durable yet, the client waits.
 */
final class EventStream {
  private final RoutingContext context;
  private final Intake intake;
  private final Configuration.Limits limits;
  private final Promise<FeedReceipt> receipt = Promise.promise();
  private Buffer unfinished = Buffer.buffer();
  private long silenceTimer;

  EventStream(RoutingContext context, Intake intake, Configuration.Limits limits) {
    this.context = context;
    this.intake = intake;
    this.limits = limits;
  }

  Future<FeedReceipt> read() {
    HttpServerRequest request = context.request();
    request.handler(this::chunk);
    request.endHandler(_ -> end());
    request.exceptionHandler(receipt::tryFail);
    expectMore();
    request.resume();
    return receipt.future().onComplete(_ -> context.vertx().cancelTimer(silenceTimer));
  }

  private void expectMore() {
    context.vertx().cancelTimer(silenceTimer);
    silenceTimer =
        context
            .vertx()
            .setTimer(
                limits.bodyMillis(),
                _ ->
                    receipt.tryFail(
                        Problem.of(
                                408,
                                "body-timeout",
                                "nothing came for "
                                    + limits.bodyMillis()
                                    + " ms; what came before is kept")
                            .asException()));
  }

  private void chunk(Buffer chunk) {
    int from = 0;
    for (int at = 0; at < chunk.length(); at++) {
      if (chunk.getByte(at) == '\n') {
        line(unfinished.appendBuffer(chunk, from, at - from));
        unfinished = Buffer.buffer();
        from = at + 1;
      }
    }
    unfinished.appendBuffer(chunk, from, chunk.length() - from);
    if (unfinished.length() > 2 * limits.eventBytes()) {
      context.request().pause();
      receipt.tryFail(
          Problem.of(
                  413,
                  "event-too-large",
                  "a line has more than "
                      + limits.eventBytes()
                      + " bytes; what came before it is kept")
              .asException());
      return;
    }
    intake.flush();
    if (intake.hasFailed()) {
      context.request().pause();
      pass(intake.end());
      return;
    }
    expectMore();
    if (intake.isFull()) {
      context.request().pause();
      context.vertx().cancelTimer(silenceTimer);
      intake.whenRoom(
          () -> {
            expectMore();
            context.request().resume();
          });
    }
  }

  private void line(Buffer line) {
    int length = line.length();
    if (length > 0 && line.getByte(length - 1) == '\r') {
      length--;
    }
    if (length > 0) {
      intake.submit(line.getBytes(0, length));
    }
  }

  private void end() {
    line(unfinished);
    pass(intake.end());
  }

  private void pass(Future<FeedReceipt> counted) {
    var _ = counted.onSuccess(receipt::tryComplete).onFailure(receipt::tryFail);
  }
}
