package tradecounter.loadtest.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Pushes events to the feeds of a service over HTTP, as any source would: NDJSON with a bearer
 * token, again if the service asks for it. One thread at a time.
 */
public final class FeedClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI service;
  private final Supplier<String> token;

  /**
   * @param service such as {@code http://localhost:8080}
   * @param token gives a bearer token with the scope {@code feeds:write}
   */
  public FeedClient(URI service, Supplier<String> token) {
    this.service = service;
    this.token = token;
  }

  /**
   * What became of the events of one or more posts.
   *
   * @param refusedByCode how many were refused, by reason
   * @param examples the first refusal of each reason, in words
   */
  public record Outcome(
      long accepted,
      long duplicate,
      long superseded,
      long refused,
      Map<String, Long> refusedByCode,
      Map<String, String> examples) {
    public static final Outcome NONE = new Outcome(0, 0, 0, 0, Map.of(), Map.of());

    public long events() {
      return accepted + duplicate + superseded + refused;
    }

    public Outcome plus(Outcome other) {
      Map<String, Long> byCode = new TreeMap<>(refusedByCode);
      other.refusedByCode.forEach((code, count) -> byCode.merge(code, count, Long::sum));
      Map<String, String> first = new TreeMap<>(other.examples);
      first.putAll(examples);
      return new Outcome(
          accepted + other.accepted,
          duplicate + other.duplicate,
          superseded + other.superseded,
          refused + other.refused,
          byCode,
          first);
    }
  }

  /**
   * Posts the events and waits for the receipt; while the service says 503 it tries again.
   *
   * @throws IOException if the service cannot be reached or answers something else
   */
  public Outcome post(String feed, List<byte[]> events) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      HttpResponse<String> response = send(feed, events);
      if (response.statusCode() == 202 || response.statusCode() == 422) {
        return outcome(JSON.readTree(response.body()));
      }
      if (response.statusCode() != 503 || System.nanoTime() > deadline) {
        throw new IOException(
            "feed " + feed + " answered " + response.statusCode() + ": " + response.body());
      }
      java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
    }
  }

  private HttpResponse<String> send(String feed, List<byte[]> events)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(service.resolve("/v1/feeds/" + feed + "/events"))
            .header("Authorization", "Bearer " + token.get())
            .header("Content-Type", "application/x-ndjson")
            .timeout(Duration.ofMinutes(5))
            .POST(HttpRequest.BodyPublishers.ofByteArrays(() -> lines(events)))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  /** Every event with a line end behind it, in chunks that are worth sending. */
  private static Iterator<byte[]> lines(List<byte[]> events) {
    List<byte[]> chunks = new ArrayList<>();
    java.io.ByteArrayOutputStream chunk = new java.io.ByteArrayOutputStream(65_536);
    for (byte[] event : events) {
      chunk.writeBytes(event);
      chunk.write('\n');
      if (chunk.size() >= 60_000) {
        chunks.add(chunk.toByteArray());
        chunk.reset();
      }
    }
    chunks.add(chunk.toByteArray());
    return chunks.iterator();
  }

  private static Outcome outcome(JsonNode receipt) {
    Map<String, Long> byCode = new TreeMap<>();
    Map<String, String> examples = new TreeMap<>();
    for (JsonNode error : receipt.path("errors")) {
      String code = error.path("code").asText();
      byCode.merge(code, 1L, Long::sum);
      examples.putIfAbsent(
          code, error.path("pointer").asText() + ": " + error.path("detail").asText());
    }
    long omitted = receipt.path("errorsOmitted").asLong();
    if (omitted > 0) {
      byCode.merge("(not listed)", omitted, Long::sum);
    }
    return new Outcome(
        receipt.path("accepted").asLong(),
        receipt.path("duplicate").asLong(),
        receipt.path("superseded").asLong(),
        receipt.path("refused").asLong(),
        byCode,
        examples);
  }

  @Override
  public void close() {
    http.close();
  }
}
