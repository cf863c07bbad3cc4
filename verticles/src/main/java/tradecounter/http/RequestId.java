package tradecounter.http;

import io.vertx.ext.web.RoutingContext;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** The id of a request: the caller's own if it gave a sensible one, else a new one. */
public final class RequestId {
  private static final String HEADER = "Request-Id";
  private static final int MAXIMUM_LENGTH = 128;

  private RequestId() {}

  /** Finds or makes the id and puts it on the answer. */
  static void assign(RoutingContext context) {
    String given = context.request().getHeader(HEADER);
    String id = given != null && isSensible(given) ? given : fresh();
    context.put(HEADER, id);
    context.response().putHeader(HEADER, id);
  }

  public static String of(RoutingContext context) {
    String id = context.get(HEADER);
    return id == null ? "" : id;
  }

  private static String fresh() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
  }

  private static boolean isSensible(String id) {
    return !id.isEmpty()
        && id.length() <= MAXIMUM_LENGTH
        && id.chars().allMatch(c -> c > ' ' && c < 127);
  }
}
