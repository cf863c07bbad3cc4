package tradecounter.engine.canonical;

import static tradecounter.engine.canonical.InvalidFigureException.require;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is sold, keyed by {@code item} (SKU).
 *
 * @param description free text, empty if unknown
 * @param category what contracts and promotions may name, empty if none
 * @param baseUom the unit that quantities are counted in
 * @param quantityDecimals how many decimals a quantity in the base unit may have, 0 to 6
 * @param uoms further units, each an exact multiple of the base unit
 * @param components what a {@code BUNDLE} ships as, empty for others
 * @param horizonDays how many days, today included, availability to promise looks ahead
 */
public record Item(
    String item,
    String description,
    String category,
    Policy policy,
    boolean dropShipEligible,
    String baseUom,
    int quantityDecimals,
    List<UnitOfMeasure> uoms,
    boolean sellable,
    String taxCategory,
    List<Component> components,
    QuantityRules quantityRules,
    List<Substitute> substitutes,
    int horizonDays)
    implements Change {

  public static final int DEFAULT_HORIZON_DAYS = 90;
  public static final int MAXIMUM_HORIZON_DAYS = 730;

  /** How an item is supplied. */
  public enum Policy {
    STOCKED,
    DROP_SHIP,
    BUNDLE
  }

  /**
   * One {@code uom} is {@code numerator / denominator} base units.
   *
   * @param decimals how many decimals a quantity in this unit may have; answers are rounded down to
   *     them
   */
  public record UnitOfMeasure(String uom, long numerator, long denominator, int decimals) {
    public UnitOfMeasure(String uom, long numerator, long denominator) {
      this(uom, numerator, denominator, FixedPoint.DECIMALS);
    }

    public UnitOfMeasure {
      require(decimals >= 0 && decimals <= FixedPoint.DECIMALS, "uoms: decimals must be 0 to 6");
      require(numerator > 0 && denominator > 0, "uoms: numerator and denominator must be positive");
      require(
          numerator <= 1_000_000_000 && denominator <= 1_000_000_000,
          "uoms: numerator and denominator must be at most 1000000000");
    }
  }

  /** {@code quantity} base units of {@code item} in one bundle. */
  public record Component(String item, long quantity, boolean optional, boolean stocked) {
    public Component {
      require(quantity > 0, "components: quantity must be positive");
    }
  }

  /** Zero means "no rule". */
  public record QuantityRules(long minimum, long maximum, long multiple) {
    public static final QuantityRules NONE = new QuantityRules(0, 0, 0);

    public QuantityRules {
      require(
          minimum >= 0 && maximum >= 0 && multiple >= 0,
          "quantityRules: minimum, maximum and multiple must not be negative");
      require(maximum == 0 || minimum <= maximum, "quantityRules: minimum must not exceed maximum");
    }
  }

  /** Another item that may be offered instead. */
  public record Substitute(String item, Kind kind, int rank) {
    /** Why it may be offered. */
    public enum Kind {
      SUPERSEDES,
      ALTERNATIVE
    }
  }

  public Item {
    uoms = List.copyOf(uoms);
    components = List.copyOf(components);
    substitutes = List.copyOf(substitutes);
    require(
        quantityDecimals >= 0 && quantityDecimals <= FixedPoint.DECIMALS,
        "quantityDecimals must be 0 to 6");
    require(
        horizonDays >= 1 && horizonDays <= MAXIMUM_HORIZON_DAYS,
        "horizonDays must be 1 to " + MAXIMUM_HORIZON_DAYS);
    require(
        (policy == Policy.BUNDLE) != components.isEmpty(),
        "components: a BUNDLE needs at least one, and only a BUNDLE has any");
    Set<String> seen = new HashSet<>();
    for (Component component : components) {
      require(!component.item().equals(item), "components: a bundle cannot contain itself");
      require(seen.add(component.item()), "components: " + component.item() + " is listed twice");
    }
    Set<String> units = new HashSet<>(Set.of(baseUom));
    for (UnitOfMeasure unit : uoms) {
      require(units.add(unit.uom()), "uoms: " + unit.uom() + " is listed twice");
    }
  }

  /** Whether {@code uom} is one of this item's units. */
  public boolean hasUnit(String uom) {
    if (uom.equals(baseUom)) {
      return true;
    }
    for (UnitOfMeasure unit : uoms) {
      if (unit.uom().equals(uom)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The unit named {@code uom}; the base unit for its own name.
   *
   * @throws IllegalArgumentException if the item has no such unit; ask {@link #hasUnit} first
   */
  public UnitOfMeasure unit(String uom) {
    if (uom.equals(baseUom)) {
      return new UnitOfMeasure(baseUom, 1, 1, quantityDecimals);
    }
    for (UnitOfMeasure unit : uoms) {
      if (unit.uom().equals(uom)) {
        return unit;
      }
    }
    throw new IllegalArgumentException("item " + item + " has no unit " + uom);
  }
}
