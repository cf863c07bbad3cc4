package tradecounter.loadtest.world;

import static tradecounter.loadtest.world.DemoPlaces.HAMBURG;
import static tradecounter.loadtest.world.DemoPlaces.HELSINKI;
import static tradecounter.loadtest.world.DemoPlaces.LEIPZIG;
import static tradecounter.loadtest.world.DemoPlaces.LISBON;
import static tradecounter.loadtest.world.DemoPlaces.ZARAGOZA;

import java.math.BigDecimal;
import java.util.List;
import tradecounter.loadtest.world.DemoItem.Component;
import tradecounter.loadtest.world.DemoItem.Policy;
import tradecounter.loadtest.world.DemoItem.QuantityRules;
import tradecounter.loadtest.world.DemoItem.Sourcing;
import tradecounter.loadtest.world.DemoItem.Substitute;
import tradecounter.loadtest.world.DemoItem.Unit;
import tradecounter.loadtest.world.Supply.Commitment;
import tradecounter.loadtest.world.Supply.Demand;
import tradecounter.loadtest.world.Supply.Position;
import tradecounter.loadtest.world.Supply.Receipt;
import tradecounter.loadtest.world.Supply.Stored;

/**
 * The items that the tour through the demo world shows, with all their figures; those that it shows
 * for their prices are in {@link TourPrices}. Nothing else in the demo world touches these items,
 * nor the prices of {@link #CUSTOMER}, but what {@link DemoPrices} and {@link DemoRates} say of
 * all. Names such as T1 are those of the worked examples of the project's semantics; day 1 is
 * today. The figures are the same at any hour of any day; when goods leave and arrive is not.
 */
public final class Tour {
  /**
   * The customer that the tour asks for: EUR, WEB; in the groups MACHINE-BUILDERS (1), GOLD (2) and
   * EK-MITTE (3), with which it buys.
   */
  public static final String CUSTOMER = "C-10001";

  /** Orders by EDI; DACH. */
  public static final String EDI_CUSTOMER = "C-10002";

  /** A craftsman of the group TRADE; DACH. */
  public static final String TRADE_CUSTOMER = "C-10006";

  /** Is served from Zaragoza and Lisbon. */
  public static final String SPANISH_CUSTOMER = "C-10015";

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

  /** 5 in Leipzig, and 30 that Zaragoza receives on day 12. */
  public static final String IN_TWO_PLACES = "VLV52-G1-2";

  /** T2: 200 were due three days ago, 75 are owed since yesterday, 100 come on day 10. */
  public static final String LATE = "SPZ-1120";

  /**
   * Never stocked: one supplier ships 30 in 3 days; another 200 in 9 days, no less than 25 at once,
   * but said so five days ago, so that 150 are believed.
   */
  public static final String DROP_SHIP = "GBX-90";

  /** T15: 2 of the first component and 1 of the second: 0, 0, 0, 5, 5, 8, 8 on days 1 to 7. */
  public static final String BUNDLE = "KIT-WELD-SAFE";

  /** 10 now, 6 more on day 6. */
  public static final String BUNDLE_GLOVES = "GLV-WELD-10";

  /** 0 now, 8 on day 4. */
  public static final String BUNDLE_HELMET = "MSK-WELD-AUTO";

  /** T16: one is left, and each of the two kits takes one. */
  public static final String LAST_ONE = "GAU-DIAL-10";

  /** One dial gauge and a magnetic base. */
  public static final String KIT_WITH_LAST_ONE = "KIT-SHAFT-ALIGN";

  /** One dial gauge and two magnetic bases. */
  public static final String OTHER_KIT_WITH_LAST_ONE = "KIT-BEARING-FIT";

  /** 8 in stock. */
  public static final String KIT_BASE = "GAU-BASE-MAG";

  /** 20, of which 15 are kept for the channel EDI; the group TRADE gets 3 at most. */
  public static final String PROTECTED = "GRD-125-18V";

  /** Sold no more: {@link TourPrices#PRICED_BY_CONTRACT} takes its place. */
  public static final String SUPERSEDED = "BRG-6204-Z";

