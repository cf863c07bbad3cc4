package tradecounter.decode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.OrderStatusChange;
import tradecounter.engine.canonical.ShipmentMilestone;
import tradecounter.engine.canonical.ShipmentNews;
import tradecounter.engine.canonical.SupplierAcknowledgement;
import tradecounter.engine.canonical.SupplierOutcome;
import tradecounter.json.JsonCursor;
import tradecounter.json.RefusalException;

/** What becomes of orders: their status, shipments, and what suppliers answer. */
final class FulfilmentReader extends DataReader {
  private static final int MAXIMUM_LINES = 1_000;
  private static final int MAXIMUM_REASON = 512;

  FulfilmentReader(JsonCursor in) {
    super(in);
  }

  OrderStatusChange orderStatus() throws IOException, RefusalException {
    var it =
        new Object() {
          String order = "";
          String erpOrder = "";
          OrderStatusChange.@Nullable Status status;
          List<OrderStatusChange.Line> lines = List.of();
        };
    in.object(
        field -> {
          switch (field) {
            case "orderId" -> it.order = in.key();
            case "erpOrder" -> it.erpOrder = in.key();
            case "status" -> it.status = in.name(OrderStatusChange.Status.class);
            case "lines" -> it.lines = lines(this::statusLine);
            default -> in.unknown(field);
          }
        });
    if (it.order.isEmpty() && it.erpOrder.isEmpty()) {
      throw in.missing("orderId");
    }
    return new OrderStatusChange(it.order, it.erpOrder, required("status", it.status), it.lines);
  }

  private OrderStatusChange.Line statusLine() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String line;
          @Nullable Long quantity;
          String reason = "";
          Optional<OrderStatusChange.UnitPrice> price = Optional.empty();
        };
    in.object(
        field -> {
          switch (field) {
            case "lineId" -> it.line = in.key();
            case "quantity" -> it.quantity = in.quantityAboveZero();
            case "reason" -> it.reason = in.text(MAXIMUM_REASON, 0);
            case "unitPrice" -> it.price = Optional.of(unitPrice());
            default -> in.unknown(field);
          }
        });
    return new OrderStatusChange.Line(
        required("lineId", it.line), required("quantity", it.quantity), it.reason, it.price);
  }

  private OrderStatusChange.UnitPrice unitPrice() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable Long amount;
          @Nullable String currency;
        };
    in.object(
        field -> {
          switch (field) {
            case "amount" -> it.amount = in.decimalFromZero();
            case "currency" -> it.currency = in.currency();
            default -> in.unknown(field);
          }
        });
    return new OrderStatusChange.UnitPrice(
        required("amount", it.amount), required("currency", it.currency));
  }

  ShipmentNews shipment() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String shipment;
          @Nullable String order;
          String carrier = "";
          String tracking = "";
          List<ShipmentNews.Line> lines = List.of();
          ShipmentMilestone milestone = ShipmentMilestone.CREATED;
          long atMillis = Envelope.NO_TIME;
        };
    in.object(
        field -> {
          switch (field) {
            case "shipment" -> it.shipment = in.key();
            case "orderId" -> it.order = in.key();
            case "carrier" -> it.carrier = in.text(MAXIMUM_REASON, 0);
            case "tracking" -> it.tracking = in.text(MAXIMUM_REASON, 0);
            case "lines" -> it.lines = lines(this::shippedLine);
            case "milestone" -> it.milestone = in.name(ShipmentMilestone.class);
            case "at" -> it.atMillis = in.instant().toEpochMilli();
            default -> in.unknown(field);
          }
        });
    return new ShipmentNews(
        required("shipment", it.shipment),
        required("orderId", it.order),
        it.carrier,
        it.tracking,
        it.lines,
        it.milestone,
        it.atMillis);
  }

  private ShipmentNews.Line shippedLine() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String line;
          @Nullable Long quantity;
        };
    in.object(
        field -> {
          switch (field) {
            case "lineId" -> it.line = in.key();
            case "quantity" -> it.quantity = in.quantityAboveZero();
            default -> in.unknown(field);
          }
        });
    return new ShipmentNews.Line(required("lineId", it.line), required("quantity", it.quantity));
  }

  SupplierAcknowledgement supplierAcknowledgement() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String supplier;
          @Nullable String purchaseOrder;
          @Nullable List<SupplierAcknowledgement.Line> lines;
        };
    in.object(
        field -> {
          switch (field) {
            case "supplier" -> it.supplier = in.key();
            case "purchaseOrder" -> it.purchaseOrder = in.key();
            case "lines" -> it.lines = lines(this::answeredLine);
            default -> in.unknown(field);
          }
        });
    return new SupplierAcknowledgement(
        required("supplier", it.supplier),
        required("purchaseOrder", it.purchaseOrder),
        required("lines", it.lines));
  }

  private SupplierAcknowledgement.Line answeredLine() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String line;
          String item = "";
          long quantity = SupplierAcknowledgement.ALL;
          @Nullable SupplierOutcome outcome;
          int expectedOnDay = Day.OPEN_END;
          String reason = "";
        };
    in.object(
        field -> {
          switch (field) {
            case "lineId" -> it.line = in.key();
            case "item" -> it.item = in.key();
            case "quantity" -> it.quantity = in.quantityFromZero();
            case "outcome" -> it.outcome = in.name(SupplierOutcome.class);
            case "expectedOn" -> it.expectedOnDay = in.isNull() ? Day.OPEN_END : in.day();
            case "reason" -> it.reason = in.text(MAXIMUM_REASON, 0);
            default -> in.unknown(field);
          }
        });
    return new SupplierAcknowledgement.Line(
        required("lineId", it.line),
        it.item,
        it.quantity,
        required("outcome", it.outcome),
        it.expectedOnDay,
        it.reason);
  }

  private <T> List<T> lines(JsonCursor.ElementReader<T> reader)
      throws IOException, RefusalException {
    List<T> lines = new ArrayList<>();
    in.array(MAXIMUM_LINES, () -> lines.add(reader.read()));
    return lines;
  }
}
