package tradecounter.edi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tradecounter.format.Format;
import tradecounter.format.SourceRecord;
import tradecounter.format.UnreadableException;

/** Interchanges of X12 and EDIFACT: as a whole or not at all. */
class EdiReaderTest {
  static final String ISA =
      "ISA*00*          *00*          *ZZ*ACME           *14*TRADECOUNTER   "
          + "*260115*0930*U*00401*000000101*0*P*>~\n";

  static final String STOCK =
      ISA
          + """
          GS*IB*ACME*TRADE*20260115*0930*7*X*004010~
          ST*846*0001~
          BIA*00*SI*S-1*20260115~
          N1*SU*Acme*92*A1~
          N4*Springfield*IL~
          LIN*1*SK*BOLT-8~
          QTY*33*120*EA~
          QTY*29*40*EA~
          DTM*018*20260201~
          LIN*2*SK*NUT-8~
          QTY*33*7.50*EA~
          CTT*2~
          SE*12*0001~
          GE*1*7~
          IEA*1*000000101~
          """;

  static final String INVRPT =
      """
      UNA:+.? '
      UNB+UNOC:3+5400000000010:14+4000000000020:14+260115:0930+REF77++++1++1'
      UNH+1+INVRPT:D:96A:UN:EAN005'
      BGM+35+STOCK?'S 7+9'
      DTM+137:20260115:102'
      NAD+SU+5400000000010::9'
      LIN+1++4000862141404:EN'
      PIA+1+SKU-1:SA'
      QTY+145:120:PCE'
      LOC+18+W1'
      LIN+2++4000862141411:EN'
      QTY+145:7'
      CNT+2:2'
      UNT+12+1'
      UNZ+1+REF77'
      """;

  private static final String PRICAT =
      """
      UNB+UNOB:3+ACME+TRADE+260115:0930+12'
      UNH+12A+PRICAT:D:96A:UN:EAN006'
      BGM+9+P-2026+9'
      DTM+137:20260115:102'
      CUX+2:EUR:8'
      PGI+11'
      LIN+1++4000862141404:EN'
      IMD+F++:::Hex bolt'
      PRI+AAA:12.50::NTP:1:PCE'
      LIN+2++4000862141411:EN'
      PRI+AAA:3.10'
      UNT+11+12A'
      UNZ+1+12'
      """;

  static final String ORDRSP =
      """
      UNB+UNOA:2+ACME:14+TRADE:14+260115:0930+13'
      UNG+ORDRSP+ACME+TRADE+260115:0930+5+UN+D:96A'
      UNH+1+ORDRSP:D:96A:UN'
      BGM+231+A-9+4'
      DTM+137:20260115:102'
      RFF+ON:PO-1'
      LIN+1+5+4000862141404:EN'
      QTY+113:10'
      DTM+67:20260201:102'
      LIN+2+7+4000862141411:EN'
      QTY+113:0'
      UNS+S'
      MOA+86:125'
      UNT+12+1'
      UNE+1+5'
      UNZ+1+13'
      """;

  private static final String DESADV =
      """
      UNB+UNOC:3+ACME+TRADE+260115:0930+14'
      UNH+1+DESADV:D:96A:UN'
      BGM+351+SHIP-4+9'
      DTM+11:20260115:102'
      RFF+ON:PO-1'
      CPS+1'
      PAC+1'
      CPS+2+1'
      PAC+1++CT'
      LIN+1++4000862141404:EN'
      QTY+12:6'
      LIN+2++4000862141411:EN'
      QTY+12:4'
      CPS+3+1'
      LIN+3++4000862141428:EN'
      QTY+12:1'
      UNT+16+1'
      UNZ+1+14'
      """;

  @Test
  void loopsAreInEachOther() {
    EdiDelivery delivery = EdiDelivery.read(EdiDelivery.X12, STOCK);
    assertThat(delivery.acceptable()).isTrue();
    assertThat(delivery.at(0, "LIN[0].QTY[1].DTM[0].DTM02")).isEqualTo("20260201");
    assertThat(delivery.at(0, "N1[0].N4[0].N401")).isEqualTo("Springfield");
    assertThat(delivery.at(0, "CTT[0].CTT01")).isEqualTo("2");
    assertThat(delivery.value(0))
        .containsEntry(
            "interchange",
            Map.of(
                "standard",
                "X12",
                "sender",
                "ACME",
                "senderQualifier",
                "ZZ",
                "receiver",
                "TRADECOUNTER",
                "receiverQualifier",
                "14",
                "controlNumber",
                "000000101",
                "date",
                "260115",
                "time",
                "0930",
                "version",
                "00401",
                "test",
                false))
        .containsEntry(
            "group",
            Map.of(
                "functional",
                "IB",
                "sender",
                "ACME",
                "receiver",
                "TRADE",
                "controlNumber",
                "7",
                "version",
                "004010"))
        .containsEntry("transaction", Map.of("type", "846", "controlNumber", "0001"));
  }

