package tradecounter.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;

/**
 * The text of a delivery, strictly decoded, for a parser that reads ahead: what the parser has been
 * given since {@link #release} can be had again, so that a record is known as it was written. A
 * byte order mark is passed over. One thread.
 *
 * <p>At most {@code keptCharacters} and one read more are kept. If the parser goes on without a
 * release, only the first of them stay; {@link #holds} tells.
 */
final class DecodedText extends Reader {
  private static final int BUFFER = 8_192;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final InputStream bytes;
  private final CharsetDecoder decoder;
  private final ByteBuffer undecoded = ByteBuffer.allocate(BUFFER).flip();
  private final int keptCharacters;
  private final long stepCharacters;

  private boolean started;
  private boolean ended;

  /** Between {@code from} and {@code size}: what was given, the first of it at {@code offset}. */
  private char[] kept = new char[BUFFER];

  private int from;
  private int size;
  private long offset;

  private String lost = "";
  private long lostOffset;
  private long step;

  /**
   * @param keptCharacters how many are kept at least
   * @param stepCharacters how many a parser may read from one {@link #step} to the next
   */
  DecodedText(InputStream bytes, Charset charset, int keptCharacters, long stepCharacters) {
    this.bytes = bytes;
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    this.keptCharacters = keptCharacters;
    this.stepCharacters = stepCharacters;
  }

  /** A parser has read too far without coming to anything. */
  static final class TooLongException extends IOException {
    private TooLongException() {
      super("one name, text or comment is too long");
    }
  }

  /**
   * @throws CharacterCodingException if the bytes do not decode; all text before them was given
   * @throws TooLongException if the parser does not come to a step
   */
  @Override
  public int read(char[] to, int at, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (offset + size - from - step > stepCharacters) {
      throw new TooLongException();
    }
    int count = decode(CharBuffer.wrap(to, at, length));
    if (!started && count > 0) {
      started = true;
      if (to[at] == BYTE_ORDER_MARK) {
        count--;
        System.arraycopy(to, at + 1, to, at, count);
        if (count == 0) {
          count = decode(CharBuffer.wrap(to, at, length));
        }
      }
    }
    if (count == 0) {
      return -1;
    }
    keep(to, at, count);
    return count;
  }

  /** How many characters there were: 0 only at the end. */
  private int decode(CharBuffer to) throws IOException {
    int start = to.position();
    while (true) {
      CoderResult result = decoder.decode(undecoded, to, ended);
      int count = to.position() - start;
      if (count > 0) {
        return count;
      }
      if (result.isError()) {
        result.throwException();
      }
      if (ended) {
        return 0;
      }
      if (result.isOverflow()) {
        throw new IllegalArgumentException("a parser must ask for two characters at least");
      }
      fill();
    }
  }

  private void fill() throws IOException {
    undecoded.compact();
    int count = bytes.read(undecoded.array(), undecoded.position(), undecoded.remaining());
    if (count < 0) {
      ended = true;
    } else {
      undecoded.position(undecoded.position() + count);
    }
    undecoded.flip();
  }

  private void keep(char[] given, int at, int count) {
    if (size - from > keptCharacters) {
      // A parser asks for more when it has used up what it has: nothing in it begins a record.
      if (lost.isEmpty()) {
        lost = new String(kept, from, keptCharacters);
        lostOffset = offset;
      }
      offset += size - from;
      from = 0;
      size = 0;
    }
    if (size + count > kept.length) {
      int held = size - from;
      char[] room = held + count > kept.length / 2 ? new char[2 * (held + count)] : kept;
      System.arraycopy(kept, from, room, 0, held);
      kept = room;
      from = 0;
      size = held;
    }
    System.arraycopy(given, at, kept, size, count);
    size += count;
  }

  /** What stands before {@code characterOffset} is needed no more. */
  void release(long characterOffset) {
    int gone = (int) Math.min(characterOffset - offset, size - from);
    if (gone > 0) {
      from += gone;
      offset += gone;
      lost = "";
    }
  }

  /** The parser has come to {@code characterOffset}. */
  void step(long characterOffset) {
    step = characterOffset;
  }

  /** Whether all that was given since {@code characterOffset} is still here. */
  boolean holds(long characterOffset) {
    return characterOffset >= offset;
  }

  /** The characters between two offsets that are held. */
  char[] characters(long start, long end) {
    int first = from + (int) (start - offset);
    return Arrays.copyOfRange(kept, first, first + (int) (end - start));
  }

  /** The first of the characters from an offset on, as far as they are still known. */
  String beginning(long start, long end) {
    if (holds(start)) {
      int first = from + (int) (start - offset);
      return new String(kept, first, (int) Math.min(end - start, keptCharacters));
    }
    int first = (int) (start - lostOffset);
    return first < 0 || first > lost.length() ? "" : lost.substring(first);
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
