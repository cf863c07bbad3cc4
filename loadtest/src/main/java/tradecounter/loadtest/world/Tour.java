package tradecounter.loadtest.world;

import static tradecounter.loadtest.world.DemoPlaces.HELSINKI;
import static tradecounter.loadtest.world.DemoPlaces.LEIPZIG;
import static tradecounter.loadtest.world.DemoPlaces.ZARAGOZA;

import java.math.BigDecimal;
import java.util.List;
import tradecounter.loadtest.world.DemoItem.Component;
import tradecounter.loadtest.world.DemoItem.Policy;
import tradecounter.loadtest.world.DemoItem.QuantityRules;
import tradecounter.loadtest.world.DemoItem.Sourcing;
import tradecounter.loadtest.world.DemoItem.Unit;
import tradecounter.loadtest.world.Prices.ContractPrice;
import tradecounter.loadtest.world.Prices.Price;
import tradecounter.loadtest.world.Supply.Commitment;
import tradecounter.loadtest.world.Supply.Demand;
import tradecounter.loadtest.world.Supply.Position;
import tradecounter.loadtest.world.Supply.Receipt;

/**
 * The items that the tour through the demo world shows, with all their figures. Nothing else in the
 * demo world touches these items, nor the prices of {@link #CUSTOMER}. Names such as T1 are those
 * of the worked examples of the project's semantics; day 1 is today.
 */
public final class Tour {
  /** The customer that the tour asks for: EUR, groups MACHINE-BUILDERS (1) and GOLD (2). */
  public static final String CUSTOMER = "C-10001";

  /** The ship-to of every demo customer; that of {@link #CUSTOMER} is in the region DACH. */
  public static final String SHIP_TO = "MAIN";

  /** T3: 20 + 25 + 10 on hand less 15 allocated or blocked: 40 in the network of DACH. */
  public static final String IN_THREE_CENTRES = "BRG-6205-2Z";

  /** T1: available to promise on days 1 to 7: 12, 12, 12, 12, 13, 16, 16. */
  public static final String TIME_PHASED = "SPA-1250";

  /** T5: on hand 4, safety stock 2, demand 3 today: 0, of which safety stock withholds 1. */
  public static final String SAFETY_STOCK = "TRQ-60-300";

  /** 0 now, 12 from day 5 (transfer), 42 from day 13 (purchase). */
  public static final String IN_TRANSIT = "CYLISO-80X200";

  /** Never stocked: one supplier ships 30 in 3 days, another 200 in 9 days. */
  public static final String DROP_SHIP = "GBX-90";

  /** T15: 2 of the first component and 1 of the second: 0, 0, 0, 5, 5, 8, 8 on days 1 to 7. */
  public static final String BUNDLE = "KIT-WELD-SAFE";

  /** 10 now, 6 more on day 6. */
  public static final String BUNDLE_GLOVES = "GLV-WELD-10";

  /** 0 now, 8 on day 4. */
  public static final String BUNDLE_HELMET = "MSK-WELD-AUTO";

  /** 1250.75 m, at least 0.50 m, in steps of 0.25 m; a drum is 100 m; 1.95, from 100 m 1.78. */
  public static final String CABLE = "OLF-4G2.5";

  /** Contract 3.10, from 50: 2.95; beaten: 3.50 customer, 3.80 and 3.70 group, 4.20 base. */
  public static final String PRICED_BY_CONTRACT = "BRG-6204-2RS1";

  /** Customer list 5.50; beaten: 5.90 and 5.70 group, 6.40 base. */
  public static final String PRICED_BY_CUSTOMER_LIST = "BRG-6206-2RS1";

  /** First group's list 8.40, from 10: 7.90, from 100: 7.20; beaten: 8.10 second group, 8.90. */
  public static final String PRICED_BY_GROUP_LIST = "BRG-6207-2RS1";

  /** Base list 11.50, for want of any other. */
  public static final String PRICED_BY_BASE_LIST = "BRG-6208-2RS1";

  /** 12.5 % off 100.00 by a contract on the category: 87.50. */
  public static final String PRICED_BY_CATEGORY = "LUB-GUN-18V";

  static final String CATEGORY_ON_CONTRACT = "LUBRICATION-TOOLS";

