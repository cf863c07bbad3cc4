package tradecounter.decode;

import java.io.IOException;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Demand;
import tradecounter.engine.canonical.PositionChange;
import tradecounter.engine.canonical.PositionChange.Figure;
import tradecounter.engine.canonical.Protection;
import tradecounter.engine.canonical.Receipt;
import tradecounter.engine.canonical.Reflection;
import tradecounter.json.JsonCursor;
import tradecounter.json.RefusalException;

/** Positions, receipts, demands, commitments and protections. */
final class InventoryReader extends DataReader {
  private static final int MAXIMUM_ORDER_LINES = 100_000;

  InventoryReader(JsonCursor in) {
    super(in);
  }

  PositionChange position(boolean absolute) throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String item;
          @Nullable String location;
          @Nullable String reason;
          String orderLine = "";
          Reflection reflects = Reflection.NONE;
          int mask;
          final long[] figures = new long[PositionChange.FIGURES];

          void put(Figure figure, long quantity) {
            figures[figure.index()] = quantity;
            mask |= figure.bit();
          }
        };
    in.object(
        field -> {
          switch (field) {
            case "item" -> it.item = in.key();
            case "location" -> it.location = in.key();
            case "onHand" -> it.put(Figure.ON_HAND, in.quantity());
            case "allocated" ->
                it.put(Figure.ALLOCATED, absolute ? in.quantityFromZero() : in.quantity());
            case "blocked" ->
                it.put(Figure.BLOCKED, absolute ? in.quantityFromZero() : in.quantity());
            case "safetyStock" -> {
              if (!absolute) {
                throw in.wrong("field-unknown", "safetyStock is set, not adjusted");
              }
              it.put(Figure.SAFETY_STOCK, in.quantityFromZero());
            }
            case "reason", "orderLine" -> {
              if (absolute) {
                in.unknown(field);
              } else if (field.equals("reason")) {
                it.reason = in.key();
              } else {
                it.orderLine = in.key();
              }
            }
            case "reflects" -> {
              if (absolute) {
                it.reflects = reflects();
              } else {
                in.unknown(field);
              }
            }
            default -> in.unknown(field);
          }
        });
    if (!absolute) {
      required("reason", it.reason);
    }
    long[] figures = it.figures;
    return new PositionChange(
        required("item", it.item),
        required("location", it.location),
        absolute,
        it.mask,
        figures[0],
        figures[1],
        figures[2],
        figures[3],
        it.reflects,
        it.orderLine);
  }

  private Reflection reflects() throws IOException, RefusalException {
    var it =
        new Object() {
          Set<String> orderLines = Set.of();
          long upToMillis = Reflection.UNSAID;
        };
    in.object(
        field -> {
          switch (field) {
            case "orderLines" -> it.orderLines = set(MAXIMUM_ORDER_LINES, in::key);
            case "watermark" -> it.upToMillis = in.instant().toEpochMilli();
            default -> in.unknown(field);
          }
        });
    return new Reflection(it.orderLines, it.upToMillis);
  }

  Receipt receipt() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String receipt;
          @Nullable String item;
          @Nullable String location;
          @Nullable Long quantity;
          long received;
          int expectedOnDay = Day.OPEN_END;
          Receipt.Kind kind = Receipt.Kind.PURCHASE;
          String supplier = "";
          Receipt.Status status = Receipt.Status.OPEN;
        };
    in.object(
        field -> {
          switch (field) {
            case "receipt" -> it.receipt = in.key();
            case "item" -> it.item = in.key();
            case "location" -> it.location = in.key();
            case "quantity" -> it.quantity = in.quantityFromZero();
            case "received" -> it.received = in.quantityFromZero();
            case "expectedOn" -> it.expectedOnDay = in.isNull() ? Day.OPEN_END : in.day();
            case "kind" -> it.kind = in.name(Receipt.Kind.class);
            case "supplier" -> it.supplier = in.key();
            case "status" -> it.status = in.name(Receipt.Status.class);
            default -> in.unknown(field);
          }
        });
    return new Receipt(
        required("receipt", it.receipt),
        required("item", it.item),
        required("location", it.location),
        required("quantity", it.quantity),
        it.received,
        it.expectedOnDay,
        it.kind,
        it.supplier,
        it.status);
  }

  Demand demand() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String demand;
          @Nullable String item;
          @Nullable String location;
          @Nullable Long quantity;
          @Nullable Integer dueOnDay;
          String orderLine = "";
          Demand.Status status = Demand.Status.OPEN;
        };
    in.object(
        field -> {
          switch (field) {
            case "demand" -> it.demand = in.key();
            case "item" -> it.item = in.key();
            case "location" -> it.location = in.key();
            case "quantity" -> it.quantity = in.quantityFromZero();
            case "dueOn" -> it.dueOnDay = in.day();
            case "orderLine" -> it.orderLine = in.key();
            case "status" -> it.status = in.name(Demand.Status.class);
            default -> in.unknown(field);
          }
        });
    return new Demand(
        required("demand", it.demand),
        required("item", it.item),
        required("location", it.location),
        required("quantity", it.quantity),
        required("dueOn", it.dueOnDay),
        it.orderLine,
        it.status);
  }

  Commitment commitment() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String supplier;
          @Nullable String item;
          @Nullable Long quantity;
          @Nullable Integer leadTimeDays;
          @Nullable Instant asOf;
          long validUntilMillis = Long.MAX_VALUE;
          long minimumOrder;
          Reflection reflects = Reflection.NONE;
        };
    in.object(
        field -> {
          switch (field) {
            case "supplier" -> it.supplier = in.key();
            case "item" -> it.item = in.key();
            case "quantity" -> it.quantity = in.quantityFromZero();
            case "leadTimeDays" ->
                it.leadTimeDays = in.integer(0, Commitment.MAXIMUM_LEAD_TIME_DAYS);
            case "asOf" -> it.asOf = in.instant();
            case "validUntil" -> it.validUntilMillis = in.instant().toEpochMilli();
            case "minimumOrder" -> it.minimumOrder = in.quantityFromZero();
            case "reflects" -> it.reflects = reflects();
            default -> in.unknown(field);
          }
        });
    return new Commitment(
        required("supplier", it.supplier),
        required("item", it.item),
        required("quantity", it.quantity),
        required("leadTimeDays", it.leadTimeDays),
        required("asOf", it.asOf).toEpochMilli(),
        it.validUntilMillis,
        it.minimumOrder,
        it.reflects);
  }

  Protection protection() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String protection;
          String item = "";
          String category = "";
          String channel = "";
          String customerGroup = "";
          @Nullable Long minimum;
          @Nullable Long maximum;
          int validFromDay = Day.OPEN_START;
          int validToDay = Day.OPEN_END;
        };
    in.object(
        field -> {
          switch (field) {
            case "protection" -> it.protection = in.key();
            case "item" -> it.item = in.key();
            case "category" -> it.category = in.key();
            case "channel" -> it.channel = in.key();
            case "customerGroup" -> it.customerGroup = in.key();
            case "minimum" -> it.minimum = in.quantityFromZero();
            case "maximum" -> it.maximum = in.quantityFromZero();
            case "validFrom" -> it.validFromDay = in.day();
            case "validTo" -> it.validToDay = in.day();
            default -> in.unknown(field);
          }
        });
    exactlyOne("item", !it.item.isEmpty(), "category", !it.category.isEmpty());
    exactlyOne("channel", !it.channel.isEmpty(), "customerGroup", !it.customerGroup.isEmpty());
    exactlyOne("minimum", it.minimum != null, "maximum", it.maximum != null);
    return new Protection(
        required("protection", it.protection),
        it.item,
        it.category,
        it.channel,
        it.customerGroup,
        it.minimum == null ? Protection.Bound.MAXIMUM : Protection.Bound.MINIMUM,
        it.minimum == null ? required("maximum", it.maximum) : it.minimum,
        it.validFromDay,
        it.validToDay);
  }
}
