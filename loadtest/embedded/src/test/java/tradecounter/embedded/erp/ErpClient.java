package tradecounter.embedded.erp;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;

/** Talks to the sandbox as the service would. Thread-safe. */
final class ErpClient implements AutoCloseable {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI address;
  private final Duration patience;

  ErpClient(URI address, Duration patience) {
    this.address = address;
    this.patience = patience;
  }

  /** What a client learns. */
  sealed interface Reply {
    record Answered(int status, String body) implements Reply {
      JsonNode json() {
        return JsonTrees.read(body).orElseThrow(() -> new AssertionError("not JSON: " + body));
      }

      boolean isJson() {
        return JsonTrees.read(body).isPresent();
      }
    }

    /** The connection was closed. */
    record Closed() implements Reply {}

    record TimedOut() implements Reply {}
  }

  /** The body of a create with one position. */
  static String form(String reference) {
    return """
        {"externalReference":"%s","account":"C-1","shipTo":"C-1/main","note":"by the gate",
         "positions":[{"id":"1","sku":"ELBOW-90","qty":2.50,"warehouse":"W1","price":"4.20",\
        "currency":"EUR"}]}"""
        .formatted(reference);
  }

  Reply create(String reference) {
    return create("orders", reference, reference);
  }

  Reply create(String path, String key, String reference) {
    return call("POST", "/" + path, form(reference), "Idempotency-Key", key);
  }

  Reply lookUp(String reference) {
    return get("/orders?externalReference=" + reference);
  }

  /** The numbers that a look-up finds. */
  List<String> found(String reference) {
    return json(lookUp(reference))
        .path("orders")
        .valueStream()
        .map(order -> order.path("orderNumber").asText())
        .toList();
  }

  Reply get(String path, String... headers) {
    return call("GET", path, "", headers);
  }

  Reply post(String path, String body, String... headers) {
    return call("POST", path, body, headers);
  }

  Reply call(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(path))
            .timeout(patience)
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      var response = http.send(request.build(), BodyHandlers.ofString());
      return new Reply.Answered(response.statusCode(), response.body());
    } catch (HttpTimeoutException e) {
      return new Reply.TimedOut();
    } catch (IOException e) {
      return new Reply.Closed();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  static JsonNode json(Reply reply) {
    return answered(reply).json();
  }

  static int status(Reply reply) {
    return answered(reply).status();
  }

  static Reply.Answered answered(Reply reply) {
    if (reply instanceof Reply.Answered answered) {
      return answered;
    }
    throw new AssertionError("no answer: " + reply);
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
