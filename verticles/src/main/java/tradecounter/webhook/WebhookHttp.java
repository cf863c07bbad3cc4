package tradecounter.webhook;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Posts to endpoints: no redirect is followed, and of an answer only the head counts. Blocks; any
 * thread.
 */
final class WebhookHttp implements AutoCloseable {
  /** A body of so much is read so that the connection can be used again. */
  private static final long READ_BYTES = 1 << 14;

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,7}");

  private final Duration connectTimeout;
  private final Duration timeout;
  private final HttpClient client;

  WebhookHttp(int connectMillis, int timeoutMillis) {
    connectTimeout = Duration.ofMillis(connectMillis);
    timeout = Duration.ofMillis(timeoutMillis);
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(connectTimeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  Reply post(URI url, Map<String, String> headers, byte[] body) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url).POST(BodyPublishers.ofByteArray(body));
    headers.forEach(request::setHeader);
    AtomicReference<HttpResponse.@Nullable ResponseInfo> head = new AtomicReference<>();
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(
            request.build(),
            received -> {
              head.set(received);
              return new Leaving();
            });
    Reply without;
    try {
      var _ = answer.get(connectTimeout.plus(timeout).toMillis(), TimeUnit.MILLISECONDS);
      without = new Reply.Broken("there was an answer without a head");
    } catch (TimeoutException e) {
      answer.cancel(true);
      without = new Reply.TimedOut("no answer within " + timeout.toMillis() + " ms");
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      without =
          switch (e.getCause()) {
            case HttpTimeoutException late -> new Reply.TimedOut(String.valueOf(late.getMessage()));
            case IOException broken -> new Reply.Broken(broken.toString());
            case null, default -> new Reply.Broken(String.valueOf(e.getCause()));
          };
    }
    HttpResponse.ResponseInfo received = head.get();
    return received == null
        ? without
        : new Reply.Answered(received.statusCode(), retryAfterMillis(received));
  }

  /** A date is not understood: the schedule decides then. */
  private static long retryAfterMillis(HttpResponse.ResponseInfo head) {
    return head.headers()
        .firstValue("Retry-After")
        .filter(text -> SECONDS.matcher(text).matches())
        .map(text -> TimeUnit.SECONDS.toMillis(Long.parseLong(text)))
        .orElse(0L);
  }

  /** Throws a body away, and leaves before the end of one that is large. */
  private static final class Leaving implements BodySubscriber<Void> {
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private long read;
    private Flow.@Nullable Subscription subscription;

    @Override
    public CompletionStage<Void> getBody() {
      return left;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      given.request(Long.MAX_VALUE);
    }

    @Override
    @SuppressWarnings("NullAway") // A future of nothing.
    public void onNext(List<ByteBuffer> buffers) {
      for (ByteBuffer buffer : buffers) {
        read += buffer.remaining();
      }
      if (read > READ_BYTES && subscription != null) {
        subscription.cancel();
        left.complete(null);
      }
    }

    @Override
    public void onError(Throwable failure) {
      left.completeExceptionally(failure);
    }

    @Override
    @SuppressWarnings("NullAway") // A future of nothing.
    public void onComplete() {
      left.complete(null);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