  /** The last 4; {@link #SUCCESSOR} takes its place, {@link #ALTERNATIVE} does the same. */
  public static final String RUNNING_OUT = "BRG-6306-Z";

  /** 30 in stock. */
  public static final String SUCCESSOR = "BRG-6306-2Z";

  /** 12 in stock. */
  public static final String ALTERNATIVE = "BRG-6306-2RS1";

  /** 6 in Leipzig; 9 in Hamburg, told three days ago, so that 4 of them count. */
  public static final String STALE = "HPT-2500";

  /** 5 in Zaragoza; 8 in Lisbon, where there is an outage until the day after tomorrow. */
  public static final String PARTLY_OUT = "UCF-205";

  static final String OUTAGE = "OUT-LIS-STOCKTAKING";

  /** 120; with 100 or less it is low. */
  public static final String WATCHED = "BRG-6209-2RS1";

  /** 1250.75 m, at least 0.50 m, in steps of 0.25 m; a drum is 100 m; 1.95, from 100 m 1.78. */
  public static final String CABLE = "OLF-4G2.5";

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
              IN_TWO_PLACES,
              "Solenoid valve 5/2-way, 24 V DC, port G1-2",
              "PNEUMATICS",
              "SUP-LUFTWERK",
              "118.00"),
          DemoItem.piece(
              LATE,
              "Narrow V-belt SPZ, wrapped, length 1120 mm",
              "POWER-TRANSMISSION",
              "SUP-ANTRIEB",
              "8.10"),
          DemoItem.piece(
                  DROP_SHIP,
                  "Worm gear unit, ratio 30, centre distance 90 mm",
                  "POWER-TRANSMISSION",
                  "SUP-ANTRIEB",
                  "548.00")
              .withSourcing(new Sourcing("SUP-ANTRIEB", Policy.DROP_SHIP, false)),
          DemoItem.piece(
                  BUNDLE_GLOVES, "Welding gauntlets, leather, size 10", "PPE", "SUP-SCHUTZ", "8.90")
              .withUnit(Unit.unpacked("PR", 0), QuantityRules.NONE)
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
              LAST_ONE, "Dial gauge, 10 mm, 0.01 mm", "HAND-TOOLS", "SUP-WERKZEUG", "42.00"),
          DemoItem.piece(
              KIT_BASE, "Magnetic base for dial gauges", "HAND-TOOLS", "SUP-WERKZEUG", "29.00"),
          DemoItem.bundle(
              KIT_WITH_LAST_ONE,
              "Shaft alignment kit",
              "67.00",
              List.of(new Component(LAST_ONE, 1), new Component(KIT_BASE, 1))),
          DemoItem.bundle(
              OTHER_KIT_WITH_LAST_ONE,
              "Bearing fitting kit",
              "94.00",
              List.of(new Component(LAST_ONE, 1), new Component(KIT_BASE, 2))),
          DemoItem.piece(
              PROTECTED,
              "Cordless angle grinder 18 V, disc 125 mm",
              "POWER-TOOLS",
              "SUP-ELEKTRO",
              "189.00"),
          bearing(SUPERSEDED, "3.90").supersededBy(TourPrices.PRICED_BY_CONTRACT),
          bearing(RUNNING_OUT, "9.80")
              .withSubstitutes(
                  new Substitute(ALTERNATIVE, Substitute.Kind.ALTERNATIVE, 1),
                  new Substitute(SUCCESSOR, Substitute.Kind.SUPERSEDES, 1)),
          bearing(SUCCESSOR, "10.40"),
          bearing(ALTERNATIVE, "11.20"),
          DemoItem.piece(STALE, "Hand pallet truck, 2.5 t", "STORAGE", "SUP-LAGERTEC", "349.00"),
          DemoItem.piece(
              PARTLY_OUT,
              "Flange bearing unit UCF, shaft 25 mm",
              "BEARINGS",
              "SUP-LAGERHAUS",
              "18.60"),
          bearing(WATCHED, "13.90"),
          DemoItem.piece(
                  CABLE,
                  "Control cable, oil resistant, numbered, 4G2.5",
                  "CABLE",
                  "SUP-KABEL",
                  "1.95")
              .withUnit(new Unit("M", 2, "DRUM", 100, 0), new QuantityRules("0.50", "", "0.25")));

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
          Position.of(IN_TWO_PLACES, LEIPZIG, 5, 0, 0, 0),
          Position.of(IN_TWO_PLACES, ZARAGOZA, 0, 0, 0, 0),
          purchase("PO-80007/1", IN_TWO_PLACES, ZARAGOZA, 30, 12, "SUP-LUFTWERK"),
          Position.of(LATE, LEIPZIG, 0, 0, 0, 0),
          purchase("PO-80008/1", LATE, 200, -2, "SUP-ANTRIEB"),
          demand("SO-70004/1", LATE, 75, 0),
          purchase("PO-80009/1", LATE, 100, 10, "SUP-ANTRIEB"),
          new Commitment("SUP-ANTRIEB", DROP_SHIP, BigDecimal.valueOf(30), 3, 0, 0),
          new Commitment("SUP-GETRIEBE", DROP_SHIP, BigDecimal.valueOf(200), 9, 25, 5),
          Position.of(BUNDLE_GLOVES, LEIPZIG, 10, 0, 0, 0),
          purchase("PO-80005/1", BUNDLE_GLOVES, 6, 6, "SUP-SCHUTZ"),
          Position.of(BUNDLE_HELMET, LEIPZIG, 0, 0, 0, 0),
          purchase("PO-80006/1", BUNDLE_HELMET, 8, 4, "SUP-SCHWEISS"),
          Position.of(LAST_ONE, LEIPZIG, 1, 0, 0, 0),
          Position.of(KIT_BASE, LEIPZIG, 8, 0, 0, 0),
          Position.of(PROTECTED, LEIPZIG, 20, 0, 0, 0),
          Position.of(RUNNING_OUT, LEIPZIG, 4, 0, 0, 0),
          Position.of(SUCCESSOR, LEIPZIG, 30, 0, 0, 0),
          Position.of(ALTERNATIVE, LEIPZIG, 12, 0, 0, 0),
          Position.of(STALE, LEIPZIG, 6, 0, 0, 0),
          new Stored(STALE, HAMBURG, BigDecimal.valueOf(9), BigDecimal.ZERO, BigDecimal.ZERO, 3),
          Position.of(PARTLY_OUT, ZARAGOZA, 5, 0, 0, 0),
          Position.of(PARTLY_OUT, LISBON, 8, 0, 0, 0),
          Position.of(WATCHED, LEIPZIG, 120, 0, 0, 0),
          new Position(
              CABLE,
              LEIPZIG,
              new BigDecimal("1250.75"),
              new BigDecimal("0.00"),
              new BigDecimal("0.00"),
              new BigDecimal("0.00")));

  private Tour() {}

  /** The cable's price from a full drum on; every other tour item has one base price. */
  static List<PriceBreak> baseBreaks(DemoItem item) {
    if (item.item().equals(CABLE)) {
      return List.of(new PriceBreak("0.50", "1.95"), new PriceBreak("100", "1.78"));
    }
    return List.of(PriceBreak.of(1, item.price()));
  }

  static DemoItem bearing(String item, String price) {
    String designation = item.substring("BRG-".length());
    return DemoItem.piece(
        item, "Deep groove ball bearing " + designation, "BEARINGS", "SUP-LAGERHAUS", price);
  }

  private static Demand demand(String demand, String item, long quantity, int day) {
    return new Demand(demand, item, LEIPZIG, BigDecimal.valueOf(quantity), day);
  }

  private static Receipt purchase(
      String receipt, String item, long quantity, int day, String supplier) {
    return purchase(receipt, item, LEIPZIG, quantity, day, supplier);
  }

  private static Receipt purchase(
      String receipt, String item, String location, long quantity, int day, String supplier) {
    return new Receipt(
        receipt, item, location, BigDecimal.valueOf(quantity), day, "PURCHASE", supplier);
  }
}
