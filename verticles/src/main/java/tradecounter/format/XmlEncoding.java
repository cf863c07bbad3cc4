package tradecounter.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tradecounter.format.Format.Limits;

/** In which encoding an XML document is, by its first bytes (XML 1.0, appendix F). */
final class XmlEncoding {
  private static final int DECLARATION_BYTES = 512;

  /** How much of a document may be one name, text, comment or start of an element. */
  private static final int STEP_SLACK = 65_536;

  private static final Pattern DECLARED =
      Pattern.compile("\\A<\\?xml[^>]{1,200}?encoding\\s*=\\s*[\"']([A-Za-z0-9._-]{1,40})[\"']");

  private XmlEncoding() {}

  /** The text of a document. */
  static DecodedText text(InputStream bytes, Limits limits)
      throws IOException, UnreadableException {
    byte[] beginning = bytes.readNBytes(DECLARATION_BYTES);
    InputStream whole = new SequenceInputStream(new ByteArrayInputStream(beginning), bytes);
    return text(whole, of(beginning), limits);
  }

  static DecodedText text(InputStream bytes, Charset charset, Limits limits) {
    long step = (long) limits.recordBytes() + STEP_SLACK;
    return new DecodedText(bytes, charset, limits.recordBytes() + 1, step);
  }

  private static Charset of(byte[] beginning) throws UnreadableException {
    Optional<Charset> wide = wide(beginning);
    String text = new String(beginning, wide.orElse(StandardCharsets.ISO_8859_1));
    Matcher declared = DECLARED.matcher(text.startsWith("\uFEFF") ? text.substring(1) : text);
    boolean marked = startsWith(beginning, 0xEF, 0xBB, 0xBF);
    if (marked) {
      declared = DECLARED.matcher(text.substring(3));
    }
    if (!declared.find()) {
      return wide.orElse(StandardCharsets.UTF_8);
    }
    String name = declared.group(1);
    Charset charset =
        StrictText.charset(name)
            .orElseThrow(() -> wrong("the encoding '" + name + "' is not known here; use UTF-8"));
    boolean isWide = StrictText.isWide(charset) || charset.equals(StandardCharsets.UTF_16);
    if (isWide != wide.isPresent() || (marked && !charset.equals(StandardCharsets.UTF_8))) {
      throw wrong("the document says that it is in " + charset + ", but it is not");
    }
    return wide.orElse(charset);
  }

  private static Optional<Charset> wide(byte[] beginning) {
    if (startsWith(beginning, 0xFE, 0xFF) || startsWith(beginning, 0, '<', 0, '?')) {
      return Optional.of(StandardCharsets.UTF_16BE);
    }
    return startsWith(beginning, 0xFF, 0xFE) || startsWith(beginning, '<', 0, '?', 0)
        ? Optional.of(StandardCharsets.UTF_16LE)
        : Optional.empty();
  }

  private static boolean startsWith(byte[] bytes, int... expected) {
    if (bytes.length < expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if ((bytes[i] & 0xFF) != expected[i]) {
        return false;
      }
    }
    return true;
  }

  private static UnreadableException wrong(String detail) {
    return new UnreadableException("xml-encoding", detail, "line 1");
  }
}
