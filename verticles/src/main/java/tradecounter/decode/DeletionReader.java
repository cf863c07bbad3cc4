package tradecounter.decode;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Deletion;
import tradecounter.engine.canonical.ObjectKey;
import tradecounter.engine.canonical.ObjectKind;
import tradecounter.engine.canonical.Party;
import tradecounter.json.JsonCursor;
import tradecounter.json.RefusalException;

/** Deletions: the key of the object and nothing else. */
final class DeletionReader extends DataReader {
  private final Map<String, String> keys = new HashMap<>();
  private @Nullable Integer validFromDay;

  DeletionReader(JsonCursor in) {
    super(in);
  }

  /** Reads the deletion of one such object; {@code null} if there is no such kind. */
  @Nullable Deletion deletion(String wireName) throws IOException, RefusalException {
    for (ObjectKind kind : ObjectKind.values()) {
      if (kind.wireName().equals(wireName) && kind.topic() != ObjectKind.Topic.FULFILMENT) {
        return new Deletion(key(kind));
      }
    }
    return null;
  }

  private ObjectKey key(ObjectKind kind) throws IOException, RefusalException {
    Set<String> allowed =
        switch (kind) {
          case ITEM,
              LOCATION,
              NETWORK,
              CUSTOMER,
              OUTAGE,
              THRESHOLD,
              PROTECTION,
              PROMOTION,
              RECEIPT,
              DEMAND ->
              Set.of(kind.wireName());
          case PRICE_LIST -> Set.of("list");
          case POSITION -> Set.of("item", "location");
          case COMMITMENT -> Set.of("supplier", "item");
          case PRICE -> Set.of("list", "item", "uom", "validFrom");
          case CONTRACT_PRICE ->
              Set.of("contract", "customer", "buyingGroup", "item", "category", "uom", "validFrom");
          case TAX_RATE -> Set.of("jurisdiction", "taxCategory", "validFrom");
          case EXCHANGE_RATE -> Set.of("from", "to", "validFrom");
          case COST -> Set.of("item", "location", "validFrom");
          case ORDER_STATUS, SHIPMENT, SUPPLIER_ACKNOWLEDGEMENT -> throw notDeletable(kind);
        };
    in.object(
        field -> {
          if (!allowed.contains(field)) {
            in.unknown(field);
          } else if (field.equals("validFrom")) {
            validFromDay = in.day();
          } else if (kind == ObjectKind.EXCHANGE_RATE) {
            keys.put(field, in.currency());
          } else {
            keys.put(field, in.key());
          }
        });
    return switch (kind) {
      case ITEM,
          LOCATION,
          NETWORK,
          CUSTOMER,
          OUTAGE,
          THRESHOLD,
          PROTECTION,
          PROMOTION,
          RECEIPT,
          DEMAND ->
          new ObjectKey.Simple(kind, required(kind.wireName()));
      case PRICE_LIST -> new ObjectKey.Simple(kind, required("list"));
      case POSITION -> new ObjectKey.OfPosition(required("item"), required("location"));
      case COMMITMENT -> new ObjectKey.OfCommitment(required("supplier"), required("item"));
      case PRICE ->
          new ObjectKey.OfPrice(required("list"), required("item"), optional("uom"), fromDay());
      case CONTRACT_PRICE -> contractPrice();
      case TAX_RATE ->
          new ObjectKey.OfTaxRate(required("jurisdiction"), required("taxCategory"), fromDay());
      case EXCHANGE_RATE ->
          new ObjectKey.OfExchangeRate(
              required("from"), required("to"), required("validFrom", validFromDay));
      case COST -> new ObjectKey.OfCost(required("item"), optional("location"), fromDay());
      case ORDER_STATUS, SHIPMENT, SUPPLIER_ACKNOWLEDGEMENT -> throw notDeletable(kind);
    };
  }

  private static IllegalArgumentException notDeletable(ObjectKind kind) {
    return new IllegalArgumentException("what happened to an order stays: " + kind);
  }

  private ObjectKey contractPrice() throws RefusalException {
    boolean ofItem = keys.containsKey("item");
    exactlyOne("item", ofItem, "category", keys.containsKey("category"));
    return new ObjectKey.OfContractPrice(
        required("contract"),
        party(),
        ofItem ? ContractPrice.Target.ITEM : ContractPrice.Target.CATEGORY,
        required(ofItem ? "item" : "category"),
        optional("uom"),
        fromDay());
  }

  private Party party() throws RefusalException {
    boolean ofCustomer = keys.containsKey("customer");
    exactlyOne("customer", ofCustomer, "buyingGroup", keys.containsKey("buyingGroup"));
    return ofCustomer
        ? Party.customer(required("customer"))
        : Party.buyingGroup(required("buyingGroup"));
  }

  private String required(String field) throws RefusalException {
    return required(field, keys.get(field));
  }

  /** Of what holds since always if nothing is said. */
  private int fromDay() {
    return validFromDay == null ? Day.OPEN_START : validFromDay;
  }

  private String optional(String field) {
    return keys.getOrDefault(field, "");
  }
}
