package tradecounter.loadtest.world;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The project's own industrial distributor: fasteners, bearings, drives, pneumatics, tools, cable,
 * chemicals and the rest, from three distribution centres, two branches and what a logistics
 * provider keeps for it, to forty customers. Fictional, but with figures that could be true. {@link
 * Tour} and {@link TourPrices} have the items whose figures are known exactly.
 */
public final class DemoWorld implements World {
  static final String ORIGIN = "demo";

  private final LocalDate today;
  private final Instant time;
  private final Supplier<EventWriter> writers;

  private DemoWorld(LocalDate today, Instant time, Supplier<EventWriter> writers) {
    this.today = today;
    this.time = time;
    this.writers = writers;
  }

  /**
   * The world as its sources tell it now. It can be told again on another day: later words win.
   *
   * @param today the day that all dates count from
   * @param time when the sources say all this, which is what freshness is reckoned from
   */
  public static DemoWorld toldAt(LocalDate today, Instant time) {
    return new DemoWorld(today, time, () -> EventWriter.timed(ORIGIN));
  }

  /** The world as its sources tell it at midnight UTC: the same day gives the same bytes. */
  public DemoWorld(LocalDate today) {
    this(today, today.atStartOfDay().toInstant(ZoneOffset.UTC), () -> new EventWriter(ORIGIN));
  }

  @Override
  public Stream<FeedEvent> events() {
    EventWriter writer = writers.get();
    List<DemoItem> items = DemoCatalogue.items();
    List<DemoItem> tourItems =
        Stream.concat(Tour.ITEMS.stream(), TourPrices.ITEMS.stream()).toList();
    List<DemoCustomer> customers = DemoCustomer.all();
    Function<Supply, Stream<FeedEvent>> supply = s -> Supply.events(writer, time, today, s);
    Function<Prices, FeedEvent> price = p -> Prices.event(writer, time, today, p);
    List<Stream<FeedEvent>> parts =
        List.of(
            DemoPlaces.events(writer, time, today),
            Stream.concat(items.stream(), tourItems.stream()).map(item -> item(writer, item)),
            DemoLimits.events(writer, time),
            DemoRates.events(writer, time, today),
            DemoPrices.lists(writer, time, customers),
            customers.stream().map(customer -> customer(writer, customer)),
            Tour.SUPPLY.stream().flatMap(supply),
            TourPrices.SUPPLY.stream().flatMap(supply),
            items.stream().flatMap(DemoSupply::of).flatMap(supply),
            tourItems.stream()
                .flatMap(item -> DemoPrices.basePrices(item, Tour.baseBreaks(item)))
                .map(price),
            TourPrices.PRICES.stream().map(price),
            items.stream()
                .flatMap(item -> DemoPrices.basePrices(item, DemoPrices.baseBreaks(item)))
                .map(price),
            items.stream().flatMap(item -> DemoPrices.listPrices(item, customers)).map(price),
            TourPrices.CONTRACT_PRICES.stream().map(price),
            customers.stream()
                .flatMap(customer -> DemoPrices.contractPrices(customer, items))
                .map(price),
            Stream.concat(items.stream(), tourItems.stream()).map(DemoPrices::cost).map(price),
            DemoPromotions.events(writer, time, today));
    return parts.stream().reduce(Stream.empty(), Stream::concat);
  }

  private FeedEvent item(EventWriter writer, DemoItem item) {
    return writer.write(Feed.ERP, EventType.ITEM, item.item(), time, item::write);
  }

  private FeedEvent customer(EventWriter writer, DemoCustomer customer) {
    boolean hasOwnList = DemoPrices.CUSTOMERS_WITH_LIST.contains(customer.customer());
    return writer.write(
        Feed.ERP,
        EventType.CUSTOMER,
        customer.customer(),
        time,
        data -> customer.write(data, today, hasOwnList));
  }
}