  static final List<DemoItem> ITEMS =
      List.of(
          bearing(IN_THREE_CENTRES, "4.80"),
          DemoItem.piece(
                  TIME_PHASED,
                  "Narrow V-belt SPA, wrapped, length 1250 mm",
                  "POWER-TRANSMISSION",
                  "SUP-ANTRIEB",
                  "10.90")
              .withHorizonDays(7),
          DemoItem.piece(
              SAFETY_STOCK,
              "Torque wrench, reversible, range 60-300 Nm",
              "HAND-TOOLS",
              "SUP-WERKZEUG",
              "149.00"),
          DemoItem.piece(
              IN_TRANSIT,
              "Pneumatic cylinder ISO 15552, magnetic, 80x200",
              "PNEUMATICS",
              "SUP-LUFTWERK",
              "168.00"),
          DemoItem.piece(
                  DROP_SHIP,
                  "Worm gear unit, ratio 30, centre distance 90 mm",
                  "POWER-TRANSMISSION",
                  "SUP-ANTRIEB",
                  "548.00")
              .withSourcing(new Sourcing("SUP-ANTRIEB", Policy.DROP_SHIP, false)),
          DemoItem.piece(
                  BUNDLE_GLOVES, "Welding gauntlets, leather, size 10", "PPE", "SUP-SCHUTZ", "8.90")
              .withUnit(new Unit("PR", 0, "", 1), QuantityRules.NONE)
              .withHorizonDays(7),
          DemoItem.piece(
                  BUNDLE_HELMET,
                  "Welding helmet, auto-darkening, wide view",
                  "WELDING",
                  "SUP-SCHWEISS",
                  "119.00")
              .withHorizonDays(7),
          DemoItem.bundle(
                  BUNDLE,
                  "Welder's safety kit",
                  "129.00",
                  List.of(new Component(BUNDLE_GLOVES, 2), new Component(BUNDLE_HELMET, 1)))
              .withHorizonDays(7),
          DemoItem.piece(
                  CABLE,
                  "Control cable, oil resistant, numbered, 4G2.5",
                  "CABLE",
                  "SUP-KABEL",
                  "1.95")
              .withUnit(new Unit("M", 2, "DRUM", 100), new QuantityRules("0.50", "", "0.25")),
          bearing(PRICED_BY_CONTRACT, "4.20"),
          bearing(PRICED_BY_CUSTOMER_LIST, "6.40"),
          bearing(PRICED_BY_GROUP_LIST, "8.90"),
          bearing(PRICED_BY_BASE_LIST, "11.50"),
          DemoItem.piece(
              PRICED_BY_CATEGORY,
              "Cordless grease gun 18 V",
              CATEGORY_ON_CONTRACT,
              "SUP-OEL",
              "100.00"));

  static final List<Supply> SUPPLY =
      List.of(
          Position.of(IN_THREE_CENTRES, LEIPZIG, 20, 5, 0, 0),
          Position.of(IN_THREE_CENTRES, ZARAGOZA, 25, 5, 2, 0),
          Position.of(IN_THREE_CENTRES, HELSINKI, 10, 3, 0, 0),
          Position.of(TIME_PHASED, LEIPZIG, 20, 0, 0, 0),
          demand("SO-70001/1", TIME_PHASED, 3, 1),
          demand("SO-70002/1", TIME_PHASED, 15, 4),
          purchase("PO-80001/1", TIME_PHASED, 10, 3, "SUP-ANTRIEB"),
          purchase("PO-80002/1", TIME_PHASED, 1, 5, "SUP-ANTRIEB"),
          purchase("PO-80003/1", TIME_PHASED, 3, 6, "SUP-ANTRIEB"),
          Position.of(SAFETY_STOCK, LEIPZIG, 4, 0, 0, 2),
          demand("SO-70003/1", SAFETY_STOCK, 3, 1),
          Position.of(IN_TRANSIT, LEIPZIG, 0, 0, 0, 0),
          new Receipt("TO-90001/1", IN_TRANSIT, LEIPZIG, BigDecimal.valueOf(12), 5, "TRANSFER", ""),
          purchase("PO-80004/1", IN_TRANSIT, 30, 13, "SUP-LUFTWERK"),
          new Commitment("SUP-ANTRIEB", DROP_SHIP, BigDecimal.valueOf(30), 3, 1),
          new Commitment("SUP-GETRIEBE", DROP_SHIP, BigDecimal.valueOf(200), 9, 1),
          Position.of(BUNDLE_GLOVES, LEIPZIG, 10, 0, 0, 0),
          purchase("PO-80005/1", BUNDLE_GLOVES, 6, 6, "SUP-SCHUTZ"),
          Position.of(BUNDLE_HELMET, LEIPZIG, 0, 0, 0, 0),
          purchase("PO-80006/1", BUNDLE_HELMET, 8, 4, "SUP-SCHWEISS"),
          new Position(
              CABLE,
              LEIPZIG,
              new BigDecimal("1250.75"),
              new BigDecimal("0.00"),
              new BigDecimal("0.00"),
              new BigDecimal("0.00")),
          Position.of(PRICED_BY_CONTRACT, LEIPZIG, 500, 0, 0, 0),
          Position.of(PRICED_BY_CUSTOMER_LIST, LEIPZIG, 500, 0, 0, 0),
          Position.of(PRICED_BY_GROUP_LIST, LEIPZIG, 500, 0, 0, 0),
          Position.of(PRICED_BY_BASE_LIST, LEIPZIG, 500, 0, 0, 0),
          Position.of(PRICED_BY_CATEGORY, LEIPZIG, 25, 0, 0, 0));

