package tradecounter.loadtest.world;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Prices of a generated world by number, and its contract prices in order of customers. */
final class GeneratedPrices {
  /** One item in so many has a price in a group's list besides its base price. */
  static final int ITEMS_PER_GROUP_PRICE = 5;

  private static final long PRICE = 5;

  private final WorldSize size;
  private final EventWriter writer;
  private final Instant time;
  private final LocalDate today;

  GeneratedPrices(WorldSize size, EventWriter writer, Instant time, LocalDate today) {
    this.size = size;
    this.writer = writer;
    this.time = time;
    this.today = today;
  }

  /** Base prices of all items, then group prices of every fifth. */
  FeedEvent price(long number) {
    boolean base = number < size.items();
    long item = base ? number : (number - size.items()) * ITEMS_PER_GROUP_PRICE;
    long group = (number - size.items()) % GeneratedKeys.GROUPS;
    String list = base ? GeneratedKeys.BASE_LIST : GeneratedKeys.groupList(group);
    return writer.write(
        Feed.ERP,
        EventType.PRICE,
        Subjects.price(list, GeneratedKeys.item(item)),
        time,
        data ->
            data.text("list", list)
                .text("item", GeneratedKeys.item(item))
                .text("uom", "EA")
                .breaks(breaks(item, base ? 100 : 92))
                .number("priceUnit", 1));
  }

  /** All contract lines; each customer's in one run, the largest customer first. */
  Stream<FeedEvent> contractPrices() {
    return StreamSupport.stream(
            () ->
                Spliterators.spliterator(
                    new ContractLines(size), size.contractLines(), Spliterator.ORDERED),
            Spliterator.ORDERED,
            false)
        .map(this::contractPrice);
  }

  private FeedEvent contractPrice(ContractLines.Line line) {
    String customer = GeneratedKeys.customer(line.customer());
    String contract = GeneratedKeys.padded("K-", line.customer(), 7);
    String subject =
        line.ofCategory()
            ? GeneratedKeys.category(line.subject())
            : GeneratedKeys.item(line.subject());
    return writer.write(
        Feed.ERP,
        EventType.CONTRACT_PRICE,
        Subjects.contractPrice(contract, subject),
        time,
        data -> {
          data.text("contract", contract).text("customer", customer);
          if (line.ofCategory()) {
            data.text("category", subject)
                .text("currency", "EUR")
                .percent("discountPercent", BigDecimal.valueOf(5 + line.customer() % 15));
          } else {
            data.text("item", subject)
                .text("uom", "EA")
                .text("currency", "EUR")
                .breaks(breaks(line.subject(), 80 + line.customer() % 15));
          }
          data.date("validFrom", today.minusDays(180)).date("validTo", today.plusDays(185));
        });
  }

  /** Three breaks at a percentage of the item's base price, to the cent. */
  private List<PriceBreak> breaks(long item, long percent) {
    long baseCents = 100 + random(size.seed(), PRICE, item).nextLong(20_000);
    return List.of(
        PriceBreak.of(1, cents(baseCents * percent)),
        PriceBreak.of(10, cents(baseCents * percent / 100 * 95)),
        PriceBreak.of(100, cents(baseCents * percent / 100 * 88)));
  }

  private static BigDecimal cents(long hundredths) {
    return BigDecimal.valueOf(hundredths / 100, 2);
  }

  /** A generator for one object: the same for the same seed, kind and number. */
  static SplittableRandom random(long seed, long kind, long number) {
    return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + kind * 0xD1B54A32D192ED03L + number);
  }
}
