package tradecounter.format;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import tradecounter.format.Format.Limits;

/**
 * Where each record of a CSV delivery begins and ends, by its bytes: so a record is known as it was
 * written, and one that does not decode or is too long does not concern its neighbours. What is in
 * the record is for {@link CsvFields}. One thread.
 *
 * <p>It goes by units: bytes, or pairs of them for UTF-16. Signs are single units; in UTF-8 none of
 * them can be a part of another character.
 */
final class CsvLines implements Closeable {
  private static final int NONE = -1;

  private final BufferedBytes bytes;
  private final Charset charset;
  private final boolean wide;
  private final boolean littleEndian;
  private final int[] delimiter;
  private final int quote;
  private final int comment;
  private final boolean trim;
  private final int maximumBytes;
  private final KeptBytes kept;

  private long line = 1;
  private long recordLine;

  private CsvLines(CsvFormat format, Charset charset, BufferedBytes bytes, Limits limits) {
    this.bytes = bytes;
    this.charset = charset;
    this.wide = StrictText.isWide(charset);
    this.littleEndian = charset.equals(StandardCharsets.UTF_16LE);
    this.delimiter = units(format.delimiter());
    this.quote = unit(format.quote());
    this.comment = unit(format.comment());
    this.trim = format.trim();
    this.maximumBytes = limits.recordBytes();
    this.kept = new KeptBytes(maximumBytes);
  }

  /** From the beginning of a delivery, where a byte order mark may stand. */
  static CsvLines begin(CsvFormat format, Charset charset, InputStream input, Limits limits)
      throws IOException, UnreadableException {
    BufferedBytes bytes = new BufferedBytes(input);
    Charset told = charset;
    int mark = 0;
    if (bytes.startsWith(0xEF, 0xBB, 0xBF)) {
      told = StandardCharsets.UTF_8;
      mark = 3;
    } else if (bytes.startsWith(0xFF, 0xFE)) {
      told = StandardCharsets.UTF_16LE;
      mark = 2;
    } else if (bytes.startsWith(0xFE, 0xFF)) {
      told = StandardCharsets.UTF_16BE;
      mark = 2;
    } else if (charset.equals(StandardCharsets.UTF_16)) {
      told = StandardCharsets.UTF_16BE;
    }
    boolean agreed =
        told.equals(charset)
            || (charset.equals(StandardCharsets.UTF_16) && StrictText.isWide(told));
    if (!agreed) {
      throw new UnreadableException(
          "csv-encoding",
          "the byte order mark says " + told + ", but the feed says " + charset,
          "line 1");
    }
    bytes.skip(mark);
    return new CsvLines(format, told, bytes, limits);
  }

  /** Of bytes that stood within a delivery. */
  static CsvLines within(CsvFormat format, Charset charset, InputStream input, Limits limits) {
    Charset order = charset.equals(StandardCharsets.UTF_16) ? StandardCharsets.UTF_16BE : charset;
    return new CsvLines(format, order, new BufferedBytes(input), limits);
  }

  private int unit(String sign) {
    return sign.isEmpty() ? NONE : units(sign)[0];
  }

  private int[] units(String text) {
    byte[] encoded = text.getBytes(charset);
    int[] units = new int[wide ? encoded.length / 2 : encoded.length];
    for (int i = 0; i < units.length; i++) {
      units[i] = wide ? pair(encoded[2 * i] & 0xFF, encoded[2 * i + 1] & 0xFF) : encoded[i] & 0xFF;
    }
    return units;
  }

  private int pair(int first, int second) {
    return littleEndian ? second << 8 | first : first << 8 | second;
  }

  /** Its bytes without the line break at its end; the first of them if it is too long. */
  byte[] record() {
    return kept.toArray();
  }

  boolean isTooLong() {
    return kept.isBeyond();
  }

  /** The physical line, from 1, on which the record begins. */
  long recordLine() {
    return recordLine;
  }

  String place() {
    return "line " + recordLine;
  }

  /** In which the bytes are: with its order, if it is UTF-16. */
  Charset charset() {
    return charset;
  }

  /** Goes to the next record that is neither empty nor a comment; false at the end. */
  boolean next() throws IOException, UnreadableException {
    while (peek(0) != NONE) {
      kept.clear();
      recordLine = line;
      if (peek(0) == comment) {
        skipLine();
      } else {
        readRecord();
        if (!kept.isEmpty()) {
          return true;
        }
      }
    }
    if (bytes.peek(0) >= 0) {
      recordLine = line;
      throw new UnreadableException("csv-truncated", "the last character is incomplete", place());
    }
    return false;
  }

  /** Passes over one physical line. */
  void skipLine() throws IOException {
    for (int unit = read(); unit != NONE; unit = read()) {
      if (isLineEnd(unit)) {
        return;
      }
    }
  }

  /** Whether the unit ends a line; takes the second half of a line break with it. */
  private boolean isLineEnd(int unit) throws IOException {
    if (unit == '\r' && peek(0) == '\n') {
      read();
    }
    boolean ends = unit == '\n' || unit == '\r';
    if (ends) {
      line++;
    }
    return ends;
  }

  private void readRecord() throws IOException, UnreadableException {
    boolean atStart = true;
    for (int unit = read(); unit != NONE; unit = read()) {
      if (isLineEnd(unit)) {
        return;
      }
      keep(unit);
      if (isDelimiter(unit)) {
        atStart = true;
      } else if (atStart && unit == quote) {
        readQuoted();
        atStart = false;
      } else if (!trim || unit > ' ') {
        atStart = false;
      }
    }
  }

  private boolean isDelimiter(int unit) throws IOException {
    if (unit != delimiter[0]) {
      return false;
    }
    for (int i = 1; i < delimiter.length; i++) {
      if (peek(i - 1) != delimiter[i]) {
        return false;
      }
    }
    for (int i = 1; i < delimiter.length; i++) {
      keep(read());
    }
    return true;
  }

  /** Up to the quote that closes the field. */
  private void readQuoted() throws IOException, UnreadableException {
    long length = 0;
    for (int unit = read(); unit != NONE; unit = read()) {
      keep(unit);
      if (unit == '\n' || (unit == '\r' && peek(0) != '\n')) {
        line++;
      } else if (unit == quote) {
        if (peek(0) != quote) {
          return;
        }
        keep(read());
      }
      if (++length > maximumBytes) {
        throw new UnreadableException(
            "csv-quote",
            "a quote that is opened in this record is not closed within " + maximumBytes + " bytes",
            place());
      }
    }
    throw new UnreadableException(
        "csv-truncated",
        "a quote that is opened in this record is never closed: the delivery is not complete",
        place());
  }

  private void keep(int unit) {
    if (wide) {
      kept.add(littleEndian ? unit : unit >> 8);
      kept.add(littleEndian ? unit >> 8 : unit);
    } else {
      kept.add(unit);
    }
  }

  private int read() throws IOException {
    int unit = peek(0);
    if (unit != NONE) {
      bytes.skip(wide ? 2 : 1);
    }
    return unit;
  }

  private int peek(int distance) throws IOException {
    if (!wide) {
      return bytes.peek(distance);
    }
    int second = bytes.peek(2 * distance + 1);
    return second < 0 ? NONE : pair(bytes.peek(2 * distance), second);
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
