package tradecounter.benchmarks.feed;

import com.ctc.wstx.stax.WstxInputFactory;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.xlate.edi.stream.EDIInputFactory;
import io.xlate.edi.stream.EDIStreamReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.stream.XMLStreamReader;
import tradecounter.edi.EdifactFormat;
import tradecounter.edi.RecordUnit;
import tradecounter.edi.X12Format;
import tradecounter.format.CsvFormat;
import tradecounter.format.Format;
import tradecounter.format.JsonFormat;
import tradecounter.format.NdjsonFormat;
import tradecounter.format.XmlFormat;

/** The same thousand positions in each format, and its library alone. */
public enum GeneratedDelivery {
  JSON(new JsonFormat("/value")) {
    @Override
    String text() {
      return "{\"at\":\"2026-11-23T08:00:00Z\",\"value\":["
          + lines(",\n", GeneratedDelivery::object)
          + "]}";
    }

    @Override
    long stepOver(InputStream bytes) throws IOException {
      return tokens(bytes);
    }
  },
  NDJSON(new NdjsonFormat()) {
    @Override
    String text() {
      return lines("\n", GeneratedDelivery::object) + "\n";
    }

    @Override
    long stepOver(InputStream bytes) throws IOException {
      return tokens(bytes);
    }
  },
  CSV(new CsvFormat("UTF-8", ",", "\"", "", 0, true, List.of(), false, "")) {
    @Override
    String text() {
      return "sku,location,description,onHand,price\n"
          + lines(
              "\n",
              i ->
                  "SKU-%06d,HUB,\"Hex bolt, M%d x 40\",%d,%d.95"
                      .formatted(i, i % 20, i * 7, i % 90))
          + "\n";
    }

    @Override
    long stepOver(InputStream bytes) throws IOException {
      long fields = 0;
      try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(bytes)) {
        for (CsvRecord line : reader) {
          fields += line.getFieldCount();
        }
      }
      return fields;
    }
  },
  XML(new XmlFormat("/Inventory/Item")) {
    @Override
    String text() {
      return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Inventory at=\"2026-11-23\">\n"
          + lines(
              "\n",
              i ->
                  ("<Item sku=\"SKU-%06d\"><Location>HUB</Location><Description>Hex bolt &amp; nut"
                          + " M%d</Description><OnHand>%d</OnHand><Price>%d.95</Price></Item>")
                      .formatted(i, i % 20, i * 7, i % 90))
          + "\n</Inventory>\n";
    }

    @Override
    long stepOver(InputStream bytes) throws Exception {
      long events = 0;
      XMLStreamReader reader = WOODSTOX.createXMLStreamReader(bytes);
      while (reader.hasNext()) {
        reader.next();
        events++;
      }
      return events;
    }
  },
  X12(new X12Format(X12Format.Acknowledge.NONE, "UTF-8", RecordUnit.LINE, 10_000, Map.of())) {
    @Override
    String text() {
      return "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *261123*0800*U"
          + "*00401*000000001*0*P*>~GS*IB*SENDER*RECEIVER*20261123*0800*1*X*004010~"
          + "ST*846*0001~BIA*00*MM*1*20261123~\n"
          + lines("\n", i -> "LIN*%d*VN*SKU-%06d~QTY*33*%d*EA~".formatted(i + 1, i, i * 7))
          + "\nSE*%d*0001~GE*1*1~IEA*1*000000001~\n".formatted(2 * RECORDS + 3);
    }

    @Override
    long stepOver(InputStream bytes) throws Exception {
      return segments(bytes);
    }
  },
  EDIFACT(new EdifactFormat(EdifactFormat.Acknowledge.NONE, RecordUnit.LINE, 10_000, Map.of())) {
    @Override
    String text() {
      return "UNB+UNOC:3+SENDER:14+RECEIVER:14+261123:0800+1'UNH+1+INVRPT:D:96A:UN'BGM+35+1+9'"
          + "DTM+137:20261123:102'\n"
          + lines("\n", i -> "LIN+%d++SKU-%06d:SA'QTY+145:%d:PCE'".formatted(i + 1, i, i * 7))
          + "\nUNT+%d+1'UNZ+1+1'\n".formatted(2 * RECORDS + 4);
    }

    @Override
    long stepOver(InputStream bytes) throws Exception {
      return segments(bytes);
    }
  };

  static final int RECORDS = 1_000;

  private static final JsonFactory JACKSON = new JsonFactory();
  private static final WstxInputFactory WOODSTOX = new WstxInputFactory();
  private static final EDIInputFactory STAEDI = EDIInputFactory.newFactory();

  @SuppressWarnings("ImmutableEnumChecker") // Formats are, by contract.
  private final Format format;

  GeneratedDelivery(Format format) {
    this.format = format;
  }

  Format format() {
    return format;
  }

  byte[] bytes() {
    return text().getBytes(StandardCharsets.UTF_8);
  }

  abstract String text();

  /** By the library alone; how many steps it took. */
  abstract long stepOver(InputStream bytes) throws Exception;

  private static String object(int i) {
    return ("{\"sku\":\"SKU-%06d\",\"location\":\"HUB\",\"description\":\"Hex bolt, M%d x 40\","
            + "\"onHand\":%d,\"price\":%d.95}")
        .formatted(i, i % 20, i * 7, i % 90);
  }

  private static String lines(String between, IntFunction<String> line) {
    return IntStream.range(0, RECORDS).mapToObj(line).collect(Collectors.joining(between));
  }

  private static long tokens(InputStream bytes) throws IOException {
    long tokens = 0;
    try (JsonParser parser = JACKSON.createParser(bytes)) {
      while (parser.nextToken() != null) {
        tokens++;
      }
    }
    return tokens;
  }

  private static long segments(InputStream bytes) throws Exception {
    long events = 0;
    try (EDIStreamReader reader = STAEDI.createEDIStreamReader(bytes)) {
      while (reader.hasNext()) {
        reader.next();
        events++;
      }
    }
    return events;
  }
}
