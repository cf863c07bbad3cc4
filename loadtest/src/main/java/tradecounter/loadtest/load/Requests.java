package tradecounter.loadtest.load;

import io.vertx.core.buffer.Buffer;
import java.util.random.RandomGenerator;
import tradecounter.loadtest.world.GeneratedKeys;

/** Makes the bytes of one request after the other. One thread at a time. */
final class Requests {
  private static final int MAX_QUANTITY = 50;

  private final int items;
  private final int customers;
  private final Keys keys;
  private final Kind.Mix mix;
  private final RandomGenerator random;
  private final Buffer headers;

  /** One request, ready to be written. */
  record Request(Kind kind, Buffer bytes) {}

  /**
   * @param authority of the {@code Host} header
   * @param token with the scopes {@code availability:read prices:read customers:any}
   */
  Requests(
      int items,
      int customers,
      Keys keys,
      Kind.Mix mix,
      RandomGenerator random,
      String authority,
      String token) {
    this.items = items;
    this.customers = customers;
    this.keys = keys;
    this.mix = mix;
    this.random = random;
    this.headers =
        Buffer.buffer(
            " HTTP/1.1\r\nHost: " + authority + "\r\nAuthorization: Bearer " + token + "\r\n");
  }

  Request next() {
    return of(mix.draw(random));
  }

  Request of(Kind kind) {
    Buffer bytes = Buffer.buffer(kind == Kind.BULK_AVAILABILITY ? 8_192 : 1_024);
    switch (kind) {
      case AVAILABILITY -> single(bytes, "/availability?quantity=");
      case PRICE -> single(bytes, "/price?quantity=");
      case BULK_AVAILABILITY -> bulk(bytes);
    }
    return new Request(kind, bytes);
  }

  private void single(Buffer bytes, String question) {
    bytes
        .appendString("GET /v1/items/")
        .appendString(item())
        .appendString(question)
        .appendString(quantity())
        .appendString("&customer=")
        .appendString(customer())
        .appendBuffer(headers)
        .appendString("\r\n");
  }

  private void bulk(Buffer bytes) {
    StringBuilder body = new StringBuilder(4_096);
    body.append("{\"customer\":\"").append(customer()).append("\",\"lines\":[");
    for (int line = 0; line < Kind.BULK_LINES; line++) {
      body.append(line == 0 ? "{\"item\":\"" : ",{\"item\":\"")
          .append(item())
          .append("\",\"quantity\":")
          .append(quantity())
          .append('}');
    }
    body.append("]}");
    bytes
        .appendString("POST /v1/availability")
        .appendBuffer(headers)
        .appendString("Content-Type: application/json\r\nContent-Length: ")
        .appendString(String.valueOf(body.length()))
        .appendString("\r\n\r\n")
        .appendString(body.toString());
  }

  private String item() {
    return GeneratedKeys.item(keys.draw(random, items));
  }

  private String customer() {
    return GeneratedKeys.customer(keys.draw(random, customers));
  }

  private String quantity() {
    return String.valueOf(1 + random.nextInt(MAX_QUANTITY));
  }
}
