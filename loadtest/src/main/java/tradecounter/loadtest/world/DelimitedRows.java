package tradecounter.loadtest.world;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads delimited text row by row; every cell is text, exactly as it stands in the file. */
public final class DelimitedRows {
  private static final CsvMapper MAPPER =
      CsvMapper.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();

  private DelimitedRows() {}

  /** Comma-separated, quoted, UTF-8, with a header, which is skipped. Closing closes the input. */
  public static Stream<List<String>> commas(InputStream in) {
    return rows(
        new InputStreamReader(in, StandardCharsets.UTF_8),
        CsvSchema.emptySchema().withSkipFirstDataRow(true));
  }

  /** Tab-separated, without quotes and without header. Closing closes the reader. */
  public static Stream<List<String>> tabs(Reader in) {
    return rows(in, CsvSchema.emptySchema().withColumnSeparator('\t').withoutQuoteChar());
  }

  /** A table of this package: separated by semicolons, with a header, which is skipped. */
  static List<List<String>> table(String resource) {
    InputStream in =
        Objects.requireNonNull(DelimitedRows.class.getResourceAsStream(resource), resource);
    CsvSchema schema = CsvSchema.emptySchema().withColumnSeparator(';').withSkipFirstDataRow(true);
    try (Stream<List<String>> rows =
        rows(new InputStreamReader(in, StandardCharsets.UTF_8), schema)) {
      return rows.toList();
    }
  }

  private static Stream<List<String>> rows(Reader in, CsvSchema schema) {
    try {
      MappingIterator<String[]> rows = MAPPER.readerFor(String[].class).with(schema).readValues(in);
      Iterable<String[]> once = () -> rows;
      return StreamSupport.stream(once.spliterator(), false)
          .map(List::of)
          .onClose(() -> close(rows));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(MappingIterator<?> rows) {
    try {
      rows.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
