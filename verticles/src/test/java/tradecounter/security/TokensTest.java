package tradecounter.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tradecounter.configuration.Configuration;
import tradecounter.configuration.Configuration.Mode;
import tradecounter.configuration.ConfigurationException;

/** Which tokens are trusted, with real signatures. */
class TokensTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final String ISSUER = "https://login.example.com/";
  private static final Signer KNOWN = Signer.generated("known");

  private final List<Caller> firstSeen = new ArrayList<>();

  @TempDir Path folder;

  @BeforeEach
  void writeTheKeys() throws IOException {
    Files.writeString(file(), jwks(KNOWN.jwk()));
  }

  @AfterAll
  static void closeTheEventLoops() {
    VERTX.close().await();
  }

  // ---------------------------------------------------------------- who it is

  @Test
  void saysWhoAsksAndWhatHeMay() {
    Caller caller =
        verified(
            KNOWN.token(
                claims()
                    .put("sub", "shop-7")
                    .put("scope", "prices:read feeds:write")
                    .put("customer", "C-1")
                    .put("feeds", new JsonArray(List.of("wms")))));
    assertThat(caller)
        .isEqualTo(
            new Caller(
                "shop-7",
                Set.of("prices:read", "feeds:write"),
                "C-1",
                Set.of("wms"),
                caller.expiresAtMillis()));
    assertThat(caller.sees("C-1")).isTrue();
    assertThat(caller.sees("C-2")).isFalse();
    assertThat(caller.mayWrite("wms")).isTrue();
    assertThat(caller.mayWrite("erp")).isFalse();
  }

  @Test
  void aTokenWithoutClaimsMayNothing() {
    Caller caller = verified(KNOWN.token(claims()));
    assertThat(caller.sees("")).isFalse();
    assertThat(caller.sees("C-1")).isFalse();
    assertThat(caller.mayWrite("erp")).isFalse();
    assertThat(caller.may("")).isFalse();
    assertThat(caller.may(Caller.PRICES_READ)).isFalse();
  }

  @Test
  void theAudienceMayBeOneOfMany() {
    JsonArray audiences = new JsonArray(List.of("other", "tradecounter"));
    assertThat(verified(KNOWN.token(claims().put("aud", audiences)))).isNotNull();
  }

  // ---------------------------------------------------------------- what is refused

  @Test
  void refusesClaimsThatAreNotForUsOrNotNow() {
    long now = Instant.now().getEpochSecond();
    for (JsonObject claims :
        List.of(
            claims().put("exp", now - 60),
            claims().put("exp", 0),
            claims().put("exp", "tomorrow"),
            claims().put("nbf", now + 60),
            claims().put("iat", now + 60),
            claims().put("iss", "https://login.example.com"),
            claims().put("aud", "tradecounter2"),
            claims().put("aud", new JsonArray(List.of("other"))),
            claims().put("feeds", "wms"),
            without("exp"),
            without("iss"),
            without("aud"))) {
      assertRefused(KNOWN.token(claims));
    }
  }

  @Test
  void refusesAnyOtherSignature() throws GeneralSecurityException {
    String good = KNOWN.token(claims());
    Signer stranger = Signer.generated("known");
    // Signed by another key of the same name, by one of an unknown name.
    assertRefused(stranger.token(claims()));
    assertRefused(Signer.generated("unknown").token(claims()));
    assertRefused(Signer.generated("").token(claims()));
    // No signature at all.
    for (String none : List.of("none", "None", "NONE", "")) {
      String unsigned = unsigned(none);
      assertRefused(unsigned + ".");
      assertRefused(unsigned);
      assertRefused(unsigned + good.substring(good.lastIndexOf('.')));
    }
    // The public key, which everybody has, as the secret of a symmetric signature.
    for (byte[] secret :
        List.of(
            KNOWN.publicKey().getEncoded(),
            KNOWN.jwk().getString("x").getBytes(UTF_8),
            jwks(KNOWN.jwk()).getBytes(UTF_8),
            new byte[] {0})) {
      assertRefused(symmetric(secret, "known"));
      assertRefused(symmetric(secret, ""));
    }
    // The claims of one token with the signature of another.
    String other = KNOWN.token(claims().put("scope", "ops"));
    assertRefused(
        other.substring(0, other.lastIndexOf('.')) + good.substring(good.lastIndexOf('.')));
    // All zeros: CVE-2022-21449.
    assertRefused(
        good.substring(0, good.lastIndexOf('.') + 1) + BASE64.encodeToString(new byte[64]));
  }

  @Test
  void refusesATokenCutOffAnywhere() {
    String good = KNOWN.token(claims());
    try (SigningKeys keys = keys(Mode.PRODUCTION)) {
      Tokens.Verifier verifier = tokens(keys).verifier(VERTX);
      assertThat(accepted(verifier, good)).isTrue();
      for (int length = 0; length < good.length(); length++) {
        assertThat(accepted(verifier, good.substring(0, length))).as("cut at %s", length).isFalse();
      }
      for (String garbage : List.of("..", "a.b.c", "\u0000", "Bearer " + good, "é.é.é")) {
        assertThat(accepted(verifier, garbage)).as(garbage).isFalse();
      }
    }
  }

  // ---------------------------------------------------------------- keys that change

  @Test
  void aNewKeyWorksAndRememberedTokensGoOn() throws IOException {
    Signer next = Signer.generated("next");
    String old = KNOWN.token(claims());
    try (SigningKeys keys = keys(Mode.PRODUCTION)) {
      Tokens tokens = tokens(keys);
      Tokens.Verifier verifier = tokens.verifier(VERTX);
      assertThat(accepted(verifier, old)).isTrue();
      assertThat(accepted(verifier, next.token(claims()))).isFalse();

      Files.writeString(file(), jwks(next.jwk()));
      keys.readAgain();
      assertThat(accepted(verifier, next.token(claims()))).isTrue();
      assertThat(accepted(verifier, old)).as("verified before").isTrue();
      assertThat(accepted(tokens.verifier(VERTX), old)).as("by another event loop").isTrue();
      assertThat(accepted(verifier, KNOWN.token(claims().put("jti", "2")))).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"keys\":7}",
        "{\"keys\":[7]}",
        "{\"keys\":[]}",
        "{\"keys\":[{\"kty\":\"oct\",\"alg\":\"HS256\",\"k\":\"AAAA\"}]}",
        "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"alg\":\"ES256\",\"x\":\"AA\"}]}",
        "<html>moved</html>"
      })
  void keysThatCannotBeUsedChangeNothing(String document) throws IOException {
    try (SigningKeys keys = keys(Mode.PRODUCTION)) {
      Tokens.Verifier verifier = tokens(keys).verifier(VERTX);
      Files.writeString(file(), document);
      keys.readAgain();
      assertThat(accepted(verifier, KNOWN.token(claims()))).isTrue();
      assertThat(accepted(verifier, unsigned("none") + ".")).isFalse();
      assertThat(accepted(tokens(keys).verifier(VERTX), unsigned("none") + ".")).isFalse();
      Files.delete(file());
      keys.readAgain();
      assertThat(accepted(verifier, KNOWN.token(claims().put("jti", "2")))).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"keys\":[7]}",
        "{\"keys\":[]}",
        "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"alg\":\"ES256\",\"x\":\"AA\"}]}"
      })
  void nothingStartsWithoutKeys(String document) throws IOException {
    Files.writeString(file(), document);
    assertThatThrownBy(() -> keys(Mode.PRODUCTION))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(file().toString())
        .hasMessageNotContaining("\n");
    Files.delete(file());
    assertThatThrownBy(() -> keys(Mode.PRODUCTION))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(file().toString());
  }

  @Test
  void keysByUrlGoOnWhenTheServerIsDown() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/jwks.json",
        exchange -> {
          byte[] body = jwks(KNOWN.jwk()).getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks.json";
    try (SigningKeys keys = new SigningKeys(byUrl(url), Mode.PRODUCTION)) {
      server.stop(0);
      keys.readAgain();
      assertThat(accepted(tokens(keys).verifier(VERTX), KNOWN.token(claims()))).isTrue();
    } finally {
      server.stop(0);
    }
    for (String unusable : List.of(url, "jwks.json", "ftp://127.0.0.1/jwks.json", "http://[")) {
      assertThatThrownBy(() -> new SigningKeys(byUrl(unusable), Mode.PRODUCTION))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining(unusable);
    }
  }

  // ---------------------------------------------------------------- the development key

  /** RFC 7515, appendix A.3. */
  private static final Signer DEVELOPMENT =
      Signer.of(
          "tradecounter-development",
          SigningKeys.DEVELOPMENT_KEY_X,
          "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
          "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI");

  @Test
  void theDevelopmentKeyIsForTryingOutOnly() throws IOException {
    for (JsonObject jwk :
        List.of(DEVELOPMENT.jwk(), DEVELOPMENT.jwk().put("kid", "ours").put("use", "sig"))) {
      Files.writeString(file(), jwks(KNOWN.jwk(), jwk));
      assertThatThrownBy(() -> keys(Mode.PRODUCTION))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("development key");
    }
    Files.writeString(file(), jwks(DEVELOPMENT.jwk()));
    try (SigningKeys keys = keys(Mode.EMBEDDED)) {
      assertThat(accepted(tokens(keys).verifier(VERTX), DEVELOPMENT.token(claims()))).isTrue();
    }
  }

  /** The same number may be written with other bits after its end, or with padding. */
  @Test
  void theDevelopmentKeyIsKnownHoweverItIsWritten() throws IOException {
    String x = SigningKeys.DEVELOPMENT_KEY_X;
    char last = x.charAt(x.length() - 1);
    String otherBits = x.substring(0, x.length() - 1) + (char) (last + 1);
    for (String written : List.of(otherBits, x + "=")) {
      Files.writeString(file(), jwks(DEVELOPMENT.jwk().put("x", written)));
      assertThatThrownBy(() -> keys(Mode.PRODUCTION))
          .as(written)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("development key");
    }
  }

  @Test
  void theDevelopmentKeyIsNotTakenUpLaterEither() throws IOException {
    try (SigningKeys keys = keys(Mode.PRODUCTION)) {
      Tokens.Verifier verifier = tokens(keys).verifier(VERTX);
      Files.writeString(file(), jwks(KNOWN.jwk(), DEVELOPMENT.jwk()));
      keys.readAgain();
      assertThat(accepted(verifier, DEVELOPMENT.token(claims()))).isFalse();
      assertThat(accepted(verifier, KNOWN.token(claims()))).isTrue();
    }
  }

  // ---------------------------------------------------------------- signing

  /** A key and what it signs. */
  private record Signer(String kid, PrivateKey privateKey, ECPublicKey publicKey, JsonObject jwk) {
    static Signer generated(String kid) {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        return new Signer(
            kid,
            pair.getPrivate(),
            key,
            jwk(kid, coordinate(key.getW().getAffineX()), coordinate(key.getW().getAffineY())));
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }

    static Signer of(String kid, String x, String y, String d) {
      try {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        ECPrivateKeySpec spec =
            new ECPrivateKeySpec(
                new BigInteger(1, Base64.getUrlDecoder().decode(d)),
                parameters.getParameterSpec(ECParameterSpec.class));
        PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(spec);
        return new Signer(kid, key, generated(kid).publicKey(), jwk(kid, x, y));
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }

    private static JsonObject jwk(String kid, String x, String y) {
      JsonObject jwk = new JsonObject().put("kty", "EC").put("crv", "P-256").put("alg", "ES256");
      if (!kid.isEmpty()) {
        jwk.put("kid", kid);
      }
      return jwk.put("x", x).put("y", y);
    }

    private static String coordinate(BigInteger value) {
      byte[] bytes = value.toByteArray();
      byte[] fixed = new byte[32];
      int length = Math.min(32, bytes.length);
      System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
      return BASE64.encodeToString(fixed);
    }

    /** A fresh copy: tests change it. */
    @Override
    public JsonObject jwk() {
      return jwk.copy();
    }

    String token(JsonObject claims) {
      JsonObject header = new JsonObject().put("typ", "JWT").put("alg", "ES256");
      if (!kid.isEmpty()) {
        header.put("kid", kid);
      }
      String signed = base64(header.encode()) + "." + base64(claims.encode());
      try {
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(privateKey);
        signature.update(signed.getBytes(UTF_8));
        return signed + "." + BASE64.encodeToString(signature.sign());
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static String symmetric(byte[] secret, String kid) throws GeneralSecurityException {
    JsonObject header = new JsonObject().put("typ", "JWT").put("alg", "HS256");
    if (!kid.isEmpty()) {
      header.put("kid", kid);
    }
    String signed = base64(header.encode()) + "." + base64(claims().encode());
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    return signed + "." + BASE64.encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
  }

  private static String unsigned(String algorithm) {
    JsonObject header = new JsonObject().put("typ", "JWT").put("alg", algorithm);
    return base64(header.encode()) + "." + base64(claims().encode());
  }

  private static String base64(String text) {
    return BASE64.encodeToString(text.getBytes(UTF_8));
  }

  private static JsonObject claims() {
    return new JsonObject()
        .put("iss", ISSUER)
        .put("aud", "tradecounter")
        .put("exp", Instant.now().getEpochSecond() + 3_600);
  }

  private static JsonObject without(String claim) {
    JsonObject claims = claims();
    claims.remove(claim);
    return claims;
  }

  private static String jwks(JsonObject... keys) {
    return new JsonObject().put("keys", new JsonArray(Arrays.asList(keys))).encode();
  }

  // ---------------------------------------------------------------- asking

  private Path file() {
    return folder.resolve("jwks.json");
  }

  private SigningKeys keys(Mode mode) {
    return new SigningKeys(byFile(), mode);
  }

  private Configuration.Security byFile() {
    return new Configuration.Security(ISSUER, "tradecounter", file().toString(), "", 100);
  }

  private static Configuration.Security byUrl(String url) {
    return new Configuration.Security(ISSUER, "tradecounter", "", url, 100);
  }

  private Tokens tokens(SigningKeys keys) {
    return new Tokens(byFile(), keys, firstSeen::add);
  }

  private Caller verified(String token) {
    try (SigningKeys keys = keys(Mode.PRODUCTION)) {
      Tokens.Verifier verifier = tokens(keys).verifier(VERTX);
      Caller caller = answer(verifier, token);
      int told = firstSeen.size();
      assertThat(answer(verifier, token)).as("remembered").isEqualTo(caller);
      assertThat(firstSeen).as("told once").hasSize(told).last().isEqualTo(caller);
      return caller;
    } catch (ExecutionException e) {
      throw new AssertionError("refused", e);
    }
  }

  private void assertRefused(String token) {
    try (SigningKeys keys = keys(Mode.PRODUCTION)) {
      Tokens.Verifier verifier = tokens(keys).verifier(VERTX);
      assertThat(accepted(verifier, token)).as(token).isFalse();
      assertThat(accepted(verifier, token)).as("a second time: %s", token).isFalse();
    }
  }

  private static boolean accepted(Tokens.Verifier verifier, String token) {
    try {
      return answer(verifier, token) != null;
    } catch (ExecutionException e) {
      return false;
    }
  }

  private static Caller answer(Tokens.Verifier verifier, String token) throws ExecutionException {
    try {
      return verifier
          .verify(token)
          .toCompletionStage()
          .toCompletableFuture()
          .get(30, TimeUnit.SECONDS);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("no answer", e);
    }
  }
}
