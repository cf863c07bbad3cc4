package tradecounter.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;
import tradecounter.configuration.Configuration;
import tradecounter.json.JsonCursor;
import tradecounter.json.RefusalException;

/** Reads whole bodies within limits of size and time, and what they say. */
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

  /** Reads one JSON value. */
  public interface JsonReading<T> {
    /**
     * What the value says.
     *
     * @throws RefusalException if it says what nobody can do
     */
    T read(JsonCursor in) throws IOException, RefusalException;
  }

  /** What a body of JSON says; leaves with a 400 that names the place. */
  public static <T> T json(byte[] body, JsonReading<T> reading) {
    try (JsonCursor in = new JsonCursor(body, 0, body.length, false)) {
      return reading.read(in);
    } catch (RefusalException e) {
      throw new Problem(
              400,
              e.code(),
              e.detail(),
              List.of(new Problem.Entry(e.pointer(), e.code(), e.detail())))
          .asException();
    } catch (JsonProcessingException e) {
      throw Problem.badRequest(
              "json-invalid", "the body is not valid JSON: " + JsonCursor.reason(e))
          .asException();
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
  }
}
