package tradecounter.loadtest.world;

import java.util.Locale;

/** The canonical event types that worlds write. */
public enum EventType {
  ITEM,
  LOCATION,
  OUTAGE,
  NETWORK,
  POSITION_SET("position.set"),
  POSITION_ADJUSTED("position.adjusted"),
  RECEIPT,
  DEMAND,
  COMMITMENT,
  PROTECTION,
  THRESHOLD,
  CUSTOMER,
  PRICE_LIST,
  PRICE,
  CONTRACT_PRICE,
  PROMOTION,
  TAX_RATE,
  EXCHANGE_RATE,
  COST;

  private final String object;

  EventType() {
    this.object = name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  EventType(String object) {
    this.object = object;
  }

  /** The name without prefix and version, for example {@code price-list}. */
  public String objectName() {
    return object;
  }

  /** The CloudEvents type, for example {@code tradecounter.price-list.v1}. */
  public String typeName() {
    return "tradecounter." + object + ".v1";
  }
}
