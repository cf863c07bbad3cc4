package tradecounter.engine.canonical;

/** What a canonical event is about; the wire name is the middle of its CloudEvents type. */
public enum ObjectKind {
  ITEM("item", Topic.CATALOG),
  LOCATION("location", Topic.CATALOG),
  NETWORK("network", Topic.CATALOG),
  CUSTOMER("customer", Topic.CATALOG),
  OUTAGE("outage", Topic.CATALOG),
  THRESHOLD("threshold", Topic.CATALOG),
  PROTECTION("protection", Topic.INVENTORY),
  POSITION("position", Topic.INVENTORY),
  RECEIPT("receipt", Topic.INVENTORY),
  DEMAND("demand", Topic.INVENTORY),
  COMMITMENT("commitment", Topic.INVENTORY),
  PRICE_LIST("price-list", Topic.PRICING),
  PRICE("price", Topic.PRICING),
  CONTRACT_PRICE("contract-price", Topic.PRICING),
  PROMOTION("promotion", Topic.PRICING),
  TAX_RATE("tax-rate", Topic.PRICING),
  EXCHANGE_RATE("exchange-rate", Topic.PRICING),
  COST("cost", Topic.PRICING),
  ORDER_STATUS("order-status", Topic.FULFILMENT),
  SHIPMENT("shipment", Topic.FULFILMENT),
  SUPPLIER_ACKNOWLEDGEMENT("supplier-acknowledgement", Topic.FULFILMENT);

  /** The canonical log that carries it. */
  public enum Topic {
    CATALOG,
    INVENTORY,
    PRICING,
    /** What becomes of orders: no part of the read model. */
    FULFILMENT
  }

  private final String wireName;
  private final Topic topic;

  ObjectKind(String wireName, Topic topic) {
    this.wireName = wireName;
    this.topic = topic;
  }

  public String wireName() {
    return wireName;
  }

  public Topic topic() {
    return topic;
  }
}
