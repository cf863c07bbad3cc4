package tradecounter.loadtest.world.importers;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tradecounter.loadtest.world.EventType;
import tradecounter.loadtest.world.EventWriter;
import tradecounter.loadtest.world.Feed;
import tradecounter.loadtest.world.FeedEvent;
import tradecounter.loadtest.world.Fields;
import tradecounter.loadtest.world.PriceBreak;
import tradecounter.loadtest.world.Subjects;

/** Customers, list prices, special offers and costs of AdventureWorks. */
final class AdventureWorksPrices {
  private static final String BASE_LIST = "LIST-USD";

  private final AdventureWorksTables tables;
  private final EventWriter writer;
  private final Instant time;

  AdventureWorksPrices(AdventureWorksTables tables, EventWriter writer, Instant time) {
    this.tables = tables;
    this.writer = writer;
    this.time = time;
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

  FeedEvent baseList() {
    return new Definitions(writer, time).baseList(BASE_LIST, "USD");
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

  /**
   * The largest discount is asked first, so that each band of the volume discounts ends where the
   * next one begins; the last that a product is in has no end, whatever its MaxQty says. One offer
   * has no products: told without items, it would be for all of them.
   */
  Stream<FeedEvent> offers() {
    Map<String, List<String>> items =
        tables.all("SpecialOfferProduct").stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.get("SpecialOfferID"),
                    Collectors.mapping(
                        row -> tables.item(row.get("ProductID")), Collectors.toList())));
    return tables.all("SpecialOffer").stream()
        .filter(offer -> new BigDecimal(offer.get("DiscountPct")).signum() != 0)
        .filter(offer -> items.containsKey(offer.get("SpecialOfferID")))
        .map(offer -> offer(offer, items.getOrDefault(offer.get("SpecialOfferID"), List.of())));
  }

  private FeedEvent offer(Row offer, List<String> items) {
    String promotion = "OFFER-" + offer.get("SpecialOfferID");
    BigDecimal percent = new BigDecimal(offer.get("DiscountPct")).movePointRight(2);
    return writer.write(
        Feed.ERP,
        EventType.PROMOTION,
        promotion,
        time,
        data ->
            data.text("promotion", promotion)
                .text("description", offer.get("Description"))
                .object(
                    "scope",
                    scope ->
                        scope
                            .texts("items", items)
                            .texts("customerGroups", List.of(offer.get("Category"))))
                .object("effect", effect -> effect.percent("percent", percent))
                .text("stacking", "EXCLUSIVE")
                .number("priority", 100L - percent.longValue())
                .literal("minimumQuantity", offer.get("MinQty"))
                .text("validFrom", AdventureWorksStock.day(offer.get("StartDate")))
                .text("validTo", AdventureWorksStock.day(offer.get("EndDate"))));
  }

  /** The dated costs, then those of products that have had only one. */
  Stream<FeedEvent> costs() {
    List<Row> history = tables.all("ProductCostHistory");
    Set<String> dated =
        history.stream().map(row -> row.get("ProductID")).collect(Collectors.toSet());
    return Stream.concat(
        history.stream()
            .map(
                row ->
                    cost(
                        tables.item(row.get("ProductID")),
                        row.get("StandardCost"),
                        AdventureWorksStock.day(row.get("StartDate")))),
        tables.all("Product").stream()
            .filter(product -> !dated.contains(product.get("ProductID")))
            .filter(product -> new BigDecimal(product.get("StandardCost")).signum() != 0)
            .map(product -> cost(product.get("ProductNumber"), product.get("StandardCost"), "")));
  }

  /** Amounts below one have no digit before the point in the source. */
  private FeedEvent cost(String item, String amount, String from) {
    return writer.write(
        Feed.ERP,
        EventType.COST,
        from.isEmpty() ? item : Subjects.cost(item, from),
        time,
        data -> {
          data.text("item", item).money("amount", new BigDecimal(amount)).text("currency", "USD");
          if (!from.isEmpty()) {
            data.text("validFrom", from);
          }
        });
  }
}