  @Test
  void lineHasWhatStandsAroundIt() {
    EdiDelivery delivery = EdiDelivery.read(EdiDelivery.X12_LINES, STOCK);
    assertThat(delivery.records()).hasSize(2);
    assertThat(delivery.at(1, "BIA[0].BIA03")).isEqualTo("S-1");
    assertThat(delivery.at(1, "N1[0].N4[0].N401")).isEqualTo("Springfield");
    assertThat(delivery.at(1, "LIN"))
        .isEqualTo("[{LIN01=2, LIN02=SK, LIN03=NUT-8, QTY=[{QTY01=33, QTY02=7.50, QTY03=EA}]}]");
    assertThat(delivery.value(1)).doesNotContainKey("CTT");
    assertThat(delivery.records().get(1).place())
        .isEqualTo("interchange 000000101, transaction 846 0001, segment 9 (LIN), line 11");
    Transaction transaction =
        delivery.interchanges().getFirst().groups().getFirst().transactions().getFirst();
    assertThat(transaction.contains(0)).isTrue();
    assertThat(transaction.contains(1)).isTrue();
    assertThat(transaction.contains(2)).isFalse();
  }

  @Test
  void transactionWithoutLinesIsOneRecord() {
    EdiDelivery delivery =
        EdiDelivery.read(
            EdiDelivery.X12_LINES,
            ISA
                + "GS*PR*ACME*TRADE*20260115*0930*7*X*004010~ST*855*0001~BAK*00*AD*PO-1*20260115~"
                + "CTT*0~SE*4*0001~GE*1*7~IEA*1*000000101~");
    assertThat(delivery.acceptable()).isTrue();
    assertThat(delivery.at(0, "BAK[0].BAK03")).isEqualTo("PO-1");
    assertThat(delivery.at(0, "CTT[0].CTT01")).isEqualTo("0");
  }

