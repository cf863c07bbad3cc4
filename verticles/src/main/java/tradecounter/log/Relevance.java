package tradecounter.log;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.ObjectKey;

/**
 * Which objects an answer for one item and one customer may rest on.
 *
 * <p>It first hears of all items that the log ever told of ({@link #hear}), because which other
 * items are looked at depends on what they said of each other; what they said later may have been
 * taken back, so there may be a few too many, but none is missing. One thread.
 */
final class Relevance {
  private final String item;
  private final String customer;
  private final Map<String, Set<String>> named = new HashMap<>();

  /**
   * @param customer empty if nobody is named
   */
  Relevance(String item, String customer) {
    this.item = item;
    this.customer = customer;
  }

  /** Remembers which others an item names: what it is made of, and what may take its place. */
  void hear(Change change) {
    if (change instanceof Item told
        && !(told.components().isEmpty() && told.substitutes().isEmpty())) {
      Set<String> others = named.computeIfAbsent(told.item(), _ -> new HashSet<>());
      Stream.concat(
              told.components().stream().map(Item.Component::item),
              told.substitutes().stream().map(Item.Substitute::item))
          .forEach(others::add);
    }
  }

  /** The item, and all that it leads to by what was heard. */
  Set<String> items() {
    Set<String> reached = new HashSet<>(Set.of(item));
    Deque<String> open = new ArrayDeque<>(reached);
    while (!open.isEmpty()) {
      for (String other : named.getOrDefault(open.remove(), Set.of())) {
        if (reached.add(other)) {
          open.add(other);
        }
      }
    }
    return reached;
  }

  /**
   * Whether an answer may rest on the object. A line that names another item now may have named one
   * of these before: receipts and demands always count.
   *
   * @param items as {@link #items} gave them
   */
  boolean matters(ObjectKey key, Set<String> items) {
    return switch (key) {
      case ObjectKey.OfPosition position -> items.contains(position.item());
      case ObjectKey.OfCommitment commitment -> items.contains(commitment.item());
      case ObjectKey.OfPrice _,
          ObjectKey.OfContractPrice _,
          ObjectKey.OfTaxRate _,
          ObjectKey.OfExchangeRate _,
          ObjectKey.OfCost _,
          ObjectKey.OfOrder _ ->
          false;
      case ObjectKey.Simple simple ->
          switch (simple.objectKind()) {
            case ITEM -> items.contains(simple.key());
            case CUSTOMER -> simple.key().equals(customer);
            case LOCATION, NETWORK, OUTAGE, THRESHOLD, PROTECTION, RECEIPT, DEMAND -> true;
            case POSITION,
                COMMITMENT,
                PRICE_LIST,
                PRICE,
                CONTRACT_PRICE,
                PROMOTION,
                TAX_RATE,
                EXCHANGE_RATE,
                COST,
                ORDER_STATUS,
                SHIPMENT,
                SUPPLIER_ACKNOWLEDGEMENT ->
                false;
          };
    };
  }
}
