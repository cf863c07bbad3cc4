package tradecounter.loadtest.world.importers;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tradecounter.loadtest.world.EventType;
import tradecounter.loadtest.world.EventWriter;
import tradecounter.loadtest.world.Feed;
import tradecounter.loadtest.world.FeedEvent;
import tradecounter.loadtest.world.Subjects;

/** Places, items, inventory, purchase orders and vendors of AdventureWorks. */
final class AdventureWorksStock {
  /** By the header's Status: 1 pending, 2 approved, 3 rejected, 4 complete. */
  private static final Map<String, String> RECEIPT_STATUS =
      Map.of("1", "OPEN", "2", "OPEN", "3", "CANCELLED", "4", "RECEIVED");

  private final AdventureWorksTables tables;
  private final EventWriter writer;
  private final Instant time;
  private final RowIndex vendors;
  private final Map<String, String> unitByProduct = new HashMap<>();

  AdventureWorksStock(AdventureWorksTables tables, EventWriter writer, Instant time) {
    this.tables = tables;
    this.writer = writer;
    this.time = time;
    this.vendors = tables.byKey("Vendor", "BusinessEntityID");
    // The codes are of type nchar(3), so that the file has them filled up with blanks.
    for (Row row : tables.all("ProductVendor")) {
      unitByProduct.putIfAbsent(row.get("ProductID"), row.get("UnitMeasureCode").strip());
    }
  }

  Stream<FeedEvent> locations() {
    Definitions definitions = new Definitions(writer, time);
    List<Row> locations = tables.all("Location");
    return Stream.concat(
        locations.stream()
            .map(
                row ->
                    definitions.location(
                        row.get("LocationID"), row.get("Name"), "America/Los_Angeles")),
        Stream.of(
            definitions.network(locations.stream().map(row -> row.get("LocationID")).toList())));
  }

  Stream<FeedEvent> items() {
    RowIndex subcategories = tables.byKey("ProductSubcategory", "ProductSubcategoryID");
    return tables
        .read("Product")
        .map(
            product ->
                writer.write(
                    Feed.ERP,
                    EventType.ITEM,
                    product.get("ProductNumber"),
                    time,
                    data -> {
                      data.text("item", product.get("ProductNumber"))
                          .text("description", product.get("Name"));
                      subcategories
                          .find(product.get("ProductSubcategoryID"))
                          .ifPresent(subcategory -> data.text("category", subcategory.get("Name")));
                      String unit = unitByProduct.get(product.get("ProductID"));
                      data.text("policy", "STOCKED")
                          .flag("dropShipEligible", unit != null)
                          .text("baseUom", unit == null ? "EA" : unit)
                          .number("quantityDecimals", 0)
                          .flag("sellable", sellable(product));
                    }));
  }

  private static boolean sellable(Row product) {
    return product.get("FinishedGoodsFlag").equals("1") && !product.has("SellEndDate");
  }

  Stream<FeedEvent> positions() {
    return tables
        .read("ProductInventory")
        .map(
            row -> {
              Row product = tables.product(row.get("ProductID"));
              String item = product.get("ProductNumber");
              String location = row.get("LocationID");
              return writer.write(
                  Feed.ERP,
                  EventType.POSITION_SET,
                  Subjects.position(item, location),
                  time,
                  data -> {
                    data.text("item", item)
                        .text("location", location)
                        .literal("onHand", row.get("Quantity"));
                    if (location.equals(tables.location(row.get("ProductID")))) {
                      data.literal("safetyStock", product.get("SafetyStockLevel"));
                    }
                  });
            });
  }

  Stream<FeedEvent> receipts() {
    RowIndex orders = tables.byKey("PurchaseOrderHeader", "PurchaseOrderID");
    return tables
        .read("PurchaseOrderDetail")
        .map(
            line -> {
              Row order = orders.get(line.get("PurchaseOrderID"));
              String receipt =
                  "PO-" + line.get("PurchaseOrderID") + "/" + line.get("PurchaseOrderDetailID");
              return writer.write(
                  Feed.ERP,
                  EventType.RECEIPT,
                  receipt,
                  time,
                  data ->
                      data.text("receipt", receipt)
                          .text("item", tables.item(line.get("ProductID")))
                          .text("location", tables.location(line.get("ProductID")))
                          .literal("quantity", line.get("OrderQty"))
                          .quantity("received", new BigDecimal(line.get("ReceivedQty")))
                          .text("expectedOn", day(line.get("DueDate")))
                          .text("kind", "PURCHASE")
                          .text("supplier", supplier(order.get("VendorID")))
                          .text(
                              "status",
                              RECEIPT_STATUS.getOrDefault(
                                  order.get("Status"), order.get("Status"))));
            });
  }

  Stream<FeedEvent> commitments() {
    return tables
        .read("ProductVendor")
        .map(
            row -> {
              String supplier = supplier(row.get("BusinessEntityID"));
              String item = tables.item(row.get("ProductID"));
              return writer.write(
                  Feed.SUPPLIER,
                  EventType.COMMITMENT,
                  Subjects.commitment(supplier, item),
                  time,
                  data ->
                      data.text("supplier", supplier)
                          .text("item", item)
                          .literal("quantity", row.get("MaxOrderQty"))
                          .literal("leadTimeDays", row.get("AverageLeadTime"))
                          .text("asOf", day(row.get("ModifiedDate")) + "T00:00:00Z")
                          .literal("minimumOrder", row.get("MinOrderQty")));
            });
  }

  private String supplier(String vendorId) {
    return vendors.get(vendorId).get("AccountNumber");
  }

  /** The date of a date and time of which only the date means anything. */
  static String day(String dateTime) {
    return dateTime.substring(0, "yyyy-mm-dd".length());
  }
}
