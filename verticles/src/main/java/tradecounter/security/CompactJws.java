package tradecounter.security;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import tradecounter.json.JsonCursor;
import tradecounter.json.JsonText;
import tradecounter.json.RefusalException;

/**
 * Signs a payload into one line of text and opens it again: JWS compact serialization (RFC 7515),
 * HS256 alone, the payload deflated (RFC 1951; {@code "zip":"DEF"} as RFC 7516 writes it). Readable
 * by whoever has it, but nobody without a key can make or change one.
 *
 * <p>Nothing of a token is believed before its signature is right: the header may name only what is
 * expected, the payload is inflated afterwards and only up to a limit. Any thread.
 */
public final class CompactJws {
  /** The only algorithm; a token that names another is refused. */
  static final String ALGORITHM = "HS256";

  /** The same as the JDK names it. */
  static final String MAC = "HmacSHA256";

  private static final String COMPRESSION = "DEF";

  /** A longer text is no token. */
  public static final int MAXIMUM_LENGTH = 65_536;

  /** A payload is inflated no further. */
  static final int MAXIMUM_PAYLOAD_BYTES = 1_048_576;

  private static final int MAXIMUM_HEADER_LENGTH = 512;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  private final String type;
  private final Map<String, SecretKey> keys = new LinkedHashMap<>();
  private final String header;
  private final SecretKey signer;

  /** A secret, and what tokens call it. */
  record Key(String kid, SecretKey secret) {}

  /** What became of a text. */
  public sealed interface Opened {
    /** A key of ours has signed it. */
    record Payload(Buffer bytes) implements Opened {}

    /** It is none of ours; {@code reason} is for us, not for who sent it. */
    record Forged(String reason) implements Opened {}
  }

  /**
   * Signs with the first key, believes all.
   *
   * @param type what the tokens are, so that one for another purpose is not taken for one
   */
  CompactJws(String type, List<Key> keys) {
    this.type = type;
    keys.forEach(key -> this.keys.put(key.kid(), key.secret()));
    this.signer = keys.getFirst().secret();
    this.header =
        encoded(
            JsonText.of(
                    json -> {
                      json.writeStartObject();
                      json.writeStringField("alg", ALGORITHM);
                      json.writeStringField("kid", keys.getFirst().kid());
                      json.writeStringField("typ", type);
                      json.writeStringField("zip", COMPRESSION);
                      json.writeEndObject();
                    })
                .getBytes());
  }

  /** The payload as a token; empty if it would be longer than {@link #MAXIMUM_LENGTH}. */
  public Optional<String> sign(byte[] payload) {
    if (payload.length > MAXIMUM_PAYLOAD_BYTES) {
      return Optional.empty();
    }
    String signed = header + '.' + encoded(deflated(payload));
    String token = signed + '.' + encoded(signature(signer, signed));
    return token.length() <= MAXIMUM_LENGTH ? Optional.of(token) : Optional.empty();
  }

  /** The payload, if a key of ours has signed it. */
  public Opened open(String token) {
    if (token.length() > MAXIMUM_LENGTH) {
      return new Opened.Forged("it is too long");
    }
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3 || parts[0].length() > MAXIMUM_HEADER_LENGTH) {
      return new Opened.Forged("it has not the three parts of a token");
    }
    try {
      SecretKey key = keys.get(keyId(DECODER.decode(parts[0])));
      if (key == null) {
        return new Opened.Forged("no key of ours has its kid");
      }
      byte[] signature = DECODER.decode(parts[2]);
      // Texts that decode to the same bytes are not the same token.
      if (!encoded(signature).equals(parts[2])
          || !MessageDigest.isEqual(signature, signature(key, parts[0] + '.' + parts[1]))) {
        return new Opened.Forged("the signature is not right");
      }
      return new Opened.Payload(Buffer.buffer(inflated(DECODER.decode(parts[1]))));
    } catch (RefusalException e) {
      return new Opened.Forged("its header: " + e.pointer() + " " + e.detail());
    } catch (IllegalArgumentException | DataFormatException | IOException e) {
      return new Opened.Forged("it cannot be read: " + e.getMessage());
    }
  }

  /** The header names these four and nothing else: no key of its own, nothing critical. */
  private String keyId(byte[] headerBytes) throws IOException, RefusalException {
    String[] kid = {""};
    boolean[] expected = new boolean[3];
    try (JsonCursor in = new JsonCursor(headerBytes, 0, headerBytes.length, false)) {
      in.start();
      in.object(
          field -> {
            switch (field) {
              case "alg" -> expected[0] = in.key().equals(ALGORITHM);
              case "zip" -> expected[1] = in.key().equals(COMPRESSION);
              case "typ" -> expected[2] = in.key().equals(type);
              case "kid" -> kid[0] = in.key();
              default -> in.unknown(field);
            }
          });
      in.end();
    }
    if (!expected[0] || !expected[1] || !expected[2]) {
      throw new RefusalException("header-invalid", "is not one of ours", "");
    }
    return kid[0];
  }

  private static byte[] signature(SecretKey key, String signed) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(key);
      return mac.doFinal(signed.getBytes(US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + MAC + ", and takes any secret for it", e);
    }
  }

  private static String encoded(byte[] bytes) {
    return ENCODER.encodeToString(bytes);
  }

  private static byte[] deflated(byte[] payload) {
    try (Deflater deflater = new Deflater(Deflater.BEST_SPEED, true)) {
      deflater.setInput(payload);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length / 2 + 64);
      byte[] buffer = new byte[8_192];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    }
  }

  private static byte[] inflated(byte[] deflated) throws DataFormatException {
    try (Inflater inflater = new Inflater(true)) {
      inflater.setInput(deflated);
      ByteArrayOutputStream out = new ByteArrayOutputStream(deflated.length * 3);
      byte[] buffer = new byte[8_192];
      while (!inflater.finished()) {
        int count = inflater.inflate(buffer);
        if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          throw new DataFormatException("it ends too early");
        }
        out.write(buffer, 0, count);
        if (out.size() > MAXIMUM_PAYLOAD_BYTES) {
          throw new DataFormatException("it is too large");
        }
      }
      if (inflater.getRemaining() > 0) {
        throw new DataFormatException("there is more behind it");
      }
      return out.toByteArray();
    }
  }
}
