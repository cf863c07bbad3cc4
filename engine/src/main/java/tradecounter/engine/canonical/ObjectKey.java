package tradecounter.engine.canonical;

/**
 * The identity of an object that feeds write. Order and duplicates are judged per feed and key, and
 * all events of one key travel in one partition of the log.
 */
public sealed interface ObjectKey {
  ObjectKind objectKind();

  /** What the log is partitioned by: equal keys share it. */
  String partitionKey();

  /** An object with one key of its own. */
  record Simple(ObjectKind objectKind, String key) implements ObjectKey {
    @Override
    public String partitionKey() {
      return key;
    }

    @Override
    public String toString() {
      return key;
    }
  }

  /** One item at one location. */
  record OfPosition(String item, String location) implements ObjectKey {
    @Override
    public ObjectKind objectKind() {
      return ObjectKind.POSITION;
    }

    @Override
    public String partitionKey() {
      return item;
    }

    @Override
    public String toString() {
      return item + "@" + location;
    }
  }

  /** One supplier's word on one item. */
  record OfCommitment(String supplier, String item) implements ObjectKey {
    @Override
    public ObjectKind objectKind() {
      return ObjectKind.COMMITMENT;
    }

    @Override
    public String partitionKey() {
      return item;
    }

    @Override
    public String toString() {
      return supplier + "/" + item;
    }
  }

  /** One item on one list, per unit and start date: a dated price stands beside the undated one. */
  record OfPrice(String list, String item, String uom, int validFromDay) implements ObjectKey {
    @Override
    public ObjectKind objectKind() {
      return ObjectKind.PRICE;
    }

    @Override
    public String partitionKey() {
      return item;
    }

    @Override
    public String toString() {
      return part(list) + "/" + part(item) + suffix(uom, validFromDay);
    }
  }

  /** One line of a contract, per unit and start date. */
  record OfContractPrice(
      String contract,
      Party party,
      ContractPrice.Target target,
      String targetKey,
      String uom,
      int validFromDay)
      implements ObjectKey {
    @Override
    public ObjectKind objectKind() {
      return ObjectKind.CONTRACT_PRICE;
    }

    @Override
    public String partitionKey() {
      return party.key();
    }

    /** A part has no percent sign of its own, so that nobody's key looks like the group's mark. */
    @Override
    public String toString() {
      return part(contract)
          + (party.kind() == Party.Kind.BUYING_GROUP ? "/%group/" : "/")
          + part(party.key())
          + (target == ContractPrice.Target.ITEM ? "/item/" : "/category/")
          + part(targetKey)
          + suffix(uom, validFromDay);
    }
  }

  /** One tax category in one jurisdiction, per start date. */
  record OfTaxRate(String jurisdiction, String taxCategory, int validFromDay) implements ObjectKey {
    @Override
    public ObjectKind objectKind() {
      return ObjectKind.TAX_RATE;
    }

    @Override
    public String partitionKey() {
      return jurisdiction;
    }

    @Override
    public String toString() {
      return part(jurisdiction) + "/" + part(taxCategory) + suffix("", validFromDay);
    }
  }

  /** One currency in another, per start date. */
  record OfExchangeRate(String from, String to, int validFromDay) implements ObjectKey {
    @Override
    public ObjectKind objectKind() {
      return ObjectKind.EXCHANGE_RATE;
    }

    @Override
    public String partitionKey() {
      return from;
    }

    @Override
    public String toString() {
      return part(from) + "/" + part(to) + suffix("", validFromDay);
    }
  }

  /** The cost of one item, everywhere or at one location, per start date. */
  record OfCost(String item, String location, int validFromDay) implements ObjectKey {
    @Override
    public ObjectKind objectKind() {
      return ObjectKind.COST;
    }

    @Override
    public String partitionKey() {
      return item;
    }

    @Override
    public String toString() {
      return part(item) + suffix(location, validFromDay);
    }
  }

  /**
   * What is said of one order, which is nothing that can be deleted.
   *
   * @param order the order's name, or the ERP's if only that is known
   * @param key what of it: a document, a shipment
   */
  record OfOrder(ObjectKind objectKind, String order, String key) implements ObjectKey {
    @Override
    public String partitionKey() {
      return order;
    }

    @Override
    public String toString() {
      return part(order) + "/" + part(key);
    }
  }

  /** Different keys are different texts, also where a key has a slash in it. */
  private static String part(String key) {
    return key.indexOf('/') < 0 && key.indexOf('%') < 0
        ? key
        : key.replace("%", "%25").replace("/", "%2F");
  }

  private static String suffix(String uom, int validFromDay) {
    return (uom.isEmpty() ? "" : "/" + part(uom))
        + (validFromDay == Day.OPEN_START ? "" : "/from day " + validFromDay);
  }
}
