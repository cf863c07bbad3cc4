package tradecounter.loadtest.world.importers;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tradecounter.loadtest.world.EventType;
import tradecounter.loadtest.world.EventWriter;
import tradecounter.loadtest.world.Feed;
import tradecounter.loadtest.world.FeedEvent;
import tradecounter.loadtest.world.Fields;
import tradecounter.loadtest.world.PriceBreak;
import tradecounter.loadtest.world.Subjects;

/** Customers, list prices and special offers of AdventureWorks. */
final class AdventureWorksPrices {
  private static final String BASE_LIST = "LIST-USD";
  private static final String VOLUME_LIST = "OFFER-VOLUME";

  private final AdventureWorksTables tables;
  private final EventWriter writer;
  private final Instant time;
  private final Map<String, Row> offers;

  AdventureWorksPrices(AdventureWorksTables tables, EventWriter writer, Instant time) {
    this.tables = tables;
    this.writer = writer;
    this.time = time;
    this.offers = new LinkedHashMap<>();
    for (Row row : tables.all("SpecialOffer")) {
      offers.put(row.get("SpecialOfferID"), row);
    }
  }

  Stream<FeedEvent> customers() {
    RowIndex territories = tables.byKey("SalesTerritory", "TerritoryID");
    RowIndex stores = RowIndex.of(tables.stores(), "BusinessEntityID");
    return tables
        .read("Customer")
        .filter(row -> row.has("StoreID") && !row.has("PersonID"))
        .map(
            row ->
                writer.write(
                    Feed.ERP,
                    EventType.CUSTOMER,
                    row.get("AccountNumber"),
                    time,
                    data ->
                        data.text("customer", row.get("AccountNumber"))
                            .text("name", stores.get(row.get("StoreID")).get("Name"))
                            .objects(
                                "groups",
                                List.of("Reseller"),
                                (f, group) -> f.text("group", group).number("priority", 1))
                            .text("currency", "USD")
                            .text("channel", "STORE")
                            .objects(
                                "shipTos",
                                List.of(territories.get(row.get("TerritoryID"))),
                                AdventureWorksPrices::shipTo)));
  }

  private static void shipTo(Fields fields, Row territory) {
    fields
        .text("shipTo", "MAIN")
        .text("region", territory.get("Name"))
        .text("country", territory.get("CountryRegionCode"));
  }

  /** The base list, then a list for each special offer. */
  Stream<FeedEvent> lists() {
    Map<String, Row> offerByList = new LinkedHashMap<>();
    offers.values().forEach(offer -> offerByList.putIfAbsent(list(offer), offer));
    return Stream.concat(
        Stream.of(new Definitions(writer, time).baseList(BASE_LIST, "USD")),
        offerByList.values().stream().map(this::offerList));
  }

  private FeedEvent offerList(Row offer) {
    return writer.write(
        Feed.ERP,
        EventType.PRICE_LIST,
        list(offer),
        time,
        data ->
            data.text("list", list(offer))
                .text("currency", "USD")
                .text("kind", "GROUP")
                .texts("groups", List.of(offer.get("Category")))
                .text("validFrom", AdventureWorksStock.day(offer.get("StartDate")))
                .text("validTo", AdventureWorksStock.day(offer.get("EndDate"))));
  }

  /** The volume discounts are one list, since they differ in their quantities only. */
  private static String list(Row offer) {
    return offer.get("Type").equals("Volume Discount")
        ? VOLUME_LIST
        : "OFFER-" + offer.get("SpecialOfferID");
  }

  Stream<FeedEvent> listPrices() {
    return tables
        .read("ProductListPriceHistory")
        .map(
            row -> {
              String item = tables.item(row.get("ProductID"));
              String from = AdventureWorksStock.day(row.get("StartDate"));
              return writer.write(
                  Feed.ERP,
                  EventType.PRICE,
                  Subjects.price(BASE_LIST, item, from),
                  time,
                  data -> {
                    data.text("list", BASE_LIST)
                        .text("item", item)
                        .breaks(List.of(new PriceBreak("1", row.get("ListPrice"))))
                        .text("validFrom", from);
                    if (row.has("EndDate")) {
                      data.text("validTo", AdventureWorksStock.day(row.get("EndDate")));
                    }
                  });
            });
  }

  /** One entry for each product of each list, with all that the offers say of it. */
  Stream<FeedEvent> offerPrices() {
    Map<String, Map<String, List<Row>>> offersByListAndProduct = new LinkedHashMap<>();
    for (Row row : tables.all("SpecialOfferProduct")) {
      Row offer = offers.get(row.get("SpecialOfferID"));
      if (offer != null) {
        offersByListAndProduct
            .computeIfAbsent(list(offer), list -> new LinkedHashMap<>())
            .computeIfAbsent(row.get("ProductID"), product -> new ArrayList<>())
            .add(offer);
      }
    }
    return offersByListAndProduct.entrySet().stream()
        .flatMap(
            list ->
                list.getValue().entrySet().stream()
                    .map(
                        product ->
                            offerPrice(
                                list.getKey(),
                                tables.product(product.getKey()),
                                product.getValue())));
  }

  private FeedEvent offerPrice(String list, Row product, List<Row> itsOffers) {
    String item = product.get("ProductNumber");
    BigDecimal listPrice = new BigDecimal(product.get("ListPrice"));
    return writer.write(
        Feed.ERP,
        EventType.PRICE,
        Subjects.price(list, item),
        time,
        data ->
            data.text("list", list)
                .text("item", item)
                .breaks(
                    itsOffers.stream()
                        .map(
                            offer ->
                                new PriceBreak(offer.get("MinQty"), discounted(listPrice, offer)))
                        .toList()));
  }

  /** To four decimals, which is what the type money has. */
  private static String discounted(BigDecimal listPrice, Row offer) {
    return BigDecimal.ONE
        .subtract(new BigDecimal(offer.get("DiscountPct")))
        .multiply(listPrice)
        .setScale(4, RoundingMode.HALF_UP)
        .toPlainString();
  }
}
