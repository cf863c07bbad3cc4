package tradecounter.decode;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Item;
import tradecounter.json.JsonCursor;
import tradecounter.json.RefusalException;

/** Items. */
final class ItemReader extends DataReader {
  private static final long MAXIMUM_FACTOR = 1_000_000_000;

  ItemReader(JsonCursor in) {
    super(in);
  }

  Item item() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String item;
          String description = "";
          String category = "";
          Item.@Nullable Policy policy;
          boolean dropShipEligible;
          @Nullable String baseUom;
          int decimals;
          List<Item.UnitOfMeasure> uoms = List.of();
          boolean sellable = true;
          String taxCategory = "";
          List<Item.Component> components = List.of();
          Item.QuantityRules rules = Item.QuantityRules.NONE;
          List<Item.Substitute> substitutes = List.of();
          int horizonDays = Item.DEFAULT_HORIZON_DAYS;
        };
    in.object(
        field -> {
          switch (field) {
            case "item" -> it.item = in.key();
            case "description" -> it.description = in.text();
            case "category" -> it.category = in.key();
            case "policy" -> it.policy = in.name(Item.Policy.class);
            case "dropShipEligible" -> it.dropShipEligible = in.flag();
            case "baseUom" -> it.baseUom = in.key();
            case "quantityDecimals" -> it.decimals = decimals();
            case "uoms" -> it.uoms = in.array(100, this::unit);
            case "sellable" -> it.sellable = in.flag();
            case "taxCategory" -> it.taxCategory = in.key();
            case "components" -> it.components = in.array(500, this::component);
            case "quantityRules" -> it.rules = quantityRules();
            case "substitutes" -> it.substitutes = in.array(100, this::substitute);
            case "horizonDays" -> it.horizonDays = in.integer(1, Item.MAXIMUM_HORIZON_DAYS);
            default -> in.unknown(field);
          }
        });
    return new Item(
        required("item", it.item),
        it.description,
        it.category,
        required("policy", it.policy),
        it.dropShipEligible,
        required("baseUom", it.baseUom),
        it.decimals,
        it.uoms,
        it.sellable,
        it.taxCategory,
        it.components,
        it.rules,
        it.substitutes,
        it.horizonDays);
  }

  private int decimals() throws IOException, RefusalException {
    return in.integer(0, FixedPoint.DECIMALS);
  }

  private Item.UnitOfMeasure unit() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String uom;
          @Nullable Long numerator;
          @Nullable Long denominator;
          int decimals = FixedPoint.DECIMALS;
        };
    in.object(
        field -> {
          switch (field) {
            case "uom" -> it.uom = in.key();
            case "numerator" -> it.numerator = in.whole(1, MAXIMUM_FACTOR);
            case "denominator" -> it.denominator = in.whole(1, MAXIMUM_FACTOR);
            case "decimals" -> it.decimals = decimals();
            default -> in.unknown(field);
          }
        });
    return new Item.UnitOfMeasure(
        required("uom", it.uom),
        required("numerator", it.numerator),
        required("denominator", it.denominator),
        it.decimals);
  }

  private Item.Component component() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String item;
          @Nullable Long quantity;
          boolean optional;
          boolean stocked = true;
        };
    in.object(
        field -> {
          switch (field) {
            case "item" -> it.item = in.key();
            case "quantity" -> it.quantity = in.quantityAboveZero();
            case "optional" -> it.optional = in.flag();
            case "stocked" -> it.stocked = in.flag();
            default -> in.unknown(field);
          }
        });
    return new Item.Component(
        required("item", it.item), required("quantity", it.quantity), it.optional, it.stocked);
  }

  private Item.QuantityRules quantityRules() throws IOException, RefusalException {
    var it =
        new Object() {
          long minimum;
          long maximum;
          long multiple;
        };
    in.object(
        field -> {
          switch (field) {
            case "minimum" -> it.minimum = in.quantityFromZero();
            case "maximum" -> it.maximum = in.quantityFromZero();
            case "multiple" -> it.multiple = in.quantityAboveZero();
            default -> in.unknown(field);
          }
        });
    return new Item.QuantityRules(it.minimum, it.maximum, it.multiple);
  }

  private Item.Substitute substitute() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String item;
          Item.Substitute.@Nullable Kind kind;
          int rank = 1;
        };
    in.object(
        field -> {
          switch (field) {
            case "item" -> it.item = in.key();
            case "kind" -> it.kind = in.name(Item.Substitute.Kind.class);
            case "rank" -> it.rank = priority();
            default -> in.unknown(field);
          }
        });
    return new Item.Substitute(required("item", it.item), required("kind", it.kind), it.rank);
  }
}
