package tradecounter.format;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.Optional;

/** Bytes ⇄ text without replacement characters: what does not decode is an error. */
final class StrictText {
  private static final char REPLACEMENT = '\uFFFD';
  private static final String MARKS = "\t\n\r !\"#'(),-./0123456789:;<=>?ABCXYZ[]abcxyz{|}";

  private StrictText() {}

  /** UTF-8, UTF-16 or a charset of one byte a character that agrees with ASCII, by its name. */
  static Optional<Charset> charset(String name) {
    try {
      Charset charset = Charset.forName(name);
      return charset.equals(StandardCharsets.UTF_8)
              || charset.equals(StandardCharsets.UTF_16)
              || isWide(charset)
              || isOneByte(charset)
          ? Optional.of(charset)
          : Optional.empty();
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return Optional.empty();
    }
  }

  /** Whether its units are pairs of bytes in a known order. */
  static boolean isWide(Charset charset) {
    return charset.equals(StandardCharsets.UTF_16LE) || charset.equals(StandardCharsets.UTF_16BE);
  }

  private static boolean isOneByte(Charset charset) {
    return charset.canEncode()
        && charset.newEncoder().maxBytesPerChar() <= 1
        && Arrays.equals(MARKS.getBytes(charset), MARKS.getBytes(StandardCharsets.US_ASCII));
  }

  /** Decodes all of it. */
  static String decode(byte[] bytes, Charset charset) throws CharacterCodingException {
    String text = new String(bytes, charset);
    if (text.indexOf(REPLACEMENT) >= 0) {
      // One that was sent, or one that stands for bytes that do not decode: this throws.
      return charset
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    }
    return text;
  }

  /** Whether a surrogate stands alone: such a text has no UTF-8. */
  static boolean hasHalfPair(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  /** UTF-8, but no more than so many bytes, and no half character at the end. */
  static byte[] cut(byte[] bytes, int maximumBytes) {
    if (bytes.length <= maximumBytes) {
      return bytes;
    }
    int end = maximumBytes;
    while (end > 0 && (bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    return Arrays.copyOf(bytes, end);
  }
}
