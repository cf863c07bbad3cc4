package tradecounter.format;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The bytes of a delivery, one by one, with a look ahead. One thread. */
final class BufferedBytes implements Closeable {
  private static final int BUFFER = 8_192;

  /** Longest look ahead. */
  static final int AHEAD = 64;

  private final InputStream bytes;
  private final byte[] buffer = new byte[BUFFER];
  private int from;
  private int size;

  BufferedBytes(InputStream bytes) {
    this.bytes = bytes;
  }

  /** The next byte, 0 to 255; -1 at the end. */
  int read() throws IOException {
    return from < size || fill() ? buffer[from++] & 0xFF : -1;
  }

  /**
   * The byte that comes after {@code distance} others; -1 if there is none. Nothing is consumed.
   */
  int peek(int distance) throws IOException {
    while (from + distance >= size) {
      if (!fill()) {
        return -1;
      }
    }
    return buffer[from + distance] & 0xFF;
  }

  /** Whether these bytes come next. */
  boolean startsWith(int... expected) throws IOException {
    for (int i = 0; i < expected.length; i++) {
      if (peek(i) != expected[i]) {
        return false;
      }
    }
    return true;
  }

  void skip(int count) {
    from += count;
  }

  /** What comes next, at most so many bytes, without consuming it. */
  byte[] beginning(int maximum) throws IOException {
    int count = 0;
    while (count < maximum && peek(count) >= 0) {
      count++;
    }
    return Arrays.copyOfRange(buffer, from, from + count);
  }

  /** As {@link InputStream#read(byte[], int, int)}. */
  int read(byte[] to, int at, int length) throws IOException {
    if (from == size) {
      return bytes.read(to, at, length);
    }
    int count = Math.min(length, size - from);
    System.arraycopy(buffer, from, to, at, count);
    from += count;
    return count;
  }

  private boolean fill() throws IOException {
    if (size == BUFFER) {
      System.arraycopy(buffer, from, buffer, 0, size - from);
      size -= from;
      from = 0;
    }
    int count = bytes.read(buffer, size, BUFFER - size);
    if (count < 0) {
      return false;
    }
    size += count;
    return true;
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
