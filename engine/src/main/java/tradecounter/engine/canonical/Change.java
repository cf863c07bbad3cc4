package tradecounter.engine.canonical;

/** What one event says: a whole object, figures of a position, or that an object is gone. */
public sealed interface Change
    permits Item,
        Location,
        Network,
        Customer,
        Receipt,
        Demand,
        Commitment,
        Outage,
        Protection,
        Threshold,
        PriceList,
        Price,
        ContractPrice,
        Promotion,
        TaxRate,
        ExchangeRate,
        Cost,
        OrderStatusChange,
        ShipmentNews,
        SupplierAcknowledgement,
        PositionChange,
        Deletion {

  /** The object's kind. */
  default ObjectKind objectKind() {
    return switch (this) {
      case Item _ -> ObjectKind.ITEM;
      case Location _ -> ObjectKind.LOCATION;
      case Network _ -> ObjectKind.NETWORK;
      case Customer _ -> ObjectKind.CUSTOMER;
      case Receipt _ -> ObjectKind.RECEIPT;
      case Demand _ -> ObjectKind.DEMAND;
      case Commitment _ -> ObjectKind.COMMITMENT;
      case Outage _ -> ObjectKind.OUTAGE;
      case Protection _ -> ObjectKind.PROTECTION;
      case Threshold _ -> ObjectKind.THRESHOLD;
      case PriceList _ -> ObjectKind.PRICE_LIST;
      case Price _ -> ObjectKind.PRICE;
      case ContractPrice _ -> ObjectKind.CONTRACT_PRICE;
      case Promotion _ -> ObjectKind.PROMOTION;
      case TaxRate _ -> ObjectKind.TAX_RATE;
      case ExchangeRate _ -> ObjectKind.EXCHANGE_RATE;
      case Cost _ -> ObjectKind.COST;
      case OrderStatusChange _ -> ObjectKind.ORDER_STATUS;
      case ShipmentNews _ -> ObjectKind.SHIPMENT;
      case SupplierAcknowledgement _ -> ObjectKind.SUPPLIER_ACKNOWLEDGEMENT;
      case PositionChange _ -> ObjectKind.POSITION;
      case Deletion deletion -> deletion.key().objectKind();
    };
  }

  /** The object's identity. */
  default ObjectKey key() {
    return switch (this) {
      case Item i -> new ObjectKey.Simple(ObjectKind.ITEM, i.item());
      case Location l -> new ObjectKey.Simple(ObjectKind.LOCATION, l.location());
      case Network n -> new ObjectKey.Simple(ObjectKind.NETWORK, n.network());
      case Customer c -> new ObjectKey.Simple(ObjectKind.CUSTOMER, c.customer());
      case Receipt r -> new ObjectKey.Simple(ObjectKind.RECEIPT, r.receipt());
      case Demand d -> new ObjectKey.Simple(ObjectKind.DEMAND, d.demand());
      case Outage o -> new ObjectKey.Simple(ObjectKind.OUTAGE, o.outage());
      case Protection p -> new ObjectKey.Simple(ObjectKind.PROTECTION, p.protection());
      case Threshold t -> new ObjectKey.Simple(ObjectKind.THRESHOLD, t.threshold());
      case PriceList l -> new ObjectKey.Simple(ObjectKind.PRICE_LIST, l.list());
      case Commitment c -> new ObjectKey.OfCommitment(c.supplier(), c.item());
      case Price p -> new ObjectKey.OfPrice(p.list(), p.item(), p.uom(), p.validFromDay());
      case ContractPrice c ->
          new ObjectKey.OfContractPrice(
              c.contract(), c.party(), c.target(), c.targetKey(), c.uom(), c.validFromDay());
      case Promotion p -> new ObjectKey.Simple(ObjectKind.PROMOTION, p.promotion());
      case TaxRate t ->
          new ObjectKey.OfTaxRate(t.jurisdiction(), t.taxCategory(), t.validFromDay());
      case ExchangeRate r -> new ObjectKey.OfExchangeRate(r.from(), r.to(), r.validFromDay());
      case Cost c -> new ObjectKey.OfCost(c.item(), c.location(), c.validFromDay());
      case OrderStatusChange o ->
          o.order().isEmpty()
              ? new ObjectKey.OfOrder(ObjectKind.ORDER_STATUS, o.erpOrder(), o.erpOrder())
              : new ObjectKey.OfOrder(
                  ObjectKind.ORDER_STATUS, DocumentName.order(o.order()), o.order());
      case ShipmentNews s ->
          new ObjectKey.OfOrder(ObjectKind.SHIPMENT, DocumentName.order(s.order()), s.shipment());
      case SupplierAcknowledgement s ->
          new ObjectKey.OfOrder(
              ObjectKind.SUPPLIER_ACKNOWLEDGEMENT,
              DocumentName.order(s.purchaseOrder()),
              s.purchaseOrder());
      case PositionChange p -> new ObjectKey.OfPosition(p.item(), p.location());
      case Deletion deletion -> deletion.key();
    };
  }
}
