package tradecounter.loadtest.world;

import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import tradecounter.loadtest.world.Supply.Commitment;
import tradecounter.loadtest.world.Supply.Demand;
import tradecounter.loadtest.world.Supply.Position;
import tradecounter.loadtest.world.Supply.Receipt;

/**
 * Stock, receipts, demands and commitments of the demo world's items other than those of the tour.
 * The figures are random, but each item's come from its SKU alone: more pieces of what is cheap, a
 * few receipts overdue or without a day, as in every real ERP.
 */
final class DemoSupply {
  /** A second source for drop-ship: slower, but with more. */
  private static final String SECOND_SUPPLIER = "SUP-GETRIEBE";

  /** So many in a hundred items are stocked at each of {@link DemoPlaces#LOCATIONS}. */
  private static final List<Integer> STOCKED_PERCENT = List.of(100, 65, 55, 30, 35);

  private DemoSupply() {}

  static Stream<Supply> of(DemoItem item) {
    SplittableRandom random = new SplittableRandom(item.item().hashCode());
    Stream.Builder<Supply> supply = Stream.builder();
    if (item.stocked()) {
      for (int i = 0; i < DemoPlaces.LOCATIONS.size(); i++) {
        if (random.nextInt(100) < STOCKED_PERCENT.get(i)) {
          stock(supply, random, item, DemoPlaces.LOCATIONS.get(i));
        }
      }
    }
    if (item.sourcing().bySupplier()) {
      commitments(supply, random, item);
    }
    return supply.build();
  }

  private static void stock(
      Stream.Builder<Supply> supply, SplittableRandom random, DemoItem item, String location) {
    long typical = typicalStock(item);
    long onHand = random.nextInt(12) == 0 ? 0 : random.nextLong(typical / 4, typical + 1);
    long allocated = random.nextLong(onHand / 6 + 1);
    long blocked = random.nextInt(15) == 0 ? onHand / 20 : 0;
    long safetyStock = random.nextInt(2) == 0 ? typical / 20 : 0;
    supply.add(
        new Position(
            item.item(),
            location,
            quantity(item, onHand),
            quantity(item, allocated),
            quantity(item, blocked),
            quantity(item, safetyStock)));
    if (random.nextInt(100) < 40) {
      supply.add(receipt(random, item, location));
    }
    if (random.nextInt(100) < 30) {
      supply.add(
          new Demand(
              "SO-" + item.item() + "-" + location + "/1",
              item.item(),
              location,
              quantity(item, 1 + random.nextLong(typical / 8 + 1)),
              random.nextInt(1, 20)));
    }
  }

  private static Receipt receipt(SplittableRandom random, DemoItem item, String location) {
    int day = random.nextInt(30) == 0 ? Receipt.UNKNOWN_DAY : random.nextInt(-1, 25);
    String kind =
        switch (random.nextInt(6)) {
          case 0 -> "ASN";
          case 1 -> location.equals(DemoPlaces.LEIPZIG) ? "PURCHASE" : "TRANSFER";
          default -> "PURCHASE";
        };
    return new Receipt(
        "PO-" + item.item() + "-" + location + "/1",
        item.item(),
        location,
        quantity(item, 1 + random.nextLong(typicalStock(item))),
        day,
        kind,
        kind.equals("TRANSFER") ? "" : item.sourcing().supplier());
  }

  private static void commitments(
      Stream.Builder<Supply> supply, SplittableRandom random, DemoItem item) {
    supply.add(
        new Commitment(
            item.sourcing().supplier(),
            item.item(),
            quantity(item, 5 + random.nextLong(40)),
            random.nextInt(2, 6),
            0,
            0));
    if (random.nextInt(3) == 0) {
      supply.add(
          new Commitment(
              SECOND_SUPPLIER,
              item.item(),
              quantity(item, 50 + random.nextLong(150)),
              random.nextInt(7, 15),
              5,
              random.nextInt(7)));
    }
  }

  /** About 2,000 EUR worth of it, but at least 6. */
  private static long typicalStock(DemoItem item) {
    BigDecimal each = item.price().movePointLeft(item.priceUnit() > 1 ? 2 : 0);
    return Math.max(6, BigDecimal.valueOf(2_000).divideToIntegralValue(each).longValue());
  }

  private static BigDecimal quantity(DemoItem item, long whole) {
    return BigDecimal.valueOf(whole).setScale(item.unit().decimals());
  }
}
