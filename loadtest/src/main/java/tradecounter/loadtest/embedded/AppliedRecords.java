package tradecounter.loadtest.embedded;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** How many records of the log a service has applied since its start, by its metrics. */
final class AppliedRecords {
  private static final String METRIC = "tradecounter_log_applied ";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final HttpRequest metrics;

  /**
   * @param management where the service is watched
   */
  AppliedRecords(URI management) {
    metrics = HttpRequest.newBuilder(management.resolve("/metrics")).build();
  }

  long count() throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return count(http);
    }
  }

  /**
   * Waits until there are so many.
   *
   * @throws IOException if there are not after two minutes
   */
  void await(long count) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (long now = count(http); now < count; now = count(http)) {
        if (System.nanoTime() > deadline) {
          throw new IOException(
              "the service has applied only " + now + " of " + count + " records");
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private long count(HttpClient http) throws IOException, InterruptedException {
    String text = http.send(metrics, HttpResponse.BodyHandlers.ofString()).body();
    return text.lines()
        .filter(line -> line.startsWith(METRIC))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(METRIC.length())))
        .findFirst()
        .orElseThrow(() -> new IOException("the metrics do not have " + METRIC));
  }
}
