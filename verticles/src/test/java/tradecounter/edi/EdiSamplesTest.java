package tradecounter.edi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of each of the real interchanges of the shared data. */
class EdiSamplesTest {
  private static final Path FOLDER =
      Path.of(Objects.requireNonNull(System.getProperty("shared.data")), "x12");

  /**
   * What becomes of a file.
   *
   * @param refusal what is wrong with it; empty if it is accepted
   * @param transactions what its records are
   * @param values of its first record
   */
  private record Expected(String refusal, List<String> transactions, Map<String, String> values) {}

  private static final Map<String, Expected> TABLE = new TreeMap<>();

  private static void accepted(String file, List<String> transactions, String... values) {
    Map<String, String> named = new TreeMap<>();
    for (int i = 0; i < values.length; i += 2) {
      named.put(values[i], values[i + 1]);
    }
    TABLE.put(file, new Expected("", transactions, named));
  }

  private static void refused(String file, String refusal, String... transactions) {
    TABLE.put(file, new Expected(refusal, List.of(transactions), Map.of()));
  }

  static {
    accepted(
        "Inteligenz+X12Parser/832___4010__Example1_HIBCC.txt",
        List.of("832"),
        "interchange.version",
        "00040",
        "LIN[0].CTP[0].CTP03",
        "66.50",
        "LIN[0].PKL[0].CTP[0].CTP03",
        "88.50",
        "LIN[0].PID[0].PID05",
        "DRAPE, SMALL TOWEL, CLEAR PLASTIC, ADHESIVE STRIP");
    accepted(
        "Inteligenz+X12Parser/846__Example1.txt",
        List.of("846"),
        "LIN[0].LIN03",
        "46L5055",
        "LIN[0].QTY[0].QTY02",
        "5250",
        "LIN[0].QTY[3].UIT[0].UIT01",
        "EA");
    accepted(
        "Inteligenz+X12Parser/850__Example2_Adobe_TLP.txt",
        List.of("850"),
        "BEG[0].BEG03",
        "TLP-X12",
        "N1[3].N4[0].N401",
        "CEDAR RAPIDS");
    accepted(
        "Inteligenz+X12Parser/855__Example1_Adobe.txt",
        List.of("855"),
        "BAK[0].BAK03",
        "0132710645",
        "N1[0].N4[0].N401",
        "SAN JOSE");
    accepted(
        "Inteligenz+X12Parser/856__Example1.txt",
        List.of("856"),
        "HL[0].HL[0].PRF[0].PRF01",
        "123456",
        "HL[0].HL[0].HL[2].LIN[0].LIN03",
        "1234-223456");
    accepted(
        "Inteligenz+X12Parser/856__Example3.txt",
        List.of("856"),
        "HL[0].HL[1].SN1[0].SN102",
        "1152");
    refused(
        "Inteligenz+X12Parser/865__FromTyco.txt", "edi-control-number edi-element-length", "865");
    accepted(
        "Stedi-Demos+bootstrap-archived/5010__855__inbound.edi",
        List.of("855"),
        "PO1[1].ACK[0].ACK02",
        "4",
        "interchange.test",
        "true");
    accepted(
        "aaronhuggins+node-x12/850.edi", List.of("850"), "PO1[0].PID[0].PID05", "SMALL WIDGET");
    accepted("aaronhuggins+node-x12/850_2.edi", List.of("850"), "PO1[1].PO104", "13.79");
    accepted("aaronhuggins+node-x12/850_3.edi", List.of("850"), "PO1[0].PO104", "225");
    accepted(
        "aaronhuggins+node-x12/850_fat.edi", List.of("850", "850"), "BEG[0].BEG03", "08292233294");
    accepted(
        "aaronhuggins+node-x12/855.edi",
        List.of("855"),
        "PO1[1].ACK[0].ACK01",
        "IR",
        "PO1[0].SCH[0].SCH06",
        "20041231");
    accepted(
        "aaronhuggins+node-x12/856.edi",
        List.of("856"),
        "HL[0].HL[0].HL[1].SN1[0].SN102",
        "6",
        // Its ISA11 makes '-' what separates repetitions.
        "HL[0].REF[0].REF02_r2",
        "001");
    refused("indice-co+EDI.Net/x12.810.mandatory-conditions.edi", "edi-header");
    refused("indice-co+EDI.Net/x12.832.edi", "edi-header");
    refused("indice-co+EDI.Net/x12.850.edi", "edi-header");
    refused(
        "indice-co+EDI.Net/x12.850.issue135.edi",
        "edi-element-unexpected edi-syntax",
        "850",
        "850");
    refused("indice-co+EDI.Net/x12.850a.edi", "edi-header");
    refused("indice-co+EDI.Net/x12.Issue101.edi", "edi-header");
    refused("indice-co+EDI.Net/x12.Issue172.edi", "edi-header");
    refused("indice-co+EDI.Net/x12.Issue91.edi", "edi-header");
    refused("xlate+staedi/empty997.edi", "edi-segment-missing", "997");
    accepted(
        "xlate+staedi/extraDelimiter997.edi",
        List.of("997"),
        "AK2[0].AK3[0].AK4[0].AK404_r2_2",
        "AK404-R2-COMP2");
    accepted("xlate+staedi/invalid997.edi", List.of("997"), "AK1[0].AK101", "HC NOT IN CODESET");
    refused(
        "xlate+staedi/invalid997_min.edi",
        "edi-character edi-control-number edi-date edi-element-length edi-time",
        "997");
    accepted(
        "xlate+staedi/invoice810_po850_dual.edi",
        List.of("810", "810", "850"),
        "BIG[0].BIG02",
        "00001",
        "IT1[3].IT102",
        "51");
    accepted(
        "xlate+staedi/issue590__multi-tx-transaction-type.edi",
        List.of("855", "855"),
        "BAK[0].BAK03",
        "ORDER1");
    accepted("xlate+staedi/optionalInterchangeServices.edi", List.of("997"), "AK9[0].AK901", "A");
    accepted(
        "xlate+staedi/simple997-multiple-interchanges.edi",
        List.of("997", "997", "997"),
        "interchange.controlNumber",
        "000000001");
    accepted("xlate+staedi/simple997.edi", List.of("997"), "AK2[0].AK3[0].AK301", "NM1");
  }

