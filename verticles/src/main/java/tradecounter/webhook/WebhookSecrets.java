package tradecounter.webhook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tradecounter.configuration.ConfigurationException;

/**
 * The secrets of one endpoint, with each of which its requests are signed: {@code v1} of Standard
 * Webhooks 1.0.0, HMAC-SHA256 of {@code id.timestamp.body}. To change one, put the new secret
 * beside the old one on every node, have the endpoint verify with the new one, and take the old one
 * away. Any thread.
 */
final class WebhookSecrets {
  private static final String PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int MINIMUM_BYTES = 24;
  private static final int MAXIMUM_BYTES = 64;

  private final List<SecretKeySpec> keys;

  private WebhookSecrets(List<SecretKeySpec> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * Reads the files, blocking.
   *
   * @throws ConfigurationException if one cannot be read or holds no such secret
   */
  static WebhookSecrets read(String endpoint, List<String> files) {
    List<SecretKeySpec> keys = new ArrayList<>();
    for (String file : files) {
      String place = "webhooks.endpoints: " + file + " (" + endpoint + ")";
      try {
        keys.add(key(place, Files.readString(Path.of(file)).strip()));
      } catch (IOException e) {
        throw new ConfigurationException(place + " cannot be read: " + e.getMessage());
      }
    }
    return new WebhookSecrets(keys);
  }

  private static SecretKeySpec key(String place, String text) {
    try {
      byte[] secret =
          text.startsWith(PREFIX)
              ? Base64.getDecoder().decode(text.substring(PREFIX.length()))
              : new byte[0];
      if (secret.length < MINIMUM_BYTES || secret.length > MAXIMUM_BYTES) {
        throw new ConfigurationException(
            place
                + " must hold "
                + PREFIX
                + " and "
                + MINIMUM_BYTES
                + " to "
                + MAXIMUM_BYTES
                + " bytes in Base64, such as openssl rand -base64 32 makes");
      }
      return new SecretKeySpec(secret, ALGORITHM);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(place + " is not Base64 text after " + PREFIX);
    }
  }

  /** What the header {@code webhook-signature} says of the request. */
  String signatures(String id, long timestampSeconds, byte[] body) {
    byte[] head = (id + "." + timestampSeconds + ".").getBytes(StandardCharsets.UTF_8);
    return keys.stream()
        .map(key -> "v1," + signature(key, head, body))
        .collect(Collectors.joining(" "));
  }

  private static String signature(SecretKeySpec key, byte[] head, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(head);
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM knows " + ALGORITHM, e);
    }
  }
}
