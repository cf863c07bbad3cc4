package tradecounter.embedded.erp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A request as it came.
 *
 * @param target path and query, as written
 * @param path decoded, by segment
 * @param idempotencyKey empty if there is none, as is {@code session}
 */
record Call(
    String method,
    String target,
    List<String> path,
    Map<String, String> query,
    String idempotencyKey,
    String session,
    String body) {

  static Call read(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    String path = exchange.getRequestURI().getRawPath();
    return new Call(
        exchange.getRequestMethod(),
        exchange.getRequestURI().toString(),
        Stream.of(path.split("/", -1)).skip(1).map(Call::decoded).toList(),
        query(
            exchange.getRequestURI().getRawQuery() == null
                ? ""
                : exchange.getRequestURI().getRawQuery()),
        header(exchange, "Idempotency-Key"),
        header(exchange, "Session"),
        body);
  }

  /** "POST orders", with {@code *} for the second segment if there is one. */
  String shape() {
    StringBuilder shape = new StringBuilder(method);
    for (int i = 0; i < path.size(); i++) {
      shape.append(i == 0 ? " " : "/").append(i == 1 ? "*" : path.get(i));
    }
    return shape.toString();
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new HashMap<>();
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    return Map.copyOf(query);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, UTF_8);
  }

  private static String header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
  }
}
