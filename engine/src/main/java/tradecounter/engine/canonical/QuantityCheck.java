package tradecounter.engine.canonical;

import java.util.OptionalLong;
import tradecounter.engine.canonical.Item.QuantityRules;
import tradecounter.engine.canonical.Item.UnitOfMeasure;

/**
 * Whether a quantity of an item may be ordered: by the item's rules, by the decimals of the unit it
 * is given in, and by those of the item's base unit. Never changes the quantity.
 */
public sealed interface QuantityCheck {

  /** It may be ordered. */
  record Valid() implements QuantityCheck {}

  /**
   * It may not.
   *
   * @param rule the first rule that it breaks, in the order of {@link Rule}
   * @param detail a sentence for the one who asks
   * @param below the largest smaller quantity that may be ordered, millionths of the unit that was
   *     asked in; empty if there is none
   * @param above the smallest larger one; empty if there is none
   */
  record Invalid(Rule rule, String detail, OptionalLong below, OptionalLong above)
      implements QuantityCheck {}

  /** What a quantity can break. */
  enum Rule {
    DECIMALS("quantity-decimals"),
    MINIMUM("quantity-below-minimum"),
    MAXIMUM("quantity-above-maximum"),
    MULTIPLE("quantity-not-multiple");

    private final String code;

    Rule(String code) {
      this.code = code;
    }

    /** Its stable name. */
    public String code() {
      return code;
    }
  }

  /**
   * Checks a quantity.
   *
   * @param unit one of the item's
   * @param quantity in that unit, millionths, above zero
   */
  static QuantityCheck of(Item item, UnitOfMeasure unit, long quantity) {
    long base = UnitConversion.toBase(quantity, unit);
    QuantityRules rules = item.quantityRules();
    if (!FixedPoint.fits(quantity, unit.decimals())) {
      return broken(
          Rule.DECIMALS, decimals(item, unit.uom(), unit.decimals()), item, unit, quantity);
    }
    if (base == UnitConversion.NOT_WHOLE || !FixedPoint.fits(base, item.quantityDecimals())) {
      return broken(
          Rule.DECIMALS,
          decimals(item, item.baseUom(), item.quantityDecimals()),
          item,
          unit,
          quantity);
    }
    if (base < rules.minimum()) {
      return broken(
          Rule.MINIMUM,
          "the least of it is " + amount(rules.minimum(), item),
          item,
          unit,
          quantity);
    }
    if (rules.maximum() > 0 && base > rules.maximum()) {
      return broken(
          Rule.MAXIMUM, "the most of it is " + amount(rules.maximum(), item), item, unit, quantity);
    }
    if (rules.multiple() > 0 && base % rules.multiple() != 0) {
      return broken(
          Rule.MULTIPLE,
          "it comes in multiples of " + amount(rules.multiple(), item),
          item,
          unit,
          quantity);
    }
    return new Valid();
  }

  private static QuantityCheck broken(
      Rule rule, String sentence, Item item, UnitOfMeasure unit, long quantity) {
    ValidQuantities valid = ValidQuantities.of(item, unit);
    OptionalLong below = valid.below(quantity);
    OptionalLong above = valid.above(quantity);
    return new Invalid(rule, sentence + "; " + nearest(below, above, unit.uom()), below, above);
  }

  private static String decimals(Item item, String uom, int decimals) {
    return decimals == 0
        ? item.item() + " comes in whole " + uom
        : item.item() + " has at most " + decimals + " decimals in " + uom;
  }

  private static String amount(long base, Item item) {
    return FixedPoint.format(base) + " " + item.baseUom();
  }

  private static String nearest(OptionalLong below, OptionalLong above, String uom) {
    if (below.isEmpty() && above.isEmpty()) {
      return "no quantity in " + uom + " keeps all its rules";
    }
    if (below.isPresent() && above.isPresent()) {
      return "ask for "
          + FixedPoint.format(below.getAsLong())
          + " or "
          + FixedPoint.format(above.getAsLong())
          + " "
          + uom;
    }
    long only = below.isPresent() ? below.getAsLong() : above.getAsLong();
    return "ask for " + FixedPoint.format(only) + " " + uom;
  }
}
