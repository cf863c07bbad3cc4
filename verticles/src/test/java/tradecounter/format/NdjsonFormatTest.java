package tradecounter.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A record a line. */
class NdjsonFormatTest {
  private static final Format FORMAT = new NdjsonFormat();

  @Test
  void emptyLinesCountButAreNoRecords() throws IOException {
    assertThat(Delivery.of(FORMAT, "\uFEFF{\"a\":1}\r\n\n  \r\n{\"a\":2}").lines())
        .containsExactly("line 1 {a=1}", "line 4 {a=2}");
  }

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1]                | json-record: the record is not a JSON object",
        "null               | json-record: the record is null",
        "7                  | json-record: the record is not a JSON object",
        "{\"a\":            | json-truncated: the text ends before the JSON value is complete",
        "{\"a\":1,\"a\":1}  | json-duplicate: /a: the member is given twice",
        "{\"a\":1} {}       | json-invalid: there is more behind the JSON value",
        "{\"a\":1e999999999} | json-number: /a: is a number of more than 100 digits",
      })
  void aLineThatIsNoObjectDoesNotConcernItsNeighbours(String line, String content)
      throws IOException {
    Delivery delivery = Delivery.of(FORMAT, "{\"n\":1}\n" + line + "\n{\"n\":2}\n");

    assertThat(delivery.contents()).containsExactly("{n=1}", content, "{n=2}");
    assertThat(delivery.raw().get(1)).isEqualTo(line);
  }

  @Test
  void aLineInAnotherEncodingDoesNotConcernItsNeighbours() throws IOException {
    assertThat(
            Delivery.of(FORMAT, "{\"n\":1}\n{\"n\":\"ä\"}\n{\"n\":2}", StandardCharsets.ISO_8859_1)
                .contents())
        .containsExactly("{n=1}", "json-encoding: the bytes are not UTF-8", "{n=2}");
  }

  @Test
  void aLineBeyondTheLimitIsPassedOver() throws IOException {
    String large = "{\"t\":\"" + "x".repeat(100_000) + "\"}";
    Delivery delivery = Delivery.of(FORMAT, "{\"n\":1}\n" + large + "\n{\"n\":2}");

    assertThat(delivery.contents())
        .containsExactly("{n=1}", "json-record-size: the record has more than 1000 bytes", "{n=2}");
    assertThat(delivery.raw().get(1)).isEqualTo(large.substring(0, 1_000));
  }

  @Test
  void aLastLineThatBreaksOffIsNotAWholeDelivery() throws IOException {
    assertThat(Delivery.of(FORMAT, "{\"n\":1}\n{\"n\":").lines())
        .containsExactly(
            "line 1 {n=1}",
            "refused: json-truncated at line 2: the last line breaks off: the delivery is not complete");
  }

  @Test
  void oneRecordMayBeMendedOnSeveralLines() {
    SourceRecord read =
        FORMAT.one("{\n \"a\": 1\n}\n".getBytes(StandardCharsets.UTF_8), Map.of(), Delivery.LIMITS);

    assertThat(Delivery.content(read.content())).isEqualTo("{a=1}");
  }
}
