package tradecounter.loadtest.world.importers;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tradecounter.loadtest.world.EventType;
import tradecounter.loadtest.world.EventWriter;
import tradecounter.loadtest.world.Feed;
import tradecounter.loadtest.world.FeedEvent;
import tradecounter.loadtest.world.Fields;
import tradecounter.loadtest.world.PriceBreak;
import tradecounter.loadtest.world.Subjects;
import tradecounter.loadtest.world.World;

/**
 * Microsoft's sample company Northwind, which trades in food, from the INSERT statements of its
 * script.
 *
 * <table>
 * <caption>What maps to what</caption>
 * <tr><th>Table</th><th>Event</th></tr>
 * <tr><td>Products, Categories</td><td>erp {@code item}: ProductID; what QuantityPerUnit says goes
 * into the description; not sellable if discontinued</td></tr>
 * <tr><td>Products</td><td>erp {@code position.set}: UnitsInStock on hand, ReorderLevel as safety
 * stock; erp {@code price} of the base list; if there are UnitsOnOrder, erp {@code receipt} without
 * a date, since the table has none</td></tr>
 * <tr><td>Suppliers</td><td>the CompanyName as supplier of the receipts; nothing says what a
 * supplier could ship, so there are no commitments</td></tr>
 * <tr><td>Customers</td><td>erp {@code customer}</td></tr>
 * <tr><td>Order Details with a Discount</td><td>erp {@code contract-price}: that discount for the
 * customer and the product from the order's date on; the contract is the order's number</td></tr>
 * <tr><td>Order Details of orders that are not shipped</td><td>erp {@code demand}, due on
 * RequiredDate</td></tr>
 * </table>
 *
 * <p>Sent as they are, for the service to refuse or bear: demands that were due in 1998, receipts
 * without a date, prices and safety stock of items that are discontinued, several discounts for the
 * same customer and product.
 */
public final class NorthwindImporter implements World {
  private static final String LOCATION = "MAIN";
  private static final String LIST = "LIST-USD";
  private static final Instant EXPORTED = Instant.parse("1998-05-06T00:00:00Z");
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("M/d/yyyy", Locale.US);

  private final SourceFolder folder;

  /**
   * @param folder holds {@code instnwnd.sql}
   * @throws IllegalStateException if there is no such folder
   */
  public NorthwindImporter(Path folder) {
    this.folder = new SourceFolder("Northwind", folder);
  }

  /** Holds the script, which is a megabyte. */
  @Override
  public Stream<FeedEvent> events() {
    EventWriter writer = new EventWriter("northwind");
    Definitions definitions = new Definitions(writer, EXPORTED);
    SqlScript script = new SqlScript(folder.text("instnwnd.sql"));
    List<Row> products = script.rows("Products");
    List<Row> orderLines = script.rows("Order Details");
    RowIndex categories = RowIndex.of(script.rows("Categories").stream(), "CategoryID");
    RowIndex suppliers = RowIndex.of(script.rows("Suppliers").stream(), "SupplierID");
    RowIndex orders = RowIndex.of(script.rows("Orders").stream(), "OrderID");
    List<Stream<FeedEvent>> parts =
        List.of(
            Stream.of(
                definitions.location(LOCATION, "Northwind Traders", "America/Los_Angeles"),
                definitions.network(List.of(LOCATION)),
                definitions.baseList(LIST, "USD")),
            products.stream().map(product -> item(writer, product, categories)),
            script.rows("Customers").stream().map(customer -> customer(writer, customer)),
            products.stream().map(product -> position(writer, product)),
            products.stream()
                .filter(product -> !product.get("UnitsOnOrder").equals("0"))
                .map(product -> receipt(writer, product, suppliers)),
            orderLines.stream()
                .filter(line -> !orders.get(line.get("OrderID")).has("ShippedDate"))
                .map(line -> demand(writer, line, orders.get(line.get("OrderID")))),
            products.stream().map(product -> price(writer, product)),
            orderLines.stream()
                .filter(line -> !line.get("Discount").equals("0"))
                .map(line -> contractPrice(writer, line, orders.get(line.get("OrderID")))));
    return parts.stream().reduce(Stream.empty(), Stream::concat);
  }

