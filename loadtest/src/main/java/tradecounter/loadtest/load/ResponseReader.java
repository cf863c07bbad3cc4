package tradecounter.loadtest.load;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Finds the end of one HTTP/1.1 response with a {@code Content-Length}, as it arrives in pieces:
 * all that a generator needs, at a tenth of an HTTP client's cost. One connection, one thread.
 */
final class ResponseReader {
  private static final int MAX_HEAD_BYTES = 16_384;
  private static final String LENGTH = "\r\ncontent-length:";
  private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  private Buffer head = Buffer.buffer(512);
  private int matched;
  private int status;
  private int headBytes;
  private long bodyLeft = -1;
  private long bytes;

  /** The answer cannot be read: not HTTP/1.1, without a length, or more than was asked for. */
  static final class UnreadableException extends RuntimeException {
    UnreadableException(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * Takes the next piece.
   *
   * @return whether the response has ended
   * @throws UnreadableException if the connection is of no more use
   */
  boolean read(Buffer piece) {
    bytes += piece.length();
    int at = 0;
    if (bodyLeft < 0) {
      at = readHead(piece);
      if (bodyLeft < 0) {
        return false;
      }
    }
    bodyLeft -= piece.length() - at;
    if (bodyLeft < 0) {
      throw new UnreadableException("more bytes than the response has");
    }
    return bodyLeft == 0;
  }

  private int readHead(Buffer piece) {
    for (int at = 0; at < piece.length(); at++) {
      byte next = piece.getByte(at);
      matched = next == END_OF_HEAD[matched] ? matched + 1 : next == '\r' ? 1 : 0;
      if (matched == END_OF_HEAD.length) {
        head.appendBuffer(piece, 0, at + 1);
        parse(head.toString(StandardCharsets.ISO_8859_1));
        return at + 1;
      }
    }
    head.appendBuffer(piece);
    if (head.length() > MAX_HEAD_BYTES) {
      throw new UnreadableException("a head of more than " + MAX_HEAD_BYTES + " bytes");
    }
    return piece.length();
  }

  private void parse(String text) {
    if (!text.startsWith("HTTP/1.1 ")) {
      throw new UnreadableException("not HTTP/1.1");
    }
    int from = text.toLowerCase(Locale.ROOT).indexOf(LENGTH);
    if (from < 0) {
      throw new UnreadableException("no Content-Length");
    }
    try {
      status = Integer.parseInt(text, 9, 12, 10);
      int begin = from + LENGTH.length();
      bodyLeft = Long.parseLong(text.substring(begin, text.indexOf('\r', begin)).trim());
    } catch (NumberFormatException e) {
      throw new UnreadableException("neither status nor length: " + e.getMessage());
    }
    headBytes = text.length();
  }

  /** The status of the response that has ended. */
  int status() {
    return status;
  }

  /** Its size, head and body. */
  long bytes() {
    return bytes;
  }

  int headBytes() {
    return headBytes;
  }

  /** Ready for the next response. */
  void reset() {
    head = Buffer.buffer(512);
    matched = 0;
    bodyLeft = -1;
    bytes = 0;
  }
}
