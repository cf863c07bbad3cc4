package tradecounter.loadtest.world;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tradecounter.loadtest.world.DemoItem.Component;
import tradecounter.loadtest.world.DemoItem.Policy;
import tradecounter.loadtest.world.DemoItem.QuantityRules;
import tradecounter.loadtest.world.DemoItem.Sourcing;
import tradecounter.loadtest.world.DemoItem.Succession;
import tradecounter.loadtest.world.DemoItem.Unit;

/**
 * The demo world's items other than those of the tour: {@code families.csv} has one row per product
 * family with its sizes and prices, and kits are made up of them here.
 */
final class DemoCatalogue {
  private static final int SKU = 0;
  private static final int CATEGORY = 1;
  private static final int SUPPLIER = 2;
  private static final int SUPPLY = 3;
  private static final int UOM = 4;
  private static final int DECIMALS = 5;
  private static final int PACK = 6;
  private static final int PRICE_UNIT = 7;
  private static final int DESCRIPTION = 8;
  private static final int SIZES = 9;

  private static final List<DemoItem> KITS =
      List.of(
          DemoItem.bundle(
              "KIT-PNEU-START",
              "Pneumatics starter kit",
              "109.00",
              List.of(
                  new Component("CYLISO-32X50", 1),
                  new Component("VLV52-G1-8", 1),
                  new Component("PIF-6-G1-8", 4))),
          DemoItem.bundle(
              "KIT-APPRENTICE",
              "Apprentice tool kit",
              "74.00",
              List.of(
                  new Component("WRC-10", 1),
                  new Component("WRC-13", 1),
                  new Component("WRC-17", 1),
                  new Component("SCD-PH2", 1),
                  new Component("PLR-COMBI-180", 1),
                  new Component("HEXK-9-PIECE", 1))),
          DemoItem.bundle(
              "KIT-VISITOR-PPE",
              "Visitor protection kit",
              "7.90",
              List.of(new Component("GOG-CLEAR", 1), new Component("GLV-9", 1))),
          DemoItem.bundle(
              "KIT-CONVEYOR-DRIVE",
              "Conveyor drive service kit",
              "58.00",
              List.of(new Component("SPA-1400", 2), new Component("UCP-205", 2))),
          DemoItem.bundle(
              "KIT-GRINDING",
              "Grinding kit with ten discs",
              "118.00",
              List.of(
                  new Component("GRD-125", 1),
                  new Component("CUT-125X1", 5),
                  new Component("FLP-60", 5))));

  private DemoCatalogue() {}

  /** All items but those of the tour; bundles last. */
  static List<DemoItem> items() {
    List<DemoItem> items = new ArrayList<>();
    for (List<String> family : DelimitedRows.table("families.csv")) {
      for (String size : family.get(SIZES).split(" ", -1)) {
        items.add(item(family, size.split(":", -1)));
      }
    }
    items.addAll(KITS);
    return List.copyOf(items);
  }

  private static DemoItem item(List<String> family, String[] sizeAndPrice) {
    String size = sizeAndPrice[0];
    Policy policy = family.get(SUPPLY).equals("DROP_SHIP") ? Policy.DROP_SHIP : Policy.STOCKED;
    int priceUnit = Integer.parseInt(family.get(PRICE_UNIT));
    return new DemoItem(
        family.get(SKU) + "-" + size.toUpperCase(Locale.ROOT),
        family.get(DESCRIPTION).replace("%s", size),
        family.get(CATEGORY),
        new Sourcing(family.get(SUPPLIER), policy, family.get(SUPPLY).equals("ELIGIBLE")),
        unit(family, priceUnit),
        new BigDecimal(sizeAndPrice[1]),
        priceUnit,
        List.of(),
        rules(policy, priceUnit),
        0,
        Succession.NONE);
  }

  /** Boxes of what is sold by tens may be opened, other packs may not. */
  private static Unit unit(List<String> family, int priceUnit) {
    String base = family.get(UOM);
    int decimals = Integer.parseInt(family.get(DECIMALS));
    if (family.get(PACK).isEmpty()) {
      return Unit.unpacked(base, decimals);
    }
    String[] nameAndSize = family.get(PACK).split("=", -1);
    return new Unit(
        base, decimals, nameAndSize[0], Integer.parseInt(nameAndSize[1]), priceUnit > 1 ? 1 : 0);
  }

  /** What is priced by the hundred is sold by tens; suppliers ship fifty at most. */
  private static QuantityRules rules(Policy policy, int priceUnit) {
    if (priceUnit > 1) {
      return new QuantityRules("10", "", "10");
    }
    return policy == Policy.DROP_SHIP ? new QuantityRules("1", "50", "") : QuantityRules.NONE;
  }
}
