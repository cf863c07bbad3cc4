package tradecounter.forward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tradecounter.configuration.Configuration;
import tradecounter.configuration.ConfigurationReader;
import tradecounter.edi.ControlNumbers.Kind;
import tradecounter.edi.ControlNumbers.Pair;
import tradecounter.edi.EdiReader;
import tradecounter.edi.RecordUnit;
import tradecounter.edi.SentOrders;
import tradecounter.edi.X12Format;
import tradecounter.embedded.PostgresServer;
import tradecounter.embedded.SharedServers;
import tradecounter.format.Format;
import tradecounter.format.UnreadableException;
import tradecounter.forward.ErpAdapter.Content;
import tradecounter.forward.ErpAdapter.Sent;
import tradecounter.store.Database;

/** The purchase orders of the X12 supplier that comes with the program. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class X12FileAdapterTest {
  private static final Pair PAIR = new Pair("ZZ:TRADECOUNTER", "ZZ:SUPPLIER");

  private static final String LINE =
      """
      {"lineId": "%s", "item": "BOLT-8", "quantity": %s, "uom": "EA",
       "from": {"kind": "SUPPLIER", "key": "supplier-x12"}, "shipsOn": "2026-02-03",
       "unitPrice": {"amount": "12.50", "currency": "EUR"}, "priceUnit": 1, "priceUom": "EA"}\
      """;

  @TempDir Path folder;

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
                5_000));
    database.migrate();
  }

  @AfterEach
  void closeTheDatabase() {
    database.close();
  }

  private ErpAdapter adapter() throws IOException {
    Path targets = Files.createDirectories(folder.resolve("targets"));
    Path out = Files.createDirectories(folder.resolve("out"));
    Files.writeString(
        targets.resolve("supplier-x12.yaml"),
        ForwardFixture.shipped("supplier-x12")
            .replace("folder: supplier-x12", "folder: '" + out + "'"));
    return Target.of(
            new ConfigurationReader()
                .readTargets(
                    new Configuration.Targets(
                        targets.toString(), List.of("supplier-x12"), Map.of()))
                .getFirst(),
            database)
        .adapter();
  }

  private static String document(String forward, String... lines) {
    return """
        {"forwardId": "%s", "orderId": "O-1", "reference": "PO 7", "customer": "C1", "shipTo": "",
         "shipComplete": false, "currency": "EUR", "acceptedAt": "2026-01-15T23:30:00Z",
         "lines": [%s]}
        """
        .formatted(forward, String.join(",", lines));
  }

  private static Buffer bytes(ErpAdapter adapter, String document) {
    return ((Content.Bytes) adapter.content(document)).bytes();
  }

  private String sent(ErpAdapter adapter, String forward, String... lines) throws IOException {
    Buffer content = bytes(adapter, document(forward, lines));
    assertThat(adapter.create(forward, content, () -> true))
        .isEqualTo(new Sent.Acknowledged(forward + ".edi"));
    return Files.readString(folder.resolve("out").resolve(forward + ".edi"), UTF_8);
  }

  @Test
  void anOrderIsAnInterchange() throws IOException {
    assertThat(sent(adapter(), "O-1.1", LINE.formatted("1", "10")).replace("~", "~\n"))
        .isEqualTo(
            """
            ISA*00*          *00*          *ZZ*TRADECOUNTER   *ZZ*SUPPLIER       *260115*2330*U*00401*000000001*0*T*>~
            GS*PO*TRADECOUNTER*SUPPLIER*20260115*2330*1*X*004010~
            ST*850*0001~
            BEG*00*SA*O-1.1**20260115~
            CUR*BY*EUR~
            REF*CO*O-1~
            N1*ST*C1*92*C1~
            PO1*1*10*EA*12.50**BP*BOLT-8~
            DTM*010*20260203~
            CTT*1~
            SE*9*0001~
            GE*1*1~
            IEA*1*000000001~
            """);
  }

  @Test
  void itIsReadWithoutErrors() throws IOException, UnreadableException {
    String text =
        sent(adapter(), "O-1.1", LINE.formatted("1", "10"), LINE.formatted("2", "\"0.25\""));
    Format format =
        new X12Format(X12Format.Acknowledge.NONE, "UTF-8", RecordUnit.LINE, 100, Map.of());
    try (EdiReader reader =
        (EdiReader)
            format.open(
                new ByteArrayInputStream(text.getBytes(UTF_8)), new Format.Limits(10_000, 50))) {
      assertThat(reader.next()).isPresent();
      assertThat(reader.next()).isPresent();
      assertThat(reader.next()).isEmpty();
      assertThat(reader.interchanges()).hasSize(1);
      assertThat(reader.interchanges().getFirst().everyError()).isEmpty();
    }
  }

  @Test
  void sentAgainItHasTheSameBytes() throws IOException, SQLException {
    String first = sent(adapter(), "O-1.1", LINE.formatted("1", "10"));
    String other = sent(adapter(), "O-2.1", LINE.formatted("1", "10"));
    assertThat(other).contains("*000000002*");
    assertThat(sent(adapter(), "O-1.1", LINE.formatted("1", "10"))).isEqualTo(first);
    assertThat(forward(2)).contains("O-2.1");
    assertThat(forward(3)).isEmpty();
  }

  private Optional<String> forward(long number) throws SQLException {
    return database.inTransaction(
        connection -> SentOrders.forward(connection, Kind.GROUP, PAIR, number));
  }

  @Test
  void whatWouldSeparateIsNotSent() throws IOException {
    assertThat(adapter().content(document("O-1.1", LINE.formatted("1*2", "10"))))
        .isInstanceOfSatisfying(
            Content.Unfit.class,
            unfit -> assertThat(unfit.detail()).endsWith("PO1 has '1*2', in which *>~ separate"));
  }

  @Test
  void withoutPostgresNothingIsSent() throws IOException {
    ErpAdapter adapter = adapter();
    Buffer content = bytes(adapter, document("O-1.1", LINE.formatted("1", "10")));
    SharedServers.postgres().kill();
    try {
      assertThat(adapter.create("O-1.1", content, () -> true)).isInstanceOf(Sent.NotSent.class);
      assertThat(folder.resolve("out")).isEmptyDirectory();
    } finally {
      SharedServers.postgres().start();
    }
  }
}
