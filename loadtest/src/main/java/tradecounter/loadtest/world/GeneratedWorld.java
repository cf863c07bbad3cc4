package tradecounter.loadtest.world;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A world of any size from a seed: definitions first, then positions, receipts, demands,
 * commitments, prices and contract prices.
 *
 * <p>Nothing is remembered from one event to the next: each object is made of its number and the
 * seed, so that the memory is the same for ten items and for ten million positions. What is popular
 * has a low number ({@link GeneratedKeys}); figures and contracts are skewed accordingly.
 */
public final class GeneratedWorld implements World {
  private final WorldSize size;
  private final LocalDate today;
  private final Instant time;

  /**
   * @param today the day that receipts, demands and validity dates count from
   */
  public GeneratedWorld(WorldSize size, LocalDate today) {
    this.size = size;
    this.today = today;
    this.time = today.atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  @Override
  public Stream<FeedEvent> events() {
    EventWriter writer = new EventWriter("generated");
    GeneratedDefinitions definitions = new GeneratedDefinitions(size, writer, time);
    GeneratedSupply supply = new GeneratedSupply(size, writer, time, today);
    GeneratedPrices prices = new GeneratedPrices(size, writer, time, today);
    return lazily(
        List.of(
            numbers(size.locations()).mapToObj(definitions::location),
            numbers(size.count(EventType.NETWORK)).mapToObj(definitions::network),
            numbers(size.items()).mapToObj(definitions::item),
            numbers(size.count(EventType.PRICE_LIST)).mapToObj(definitions::priceList),
            numbers(size.customers()).mapToObj(definitions::customer),
            numbers(2 * size.positions()).mapToObj(supply::position),
            numbers(size.receipts()).mapToObj(supply::receipt),
            numbers(size.demands()).mapToObj(supply::demand),
            numbers(size.commitments()).mapToObj(supply::commitment),
            numbers(size.count(EventType.PRICE)).mapToObj(prices::price),
            prices.contractPrices()));
  }

  private static LongStream numbers(long count) {
    return LongStream.range(0, count);
  }

  /** Not by flatMap, whose iterator holds a whole part in memory. */
  private static Stream<FeedEvent> lazily(List<Stream<FeedEvent>> parts) {
    return parts.stream().reduce(Stream.empty(), Stream::concat);
  }
}
