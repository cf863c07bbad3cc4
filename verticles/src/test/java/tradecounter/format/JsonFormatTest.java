package tradecounter.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tradecounter.format.SourceRecord.Content;

/** One document, an array of records in it. */
class JsonFormatTest {

  @ParameterizedTest(name = "{1} at ''{0}''")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``        | [{\"a\":1},{\"a\":2}]                      | /0, line 1 {a=1}; /1, line 1 {a=2}",
        "``        | {\"a\":1}                                  | , line 1 {a=1}",
        "``        | []                                         | ``",
        "``        | [1,\"x\",true,[2]]                         | /0, line 1 1; /1, line 1 x; /2, line 1 true; /3, line 1 [2]",
        "``        | [{\"a\":null}]                             | /0, line 1 {a=null}",
        "/value    | {\"value\":[{\"a\":1}]}                    | /value/0, line 1 {a=1}",
        "/value    | {\"value\":{\"a\":1}}                      | /value, line 1 {a=1}",
        "/d/items  | {\"x\":[{\"items\":[]}],\"d\":{\"items\":[7]},\"y\":{}} | /d/items/0, line 1 7",
        "/a~1b     | {\"a/b\":[7]}                              | /a~1b/0, line 1 7",
        "``        | \uFEFF[7]                                  | /0, line 1 7",
      })
  void recordsAreWhereThePointerSays(String pointer, String document, String expected)
      throws IOException {
    assertThat(String.join("; ", Delivery.of(new JsonFormat(pointer), document).lines()))
        .isEqualTo(expected);
  }

