package tradecounter.loadtest.world.importers;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tradecounter.loadtest.world.EventType;
import tradecounter.loadtest.world.EventWriter;
import tradecounter.loadtest.world.Feed;
import tradecounter.loadtest.world.FeedEvent;
import tradecounter.loadtest.world.Fields;
import tradecounter.loadtest.world.PriceBreak;
import tradecounter.loadtest.world.Subjects;

/** Turns invoice lines into events, line by line, and the prices of a day at its end. */
final class OnlineRetailLedger {
  static final ZoneId LONDON = ZoneId.of("Europe/London");

  private final EventWriter writer;
  private final Map<String, Long> sequences = new HashMap<>();
  private final Map<String, String> countryByCustomer = new HashMap<>();

  /** Of the current day: per code, the last price at each quantity. */
  private final Map<String, SortedMap<Long, String>> prices = new LinkedHashMap<>();

  private LocalDate day = LocalDate.MIN;
  private String invoice = "";
  private int linesOfInvoice;

  OnlineRetailLedger(EventWriter writer) {
    this.writer = writer;
  }

  void post(InvoiceLine line, Consumer<FeedEvent> events) {
    LocalDate lineDay = line.invoicedAt().toLocalDate();
    if (!lineDay.equals(day)) {
      endDay().forEach(events);
      day = lineDay;
    }
    linesOfInvoice = line.invoice().equals(invoice) ? linesOfInvoice + 1 : 1;
    invoice = line.invoice();
    Instant time = line.invoicedAt().atZone(LONDON).toInstant();
    if (!sequences.containsKey(line.stockCode())) {
      events.accept(item(line, time));
      events.accept(openingPosition(line, time));
    }
    if (!line.country().equals(countryByCustomer.put(line.customer(), line.country()))) {
      events.accept(customer(line, time));
    }
    events.accept(adjustment(line, time));
    if (!line.cancelled()) {
      prices
          .computeIfAbsent(line.stockCode(), code -> new TreeMap<>())
          .put(line.quantity(), line.unitPrice());
    }
  }

  /** The prices of the day that ends, if any. */
  Stream<FeedEvent> endDay() {
    List<FeedEvent> events = new ArrayList<>(prices.size());
    prices.forEach((code, priceByQuantity) -> events.add(price(code, breaks(priceByQuantity))));
    prices.clear();
    return events.stream();
  }

  private FeedEvent item(InvoiceLine line, Instant time) {
    return next(
        Feed.ERP,
        EventType.ITEM,
        line.stockCode(),
        time,
        data ->
            data.text("item", line.stockCode())
                .text("description", line.description())
                .text("policy", "STOCKED")
                .text("baseUom", "EA")
                .number("quantityDecimals", 0)
                .flag("sellable", true));
  }

  private FeedEvent openingPosition(InvoiceLine line, Instant time) {
    return writer.write(
        Feed.ERP,
        EventType.POSITION_SET,
        Subjects.position(line.stockCode(), OnlineRetailImporter.LOCATION),
        time,
        data ->
            data.text("item", line.stockCode())
                .text("location", OnlineRetailImporter.LOCATION)
                .number("onHand", 0));
  }

  private FeedEvent customer(InvoiceLine line, Instant time) {
    return next(
        Feed.ERP,
        EventType.CUSTOMER,
        line.customer(),
        time,
        data ->
            data.text("customer", line.customer())
                .text("currency", "GBP")
                .objects(
                    "shipTos",
                    List.of(line.country()),
                    (f, country) ->
                        f.text("shipTo", "MAIN")
                            .text("region", country)
                            .text("country", Countries.code(country))));
  }

  private FeedEvent adjustment(InvoiceLine line, Instant time) {
    String orderLine = line.invoice() + "/" + linesOfInvoice;
    return next(
        Feed.WMS,
        EventType.POSITION_ADJUSTED,
        Subjects.position(line.stockCode(), OnlineRetailImporter.LOCATION),
        time,
        data ->
            data.text("item", line.stockCode())
                .text("location", OnlineRetailImporter.LOCATION)
                .number("onHand", line.change())
                .text("reason", line.reason())
                .text("orderLine", orderLine));
  }

  private FeedEvent price(String code, List<PriceBreak> breaks) {
    LocalDate from = day;
    return writer.write(
        Feed.ERP,
        EventType.PRICE,
        Subjects.price(OnlineRetailImporter.LIST, code, from.toString()),
        from.atTime(20, 0).atZone(LONDON).toInstant(),
        data ->
            data.text("list", OnlineRetailImporter.LIST)
                .text("item", code)
                .text("uom", "EA")
                .breaks(breaks)
                .date("validFrom", from));
  }

  /** One break for each change of the price as the quantity grows. */
  private static List<PriceBreak> breaks(SortedMap<Long, String> priceByQuantity) {
    List<PriceBreak> breaks = new ArrayList<>();
    priceByQuantity.forEach(
        (quantity, price) -> {
          if (breaks.isEmpty() || !breaks.getLast().amount().equals(price)) {
            breaks.add(new PriceBreak(quantity.toString(), price));
          }
        });
    return breaks;
  }

  /** An event with the next sequence of its subject; no subject here has events of two feeds. */
  private FeedEvent next(
      Feed feed, EventType type, String subject, Instant time, Consumer<Fields> data) {
    return writer.write(feed, type, subject, sequences.merge(subject, 1L, Long::sum), time, data);
  }
}
