package tradecounter.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tradecounter.format.Format.Limits;

/** What holds for every format. */
class FormatTest {

  /**
   * A format with a small delivery, and the beginning, the middle again and again, and the end of
   * one without an end.
   */
  record Sample(Format format, String delivery, String beginning, String repeated) {
    @Override
    public String toString() {
      return format.getClass().getSimpleName();
    }

    byte[] bytes() {
      return delivery.getBytes(StandardCharsets.UTF_8);
    }
  }

  static Stream<Sample> samples() {
    return Stream.of(
        new Sample(
            new JsonFormat("/value"),
            "{\"at\":\"ä\",\"value\":[{\"a\":1.50,\"b\":\"€\"},\r\n {\"a\":[]}],\"n\":1}",
            "{\"value\":[",
            "{\"a\":1,\"b\":\"some text\"},\n"),
        new Sample(
            new NdjsonFormat(),
            "{\"a\":\"ä\"}\r\n\r\n{\"a\":\"€\"}\n{\"b\":[1,2]}",
            "",
            "{\"a\":1,\"b\":\"some text\"}\n"),
        new Sample(
            new CsvFormat("UTF-8", ",", "\"", "#", 0, true, List.of(), false, ""),
            "\"a\",b\r\n# none\r\n\"ä\r\n\",€\r\n3,\"4\"\r\n",
            "a,b\n",
            "1,\"some \"\"text\"\"\"\n"),
        new Sample(
            new XmlFormat("/i/r"),
            "<?xml version='1.0'?>\r\n<i at='1'><n>ä</n>\r\n<r><a>€</a></r><r b='2'/></i>",
            "<i>",
            "<r><a>1</a><b>some text</b></r>\n"));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void twoReadersGiveTheSame(Sample sample) throws IOException {
    Delivery first = Delivery.of(sample.format(), sample.bytes());

    assertThat(first.refusal()).isNull();
    assertThat(first.records()).hasSizeGreaterThan(1);
    for (int atOnce : new int[] {1, 2, 3, 7}) {
      InputStream trickle =
          new FilterInputStream(new ByteArrayInputStream(sample.bytes())) {
            @Override
            public int read(byte[] to, int at, int length) throws IOException {
              return super.read(to, at, Math.min(length, atOnce));
            }
          };
      Delivery again = Delivery.of(sample.format(), trickle);
      assertThat(again.lines()).isEqualTo(first.lines());
      assertThat(again.raw()).isEqualTo(first.raw());
    }
  }

  /** Records are the first of the whole ones, but the last, which in CSV can break off unseen. */
  @ParameterizedTest
  @MethodSource("samples")
  void whatIsCutOffAnywhereIsNotTakenForSomethingElse(Sample sample) throws IOException {
    List<String> whole = Delivery.of(sample.format(), sample.bytes()).contents();
    byte[] bytes = sample.bytes();
    for (int length = 0; length < bytes.length; length++) {
      Delivery cut = Delivery.of(sample.format(), Arrays.copyOf(bytes, length));

      int read = cut.records().size();
      int certain =
          sample.format() instanceof CsvFormat || cut.endsMalformed()
              ? Math.max(read - 1, 0)
              : read;
      assertThat(cut.contents().subList(0, certain))
          .as("%s bytes", length)
          .isEqualTo(whole.subList(0, certain));
      if (sample.format() instanceof JsonFormat || sample.format() instanceof XmlFormat) {
        assertThat(cut.refusal()).as("%s bytes", length).isNotNull();
      }
    }
  }

  /** Some hundred times the heap of this JVM would be needed if anything were kept. */
  @ParameterizedTest
  @MethodSource("samples")
  void aDeliveryWithoutEndIsReadRecordByRecord(Sample sample) throws Exception {
    Endless bytes = new Endless(sample.beginning(), sample.repeated());
    Limits limits = new Limits(100_000, 8);
    try (RecordReader reader = sample.format().open(bytes, limits)) {
      for (int number = 0; number < 200_000; number++) {
        Optional<SourceRecord> next = reader.next();
        assertThat(next).isPresent();
        assertThat(next.get().number()).isEqualTo(number);
      }
    }
    assertThat(bytes.given()).isLessThan(200_000L * sample.repeated().length() + 100_000);
  }

  /** One record without end: refused, or passed over for as long as one likes to wait. */
  @ParameterizedTest
  @MethodSource("samples")
  void aRecordWithoutEndIsNotKept(Sample sample) throws IOException {
    String repeated = sample.repeated();
    String text = repeated.substring(0, repeated.indexOf("text"));
    InputStream bytes = new Endless(sample.beginning() + text, "x").endingAfter(1L << 30);

    Delivery delivery = Delivery.of(sample.format(), bytes);

    assertThat(delivery.records())
        .allSatisfy(
            each -> {
              assertThat(each.raw().length).isLessThanOrEqualTo(1_000);
              assertThat(each.content()).isInstanceOf(SourceRecord.Content.Malformed.class);
            });
    assertThat(delivery.contents()).isNotEmpty();
  }
}
