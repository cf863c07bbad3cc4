package tradecounter.source;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Requests whose whole answer has to be there in time and is not larger than agreed. No redirect is
 * followed. Any thread; blocks.
 */
final class SourceHttp implements AutoCloseable {
  private static final Duration LONGEST_REST = Duration.ofHours(1);
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,7}");

  private final Duration connectTimeout;
  private final Duration timeout;
  private final int bodyBytes;
  private final InstantSource clock;
  private final HttpClient client;

  /** An answer, whatever its status. */
  @SuppressWarnings("ArrayRecordComponent") // Carried, never compared.
  record Reply(int status, HttpHeaders headers, byte[] body) {
    boolean isRedirect() {
      return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }
  }

  SourceHttp(int connectMillis, int timeoutMillis, int bodyBytes, InstantSource clock) {
    this.connectTimeout = Duration.ofMillis(connectMillis);
    this.timeout = Duration.ofMillis(timeoutMillis);
    this.bodyBytes = bodyBytes;
    this.clock = clock;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(connectTimeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  Reply send(HttpRequest request) throws AskFailedException, InterruptedException {
    // The client's own time-out ends with the headers: a body that drips would outlast it.
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), bodyBytes));
    try {
      HttpResponse<byte[]> response =
          answer.get(connectTimeout.plus(timeout).toMillis(), TimeUnit.MILLISECONDS);
      return new Reply(response.statusCode(), response.headers(), response.body());
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new AskFailedException(
          shown(request.uri()) + " gives no answer within " + timeout.toMillis() + " ms");
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException broken) {
        throw new AskFailedException(shown(request.uri()) + " cannot be asked: " + reason(broken));
      }
      throw new IllegalStateException("the HTTP client failed", e.getCause());
    }
  }

  /** Some exceptions of connections have nothing to say beside their names. */
  private static String reason(IOException broken) {
    return broken.getClass().getSimpleName()
        + (broken.getMessage() == null ? "" : ": " + broken.getMessage());
  }

  /** Whoever wants to be left alone for longer is asked in between. */
  private static Duration capped(Duration wanted) {
    return wanted.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : wanted;
  }

  /** How long the answer wants us to wait; zero if it does not say. */
  Duration retryAfter(Reply reply) {
    String text = reply.headers().firstValue("Retry-After").orElse("").strip();
    if (SECONDS.matcher(text).matches()) {
      return capped(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration left = Duration.between(clock.instant(), until);
      return left.isNegative() ? Duration.ZERO : capped(left);
    } catch (DateTimeException e) {
      return Duration.ZERO;
    }
  }

  /** An address for people and logs: what stands behind the path may be secret. */
  static String shown(URI url) {
    return url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath();
  }

  /** Whether both are of the same server: who may know what the other is told. */
  static boolean isSameServer(URI one, URI other) {
    return one.getScheme().equalsIgnoreCase(other.getScheme())
        && String.valueOf(one.getHost()).equalsIgnoreCase(other.getHost())
        && port(one) == port(other);
  }

  private static int port(URI url) {
    return url.getPort() >= 0
        ? url.getPort()
        : url.getScheme().toLowerCase(Locale.ROOT).equals("https") ? 443 : 80;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
