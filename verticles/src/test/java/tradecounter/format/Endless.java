package tradecounter.format;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A beginning, and then one text again and again. One thread. */
final class Endless extends InputStream {
  private final byte[] beginning;
  private final byte[] repeated;
  private long end = Long.MAX_VALUE;
  private long given;

  Endless(String beginning, String repeated) {
    this.beginning = beginning.getBytes(StandardCharsets.UTF_8);
    this.repeated =
        repeated.repeat(1 + 10_000 / repeated.length()).getBytes(StandardCharsets.UTF_8);
  }

  /** It breaks off there. */
  Endless endingAfter(long bytes) {
    end = bytes;
    return this;
  }

  /** How many bytes were asked for. */
  long given() {
    return given;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] to, int at, int length) {
    if (given >= end) {
      return -1;
    }
    byte[] from = given < beginning.length ? beginning : repeated;
    int start =
        given < beginning.length
            ? (int) given
            : (int) ((given - beginning.length) % repeated.length);
    int count = Math.min(length, from.length - start);
    System.arraycopy(from, start, to, at, count);
    given += count;
    return count;
  }
}
