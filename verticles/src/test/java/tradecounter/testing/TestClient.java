package tradecounter.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tradecounter.contract.OpenApiContract;

/** Talks to a service as its users do, and checks every answer against the contract. */
public final class TestClient {
  private static final OpenApiContract CONTRACT = new OpenApiContract();
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private static final String EVENT_STREAM = "text/event-stream";

  private final URI service;
  private final String token;

  /**
   * @param token empty to send none
   */
  public TestClient(URI service, String token) {
    this.service = service;
    this.token = token;
  }

  /** The same service, asked by somebody else. */
  public TestClient as(String otherToken) {
    return new TestClient(service, otherToken);
  }

  public Answer get(String path) {
    return send("GET", path, "", HttpRequest.BodyPublishers.noBody());
  }

  public Answer post(String path, JsonObject body) {
    return post(path, "application/json", body.encode());
  }

  /** Posts with an {@code Idempotency-Key}. */
  public Answer order(String key, JsonObject body) {
    return send(
        "POST",
        "/v1/orders",
        "application/json",
        HttpRequest.BodyPublishers.ofString(body.encode()),
        Map.of("Idempotency-Key", key));
  }

  public Answer patch(String path, JsonObject body) {
    return send(
        "PATCH", path, "application/json", HttpRequest.BodyPublishers.ofString(body.encode()));
  }

  public Answer put(String path, byte[] body) {
    return send(
        "PUT", path, "application/octet-stream", HttpRequest.BodyPublishers.ofByteArray(body));
  }

  public Answer delete(String path) {
    return send("DELETE", path, "", HttpRequest.BodyPublishers.noBody());
  }

  public Answer post(String path, String contentType, String body) {
    return send("POST", path, contentType, HttpRequest.BodyPublishers.ofString(body));
  }

  /** Posts events to a feed as one batch. */
  public Answer feed(String feed, JsonObject... events) {
    return post(
        "/v1/feeds/" + feed + "/events",
        "application/json",
        new JsonArray(Arrays.asList((Object[]) events)).encode());
  }

  /** Posts events to a feed as a stream. */
  public Answer stream(String feed, JsonObject... events) {
    return post(
        "/v1/feeds/" + feed + "/events",
        "application/x-ndjson",
        Arrays.stream(events).map(JsonObject::encode).collect(Collectors.joining("\n")));
  }

  /**
   * Opens a stream of events.
   *
   * @param lastEventId where it goes on; empty to begin
   */
  public EventReader events(String path, String lastEventId) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(service.resolve(path))
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + token);
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    try {
      HttpResponse<InputStream> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      if (response.statusCode() != 200
          || !response.headers().firstValue("Content-Type").equals(Optional.of(EVENT_STREAM))) {
        byte[] body = response.body().readAllBytes();
        throw new AssertionError(path + ": " + response + new String(body, StandardCharsets.UTF_8));
      }
      return new EventReader(response.body(), CONTRACT::checkEvent);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Answer send(
      String method, String path, String contentType, HttpRequest.BodyPublisher body) {
    return send(method, path, contentType, body, Map.of());
  }

  private Answer send(
      String method,
      String path,
      String contentType,
      HttpRequest.BodyPublisher body,
      Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(service.resolve(path))
            .timeout(Duration.ofSeconds(60))
            .method(method, body);
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (!contentType.isEmpty()) {
      request.header("Content-Type", contentType);
    }
    headers.forEach(request::header);
    try {
      HttpResponse<byte[]> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      CONTRACT.check(
          method,
          path,
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse(null),
          response.body());
      if (response.headers().firstValue("Request-Id").isEmpty()) {
        throw new AssertionError(method + " " + path + ": the answer has no Request-Id");
      }
      return new Answer(
          response.statusCode(),
          response.headers(),
          new String(response.body(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
