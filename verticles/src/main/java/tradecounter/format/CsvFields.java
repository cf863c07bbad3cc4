package tradecounter.format;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.RecordType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of one record of CSV; what there are too many of is counted, not kept. One thread. */
final class CsvFields extends CsvCallbackHandler<Boolean> {
  static final int MAXIMUM_COLUMNS = 1_000;

  /** Stands where a quote has to be named and there is none: no character, by definition. */
  static final char NO_QUOTE = '\uFFFF';

  private final CsvReader.CsvReaderBuilder parser;
  private final boolean quoting;
  private final boolean trim;
  private final String missing;

  private final List<String> texts = new ArrayList<>();
  private final List<Boolean> quotes = new ArrayList<>();
  private int count;

  CsvFields(CsvFormat format) {
    this.quoting = !format.quote().isEmpty();
    this.trim = format.trim();
    this.missing = format.missing();
    this.parser =
        CsvReader.builder()
            .fieldSeparator(format.delimiter())
            .quoteCharacter(quoting ? format.quote().charAt(0) : NO_QUOTE)
            .commentStrategy(CommentStrategy.NONE)
            .trimWhitespacesAroundQuotes(trim && quoting)
            .skipEmptyLines(false);
  }

  /**
   * Divides a record.
   *
   * @throws CsvParseException if it is none
   */
  void divide(String record) {
    count = 0;
    texts.clear();
    quotes.clear();
    if (!quoting && record.indexOf(NO_QUOTE) >= 0) {
      throw new CsvParseException("Unexpected character U+FFFF");
    }
    parser.ofSingleCsvRecord(this, record);
  }

  int count() {
    return count;
  }

  /** Their texts; the first of them if there are too many. */
  List<String> texts() {
    return List.copyOf(texts);
  }

  /** The record as an object. */
  Map<String, Object> object(List<String> columns) {
    Map<String, Object> object = LinkedHashMap.newLinkedHashMap(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      String text = texts.get(i);
      if (quotes.get(i) || (!text.isEmpty() && !text.equals(missing))) {
        object.put(columns.get(i), text);
      }
    }
    return object;
  }

  @Override
  protected void addField(char[] buffer, int offset, int length, boolean quoted) {
    if (count++ < MAXIMUM_COLUMNS) {
      String text = new String(buffer, offset, length);
      texts.add(trim ? text.strip() : text);
      quotes.add(quoted);
    }
  }

  @Override
  protected RecordType getRecordType() {
    return RecordType.DATA;
  }

  @Override
  protected int getFieldCount() {
    return count;
  }

  @Override
  protected void beginRecord(long startingLineNumber) {
    count = 0;
  }

  @Override
  protected void setComment(char[] buffer, int offset, int length) {
    throw new IllegalStateException("comments are not told apart here");
  }

  @Override
  protected void setEmpty() {
    count = 0;
  }

  @Override
  protected @Nullable Boolean buildRecord() {
    return true;
  }
}
