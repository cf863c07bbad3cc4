package tradecounter.edi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.xlate.edi.stream.EDIInputFactory;
import io.xlate.edi.stream.EDIStreamEvent;
import io.xlate.edi.stream.EDIStreamException;
import io.xlate.edi.stream.EDIStreamReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tradecounter.configuration.Configuration;
import tradecounter.edi.ControlNumbers.Allocated;
import tradecounter.edi.ControlNumbers.Kind;
import tradecounter.edi.ControlNumbers.Pair;
import tradecounter.embedded.PostgresServer;
import tradecounter.embedded.SharedServers;
import tradecounter.format.Format;
import tradecounter.format.SourceRecord;
import tradecounter.store.Database;

/** What the sender of an interchange is told: the same to the byte, whenever it is asked. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EdiAcknowledgementTest {
  private static final Instant NOW = Instant.parse("2026-01-15T10:20:30Z");
  private static final String STOCK = EdiReaderTest.STOCK;

  private Database database;

  @BeforeEach
  void openTheDatabase() {
    SharedServers.postgres().start();
    database =
        new Database(
            new Configuration.Postgres(
                SharedServers.freshDatabase(),
                PostgresServer.USER,
                PostgresServer.PASSWORD,
                2,
                30_000));
    database.migrate();
  }

  @AfterEach
  void closeTheDatabase() {
    database.close();
  }

  private static X12Format implementation() {
    return new X12Format(
        X12Format.Acknowledge.IMPLEMENTATION, "UTF-8", RecordUnit.LINE, 50_000, Map.of());
  }

  private Verdicts judge(String delivery, Format format, byte[] bytes, Map<Integer, String> refused)
      throws SQLException {
    EdiDelivery read = EdiDelivery.read(format, bytes);
    Map<Long, Refusal> refusals = new TreeMap<>();
    refused.forEach(
        (number, code) -> {
          SourceRecord record = read.records().get(number);
          refusals.put(record.number(), new Refusal(code, "It is wrong.", record.place()));
        });
    return database.inTransaction(
        connection ->
            Verdicts.judge(
                connection, "acme", delivery, format, read.interchanges(), refusals, NOW));
  }

  private Verdicts judge(String delivery, Format format, String text) throws SQLException {
    return judge(delivery, format, text.getBytes(UTF_8), Map.of());
  }

  private static String text(Verdicts verdicts) {
    return new String(verdicts.acknowledgement().orElseThrow(), UTF_8);
  }

  /** The segments between the envelopes. */
  private static List<String> content(Verdicts verdicts) {
    assertReadable(verdicts.acknowledgement().orElseThrow());
    return Stream.of(text(verdicts).split("[~'\n]+", -1))
        .map(String::strip)
        .filter(segment -> !segment.matches("(ISA|GS|ST|SE|GE|IEA|UNA|UNB|UNH|UNT|UNZ).*|"))
        .toList();
  }

  /** By us, and by StAEDI alone. */
  private static void assertReadable(byte[] acknowledgement) {
    boolean x12 = new String(acknowledgement, UTF_8).startsWith("ISA");
    EdiDelivery read =
        EdiDelivery.read(x12 ? EdiDelivery.X12 : EdiDelivery.EDIFACT, acknowledgement);
    assertThat(read.refusal()).as(new String(acknowledgement, UTF_8)).isEmpty();
    assertThat(read.acceptable()).isTrue();
    assertThat(errors(acknowledgement)).isEmpty();
  }

  private static List<String> errors(byte[] bytes) {
    List<String> errors = new ArrayList<>();
    try (EDIStreamReader reader =
        EDIInputFactory.newFactory()
            .createEDIStreamReader(new ByteArrayInputStream(bytes), UTF_8.name())) {
      EDIStreamEvent event = reader.next();
      while (event != EDIStreamEvent.END_INTERCHANGE) {
        if (event.isError()) {
          errors.add(reader.getErrorType() + " at " + reader.getLocation());
        }
        event = reader.next();
      }
    } catch (EDIStreamException | IOException e) {
      throw new AssertionError(new String(bytes, UTF_8), e);
    }
    return errors;
  }

  @Test
  void whatIsAcceptedIsAcknowledged() throws SQLException {
    Verdicts verdicts = judge("1", EdiDelivery.X12_LINES, STOCK);
    assertThat(text(verdicts).replace("~", "~\n"))
        .isEqualTo(
            """
            ISA*00*          *00*          *14*TRADECOUNTER   *ZZ*ACME           *260115*1020*U*00401*000000001*0*P*>~
            GS*FA*TRADE*ACME*20260115*1020*1*X*004010~
            ST*997*0001~
            AK1*IB*7~
            AK2*846*0001~
            AK5*A~
            AK9*A*1*1*1~
            SE*6*0001~
            GE*1*1~
            IEA*1*000000001~
            """);
    assertReadable(verdicts.acknowledgement().orElseThrow());
    assertThat(verdicts.skipped().isEmpty()).isTrue();
    assertThat(verdicts.verdicts().getFirst().accepted()).isTrue();
  }

  @Test
  void theSameDeliveryHasTheSameAnswer() throws SQLException {
    String first = text(judge("1", EdiDelivery.X12, STOCK));
    String other = text(judge("2", EdiDelivery.X12, STOCK.replace("000000101", "000000102")));
    assertThat(other).contains("*000000002*").isNotEqualTo(first);
    assertThat(text(judge("1", EdiDelivery.X12, STOCK))).isEqualTo(first);
  }

  @Test
  void aRefusedLineRefusesItsInterchange() throws SQLException {
    String both = STOCK + STOCK.replace("000000101", "000000102");
    Verdicts verdicts =
        judge("1", EdiDelivery.X12_LINES, both.getBytes(UTF_8), Map.of(1, "item-unknown"));
    assertThat(content(verdicts))
        .containsExactly(
            "AK1*IB*7",
            "AK2*846*0001",
            "AK3*LIN*9**8",
            "AK5*R*5",
            "AK9*R*1*1*0",
            "AK1*IB*7",
            "AK2*846*0001",
            "AK5*A",
            "AK9*A*1*1*1");
    assertThat(verdicts.skipped()).hasToString("{0, 1}");
    Verdict refused = verdicts.verdicts().getFirst();
    assertThat(refused.accepted()).isFalse();
    assertThat(refused.reason().detail()).isEqualTo("It is wrong.");
    // It may come again under its number.
    assertThat(content(judge("2", EdiDelivery.X12_LINES, STOCK))).contains("AK9*A*1*1*1");
  }

  @Test
  void implementationAcknowledgement() throws SQLException {
    Verdicts verdicts =
        judge("1", implementation(), STOCK.getBytes(UTF_8), Map.of(0, "item-unknown"));
    assertThat(content(verdicts))
        .containsExactly(
            "AK1*IB*7*004010", "AK2*846*0001", "IK3*LIN*5**8", "IK5*R*5", "AK9*R*1*1*0");
    assertThat(text(verdicts)).contains("ST*999*0001*005010X231A1~");
  }

  @Test
  void whatIsWrongIsNamed() throws SQLException {
    Verdicts verdicts =
        judge(
            "1",
            EdiDelivery.X12,
            STOCK
                .replace("BIA*00*SI*S-1*20260115~\n", "")
                .replace("N1*SU*Acme", "N1*SU*Ac\tme")
                .replace("GE*1*7", "GE*2*8"));
    assertThat(content(verdicts))
        .containsExactly(
            "AK1*IB*7",
            "AK2*846*0001",
            "AK3*N1*2**8",
            "AK3*BIA*11**3",
            "AK5*R*5*4",
            "AK9*R*1*1*0*5*4");
  }

  @Test
  void aSecondInterchangeOfItsNumberIsADuplicate() throws SQLException {
    assertThat(judge("1", EdiDelivery.X12, STOCK).skipped().isEmpty()).isTrue();
    Verdicts again = judge("2", EdiDelivery.X12, STOCK);
    assertThat(content(again)).containsExactly("TA1*000000101*260115*0930*R*025");
    assertThat(again.skipped()).hasToString("{0}");
    assertThat(again.verdicts().getFirst().reason().fault()).isEqualTo(Fault.DUPLICATE);
    assertThat(
            content(
                judge(
                    "3",
                    EdiDelivery.X12,
                    STOCK.replace("101", "103") + STOCK.replace("101", "103"))))
        .containsExactly(
            "AK1*IB*7", "AK2*846*0001", "AK5*A", "AK9*A*1*1*1", "TA1*000000103*260115*0930*R*025");
    database.inTransaction(
        connection -> {
          SeenInterchanges.forget(connection, "acme", "1");
          return true;
        });
    assertThat(content(judge("2", EdiDelivery.X12, STOCK))).contains("AK5*A");
  }

  @Test
  void theInterchangeItselfIsAnsweredByTa1() throws SQLException {
    assertThat(content(judge("1", EdiDelivery.X12, STOCK.replaceFirst("(?s)GE.*", ""))))
        .containsExactly("TA1*000000101*260115*0930*R*023");
    assertThat(content(judge("2", EdiDelivery.X12, STOCK.replace("IEA*1", "IEA*2"))))
        .containsExactly("TA1*000000101*260115*0930*R*021");
    assertThat(content(judge("3", EdiDelivery.X12, STOCK.replace("ACME           ", "ACME"))))
        .containsExactly("TA1*000000101*260115*0930*R*022");
    assertThat(content(judge("4", EdiDelivery.X12, STOCK.replace("*0*P*", "*1*T*"))))
        .containsExactly(
            "TA1*000000101*260115*0930*A*000", "AK1*IB*7", "AK2*846*0001", "AK5*A", "AK9*A*1*1*1");
  }

  @Test
  void whoCannotBeAddressedIsNotAnswered() throws SQLException {
    assertThat(judge("1", EdiDelivery.X12, STOCK.replace("*>~", "*A~")).acknowledgement())
        .isEmpty();
    assertThat(
            judge("2", EdiDelivery.X12, STOCK.replace("000000101", "00000010A")).acknowledgement())
        .isEmpty();
    assertThat(judge("3", EdiDelivery.X12, "ISA*").acknowledgement()).isEmpty();
  }

  @Test
  void acknowledgementsAreNotAcknowledged() throws SQLException {
    byte[] ours = judge("1", EdiDelivery.X12, STOCK).acknowledgement().orElseThrow();
    Verdicts verdicts = judge("2", EdiDelivery.X12, ours, Map.of());
    assertThat(verdicts.verdicts().getFirst().accepted()).isTrue();
    assertThat(verdicts.acknowledgement()).isEmpty();
  }

  @Test
  void messagesAreAcknowledged() throws SQLException {
    Verdicts verdicts = judge("1", EdiDelivery.EDIFACT, EdiReaderTest.INVRPT);
    assertThat(text(verdicts).replace("'", "'\n"))
        .isEqualTo(
            """
            UNA:+.? '
            UNB+UNOC:3+4000000000020:14+5400000000010:14+260115:1020+1++++++1'
            UNH+1+CONTRL:D:3:UN'
            UCI+REF77+5400000000010:14+4000000000020:14+7'
            UNT+3+1'
            UNZ+1+1'
            """);
    assertReadable(verdicts.acknowledgement().orElseThrow());
    assertThat(content(judge("2", EdiDelivery.EDIFACT, EdiReaderTest.INVRPT)))
        .containsExactly("UCI+REF77+5400000000010:14+4000000000020:14+4+26");
    byte[] ours = verdicts.acknowledgement().orElseThrow();
    assertThat(judge("3", EdiDelivery.EDIFACT, ours, Map.of()).acknowledgement()).isEmpty();
  }

  @Test
  void messagesAreRefused() throws SQLException {
    assertThat(
            content(
                judge(
                    "1",
                    EdiDelivery.EDIFACT,
                    EdiReaderTest.INVRPT.getBytes(UTF_8),
                    Map.of(0, "item-unknown"))))
        .containsExactly(
            "UCI+REF77+5400000000010:14+4000000000020:14+7", "UCM+1+INVRPT:D:96A:UN+4", "UCS+1+12");
    assertThat(
            content(
                judge("2", EdiDelivery.EDIFACT, EdiReaderTest.ORDRSP.replace("UNT+12", "UNT+11"))))
        .containsExactly(
            "UCI+13+ACME:14+TRADE:14+7", "UCF+5+ACME+TRADE+7", "UCM+1+ORDRSP:D:96A:UN+4+29");
    assertThat(
            content(
                judge("3", EdiDelivery.EDIFACT, EdiReaderTest.ORDRSP.replace("UNZ+1", "UNZ+2"))))
        .containsExactly("UCI+13+ACME:14+TRADE:14+4+29");
  }

  @Test
  void everySampleIsAnsweredReadably() throws IOException, SQLException {
    Path folder = Path.of(Objects.requireNonNull(System.getProperty("shared.data")), "x12");
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files =
          all.filter(file -> Files.isRegularFile(file) && !file.endsWith("_LICENCE"))
              .sorted()
              .toList();
    }
    int answered = 0;
    for (Path file : files) {
      Verdicts verdicts =
          judge(file.toString(), EdiDelivery.X12, Files.readAllBytes(file), Map.of());
      assertThat(verdicts.verdicts()).isNotEmpty();
      Optional<byte[]> acknowledgement = verdicts.acknowledgement();
      if (acknowledgement.isPresent()) {
        EdiDelivery read = EdiDelivery.read(EdiDelivery.X12, acknowledgement.get());
        assertThat(read.refusal()).as(file.toString()).isEmpty();
        answered++;
      }
    }
    assertThat(answered).isGreaterThan(files.size() / 2);
  }

  @Test
  void numbersAreGivenOnceAndInTurn() throws SQLException {
    Pair pair = new Pair("14:TRADE", "ZZ:ACME");
    Allocated first = allocate(pair, "a", NOW);
    assertThat(first.nineDigits()).isEqualTo("000000001");
    assertThat(allocate(pair, "b", NOW).number()).isEqualTo(2);
    assertThat(allocate(pair, "a", NOW.plusSeconds(3_600))).isEqualTo(first);
    assertThat(allocate(new Pair("14:TRADE", "ZZ:BOLTS"), "a", NOW).number()).isEqualTo(1);
    assertThat(
            database.<Optional<String>>inTransaction(
                connection -> ControlNumbers.key(connection, Kind.INTERCHANGE, pair, 2)))
        .contains("b");
  }

  private Allocated allocate(Pair pair, String key, Instant now) throws SQLException {
    return database.inTransaction(
        connection -> ControlNumbers.of(connection, Kind.INTERCHANGE, pair, key, now));
  }
}