  @Test
  void loopsOfTheFeedAreOverThoseBuiltIn() {
    X12Format format =
        new X12Format(
            X12Format.Acknowledge.NONE,
            "UTF-8",
            RecordUnit.LINE,
            100,
            Map.of("846", "BIA, LIN(QTY*(DTM))"));
    EdiDelivery delivery = EdiDelivery.read(format, STOCK);
    assertThat(IntStream.range(0, 3).mapToObj(record -> delivery.at(record, "LIN")))
        .containsExactly(
            "[{LIN01=1, LIN02=SK, LIN03=BOLT-8, QTY=[{QTY01=33, QTY02=120, QTY03=EA}]}]",
            "[{LIN01=1, LIN02=SK, LIN03=BOLT-8, QTY=[{QTY01=29, QTY02=40, QTY03=EA,"
                + " DTM=[{DTM01=018, DTM02=20260201}]}]}]",
            "[{LIN01=2, LIN02=SK, LIN03=NUT-8, QTY=[{QTY01=33, QTY02=7.50, QTY03=EA,"
                + " CTT=[{CTT01=2}]}]}]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "LIN(", "LIN)", "LIN()", "lin", "LIN,,QTY", "LIN,LIN", "HL[0,2]", "LIN(QTY"})
  void whatIsNoNestingIsRefused(String text) {
    assertThatThrownBy(
            () ->
                new X12Format(
                    X12Format.Acknowledge.NONE, "UTF-8", RecordUnit.LINE, 100, Map.of("846", text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("loops.846: '");
  }

  @Test
  void inventoryReport() {
    EdiDelivery delivery = EdiDelivery.read(EdiDelivery.EDIFACT, INVRPT);
    assertThat(delivery.refusal()).isEmpty();
    assertThat(delivery.at(0, "BGM[0].BGM02")).isEqualTo("STOCK'S 7");
    assertThat(delivery.at(0, "LIN[0].QTY[0]"))
        .isEqualTo(
            "{QTY01=145, QTY01_1=145, QTY01_2=120, QTY01_3=PCE, LOC=[{LOC01=18, LOC02=W1}]}");
    assertThat(delivery.at(0, "transaction"))
        .isEqualTo("{type=INVRPT, controlNumber=1, version=D:96A:UN}");
    InterchangeHeader header = delivery.interchanges().getFirst().header();
    assertThat(header.test()).isTrue();
    assertThat(header.acknowledge()).isTrue();
    assertThat(header.senderQualifier()).isEqualTo("14");
  }

  @Test
  void priceCatalogue() {
    EdiDelivery delivery = EdiDelivery.read(EdiDelivery.EDIFACT_LINES, PRICAT);
    assertThat(delivery.refusal()).isEmpty();
    assertThat(delivery.records()).hasSize(2);
    assertThat(delivery.at(0, "PGI[0].LIN[0].IMD[0].IMD03_4")).isEqualTo("Hex bolt");
    assertThat(delivery.at(1, "PGI[0].LIN[0].PRI[0].PRI01_2")).isEqualTo("3.10");
    assertThat(delivery.at(1, "CUX[0].CUX01_2")).isEqualTo("EUR");
  }

  @Test
  void orderResponse() {
    EdiDelivery delivery = EdiDelivery.read(EdiDelivery.EDIFACT, ORDRSP);
    assertThat(delivery.refusal()).isEmpty();
    assertThat(delivery.at(0, "LIN[1].LIN02")).isEqualTo("7");
    assertThat(delivery.at(0, "MOA[0].MOA01_2")).isEqualTo("125");
    assertThat(delivery.at(0, "group.controlNumber")).isEqualTo("5");
  }

  @Test
  void dispatchAdvice() {
    EdiDelivery whole = EdiDelivery.read(EdiDelivery.EDIFACT, DESADV);
    assertThat(whole.refusal()).isEmpty();
    assertThat(whole.at(0, "CPS[0].CPS[0].LIN[1].QTY[0].QTY01_2")).isEqualTo("4");
    assertThat(whole.at(0, "CPS[0].CPS[1].LIN[0].LIN03")).isEqualTo("4000862141428");
    EdiDelivery lines = EdiDelivery.read(EdiDelivery.EDIFACT_LINES, DESADV);
    assertThat(lines.records()).hasSize(3);
    assertThat(lines.at(2, "CPS[0].CPS[0].CPS01")).isEqualTo("3");
    assertThat(lines.at(2, "CPS[0].CPS[0].LIN[0].QTY[0].QTY01_2")).isEqualTo("1");
  }

  private static List<Arguments> wholes() {
    return List.of(
        Arguments.of(EdiDelivery.X12_LINES, STOCK),
        Arguments.of(EdiDelivery.X12, STOCK.replace("~\n", "~")),
        Arguments.of(EdiDelivery.X12, STOCK.replace("~", "")),
        Arguments.of(EdiDelivery.X12, STOCK.replace('~', '…')),
        Arguments.of(EdiDelivery.EDIFACT, INVRPT),
        Arguments.of(EdiDelivery.EDIFACT_LINES, ORDRSP),
        Arguments.of(EdiDelivery.EDIFACT_LINES, DESADV),
        Arguments.of(EdiDelivery.EDIFACT, PRICAT));
  }

  /** The last terminator and what follows may be missing; nothing else. */
  @ParameterizedTest
  @MethodSource("wholes")
  void truncatedAnywhereIsRefused(Format format, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    EdiDelivery whole = EdiDelivery.read(format, bytes);
    assertThat(whole.acceptable()).isTrue();
    int content = text.stripTrailing().replaceFirst("[~'…]$", "").getBytes(UTF_8).length;
    for (int length = 0; length < bytes.length; length++) {
      EdiDelivery cut = EdiDelivery.read(format, Arrays.copyOf(bytes, length));
      // A terminator of several bytes may be cut through, which nobody can tell from data.
      boolean cutThrough = text.indexOf('…') >= 0 && length > content && length < bytes.length - 1;
      if (length >= content && !cutThrough) {
        assertThat(cut.acceptable()).as("%s bytes", length).isTrue();
        assertThat(cut.values()).isEqualTo(whole.values());
      } else {
        assertThat(cut.refusal()).as("%s bytes", length).isNotEmpty();
        assertThat(cut.acceptable()).as("%s bytes", length).isFalse();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SE*12*0001  | SE*11*0001       | edi-count
          SE*12*0001  | SE*12*0002       | edi-control-number
          SE*12*0001~ |                  | edi-trailer-missing
          SE*12*0001  | SE*12            | edi-element-missing
          GE*1*7      | GE*2*7           | edi-count
          GE*1*7      | GE*1*8           | edi-control-number
          GE*1*7~     |                  | edi-trailer-missing
          IEA*1*00000 | IEA*2*00000      | edi-count
          IEA*1*000000101 | IEA*1*000000102 | edi-control-number
          IEA*1*000000101~ |             | edi-truncated
          BIA*00*SI*S-1*20260115~ |      | edi-count edi-segment-missing
          GS*IB*ACME*TRADE*20260115*0930*7*X*004010~ | | edi-segment-unexpected
          ST*846*0001~ |                 | edi-count edi-segment-unexpected
          20260115*0930*7 | 20261315*0930*7 | edi-date
          LIN*1       | lin*1            | edi-syntax
          BOLT-8      | BOLT\u00018      | edi-character
          QTY*29*40*EA~ | ST*846*0002~   | edi-segment-missing edi-segment-unexpected edi-trailer-missing
          *>~         | *A~              | edi-header
          """)
  void whatIsMangledIsRefused(String part, String by, String refusal) {
    String replacement = by == null ? "" : by.replace("\\u0001", "\u0001");
    String mangled = STOCK.replace(part, replacement);
    assertThat(mangled).isNotEqualTo(STOCK);
    EdiDelivery delivery = EdiDelivery.read(EdiDelivery.X12, mangled);
    assertThat(delivery.refusal()).isEqualTo(refusal);
    assertThat(delivery.acceptable()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          UNT+12+1    | UNT+11+1   | edi-count
          UNT+12+1    | UNT+12+2   | edi-control-number
          UNZ+1+REF77 | UNZ+2+REF77 | edi-count
          UNZ+1+REF77 | UNZ+1+REF78 | edi-control-number
          UNT+12+1'   |            | edi-trailer-missing
          UNOC:3      | UNXX:3     | edi-character-set
          UNOC:3      | UNOC:9     | edi-header
          BGM+35      | XGM+35     | edi-segment-missing
          """)
  void messageThatIsMangledIsRefused(String part, String by, String refusal) {
    EdiDelivery delivery =
        EdiDelivery.read(EdiDelivery.EDIFACT, INVRPT.replace(part, by == null ? "" : by));
    assertThat(delivery.refusal()).isEqualTo(refusal);
    assertThat(delivery.acceptable()).isFalse();
  }

  @Test
  void neighboursOfARefusedInterchangeAreAcceptable() {
    String wrong = STOCK.replace("000000101", "000000102").replace("SE*12", "SE*13");
    EdiDelivery delivery =
        EdiDelivery.read(
            EdiDelivery.X12_LINES, STOCK + "\n" + wrong + STOCK.replace("0000101", "0000103"));
    assertThat(delivery.unreadable()).isEmpty();
    assertThat(delivery.interchanges().stream().map(Interchange::acceptable))
        .containsExactly(true, false, true);
    assertThat(
            IntStream.range(0, 6).filter(number -> delivery.interchanges().get(1).contains(number)))
        .containsExactly(2, 3);
  }

  @Test
  void anotherInterchangeInTheMiddleEndsReading() {
    EdiDelivery delivery =
        EdiDelivery.read(EdiDelivery.X12, STOCK + STOCK.replaceFirst("(?s)GE.*", "") + STOCK);
    assertThat(delivery.refusal()).isEqualTo("edi-truncated");
    assertThat(delivery.interchanges().stream().map(Interchange::acceptable))
        .containsExactly(true, false);
  }

  @Test
  void hierarchyWithoutParentIsRefused() {
    EdiDelivery delivery =
        EdiDelivery.read(
            EdiDelivery.X12,
            ISA
                + "GS*SH*ACME*TRADE*20260115*0930*7*X*004010~ST*856*0001~BSN*00*S1*20260115*0930~"
                + "HL*1**S~HL*2*9*O~SE*5*0001~GE*1*7~IEA*1*000000101~");
    assertThat(delivery.refusal()).isEqualTo("edi-hierarchy");
  }

  @Test
  void encodingIsWhatTheFeedSays() {
    byte[] latin = STOCK.replace("Acme", "Acm\u00E9").getBytes(StandardCharsets.ISO_8859_1);
    assertThat(EdiDelivery.read(EdiDelivery.X12, latin).refusal()).isEqualTo("edi-character");
    X12Format format =
        new X12Format(
            X12Format.Acknowledge.NONE, "ISO-8859-1", RecordUnit.TRANSACTION, 100, Map.of());
    assertThat(EdiDelivery.read(format, latin).at(0, "N1[0].N102")).isEqualTo("Acm\u00E9");
  }

  @Test
  void acknowledgementOfAnInterchangeIsARecord() {
    EdiDelivery delivery =
        EdiDelivery.read(EdiDelivery.X12, ISA + "TA1*000000007*260115*0930*R*025~IEA*0*000000101~");
    assertThat(delivery.refusal()).isEmpty();
    assertThat(delivery.at(0, "TA1[0].TA105")).isEqualTo("025");
    assertThat(EdiDelivery.read(EdiDelivery.X12, delivery.records().getFirst().raw()).values())
        .isEqualTo(delivery.values());
  }

  /** An order of any length in bounded memory: what is held is not more than a line. */
  private static final class EndlessLines extends InputStream {
    private static final byte[] LINE = "LIN**SK*BOLT-8~QTY*33*1~".getBytes(UTF_8);
    private final byte[] begin;
    private final byte[] end;
    private final long lines;
    private long position;

    EndlessLines(long lines) {
      this.lines = lines;
      this.begin =
          (ISA + "GS*IB*ACME*TRADE*20260115*0930*7*X*004010~ST*846*0001~BIA*00*SI*S-1*20260115~")
              .getBytes(UTF_8);
      this.end = ("SE*" + (2 * lines + 3) + "*0001~GE*1*7~IEA*1*000000101~").getBytes(UTF_8);
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      int count = 0;
      while (count < length && position < begin.length + lines * LINE.length + end.length) {
        target[offset + count++] = (byte) read();
      }
      return count == 0 && length > 0 ? -1 : count;
    }

    @Override
    public int read() {
      long at = position++;
      if (at < begin.length) {
        return begin[(int) at];
      }
      at -= begin.length;
      if (at < lines * LINE.length) {
        return LINE[(int) (at % LINE.length)];
      }
      at -= lines * LINE.length;
      return at < end.length ? end[(int) at] : -1;
    }
  }

  @Test
  void manyLinesStream() throws IOException, UnreadableException {
    long lines = 100_000;
    X12Format format =
        new X12Format(X12Format.Acknowledge.NONE, "UTF-8", RecordUnit.LINE, 10, Map.of());
    try (EdiReader reader = format.open(new EndlessLines(lines), new Format.Limits(10_000, 100))) {
      Optional<SourceRecord> record = reader.next();
      long count = 0;
      while (record.isPresent()) {
        assertThat(record.get().number()).isEqualTo(count++);
        record = reader.next();
      }
      assertThat(count).isEqualTo(lines);
      assertThat(reader.interchanges().getFirst().acceptable()).isTrue();
    }
  }

  @Test
  void tooMuchForOneRecordIsRefused() throws IOException {
    X12Format format =
        new X12Format(X12Format.Acknowledge.NONE, "UTF-8", RecordUnit.TRANSACTION, 50, Map.of());
    assertThat(
            EdiDelivery.read(format, new EndlessLines(1_000).readAllBytes(), EdiDelivery.LIMITS)
                .refusal())
        .isEqualTo("edi-too-large");
    assertThat(
            EdiDelivery.read(
                    EdiDelivery.X12,
                    new EndlessLines(1_000).readAllBytes(),
                    new Format.Limits(500, 100))
                .refusal())
        .isEqualTo("edi-too-large");
    String deep =
        IntStream.range(2, 100)
            .mapToObj(level -> "HL*" + level + "*" + (level - 1) + "*P~")
            .reduce("HL*1**S~", String::concat);
    assertThat(
            EdiDelivery.read(
                    EdiDelivery.X12,
                    ISA
                        + "GS*SH*ACME*TRADE*20260115*0930*7*X*004010~ST*856*0001~BSN*00*S*20260115*09~"
                        + deep)
                .refusal())
        .isEqualTo("edi-too-large");
    assertThat(EdiDelivery.read(EdiDelivery.X12, ISA + "X".repeat(1_100_000)).refusal())
        .isEqualTo("edi-too-large");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "{}", "ISA", "UNB+UNOC:3", "\uFEFF", "ISA*00*~", "PK\u0003"})
  void whatIsNoInterchangeIsRefused(String text) {
    assertThat(EdiDelivery.read(EdiDelivery.X12, text).unreadable()).isPresent();
    assertThat(EdiDelivery.read(EdiDelivery.EDIFACT, text).unreadable()).isPresent();
  }
}
