package tradecounter.loadtest.world;

/**
 * The keys of a generated world, by number from 0, so that a load scenario needs no list of them.
 */
public final class GeneratedKeys {
  /** Ship-to regions, each with its network. */
  public static final int REGIONS = 4;

  /** Customer groups, each with its price list. */
  public static final int GROUPS = 5;

  /** The list that has a price for every item. */
  public static final String BASE_LIST = "BASE-EUR";

  private GeneratedKeys() {}

  /** Item 0 is asked for most. */
  public static String item(long number) {
    return padded("G-", number, 7);
  }

  public static String location(long number) {
    return padded("DC-", number, 3);
  }

  /** Customer 0 has the most contract lines. */
  public static String customer(long number) {
    return padded("C-", number, 7);
  }

  public static String region(long number) {
    return "R-" + number;
  }

  public static String group(long number) {
    return "GROUP-" + number;
  }

  public static String groupList(long number) {
    return "GL-" + number;
  }

  public static String category(long number) {
    return padded("CAT-", number, 2);
  }

  public static String supplier(long number) {
    return padded("SUP-", number, 2);
  }

  /** The region that a customer's only ship-to is in. */
  public static String regionOf(long customer) {
    return region(customer % REGIONS);
  }

  static String padded(String prefix, long number, int digits) {
    String plain = Long.toString(number);
    return prefix + "0".repeat(Math.max(0, digits - plain.length())) + plain;
  }
}
