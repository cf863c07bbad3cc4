package tradecounter.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tradecounter.testing.RestServer.Asked;
import tradecounter.testing.RestServer.Reply;

/**
 * A server that behaves like Microsoft Dynamics 365 Business Central and its login: OData v4 with
 * {@code $filter} by time, {@code $orderby}, server-driven paging, client credentials, 401 for a
 * token that has ended, 429 for who asks too much.
 */
public final class BusinessCentral implements AutoCloseable {
  private static final Pattern SINCE = Pattern.compile("lastModifiedDateTime ge (\\S+)");
  private static final int PAGE = 2;

  private final Map<String, List<JsonObject>> entities = new ConcurrentHashMap<>();
  private final AtomicInteger tokens = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger slowed = new AtomicInteger();
  private final AtomicInteger slowNext = new AtomicInteger();
  private final String secret;
  private final RestServer server;
  private volatile int validFrom = 1;

  /**
   * @param secret of the only client
   */
  public BusinessCentral(String secret) {
    this.secret = secret;
    this.server = new RestServer(this::answer);
  }

  public String url() {
    return server.url();
  }

  /** Something has changed now. */
  public void put(String entitySet, JsonObject entity) {
    entities
        .computeIfAbsent(entitySet, _ -> new CopyOnWriteArrayList<>())
        .add(entity.put("lastModifiedDateTime", Instant.now().toString()));
  }

  /** The tokens that it has given have ended. */
  public void endTokens() {
    validFrom = tokens.get() + 1;
  }

  /** The next request comes too early. */
  public void slowDown() {
    slowNext.incrementAndGet();
  }

  /** How many requests had a token that has ended. */
  public int refused() {
    return refused.get();
  }

  /** How many requests came too early. */
  public int slowed() {
    return slowed.get();
  }

  private Reply answer(Asked asked) {
    if (asked.path().endsWith("/oauth2/v2.0/token")) {
      Map<String, String> form = RestServer.query(asked.body());
      boolean known =
          form.getOrDefault("client_secret", "").equals(secret)
              && form.getOrDefault("grant_type", "").equals("client_credentials")
              && form.getOrDefault("scope", "").endsWith("/.default");
      return known
          ? Reply.json(
              new JsonObject()
                  .put("token_type", "Bearer")
                  .put("expires_in", 3599)
                  .put("access_token", String.valueOf(tokens.incrementAndGet()))
                  .encode())
          : Reply.of(401);
    }
    String authorization = asked.header("authorization");
    if (!authorization.startsWith("Bearer ")
        || Integer.parseInt(authorization.substring(7)) < validFrom) {
      refused.incrementAndGet();
      return Reply.of(401);
    }
    if (slowNext.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      slowed.incrementAndGet();
      return Reply.of(429).with("Retry-After", "1");
    }
    return page(asked);
  }

  private Reply page(Asked asked) {
    Matcher since = SINCE.matcher(asked.query().getOrDefault("$filter", ""));
    if (!since.matches() || !"lastModifiedDateTime".equals(asked.query().get("$orderby"))) {
      return Reply.of(400);
    }
    String set = asked.path().substring(asked.path().lastIndexOf('/') + 1);
    Instant from = Instant.parse(since.group(1));
    List<JsonObject> all =
        entities.getOrDefault(set, List.of()).stream()
            .filter(entity -> !modified(entity).isBefore(from))
            .sorted(Comparator.comparing(BusinessCentral::modified))
            .toList();
    int skip = Integer.parseInt(asked.query().getOrDefault("$skiptoken", "0"));
    int end = Math.min(all.size(), skip + PAGE);
    JsonObject page =
        new JsonObject()
            .put("@odata.context", url() + "/$metadata#" + set)
            .put("value", new JsonArray(all.subList(Math.min(skip, end), end)));
    if (end < all.size()) {
      page.put(
          "@odata.nextLink",
          url()
              + asked.path()
              + "?$filter="
              + since.group().replace(" ", "%20")
              + "&$orderby=lastModifiedDateTime&$skiptoken="
              + end);
    }
    return Reply.json(page.encode());
  }

  private static Instant modified(JsonObject entity) {
    return Instant.parse(entity.getString("lastModifiedDateTime"));
  }

  @Override
  public void close() {
    server.close();
  }
}
