package tradecounter.loadtest.world.importers;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import tradecounter.loadtest.world.EventWriter;
import tradecounter.loadtest.world.FeedEvent;
import tradecounter.loadtest.world.World;

/**
 * Microsoft's sample company AdventureWorks, which makes bicycles and buys parts.
 *
 * <table>
 * <caption>What maps to what</caption>
 * <tr><th>Table</th><th>Event</th></tr>
 * <tr><td>Location</td><td>erp {@code location}; one erp {@code network} over all of them</td></tr>
 * <tr><td>Product, ProductSubcategory</td><td>erp {@code item}: ProductNumber; the unit that its
 * first vendor sells it in, or EA; sellable if a finished good that is still sold; drop-ship
 * eligible if it has a vendor</td></tr>
 * <tr><td>ProductInventory</td><td>erp {@code position.set}: on hand per location; the product's
 * SafetyStockLevel, which has no location, at the first of them</td></tr>
 * <tr><td>PurchaseOrderDetail, PurchaseOrderHeader</td><td>erp {@code receipt} at the product's
 * first location (Miscellaneous Storage if it has none); pending and approved ones are open,
 * rejected ones cancelled, complete ones received</td></tr>
 * <tr><td>ProductVendor, Vendor</td><td>supplier {@code commitment}: MaxOrderQty after
 * AverageLeadTime, at least MinOrderQty; the supplier is the AccountNumber</td></tr>
 * <tr><td>Store, Customer</td><td>erp {@code customer}: AccountNumber, in the group Reseller,
 * shipped to its sales territory</td></tr>
 * <tr><td>ProductListPriceHistory</td><td>erp {@code price} of the base list, with its dates</td></tr>
 * <tr><td>SpecialOffer, SpecialOfferProduct</td><td>erp {@code promotion}: DiscountPct on its
 * products for its group from its MinQty on; the largest goes first, and excludes the others; one of 0,
 * or without products, is none</td></tr>
 * <tr><td>ProductCostHistory, Product</td><td>erp {@code cost}: each StandardCost from its StartDate;
 * of a product without history its present one, if it is not 0</td></tr>
 * </table>
 *
 * <p>Sent as they are, for the service to refuse or bear: amounts with four decimals, received
 * quantities such as 3.00 of pieces, offers from 0 on that are long over, a supplier named
 * G&amp;KBI0001, open purchase orders that are years overdue, commitments of 2022.
 */
public final class AdventureWorksImporter implements World {
  private static final Instant EXPORTED = Instant.parse("2025-10-01T00:00:00Z");

  private final SourceFolder folder;

  /**
   * @param folder holds the CSV files of the sample database and {@code instawdb.sql}
   * @throws IllegalStateException if there is no such folder
   */
  public AdventureWorksImporter(Path folder) {
    this.folder = new SourceFolder("AdventureWorks", folder);
  }

  /**
   * Holds the tables of products, vendors, offers and costs; reads the others as they are asked
   * for.
   */
  @Override
  public Stream<FeedEvent> events() {
    EventWriter writer = new EventWriter("adventureworks");
    AdventureWorksTables tables = AdventureWorksTables.of(folder);
    AdventureWorksStock stock = new AdventureWorksStock(tables, writer, EXPORTED);
    AdventureWorksPrices prices = new AdventureWorksPrices(tables, writer, EXPORTED);
    List<Stream<FeedEvent>> parts =
        List.of(
            stock.locations(),
            Stream.of(prices.baseList()),
            stock.items(),
            prices.customers(),
            stock.positions(),
            stock.receipts(),
            stock.commitments(),
            prices.listPrices(),
            prices.offers(),
            prices.costs());
    return parts.stream().reduce(Stream.empty(), Stream::concat);
  }
}
