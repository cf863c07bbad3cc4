package tradecounter.decode;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Change;
import tradecounter.json.JsonCursor;
import tradecounter.json.RefusalException;

/** Knows which reader reads the {@code data} of which event type. */
final class ChangeReader {
  private static final String DELETED = ".deleted";

  private ChangeReader() {}

  /** Reads the data of {@code tradecounter.<object>.v1}; {@code null} if there is no such type. */
  static @Nullable Change read(String object, JsonCursor in) throws IOException, RefusalException {
    return switch (object) {
      case "item" -> new ItemReader(in).item();
      case "location" -> new CatalogueReader(in).location();
      case "network" -> new CatalogueReader(in).network();
      case "outage" -> new CatalogueReader(in).outage();
      case "threshold" -> new CatalogueReader(in).threshold();
      case "customer" -> new CustomerReader(in).customer();
      case "position.set" -> new InventoryReader(in).position(true);
      case "position.adjusted" -> new InventoryReader(in).position(false);
      case "receipt" -> new InventoryReader(in).receipt();
      case "demand" -> new InventoryReader(in).demand();
      case "commitment" -> new InventoryReader(in).commitment();
      case "protection" -> new InventoryReader(in).protection();
      case "price-list" -> new PriceListReader(in).priceList();
      case "price" -> new PriceReader(in).price();
      case "contract-price" -> new PriceReader(in).contractPrice();
      case "cost" -> new PriceReader(in).cost();
      case "promotion" -> new PromotionReader(in).promotion();
      case "tax-rate" -> new RateReader(in).taxRate();
      case "exchange-rate" -> new RateReader(in).exchangeRate();
      case "order-status" -> new FulfilmentReader(in).orderStatus();
      case "shipment" -> new FulfilmentReader(in).shipment();
      case "supplier-acknowledgement" -> new FulfilmentReader(in).supplierAcknowledgement();
      default ->
          object.endsWith(DELETED)
              ? new DeletionReader(in)
                  .deletion(object.substring(0, object.length() - DELETED.length()))
              : null;
    };
  }
}
