package tradecounter.engine.state;

import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.ObjectKey;
import tradecounter.engine.canonical.Party;

/** What one party's contracts price: one item or one category. Its lines are kept side by side. */
public record LineTarget(Party party, ContractPrice.Target kind, String key) {

  /** Whose line the key names, and what it prices. */
  public static LineTarget of(ObjectKey.OfContractPrice key) {
    return new LineTarget(key.party(), key.target(), key.targetKey());
  }

  /**
   * Item or category as one text, unique within the party: the kind's first letter, then the key.
   */
  public String text() {
    return text(kind, key);
  }

  static String text(ContractPrice.Target kind, String key) {
    return letter(kind) + key;
  }

  /**
   * Reads what {@link #text()} wrote.
   *
   * @throws IllegalStateException if it is something else
   */
  static LineTarget parse(Party party, String text) {
    for (ContractPrice.Target kind : ContractPrice.Target.values()) {
      if (text.startsWith(letter(kind))) {
        return new LineTarget(party, kind, text.substring(1));
      }
    }
    throw new IllegalStateException("state: not what a contract prices: '" + text + "'");
  }

  private static String letter(ContractPrice.Target kind) {
    return switch (kind) {
      case ITEM -> "I";
      case CATEGORY -> "C";
    };
  }

  /** As people say it: {@code item SKU-1}, {@code category PIPES}. */
  @Override
  public String toString() {
    return (kind == ContractPrice.Target.ITEM ? "item " : "category ") + key;
  }
}
