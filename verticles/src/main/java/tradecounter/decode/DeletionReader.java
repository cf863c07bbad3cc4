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
import tradecounter.json.JsonCursor;
import tradecounter.json.RefusalException;

/** Deletions: the key of the object and nothing else. */
final class DeletionReader extends DataReader {
  private final Map<String, String> keys = new HashMap<>();
  private int validFromDay = Day.OPEN_START;

  DeletionReader(JsonCursor in) {
    super(in);
  }

  /** Reads the deletion of one such object; {@code null} if there is no such kind. */
  @Nullable Deletion deletion(String wireName) throws IOException, RefusalException {
    for (ObjectKind kind : ObjectKind.values()) {
      if (kind.wireName().equals(wireName)) {
        return new Deletion(key(kind));
      }
    }
    return null;
  }

  private ObjectKey key(ObjectKind kind) throws IOException, RefusalException {
    Set<String> allowed =
        switch (kind) {
          case ITEM, LOCATION, NETWORK, CUSTOMER, OUTAGE, THRESHOLD, PROTECTION, RECEIPT, DEMAND ->
              Set.of(kind.wireName());
          case PRICE_LIST -> Set.of("list");
          case POSITION -> Set.of("item", "location");
          case COMMITMENT -> Set.of("supplier", "item");
          case PRICE -> Set.of("list", "item", "uom", "validFrom");
          case CONTRACT_PRICE ->
              Set.of("contract", "customer", "item", "category", "uom", "validFrom");
        };
    in.object(
        field -> {
          if (!allowed.contains(field)) {
            in.unknown(field);
          } else if (field.equals("validFrom")) {
            validFromDay = in.day();
          } else {
            keys.put(field, in.key());
          }
        });
    return switch (kind) {
      case ITEM, LOCATION, NETWORK, CUSTOMER, OUTAGE, THRESHOLD, PROTECTION, RECEIPT, DEMAND ->
          new ObjectKey.Simple(kind, required(kind.wireName()));
      case PRICE_LIST -> new ObjectKey.Simple(kind, required("list"));
      case POSITION -> new ObjectKey.OfPosition(required("item"), required("location"));
      case COMMITMENT -> new ObjectKey.OfCommitment(required("supplier"), required("item"));
      case PRICE ->
          new ObjectKey.OfPrice(required("list"), required("item"), optional("uom"), validFromDay);
      case CONTRACT_PRICE -> contractPrice();
    };
  }

  private ObjectKey contractPrice() throws RefusalException {
    boolean ofItem = keys.containsKey("item");
    exactlyOne("item", ofItem, "category", keys.containsKey("category"));
    return new ObjectKey.OfContractPrice(
        required("contract"),
        required("customer"),
        ofItem ? ContractPrice.Target.ITEM : ContractPrice.Target.CATEGORY,
        required(ofItem ? "item" : "category"),
        optional("uom"),
        validFromDay);
  }

  private String required(String field) throws RefusalException {
    return required(field, keys.get(field));
  }

  private String optional(String field) {
    return keys.getOrDefault(field, "");
  }
}
