package tradecounter.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks gzip (RFC 1952), all members one after the other. One thread.
 *
 * <p>{@link java.util.zip.GZIPInputStream} takes whatever stands behind a member that is no whole
 * header for its end: a delivery that is cut off there would pass for a complete one.
 */
final class GzipMembers extends InputStream {
  private static final int BUFFER = 8_192;
  private static final int DEFLATE = 8;
  private static final int FLAG_HEADER_CHECKSUM = 2;
  private static final int FLAG_EXTRA = 4;
  private static final int FLAG_NAME = 8;
  private static final int FLAG_COMMENT = 16;
  private static final int FLAGS_RESERVED = 0xE0;

  private final BufferedBytes packed;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final byte[] buffer = new byte[BUFFER];
  private int from;
  private int size;
  private long packedBytes;
  private boolean within;

  GzipMembers(BufferedBytes packed) {
    this.packed = packed;
  }

  /** How many packed bytes have been read. */
  long packedBytes() {
    return packedBytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] to, int at, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (within || begin()) {
      int count = inflate(to, at, length);
      if (count > 0) {
        checksum.update(to, at, count);
        return count;
      }
      if (inflater.finished()) {
        end();
      } else if (inflater.needsDictionary()) {
        throw invalid("it needs a dictionary");
      } else {
        feed();
      }
    }
    return -1;
  }

  private int inflate(byte[] to, int at, int length) throws PackedException {
    try {
      return inflater.inflate(to, at, length);
    } catch (DataFormatException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  private void feed() throws IOException {
    if (from == size && !fill()) {
      throw truncated();
    }
    inflater.setInput(buffer, from, size - from);
    from = size;
  }

  /** Reads the header of the next member; false if there is none. */
  private boolean begin() throws IOException {
    if (from == size && !fill()) {
      return false;
    }
    checksum.reset();
    if (header() != 0x1F || header() != 0x8B) {
      throw invalid("there is something else behind its end");
    }
    if (header() != DEFLATE) {
      throw invalid("its method is not known");
    }
    int flags = header();
    if ((flags & FLAGS_RESERVED) != 0) {
      throw invalid("its header is not known");
    }
    skip(6);
    if ((flags & FLAG_EXTRA) != 0) {
      skip(header() | header() << 8);
    }
    if ((flags & FLAG_NAME) != 0) {
      skipText();
    }
    if ((flags & FLAG_COMMENT) != 0) {
      skipText();
    }
    if ((flags & FLAG_HEADER_CHECKSUM) != 0) {
      int expected = (int) checksum.getValue() & 0xFFFF;
      if ((header() | header() << 8) != expected) {
        throw invalid("the checksum of its header does not agree");
      }
    }
    inflater.reset();
    checksum.reset();
    within = true;
    return true;
  }

  /** A byte of a header, which may have a checksum of its own. */
  private int header() throws IOException {
    int next = next();
    checksum.update(next);
    return next;
  }

  private void end() throws IOException {
    from = size - inflater.getRemaining();
    long expected = number();
    long length = number();
    if (expected != checksum.getValue() || length != (inflater.getBytesWritten() & 0xFFFFFFFFL)) {
      throw invalid("its checksum does not agree");
    }
    within = false;
  }

  private long number() throws IOException {
    return next() | next() << 8 | next() << 16 | (long) next() << 24;
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      header();
    }
  }

  private void skipText() throws IOException {
    while (header() != 0) {
      // A name or a comment, which nobody asks for.
    }
  }

  private int next() throws IOException {
    if (from == size && !fill()) {
      throw truncated();
    }
    return buffer[from++] & 0xFF;
  }

  private boolean fill() throws IOException {
    int count = packed.read(buffer, 0, BUFFER);
    from = 0;
    size = Math.max(count, 0);
    packedBytes += size;
    return count > 0;
  }

  private static PackedException truncated() {
    return new PackedException(
        "gzip-truncated", "the gzip stream ends before it is complete; deliver it again");
  }

  private static PackedException invalid(String why) {
    return new PackedException("gzip-invalid", "the gzip stream cannot be unpacked: " + why);
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    packed.close();
  }
}
