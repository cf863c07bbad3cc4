package tradecounter.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tradecounter.format.SourceRecord.Content;

/**
 * Lines of fields (RFC 4180 with a dialect). A record is an object: column → text. An empty field
 * is left out of it unless it is quoted; so is an unquoted one that says {@code missing}. A line
 * with another number of fields than there are columns is malformed. Empty lines are passed over. A
 * delivery that breaks off within the last field of a line cannot be told from a complete one.
 *
 * <p>The header of a record has its {@code columns}, so that it can be read again on its own, and
 * for {@code UTF-16} the {@code charset} that the byte order mark told.
 *
 * @param charset {@code UTF-8}, {@code UTF-16} (by its byte order mark, else big-endian), {@code
 *     UTF-16LE}, {@code UTF-16BE} or a charset of one byte a character: {@code windows-1252}
 * @param delimiter between fields, one or a few characters
 * @param quote one character around fields; twice within them it stands for itself. Empty: none
 * @param comment one character that begins lines to be passed over; empty: none
 * @param skipLines how many lines stand before everything else
 * @param header whether a line of names comes next. It names the columns unless they are given; if
 *     they are, it is passed over
 * @param columns their names in order; empty: the line of names has them
 * @param trim whether blanks around fields, and at both ends within quotes, are taken away
 * @param missing what an unquoted field says that has no value: {@code NULL}; empty: nothing
 */
public record CsvFormat(
    String charset,
    String delimiter,
    String quote,
    String comment,
    int skipLines,
    boolean header,
    List<String> columns,
    boolean trim,
    String missing)
    implements Format {
  private static final int MAXIMUM_SKIPPED_LINES = 1_000;
  private static final int MAXIMUM_DELIMITER_LENGTH = 8;

  public CsvFormat {
    Charset known =
        StrictText.charset(charset)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "charset must be UTF-8, UTF-16 or a charset of one byte a character"
                            + " such as windows-1252, not "
                            + charset));
    require(
        !delimiter.isEmpty() && delimiter.length() <= MAXIMUM_DELIMITER_LENGTH,
        "delimiter must have 1 to " + MAXIMUM_DELIMITER_LENGTH + " characters");
    require(isSign(quote, known), "quote must be one character or empty");
    require(isSign(comment, known), "comment must be one character or empty");
    require(
        isWritable(delimiter, known)
            && delimiter.chars().noneMatch(CsvFormat::isLineBreak)
            && delimiter.indexOf(CsvFields.NO_QUOTE) < 0,
        "delimiter must be written in the charset and have no line break");
    String signs = delimiter.charAt(0) + quote + comment;
    require(
        signs.chars().distinct().count() == signs.length(),
        "delimiter, quote and comment must differ");
    require(
        skipLines >= 0 && skipLines <= MAXIMUM_SKIPPED_LINES,
        "skipLines must be 0 to " + MAXIMUM_SKIPPED_LINES);
    require(header || !columns.isEmpty(), "columns must name the columns if there is no header");
    columns = List.copyOf(columns);
    require(
        columns.size() <= CsvFields.MAXIMUM_COLUMNS,
        "columns must be at most " + CsvFields.MAXIMUM_COLUMNS);
    require(
        columns.stream().noneMatch(String::isBlank) && Set.copyOf(columns).size() == columns.size(),
        "columns must not be empty or named twice");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** One unit of a line can be compared with it: in UTF-8 only what is ASCII. */
  private static boolean isSign(String text, Charset charset) {
    return text.isEmpty()
        || (text.length() == 1
            && !isLineBreak(text.charAt(0))
            && text.charAt(0) != CsvFields.NO_QUOTE
            && isWritable(text, charset)
            && (text.charAt(0) < 0x80 || !charset.equals(StandardCharsets.UTF_8)));
  }

  private static boolean isWritable(String text, Charset charset) {
    return !StrictText.hasHalfPair(text) && charset.newEncoder().canEncode(text);
  }

  private static boolean isLineBreak(int c) {
    return c == '\r' || c == '\n';
  }

  @Override
  public RecordReader open(InputStream bytes, Limits limits)
      throws IOException, UnreadableException {
    CsvLines lines = CsvLines.begin(this, Charset.forName(charset), bytes, limits);
    return CsvRecords.begin(this, lines, limits);
  }

  /** Here the bytes are one line without the names of its columns: the header has them. */
  @Override
  public SourceRecord one(byte[] raw, Map<String, Object> header, Limits limits) {
    return new SourceRecord(0, "record", raw, header, content(raw, header, limits));
  }

  private Content content(byte[] raw, Map<String, Object> around, Limits limits) {
    List<String> names = new ArrayList<>(columns);
    if (around.get(CsvRecords.COLUMNS) instanceof List<?> given) {
      names.clear();
      given.forEach(name -> names.add(String.valueOf(name)));
    }
    if (names.isEmpty()) {
      return new Content.Malformed(
          "csv-columns", "the header of this record does not name its columns");
    }
    Charset known =
        StrictText.charset(String.valueOf(around.getOrDefault(CsvRecords.CHARSET, charset)))
            .orElse(Charset.forName(charset));
    CsvLines lines = CsvLines.within(this, known, new ByteArrayInputStream(raw), limits);
    try (CsvRecords records = new CsvRecords(this, lines, names, limits)) {
      return Format.onlyOne(records);
    } catch (UnreadableException e) {
      return new Content.Malformed(e.code(), e.detail());
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory failed", e);
    }
  }
}
