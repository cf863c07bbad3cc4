package tradecounter.decode;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.PriceList;
import tradecounter.engine.canonical.PriceList.Formula;
import tradecounter.json.JsonCursor;
import tradecounter.json.RefusalException;

/** Price lists. */
final class PriceListReader extends DataReader {
  private static final int MAXIMUM_CUSTOMERS = 100_000;
  private static final long LARGEST_MARK_UP = -1_000;

  PriceListReader(JsonCursor in) {
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
          boolean promotions = true;
          Formula formula = Formula.NONE;
        };
    in.object(
        field -> {
          switch (field) {
            case "list" -> it.list = in.key();
            case "currency" -> it.currency = in.currency();
            case "kind" -> it.kind = in.name(PriceList.Kind.class);
            case "groups" -> it.groups = someKeys("a list of another kind than GROUP");
            case "customers" ->
                it.customers = someKeys(MAXIMUM_CUSTOMERS, "a list that is for those who name it");
            case "channels" -> it.channels = someKeys("all channels");
            case "priority" -> it.priority = priority();
            case "validFrom" -> it.validFromDay = in.day();
            case "validTo" -> it.validToDay = in.day();
            case "merge" -> it.merge = in.flag();
            case "promotions" -> it.promotions = in.flag();
            case "derivedFrom" -> it.formula = formula();
            default -> in.unknown(field);
          }
        });
    String list = required("list", it.list);
    if (list.equals(it.formula.list())) {
      throw in.wrong(
          "formula-circular",
          "list " + list + " is derived from itself: name another list in 'derivedFrom'");
    }
    return new PriceList(
        list,
        required("currency", it.currency),
        required("kind", it.kind),
        it.groups,
        it.customers,
        it.channels,
        it.priority,
        it.validFromDay,
        it.validToDay,
        it.merge,
        it.promotions,
        it.formula);
  }

  private Formula formula() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String list;
          long discountPercent;
          long roundTo;
          long surcharge;
          long minimumMarginPercent = Formula.NO_MINIMUM;
          long maximumMarginPercent = Formula.NO_MAXIMUM;
        };
    in.object(
        field -> {
          switch (field) {
            case "list" -> it.list = in.key();
            case "discountPercent" -> it.discountPercent = percent(LARGEST_MARK_UP, 100);
            case "roundTo" -> it.roundTo = in.decimalFromZero();
            case "surcharge" -> it.surcharge = in.decimal();
            case "minimumMarginPercent" -> it.minimumMarginPercent = margin();
            case "maximumMarginPercent" -> it.maximumMarginPercent = margin();
            default -> in.unknown(field);
          }
        });
    return new Formula(
        required("list", it.list),
        it.discountPercent,
        it.roundTo,
        it.surcharge,
        it.minimumMarginPercent,
        it.maximumMarginPercent);
  }

  private long margin() throws IOException, RefusalException {
    long percent = in.decimal(PERCENT_DECIMALS);
    if (percent <= FixedPoint.of(LARGEST_MARK_UP) || percent >= FixedPoint.of(100)) {
      throw in.wrongValue("must be above " + LARGEST_MARK_UP + " and below 100");
    }
    return percent;
  }
}
