package tradecounter.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import tradecounter.configuration.Configuration;
import tradecounter.configuration.ConfigurationException;

/**
 * The secret keys that quote tokens are signed with, from files, read once. To change one, put the
 * new key behind the old one on every node, then in front of it, and take the old one away when the
 * last token that it has signed has expired.
 */
public final class QuoteKeys {
  /** Of a key, as HS256 demands (RFC 7518, section 3.2). */
  private static final int MINIMUM_BYTES = 32;

  private static final int MAXIMUM_BYTES = 1_024;

  /**
   * The development key: the HS256 example of RFC 7515, appendix A.1, so that nobody can take it
   * for a secret. Production refuses it whatever it is called.
   */
  public static final String DEVELOPMENT_KEY =
      "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";

  private final List<CompactJws.Key> keys;

  private QuoteKeys(List<CompactJws.Key> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * Reads the files, blocking.
   *
   * @throws ConfigurationException if one cannot be read or must not be used
   */
  public static QuoteKeys read(Configuration.Quotes quotes, Configuration.Mode mode) {
    List<CompactJws.Key> keys = new ArrayList<>();
    for (Configuration.QuoteKey key : quotes.keys()) {
      byte[] secret = secret(key);
      boolean isDevelopmentKey =
          MessageDigest.isEqual(secret, Base64.getUrlDecoder().decode(DEVELOPMENT_KEY));
      if (isDevelopmentKey && mode == Configuration.Mode.PRODUCTION) {
        throw new ConfigurationException(
            place(key)
                + " holds the development key, which anybody can sign with: use a key of your own");
      }
      keys.add(new CompactJws.Key(key.kid(), new SecretKeySpec(secret, CompactJws.MAC)));
    }
    return new QuoteKeys(keys);
  }

  private static String place(Configuration.QuoteKey key) {
    return "quotes.keys: " + key.file() + " (" + key.kid() + ")";
  }

  private static byte[] secret(Configuration.QuoteKey key) {
    try {
      byte[] secret = decoded(Files.readString(Path.of(key.file())));
      if (secret.length < MINIMUM_BYTES || secret.length > MAXIMUM_BYTES) {
        throw new ConfigurationException(
            place(key)
                + " holds "
                + secret.length
                + " bytes: a key has "
                + MINIMUM_BYTES
                + " to "
                + MAXIMUM_BYTES
                + ", such as openssl rand -base64 48 makes");
      }
      return secret;
    } catch (IOException e) {
      throw new ConfigurationException(place(key) + " cannot be read: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(place(key) + " is not Base64 text");
    }
  }

  /** Either alphabet of Base64, line breaks anywhere. */
  private static byte[] decoded(String text) {
    return Base64.getUrlDecoder()
        .decode(text.replaceAll("\\s", "").replace('+', '-').replace('/', '_'));
  }

  /** What signs and verifies with these keys; empty if there is no key. */
  public Optional<CompactJws> jws(String type) {
    return keys.isEmpty() ? Optional.empty() : Optional.of(new CompactJws(type, keys));
  }
}
