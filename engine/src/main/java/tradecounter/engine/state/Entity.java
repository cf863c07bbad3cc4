package tradecounter.engine.state;

/** The unit in which the read model is written down: one row of a checkpoint. */
public record Entity(Kind kind, String key) {
  /** Kinds in the order in which they are taken up again. The order is part of the format. */
  public enum Kind {
    LANE,
    FEED,
    LOCATION,
    NETWORK,
    CUSTOMER,
    PRICE_LIST,
    OUTAGE,
    PROTECTION,
    THRESHOLD,
    PROMOTION,
    TAX_RATE,
    EXCHANGE_RATE,
    ITEM
  }
}
