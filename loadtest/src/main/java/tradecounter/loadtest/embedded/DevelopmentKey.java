package tradecounter.loadtest.embedded;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.List;
import tradecounter.security.SigningKeys;

/**
 * The key that the embedded mode signs its tokens with: the P-256 example of RFC 7515, appendix
 * A.3, so that nobody can take it for a secret. Production refuses it.
 */
public final class DevelopmentKey {
  private static final String ALGORITHM = "ES256";
  private static final int LIFETIME_SECONDS = 24 * 3_600;

  private final JWTAuth signer;
  private final String issuer;
  private final String audience;

  public DevelopmentKey(Vertx vertx, String issuer, String audience) {
    this.signer =
        JWTAuth.create(
            vertx,
            new JWTAuthOptions()
                .addJwk(publicKey().put("d", "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI")));
    this.issuer = issuer;
    this.audience = audience;
  }

  /** The JWKS document that the service verifies with. */
  public static String jwks() {
    return new JsonObject().put("keys", new JsonArray().add(publicKey())).encodePrettily();
  }

  private static JsonObject publicKey() {
    return new JsonObject()
        .put("kty", "EC")
        .put("crv", "P-256")
        .put("kid", "development")
        .put("alg", ALGORITHM)
        .put("use", "sig")
        .put("x", SigningKeys.DEVELOPMENT_KEY_X)
        .put("y", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0");
  }

  /** How long a token is good for. */
  public static int lifetimeSeconds() {
    return LIFETIME_SECONDS;
  }

  /**
   * A signed token.
   *
   * @param scopes with blanks between
   * @param customer empty for none
   */
  public String token(String scopes, String customer) {
    JsonObject claims = new JsonObject().put("sub", "developer").put("scope", scopes);
    if (!customer.isEmpty()) {
      claims.put("customer", customer);
    }
    return signer.generateToken(
        claims,
        new JWTOptions()
            .setAlgorithm(ALGORITHM)
            .setIssuer(issuer)
            .setAudience(List.of(audience))
            .setExpiresInSeconds(LIFETIME_SECONDS));
  }
}
