package tradecounter.loadtest.world;

import java.math.BigDecimal;
import java.util.List;

/**
 * An item of the demo world.
 *
 * @param item the SKU, safe in a URL
 * @param category the category that contracts may be made on
 * @param sourcing how it is come by
 * @param unit how it is counted and packed
 * @param price the base price in EUR per {@code priceUnit} base units
 * @param priceUnit 1 or 100
 * @param components of a bundle, otherwise none
 * @param rules which quantities may be ordered
 * @param horizonDays how far ahead it is promised; 0 leaves that to the service
 * @param succession what is offered in its place
 */
record DemoItem(
    String item,
    String description,
    String category,
    Sourcing sourcing,
    Unit unit,
    BigDecimal price,
    int priceUnit,
    List<Component> components,
    QuantityRules rules,
    int horizonDays,
    Succession succession) {

  /** Whether it is kept in stock, shipped by its supplier, or made up of others. */
  enum Policy {
    STOCKED,
    DROP_SHIP,
    BUNDLE
  }

  /**
   * @param dropShipEligible whether a supplier may ship it although it is stocked
   */
  record Sourcing(String supplier, Policy policy, boolean dropShipEligible) {
    static Sourcing stocked(String supplier) {
      return new Sourcing(supplier, Policy.STOCKED, false);
    }

    boolean bySupplier() {
      return policy == Policy.DROP_SHIP || dropShipEligible;
    }
  }

  /**
   * @param decimals decimals of a quantity
   * @param pack name of the packing unit, empty for none
   * @param packSize base units in a pack
   * @param packDecimals decimals of a number of packs; 0 if they are not opened
   */
  record Unit(String base, int decimals, String pack, int packSize, int packDecimals) {
    static final Unit EACH = unpacked("EA", 0);

    static Unit unpacked(String base, int decimals) {
      return new Unit(base, decimals, "", 1, 0);
    }
  }

  /** So much of an item in one of the bundle. */
  record Component(String item, int quantity) {}

  /** Quantities in the base unit; empty where there is no such rule. */
  record QuantityRules(String minimum, String maximum, String multiple) {
    static final QuantityRules NONE = new QuantityRules("", "", "");
  }

  /** Whether it is still sold, and what may take its place. */
  record Succession(boolean sellable, List<Substitute> substitutes) {
    static final Succession NONE = new Succession(true, List.of());
  }

  /**
   * @param rank 1 is offered first
   */
  record Substitute(String item, Kind kind, int rank) {
    /** Whether it follows the other one in the range or only does the same. */
    enum Kind {
      SUPERSEDES,
      ALTERNATIVE
    }
  }

  /** A stocked item that is sold by the piece. */
  static DemoItem piece(
      String item, String description, String category, String supplier, String price) {
    return new DemoItem(
        item,
        description,
        category,
        Sourcing.stocked(supplier),
        Unit.EACH,
        new BigDecimal(price),
        1,
        List.of(),
        QuantityRules.NONE,
        0,
        Succession.NONE);
  }

  /** A kit, which has no stock of its own. */
  static DemoItem bundle(
      String item, String description, String price, List<Component> components) {
    return piece(item, description, "KITS", "", price)
        .withSourcing(new Sourcing("", Policy.BUNDLE, false))
        .withComponents(components);
  }

  DemoItem withSourcing(Sourcing other) {
    return with(other, unit, components, rules, horizonDays, succession);
  }

  DemoItem withUnit(Unit other, QuantityRules otherRules) {
    return with(sourcing, other, components, otherRules, horizonDays, succession);
  }

  /** Priced per so many base units. */
  DemoItem withPriceUnit(int units) {
    return new DemoItem(
        item,
        description,
        category,
        sourcing,
        unit,
        price,
        units,
        components,
        rules,
        horizonDays,
        succession);
  }

  DemoItem withHorizonDays(int days) {
    return with(sourcing, unit, components, rules, days, succession);
  }

  /** Still sold, but these may be offered instead. */
  DemoItem withSubstitutes(Substitute... substitutes) {
    return with(
        sourcing, unit, components, rules, horizonDays, new Succession(true, List.of(substitutes)));
  }

  /** Sold no more. */
  DemoItem supersededBy(String successor) {
    return with(
        sourcing,
        unit,
        components,
        rules,
        horizonDays,
        new Succession(false, List.of(new Substitute(successor, Substitute.Kind.SUPERSEDES, 1))));
  }

  private DemoItem withComponents(List<Component> others) {
    return with(sourcing, unit, others, rules, horizonDays, succession);
  }

  private DemoItem with(
      Sourcing otherSourcing,
      Unit otherUnit,
      List<Component> otherComponents,
      QuantityRules otherRules,
      int otherHorizonDays,
      Succession otherSuccession) {
    return new DemoItem(
        item,
        description,
        category,
        otherSourcing,
        otherUnit,
        price,
        priceUnit,
        otherComponents,
        otherRules,
        otherHorizonDays,
        otherSuccession);
  }

  boolean stocked() {
    return sourcing.policy() == Policy.STOCKED;
  }

  /** Writes the fields of the item's event. */
  void write(Fields data) {
    data.text("item", item)
        .text("description", description)
        .text("category", category)
        .text("policy", sourcing.policy().name())
        .flag("dropShipEligible", sourcing.dropShipEligible())
        .text("baseUom", unit.base())
        .number("quantityDecimals", unit.decimals());
    if (!unit.pack().isEmpty()) {
      data.objects(
          "uoms",
          List.of(unit),
          (f, u) ->
              f.text("uom", u.pack())
                  .number("numerator", u.packSize())
                  .number("denominator", 1)
                  .number("decimals", u.packDecimals()));
    }
    data.flag("sellable", succession.sellable()).text("taxCategory", taxCategory());
    if (!components.isEmpty()) {
      data.objects(
          "components",
          components,
          (f, c) ->
              f.text("item", c.item())
                  .number("quantity", c.quantity())
                  .flag("optional", false)
                  .flag("stocked", true));
    }
    if (!rules.equals(QuantityRules.NONE)) {
      data.object("quantityRules", this::writeRules);
    }
    if (!succession.substitutes().isEmpty()) {
      data.objects(
          "substitutes",
          succession.substitutes(),
          (f, s) ->
              f.text("item", s.item()).text("kind", s.kind().name()).number("rank", s.rank()));
    }
    if (horizonDays > 0) {
      data.number("horizonDays", horizonDays);
    }
  }

  private String taxCategory() {
    return category.equals(DemoRates.BOOKS) ? DemoRates.BOOKS : DemoRates.STANDARD;
  }

  private void writeRules(Fields f) {
    if (!rules.minimum().isEmpty()) {
      f.literal("minimum", rules.minimum());
    }
    if (!rules.maximum().isEmpty()) {
      f.literal("maximum", rules.maximum());
    }
    if (!rules.multiple().isEmpty()) {
      f.literal("multiple", rules.multiple());
    }
  }
}
