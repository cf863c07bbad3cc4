package tradecounter.loadtest.world.importers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import tradecounter.loadtest.world.DelimitedRows;
import tradecounter.loadtest.world.EventWriter;
import tradecounter.loadtest.world.FeedEvent;
import tradecounter.loadtest.world.World;

/**
 * UCI "Online Retail": the invoice lines of a British wholesaler, in the order of the days.
 *
 * <table>
 * <caption>What maps to what</caption>
 * <tr><th>Data</th><th>Event</th></tr>
 * <tr><td>a StockCode, when it first comes up</td><td>erp {@code item} with the description of that
 * line, and erp {@code position.set} with 0 on hand: the data has no stock count</td></tr>
 * <tr><td>a CustomerID, when it first comes up or comes up with another country</td><td>erp {@code
 * customer}, with the country as region</td></tr>
 * <tr><td>an invoice line</td><td>wms {@code position.adjusted}: goods issue, on hand falls by
 * Quantity</td></tr>
 * <tr><td>a line of a cancellation (InvoiceNo begins with C)</td><td>the same with reason {@code
 * CANCELLATION}: on hand rises</td></tr>
 * <tr><td>any other line with a negative Quantity</td><td>the same with reason {@code WRITE_OFF}:
 * on hand falls, as the descriptions ("damaged", "lost") say</td></tr>
 * <tr><td>all lines of a StockCode and day that are no cancellation</td><td>one erp {@code price}
 * from that day: the last UnitPrice at each Quantity, as breaks where the price changes</td></tr>
 * </table>
 *
 * <p>Sent as they are, for the service to refuse or bear: negative and zero prices, negative
 * minimum quantities, codes that differ in case only, codes with blanks, pseudo items such as POST
 * or BANK CHARGES, empty descriptions, customers without number, countries that are none.
 */
public final class OnlineRetailImporter implements World {
  static final String LOCATION = "UK";
  static final String LIST = "RETAIL-GBP";
  private static final String FILE = "online-retail-2010-12-to-2011-08.csv.gz";
  private static final Instant OPENING = Instant.parse("2010-12-01T00:00:00Z");

  private final SourceFolder folder;

  /**
   * @param folder holds {@code online-retail-2010-12-to-2011-08.csv.gz}
   * @throws IllegalStateException if there is no such folder
   */
  public OnlineRetailImporter(Path folder) {
    this.folder = new SourceFolder("Online Retail", folder);
  }

  /** Remembers the codes and customers seen, and the prices of one day. */
  @Override
  public Stream<FeedEvent> events() {
    EventWriter writer = new EventWriter("online-retail");
    Definitions definitions = new Definitions(writer, OPENING);
    OnlineRetailLedger ledger = new OnlineRetailLedger(writer);
    Stream<List<String>> rows = DelimitedRows.commas(unzipped());
    Stream<FeedEvent> opening =
        Stream.of(
            definitions.location(LOCATION, "Warehouse", OnlineRetailLedger.LONDON.getId()),
            definitions.network(List.of(LOCATION)),
            definitions.baseList(LIST, "GBP"));
    Stream<FeedEvent> lines = rows.map(InvoiceLine::of).mapMulti(ledger::post);
    Stream<FeedEvent> lastDay = Stream.of(ledger).flatMap(OnlineRetailLedger::endDay);
    return Stream.concat(opening, Stream.concat(lines, lastDay));
  }

  private GZIPInputStream unzipped() {
    try {
      return new GZIPInputStream(folder.open(FILE), 1 << 16);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
