package tradecounter.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import tradecounter.json.JsonText;

/**
 * What went wrong with a request, as RFC 9457 says it.
 *
 * @param code stable, for programs
 * @param detail one sentence: what is wrong and what to do
 * @param errors each single thing that is wrong, if there are several or the place matters
 */
public record Problem(int status, String code, String detail, List<Entry> errors) {
  /** One of several things that are wrong; {@code pointer} is a JSON pointer into the body. */
  public record Entry(String pointer, String code, String detail) {}

  private static final CharSequence PROBLEM_JSON =
      HttpHeaders.createOptimized("application/problem+json");

  private static final long LINGER_MILLIS = 1_000;

  public static Problem of(int status, String code, String detail) {
    return new Problem(status, code, detail, List.of());
  }

  public static Problem badRequest(String code, String detail) {
    return of(400, code, detail);
  }

  public static Problem unavailable(String code, String detail) {
    return of(503, code, detail);
  }

  /** Leaves a handler; the router writes the problem. Costs no stack trace. */
  public ProblemException asException() {
    return new ProblemException(this);
  }

  /** See {@link #asException}. */
  public static final class ProblemException extends RuntimeException {
    private final transient Problem problem;

    ProblemException(Problem problem) {
      super(problem.detail(), null, false, false);
      this.problem = problem;
    }

    public Problem problem() {
      return problem;
    }
  }

  /** Answers the request with this problem, if it has not been answered. */
  public void write(RoutingContext context) {
    write(context, _ -> {});
  }

  /**
   * As {@link #write(RoutingContext)}.
   *
   * @param extension writes the members that only this kind of problem has
   */
  public void write(RoutingContext context, JsonText.Writing extension) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(status);
    response.putHeader(HttpHeaders.CONTENT_TYPE, PROBLEM_JSON);
    if (status == 503 || status == 429) {
      response.putHeader("Retry-After", "1");
    }
    if (status == 401) {
      response.putHeader("WWW-Authenticate", "Bearer");
    }
    HttpServerRequest request = context.request();
    boolean bodyLeft =
        (request.method().equals(HttpMethod.POST) || request.method().equals(HttpMethod.PATCH))
            && !request.isEnded();
    if (bodyLeft) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    Failures.report(
        response.end(body(RequestId.of(context), extension)), "a problem could not be sent");
    if (bodyLeft) {
      linger(context, request);
    }
  }

  /**
   * What is left of the body is not worth keeping, but closing at once could reset the connection
   * before the client has read the answer: it is drained for a moment first.
   */
  private static void linger(RoutingContext context, HttpServerRequest request) {
    context.vertx().setTimer(LINGER_MILLIS, _ -> request.connection().close());
    request.handler(_ -> {});
    request.exceptionHandler(_ -> {});
    request.resume();
  }

  /** The problem as bytes, for an answer that is kept. */
  public Buffer text(String requestId) {
    return body(requestId, _ -> {});
  }

  private Buffer body(String requestId, JsonText.Writing extension) {
    return JsonText.of(
        json -> {
          json.writeStartObject();
          json.writeStringField("type", "urn:tradecounter:problem:" + code);
          json.writeStringField("title", HttpResponseStatus.valueOf(status).reasonPhrase());
          json.writeNumberField("status", status);
          json.writeStringField("code", code);
          json.writeStringField("detail", detail);
          if (!errors.isEmpty()) {
            json.writeArrayFieldStart("errors");
            for (Entry error : errors) {
              json.writeStartObject();
              json.writeStringField("pointer", error.pointer());
              json.writeStringField("code", error.code());
              json.writeStringField("detail", error.detail());
              json.writeEndObject();
            }
            json.writeEndArray();
          }
          extension.to(json);
          json.writeStringField("requestId", requestId);
          json.writeEndObject();
        });
  }
}
