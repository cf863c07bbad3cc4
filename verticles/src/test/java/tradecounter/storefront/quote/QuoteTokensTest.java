package tradecounter.storefront.quote;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.Deflater;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tradecounter.configuration.Configuration;
import tradecounter.configuration.ConfigurationException;
import tradecounter.engine.availability.AvailabilityAnswer.Promise.Part;
import tradecounter.engine.availability.AvailabilityAnswer.Promise.Routing;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.security.CompactJws;
import tradecounter.security.QuoteKeys;
import tradecounter.storefront.quote.QuoteTokens.Opened;
import tradecounter.storefront.quote.QuoteTokens.Sealed;

/** What a token pins comes back as it was, from its own customer's hands and nobody else's. */
class QuoteTokensTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder FROM_BASE64 = Base64.getUrlDecoder();
  private static final byte[] SECRET = new byte[48];

  @TempDir Path folder;
  private QuoteTokens tokens = new QuoteTokens(keys(List.of()));

  @BeforeEach
  void aKey() throws IOException {
    new Random(4).nextBytes(SECRET);
    tokens = new QuoteTokens(keys(List.of(key("k1", SECRET))));
  }

  private static QuoteKeys keys(List<Configuration.QuoteKey> keys) {
    return QuoteKeys.read(new Configuration.Quotes(900_000, keys), Configuration.Mode.PRODUCTION);
  }

  private Configuration.QuoteKey key(String kid, byte[] secret) throws IOException {
    Path file = folder.resolve(kid + ".key");
    Files.writeString(file, Base64.getMimeEncoder().encodeToString(secret) + "\n");
    return new Configuration.QuoteKey(kid, file.toString());
  }

  private static Quote quote(int lines) {
    List<Quote.PinnedLine> pinned = new ArrayList<>();
    Random random = new Random(7);
    for (int i = 0; i < lines; i++) {
      pinned.add(
          new Quote.PinnedLine(
              "L-" + i,
              "SKU-" + random.nextInt(1_000_000),
              i % 2 == 0 ? "EA" : "BOX",
              FixedPoint.of(1 + random.nextInt(500)),
              FixedPoint.of(1 + random.nextInt(5_000)),
              random.nextInt(100_000_000),
              100,
              random.nextInt(1_000_000_000),
              i % 3 == 0 ? Optional.empty() : Optional.of((long) random.nextInt(1_000_000)),
              20_780 + random.nextInt(20),
              List.of(
                  new Part(FixedPoint.ONE, 20_780, Day.OPEN_START, Routing.COMPONENTS, "", ""),
                  new Part(5, 20_781, 20_780, Routing.SUPPLIER, "SUP-1", "PO-7"))));
    }
    return new Quote(
        "Q-1", "shop", "C-1", "MAIN", "EUR", true, "c1.2-i3-p0", NOW, NOW.plusSeconds(900), pinned);
  }

  private String sealed(Quote quote) {
    return tokens.seal(quote) instanceof Sealed.Token token ? token.text() : "";
  }

  private Opened open(String token) {
    return tokens.open(token, "C-1"::equals);
  }

  @Test
  void whatWasPinnedComesBackAsItWas() {
    for (int lines : new int[] {1, 2, 1_000}) {
      Quote quote = quote(lines);
      assertThat(open(sealed(quote))).isEqualTo(new Opened.Pinned(quote));
    }
  }

  @Test
  void aThousandLinesFitIntoAToken() {
    assertThat(sealed(quote(1_000)).length()).isBetween(10_000, CompactJws.MAXIMUM_LENGTH);
    assertThat(tokens.seal(quote(5_000))).isInstanceOf(Sealed.TooLong.class);
  }

  @Test
  void anotherCustomersTokenIsNotYours() {
    String token = sealed(quote(1));
    assertThat(tokens.open(token, "C-2"::equals)).isEqualTo(new Opened.NotYours());
    assertThat(tokens.open(token, _ -> false)).isEqualTo(new Opened.NotYours());
  }

  @Test
  void noSingleCharacterCanBeChanged() {
    String token = sealed(quote(1));
    for (int i = 0; i < token.length(); i++) {
      for (char other : new char[] {'A', 'x', '_', '.', ' '}) {
        if (token.charAt(i) != other) {
          String changed = token.substring(0, i) + other + token.substring(i + 1);
          assertThat(open(changed)).as("character " + i).isInstanceOf(Opened.Invalid.class);
        }
      }
    }
  }

  @Test
  void theSignatureIsHs256ByTheKeyItself() throws GeneralSecurityException {
    String[] parts = sealed(quote(1)).split("\\.", -1);
    assertThat(parts[2]).isEqualTo(signature(parts[0] + "." + parts[1], SECRET));
    assertThat(new JsonObject(new String(FROM_BASE64.decode(parts[0]), UTF_8))).isEqualTo(header());
  }

  private static JsonObject header() {
    return new JsonObject()
        .put("alg", "HS256")
        .put("kid", "k1")
        .put("typ", QuoteTokens.TYPE)
        .put("zip", "DEF");
  }

  private static String signature(String signed, byte[] secret) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    return BASE64.encodeToString(mac.doFinal(signed.getBytes(US_ASCII)));
  }

  /** A token that is signed with the right key, whatever its header and payload are. */
  private static String forged(String header, byte[] payload) throws GeneralSecurityException {
    String signed =
        BASE64.encodeToString(header.getBytes(UTF_8)) + "." + BASE64.encodeToString(payload);
    return signed + "." + signature(signed, SECRET);
  }

  private static byte[] deflated(byte[] payload) {
    try (Deflater deflater = new Deflater(9, true)) {
      deflater.setInput(payload);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[4_096];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    }
  }

  @Test
  void aHeaderOfOursWithAPayloadOfOursIsATokenOfOurs() throws GeneralSecurityException {
    Quote quote = quote(1);
    assertThat(open(forged(header().encode(), deflated(QuoteText.write(quote)))))
        .isEqualTo(new Opened.Pinned(quote));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          alg | none
          alg | HS512
          alg | ES256
          alg | hs256
          kid | k2
          kid | ../k1
          typ | JWT
          zip | NONE
          crit | exp
          jwk | {}
          jku | https://evil.test/
          """)
  void aHeaderThatNamesAnythingElseIsRefused(String field, String value)
      throws GeneralSecurityException {
    String header = header().put(field, value).encode();
    assertThat(open(forged(header, deflated(QuoteText.write(quote(1))))))
        .isInstanceOf(Opened.Invalid.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alg", "kid", "typ", "zip"})
  void aHeaderThatLacksSomethingIsRefused(String field) throws GeneralSecurityException {
    JsonObject header = header();
    header.remove(field);
    assertThat(open(forged(header.encode(), deflated(QuoteText.write(quote(1))))))
        .isInstanceOf(Opened.Invalid.class);
  }

  @Test
  void anUnsignedTokenIsRefused() {
    String payload = BASE64.encodeToString(deflated(QuoteText.write(quote(1))));
    String none = BASE64.encodeToString(header().put("alg", "none").encode().getBytes(UTF_8));
    String ours = BASE64.encodeToString(header().encode().getBytes(UTF_8));
    for (String header : List.of(none, ours)) {
      assertThat(open(header + "." + payload + ".")).isInstanceOf(Opened.Invalid.class);
      assertThat(open(header + "." + payload)).isInstanceOf(Opened.Invalid.class);
    }
  }

  @Test
  void aPayloadThatInflatesWithoutEndIsCutOff() throws GeneralSecurityException {
    byte[] bomb = deflated(new byte[40_000_000]);
    assertThat(bomb.length).isLessThan(45_000);
    assertThat(open(forged(header().encode(), bomb)))
        .isInstanceOfSatisfying(
            Opened.Invalid.class, invalid -> assertThat(invalid.reason()).contains("too large"));
  }

  @Test
  void aPayloadThatIsNoQuoteIsRefused() throws GeneralSecurityException {
    byte[] whole = deflated(QuoteText.write(quote(1)));
    byte[] more = java.util.Arrays.copyOf(whole, whole.length + 1);
    byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 5);
    for (byte[] payload :
        List.of(
            new byte[0],
            more,
            cut,
            QuoteText.write(quote(1)),
            deflated("{}".getBytes(UTF_8)),
            deflated("[1,2]".getBytes(UTF_8)),
            deflated("{\"format\":2}".getBytes(UTF_8)))) {
      assertThat(open(forged(header().encode(), payload))).isInstanceOf(Opened.Invalid.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "...", "a.b.c", "e30.e30.e30", "\u00e4.\u00f6.\u00fc"})
  void whatIsNoTokenIsRefused(String text) {
    assertThat(open(text)).isInstanceOf(Opened.Invalid.class);
  }

  @Test
  void aTextThatIsTooLongIsNotEvenLookedAt() {
    assertThat(open("a.".repeat(CompactJws.MAXIMUM_LENGTH)))
        .isEqualTo(new Opened.Invalid("it is too long"));
  }

  @Test
  void anOldKeyIsBelievedWhileItIsConfigured() throws IOException {
    Quote quote = quote(1);
    String old = sealed(quote);
    byte[] other = new byte[32];
    other[0] = 1;
    Configuration.QuoteKey k1 = key("k1", SECRET);
    Configuration.QuoteKey k2 = key("k2", other);
    QuoteTokens rotated = new QuoteTokens(keys(List.of(k2, k1)));
    assertThat(rotated.open(old, _ -> true)).isEqualTo(new Opened.Pinned(quote));
    QuoteTokens forgetful = new QuoteTokens(keys(List.of(k2)));
    assertThat(forgetful.open(old, _ -> true)).isInstanceOf(Opened.Invalid.class);
    assertThat(rotated.seal(quote))
        .isInstanceOfSatisfying(
            Sealed.Token.class,
            token -> {
              assertThat(forgetful.open(token.text(), _ -> true))
                  .isEqualTo(new Opened.Pinned(quote));
              assertThat(open(token.text())).isInstanceOf(Opened.Invalid.class);
            });
  }

  @Test
  void anotherKeyOfTheSameNameIsNotOurs() throws IOException {
    String token = sealed(quote(1));
    byte[] other = SECRET.clone();
    other[47] ^= 1;
    assertThat(new QuoteTokens(keys(List.of(key("k1", other)))).open(token, _ -> true))
        .isInstanceOf(Opened.Invalid.class);
  }

  @Test
  void withoutAKeyNothingIsSignedAndNothingBelieved() {
    String token = sealed(quote(1));
    QuoteTokens none = new QuoteTokens(keys(List.of()));
    assertThat(none.seal(quote(1))).isInstanceOf(Sealed.NoKey.class);
    assertThat(none.open(token, _ -> true)).isInstanceOf(Opened.Invalid.class);
  }

  @Test
  void productionRefusesTheDevelopmentKeyWhateverItIsCalled() throws IOException {
    byte[] development = FROM_BASE64.decode(QuoteKeys.DEVELOPMENT_KEY);
    Configuration.Quotes quotes =
        new Configuration.Quotes(
            900_000, List.of(key("good", SECRET), key("innocent", development)));
    assertThatThrownBy(() -> QuoteKeys.read(quotes, Configuration.Mode.PRODUCTION))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("innocent")
        .hasMessageContaining("development key");
    assertThat(QuoteKeys.read(quotes, Configuration.Mode.EMBEDDED)).isNotNull();
  }

  @Test
  void aKeyThatCannotBeUsedIsNamed() throws IOException {
    assertThatThrownBy(() -> keys(List.of(new Configuration.QuoteKey("gone", "none.key"))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("none.key");
    Configuration.QuoteKey brief = key("brief", new byte[31]);
    assertThatThrownBy(() -> keys(List.of(brief)))
        .hasMessageContaining("holds 31 bytes: a key has 32 to 1024");
    Path file = folder.resolve("text.key");
    Files.writeString(file, "not base64!");
    assertThatThrownBy(() -> keys(List.of(new Configuration.QuoteKey("t", file.toString()))))
        .hasMessageContaining("is not Base64 text");
  }
}
