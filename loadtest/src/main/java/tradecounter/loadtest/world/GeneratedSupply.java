package tradecounter.loadtest.world;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;

/** Positions, receipts, demands and commitments of a generated world, by number. */
final class GeneratedSupply {
  private static final long POSITION = 1;
  private static final long RECEIPT = 2;
  private static final long DEMAND = 3;
  private static final long COMMITMENT = 4;

  private final WorldSize size;
  private final EventWriter writer;
  private final Instant time;
  private final LocalDate today;

  GeneratedSupply(WorldSize size, EventWriter writer, Instant time, LocalDate today) {
    this.size = size;
    this.writer = writer;
    this.time = time;
    this.today = today;
  }

  /** Even numbers are what the ERP says of position {@code number / 2}, odd ones what the WMS. */
  FeedEvent position(long number) {
    long position = number / 2;
    long itemNumber = position % size.items();
    String item = GeneratedKeys.item(itemNumber);
    String location = locationOf(itemNumber, position / size.items());
    SplittableRandom random = random(POSITION, position);
    long typical = typicalStock(itemNumber);
    long onHand = random.nextLong(typical + 1);
    long safetyStock = random.nextInt(3) == 0 ? typical / 10 : 0;
    long allocated = random.nextLong(onHand / 4 + 1);
    long blocked = random.nextInt(20) == 0 ? onHand / 20 : 0;
    boolean erp = number % 2 == 0;
    return writer.write(
        erp ? Feed.ERP : Feed.WMS,
        EventType.POSITION_SET,
        Subjects.position(item, location),
        time,
        data -> {
          data.text("item", item).text("location", location);
          if (erp) {
            data.number("onHand", onHand).number("safetyStock", safetyStock);
          } else {
            data.number("allocated", allocated).number("blocked", blocked);
          }
        });
  }

  FeedEvent receipt(long number) {
    SplittableRandom random = random(RECEIPT, number);
    long item = SkewedRank.draw(random, itemsWithPosition());
    String location = locationOf(item, random.nextLong(positionsOf(item)));
    String receipt = GeneratedKeys.padded("PO-", number, 8) + "/1";
    long quantity = 1 + random.nextLong(typicalStock(item));
    // One in twenty is overdue, as in every real ERP.
    LocalDate expectedOn = today.plusDays(random.nextInt(-2, 38));
    return writer.write(
        Feed.ERP,
        EventType.RECEIPT,
        receipt,
        time,
        data ->
            data.text("receipt", receipt)
                .text("item", GeneratedKeys.item(item))
                .text("location", location)
                .number("quantity", quantity)
                .number("received", 0)
                .date("expectedOn", expectedOn)
                .text("kind", "PURCHASE")
                .text("supplier", GeneratedKeys.supplier(number % WorldSize.SUPPLIERS))
                .text("status", "OPEN"));
  }

  FeedEvent demand(long number) {
    SplittableRandom random = random(DEMAND, number);
    long item = SkewedRank.draw(random, itemsWithPosition());
    String location = locationOf(item, random.nextLong(positionsOf(item)));
    String demand = GeneratedKeys.padded("SO-", number, 8) + "/1";
    long quantity = 1 + random.nextLong(typicalStock(item) / 10 + 1);
    LocalDate dueOn = today.plusDays(random.nextInt(30));
    return writer.write(
        Feed.ERP,
        EventType.DEMAND,
        demand,
        time,
        data ->
            data.text("demand", demand)
                .text("item", GeneratedKeys.item(item))
                .text("location", location)
                .number("quantity", quantity)
                .date("dueOn", dueOn)
                .text("status", "OPEN"));
  }

  FeedEvent commitment(long number) {
    SplittableRandom random = random(COMMITMENT, number);
    long itemNumber = number % size.items();
    String item = GeneratedKeys.item(itemNumber);
    String supplier =
        GeneratedKeys.supplier((itemNumber + number / size.items()) % WorldSize.SUPPLIERS);
    return writer.write(
        Feed.SUPPLIER,
        EventType.COMMITMENT,
        Subjects.commitment(supplier, item),
        time,
        data ->
            data.text("supplier", supplier)
                .text("item", item)
                .number("quantity", random.nextLong(typicalStock(itemNumber) + 1))
                .number("leadTimeDays", 2 + random.nextLong(20))
                .text("asOf", time.toString())
                .text("validUntil", time.plus(30, ChronoUnit.DAYS).toString())
                .number("minimumOrder", 1));
  }

  /** From about 20,000 pieces of the most popular items down to about 10 of the last. */
  private static long typicalStock(long item) {
    return 10 + 2_000_000 / (item + 100);
  }

  private String locationOf(long item, long position) {
    return GeneratedKeys.location((item + position) % size.locations());
  }

  private long positionsOf(long item) {
    return size.positions() / size.items() + (item < size.positions() % size.items() ? 1 : 0);
  }

  private long itemsWithPosition() {
    return Math.min(size.items(), size.positions());
  }

  private SplittableRandom random(long kind, long number) {
    return GeneratedPrices.random(size.seed(), kind, number);
  }
}
