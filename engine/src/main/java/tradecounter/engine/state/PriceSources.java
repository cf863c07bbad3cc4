package tradecounter.engine.state;

import org.jspecify.annotations.Nullable;

/** What prices are made from, but for contracts: as it is, or as somebody proposes it. */
public interface PriceSources {
  /** The item's snapshot, or {@code null} if no feed ever named it. */
  @Nullable ItemSnapshot item(String item);

  PriceLists priceLists();

  Promotions promotions();

  ExchangeRates exchangeRates();

  /** A bit for each feed whose word the customer's master data rest on. */
  long customerFeedBits(String customer);
}