  private static List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("_LICENCE"))
          .map(file -> FOLDER.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void noneIsMissing() throws IOException {
    assertThat(TABLE.keySet()).containsExactlyElementsOf(files());
  }

  @ParameterizedTest
  @MethodSource("files")
  void isAcceptedOrRefusedWithReason(String file) throws IOException {
    Expected expected = Objects.requireNonNull(TABLE.get(file));
    EdiDelivery delivery =
        EdiDelivery.read(EdiDelivery.X12, Files.readAllBytes(FOLDER.resolve(file)));
    assertThat(delivery.refusal()).isEqualTo(expected.refusal());
    assertThat(delivery.acceptable()).isEqualTo(expected.refusal().isEmpty());
    assertThat(delivery.interchanges()).isNotEmpty();
    assertThat(
            delivery.records().stream()
                .map(record -> delivery.at((int) record.number(), "transaction.type")))
        .isEqualTo(expected.transactions());
    assertThat(
            expected.values().keySet().stream()
                .collect(Collectors.toMap(path -> path, path -> delivery.at(0, path))))
        .isEqualTo(expected.values());
  }

  /** A record alone is an interchange like the whole, and gives the same value. */
  @ParameterizedTest
  @MethodSource("files")
  void linesAloneAreTheSame(String file) throws IOException {
    EdiDelivery lines =
        EdiDelivery.read(EdiDelivery.X12_LINES, Files.readAllBytes(FOLDER.resolve(file)));
    if (!lines.acceptable()) {
      return;
    }
    assertThat(lines.records()).isNotEmpty();
    for (int i = 0; i < lines.records().size(); i++) {
      EdiDelivery alone = EdiDelivery.read(EdiDelivery.X12_LINES, lines.records().get(i).raw());
      assertThat(alone.refusal()).isEmpty();
      assertThat(alone.values()).containsExactly(lines.value(i));
    }
  }
}
