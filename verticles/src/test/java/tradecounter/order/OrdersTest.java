package tradecounter.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Deletion;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.ObjectKey;
import tradecounter.engine.canonical.ObjectKind;
import tradecounter.engine.canonical.OrderStatusChange;
import tradecounter.engine.canonical.OrderStatusChange.Status;
import tradecounter.engine.canonical.ShipmentMilestone;
import tradecounter.engine.canonical.ShipmentNews;
import tradecounter.engine.canonical.SupplierAcknowledgement;
import tradecounter.engine.canonical.SupplierOutcome;
import tradecounter.engine.order.OrderFigure;
import tradecounter.engine.order.OrderProgress;
import tradecounter.engine.order.ProgressEvent;
import tradecounter.engine.order.ProgressStep;
import tradecounter.engine.order.ProgressStep.Effect;
import tradecounter.engine.order.RefusalPolicy;
import tradecounter.order.OrderNews.Outcome;

/** What feeds and targets say of an order, written down in Postgres. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class OrdersTest {
  private static final String ORDER = "O-ABCDEFGHIJKLMNOPQRST";
  private static final String PURCHASE = ORDER + "-1";
  private static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");

  private AcceptedOrders accepted;
  private Orders orders;

  @BeforeEach
  void acceptAnOrder() throws SQLException {
    accepted = new AcceptedOrders();
    orders = accepted.orders(RefusalPolicy.RAISE);
    accepted.accept(ORDER, "C-1", "PO-9");
  }

  @AfterEach
  void close() {
    accepted.close();
  }

  private Outcome heard(Change change) throws SQLException {
    return accepted
        .database()
        .inTransaction(
            connection ->
                orders.apply(
                    connection, new Envelope("wms", "1", 0, 1, Envelope.NO_TIME), change, AT));
  }

  private void happened(ProgressEvent event) throws SQLException {
    var _ =
        accepted.database().inTransaction(c -> orders.happened(c, ORDER, "tradecounter", event));
  }

  private static OrderStatusChange status(Status status, String line, long quantity) {
    return new OrderStatusChange(
        ORDER,
        "",
        status,
        List.of(new OrderStatusChange.Line(line, quantity * FixedPoint.ONE, "")));
  }

  private static ShipmentNews shipment(String key, String document, String line, long quantity) {
    return new ShipmentNews(
        key,
        document,
        "DHL",
        "JJD",
        List.of(new ShipmentNews.Line(line, quantity * FixedPoint.ONE)),
        ShipmentMilestone.IN_TRANSIT,
        Envelope.NO_TIME);
  }

  private static SupplierAcknowledgement answer(SupplierOutcome outcome, long quantity) {
    return new SupplierAcknowledgement(
        "S",
        PURCHASE,
        List.of(
            new SupplierAcknowledgement.Line(
                "20", "B", quantity * FixedPoint.ONE, outcome, Day.OPEN_END, "short")));
  }

  private OrderProgress progress() throws SQLException {
    return accepted
        .database()
        .inTransaction(connection -> new OrderStore().load(connection, ORDER))
        .orElseThrow()
        .progress();
  }

  @Test
  void newsIsWrittenDownAsItWasReckoned() throws SQLException {
    assertThat(heard(status(Status.PICKED, "10", 4))).isEqualTo(new Outcome.Applied());
    assertThat(heard(shipment("SH-1", ORDER, "10", 3))).isEqualTo(new Outcome.Applied());
    assertThat(heard(shipment("SH-2", PURCHASE, "20", 4))).isEqualTo(new Outcome.Applied());
    assertThat(heard(answer(SupplierOutcome.ACCEPTED, 4))).isEqualTo(new Outcome.Applied());
    assertThat(accepted.status(ORDER)).isEqualTo("PARTLY_SHIPPED");
    assertThat(
            accepted.rows(
                "SELECT line, acknowledged, picked, shipped, cancelled FROM order_line"
                    + " ORDER BY number"))
        .containsExactly("10 4000000 4000000 3000000 0", "20 4000000 4000000 4000000 0");
    assertThat(
            accepted.rows(
                "SELECT shipment, document, milestone, at = '2026-11-23 10:00:00+00'"
                    + " FROM order_shipment ORDER BY shipment"))
        .containsExactly("SH-1 " + ORDER + " IN_TRANSIT t", "SH-2 " + PURCHASE + " IN_TRANSIT t");
    assertThat(accepted.timeline(ORDER))
        .containsExactly(
            "order.picked", "order.shipped", "order.shipment", "order.shipped", "order.shipment");
    assertThat(
            accepted.rows(
                "SELECT source, detail -> 'lines' ->> 0 FROM order_event ORDER BY number LIMIT 1"))
        .containsExactly("wms {\"lineId\": \"10\", \"quantity\": 4}");
  }

  @Test
  void whatIsReadBackIsWhatWasReckoned() throws SQLException {
    heard(status(Status.PACKED, "10", 7));
    heard(shipment("SH-1", ORDER, "10", 3));
    heard(answer(SupplierOutcome.PARTIAL, 1));
    OrderProgress read = progress();
    assertThat(read.shares())
        .extracting(share -> share.of(OrderFigure.PACKED) / FixedPoint.ONE)
        .containsExactly(7L, 0L);
    assertThat(read.shares().getLast().of(OrderFigure.REFUSED)).isEqualTo(3 * FixedPoint.ONE);
    assertThat(read.shares().getLast().of(OrderFigure.ACKNOWLEDGED)).isEqualTo(FixedPoint.ONE);
    assertThat(read.shipments())
        .singleElement()
        .satisfies(s -> assertThat(s.lines()).isEqualTo(Map.of("10", 3 * FixedPoint.ONE)));
  }

  @Test
  void repeatedNewsChangesNothing() throws SQLException {
    for (Change change :
        List.of(
            status(Status.PICKED, "10", 4),
            shipment("SH-1", ORDER, "10", 3),
            answer(SupplierOutcome.PARTIAL, 1))) {
      heard(change);
      List<String> events = accepted.timeline(ORDER);
      OrderProgress before = progress();
      assertThat(heard(change)).isEqualTo(new Outcome.Applied());
      assertThat(progress()).isEqualTo(before);
      assertThat(accepted.timeline(ORDER)).isEqualTo(events);
    }
    assertThat(accepted.rows("SELECT type, subject, state FROM trouble"))
        .containsExactly("SUPPLIER_REJECTED " + PURCHASE + "/20 OPEN");
  }

  @Test
  void cancellationGivesUpWhatIsHeld() throws SQLException {
    heard(status(Status.CANCELLED, "10", 4));
    assertThat(accepted.effects)
        .containsExactly(new Effect.CancelHold(ORDER, "10", "A", 4 * FixedPoint.ONE));
  }

  @Test
  void whatIsReroutedIsANewPartOfTheLine() throws SQLException {
    orders = accepted.orders(RefusalPolicy.REROUTE);
    heard(answer(SupplierOutcome.REJECTED, 3));
    assertThat(accepted.effects)
        .containsExactly(new Effect.Reroute(PURCHASE, "20", "B", 3 * FixedPoint.ONE));
    assertThat(accepted.rows("SELECT type FROM trouble")).isEmpty();
    accepted.replaced(ORDER, "20", ORDER + "-2", "B", 2 * FixedPoint.ONE);
    happened(new ProgressEvent.Rerouted(PURCHASE, "20", "B", 2 * FixedPoint.ONE));
    assertThat(accepted.rows("SELECT type FROM trouble")).containsExactly("SUPPLIER_REJECTED");
    assertThat(accepted.timeline(ORDER)).contains("order.refused", "order.rerouted", "trouble");
    heard(shipment("SH-1", ORDER + "-2", "20", 2));
    heard(shipment("SH-2", PURCHASE, "20", 1));
    assertThat(accepted.rows("SELECT shipped FROM order_line WHERE line = '20'"))
        .containsExactly("3000000");
  }

  @Test
  void whatFitsNoOrderIsTurned() throws SQLException {
    assertThat(heard(shipment("SH-1", "O-NOBODY", "10", 1)))
        .isEqualTo(new Outcome.Turned("order-unknown", "there is no order O-NOBODY"));
    assertThat(heard(status(Status.PICKED, "99", 1)))
        .isEqualTo(
            new Outcome.Turned("order-line-unknown", "order " + ORDER + " has no line '99'"));
    assertThat(heard(shipment("SH-1", ORDER + "-7", "10", 1)))
        .isInstanceOfSatisfying(
            Outcome.Turned.class,
            turned -> assertThat(turned.code()).isEqualTo("order-document-unknown"));
    assertThat(heard(new Deletion(new ObjectKey.Simple(ObjectKind.ITEM, "A"))))
        .isInstanceOf(Outcome.Turned.class);
  }

  @Test
  void theErpMayUseItsOwnName() throws SQLException {
    OrderStatusChange named = new OrderStatusChange("", "SO-1", Status.ALLOCATED, List.of());
    assertThat(heard(named)).isEqualTo(new Outcome.Early("SO-1"));
    Optional<ProgressStep> step =
        accepted.database().inTransaction(c -> orders.forwarded(c, ORDER, "erp", ORDER, "SO-1"));
    assertThat(step).isPresent();
    assertThat(heard(named)).isEqualTo(new Outcome.Applied());
    assertThat(accepted.rows("SELECT line, allocated FROM order_line ORDER BY number"))
        .containsExactly("10 10000000", "20 0");
  }

  @Test
  void whatWaitedForTheNameWasSaidBefore() throws SQLException {
    String early =
        """
        {"specversion": "1.0", "id": "e1", "source": "/erp", "type": "tradecounter.order-status.v1",
         "data": {"erpOrder": "SO-1", "status": "ACKNOWLEDGED"}}
        """;
    accepted
        .database()
        .inTransaction(
            connection -> {
              Orders.await(
                  connection, "SO-1", 0, 7, "erp", AT, early.getBytes(StandardCharsets.UTF_8));
              return true;
            });
    heard(new OrderStatusChange(ORDER, "SO-1", Status.CANCELLED, List.of()));
    assertThat(accepted.timeline(ORDER)).containsExactly("order.acknowledged", "order.cancelled");
    assertThat(accepted.rows("SELECT type FROM trouble")).isEmpty();
  }

  @Test
  void aStatusMayTellBothNames() throws SQLException {
    heard(new OrderStatusChange(ORDER, "SO-1", Status.ACKNOWLEDGED, List.of()));
    assertThat(heard(new OrderStatusChange("", "SO-1", Status.PACKED, List.of())))
        .isEqualTo(new Outcome.Applied());
  }

  @Test
  void aRequestToCancelIsPassedOnOnce() throws SQLException {
    for (int i = 0; i < 2; i++) {
      accepted
          .database()
          .inTransaction(
              c -> orders.happened(c, ORDER, "tradecounter", new ProgressEvent.CancelRequested()));
    }
    assertThat(accepted.effects).containsExactly(new Effect.Withdraw());
    assertThat(accepted.timeline(ORDER)).containsExactly("order.cancel-requested");
    assertThat(progress().cancelRequested()).isTrue();
  }

  @Test
  void nothingHappensIfTheTransactionIsRolledBack() throws SQLException {
    assertThatThrownBy(
            () ->
                accepted
                    .database()
                    .inTransaction(
                        connection -> {
                          var _ =
                              orders.happened(
                                  connection,
                                  ORDER,
                                  "erp",
                                  new ProgressEvent.Forwarded(ORDER, "SO-1", Map.of()));
                          throw new SQLException("the node dies here");
                        }))
        .isInstanceOf(SQLException.class);
    assertThat(accepted.status(ORDER)).isEqualTo("ACCEPTED");
    assertThat(accepted.timeline(ORDER)).isEmpty();
    assertThat(accepted.rows("SELECT 1 FROM order_share")).isEmpty();
  }
}
