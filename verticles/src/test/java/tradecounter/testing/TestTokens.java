package tradecounter.testing;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;

/** An issuer with a key of its own, made anew for each test run: what production would have. */
public final class TestTokens {
  public static final String ISSUER = "https://issuer.test/";
  public static final String AUDIENCE = "tradecounter";

  private static final TestTokens INSTANCE = new TestTokens();

  private final JWTAuth signer;
  private final Path jwks;
  private final Path quoteKey;

  private TestTokens() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      ECPublicKey publicKey = (ECPublicKey) pair.getPublic();
      JsonObject jwk =
          new JsonObject()
              .put("kty", "EC")
              .put("crv", "P-256")
              .put("kid", "test")
              .put("alg", "ES256")
              .put("x", coordinate(publicKey.getW().getAffineX()))
              .put("y", coordinate(publicKey.getW().getAffineY()));
      jwks = Files.createTempFile("jwks", ".json");
      jwks.toFile().deleteOnExit();
      Files.writeString(
          jwks, new JsonObject().put("keys", new JsonArray().add(jwk.copy())).encode());
      byte[] secret = new byte[48];
      new SecureRandom().nextBytes(secret);
      quoteKey = Files.createTempFile("quote", ".key");
      quoteKey.toFile().deleteOnExit();
      Files.writeString(quoteKey, Base64.getEncoder().encodeToString(secret));
      signer =
          JWTAuth.create(
              Vertx.vertx(),
              new JWTAuthOptions()
                  .addJwk(jwk.put("d", coordinate(((ECPrivateKey) pair.getPrivate()).getS()))));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String coordinate(BigInteger value) {
    byte[] bytes = value.toByteArray();
    byte[] fixed = new byte[32];
    int length = Math.min(32, bytes.length);
    System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
  }

  /** The file with the public key. */
  public static Path jwks() {
    return INSTANCE.jwks;
  }

  /** The file with the key that quotes are signed with. */
  public static Path quoteKey() {
    return INSTANCE.quoteKey;
  }

  /** A token with these scopes, not bound to a customer. */
  public static String withScopes(String... scopes) {
    return token(new JsonObject().put("scope", String.join(" ", scopes)));
  }

  /** A token of a storefront that is bound to one customer. */
  public static String boundTo(String customer, String... scopes) {
    return token(new JsonObject().put("scope", String.join(" ", scopes)).put("customer", customer));
  }

  /** A token with these scopes that is worth nothing after so many seconds. */
  public static String expiringIn(int seconds, String... scopes) {
    return token(new JsonObject().put("scope", String.join(" ", scopes)), seconds);
  }

  /** A token of ours for another service. */
  public static String issuedFor(String audience, String... scopes) {
    return token(new JsonObject().put("scope", String.join(" ", scopes)), 3_600, audience);
  }

  /** A token with these claims; its subject is "test" unless they name another. */
  public static String token(JsonObject claims) {
    return token(claims, 3_600);
  }

  private static String token(JsonObject claims, int seconds) {
    return token(claims, seconds, AUDIENCE);
  }

  private static String token(JsonObject claims, int seconds, String audience) {
    return INSTANCE.signer.generateToken(
        claims.put("sub", claims.getString("sub", "test")),
        new JWTOptions()
            .setAlgorithm("ES256")
            .setIssuer(ISSUER)
            .setAudience(List.of(audience))
            .setExpiresInSeconds(seconds));
  }
}
