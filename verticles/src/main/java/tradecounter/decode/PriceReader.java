package tradecounter.decode;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.Cost;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Party;
import tradecounter.engine.canonical.Price;
import tradecounter.engine.canonical.PriceBreak;
import tradecounter.json.JsonCursor;
import tradecounter.json.RefusalException;

/** Prices of lists and contracts, and costs. */
final class PriceReader extends DataReader {
  private static final int MAXIMUM_BREAKS = 100;

  PriceReader(JsonCursor in) {
    super(in);
  }

  Price price() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String list;
          @Nullable String item;
          String uom = "";
          @Nullable List<PriceBreak> breaks;
          int priceUnit = 1;
          String breakGroup = "";
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
            case "priceUnit" -> it.priceUnit = priceUnit();
            case "breakGroup" -> it.breakGroup = in.key();
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
        it.breakGroup,
        it.validFromDay,
        it.validToDay);
  }

  ContractPrice contractPrice() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String contract;
          String customer = "";
          String buyingGroup = "";
          String item = "";
          String category = "";
          String uom = "";
          String currency = "";
          List<PriceBreak> breaks = List.of();
          int priceUnit = 1;
          @Nullable Long discountPercent;
          int priority = DEFAULT_PRIORITY;
          String breakGroup = "";
          boolean promotions;
          int validFromDay = Day.OPEN_START;
          int validToDay = Day.OPEN_END;
        };
    in.object(
        field -> {
          switch (field) {
            case "contract" -> it.contract = in.key();
            case "customer" -> it.customer = in.key();
            case "buyingGroup" -> it.buyingGroup = in.key();
            case "item" -> it.item = in.key();
            case "category" -> it.category = in.key();
            case "uom" -> it.uom = in.key();
            case "currency" -> it.currency = in.currency();
            case "breaks" -> it.breaks = breaks();
            case "priceUnit" -> it.priceUnit = priceUnit();
            case "discountPercent" -> it.discountPercent = percent(0, 100);
            case "priority" -> it.priority = priority();
            case "breakGroup" -> it.breakGroup = in.key();
            case "promotions" -> it.promotions = in.flag();
            case "validFrom" -> it.validFromDay = in.day();
            case "validTo" -> it.validToDay = in.day();
            default -> in.unknown(field);
          }
        });
    boolean ofCustomer = !it.customer.isEmpty();
    boolean ofItem = !it.item.isEmpty();
    exactlyOne("customer", ofCustomer, "buyingGroup", !it.buyingGroup.isEmpty());
    exactlyOne("item", ofItem, "category", !it.category.isEmpty());
    exactlyOne("breaks", !it.breaks.isEmpty(), "discountPercent", it.discountPercent != null);
    return new ContractPrice(
        required("contract", it.contract),
        ofCustomer ? Party.customer(it.customer) : Party.buyingGroup(it.buyingGroup),
        ofItem ? ContractPrice.Target.ITEM : ContractPrice.Target.CATEGORY,
        ofItem ? it.item : it.category,
        it.uom,
        it.currency,
        it.breaks,
        it.priceUnit,
        it.discountPercent == null ? 0 : it.discountPercent,
        it.priority,
        it.breakGroup,
        it.promotions,
        it.validFromDay,
        it.validToDay);
  }

  Cost cost() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String item;
          String location = "";
          @Nullable Long amount;
          @Nullable String currency;
          int validFromDay = Day.OPEN_START;
        };
    in.object(
        field -> {
          switch (field) {
            case "item" -> it.item = in.key();
            case "location" -> it.location = in.key();
            case "amount" -> it.amount = in.decimalFromZero();
            case "currency" -> it.currency = in.currency();
            case "validFrom" -> it.validFromDay = in.day();
            default -> in.unknown(field);
          }
        });
    return new Cost(
        required("item", it.item),
        it.location,
        required("amount", it.amount),
        required("currency", it.currency),
        it.validFromDay);
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

  private int priceUnit() throws IOException, RefusalException {
    int unit = in.integer(1, 1_000);
    if (unit != 1 && unit != 100 && unit != 1_000) {
      throw in.wrongValue("must be 1, 100 or 1000");
    }
    return unit;
  }
}
