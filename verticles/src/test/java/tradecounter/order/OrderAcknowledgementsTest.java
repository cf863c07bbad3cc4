package tradecounter.order;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tradecounter.edi.ControlNumbers.Kind;
import tradecounter.edi.ControlNumbers.Pair;
import tradecounter.edi.EdiReader;
import tradecounter.edi.RecordUnit;
import tradecounter.edi.Refusal;
import tradecounter.edi.SentOrders;
import tradecounter.edi.X12Format;
import tradecounter.format.Format;
import tradecounter.format.SourceRecord;
import tradecounter.format.UnreadableException;

/** What a supplier says of the purchase orders that it was sent. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class OrderAcknowledgementsTest {
  private static final String ORDER = "O-ABCDEFGHIJKLMNOPQRST";
  private static final String FORWARD = ORDER + "-1";
  private static final Pair PAIR = new Pair("ZZ:TRADECOUNTER", "ZZ:SUPPLIER");
  private static final Instant NOW = Instant.parse("2026-01-15T10:20:30Z");

  private final OrderAcknowledgements acknowledgements =
      new OrderAcknowledgements(new OrderStore(), new TroubleBook(new OrderStore()));
  private AcceptedOrders accepted;

  @BeforeEach
  void sendAnOrder() throws SQLException {
    accepted = new AcceptedOrders();
    accepted.accept(ORDER, "C1", "PO 7");
    accepted
        .database()
        .inTransaction(
            connection -> {
              try (Statement statement = connection.createStatement()) {
                statement.executeUpdate(
                    "INSERT INTO forward (forward_id, order_id, target, document, state) VALUES ('"
                        + FORWARD
                        + "', '"
                        + ORDER
                        + "', 'supplier-x12', '{}', 'ACKNOWLEDGED')");
              }
              SentOrders.number(connection, Kind.INTERCHANGE, PAIR, "another", NOW);
              SentOrders.number(connection, Kind.INTERCHANGE, PAIR, FORWARD, NOW);
              return SentOrders.number(connection, Kind.GROUP, PAIR, FORWARD, NOW);
            });
  }

  @AfterEach
  void close() {
    accepted.close();
  }

  private static Object record(String from, String content)
      throws IOException, UnreadableException {
    Format format =
        new X12Format(X12Format.Acknowledge.NONE, "UTF-8", RecordUnit.TRANSACTION, 100, Map.of());
    String text =
        "ISA*00*          *00*          *ZZ*%-15s*ZZ*TRADECOUNTER   *260115*0930*U*00401*000000009*0*T*>~%s"
            .formatted(from, content);
    try (EdiReader reader =
        (EdiReader)
            format.open(
                new ByteArrayInputStream(text.getBytes(UTF_8)), new Format.Limits(10_000, 50))) {
      SourceRecord record = reader.next().orElseThrow();
      return ((SourceRecord.Content.Read) record.content()).value();
    }
  }

  private Optional<Refusal> take(String from, String content)
      throws SQLException, IOException, UnreadableException {
    Object record = record(from, content);
    assertThat(OrderAcknowledgements.isAcknowledgement(record)).isTrue();
    return accepted
        .database()
        .inTransaction(connection -> acknowledgements.take(connection, "supplier", record));
  }

  private static String functional(String type, String content) {
    return "GS*FA*SUPPLIER*TRADECOUNTER*20260115*0930*5*X*004010~ST*"
        + type
        + "*0001~"
        + content
        + "SE*9*0001~GE*1*5~IEA*1*000000009~";
  }

  private String troubles() throws SQLException {
    return String.join(
        ", ", accepted.rows("SELECT type, subject, state, detail FROM trouble ORDER BY trouble"));
  }

  @Test
  void whatIsAcceptedIsInTheTimeline() throws Exception {
    String content = functional("997", "AK1*PO*1~AK2*850*0001~AK5*A~AK9*A*1*1*1~");
    assertThat(take("SUPPLIER", content)).isEmpty();
    assertThat(take("SUPPLIER", content)).isEmpty();
    assertThat(accepted.timeline(ORDER)).containsExactly("order-file-accepted");
    assertThat(troubles()).isEmpty();
  }

  @Test
  void whatIsRejectedIsForAPersonUntilItIsAccepted() throws Exception {
    assertThat(
            take(
                "SUPPLIER",
                functional("997", "AK1*PO*1~AK2*850*0001~AK3*PO1*7**8~AK5*R*5~AK9*R*1*1*0~")))
        .isEmpty();
    assertThat(troubles())
        .isEqualTo(
            "ORDER_FILE_REFUSED "
                + FORWARD
                + " OPEN supplier-x12 could not read it: 997 R; AK3 PO1 at 7: 8; AK5 R 5");
    assertThat(accepted.timeline(ORDER)).containsExactly("order-file-refused", "trouble");
    assertThat(take("SUPPLIER", functional("999", "AK1*PO*1~AK2*850*0001~IK5*A~AK9*A*1*1*1~")))
        .isEmpty();
    assertThat(troubles()).contains("RESOLVED");
  }

  @Test
  void anInterchangeMayBeRejectedAsAWhole() throws Exception {
    assertThat(take("SUPPLIER", "TA1*000000002*260115*0930*R*025~IEA*0*000000009~")).isEmpty();
    assertThat(troubles()).contains("TA1 R 025");
  }

  @Test
  void whatWasNotSentIsUnknown() throws Exception {
    assertThat(take("SUPPLIER", functional("997", "AK1*PO*2~AK9*A*1*1*1~")))
        .map(Refusal::code)
        .contains("edi-acknowledgement-unknown");
    assertThat(take("OTHER", functional("997", "AK1*PO*1~AK9*A*1*1*1~"))).isPresent();
    assertThat(take("SUPPLIER", functional("997", "AK1*IB*1~AK9*A*1*1*1~"))).isPresent();
    assertThat(take("SUPPLIER", "TA1*000000001*260115*0930*R*025~IEA*0*000000009~")).isPresent();
    assertThat(accepted.timeline(ORDER)).isEmpty();
  }
}
