package tradecounter.format;

import de.siegmar.fastcsv.reader.CsvParseException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tradecounter.format.Format.Limits;
import tradecounter.format.SourceRecord.Content;

/** The lines of a delivery behind the one that names the columns. */
final class CsvRecords implements RecordReader {
  /** The names of the columns in a record's header. */
  static final String COLUMNS = "columns";

  /** Which of the two kinds of UTF-16 it is, in a record's header. */
  static final String CHARSET = "charset";

  private final CsvLines lines;
  private final List<String> columns;
  private final Limits limits;
  private final CsvFields fields;
  private final boolean trim;
  private final Map<String, Object> header;
  private long number;

  CsvRecords(CsvFormat format, CsvLines lines, List<String> columns, Limits limits) {
    this.lines = lines;
    this.columns = List.copyOf(columns);
    this.limits = limits;
    this.fields = new CsvFields(format);
    this.trim = format.trim();
    this.header =
        Charset.forName(format.charset()).equals(StandardCharsets.UTF_16)
            ? Map.of(COLUMNS, this.columns, CHARSET, lines.charset().name())
            : Map.of(COLUMNS, this.columns);
  }

  /** Reads what stands before the records. */
  static CsvRecords begin(CsvFormat format, CsvLines lines, Limits limits)
      throws IOException, UnreadableException {
    for (int i = 0; i < format.skipLines(); i++) {
      lines.skipLine();
    }
    List<String> named = format.header() ? names(format, lines) : List.of();
    List<String> columns = format.columns().isEmpty() ? named : format.columns();
    return new CsvRecords(format, lines, columns, limits);
  }

  private static List<String> names(CsvFormat format, CsvLines lines)
      throws IOException, UnreadableException {
    if (!lines.next()) {
      throw new UnreadableException(
          "csv-truncated", "the delivery ends before the line of names", "line 1");
    }
    if (!format.columns().isEmpty()) {
      return List.of();
    }
    if (lines.isTooLong()) {
      throw wrongNames(lines, "the line of names is too long");
    }
    CsvFields fields = new CsvFields(format);
    try {
      fields.divide(StrictText.decode(lines.record(), lines.charset()));
    } catch (CharacterCodingException e) {
      throw new UnreadableException(
          "csv-encoding", "the line of names is not " + lines.charset(), lines.place());
    } catch (CsvParseException e) {
      throw new UnreadableException("csv-quote", reason(e), lines.place());
    }
    if (fields.count() > CsvFields.MAXIMUM_COLUMNS) {
      throw wrongNames(
          lines,
          "there are "
              + fields.count()
              + " columns, at most "
              + CsvFields.MAXIMUM_COLUMNS
              + " are read");
    }
    return distinct(fields.texts().stream().map(String::strip).toList(), lines);
  }

  private static List<String> distinct(List<String> names, CsvLines lines)
      throws UnreadableException {
    Set<String> before = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).isEmpty()) {
        throw wrongNames(lines, "column " + (i + 1) + " has no name");
      }
      if (!before.add(names.get(i))) {
        throw wrongNames(lines, "the name of column " + (i + 1) + " is given twice");
      }
    }
    return names;
  }

  private static UnreadableException wrongNames(CsvLines lines, String detail) {
    return new UnreadableException("csv-columns", detail, lines.place());
  }

  private static String reason(CsvParseException e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf(" (record");
    return (end < 0 ? message : message.substring(0, end)).replaceAll("\\p{Cntrl}", "?");
  }

  @Override
  public Optional<SourceRecord> next() throws IOException, UnreadableException {
    while (lines.next()) {
      byte[] raw = lines.record();
      Optional<Content> content =
          lines.isTooLong() ? Optional.of(limits.exceeded("csv")) : content(raw);
      if (content.isPresent()) {
        return Optional.of(new SourceRecord(number++, lines.place(), raw, header, content.get()));
      }
    }
    return Optional.empty();
  }

  /** Empty for a line of blanks, if they do not count. */
  private Optional<Content> content(byte[] raw) {
    try {
      String text = StrictText.decode(raw, lines.charset());
      fields.divide(text);
      if (trim && fields.count() == 1 && text.isBlank()) {
        return Optional.empty();
      }
      if (fields.count() == columns.size()) {
        return Optional.of(new Content.Read(fields.object(columns)));
      }
      return malformed(
          "csv-fields",
          "the line has %d fields, but there are %d columns"
              .formatted(fields.count(), columns.size()));
    } catch (CharacterCodingException e) {
      return malformed("csv-encoding", "the line is not " + lines.charset());
    } catch (CsvParseException e) {
      return malformed("csv-quote", reason(e));
    }
  }

  private static Optional<Content> malformed(String code, String detail) {
    return Optional.of(new Content.Malformed(code, detail));
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