  @ParameterizedTest(name = "{1} at ''{0}'' → {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``     | ``                              | json-truncated",
        "``     | 7                               | json-records",
        "``     | [1                              | json-truncated",
        "``     | [{\"a\":                        | json-truncated",
        "``     | [1] x                           | json-invalid",
        "``     | [1][2]                          | json-invalid",
        "``     | {\"a\":1} {}                    | json-invalid",
        "``     | [1,,2]                          | json-invalid",
        "``     | [1 /* one */]                   | json-invalid",
        "``     | ['a']                           | json-invalid",
        "``     | [NaN]                           | json-invalid",
        "``     | [{\"\\udc00\":1}]               | json-invalid",
        "``     | [01]                            | json-invalid",
        "/value | []                              | json-records",
        "/value | {}                              | json-records",
        "/value | {\"value\":7}                   | json-records",
        "/value | {\"value\":null}                | json-records",
        "/value | {\"error\":{\"code\":401}}      | json-records",
        "/value | {\"value\":[1]                  | json-truncated",
        "/value | {\"value\":[1],\"x\":[          | json-truncated",
        "/value | {\"value\":[1],\"value\":[2]}   | json-duplicate",
        "/value | {\"x\":1,\"x\":2,\"value\":[1]} | json-duplicate",
        "/value | {\"x\":1e999999999,\"value\":[]} | json-number",
      })
  void aDocumentThatIsNotWholeIsRefused(String pointer, String document, String code)
      throws IOException {
    assertThat(Delivery.of(new JsonFormat(pointer), document).refusalCode()).isEqualTo(code);
  }

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"q\":1e999999999}              | json-number: /q: is a number of more than 100 digits",
        "{\"q\":1e99999999999999}         | json-number: /q: is a number of more than 100 digits",
        "{\"q\":-0.1E-2147483648}         | json-number: /q: is a number of more than 100 digits",
        "{\"a\":{\"b\":1,\"b\":2}}        | json-duplicate: /a/b: the member is given twice",
        "{\"b\":null,\"b\":2}             | json-duplicate: /b: the member is given twice",
        "{\"a\":\"\\ud800\"}              | json-text: /a: has half of a surrogate pair",
        "null                             | json-record: the record is null",
        "[[[[[[[[[1]]]]]]]]]              | json-depth: /0/0/0/0/0/0/0/0: is nested more than 8 deep",
      })
  void whatIsWrongWithinARecordDoesNotConcernTheNextOne(String record, String content)
      throws IOException {
    Delivery delivery = Delivery.of(new JsonFormat(""), "[{\"n\":1}," + record + ",{\"n\":2}]");

    assertThat(delivery.contents()).containsExactly("{n=1}", content, "{n=2}");
  }

  @Test
  void aLongNumberIsRefusedAndNotComputed() throws IOException {
    String number = "9".repeat(101);

    assertThat(Delivery.of(new JsonFormat(""), "[" + number + "]").contents())
        .containsExactly("json-number: is a number of more than 100 digits");
  }

  @Test
  void numbersAreExact() throws IOException {
    Delivery delivery =
        Delivery.of(
            new JsonFormat(""),
            "[1,2147483648,9223372036854775808,0.10,1E2,0.1000000000000000055511151231257827]");

    assertThat(delivery.records().stream().map(SourceRecord::content))
        .containsExactly(
            new Content.Read(1),
            new Content.Read(2147483648L),
            new Content.Read(new BigInteger("9223372036854775808")),
            new Content.Read(new BigDecimal("0.10")),
            new Content.Read(new BigDecimal("1E+2")),
            new Content.Read(new BigDecimal("0.1000000000000000055511151231257827")));
  }

  @Test
  void rawIsWhatWasWritten() throws IOException {
    String first = "{ \"a\" : \"ä€😀\\u0041\",\r\n \"b\":[ 1.50 ] }";

    assertThat(Delivery.of(new JsonFormat("/v"), "{\"v\" : [\n" + first + " , 12 ,\"x\"]}").raw())
        .containsExactly(first, "12", "\"x\"");
  }

  @Test
  void whatStandsBeforeTheRecordsIsTheirHeader() throws IOException {
    Delivery delivery =
        Delivery.of(
            new JsonFormat("/d/v"),
            "{\"at\":\"2026\",\"n\":1,\"x\":[1],\"d\":{\"n\":2,\"no\":null,\"v\":[1],\"late\":3}}");

    assertThat(delivery.records().getFirst().header()).isEqualTo(Map.of("at", "2026", "n", 2));
  }

  @Test
  void aRecordBeyondTheLimitIsSteppedOver() throws IOException {
    String large = "{\"t\":\"" + "x".repeat(50_000) + "\"}";
    Delivery delivery = Delivery.of(new JsonFormat(""), "[1," + large + "," + large + ",2]");

    assertThat(delivery.contents())
        .containsExactly(
            "1",
            "json-record-size: the record has more than 1000 bytes",
            "json-record-size: the record has more than 1000 bytes",
            "2");
    assertThat(delivery.raw().get(1)).isEqualTo(large.substring(0, 1_000));
    assertThat(delivery.raw().get(2)).isEqualTo(large.substring(0, 1_000));
  }

  /** Half a character would be refused when a person has mended the rest. */
  @Test
  void theBeginningOfALargeRecordEndsWithAWholeCharacter() throws IOException {
    Delivery delivery = Delivery.of(new JsonFormat(""), "[\"" + "€".repeat(400) + "\"]");

    assertThat(delivery.contents().getFirst()).startsWith("json-record-size");
    assertThat(delivery.raw()).containsExactly("\"" + "€".repeat(333));
  }

  @Test
  void deepNestingIsRefusedWithoutStack() throws IOException {
    assertThat(Delivery.of(new JsonFormat(""), "[" + "[".repeat(1_000_000)).refusalCode())
        .isEqualTo("json-invalid");
  }

  @Test
  void otherEncodingsAreRefused() throws IOException {
    JsonFormat format = new JsonFormat("");

    assertThat(Delivery.of(format, "[\"ä\"]", StandardCharsets.ISO_8859_1).refusalCode())
        .isEqualTo("json-encoding");
    assertThat(Delivery.of(format, "[1]", StandardCharsets.UTF_16LE).refusalCode())
        .isEqualTo("json-invalid");
    assertThat(Delivery.of(format, new byte[] {'[', '"', (byte) 0xC0, (byte) 0xAF, '"', ']'}))
        .extracting(Delivery::refusalCode)
        .isEqualTo("json-encoding");
  }

  @Test
  void oneRecordIsReadAgainAsAPersonMendedIt() {
    JsonFormat format = new JsonFormat("/value");

    assertThat(again(format, "{\"a\":\n1}")).isEqualTo("{a=1}");
    assertThat(again(format, "{\"a\":")).startsWith("json-truncated");
    assertThat(again(format, "{} {}")).startsWith("json-invalid");
    assertThat(again(format, "")).startsWith("json-invalid");
    assertThat(again(format, "\"" + "x".repeat(1_000) + "\"")).startsWith("json-record-size");
  }

  private static String again(Format format, String raw) {
    SourceRecord read =
        format.one(raw.getBytes(StandardCharsets.UTF_8), Map.of("h", 1), Delivery.LIMITS);
    assertThat(read.header()).isEqualTo(Map.of("h", 1));
    return Delivery.content(read.content());
  }

  @ParameterizedTest
  @ValueSource(strings = {"value", "$.value"})
  void thePointerIsChecked(String pointer) {
    assertThatThrownBy(() -> new JsonFormat(pointer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("records must be");
  }

  @Test
  void membersAroundTheRecordsAreLimited() throws IOException {
    StringBuilder members = new StringBuilder("{");
    for (int i = 0; i < 1_001; i++) {
      members.append("\"m").append(i).append("\":{},");
    }

    assertThat(Delivery.of(new JsonFormat("/v"), members + "\"v\":[]}").refusalCode())
        .isEqualTo("json-header");
    assertThat(
            List.of(
                Delivery.of(new JsonFormat("/v"), "{\"x\":\"" + "x".repeat(10_001) + "\",\"v\":[]}")
                    .refusalCode()))
        .containsExactly("json-header");
  }
}