  private static FeedEvent item(EventWriter writer, Row product, RowIndex categories) {
    return write(
        writer,
        EventType.ITEM,
        product.get("ProductID"),
        data ->
            data.text("item", product.get("ProductID"))
                .text(
                    "description",
                    product.get("ProductName") + ", " + product.get("QuantityPerUnit"))
                .text("category", categories.get(product.get("CategoryID")).get("CategoryName"))
                .text("policy", "STOCKED")
                .text("baseUom", "EA")
                .number("quantityDecimals", 0)
                .flag("sellable", product.get("Discontinued").equals("0")));
  }

  private static FeedEvent customer(EventWriter writer, Row customer) {
    return write(
        writer,
        EventType.CUSTOMER,
        customer.get("CustomerID"),
        data ->
            data.text("customer", customer.get("CustomerID"))
                .text("name", customer.get("CompanyName"))
                .text("currency", "USD")
                .objects("shipTos", List.of(customer), NorthwindImporter::shipTo));
  }

  private static void shipTo(Fields fields, Row customer) {
    fields
        .text("shipTo", "MAIN")
        .text("region", customer.get("Country"))
        .text("country", Countries.code(customer.get("Country")));
    if (customer.has("PostalCode")) {
      fields.text("postalCode", customer.get("PostalCode"));
    }
  }

  private static FeedEvent position(EventWriter writer, Row product) {
    return write(
        writer,
        EventType.POSITION_SET,
        Subjects.position(product.get("ProductID"), LOCATION),
        data ->
            data.text("item", product.get("ProductID"))
                .text("location", LOCATION)
                .literal("onHand", product.get("UnitsInStock"))
                .literal("safetyStock", product.get("ReorderLevel")));
  }

  private static FeedEvent receipt(EventWriter writer, Row product, RowIndex suppliers) {
    String receipt = "PO-" + product.get("ProductID") + "/1";
    return write(
        writer,
        EventType.RECEIPT,
        receipt,
        data ->
            data.text("receipt", receipt)
                .text("item", product.get("ProductID"))
                .text("location", LOCATION)
                .literal("quantity", product.get("UnitsOnOrder"))
                .unknown("expectedOn")
                .text("kind", "PURCHASE")
                .text("supplier", suppliers.get(product.get("SupplierID")).get("CompanyName"))
                .text("status", "OPEN"));
  }

  private static FeedEvent demand(EventWriter writer, Row line, Row order) {
    String orderLine = line.get("OrderID") + "/" + line.get("ProductID");
    return write(
        writer,
        EventType.DEMAND,
        "SO-" + orderLine,
        data ->
            data.text("demand", "SO-" + orderLine)
                .text("item", line.get("ProductID"))
                .text("location", LOCATION)
                .literal("quantity", line.get("Quantity"))
                .date("dueOn", LocalDate.parse(order.get("RequiredDate"), DATE))
                .text("status", "OPEN"));
  }

  private static FeedEvent price(EventWriter writer, Row product) {
    return write(
        writer,
        EventType.PRICE,
        Subjects.price(LIST, product.get("ProductID")),
        data ->
            data.text("list", LIST)
                .text("item", product.get("ProductID"))
                .breaks(List.of(new PriceBreak("1", product.get("UnitPrice")))));
  }

  private static FeedEvent contractPrice(EventWriter writer, Row line, Row order) {
    return write(
        writer,
        EventType.CONTRACT_PRICE,
        Subjects.contractPrice(line.get("OrderID"), line.get("ProductID")),
        data ->
            data.text("contract", line.get("OrderID"))
                .text("customer", order.get("CustomerID"))
                .text("item", line.get("ProductID"))
                .text("currency", "USD")
                .percent("discountPercent", new BigDecimal(line.get("Discount")).movePointRight(2))
                .date("validFrom", LocalDate.parse(order.get("OrderDate"), DATE)));
  }

  private static FeedEvent write(
      EventWriter writer, EventType type, String subject, Consumer<Fields> data) {
    return writer.write(Feed.ERP, type, subject, EXPORTED, data);
  }
}
