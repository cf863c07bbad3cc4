package tradecounter.security;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.impl.jose.JWK;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.configuration.Configuration;
import tradecounter.configuration.ConfigurationException;

/**
 * The public keys that tokens are verified with, from a JWKS file or URL, read again every five
 * minutes on a thread of its own. When they cannot be read the last ones go on.
 */
public final class SigningKeys implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);
  private static final long REFRESH_MINUTES = 5;

  /** Only asymmetric signatures: a verifier must not be able to sign. */
  private static final Set<String> ALGORITHMS =
      Set.of("ES256", "ES384", "ES512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512");

  /**
   * The {@code x} coordinate of the development key. Its private half is public with the sources,
   * so production refuses it whatever it is called.
   */
  public static final String DEVELOPMENT_KEY_X = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";

  private final Configuration.Security security;
  private final boolean production;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile List<JsonObject> keys;

  /**
   * Reads the keys once, blocking.
   *
   * @throws ConfigurationException if they cannot be read or must not be used
   */
  public SigningKeys(Configuration.Security security, Configuration.Mode mode) {
    this.security = security;
    this.production = mode == Configuration.Mode.PRODUCTION;
    try {
      keys = checked(read());
    } catch (IOException e) {
      throw new ConfigurationException(
          "security: the keys cannot be read from " + place() + ": " + e.getMessage());
    }
    Thread.ofVirtual().name("signing-keys").start(this::refresh);
  }

  /** The current keys as JWKs. */
  public List<JsonObject> current() {
    return keys;
  }

  private void refresh() {
    try {
      while (!closing.await(REFRESH_MINUTES, TimeUnit.MINUTES)) {
        readAgain();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Blocking; when the keys cannot be read the last ones go on. */
  void readAgain() {
    try {
      keys = checked(read());
    } catch (IOException | ConfigurationException e) {
      LOG.warn("the keys cannot be read from {}, the last ones go on: {}", place(), e.toString());
    }
  }

  private String place() {
    return security.jwks().isBlank() ? security.jwksUrl() : security.jwks();
  }

  private String read() throws IOException {
    if (!security.jwks().isBlank()) {
      return Files.readString(Path.of(security.jwks()));
    }
    try (HttpClient client =
        HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create(security.jwksUrl()))
                  .timeout(Duration.ofSeconds(10))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException("HTTP status " + response.statusCode());
      }
      return response.body();
    } catch (IllegalArgumentException e) {
      throw new IOException("it is not an HTTP address", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private List<JsonObject> checked(String jwks) {
    List<JsonObject> usable = new ArrayList<>();
    try {
      if (!(Json.decodeValue(jwks) instanceof JsonObject document)) {
        throw new DecodeException("not an object");
      }
      JsonArray all = document.getJsonArray("keys", new JsonArray());
      for (int i = 0; i < all.size(); i++) {
        JsonObject key = all.getJsonObject(i);
        Optional<PublicKey> publicKey = publicKey(key);
        if (production && publicKey.filter(SigningKeys::isDevelopmentKey).isPresent()) {
          throw new ConfigurationException(
              "security: "
                  + place()
                  + " holds the development key, which anybody can sign with: use keys of your own");
        }
        if (publicKey.isPresent()) {
          usable.add(key);
        }
      }
    } catch (DecodeException | ClassCastException e) {
      throw new ConfigurationException("security: " + place() + " is not a JWKS document");
    }
    if (usable.isEmpty()) {
      throw new ConfigurationException(
          "security: " + place() + " holds no public key with an algorithm of " + ALGORITHMS);
    }
    return usable;
  }

  /**
   * Empty if signatures cannot be verified with it. Vert.x would pass such a key over in silence,
   * and trust unsigned tokens if no other is left.
   */
  private static Optional<PublicKey> publicKey(JsonObject key) {
    if (!ALGORITHMS.contains(key.getString("alg", ""))) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(new JWK(key).publicKey());
    } catch (RuntimeException e) {
      LOG.warn("the key {} cannot be used: {}", key.getString("kid"), e.toString());
      return Optional.empty();
    }
  }

  private static boolean isDevelopmentKey(PublicKey key) {
    byte[] x = Base64.getUrlDecoder().decode(DEVELOPMENT_KEY_X);
    return key instanceof ECPublicKey ec && ec.getW().getAffineX().equals(new BigInteger(1, x));
  }

  @Override
  public void close() {
    closing.countDown();
  }
}
