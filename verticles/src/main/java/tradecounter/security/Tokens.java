package tradecounter.security;

import static java.util.stream.Collectors.toUnmodifiableSet;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.configuration.Configuration;

/**
 * Verifies bearer tokens: signature by one of the current keys, issuer, audience, times. A verified
 * token is remembered until it expires, so that it costs one look-up afterwards. The memory is
 * shared; each event loop has a verifier of its own.
 */
public final class Tokens {
  /** So long a token is trusted after its key has been taken away. */
  private static final Duration LONGEST_MEMORY = Duration.ofMinutes(5);

  private static final Pattern SPACE = Pattern.compile(" ");
  private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);

  private final Configuration.Security security;
  private final SigningKeys keys;
  private final Consumer<Caller> firstSeen;
  private final Cache<String, Verified> verified;

  private record Verified(Caller caller, long expiresAtMillis) {}

  /**
   * @param firstSeen hears of each caller whose token was not remembered, on the event loop that
   *     verified it, before the request goes on: it must neither block nor throw
   */
  public Tokens(Configuration.Security security, SigningKeys keys, Consumer<Caller> firstSeen) {
    this.security = security;
    this.keys = keys;
    this.firstSeen = firstSeen;
    this.verified =
        Caffeine.newBuilder()
            .maximumSize(security.verifiedTokens())
            .expireAfter(
                Expiry.creating(
                    (String token, Verified v) ->
                        Duration.ofMillis(
                            Math.max(0, v.expiresAtMillis() - Instant.now().toEpochMilli()))))
            .build();
  }

  /** A verifier for one event loop. */
  public Verifier verifier(Vertx vertx) {
    return new Verifier(vertx);
  }

  /** One event loop only. */
  public final class Verifier {
    private final Vertx vertx;
    private List<JsonObject> keysInUse = List.of();
    private JWTAuth auth;

    private Verifier(Vertx vertx) {
      this.vertx = vertx;
      this.auth = renewed();
    }

    private JWTAuth renewed() {
      keysInUse = keys.current();
      return JWTAuth.create(
          vertx,
          new JWTAuthOptions()
              .setJwks(keysInUse)
              .setJWTOptions(
                  new JWTOptions()
                      .setIssuer(security.issuer())
                      .setAudience(List.of(security.audience()))
                      .setLeeway(5)));
    }

    /** Who holds the token; fails if it must not be trusted. */
    public Future<Caller> verify(String token) {
      Verified known = verified.getIfPresent(token);
      if (known != null) {
        return Future.succeededFuture(known.caller());
      }
      if (!keysInUse.equals(keys.current())) {
        try {
          auth = renewed();
        } catch (RuntimeException e) {
          LOG.warn("the new keys cannot be used, the last ones go on: {}", e.toString());
        }
      }
      try {
        return auth.authenticate(new TokenCredentials(token)).map(user -> remembered(token, user));
      } catch (RuntimeException e) {
        // A claim of another type than it should have.
        return Future.failedFuture(e);
      }
    }

    private Caller remembered(String token, User user) {
      JsonObject claims = user.attributes().getJsonObject("accessToken");
      Long expiresAt = claims.getLong("exp");
      if (expiresAt == null) {
        throw new IllegalArgumentException("the token never expires");
      }
      Caller caller =
          new Caller(
              claims.getString("sub", ""),
              words(claims.getString("scope", "")),
              claims.getString("customer", ""),
              feeds(claims),
              expiresAt * 1_000);
      long longest = Instant.now().plus(LONGEST_MEMORY).toEpochMilli();
      verified.put(token, new Verified(caller, Math.min(longest, caller.expiresAtMillis())));
      firstSeen.accept(caller);
      return caller;
    }

    private static Set<String> words(String text) {
      return SPACE.splitAsStream(text).filter(word -> !word.isEmpty()).collect(toUnmodifiableSet());
    }

    /** Those that are named; without the claim any feed. */
    private static Set<String> feeds(JsonObject claims) {
      JsonArray values = claims.getJsonArray("feeds");
      if (values == null) {
        return Set.of(Caller.ANY_FEED);
      }
      Set<String> texts = new HashSet<>();
      for (Object value : values) {
        texts.add(String.valueOf(value));
      }
      return texts;
    }
  }
}
