package tradecounter.loadtest.world;

import static tradecounter.loadtest.world.DemoPlaces.LEIPZIG;

import java.math.BigDecimal;
import java.util.List;
import tradecounter.loadtest.world.DemoItem.QuantityRules;
import tradecounter.loadtest.world.DemoItem.Unit;
import tradecounter.loadtest.world.Prices.Amounts;
import tradecounter.loadtest.world.Prices.ContractPrice;
import tradecounter.loadtest.world.Prices.Party;
import tradecounter.loadtest.world.Prices.Price;
import tradecounter.loadtest.world.Supply.Position;

/**
 * The items that the tour through the demo world shows for their prices, with all of these. They
 * are of {@link Tour#CUSTOMER} unless it says otherwise, in EUR and net.
 */
public final class TourPrices {
  /** Has {@link Tour#CUSTOMER} as its parent account, and its contracts; 20 % in AT. */
  public static final String SUBSIDIARY = "C-10040";

  /** Asks for prices in CHF, which are made from those in EUR; 8.1 % in CH. */
  public static final String SWISS_CUSTOMER = "C-10014";

  /** A shipyard: what it buys for seagoing ships is exempt in ES. */
  public static final String EXEMPT_CUSTOMER = "C-10017";

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

  /**
   * Buying group's contract 6.90, from 50 bearings of that contract in a cart: 5.95; beaten: 7.60.
   */
  public static final String IN_BREAK_GROUP = "BRG-6305-2RS1";

  /** Buying group's contract 11.90, from 50 bearings as above: 10.40; beaten: 13.20. */
  public static final String ALSO_IN_BREAK_GROUP = "BRG-6307-2RS1";

  /** Buying group's contract 8.25 per 100, from 100 on; beaten: 9.90 per 100. */
  public static final String PRICED_BY_HUNDRED = "HEX933-M8X50";

  static final String BUYING_GROUP = "EK-MITTE";

  /** Base list 2.40, less 10 % like all abrasives: 2.16; of eleven one is free. */
  public static final String PROMOTED = "CUT-180X1.6";

  /**
   * In CHF: 18.90 EUR at 0.935 = 17.6715, plus 4 % = 18.37836, to 0.05 = 18.40; but a margin of 20
   * % over a cost of 16.00 EUR takes 18.70.
   */
  public static final String PRICED_BY_FORMULA = "TRB-32006";

  static final BigDecimal COST_OF_FORMULA = new BigDecimal("16.00");

  /** Base list 34.90; the rates of books: 7 % in DE. */
  public static final String BOOK = "BOOK-METAL-TABLES";

  static final List<DemoItem> ITEMS =
      List.of(
          Tour.bearing(PRICED_BY_CONTRACT, "4.20"),
          Tour.bearing(PRICED_BY_CUSTOMER_LIST, "6.40"),
          Tour.bearing(PRICED_BY_GROUP_LIST, "8.90"),
          Tour.bearing(PRICED_BY_BASE_LIST, "11.50"),
          DemoItem.piece(
              PRICED_BY_CATEGORY,
              "Cordless grease gun 18 V",
              CATEGORY_ON_CONTRACT,
              "SUP-OEL",
              "100.00"),
          Tour.bearing(IN_BREAK_GROUP, "7.60"),
          Tour.bearing(ALSO_IN_BREAK_GROUP, "13.20"),
          DemoItem.piece(
                  PRICED_BY_HUNDRED,
                  "Hex bolt DIN 933, 8.8, zinc plated, M8x50",
                  "FASTENERS",
                  "SUP-NORMTEIL",
                  "9.90")
              .withUnit(new Unit("EA", 0, "BOX", 100, 1), new QuantityRules("10", "", "10"))
              .withPriceUnit(100),
          DemoItem.piece(
              PROMOTED,
              "Cutting disc for steel and stainless, 180x1.6",
              DemoPromotions.CATEGORY,
              "SUP-SCHLEIF",
              "2.40"),
          DemoItem.piece(
              PRICED_BY_FORMULA,
              "Tapered roller bearing, 32006",
              "BEARINGS",
              "SUP-LAGERHAUS",
              "18.90"),
          DemoItem.piece(
              BOOK, "Handbook of tables for metal trades", "BOOKS", "SUP-VERLAG", "34.90"));

  static final List<Supply> SUPPLY =
      List.of(
          Position.of(PRICED_BY_CONTRACT, LEIPZIG, 500, 0, 0, 0),
          Position.of(PRICED_BY_CUSTOMER_LIST, LEIPZIG, 500, 0, 0, 0),
          Position.of(PRICED_BY_GROUP_LIST, LEIPZIG, 500, 0, 0, 0),
          Position.of(PRICED_BY_BASE_LIST, LEIPZIG, 500, 0, 0, 0),
          Position.of(PRICED_BY_CATEGORY, LEIPZIG, 25, 0, 0, 0),
          Position.of(IN_BREAK_GROUP, LEIPZIG, 200, 0, 0, 0),
          Position.of(ALSO_IN_BREAK_GROUP, LEIPZIG, 200, 0, 0, 0),
          Position.of(PRICED_BY_HUNDRED, LEIPZIG, 5_000, 0, 0, 0),
          Position.of(PROMOTED, LEIPZIG, 300, 0, 0, 0),
          Position.of(PRICED_BY_FORMULA, LEIPZIG, 40, 0, 0, 0),
          Position.of(BOOK, LEIPZIG, 12, 0, 0, 0));

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
              Party.customer(Tour.CUSTOMER),
              PRICED_BY_CONTRACT,
              Amounts.each("EA", List.of(each("3.10"), from(50, "2.95")))),
          ContractPrice.ofCategory(
              "K-10001",
              Party.customer(Tour.CUSTOMER),
              CATEGORY_ON_CONTRACT,
              new BigDecimal("12.5")),
          ofBuyingGroup(IN_BREAK_GROUP, bearings(each("6.90"), from(50, "5.95"))),
          ofBuyingGroup(ALSO_IN_BREAK_GROUP, bearings(each("11.90"), from(50, "10.40"))),
          ofBuyingGroup(PRICED_BY_HUNDRED, new Amounts("EA", 100, List.of(from(100, "8.25")), "")));

  private TourPrices() {}

  private static ContractPrice ofBuyingGroup(String item, Amounts amounts) {
    return ContractPrice.ofItem(
        "K-" + BUYING_GROUP, Party.buyingGroup(BUYING_GROUP), item, amounts);
  }

  private static Amounts bearings(PriceBreak... breaks) {
    return new Amounts("EA", 1, List.of(breaks), "BEARINGS");
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
