package tradecounter.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Tokens of any bytes, also such that a key of ours has signed. */
public final class TokenBytes {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final SecretKey SECRET =
      new SecretKeySpec(
          "a secret of 32 bytes for a test!".getBytes(StandardCharsets.UTF_8), CompactJws.MAC);
  private static final CompactJws TOKENS =
      new CompactJws("test", List.of(new CompactJws.Key("k", SECRET)));

  private TokenBytes() {}

  /** Opens them as a token, or as what a right signature stands behind. */
  public static CompactJws.Opened open(boolean signed, byte[] bytes) {
    if (!signed) {
      return TOKENS.open(new String(bytes, StandardCharsets.ISO_8859_1));
    }
    String usual = TOKENS.sign(new byte[0]).orElseThrow();
    String content = usual.substring(0, usual.indexOf('.') + 1) + ENCODER.encodeToString(bytes);
    return TOKENS.open(content + '.' + ENCODER.encodeToString(signature(content)));
  }

  private static byte[] signature(String content) {
    try {
      Mac mac = Mac.getInstance(CompactJws.MAC);
      mac.init(SECRET);
      return mac.doFinal(content.getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
