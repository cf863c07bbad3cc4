package tradecounter.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of fields in many dialects. */
class CsvFormatTest {
  private static final Format COMMAS = commas("UTF-8");
  private static final Charset WINDOWS = Charset.forName("windows-1252");

  private static CsvFormat commas(String charset) {
    return new CsvFormat(charset, ",", "\"", "", 0, true, List.of(), false, "");
  }

  private static CsvFormat trimmed(String delimiter, String quote) {
    return new CsvFormat("UTF-8", delimiter, quote, "", 0, true, List.of(), true, "");
  }

  /** The columns are a and b; ⏎ is CR LF, ↵ LF, ← CR. */
  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1,2                      | line 2 {a=1, b=2}",
        "1,2↵3,4↵                 | line 2 {a=1, b=2}; line 3 {a=3, b=4}",
        "1,2⏎3,4⏎                 | line 2 {a=1, b=2}; line 3 {a=3, b=4}",
        "1,2←3,4←                 | line 2 {a=1, b=2}; line 3 {a=3, b=4}",
        "↵1,2↵⏎↵3,4               | line 3 {a=1, b=2}; line 6 {a=3, b=4}",
        "` 1, 2 `                 | line 2 {a= 1, b= 2 }",
        "\"1\",\"2\"              | line 2 {a=1, b=2}",
        "\"x,y\",\"a\"\"b\"       | line 2 {a=x,y, b=a\"b}",
        "\"\",\"\"                | line 2 {a=, b=}",
        ",2                       | line 2 {b=2}",
        ",                        | line 2 {}",
        "\"x⏎y\",2↵3,4            | line 2 {a=x⏎y, b=2}; line 4 {a=3, b=4}",
        "x\"y,2                   | line 2 {a=x\"y, b=2}",
        "x\",\"y                  | line 2 {a=x\", b=y}!",
        "1                        | line 2 csv-fields: the line has 1 fields, but there are 2 columns",
        "1,2,3↵3,4                | line 2 csv-fields: the line has 3 fields, but there are 2 columns; line 3 {a=3, b=4}",
        "\"x\"y,2↵3,4             | line 2 csv-quote: Unexpected character after closing quote: 'y' (0x79); line 3 {a=3, b=4}",
        "ä€😀,2                   | line 2 {a=ä€😀, b=2}",
      })
  void aLineIsARecord(String lines, String expected) throws IOException {
    Delivery delivery = Delivery.of(COMMAS, "a,b\n" + breaks(lines));

    if (expected.endsWith("!")) {
      assertThat(delivery.refusalCode()).isEqualTo("csv-truncated");
    } else {
      assertThat(String.join("; ", delivery.lines())).isEqualTo(breaks(expected));
    }
  }

  private static String breaks(String text) {
    return text.replace("⏎", "\r\n").replace('↵', '\n').replace('←', '\r');
  }

  @Test
  void aDialectIsASetting() throws IOException {
    CsvFormat semicolons =
        new CsvFormat("windows-1252", ";", "'", "#", 2, true, List.of("sku", "text"), true, "NULL");

    assertThat(
            Delivery.of(
                    semicolons,
                    "Export of \"today\n\n# comment \"\nSKU;TEXT\n A ; 'it''s €' \n#B;x\nC;NULL\n   \nD;'NULL'\n",
                    WINDOWS)
                .lines())
        .containsExactly(
            "line 5 {sku=A, text=it's €}", "line 7 {sku=C}", "line 9 {sku=D, text=NULL}");
  }

  @Test
  void aDelimiterMayHaveSeveralCharacters() throws IOException {
    CsvFormat format =
        new CsvFormat("UTF-8", "¦¦", "\"", "", 0, false, List.of("a", "b"), false, "");

    assertThat(Delivery.of(format, "1¦¦2\n\"x¦¦y\"¦¦\"\"\nx¦y¦¦z").contents())
        .containsExactly("{a=1, b=2}", "{a=x¦¦y, b=}", "{a=x¦y, b=z}");
  }

  @Test
  void withoutQuotesAQuoteIsAnOrdinaryCharacter() throws IOException {
    CsvFormat tabs = new CsvFormat("UTF-8", "\t", "", "", 0, true, List.of(), true, "\\N");

    assertThat(Delivery.of(tabs, "a\tb\n\"x\t5\"\n\t\n\\N\t1\n").contents())
        .containsExactly("{a=\"x, b=5\"}", "{}", "{b=1}");
    assertThat(Delivery.of(tabs, "a\tb\n\uFFFFx\uFFFF\t5\n").contents())
        .containsExactly("csv-quote: Unexpected character U+FFFF");
  }

  @Test
  void rawIsTheRecordAsItWasWritten() throws IOException {
    assertThat(Delivery.of(COMMAS, "a,b\r\n \"x\",2\r\n\"x\r\n,y\" , \"\"\r\n").raw())
        .containsExactly(" \"x\",2", "\"x\r\n,y\" , \"\"");
  }

  @Test
  void eachColumnHasANameOfItsOwn() throws IOException {
    assertThat(Delivery.of(COMMAS, " a , b \n1,2").contents()).containsExactly("{a=1, b=2}");
    assertThat(Delivery.of(COMMAS, "a,a\n1,2").lines())
        .containsExactly("refused: csv-columns at line 1: the name of column 2 is given twice");
    assertThat(Delivery.of(COMMAS, "\n\na,,b\n").lines())
        .containsExactly("refused: csv-columns at line 3: column 2 has no name");
    assertThat(Delivery.of(COMMAS, "").lines())
        .containsExactly(
            "refused: csv-truncated at line 1: the delivery ends before the line of names");
  }

  @Test
  void aMillionColumnsAreRefused() throws IOException {
    Format.Limits limits = new Format.Limits(4_000_000, 8);
    byte[] names = ("a" + ",a".repeat(1_000_000)).getBytes(StandardCharsets.UTF_8);
    byte[] fields = ("a,b\n" + "1,".repeat(1_000_000) + "\n3,4").getBytes(StandardCharsets.UTF_8);

    assertThat(Delivery.of(COMMAS, new java.io.ByteArrayInputStream(names), limits).lines())
        .containsExactly(
            "refused: csv-columns at line 1: there are 1000001 columns, at most 1000 are read");
    assertThat(Delivery.of(COMMAS, new java.io.ByteArrayInputStream(fields), limits).lines())
        .containsExactly(
            "line 2 csv-fields: the line has 1000001 fields, but there are 2 columns",
            "line 3 {a=3, b=4}");
    assertThat(Delivery.of(COMMAS, names).lines())
        .containsExactly("refused: csv-columns at line 1: the line of names is too long");
  }

  @Test
  void aLineBeyondTheLimitIsPassedOver() throws IOException {
    String large = "x".repeat(50_000) + ",\"y\",2";
    Delivery delivery = Delivery.of(COMMAS, "a,b\n1,2\n" + large + "\n3,4");

    assertThat(delivery.contents())
        .containsExactly(
            "{a=1, b=2}", "csv-record-size: the record has more than 1000 bytes", "{a=3, b=4}");
    assertThat(delivery.raw().get(1)).isEqualTo(large.substring(0, 1_000));
  }

  @Test
  void aQuoteThatIsNeverClosedEndsTheDelivery() throws IOException {
    assertThat(Delivery.of(COMMAS, "a,b\n1,2\n\"3,4\n5,6\n").lines())
        .containsExactly(
            "line 2 {a=1, b=2}",
            "refused: csv-truncated at line 3: a quote that is opened in this record is never"
                + " closed: the delivery is not complete");
    assertThat(Delivery.of(COMMAS, "a,b\n1,\"" + "5,6\n".repeat(1_000)).lines())
        .containsExactly(
            "refused: csv-quote at line 2: a quote that is opened in this record is not closed"
                + " within 1000 bytes");
  }

  @Test
  void aLineInAnotherEncodingDoesNotConcernItsNeighbours() throws IOException {
    assertThat(Delivery.of(COMMAS, "a,b\n1,2\nä,2\n3,4", StandardCharsets.ISO_8859_1).contents())
        .containsExactly("{a=1, b=2}", "csv-encoding: the line is not UTF-8", "{a=3, b=4}");
    assertThat(
            Delivery.of(commas("windows-1252"), "a,b\n\u0081,2\n3,4", StandardCharsets.ISO_8859_1)
                .contents())
        .containsExactly("csv-encoding: the line is not windows-1252", "{a=3, b=4}");
    assertThat(Delivery.of(COMMAS, "ä,b\n1,2", StandardCharsets.ISO_8859_1).refusalCode())
        .isEqualTo("csv-encoding");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-8"})
  void aByteOrderMarkIsPassedOver(String charset) throws IOException {
    Charset written = Charset.forName(charset);
    String mark = charset.equals("UTF-16") ? "" : "\uFEFF";
    Delivery delivery = Delivery.of(commas(charset), mark + "a,b\r\n\"ä\r\n\",😀\r\n", written);

    assertThat(delivery.lines()).containsExactly("line 2 {a=ä\r\n, b=😀}");
    assertThat(delivery.raw(charset.equals("UTF-16") ? StandardCharsets.UTF_16BE : written))
        .containsExactly("\"ä\r\n\",😀");
  }

  @ParameterizedTest(name = "{0} as {1}")
  @CsvSource({"UTF-8, windows-1252", "UTF-16LE, UTF-8", "UTF-16BE, windows-1252"})
  void aByteOrderMarkThatContradictsIsRefused(String written, String expected) throws IOException {
    assertThat(
            Delivery.of(commas(expected), "\uFEFFa,b\n1,2", Charset.forName(written)).refusalCode())
        .isEqualTo("csv-encoding");
  }

  @Test
  void halfACharacterAtTheEndIsATruncation() throws IOException {
    assertThat(
            Delivery.of(commas("UTF-16LE"), new byte[] {'a', 0, ',', 0, 'b', 0, '\n', 0, '1'})
                .refusalCode())
        .isEqualTo("csv-truncated");
  }

  @Test
  void oneLineIsReadAgainByTheColumnsOfItsHeader() throws IOException {
    SourceRecord refused = Delivery.of(COMMAS, "a,b\n1,2,3\n").records().getFirst();

    assertThat(refused.header()).isEqualTo(Map.of("columns", List.of("a", "b")));
    assertThat(again(COMMAS, "1,2", refused.header())).isEqualTo("{a=1, b=2}");
    assertThat(again(COMMAS, "1,\"2\n\"\r\n", refused.header())).isEqualTo("{a=1, b=2\n}");
    assertThat(again(COMMAS, "1", refused.header())).startsWith("csv-fields");
    assertThat(again(COMMAS, "1,\"", refused.header())).startsWith("csv-truncated");
    assertThat(again(COMMAS, "1,2\n3,4", refused.header())).startsWith("record-several");
    assertThat(again(COMMAS, "\n", refused.header())).startsWith("record-missing");
    assertThat(again(COMMAS, "1,2", Map.of())).startsWith("csv-columns");
  }

  @Test
  void oneLineOfUtf16IsReadAgainInTheOrderOfItsDelivery() throws IOException {
    CsvFormat format = commas("UTF-16");
    SourceRecord read =
        Delivery.of(format, "\uFEFFa,b\nä,2\n", StandardCharsets.UTF_16LE).records().getFirst();

    assertThat(Delivery.content(format.one(read.raw(), read.header(), Delivery.LIMITS).content()))
        .isEqualTo("{a=ä, b=2}");
  }

  private static String again(Format format, String raw, Map<String, Object> header) {
    return Delivery.content(
        format.one(raw.getBytes(StandardCharsets.UTF_8), header, Delivery.LIMITS).content());
  }

  @Test
  void blanksAroundQuotesAreTrimmedWithTheOthers() throws IOException {
    assertThat(Delivery.of(trimmed(",", "\""), "a,b\n \"x,y\" , \" z \"\n \t \n").contents())
        .containsExactly("{a=x,y, b=z}");
  }

  /** charset, delimiter, quote, comment, skipLines, header, column, what is wrong. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "UTF-9     | , | \" | `` | 0  | true  | `` | charset must be",
        "UTF-32    | , | \" | `` | 0  | true  | `` | charset must be",
        "IBM500    | , | \" | `` | 0  | true  | `` | charset must be",
        "Shift_JIS | , | \" | `` | 0  | true  | `` | charset must be",
        "UTF-8     | `` | \" | `` | 0 | true  | `` | delimiter must have",
        "UTF-8     | `\n` | \" | `` | 0 | true | `` | delimiter must be written",
        "US-ASCII  | ¦ | \" | `` | 0  | true  | `` | delimiter must be written",
        "UTF-8     | , | '' | `` | 0  | true  | `` | quote must be one",
        "UTF-8     | , | « | `` | 0   | true  | `` | quote must be one",
        "UTF-8     | , | , | `` | 0   | true  | `` | `delimiter, quote and comment must differ`",
        "UTF-8     | , | \" | // | 0  | true  | `` | comment must be one",
        "UTF-8     | , | \" | `` | -1 | true  | `` | skipLines must be",
        "UTF-8     | , | \" | `` | 0  | false | `` | columns must name",
        "UTF-8     | , | \" | `` | 0  | true  | ` ` | columns must not be empty",
      })
  void settingsAreChecked(
      String charset,
      String delimiter,
      String quote,
      String comment,
      int skipLines,
      boolean header,
      String column,
      String message) {
    List<String> columns = column.isEmpty() ? List.of() : List.of(column);

    assertThatThrownBy(
            () ->
                new CsvFormat(
                    charset, delimiter, quote, comment, skipLines, header, columns, false, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }
}