  /** Besides the base list, which has each item's own price. */
  static final List<Price> PRICES =
      List.of(
          price("GL-MACHINE-BUILDERS", PRICED_BY_CONTRACT, each("3.80")),
          price("GL-GOLD", PRICED_BY_CONTRACT, each("3.70")),
          price("CL-10001", PRICED_BY_CONTRACT, each("3.50")),
          price("GL-MACHINE-BUILDERS", PRICED_BY_CUSTOMER_LIST, each("5.90")),
          price("GL-GOLD", PRICED_BY_CUSTOMER_LIST, each("5.70")),
          price("CL-10001", PRICED_BY_CUSTOMER_LIST, each("5.50")),
          price(
              "GL-MACHINE-BUILDERS",
              PRICED_BY_GROUP_LIST,
              each("8.40"),
              from(10, "7.90"),
              from(100, "7.20")),
          price("GL-GOLD", PRICED_BY_GROUP_LIST, each("8.10")));

  static final List<ContractPrice> CONTRACT_PRICES =
      List.of(
          ContractPrice.ofItem(
              "K-10001",
              CUSTOMER,
              PRICED_BY_CONTRACT,
              "EA",
              "EUR",
              List.of(each("3.10"), from(50, "2.95"))),
          ContractPrice.ofCategory(
              "K-10001", CUSTOMER, CATEGORY_ON_CONTRACT, "EUR", new BigDecimal("12.5")));

  private Tour() {}

  /** The cable's price from a full drum on; every other tour item has one base price. */
  static List<PriceBreak> baseBreaks(DemoItem item) {
    if (item.item().equals(CABLE)) {
      return List.of(new PriceBreak("0.50", "1.95"), from(100, "1.78"));
    }
    return List.of(PriceBreak.of(1, item.price()));
  }

  private static DemoItem bearing(String item, String price) {
    String designation = item.substring("BRG-".length());
    return DemoItem.piece(
        item, "Deep groove ball bearing " + designation, "BEARINGS", "SUP-LAGERHAUS", price);
  }

  private static Demand demand(String demand, String item, long quantity, int day) {
    return new Demand(demand, item, LEIPZIG, BigDecimal.valueOf(quantity), day);
  }

  private static Receipt purchase(
      String receipt, String item, long quantity, int day, String supplier) {
    return new Receipt(
        receipt, item, LEIPZIG, BigDecimal.valueOf(quantity), day, "PURCHASE", supplier);
  }

  private static Price price(String list, String item, PriceBreak... breaks) {
    return new Price(list, item, "EA", 1, List.of(breaks));
  }

  private static PriceBreak each(String amount) {
    return from(1, amount);
  }

  private static PriceBreak from(int minimum, String amount) {
    return new PriceBreak(Integer.toString(minimum), amount);
  }
}
