package tradecounter.edi;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import tradecounter.format.UnreadableException;

/**
 * The bytes of a delivery, cut into segments. Blank characters between segments, a byte order mark
 * and a missing last terminator are what real files have. One thread.
 */
final class EdiSource implements Closeable {
  /** No byte. */
  private static final int NEVER = Integer.MIN_VALUE;

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream bytes;
  private final int segmentBytes;
  private final byte[] buffer = new byte[64 * 1024];
  private int position;
  private int limit;
  private long line = 1;

  private byte[] segment = new byte[256];
  private int length;

  private byte[] terminator = {};
  private int release = NEVER;
  private int tagEnd = NEVER;
  private boolean endsWithLine;

  /**
   * @param segmentBytes a longer segment is refused
   */
  EdiSource(InputStream bytes, int segmentBytes) throws IOException {
    this.bytes = bytes;
    this.segmentBytes = segmentBytes;
    while (limit < BYTE_ORDER_MARK.length && fillFurther()) {}
    if (limit >= BYTE_ORDER_MARK.length
        && Arrays.equals(buffer, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, 3)) {
      position = BYTE_ORDER_MARK.length;
    }
  }

  private boolean fillFurther() throws IOException {
    int read = bytes.read(buffer, limit, buffer.length - limit);
    if (read > 0) {
      limit += read;
    }
    return read >= 0;
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = 0;
    while (limit == 0) {
      if (!fillFurther()) {
        return false;
      }
    }
    return true;
  }

  long line() {
    return line;
  }

  /** The next byte; -1 at the end. */
  int read() throws IOException {
    if (position == limit && !fill()) {
      return -1;
    }
    byte next = buffer[position++];
    if (next == '\n') {
      line++;
    }
    return next & 0xFF;
  }

  /** Passes over blank characters; false at the end. */
  boolean skipBlank() throws IOException {
    while (true) {
      if (position == limit && !fill()) {
        return false;
      }
      switch (buffer[position]) {
        case ' ', '\t', '\r' -> position++;
        case '\n' -> {
          position++;
          line++;
        }
        default -> {
          return true;
        }
      }
    }
  }

  /** How the segments that follow are punctuated. */
  void punctuate(Delimiters delimiters, Charset charset) {
    terminator = String.valueOf(delimiters.terminator()).getBytes(charset);
    endsWithLine = delimiters.endsWithLine();
    release = delimiters.release() == Delimiters.NONE ? NEVER : delimiters.release();
    tagEnd = delimiters.element();
  }

  /**
   * The next segment; empty at the end. Empty segments are passed over.
   *
   * @throws UnreadableException if it is longer than a segment may be
   */
  Optional<RawSegment> next() throws IOException, UnreadableException {
    while (skipBlank()) {
      long at = line;
      boolean complete = collect();
      if (!complete) {
        stripEnd();
      }
      if (length > 0) {
        return Optional.of(new RawSegment(tag(), Arrays.copyOf(segment, length), at, complete));
      }
    }
    return Optional.empty();
  }

  /** Up to the next terminator, which is not kept; false if the delivery ends before it. */
  private boolean collect() throws IOException, UnreadableException {
    length = 0;
    boolean released = false;
    int last = terminator[terminator.length - 1];
    while (position < limit || fill()) {
      byte next = buffer[position++];
      if (next == '\n') {
        line++;
      }
      if (released) {
        released = false;
      } else if (next == release) {
        released = true;
      } else if (endsWithLine ? next == '\n' || next == '\r' : next == last && endsHere()) {
        length -= terminator.length - 1;
        return true;
      }
      if (length == segment.length) {
        if (length >= segmentBytes) {
          throw new UnreadableException(
              Fault.TOO_LARGE.code(),
              "A segment has more than " + segmentBytes + " bytes; is its terminator missing?",
              "line " + line);
        }
        segment = Arrays.copyOf(segment, Math.min(2 * length, segmentBytes));
      }
      segment[length++] = next;
    }
    return false;
  }

  private boolean endsHere() {
    int before = terminator.length - 1;
    return length >= before
        && Arrays.equals(segment, length - before, length, terminator, 0, before);
  }

  private void stripEnd() {
    while (length > 0 && segment[length - 1] <= ' ' && segment[length - 1] >= 0) {
      length--;
    }
  }

  private String tag() {
    int end = 0;
    while (end < length && end < 4 && segment[end] != tagEnd) {
      end++;
    }
    return new String(segment, 0, end, StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
