package tradecounter.forward;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Requests of which it is known afterwards whether they may have arrived. Each is sent once: a
 * repetition is for others to decide.
 */
final class ErpHttp implements AutoCloseable {
  private static final long LARGEST_ANSWER_BYTES = 1L << 20;

  private final String url;
  private final Duration connectTimeout;
  private final Duration timeout;
  private final HttpClient client;

  /** What became of a request. */
  sealed interface Reply {
    record Answered(int status, String text) implements Reply {}

    /** There was no connection: not one byte has left. */
    record NotReached(String detail) implements Reply {}

    /** It left, at least in part, and no whole answer came. */
    record Lost(String detail) implements Reply {}
  }

  ErpHttp(String url, int connectMillis, int timeoutMillis) {
    this.url = url;
    this.connectTimeout = Duration.ofMillis(connectMillis);
    this.timeout = Duration.ofMillis(timeoutMillis);
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(connectTimeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  /**
   * Sends and waits for the whole answer.
   *
   * @param path begins with a slash
   * @param body JSON, if there is one
   */
  Reply send(String method, String path, Map<String, String> headers, Optional<Buffer> body) {
    HttpRequest request;
    try {
      HttpRequest.Builder builder =
          HttpRequest.newBuilder(URI.create(url + path))
              .method(
                  method,
                  body.map(bytes -> BodyPublishers.ofByteArray(bytes.getBytes()))
                      .orElseGet(BodyPublishers::noBody));
      headers.forEach(builder::setHeader);
      if (body.isPresent()) {
        builder.setHeader("Content-Type", "application/json");
      }
      request = builder.build();
    } catch (IllegalArgumentException e) {
      return new Reply.NotReached("no such request: " + e.getMessage());
    }
    return exchange(request);
  }

  private Reply exchange(HttpRequest request) {
    // The client's own time-out ends with the headers: a body that drips would outlast it.
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(
            request,
            BodyHandlers.limiting(
                BodyHandlers.ofString(StandardCharsets.UTF_8), LARGEST_ANSWER_BYTES));
    try {
      HttpResponse<String> response =
          answer.get(connectTimeout.plus(timeout).toMillis(), TimeUnit.MILLISECONDS);
      return new Reply.Answered(response.statusCode(), response.body());
    } catch (TimeoutException e) {
      answer.cancel(true);
      return new Reply.Lost("no answer within " + timeout.toMillis() + " ms");
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return new Reply.Lost("interrupted");
    } catch (ExecutionException e) {
      return failed(e.getCause() == null ? e : e.getCause());
    }
  }

  private static Reply failed(Throwable cause) {
    String detail = cause.getClass().getSimpleName() + ": " + cause.getMessage();
    return switch (cause) {
      case ConnectException _, HttpConnectTimeoutException _ -> new Reply.NotReached(detail);
      case IOException _ -> new Reply.Lost(detail);
      default -> throw new IllegalStateException("the HTTP client failed", cause);
    };
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
