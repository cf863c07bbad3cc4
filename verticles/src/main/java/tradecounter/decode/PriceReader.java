package tradecounter.decode;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Price;
import tradecounter.engine.canonical.PriceBreak;
import tradecounter.engine.canonical.PriceList;
import tradecounter.json.JsonCursor;
import tradecounter.json.RefusalException;

/** Price lists, prices and contract prices. */
final class PriceReader extends DataReader {
  private static final int MAXIMUM_CUSTOMERS = 100_000;
  private static final int MAXIMUM_BREAKS = 100;
  private static final int MAXIMUM_PRICE_UNIT = 1_000;
  private static final int PERCENT_DECIMALS = 4;

  PriceReader(JsonCursor in) {
    super(in);
  }

  PriceList priceList() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String list;
          @Nullable String currency;
          PriceList.@Nullable Kind kind;
          Set<String> groups = Set.of();
          Set<String> customers = Set.of();
          Set<String> channels = Set.of();
          int priority = DEFAULT_PRIORITY;
          int validFromDay = Day.OPEN_START;
          int validToDay = Day.OPEN_END;
          boolean merge = true;
        };
    in.object(
        field -> {
          switch (field) {
            case "list" -> it.list = in.key();
            case "currency" -> it.currency = in.currency();
            case "kind" -> it.kind = in.name(PriceList.Kind.class);
            case "groups" -> it.groups = keySet();
            case "customers" -> it.customers = set(MAXIMUM_CUSTOMERS, in::key);
            case "channels" -> it.channels = keySet();
            case "priority" -> it.priority = priority();
            case "validFrom" -> it.validFromDay = in.day();
            case "validTo" -> it.validToDay = in.day();
            case "merge" -> it.merge = in.flag();
            case "derivedFrom" ->
                throw in.wrong(
                    "derived-list-unsupported",
                    "lists derived from another list are not priced yet: send the prices");
            default -> in.unknown(field);
          }
        });
    return new PriceList(
        required("list", it.list),
        required("currency", it.currency),
        required("kind", it.kind),
        it.groups,
        it.customers,
        it.channels,
        it.priority,
        it.validFromDay,
        it.validToDay,
        it.merge);
  }

  Price price() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String list;
          @Nullable String item;
          String uom = "";
          @Nullable List<PriceBreak> breaks;
          int priceUnit = 1;
          int validFromDay = Day.OPEN_START;
          int validToDay = Day.OPEN_END;
        };
    in.object(
        field -> {
          switch (field) {
            case "list" -> it.list = in.key();
            case "item" -> it.item = in.key();
            case "uom" -> it.uom = in.key();
            case "breaks" -> it.breaks = breaks();
            case "priceUnit" -> it.priceUnit = in.integer(1, MAXIMUM_PRICE_UNIT);
            case "validFrom" -> it.validFromDay = in.day();
            case "validTo" -> it.validToDay = in.day();
            default -> in.unknown(field);
          }
        });
    return new Price(
        required("list", it.list),
        required("item", it.item),
        it.uom,
        required("breaks", it.breaks),
        it.priceUnit,
        it.validFromDay,
        it.validToDay);
  }

  ContractPrice contractPrice() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String contract;
          @Nullable String customer;
          String item = "";
          String category = "";
          String uom = "";
          String currency = "";
          List<PriceBreak> breaks = List.of();
          @Nullable Long discountPercent;
          int validFromDay = Day.OPEN_START;
          int validToDay = Day.OPEN_END;
        };
    in.object(
        field -> {
          switch (field) {
            case "contract" -> it.contract = in.key();
            case "customer" -> it.customer = in.key();
            case "item" -> it.item = in.key();
            case "category" -> it.category = in.key();
            case "uom" -> it.uom = in.key();
            case "currency" -> it.currency = in.currency();
            case "breaks" -> it.breaks = breaks();
            case "discountPercent" -> it.discountPercent = percent();
            case "validFrom" -> it.validFromDay = in.day();
            case "validTo" -> it.validToDay = in.day();
            default -> in.unknown(field);
          }
        });
    boolean ofItem = !it.item.isEmpty();
    exactlyOne("item", ofItem, "category", !it.category.isEmpty());
    exactlyOne("breaks", !it.breaks.isEmpty(), "discountPercent", it.discountPercent != null);
    return new ContractPrice(
        required("contract", it.contract),
        required("customer", it.customer),
        ofItem ? ContractPrice.Target.ITEM : ContractPrice.Target.CATEGORY,
        ofItem ? it.item : it.category,
        it.uom,
        it.currency,
        it.breaks,
        it.discountPercent == null ? 0 : it.discountPercent,
        it.validFromDay,
        it.validToDay);
  }

  /** At least one. */
  private List<PriceBreak> breaks() throws IOException, RefusalException {
    List<PriceBreak> breaks = in.array(MAXIMUM_BREAKS, this::priceBreak);
    if (breaks.isEmpty()) {
      throw in.wrong("must have 1 to " + MAXIMUM_BREAKS + " breaks");
    }
    return breaks;
  }

  private PriceBreak priceBreak() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable Long minimum;
          @Nullable Long amount;
        };
    in.object(
        field -> {
          switch (field) {
            case "minimum" -> it.minimum = in.quantityFromZero();
            case "amount" -> it.amount = in.decimalFromZero();
            default -> in.unknown(field);
          }
        });
    return new PriceBreak(required("minimum", it.minimum), required("amount", it.amount));
  }

  private long percent() throws IOException, RefusalException {
    long percent = in.decimalFromZero(PERCENT_DECIMALS);
    if (percent > FixedPoint.of(100)) {
      throw in.wrong("must be 0 to 100");
    }
    return percent;
  }
}
