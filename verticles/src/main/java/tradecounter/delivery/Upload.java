package tradecounter.delivery;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.configuration.Configuration;
import tradecounter.delivery.DeliveryStore.Announced;
import tradecounter.http.Problem;

/**
 * The body of a request on its way into a delivery. Of one event loop; what blocks runs beside it,
 * and the client waits meanwhile, so that no more than a chunk is in memory.
 */
final class Upload {
  private static final Logger LOG = LoggerFactory.getLogger(Upload.class);

  private final RoutingContext context;
  private final DeliveryStore store;
  private final Announced announced;
  private final Configuration configuration;
  private final Promise<Long> received = Promise.promise();
  private Buffer waiting = Buffer.buffer();
  private boolean busy;
  private boolean ended;
  private boolean broken;
  private long bytes;
  private long silenceTimer;

  /** Of the threads that block, one after the other. */
  private @Nullable DeliveryWriter writer;

  Upload(
      RoutingContext context,
      DeliveryStore store,
      Announced announced,
      Configuration configuration) {
    this.context = context;
    this.store = store;
    this.announced = announced;
    this.configuration = configuration;
  }

  /** The number of the delivery, once all of it is kept. */
  Future<Long> read() {
    HttpServerRequest request = context.request();
    request.handler(this::chunk);
    request.endHandler(
        _ -> {
          ended = true;
          context.vertx().cancelTimer(silenceTimer);
          goOn();
        });
    request.exceptionHandler(this::fail);
    expectMore();
    request.resume();
    return received.future().onComplete(_ -> context.vertx().cancelTimer(silenceTimer));
  }

  private void expectMore() {
    context.vertx().cancelTimer(silenceTimer);
    silenceTimer =
        context
            .vertx()
            .setTimer(
                configuration.limits().bodyMillis(),
                _ ->
                    fail(
                        Problem.of(
                                408,
                                "body-timeout",
                                "nothing came for "
                                    + configuration.limits().bodyMillis()
                                    + " ms; nothing of the file is kept")
                            .asException()));
  }

  private void chunk(Buffer chunk) {
    bytes += chunk.length();
    if (bytes > configuration.deliveries().bytes()) {
      fail(
          Problem.of(
                  413,
                  "file-too-large",
                  "a file may have " + configuration.deliveries().bytes() + " bytes")
              .asException());
      return;
    }
    waiting.appendBuffer(chunk);
    if (waiting.length() >= DeliveryStore.CHUNK_BYTES) {
      context.request().pause();
      context.vertx().cancelTimer(silenceTimer);
      goOn();
    } else {
      expectMore();
    }
  }

  /** Writes what waits; only one at a time does. */
  private void goOn() {
    if (busy || broken) {
      return;
    }
    busy = true;
    byte[] taken = waiting.getBytes();
    waiting = Buffer.buffer();
    boolean last = ended;
    var _ =
        context
            .vertx()
            .executeBlocking(() -> write(taken, last), false)
            .onSuccess(delivery -> written(delivery, last))
            .onFailure(
                failure -> {
                  busy = false;
                  fail(failure);
                });
  }

  private long write(byte[] taken, boolean last) throws SQLException {
    DeliveryWriter on = writer;
    if (on == null) {
      on = new DeliveryWriter(store, announced);
      writer = on;
    }
    on.write(taken, 0, taken.length);
    if (last) {
      on.complete(java.util.Optional.empty());
    }
    return on.delivery();
  }

  private void written(long delivery, boolean last) {
    busy = false;
    if (broken) {
      abandon();
    } else if (last) {
      received.tryComplete(delivery);
    } else if (ended) {
      goOn();
    } else {
      expectMore();
      context.request().resume();
    }
  }

  private void fail(Throwable failure) {
    if (!broken && !received.future().isComplete()) {
      broken = true;
      context.request().pause();
      if (!busy) {
        abandon();
      }
      received.tryFail(failure);
    }
  }

  private void abandon() {
    DeliveryWriter on = writer;
    if (on != null) {
      var _ =
          context
              .vertx()
              .executeBlocking(
                  () -> {
                    on.abandon();
                    return on.delivery();
                  },
                  false)
              .onFailure(
                  failure ->
                      // The purge finds it, a day later.
                      LOG.warn("a broken file is left behind: {}", failure.toString()));
    }
  }
}
