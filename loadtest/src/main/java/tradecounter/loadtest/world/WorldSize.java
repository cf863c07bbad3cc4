package tradecounter.loadtest.world;

/**
 * How large a generated world is. The counts are exact.
 *
 * @param items items, each of them stocked
 * @param locations places that hold stock, the same for every network
 * @param positions items at locations; popular items are at one more than the others
 * @param customers customers, the first of which are the largest
 * @param contractLines contract prices, of which the largest customers have most
 * @param receipts open inbound lines
 * @param demands open outbound lines
 * @param commitments what suppliers can ship; the first items are eligible for drop-ship by that
 * @param seed what all that is random comes from
 */
public record WorldSize(
    int items,
    int locations,
    long positions,
    int customers,
    long contractLines,
    long receipts,
    long demands,
    long commitments,
    long seed) {
  /** Suppliers of every generated world. */
  public static final int SUPPLIERS = 25;

  /** Categories of every generated world. */
  public static final int CATEGORIES = 40;

  public WorldSize {
    require(items >= 1 && locations >= 1 && customers >= 1, "an item, a location and a customer");
    require(locations <= 1_000, "at most 1,000 locations");
    require(positions >= 0 && positions <= (long) items * locations, "positions ≤ items×locations");
    require(
        contractLines >= 0 && contractLines <= (long) customers * items,
        "contractLines ≤ customers × items");
    require(contractLines <= 100_000_000, "at most 10^8 contractLines");
    require(
        receipts >= 0 && receipts <= 99_999_999 && demands >= 0 && demands <= 99_999_999,
        "receipts and demands of eight digits");
    require(
        commitments >= 0 && commitments <= (long) items * SUPPLIERS,
        "commitments ≤ items × " + SUPPLIERS);
    require(positions > 0 || (receipts == 0 && demands == 0), "a position for receipts, demands");
  }

  /**
   * A world in the proportions of a distributor: four locations, three positions per item, a
   * customer for every ten items, ten contract lines per customer.
   */
  public static WorldSize ofItems(int items, long seed) {
    int customers = Math.max(10, items / 10);
    return new WorldSize(
        items,
        4,
        3L * items,
        customers,
        Math.min(10L * customers, (long) customers * items),
        items,
        items / 2,
        items / 5,
        seed);
  }

  /** The same with another number of positions at another number of locations. */
  public WorldSize withPositions(long count, int atLocations) {
    return new WorldSize(
        items, atLocations, count, customers, contractLines, receipts, demands, commitments, seed);
  }

  /** The same with another number of contract lines of another number of customers. */
  public WorldSize withContractLines(long count, int ofCustomers) {
    return new WorldSize(
        items, locations, positions, ofCustomers, count, receipts, demands, commitments, seed);
  }

  /** How many events of a type the world has. */
  public long count(EventType type) {
    return switch (type) {
      case LOCATION -> locations;
      case NETWORK -> 1 + GeneratedKeys.REGIONS;
      case ITEM -> items;
      case CUSTOMER -> customers;
      case PRICE_LIST -> 1 + GeneratedKeys.GROUPS;
      case POSITION_SET -> 2 * positions;
      case RECEIPT -> receipts;
      case DEMAND -> demands;
      case COMMITMENT -> commitments;
      case PRICE -> items + items / GeneratedPrices.ITEMS_PER_GROUP_PRICE;
      case CONTRACT_PRICE -> contractLines;
      case POSITION_ADJUSTED,
          OUTAGE,
          PROTECTION,
          THRESHOLD,
          PROMOTION,
          TAX_RATE,
          EXCHANGE_RATE,
          COST ->
          0;
    };
  }

  /** How many events the world has. */
  public long events() {
    long sum = 0;
    for (EventType type : EventType.values()) {
      sum += count(type);
    }
    return sum;
  }

  private static void require(boolean met, String what) {
    if (!met) {
      throw new IllegalArgumentException("a world needs " + what);
    }
  }
}
